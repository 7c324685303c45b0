// What relates two words of a sentence where no frame does: a guess from the verbs on the path between them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "language/analysis.h"
#include "rulebook/rulebook.h"

namespace chancery {

struct Guess {
  std::uint32_t token = kNoToken;  // the verb
  std::string type;                // PLOVER type, or STATE: only words
  std::string cameo;
  std::string rule;  // "prior/tell", "prior/break+promise"
};

// Verbs of an imported dictionary with the words that change their sense, and our own list before it.
// Immutable, shared by threads.
class Prior {
 public:
  static Prior compile(const Rulebook& rulebook, Diagnostics& diagnostics);

  // Verbs between the two words, likeliest first: where their paths meet, then down to the target, then down to
  // the source, then those above. One of the two may be kNoToken.
  static std::vector<std::uint32_t> predicates(const Analysis& analysis, std::uint32_t source,
                                               std::uint32_t target);

  // What the verb says: by a word under it, else by itself; nullopt when it is unknown.
  std::optional<Guess> of(const Analysis& analysis, std::uint32_t verb) const;

 private:
  using Code = std::pair<std::string, std::string>;  // type and CAMEO code
  struct Verb {
    std::string block;
    Code code;
  };
  std::map<std::string, Verb, std::less<>> verbs_;
  std::map<std::string, Code, std::less<>> words_;  // "block word"
  std::map<std::string, Code, std::less<>> own_;
};

}  // namespace chancery
