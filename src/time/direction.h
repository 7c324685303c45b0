// Does the clause around a time look back or ahead?
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "language/analysis.h"
#include "time/grammar.h"

namespace chancery {

enum class Direction : std::uint8_t { kUnknown, kPast, kPerfect, kPresent, kFuture };

// Read from the verb that governs tokens [first, last): its tense, its auxiliaries, and what an infinitive
// hangs on. The classes `prospective`, `retrospective` and `modal-future` of data/time say which verbs look
// ahead.
Direction direction_of(const Analysis& analysis, const Grammar& grammar, std::uint32_t first,
                       std::uint32_t last);

// Does the verb put a date off or forward: "was moved from June to April"?
bool moves_a_date(const Analysis& analysis, const Grammar& grammar, std::uint32_t verb);

// The token of [first, last) that hangs on something outside; tokens must be parsed.
std::uint32_t head_of(const Analysis& analysis, std::uint32_t first, std::uint32_t last);

// The verb whose clause tokens [first, last) stand in; kNoToken when there is none.
std::uint32_t governing_verb(const Analysis& analysis, std::uint32_t first, std::uint32_t last);

}  // namespace chancery
