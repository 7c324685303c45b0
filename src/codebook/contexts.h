// PLOVER contexts of a statement that its sentence and its participants tell; those of its frame come with the
// frame. SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "coding/statement.h"
#include "language/analysis.h"
#include "rulebook/rulebook.h"

namespace chancery {

// [[context]] of data/codebooks/contexts.toml. Immutable, shared by threads.
class Contexts {
 public:
  struct Context {
    std::string id;  // "context/election"
    std::string name;
    RuleTable::Examples examples;
  };

  static Contexts compile(const Rulebook& rulebook, Diagnostics& diagnostics);

  // Adds to codes.plover, where there is one, each context once, with its evidence.
  void add(const Analysis& analysis, Statement& statement) const;

  const std::vector<Context>& all() const { return contexts_; }

 private:
  struct Phrase {
    std::vector<std::string> words;  // lemmas or words as they stand
    std::size_t context = 0;
    bool verb = false;  // "smuggle" and not "smuggling"; a word that is none never matches a verb ("to storm")
  };

  std::vector<Context> contexts_;
  std::map<std::string, std::vector<Phrase>, std::less<>> phrases_;  // by first word
  std::map<std::string, std::size_t, std::less<>> sectors_;          // PLOVER letters → context
};

}  // namespace chancery
