// What one given actor does to another: picks among the statements of a document (the task of `chancery
// relate`).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "actors/mention.h"
#include "coding/statement.h"
#include "language/analysis.h"

namespace chancery {

// A given actor: tokens [first, last), whatever they are.
struct GivenActor {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

// Puts the given actor into the mentions, in the place of those it overlaps; it keeps the readings and the
// group of the one with its head. Coder::code then takes it as an actor even if nothing is known of it. Returns
// its index. Give the source first, then the target: indices stay valid.
int force_mention(const Analysis& analysis, const GivenActor& given, std::vector<Mention>& mentions);

struct Related {
  std::size_t statement = 0;  // index in the statements
  const Act* act = nullptr;   // the level that links them: the statement itself or one of its contents
  int depth = 0;              // of that level, 0 is the statement
  bool both = false;          // source and target both fill roles; else one of them, the other is implied
  bool reversed = false;      // the target acts and the source receives: only a passing mention
  std::string how;            // "source acts on target", "symmetric", "source alone", "target alone"
};

// Best first; empty when no statement holds either. A statement whose own actor and recipient they are comes
// before one where they stand in its content; main clause before subordinate; then the trigger nearest the
// target. nullopt: implied.
std::vector<Related> relate(const std::vector<Statement>& statements, const Analysis& analysis,
                            const std::vector<Mention>& mentions, std::optional<int> source,
                            std::optional<int> target);

}  // namespace chancery
