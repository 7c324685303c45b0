// Finds the words that evoke frames: the longest and most special reading of each word wins, the others are its
// rivals.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "coding/frames.h"
#include "coding/syntax.h"
#include "document/document.h"

namespace chancery {

struct Trigger {
  std::uint32_t token = kNoToken;  // the word that is shown
  std::uint32_t verb =
      kNoToken;  // that carries tense and subject: itself, the light or support verb, the copula
  std::uint32_t governor = kNoToken;  // of a noun without a support verb: the verb whose argument it is
  std::uint32_t pattern = 0;
  std::uint32_t use = 0;
  WordClass kind = WordClass::kVerb;
  std::vector<std::uint32_t> words;  // matched tokens, ascending
  std::uint32_t object = kNoToken;   // the word that met the condition on objects; it may fill a role
  int score = 0;
  std::vector<Trigger> losers;  // readings of these words as other frames, best first
};

// Triggers of the sentences whose blocks the article itself speaks in (no teasers, captions, …), by token.
std::vector<Trigger> find_triggers(const Document& document, const Syntax& grammar, const Frames& frames);

}  // namespace chancery
