// How many were killed, injured or arrested, and with what: read from the clause of a happening.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "coding/frames.h"
#include "coding/statement.h"
#include "coding/syntax.h"
#include "coding/triggers.h"

namespace chancery {

// The count that a noun phrase states: "at least 12", "between 10 and 15", "dozens", "a soldier"; nullopt when
// it states none. Bounds are inclusive; an open side is empty. `head` is a noun or number, its conjuncts are
// not looked at.
std::optional<Count> count_of(const Syntax& grammar, const Document& document, std::uint32_t head);

// What the clause of the trigger tells about victims and prisoners; nullopt when it tells no number.
std::optional<Toll> toll_of(const Frames& frames, const Syntax& grammar, const Document& document,
                            const Trigger& trigger);

// Heads of the things with which it was done: "with knives", "using drones", and those among the words of the
// trigger
// ("fired rockets"). At most four, by position.
std::vector<std::uint32_t> instruments_of(const Frames& frames, const Syntax& grammar, const Trigger& trigger);

}  // namespace chancery
