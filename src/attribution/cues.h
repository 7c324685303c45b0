// The words of saying in data/attribution/, compiled.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "attribution/quote.h"
#include "rulebook/rulebook.h"

namespace chancery {

// What a cue takes as its content.
enum CueTakes : std::uint16_t {
  kTakesClause = 1,
  kTakesQuotation = 2,
  kTakesInfinitive = 4,
  kTakesGerund = 8,
  kTakesObject = 16,
  kTakesName = 32,
  kTakesAs = 64,
  kTakesAddressee = 128,
  kTakesObjectInfinitive = 256,
  kTakesSeeming = 512
};

struct Cue {
  std::string rule;  // "verb/say"
  std::uint16_t takes = 0;
  std::vector<std::string> prepositions;         // sorted; the content stands behind one of them
  std::vector<std::string> object_prepositions;  // sorted; belong to the object: "blamed X for Y"
  QuoteKind kind = QuoteKind::kSaying;
  bool citing = false;  // names whom the words come from
  bool needs_source = false;
  CueStance stance = CueStance::kNeutral;
};

struct CueExamples {
  std::string rule;
  RuleTable::Examples examples;
};

// Words map to the cues they are; a cue of several words is keyed by "lemma particle".
struct Cues {
  using Index = std::map<std::string, std::vector<std::uint32_t>, std::less<>>;

  std::vector<Cue> cues;
  Index verbs, nouns, adverbs, adjectives;
  struct Phrase {
    std::vector<std::string> words;    // lower case
    std::vector<std::string> objects;  // lemmas of the head noun, sorted; empty: any
    std::vector<std::string> except;   // lemmas that it may not be, sorted
    std::uint32_t cue = 0;
  };
  std::map<std::string, std::vector<Phrase>, std::less<>> phrases;  // by first word
  std::uint32_t colon = 0;                                          // cue of the colon rule, when has_colon
  bool has_colon = false;
  std::set<std::string, std::less<>> dash_sources, not_before_colon;
  std::set<std::string, std::less<>> anonymous_nouns, anonymous_markers, anonymous_refusals;
  std::set<std::string, std::less<>> carriers;
  std::set<std::string, std::less<>> light;  // verbs that with a noun are one cue: "express concern"
  std::set<std::string, std::less<>> speakers, mute;  // nouns that can have words in their mouth; that cannot
  std::set<std::string, std::less<>> documents;       // papers with an author
  std::set<std::string, std::less<>> issuing;         // verbs by which one puts them out
  std::string led_in, continued, next_block;          // ids of the rules for quotations that no cue claims
  bool has_quotation = false;                         // all three are there
  std::vector<CueExamples> examples;

  static Cues compile(const Rulebook& rulebook, Diagnostics& diagnostics);
};

}  // namespace chancery
