// One sentence as the old coders saw it: words, noun phrases with the codes of their actors, lists of them,
// clauses. SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/civil.h"
#include "base/span.h"
#include "dictionary/phrase_set.h"
#include "document/document.h"
#include "language/analysis.h"

namespace chancery {

// The codes of one name, sorted out into days once, so that ten thousand rows of one name cost no more than
// one.
struct NameCodes {
  struct From {
    Day day;
    std::int32_t row = -1;  // that holds from this day on; -1: none
  };
  std::vector<From> days;    // ascending
  std::int32_t always = -1;  // without days: where no other holds
  std::int32_t latest = -1;  // for documents without a date
  std::int32_t at(std::optional<Day> day) const;
};

struct CodeRow {
  std::string code;
  std::string source;  // "my.actors.txt:12"
};

// What a dictionary knows of who there is.
struct Names {
  PhraseSet actor_phrases, agent_phrases;
  std::vector<NameCodes> actors;
  std::vector<CodeRow> actor_rows, agent_rows;
  std::vector<std::uint64_t> former, joins;  // words
  std::string former_code;
  std::vector<std::string> weak_agents, not_countries;
  bool stems = false;
};

// One coded actor of a phrase.
struct CodedActor {
  std::string code;  // "RUSCOP", "---EDU"
  Span span;
  std::string name;                  // the words that named it
  std::vector<std::string> sources;  // its rows: name first, then agents
};

struct NounPhrase {
  std::uint32_t first = 0, last = 0;  // words [first, last)
  std::uint32_t head = 0;             // token
  std::vector<CodedActor> actors;     // more than one: "Eriadori and Calenardhon leaders"; none: no code
  std::int32_t list = -1;             // index in Sentence lists
  bool lent = false;                  // its actor is coded with the body before it: "police in Oslo"
};

// Lives as long as the analysis.
struct CodedSentence {
  std::uint32_t first = 0, last = 0;  // tokens
  std::vector<TextWord> words;
  std::vector<std::uint32_t>
      word_at;  // for each token of the sentence the index of its first word, or of the next one
  std::vector<NounPhrase> phrases;                // by position
  std::vector<std::int32_t> phrase_at;            // for each word its phrase, or -1
  std::vector<std::vector<std::uint32_t>> lists;  // phrases that "and" joins
  std::vector<bool> aside;                        // for each word: in a short aside between commas
  std::vector<std::uint32_t> clause;              // for each token of the sentence its clause's head token
};

struct AsideLimits {
  std::uint32_t least = 2, most = 9;
};
CodedSentence read_sentence(const Document& document, const Analysis& analysis, std::uint32_t sentence,
                            const Names& names, AsideLimits limits, std::optional<Day> day);

// The words of the sentence alone, for discards and topics.
std::vector<TextWord> sentence_words(const Document& document, const Analysis& analysis, std::uint32_t sentence,
                                     bool stems);

}  // namespace chancery
