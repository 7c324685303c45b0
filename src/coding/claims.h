// Claims about history: "the first visit by a Pakistani premier in 20 years" → which happening, how it is
// quantified, over which period. Coding adds frame, roles and status.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "coding/statement.h"
#include "coding/syntax.h"
#include "document/document.h"
#include "rulebook/rulebook.h"

namespace chancery {

// A claim as its words have it.
struct ClaimReading {
  // How the text bounds the time that is asked about.
  enum class Bound : std::uint8_t {
    kNone,
    kSince,   // from a date, or from what only words tell, up to the report
    kLength,  // so many months or days back from the report, or from the happening when that is past
    kDates,   // "this year": an interval of its own
    kWords    // "in history", "ever": without a beginning that we know
  };

  ParsedClaim
      claim;  // rule, text, span, kind, n, measure, period_text; the rest is filled by finish() and by coding
  std::uint32_t event = kNoToken;  // the word that the caller takes the happening to be told by
  std::uint32_t holder =
      kNoToken;      // head of what the claim is made about: "premier" of "the first premier to visit"
  Span holder_span;  // its words without the quantifier
  std::uint32_t by = kNoToken;  // head of the actor that the claim names itself: "the first by a premier"
  std::string as;               // "his first visit as president": in which office
  std::uint32_t predicate = kNoToken;  // the copula that says it: "may be the first"
  double factor = 1;                   // what adverbs beside the quantifier leave of its certainty
  std::uint32_t hedge = kNoToken;      // such an adverb
  bool negated = false;                // "not the first", without a copula
  Bound bound = Bound::kNone;
  Span period_span;          // the words of the period; empty when there are none
  int months = 0, days = 0;  // of kLength
  Interval dates;            // of kDates; of kSince its start alone

  // May the time be when the happening took place, rather than the period that is asked about?
  bool dates_happening(Span time) const;
  // Counts the period back from `published`, or from the time of a happening that is past.
  ParsedClaim finish(const std::optional<Instant>& published, const Act* act) const;
};

// Immutable after compile(), shared by threads.
class ClaimRules {
 public:
  // Reads data/claims/.
  static ClaimRules compile(const Rulebook& rulebook, Diagnostics& diagnostics);

  // What the caller makes of a word: whether it tells a happening, by a frame or at all, and by which token
  // that is known ("paid" of "paid a visit" is known by "visit").
  struct Event {
    std::uint32_t token = kNoToken;
    bool framed = false;
  };
  using EventAt = std::function<Event(std::uint32_t token)>;

  // All claims of a document, by position; linear in the text but for capped searches inside one sentence.
  std::vector<ClaimReading> find(const Syntax& grammar, const Document& document,
                                 const std::vector<TimeRef>& times, const EventAt& event_at) const;

  // What the engine made of one example: its claims and the rule of each.
  struct Coded {
    std::string content;
    std::vector<ParsedClaim> claims;
  };
  // Runs `matches`, `rejects` and `todo`. A match marks the claim and what is known of it:
  //   Macron made <his first visit to Kyiv since 2014 -> meet.visit 2014-01-01/2024-06-05>.
  // behind the arrow, each as wanted: frame, period, n=3, measure=…, status=…, actors=…, recipients=… (a code,
  // an office, or words). A reject gives no claim by this rule.
  std::size_t check_examples(const std::function<Coded(const std::string&)>& code,
                             Diagnostics& diagnostics) const;

  struct Quantifier {
    std::string rule, kind;
    std::optional<int> n;
    bool scoped = true;    // says nothing without a period, an owner or the like: "the second attack"
    bool adverb = false;   // stands beside a verb, too: "last met"
    bool negates = false;  // the word negates, and only a period makes a claim of it: "has not met since"
    std::set<std::string, std::less<>> except;  // superlatives that are none: "best", "latest"
    std::set<std::string, std::less<>>
        not_before;  // words behind it that make a name or a part of it: "first lady"
  };
  struct Period {
    std::string rule;
    std::vector<std::vector<std::string>> words;      // exactly these words
    std::set<std::string, std::less<>> starts, ends;  // or from one of these words to one of those
    std::set<std::string, std::less<>> kinds;         // only for claims of these kinds; empty: all
  };
  struct Examples {
    std::string rule;
    RuleTable::Examples examples;
  };

 private:
  friend class ClaimFinder;
  std::vector<Quantifier> quantifiers_;
  std::map<std::string, std::uint32_t, std::less<>> words_;   // word → quantifier
  std::optional<std::uint32_t> superlative_;                  // quantifier for superlatives
  std::map<std::string, std::string, std::less<>> measures_;  // "deadliest" → "killed"
  std::vector<Period> periods_;
  std::map<std::string, double, std::less<>> hedges_;
  std::set<std::string, std::less<>> rounds_;  // "round": stands for the happening behind its "of"
  std::vector<Examples> examples_;
};

}  // namespace chancery
