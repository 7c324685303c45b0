// Many phrases, found in a text at once: names, agents, verb forms, synonyms, discards.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dictionary/notation.h"

namespace chancery {

// One word of a sentence.
struct TextWord {
  std::uint32_t begin = 0, end = 0;  // bytes of the content
  std::uint32_t token = 0;
  std::uint64_t hash = 0;
  bool apart = false;                // a comma, dash, colon or the like stands before it
  std::vector<std::uint64_t> stems;  // marked hashes of its beginnings; only for dictionaries of stems

  bool is(std::uint64_t word) const;
};

// Immutable once filled. A look-up costs the length of the longest phrase that begins so.
class PhraseSet {
 public:
  static constexpr std::int32_t kNone = -1;

  // The value under the phrase, which is made with `value` when it is new. An empty phrase has none.
  std::int32_t add(const std::vector<PhraseWord>& phrase, std::int32_t value);

  struct Found {
    std::int32_t value = kNone;
    std::uint32_t last = 0;  // words [at, last)
  };
  // The longest phrase that begins at words[at]; its words follow each other without a comma between.
  Found longest(const std::vector<TextWord>& words, std::uint32_t at, std::uint32_t end) const;

 private:
  void walk(const std::vector<TextWord>& words, std::uint32_t at, std::uint32_t end, std::uint64_t state,
            int& budget, Found& best) const;

  std::unordered_map<std::uint64_t, std::int32_t>
      states_;  // hash of the words so far → value, kNone inside a phrase
};

}  // namespace chancery
