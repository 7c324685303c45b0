// A word type as the model sees it: what tokeniser, vectors, attribute ruler and lemmatiser share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace chancery {

// All that depends on a token's text alone (and on the norm that an exception of the tokeniser may give it). The ids are
// spaCy's string ids: reserved number or MurmurHash64A (docs/language.md). Vectors are memoised by the values, not by
// address, so two equal lexemes may exist. Owned by the tokeniser's scratch; lives until that scratch is trimmed.
struct Lexeme {
  std::uint64_t norm = 0;      // id of the norm: the exception's, the table's, or lower case
  std::uint64_t prefix = 0;    // id of the first code point
  std::uint64_t suffix = 0;    // id of the last three code points
  std::uint64_t shape = 0;     // id of "Xxxx", "dd.d", …
  std::uint64_t orth = 0;      // id of the text
  std::uint64_t lower_id = 0;  // id of `lower`
  std::string_view text;
  std::string_view lower;      // Python's str.lower()
  bool is_space = false;       // white space only
};

// What the tokeniser gives for each token.
struct LexToken {
  std::uint32_t begin = 0;  // bytes in the tokenised text
  std::uint32_t end = 0;
  const Lexeme* lexeme = nullptr;
  bool space_after = false;  // one ' ' follows and belongs to no token
};

}  // namespace chancery
