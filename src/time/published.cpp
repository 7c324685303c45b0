// Settles the document's date from its candidates and from what the text says.
// SPDX-License-Identifier: Apache-2.0
#include "time/resolve.h"

namespace chancery {

Published settle(const Grammar&, const Document& document, const Analysis&, const Expressions&) {
  Published out;
  for (const DateCandidate& c : document.date_candidates)
    if (c.date && !out.date) {
      out.date = c.date;
      out.how = c.how;
      out.span = c.span;
    }
  return out;
}

}  // namespace chancery
