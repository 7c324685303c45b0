// Quotation marks: which words stand between them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "base/span.h"
#include "document/document.h"
#include "language/analysis.h"

namespace chancery {

// One stretch between quotation marks, the marks included. A missing opening mark (the quotation began in a
// part that is not here) puts the begin at the start of the block or the end of the stretch before; a missing
// closing mark puts the end at the end of the block, as in quotations over several paragraphs.
struct Quotation {
  Span span;
  std::uint32_t block = 0;
  std::uint32_t first = 0;  // tokens [first, last) that lie in it
  std::uint32_t last = 0;
  bool opened = true;
  bool closed = true;
  bool full = false;  // a whole utterance, not a word or two in somebody else's sentence
};

// In text order, not overlapping: of nested marks the outer ones count. “ ”, " ", '' '', `` '', « » everywhere;
// ‘ ’ and ' ' where they cannot be apostrophes.
std::vector<Quotation> find_quotations(const Document& document, const Analysis& analysis);

}  // namespace chancery
