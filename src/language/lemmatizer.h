// spaCy's rule lemmatiser for English: exceptions, suffix rules and an index of known forms.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "language/wheel.h"

namespace chancery {

// Immutable, shared by threads.
class Lemmatizer {
 public:
  // Reads `lemmatizer/lookups/lookups.bin`. Errors: model.damaged.
  static Result<Lemmatizer> compile(const ModelFiles& model);
  Lemmatizer(Lemmatizer&&) noexcept;
  ~Lemmatizer();

  // The lemma of a word, `lower` its lower case, `pos` and `morph` as the attribute ruler leaves them ("NOUN",
  // "Number=Plur"). Overwrites `out`.
  void lemma(std::string_view text, std::string_view lower, std::string_view pos, std::string_view morph,
             std::string& out) const;

 private:
  struct State;
  explicit Lemmatizer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace chancery
