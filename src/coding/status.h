// Status, tense and factuality of every happening: tense and aspect, modality, negation, condition, question,
// and what the words above do to it (data/operators/, after Saurí and Pustejovsky's De Facto). Read inside out
// over the dependency tree.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/evidence.h"
#include "coding/statement.h"
#include "document/document.h"
#include "language/analysis.h"
#include "rulebook/rulebook.h"

namespace chancery {

// How one happening is presented.
struct StatusReading {
  Status status = Status::kOccurred;
  std::optional<Tense> tense;
  double factuality = 3;                    // the writer's, -3..3
  bool negated = false;                     // by a word of its own clause
  bool finite = false;                      // its own words have a tense
  std::optional<Span> condition;            // the protasis
  std::uint32_t condition_head = kNoToken;  // verb of the protasis
  std::vector<Evidence> evidence;           // field "status"
};

// What an operator makes of its complement.
struct OperatorEffect {
  enum class TenseRule : std::uint8_t { kOwn, kGovernor, kPast, kNow, kFuture };
  std::optional<Status> status;  // empty: as its own words say
  TenseRule tense = TenseRule::kOwn;
  double factuality = 3;  // of a complement that is not negated itself
};

// Immutable after compile(), shared by threads.
class StatusReader {
 public:
  // Reads data/operators/. With faults in `diagnostics` the object must not be used.
  static StatusReader compile(const Rulebook& rulebook, Diagnostics& diagnostics);

  // The happening that `token` (verb, event noun, adjective) denotes, in the light of its own clause and of all
  // that governs it. With `stop` (the operator of the level above, or a verb of saying) nothing from that token
  // upwards is read: the happening as its own words present it, which is also how the sayer presents it.
  StatusReading read(const Document& document, const Analysis& analysis, std::uint32_t token,
                     std::uint32_t stop = kNoToken) const;

  // All of them, by token. `frame` stays empty.
  std::vector<Happening> happenings(const Document& document, const Analysis& analysis) const;
  // Does the token denote a happening: verbs but for auxiliaries, nouns of data/operators, predicate
  // adjectives.
  bool is_happening(const Analysis& analysis, std::uint32_t token) const;

  // Runs the examples of data/operators/ on what `analyse` makes of each text. Failures go to `diagnostics`
  // (rules.example-failed). Returns how many were run.
  struct Analysed {
    std::unique_ptr<Document> document;
    Analysis analysis;
  };
  std::size_t check_examples(const std::function<Analysed(const std::string&)>& analyse,
                             Diagnostics& diagnostics) const;

  struct Rules;

 private:
  std::shared_ptr<const Rules> rules_;
};

}  // namespace chancery
