// A word type as the model sees it: what tokeniser, vectors, attribute ruler and lemmatiser share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "language/id_map.h"

namespace chancery {

// All that depends on a token's text alone (and on the norm that an exception of the tokeniser may give it).
// The ids are spaCy's string ids: reserved number or MurmurHash64A (docs/language.md). Vectors are memoised by
// the values, not by address, so two equal lexemes may exist. Owned by the tokeniser's scratch; lives until
// that scratch is trimmed.
struct Lexeme {
  std::uint64_t norm = 0;      // id of the norm: the exception's, the table's, or lower case
  std::uint64_t prefix = 0;    // id of the first code point
  std::uint64_t suffix = 0;    // id of the last three code points
  std::uint64_t shape = 0;     // id of "Xxxx", "dd.d", …
  std::uint64_t orth = 0;      // id of the text
  std::uint64_t lower_id = 0;  // id of `lower`
  std::string_view text;
  std::string_view lower;       // Python's str.lower()
  bool is_space = false;        // white space only
  bool starts_special = false;  // some special case of the tokeniser's second pass starts with this text
};

// What the tokeniser gives for each token.
struct LexToken {
  std::uint32_t begin = 0;  // bytes in the tokenised text
  std::uint32_t end = 0;
  const Lexeme* lexeme = nullptr;
  bool space_after = false;  // one ' ' follows and belongs to no token
};

// The norms of the model: its table `lexeme_norm` before the library's own (currency signs, quotes, dashes).
// Keys and values are string ids.
class Norms {
 public:
  Norms();  // the library's only
  void set(std::string_view text,
           std::string_view norm);  // wins over the library's; the first for a text stays
  void set(std::uint64_t text_id, std::string_view norm);
  std::uint64_t norm_of(std::uint64_t text_id, std::uint64_t lower_id) const;

 private:
  IdMap<std::uint64_t> model_, library_;
};

// Appends the shape of a word: "Xxxxx", "dd:dd", "LONG" from 100 code points on.
void append_shape(std::string& out, std::string_view text);

// Fills all but starts_special. `text` and `lower` (its lower case) must outlive the lexeme; `norm` is the id
// of the norm that an exception gives, or 0.
Lexeme make_lexeme(std::string_view text, std::string_view lower, std::uint64_t norm, const Norms& norms);

}  // namespace chancery
