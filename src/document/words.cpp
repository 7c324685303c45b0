// SPDX-License-Identifier: Apache-2.0
#include "document/words.h"

#include <algorithm>

#include "base/utf8.h"

namespace chancery {
namespace {

// The first letter past quotes and brackets; 0 when something else comes first.
char32_t first_letter(std::string_view word) {
  for (std::size_t at = 0; at < word.size();) {
    const CodePoint c = decode(word, at);
    const bool letter = (c.value < 0x80 && is_ascii_letter(static_cast<char>(c.value))) ||
                        (c.value >= 0xC0 && c.value <= 0x24F && c.value != 0xD7 && c.value != 0xF7);
    if (letter) return c.value;
    const bool opening = c.value == '"' || c.value == '\'' || c.value == '(' || c.value == '[' ||
                         c.value == '`' || (c.value >= 0x2018 && c.value <= 0x201F) || c.value == 0xAB ||
                         c.value == 0xBF || c.value == 0xA1;
    if (!opening) return 0;
    at += c.size;
  }
  return 0;
}

}  // namespace

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = is_ascii_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::size_t space_size(std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31)) return 1;
  if (c < 0xC2) return 0;
  const auto next = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  if (c == 0xC2) return next(1) == 0xA0 || next(1) == 0x85 ? 2 : 0;
  if (c == 0xE2 && next(1) == 0x80)
    return (next(2) >= 0x80 && next(2) <= 0x8F) || next(2) == 0xA8 || next(2) == 0xA9 || next(2) == 0xAF ? 3
                                                                                                         : 0;
  if (c == 0xE3 && next(1) == 0x80 && next(2) == 0x80) return 3;
  if (c == 0xEF && next(1) == 0xBB && next(2) == 0xBF) return 3;
  return 0;
}

Span trim(std::string_view text, Span span) {
  while (span.begin < span.end) {
    const std::size_t size = space_size(text, span.begin);
    if (size == 0) break;
    span.begin = std::min(span.end, span.begin + static_cast<std::uint32_t>(size));
  }
  while (span.begin < span.end) {
    std::uint32_t last = span.end - 1;
    while (last > span.begin && (static_cast<unsigned char>(text[last]) & 0xC0u) == 0x80u) --last;
    if (space_size(text, last) == 0) break;
    span.end = last;
  }
  return span;
}

std::size_t count_words(std::string_view text, std::size_t most) {
  std::size_t out = 0;
  for_each_word(text, [&](Span) { return ++out < most; });
  return out;
}

bool starts_upper(std::string_view word) {
  const char32_t c = first_letter(word);
  // Beyond Latin-1 capitals stand at even places (mostly): good enough for a first letter.
  return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE) || (c >= 0x100 && c % 2 == 0);
}

bool starts_lower(std::string_view word) {
  const char32_t c = first_letter(word);
  return c != 0 && !starts_upper(word);
}

bool ends_a_sentence(std::string_view text) {
  Span rest = trim(text, {0, static_cast<std::uint32_t>(text.size())});
  while (rest.end > rest.begin && (text[rest.end - 1] == ')' || text[rest.end - 1] == ']')) {
    rest.end -= 1;
    rest = trim(text, rest);
  }
  const std::string_view s = rest.of(text);
  if (s.empty()) return false;
  if (std::string_view(".!?:\"'").find(s.back()) != std::string_view::npos) return true;
  return s.ends_with("\xE2\x80\x9D") || s.ends_with("\xE2\x80\x99") || s.ends_with("\xE2\x80\xA6") ||
         s.ends_with("\xC2\xBB");
}

std::string folded(std::string_view text, std::size_t most) {
  std::string out;
  for (std::size_t at = 0; at < text.size() && out.size() < most;) {
    if (const std::size_t space = space_size(text, at)) {
      if (!out.empty() && out.back() != ' ') out.push_back(' ');
      at += space;
      continue;
    }
    const std::string_view three = text.substr(at, 3);
    if (three == "\xE2\x80\x98" || three == "\xE2\x80\x99") {
      out.push_back('\'');
      at += 3;
    } else if (three == "\xE2\x80\x9C" || three == "\xE2\x80\x9D") {
      out.push_back('"');
      at += 3;
    } else {
      out.push_back(is_ascii_upper(text[at]) ? static_cast<char>(text[at] - 'A' + 'a') : text[at]);
      ++at;
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace chancery
