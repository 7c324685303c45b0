// Builds an Analysis from a record of `chancery annotate` (its token and sentence layers), for tests on
// recorded parses.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/result.h"
#include "language/analysis.h"

namespace chancery {

// `json` is one record `{sentences:[{span}], tokens:[{span, text, lemma, tag, pos, morph, head, dep, ent_iob,
// ent_type, ws}]}` whose spans count code points (--offsets chars) of the document's given text; other fields
// are ignored. Tokens must stand in text order and spell the text at their span. A document without a title and
// a record made from the same text belong together; with a title, the given text alone is annotated. The result
// views strings that it owns and `document.content`. Errors: kInputNotJson, kInputField.
Result<Analysis> analysis_from_json(const Document& document, std::string_view json);

// A document of one body block for each line of `text`, for tests that need no document stage.
Document document_of_lines(std::string_view text);

}  // namespace chancery
