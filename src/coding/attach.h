// When, where, how much and about what: words of a sentence hung on the happening they belong to.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "coding/statement.h"
#include "coding/syntax.h"
#include "coding/triggers.h"

namespace chancery {

// A time expression and the word that it hangs on.
struct PlacedTime {
  std::size_t time = 0;               // index in the document's TimeRefs
  std::uint32_t governor = kNoToken;  // first word above it that is neither preposition nor part of it
};

// Sorted by position; one for each time.
std::vector<PlacedTime> place_times(const Analysis& analysis, const std::vector<TimeRef>& times);

// How well a time fits a trigger; 0: not at all. `parent`: the trigger of the operator over it, null when none;
// `later`: the nearest trigger of its own content, null when none.
int time_score(const Syntax& grammar, const TimeRef& time, std::uint32_t governor, const Trigger& trigger,
               const Trigger* parent, const Trigger* later, const std::vector<int>& trigger_at);

// A word that lends its time to a happening whose own words name none, and on what terms.
struct TimeLender {
  enum class Terms : std::uint8_t {
    kSame,     // one time for both: "met on Monday, accusing …", "when police raided it on Monday"
    kOpening,  // the time opens the row of clauses: "On Monday … signed it, and … vetoed it"
    kSince,    // it began then: "300 have been arrested since the protests began in June"
    kYear      // one of a year or longer: "was formed in 2003 after … ousted"
  };
  std::uint32_t word = kNoToken;
  Terms terms = Terms::kSame;
};
// Nearest first; words whose own words say when something else was told or judged are left out.
std::vector<TimeLender> time_lenders(const Syntax& grammar, const Trigger& trigger);

// From the governor of a time over nouns and prepositions to the first verb or trigger, whose time it is.
std::uint32_t dated_word(const Syntax& grammar, std::uint32_t governor, const std::vector<int>& trigger_at);

// The topics under a word: conjuncts, and for "in the fields of A, B and C" the fields.
std::vector<Topic> topics_of(const Syntax& grammar, const Document& document, std::uint32_t head, bool gerund);

// The phrase of a nominal head without relative clauses and trailing punctuation.
Span phrase(const Analysis& analysis, std::uint32_t head);

// The copula of "will become the first premier to visit", asked with "visit"; kNoToken when there is no such
// ordinal.
std::uint32_t first_to(const Syntax& syntax, std::uint32_t verb);

}  // namespace chancery
