// SPDX-License-Identifier: Apache-2.0
#include "language/unicode.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "base/utf8.h"

namespace chancery {
namespace {

struct Range {
  std::uint32_t first, last;
};
struct LowerRun {
  std::uint32_t first, last, stride;
  std::int32_t delta;
};
#include "language/unicode_tables.inc"

template <class Item, std::size_t size>
const Item* find(const Item (&table)[size], char32_t c) {
  const auto* const after = std::upper_bound(std::begin(table), std::end(table), c,
                                             [](char32_t x, const Item& item) { return x < item.first; });
  if (after == std::begin(table)) return nullptr;
  const auto* const item = after - 1;
  return c <= item->last ? item : nullptr;
}

constexpr char32_t kCapitalSigma = 0x3A3, kSigma = 0x3C3, kFinalSigma = 0x3C2, kDottedCapitalI = 0x130,
                   kDotAbove = 0x307;

// The code point that ends before `at`, which is > 0.
CodePoint decode_before(std::string_view text, std::size_t at) {
  std::size_t start = at - 1;
  while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
  return decode(text, start);
}

// Is the sigma at [at, at + 2) the last letter of its word? Case-ignorable code points on both sides are looked
// through, at most kReach of them: more than any word has, and a text of nothing else costs no quadratic time.
bool is_final_sigma(std::string_view text, std::size_t at) {
  constexpr int kReach = 64;
  bool letter_before = false;
  int left = kReach;
  for (std::size_t i = at; i > 0 && left > 0; --left) {
    const auto c = decode_before(text, i);
    i -= c.size;
    if (find(kCaseIgnorable, c.value)) continue;
    letter_before = find(kCased, c.value) != nullptr;
    break;
  }
  if (!letter_before) return false;
  left = kReach;
  for (std::size_t i = at + 2; i < text.size() && left > 0; --left) {
    const auto c = decode(text, i);
    i += c.size;
    if (find(kCaseIgnorable, c.value)) continue;
    return find(kCased, c.value) == nullptr;
  }
  return true;
}

}  // namespace

bool is_space(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F);
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_alpha(char32_t c) {
  if (c < 0x80) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  return find(kAlpha, c) != nullptr;
}

bool is_digit(char32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9';
  return find(kDigit, c) != nullptr;
}

bool is_upper(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  return find(kUpper, c) != nullptr;
}

char32_t to_lower(char32_t c) {
  if (c < 0x80) return is_upper(c) ? c + 0x20 : c;
  if (c == kDottedCapitalI) return 'i';
  const auto* const run = find(kLower, c);
  if (!run || (c - run->first) % run->stride != 0) return c;
  return static_cast<char32_t>(static_cast<std::int32_t>(c) + run->delta);
}

void append_lower(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      out.push_back(static_cast<char>(to_lower(static_cast<char32_t>(byte))));
      ++at;
      continue;
    }
    const auto c = decode(text, at);
    if (c.value == kCapitalSigma) {
      append_utf8(out, is_final_sigma(text, at) ? kFinalSigma : kSigma);
    } else if (c.value == kDottedCapitalI) {
      append_utf8(out, 'i');
      append_utf8(out, kDotAbove);
    } else {
      append_utf8(out, to_lower(c.value));
    }
    at += c.size;
  }
}

std::string to_lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  append_lower(out, text);
  return out;
}

bool is_alpha(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto c = decode(text, at);
    if (!is_alpha(c.value)) return false;
    at += c.size;
  }
  return !text.empty();
}

}  // namespace chancery
