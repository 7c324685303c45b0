// Verb patterns against one sentence: what stands before and after the verb.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dictionary/notation.h"
#include "dictionary/sentence.h"

namespace chancery {

using SynsetTerms = std::vector<std::vector<PhraseWord>>;

struct CompiledElement {
  ElementKind kind = ElementKind::kWord;
  bool joined = false, head = false;
  std::uint64_t word = 0;
  std::int32_t synset = -1;
};
struct CompiledPattern {
  std::vector<CompiledElement> before, after;
  bool verb_joined = false;
  int weight = 0;
  EventCode code;
  std::string code_text, source, text;
};

// Where a verb stands and how far its sequences reach.
struct VerbPlace {
  std::uint32_t first = 0, last = 0;  // words of the verb
  std::uint32_t begin = 0, end = 0;   // words [begin, first) may stand before it, [last, end) after it
};

struct PatternMatch {
  bool matched = false;
  std::int32_t source = -1, target = -1, compound = -1;  // phrases
  bool compound_after = false;                           // % stands behind the verb
  std::uint32_t first = 0, last = 0;                     // words from the first to the last that matched
};

// Words are taken nearest to the verb first; a choice that leads nowhere is taken back. `steps` bounds the work
// of all patterns of one verb and is counted down; with none left nothing matches.
PatternMatch match_pattern(const CompiledPattern& pattern, const std::vector<SynsetTerms>& synsets,
                           const Analysis& analysis, const CodedSentence& sentence, const VerbPlace& verb,
                           int& steps);

}  // namespace chancery
