// Small questions about words and white space that the block rules ask. English news text; ASCII letters and
// UTF-8 bytes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/span.h"

namespace chancery {

inline bool is_ascii_upper(char c) { return c >= 'A' && c <= 'Z'; }
inline bool is_ascii_lower(char c) { return c >= 'a' && c <= 'z'; }
inline bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_ascii_letter(char c) { return is_ascii_upper(c) || is_ascii_lower(c); }
inline bool is_ascii_alnum(char c) { return is_ascii_letter(c) || is_ascii_digit(c); }

std::string lower_ascii(std::string_view text);

// Bytes of the white space at `at` (ASCII, no-break, typographic and zero-width spaces, byte order mark); 0
// when there is none.
std::size_t space_size(std::string_view text, std::size_t at);
// `span` of `text` without white space at both ends.
Span trim(std::string_view text, Span span);

// Calls `visit(Span)` for the words between white space until it answers false.
template <class Visit>
void for_each_word(std::string_view text, Visit visit) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (const std::size_t space = space_size(text, at)) {
      at += space;
      continue;
    }
    const std::size_t from = at;
    while (at < text.size() && space_size(text, at) == 0) ++at;
    if (!visit(Span{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(at)})) return;
  }
}
// Words, counted up to `most`.
std::size_t count_words(std::string_view text, std::size_t most);

// First letter of a word, past quotes and brackets: upper case (ASCII or Latin-1 supplement)?
bool starts_upper(std::string_view word);
bool starts_lower(std::string_view word);

// The last sign that is no closing bracket or space is one of . ! ? : … or a closing quote.
bool ends_a_sentence(std::string_view text);

// Lower case, curly quotes made straight, each run of white space one space; at most about `most` bytes.
std::string folded(std::string_view text, std::size_t most);

}  // namespace chancery
