// What relates two words of a sentence where no frame does: what a verb or noun between them says by itself.
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
  std::uint32_t token = kNoToken;  // the verb or noun
  std::string type;  // PLOVER type, or STATE: only words; LIGHT: what the noun that it carries says
  std::string cameo;
  std::string rule;  // "prior/tell", "prior/break+promise", "prior/bring+@weapon"
};

// Verbs of an imported dictionary with the words that change their sense, and before it our own lists of verbs,
// nouns and kinds of things that take part. Immutable, shared by threads.
class Prior {
 public:
  static Prior compile(const Rulebook& rulebook, Diagnostics& diagnostics);

  // What a verb says with one of its words or with those who take part ("brought a bomb"), by our own list. The
  // two words may be kNoToken: implied.
  std::optional<Guess> special(const Analysis& analysis, std::uint32_t happening, std::uint32_t source,
                               std::uint32_t target) const;
  // What a verb says even where it evokes a frame whose roles are open.
  std::optional<Guess> firm(const Analysis& analysis, std::uint32_t happening) const;
  // What a verb or noun says otherwise; nullopt when it is unknown.
  std::optional<Guess> plain(const Analysis& analysis, std::uint32_t happening, std::uint32_t source,
                             std::uint32_t target) const;
  // What becomes of a verb of that type (empty: unknown) by those who take part: a bomb brings no aid.
  std::optional<Guess> instead(const Analysis& analysis, std::uint32_t happening, std::string_view type,
                               std::uint32_t source, std::uint32_t target) const;

  bool knows_noun(std::string_view lemma) const { return nouns_.contains(lemma); }

  // The kinds of a word by prior_kinds.tsv: "@weapon".
  std::vector<std::string> kinds(const Analysis& analysis, std::uint32_t t) const;

 private:
  using Code = std::pair<std::string, std::string>;  // type and CAMEO code
  struct Verb {
    std::string block;
    Code code;
  };
  using Parties = std::vector<std::string>;  // kinds with their role: "<@weapon", "@weapon"
  Parties parties(const Analysis& analysis, std::uint32_t verb, std::uint32_t source,
                  std::uint32_t target) const;

  std::map<std::string, Verb, std::less<>> verbs_;
  std::map<std::string, Code, std::less<>> words_;  // "block word"
  std::map<std::string, Code, std::less<>> own_;    // "bring", "bring promise", "bring @weapon", "=AID @weapon"
  std::map<std::string, Code, std::less<>> nouns_;
  std::map<std::string, std::vector<std::pair<std::string, std::string>>, std::less<>>
      kinds_;  // last word → word before it (may be empty) and kind
};

}  // namespace chancery
