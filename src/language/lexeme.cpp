// SPDX-License-Identifier: Apache-2.0
#include "language/lexeme.h"

#include <algorithm>

#include "base/utf8.h"
#include "language/string_id.h"
#include "language/unicode.h"

namespace chancery {
namespace {

// spaCy's BASE_NORMS: in the library, not in the model. Blank-separated texts → norm.
struct BaseNorm {
  std::string_view texts, norm;
};
constexpr BaseNorm kBaseNorms[] = {
    {"'s 'S ’s ’S", "'s"},
    {"’ ‘ ´ `", "'"},
    {"” “ '' `` ´´ „ » « ‘‘ ’’", "\""},
    {"？", "?"},
    {"！", "!"},
    {"，", ","},
    {"；", ";"},
    {"：", ":"},
    {"。 ।", "."},
    {"…", "..."},
    {"— – -- --- ——", "-"},
    {"€ £ ¥ ฿ US$ C$ A$ ₺ ₹ ৳ ₩ Mex$ ₣ E£", "$"},
};

constexpr std::size_t kLongWord = 100;  // code points from which the shape is "LONG"
constexpr int kLongestRun = 4;          // of equal symbols in a shape

// The last three code points.
std::string_view suffix_of(std::string_view text) {
  std::size_t at = text.size();
  for (int left = 3; left > 0 && at > 0; --left) {
    do --at;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
  }
  return text.substr(at);
}

bool all_space(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto c = decode(text, at);
    if (!is_space(c.value)) return false;
    at += c.size;
  }
  return true;
}

}  // namespace

Norms::Norms() {
  for (const auto& item : kBaseNorms) {
    const auto norm = string_id(item.norm);
    for (std::string_view left = item.texts; !left.empty();) {
      const auto blank = std::min(left.find(' '), left.size());
      library_.insert(string_id(left.substr(0, blank)), norm);
      left.remove_prefix(std::min(blank + 1, left.size()));
    }
  }
}

void Norms::set(std::string_view text, std::string_view norm) { set(string_id(text), norm); }
void Norms::set(std::uint64_t text_id, std::string_view norm) { model_.insert(text_id, string_id(norm)); }

std::uint64_t Norms::norm_of(std::uint64_t text_id, std::uint64_t lower_id) const {
  if (const auto* const norm = model_.find(text_id)) return *norm;
  if (const auto* const norm = library_.find(text_id)) return *norm;
  return lower_id;
}

void append_shape(std::string& out, std::string_view text) {
  if (text.size() >= kLongWord && count_code_points(text) >= kLongWord) {
    out += "LONG";
    return;
  }
  char32_t last = 0;
  int run = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = decode(text, at);
    at += c.size;
    char32_t symbol = c.value;
    if (is_alpha(symbol)) {
      symbol = is_upper(symbol) ? 'X' : 'x';
    } else if (is_digit(symbol)) {
      symbol = 'd';
    }
    run = symbol == last ? run + 1 : 1;
    last = symbol;
    if (run <= kLongestRun) append_utf8(out, symbol);
  }
}

Lexeme make_lexeme(std::string_view text, std::string_view lower, std::uint64_t norm, const Norms& norms) {
  Lexeme out;
  out.text = text;
  out.lower = lower;
  out.orth = string_id(text);
  out.lower_id = lower == text ? out.orth : string_id(lower);
  out.norm = norm != 0 ? norm : norms.norm_of(out.orth, out.lower_id);
  if (!text.empty()) out.prefix = string_id(text.substr(0, decode(text, 0).size));
  out.suffix = string_id(suffix_of(text));
  std::string shape;
  append_shape(shape, text);
  out.shape = string_id(shape);
  out.is_space = all_space(text);
  return out;
}

}  // namespace chancery
