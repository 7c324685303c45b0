// The time stage: expressions of time as intervals, and the date of the document.
//
//   Document, Analysis ─read→ expressions ─settle→ Published ─anchor→ TimeRefs, narrative time
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "document/document.h"
#include "language/analysis.h"
#include "rulebook/rulebook.h"
#include "time/time_ref.h"

namespace chancery {

class Grammar;

// All of a document's times.
struct Times {
  Published published;
  std::vector<TimeRef> refs;  // in text order; they do not overlap
  // For each sentence of the Analysis: index in `refs` of the time spoken of before it (narrative time), -1
  // when there is none. It is the last dated expression of an earlier sentence of the same part; a new one
  // replaces it, and headings, teasers and other blocks that are not running text neither give nor take one.
  std::vector<std::int32_t> carried;
};

// Immutable, cheap to copy, shared by threads. Needs tags and heads of the Analysis for the direction of "on
// Thursday" only: without them (empty tags) past is assumed. Linear in the text; a sentence without a word of
// time costs one look at each word.
class TimeGrammar {
 public:
  // Reads data/time/*.toml. Faults go to `diagnostics`; what is sound is compiled all the same.
  static TimeGrammar compile(const Rulebook& rulebook, Diagnostics& diagnostics);

  // Settles the document's date, then finds and anchors every expression. One pass over the text.
  Times read(const Document& document, const Analysis& analysis) const;
  // The same with a date that is already settled.
  Times read(const Document& document, const Analysis& analysis, const Published& published) const;

  std::vector<TimeRef> find(const Document& document, const Analysis& analysis,
                            const Published& published) const {
    return read(document, analysis, published).refs;
  }
  Published settle_date(const Document& document, const Analysis& analysis) const;

  const Grammar& grammar() const { return *grammar_; }

 private:
  explicit TimeGrammar(std::shared_ptr<const Grammar> grammar) : grammar_(std::move(grammar)) {}
  std::shared_ptr<const Grammar> grammar_;
};

}  // namespace chancery
