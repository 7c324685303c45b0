// From what an expression says to when that is: anchors, direction, narrative time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "time/grammar.h"
#include "time/time.h"

namespace chancery {

// One expression of the document, not yet anchored.
struct Expression {
  std::int32_t meaning = -1;  // in the document's meanings
  std::uint32_t sentence = 0;
};

// All expressions of a document. `from` and `to` of meanings are indices in `meanings`.
struct Expressions {
  std::vector<Meaning> meanings;
  std::vector<Expression> list;  // in text order
};

Expressions find_expressions(const Grammar& grammar, const Document& document, const Analysis& analysis);

// The day an expression names by itself, with year, month and day; nothing when it needs an anchor.
std::optional<Day> full_date(const Meaning& meaning);

Published settle(const Grammar& grammar, const Document& document, const Analysis& analysis,
                 const Expressions& expressions);

Times anchor(const Grammar& grammar, const Document& document, const Analysis& analysis,
             const Expressions& expressions, const Published& published);

}  // namespace chancery
