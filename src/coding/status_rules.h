// The words of data/operators/, compiled.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "coding/status.h"

namespace chancery {

// Where a complement stands.
enum class ComplementPlace : std::uint8_t {
  kInfinitive,
  kClause,
  kSubjunctive,
  kWhether,
  kGerund,
  kObject,
  kSubject,
  kPreposition
};

struct StatusOperator {
  std::string rule;                       // "op/refuse"
  std::vector<ComplementPlace> places;    // sorted
  std::vector<std::string> prepositions;  // sorted
  OperatorEffect positive, negative;
  std::optional<OperatorEffect> past;  // in place of `positive` when the operator lies in the past
  bool presupposes = false;
  bool progressive = false;             // only as "going"
  bool bare = false;                    // only without a predicate of its own: "is to visit", not "is easy to"
  std::vector<std::string> unrealised;  // words that with "had" say that it came to nothing
};

struct StatusModal {
  std::string rule;
  OperatorEffect positive, negative;
  std::optional<OperatorEffect> reported, perfect;
  std::optional<OperatorEffect> presented;  // in place of `reported`, as who says so means it
  std::optional<OperatorEffect> epistemic;  // with a state: "must be hoping"
};

enum class AdverbEffect : std::uint8_t { kHabit, kScale, kNegate };
struct StatusAdverb {
  std::string rule;
  AdverbEffect effect = AdverbEffect::kHabit;
  double factor = 1;
};

struct StatusWord {
  std::string rule;
  OperatorEffect effect;
};

// What marks a sentence as report (below zero) or conversation, and what that makes of factuality.
enum class RegisterMark : std::uint8_t { kNone, kImperative, kLowerCase, kShort, kPast };
struct RegisterSign {
  RegisterMark mark = RegisterMark::kNone;
  std::vector<std::string> entities;
  double weight = 0;
};
struct Conversation {
  double above = 0, open = 0, open_now = 0, purpose = 0, protasis = 0, negated = 0, past = 3, now = 3;
  std::vector<std::string> asserted;    // rules that make what lies ahead as good as present, "I have to work"
  std::vector<std::string> unasserted;  // rules that leave open what lies in the present, too
};
// In a report, what is planned and at least as sure as `from` is announced, and as sure as `planned`.
struct Report {
  double from = 3, planned = 3;
};

struct StatusExamples {
  std::string rule;
  RuleTable::Examples examples;
};

struct StatusReader::Rules {
  template <class T>
  using Map = std::map<std::string, T, std::less<>>;
  using Set = std::set<std::string, std::less<>>;

  std::vector<StatusOperator> operators;
  Map<std::vector<std::uint32_t>> verbs, nouns, adjectives;  // in file order
  Map<StatusModal> modals;
  Map<StatusAdverb> adverbs;
  Map<StatusWord> modifiers, prepositions;
  Set negators, negative_determiners, conditions, future_words, state_verbs;
  Set event_nouns, other_nouns, performatives, elided_subject;
  std::vector<std::string> event_suffixes;
  double purpose = 0, noun_purpose = 0;  // of an infinitive that no operator governs, below a verb or a noun
  std::vector<RegisterSign> register_signs;
  Map<std::uint32_t> register_words;  // index into register_signs
  Conversation conversation;
  Report report;
  std::vector<StatusExamples> examples;
};

// "planned future 2"; empty when it is not of this form.
std::optional<OperatorEffect> parse_effect(std::string_view text);
// Compiles; part of StatusReader::compile.
void compile_status_rules(const Rulebook& rulebook, Diagnostics& diagnostics, StatusReader::Rules& out);

}  // namespace chancery
