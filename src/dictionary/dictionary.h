// Coding with a dictionary that `chancery rules import` made: its patterns give their own codes, its names
// their own actors. SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "coding/statement.h"
#include "document/document.h"
#include "language/analysis.h"
#include "rulebook/rulebook.h"

namespace chancery {

class StatusReader;

// Immutable after compile(), shared by threads. code() is linear in the text: sequences around a verb and the
// work on its patterns are bounded.
class Dictionary {
 public:
  // Reads dictionary/ of the rulebook. Faults go to the diagnostics; a dictionary with faults must not be used.
  static Dictionary compile(const Rulebook& rulebook, Diagnostics& diagnostics);

  // Statements in order of their verbs, each with codes.dictionary. Status and tense are read as for every
  // statement; they do not change the code. Empty for a story that a discard silences.
  std::vector<Statement> code(const Document& document, const Analysis& analysis, const Published& published,
                              const StatusReader& status) const;

  Dictionary(Dictionary&&) noexcept;
  Dictionary& operator=(Dictionary&&) noexcept;
  ~Dictionary();

 private:
  struct Rules;
  explicit Dictionary(std::unique_ptr<const Rules> rules);
  std::unique_ptr<const Rules> rules_;
};

}  // namespace chancery
