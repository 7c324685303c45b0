// Who says what: direct and indirect quotation, "according to", citing, parentheses, adverbs of hearsay.
// In: Document and Analysis. Out: Quotes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "attribution/quote.h"
#include "document/document.h"
#include "language/analysis.h"
#include "rulebook/rulebook.h"

namespace chancery {

struct Cues;

// Immutable after compile, shared by threads.
class Attribution {
 public:
  // Reads data/attribution/. With faults in `diagnostics` the object must not be used.
  static Attribution compile(const Rulebook& rulebook, Diagnostics& diagnostics);

  // In the order of their cues. Linear in the text but for sentences beyond 4,000 tokens, which are left out.
  std::vector<Quote> find(const Document& document, const Analysis& analysis) const;

  // Runs the examples of data/attribution/ on what `analyse` makes of each text. Failures go to `diagnostics`
  // (rules.example-failed). Returns how many were run.
  //
  //   [the ministry] {said} on Monday <that talks will go on>     source, cue, content; parts may be broken up
  //   [? officials]                                               an anonymous source
  //   [2 The media] {2 cited} [1 diplomats] {1 said} …            several attributions in one example, numbered
  // A match must give an attribution whose spans equal the marked ones for each number, and none besides whose
  // kind is saying. A reject must give no attribution by the rule that it stands with.
  struct Analysed {
    std::unique_ptr<Document> document;
    Analysis analysis;
  };
  std::size_t check_examples(const std::function<Analysed(const std::string&)>& analyse,
                             Diagnostics& diagnostics) const;

 private:
  std::shared_ptr<const Cues> cues_;
};

}  // namespace chancery
