// Parts of speech, morphology and lemmas of parsed tokens: attribute ruler and lemmatiser in one pass, with a
// memory.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "language/attribute_ruler.h"
#include "language/lemmatizer.h"
#include "language/lexeme.h"
#include "language/tree.h"

namespace chancery {

// Immutable, shared by threads.
class WordAnnotator {
 public:
  // Nearly all words were seen before with the same tag and label; their attributes are kept here. One thread
  // each.
  class Scratch {
   public:
    Scratch();
    ~Scratch();
    Scratch(Scratch&&) noexcept;
    Scratch& operator=(Scratch&&) noexcept;

   private:
    friend class WordAnnotator;
    struct State;
    std::unique_ptr<State> state_;
  };

  // `tags`: the tagger's, by number; `labels`: the parser's. Errors: model.damaged, model.unsupported.
  static Result<WordAnnotator> compile(const ModelFiles& model, std::vector<std::string> tags,
                                       std::shared_ptr<const DepLabels> labels);
  WordAnnotator(WordAnnotator&&) noexcept;
  ~WordAnnotator();

  // Sets out[i] for every token of one unit of text (rules look across sentence borders, not across units).
  // Views in `out`: lemmas live until the next call with this scratch, all others as long as this object and
  // the labels.
  void annotate(std::span<const LexToken> tokens, std::span<const std::uint8_t> tags,
                std::span<const LabelId> labels, Scratch& scratch, std::span<WordAttributes> out) const;

 private:
  struct State;
  explicit WordAnnotator(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace chancery
