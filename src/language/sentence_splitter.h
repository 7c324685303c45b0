// Where sentences begin, by the rules of edited English: data/language/.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "language/lexeme.h"
#include "rulebook/rulebook.h"

namespace chancery {

// A sentence ends at . ? ! … (never at ; or :) together with the quotation marks and brackets that close there,
// if what follows can begin one. What a full stop after a title, rank, month, initial or acronym means is in
// the tables. Immutable, cheap to copy, shared by threads. Time is linear in the tokens.
class SentenceSplitter {
 public:
  SentenceSplitter();  // knows no words: for tests of other parts
  // Reads [[abbreviation]] and [[sentence_words]] under data/language.
  static SentenceSplitter compile(const Rulebook& rulebook, Diagnostics& diagnostics);

  // Sets starts[i] = 1 for every token that begins a sentence but the first; leaves the others as they are.
  // `tokens` are those of one block and starts.size() as many. White space between sentences belongs to the one
  // before.
  void split(std::span<const LexToken> tokens, std::span<std::uint8_t> starts) const;

  // Runs `matches` and `rejects` of both tables: each text must be cut exactly where it is marked. `tokenize`
  // gives the tokens of a text. Adds rules.example-failed. Gives the number of texts.
  std::size_t run_examples(const std::function<std::vector<LexToken>(std::string_view)>& tokenize,
                           Diagnostics& diagnostics) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

}  // namespace chancery
