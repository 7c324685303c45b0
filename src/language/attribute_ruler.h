// spaCy's attribute ruler: from Penn tags, labels and words to Universal POS and morphology, by the model's
// rules.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "language/lexeme.h"
#include "language/wheel.h"

namespace chancery {

// A word as the rules see it.
struct RuledWord {
  const Lexeme* lexeme = nullptr;
  std::string_view tag, dep;
};

// What they say about it.
struct WordAttributes {
  std::string_view tag, dep;  // the tagger's and parser's unless a rule changes them
  std::string_view pos, morph;
  std::string_view lemma;  // empty when no rule sets it
};

// Immutable, shared by threads; all views of the rules live as long as it does. A rule is a sequence of places,
// each a set of conditions on one token. Rules with one place can be asked for word by word. For the others
// every place has a bit, those of one sequence ascending without a gap, so that all sequences are followed by
// one shift for each token:
//
//   state = (state << 1 | first_places()) & places(word);   ends = state & last_places();
class AttributeRuler {
 public:
  // Reads `attribute_ruler/patterns`. Errors: model.damaged, model.unsupported (a condition we do not know, or
  // more than 64 places in sequences).
  static Result<AttributeRuler> compile(const ModelFiles& model);
  AttributeRuler(AttributeRuler&&) noexcept;
  ~AttributeRuler();

  // Appends the numbers, ascending, of the rules with one place that hold for the word.
  void find(const RuledWord& word, std::vector<std::uint16_t>& rules) const;
  std::uint64_t places(const RuledWord& word) const;
  std::uint64_t first_places() const;
  std::uint64_t last_places() const;

  // The sequence that ends at this place.
  struct Sequence {
    std::uint16_t rule = 0;
    std::uint16_t size = 0;
    std::uint16_t target = 0;  // which of its tokens the rule writes to
  };
  Sequence sequence(int last_place) const;

  // Rules apply in ascending order of (number, first token of the match); later ones overwrite.
  void apply(std::uint16_t rule, WordAttributes& word) const;

 private:
  struct State;
  explicit AttributeRuler(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace chancery
