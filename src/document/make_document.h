// Source → Document: blocks with roles, and what is known of the date.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "document/document.h"
#include "document/document_rules.h"

namespace chancery {

// Never fails: any text gives a document, an empty one has no blocks. Linear in the size of the text. Block
// spans hold every byte of the content that is no white space.
//
// Roles: headline, dateline, byline, body, heading, quote ("> …"), list, caption, teaser, embed, correction,
// boilerplate. Date candidates, in this order: "given", "date in the address", "dateline", "update line",
// "status id in an address", "status id in the document's address", "embedded post". A day without a year is
// used only where another candidate says which year it is. Dates in the running text are left to the time
// stage.
Document make_document(Source source, const DocumentRules& rules);

}  // namespace chancery
