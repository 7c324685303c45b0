// Words of a text in the form in which names are looked up: folded, hashed, with their capitals.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chancery {

// A run of letters and digits. Apostrophes, hyphens and points end a word, so "Sana'a", "Sana’a" and "Ki-moon",
// "U.S." are two words each in tables and texts alike, whatever a tokeniser makes of them.
struct Word {
  std::uint32_t begin = 0;  // bytes [begin, end) of the text
  std::uint32_t end = 0;
  std::uint64_t hash = 0;  // of the folded word: lower case, without marks
  std::uint64_t singular =
      0;  // of the word as singular of a plural noun ("ministries" → "ministry"); else equal to hash
  bool upper = false;       // starts with a capital
  bool all_upper = false;   // two letters or more, all capitals
  bool possessive = false;  // the "s" after an apostrophe
  bool joined = false;      // no white space between it and the word before
};

// Appends the words of text[begin, end).
void split_words(std::string_view text, std::uint32_t begin, std::uint32_t end, std::vector<Word>& out);

// Hash of a sequence of words: fold from left to right, starting at 0.
inline std::uint64_t add_word(std::uint64_t sequence, std::uint64_t word) {
  std::uint64_t h = (sequence ^ word) * 0x9E3779B97F4A7C15ull;
  h ^= h >> 29;
  h *= 0xBF58476D1CE4E5B9ull;
  return h ^ (h >> 32);
}
std::uint64_t hash_name(std::string_view name);  // of all its words; 0 when it has none

// Lower case ASCII without marks; words joined by `joint`. "Kofi Annan" → "kofi-annan".
std::string fold_name(std::string_view name, char joint);

}  // namespace chancery
