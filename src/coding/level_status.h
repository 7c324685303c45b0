// Status of one level of a statement by its own words.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "coding/syntax.h"
#include "coding/statement.h"
#include "coding/triggers.h"
#include "document/document.h"

namespace chancery {

struct LevelStatus {
  Status status = Status::kOccurred;
  std::optional<Tense> tense;
  double factuality = 3;
  bool negated = false;
  std::optional<Span> condition;
  std::vector<Evidence> evidence;
};

// Reads modality, negation, tense, condition up to (not including) `stop`, the verb of the operator above; kNoToken: the root.
LevelStatus read_level_status(const Document& document, const Syntax& grammar, const Published& published, const Trigger& trigger,
                              std::uint32_t stop);

}  // namespace chancery
