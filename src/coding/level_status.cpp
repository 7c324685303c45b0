// Status by grammar alone: auxiliaries, negation, conditions.
// SPDX-License-Identifier: Apache-2.0
#include "coding/level_status.h"

#include <algorithm>

namespace chancery {
namespace {

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

LevelStatus read_level_status(const Document& document, const Syntax& g, const Published&, const Trigger& trigger, std::uint32_t stop) {
  (void)document;
  const Analysis& a = g.analysis();
  LevelStatus out;
  std::uint32_t verb = trigger.verb != kNoToken ? trigger.verb : kNoToken;
  if (verb == kNoToken && trigger.governor != kNoToken && g.own_subject(trigger.governor) != kNoToken &&
      a.is_ancestor(g.own_subject(trigger.governor), trigger.token)) {
    verb = trigger.governor;
  }
  if (verb == kNoToken) {
    for (std::uint32_t c : a.children(trigger.token)) {
      const std::string_view word = a.tokens[c].lower;
      if (one_of(word, {"planned", "upcoming", "forthcoming", "scheduled", "future"})) {
        out.status = Status::kPlanned;
        out.tense = Tense::kFuture;
        out.factuality = 2;
      } else if (one_of(word, {"possible", "potential", "proposed"})) {
        out.status = Status::kPossible;
        out.tense = Tense::kFuture;
        out.factuality = 0.5;
      } else if (word == "no") {
        out.negated = true;
        out.status = Status::kNotOccurred;
        out.factuality = -2.5;
      }
    }
    if (!out.tense) out.tense = Tense::kPast;
    return out;
  }
  bool future = false, modal = false, habitual = false, progressive = false, perfect = false, past = false, finite = false;
  std::uint32_t v = verb;
  for (int i = 0; i < 6; ++i) {
    for (std::uint32_t c : a.children(v)) {
      const Token& token = a.tokens[c];
      if (token.dep == "neg") out.negated = !out.negated;
      if (token.dep == "aux") {
        if (one_of(token.lower, {"will", "shall", "'ll", "wo"})) future = true;
        else if (one_of(token.lower, {"may", "might", "could", "can", "would", "should"})) modal = true;
        else if (token.lemma == "have") perfect = true;
        if (token.lemma == "be" && a.tokens[v].tag == "VBG") progressive = true;
      }
      if (token.dep == "advmod" && one_of(token.lower, {"often", "frequently", "regularly", "usually", "always"})) habitual = true;
    }
    if (i == 0) {
      const std::string_view tag = a.tokens[v].tag;
      past = tag == "VBD" || tag == "VBN";
    }
    finite = finite || g.is_finite(v);
    const Token& token = a.tokens[v];
    if (a.is_root(v) || token.head == stop) break;
    if (one_of(token.dep, {"xcomp"}) || (token.dep == "ccomp" && g.is_infinitive(v)) || (token.dep == "conj" && g.own_subject(v) == kNoToken && !finite)) {
      if (one_of(token.dep, {"xcomp"}) && g.is_infinitive(v) && one_of(a.tokens[token.head].lemma, {"plan", "intend", "expect", "set", "due", "go", "likely", "hope", "want", "schedule"})) future = true;
      if (one_of(a.tokens[token.head].lemma, {"expect", "likely"})) out.factuality = 2;
      v = token.head;
      continue;
    }
    break;
  }
  // If-clauses.
  for (std::uint32_t at : {verb, v}) {
    for (std::uint32_t c : a.children(at)) {
      if (a.tokens[c].dep == "mark" && one_of(a.tokens[c].lower, {"if", "unless"})) {
        out.status = Status::kConditional;
        out.factuality = 0;
      }
      if (a.tokens[c].dep != "advcl") continue;
      for (std::uint32_t m : a.children(c)) {
        if (a.tokens[m].dep == "mark" && one_of(a.tokens[m].lower, {"if", "unless"})) {
          const auto [first, last] = a.subtree(c);
          out.condition = a.span(first, last);
          out.status = Status::kConditional;
          out.factuality = 0;
        }
      }
    }
  }
  if (out.status == Status::kConditional) {
    out.tense = Tense::kFuture;
  } else if (future) {
    out.status = out.negated ? Status::kNotOccurred : Status::kPlanned;
    out.tense = Tense::kFuture;
    out.factuality = out.negated ? -2.5 : std::min(out.factuality, 2.5);
  } else if (modal) {
    out.status = Status::kPossible;
    out.tense = Tense::kFuture;
    out.factuality = out.negated ? -0.5 : 0.5;
  } else if (out.negated) {
    out.status = Status::kNotOccurred;
    out.tense = Tense::kPast;
    out.factuality = -3;
  } else if (habitual) {
    out.status = Status::kHabitual;
    out.tense = Tense::kNow;
  } else if (progressive && !past && !perfect) {
    out.status = Status::kOngoing;
    out.tense = Tense::kNow;
  } else {
    out.status = Status::kOccurred;
    out.tense = Tense::kPast;
  }
  return out;
}

}  // namespace chancery
