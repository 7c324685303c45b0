// One attribution: who says what, and by which words we know.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "base/evidence.h"
#include "base/span.h"
#include "language/analysis.h"

namespace chancery {

// What the cue does to the truth of the content, for the writer.
enum class CueStance : std::uint8_t { kNeutral, kDenies, kDoubts, kConfirms, kClaims };

// kSaying: somebody says the content; only these make sayers of a statement. kAttitude: a thought, wish,
// judgement or study
// ("hopes to", "praised X", "the poll found"): kept for whoever studies attribution.
enum class QuoteKind : std::uint8_t { kSaying, kAttitude };

struct Quote {
  std::vector<Span> source;   // who says so ("diplomatic sources"); empty when it is left unsaid ("reportedly")
  std::vector<Span> cue;      // the words of saying ("said", "according to")
  std::vector<Span> content;  // what is said; several spans when it is broken up
  std::uint32_t source_head =
      kNoToken;  // of a relative pronoun its antecedent ("the minister, who said": source "who")
  std::uint32_t author_head =
      kNoToken;  // the source is a paper: who put it out ("a statement from the palace said")
  std::uint32_t cue_head = kNoToken;
  bool direct = false;     // between quotation marks
  bool anonymous = false;  // the sayer is unnamed: "diplomatic sources", "officials who asked not to be named"
  bool negated = false;    // the cue is: "did not say that"
  QuoteKind kind = QuoteKind::kSaying;
  CueStance stance = CueStance::kNeutral;
  int parent = -1;  // index of the quote whose content holds this one: the outer sayer of a chain
  std::vector<Evidence> evidence;
};

}  // namespace chancery
