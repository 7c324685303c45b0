// Runs the examples of data/time: each must give exactly the marked expressions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "time/time.h"

namespace chancery {

// Reads an example sentence: tokens, tags, heads. The Document outlives the Analysis.
using Analyser = std::function<Analysis(const Document&)>;

// Expressions are marked `[words | value MOD start/end operator]`; mod, interval and operator only where the
// example wants them checked; in `start/end` an open side is left empty. An example may begin with a document
// date of its own, `(2001-09-15) …`; the date of all others is `example_date`. A match must have the rule in
// the evidence of one of its expressions (or give none, for rules that shut something out); a reject must not.
// Failures: rules.example-failed at the example's place. Returns how many examples were run.
std::size_t check_time_examples(const TimeGrammar& grammar, const Analyser& analyse, Diagnostics& diagnostics);

// The sentence of an example with all that is found in it marked in full, whatever marks it came with.
Result<std::string> mark_times(const TimeGrammar& grammar, const Analyser& analyse, std::string_view example);

}  // namespace chancery
