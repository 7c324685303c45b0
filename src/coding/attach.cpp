// Attachment of time and topics to happenings.
// SPDX-License-Identifier: Apache-2.0
#include "coding/attach.h"

#include <algorithm>

#include "base/one_of.h"

namespace chancery {
namespace {

bool has_word(const Trigger& trigger, std::uint32_t t) {
  return t == trigger.token || t == trigger.verb ||
         std::find(trigger.words.begin(), trigger.words.end(), t) != trigger.words.end();
}

// The words that open a subordinate clause: "when", "hours after".
std::string_view opener(const Syntax& g, std::uint32_t verb) {
  const Analysis& a = g.analysis();
  for (std::uint32_t c : a.children(verb)) {
    if (c > verb) break;
    const Token& token = a.tokens[c];
    if (token.dep == "mark" || (token.dep == "advmod" && token.tag == "WRB") ||
        (token.dep == "prep" && token.lower == "since"))
      return token.lower;
  }
  return {};
}

class Lenders {
 public:
  explicit Lenders(const Syntax& g) : g_(g), a_(g.analysis()) {}

  std::vector<TimeLender> of(const Trigger& trigger) {
    seen_ = {trigger.token};
    if (trigger.verb != kNoToken && trigger.verb != trigger.token) seen_.push_back(trigger.verb);
    const std::uint32_t first = trigger.verb != kNoToken ? trigger.verb : trigger.token;
    from(first, TimeLender::Terms::kSame);
    if (first != trigger.token) below_noun(trigger.token, TimeLender::Terms::kSame);
    // Two steps: "signed it on Monday, and … vetoed it, accusing …".
    const std::size_t near = out_.size();
    for (std::size_t i = 0; i < near; ++i) from(out_[i].word, out_[i].terms);
    return std::move(out_);
  }

 private:
  void from(std::uint32_t t, TimeLender::Terms terms) {
    if (g_.is_verb(t))
      of_verb(t, terms);
    else
      of_noun(t, terms);
  }
  void add(std::uint32_t t, TimeLender::Terms terms, TimeLender::Terms so_far) {
    if (out_.size() >= 8 || std::find(seen_.begin(), seen_.end(), t) != seen_.end()) return;
    if (terms == TimeLender::Terms::kSame) terms = so_far;
    if (so_far != TimeLender::Terms::kSame && terms != so_far) return;
    seen_.push_back(t);
    out_.push_back({t, terms});
  }
  // A time beside it is the time at which something is said of the happening.
  bool tells(std::uint32_t verb) const {
    const auto& words = g_.frames().telling_verbs;
    return std::binary_search(words.begin(), words.end(), a_.tokens[verb].lemma);
  }

  void of_verb(std::uint32_t v, TimeLender::Terms so_far) {
    using Terms = TimeLender::Terms;
    const Token& token = a_.tokens[v];
    for (std::uint32_t c : a_.children(v)) {
      if (!g_.is_verb(c) || a_.tokens[c].dep != "advcl") continue;
      const std::string_view word = opener(g_, c);
      if (one_of(word, {"when", "as", "while", "once"}) || (word.empty() && is_participle(c)) || near(c, word))
        add(c, Terms::kSame, so_far);
      else if (word == "since" && g_.is_finite(c) && a_.tokens[c].tag == "VBD")
        add(c, Terms::kSince, so_far);
    }
    if (a_.is_root(v)) return;
    const std::uint32_t head = token.head;
    if (token.dep == "conj" && g_.is_verb(head)) {
      add(head, g_.own_subject(v) == kNoToken ? Terms::kSame : Terms::kOpening, so_far);
    } else if (token.dep == "advcl" && g_.is_verb(head)) {
      const std::string_view word = opener(g_, v);
      if (one_of(word, {"when", "as", "while", "once"}) || (word.empty() && is_participle(v)) || near(v, word))
        add(head, Terms::kSame, so_far);
      else if (one_of(word, {"after", "before", "until"}))
        add(head, Terms::kYear, so_far);
    } else if (token.dep == "pcomp" && !a_.is_root(head) && g_.is_verb(a_.tokens[head].head)) {
      // "responded on Monday by expelling", "left in 2014 before joining"
      if (one_of(a_.tokens[head].lower, {"by", "in", "while", "when", "on", "upon", "with", "through"}))
        add(a_.tokens[head].head, Terms::kSame, so_far);
      else if (one_of(a_.tokens[head].lower, {"after", "before"}))
        add(a_.tokens[head].head, Terms::kYear, so_far);
    } else if (one_of(token.dep, {"relcl", "acl"}) && g_.is_noun(head)) {
      // "Sunday's raid, which killed nine"; "Friday was the fourth night that they protested"
      const std::uint32_t subject = g_.own_subject(v);
      const bool gap = subject == kNoToken || one_of(a_.tokens[subject].tag, {"WDT", "WP"});
      if (gap && !tells(v)) add(head, Terms::kSame, so_far);
      // "flew to Beijing on Sunday, where he met Xi"
      if (opener(g_, v) == "where") {
        if (const std::uint32_t above = g_.clause_above(head); above != kNoToken) add(above, Terms::kSame, so_far);
      }
      of_copula(head, so_far);
    } else if (one_of(token.dep, {"ccomp", "advcl", "relcl"}) && g_.lemma(head) == "be") {
      // "It was in 1999 that NATO bombed Serbia."
      const std::uint32_t it = g_.own_subject(head);
      if (it != kNoToken && a_.tokens[it].lower == "it") add(head, Terms::kSame, so_far);
    }
  }
  // The predicate noun of a copula stands for the time that is its subject.
  void of_copula(std::uint32_t noun, TimeLender::Terms so_far) {
    for (int i = 0; i < 3 && one_of(a_.tokens[noun].dep, {"pobj", "prep"}); ++i) noun = a_.tokens[noun].head;
    const Token& token = a_.tokens[noun];
    if (token.dep != "attr" || g_.lemma(token.head) != "be") return;
    if (token.ent_type == "DATE" || token.ent_type == "TIME" ||
        one_of(token.lemma, {"time", "day", "night", "week", "month", "year", "evening", "morning", "weekend"}))
      add(token.head, TimeLender::Terms::kSame, so_far);
  }

  void of_noun(std::uint32_t n, TimeLender::Terms so_far) {
    using Terms = TimeLender::Terms;
    below_noun(n, so_far);
    std::uint32_t t = n;
    for (int i = 0; i < 6 && one_of(a_.tokens[t].dep, {"conj", "appos"}) && g_.is_noun(a_.tokens[t].head); ++i)
      t = a_.tokens[t].head;
    if (t != n) add(t, Terms::kSame, so_far);
    if (a_.is_root(t)) return;
    const Token& token = a_.tokens[t];
    if (g_.is_verb(token.head)) {
      if (token.dep == "nsubj" || (one_of(token.dep, {"dobj", "nsubjpass"}) && !tells(token.head)))
        add(token.head, Terms::kSame, so_far);
    } else if (token.dep == "pobj" && !a_.is_root(token.head) &&
               one_of(a_.tokens[token.head].lower, {"with", "in", "during", "by", "through"})) {
      const std::uint32_t above = a_.tokens[token.head].head;
      if (g_.is_verb(above) ? !tells(above) : g_.is_noun(above)) add(above, Terms::kSame, so_far);
    }
  }
  // "the protests, which began in May", "a march held on Sunday"
  void below_noun(std::uint32_t n, TimeLender::Terms so_far) {
    for (std::uint32_t c : a_.children(n)) {
      if (!one_of(a_.tokens[c].dep, {"relcl", "acl"}) || !g_.is_verb(c) || (tells(c) && !for_alone(c))) continue;
      const std::uint32_t subject = g_.own_subject(c);
      if (subject == kNoToken || one_of(a_.tokens[subject].tag, {"WDT", "WP"}))
        add(c, TimeLender::Terms::kSame, so_far);
    }
    // "the bombing of a school that took place on Sunday": hung on the nearest noun.
    const auto& occurring = g_.frames().occurring_verbs;
    std::uint32_t inner = n;
    for (int depth = 0; depth < 3 && inner != kNoToken; ++depth) {
      for (std::uint32_t c : a_.children(inner)) {
        if (depth > 0 && a_.tokens[c].dep == "relcl" && g_.is_verb(c) &&
            std::binary_search(occurring.begin(), occurring.end(), a_.tokens[c].lemma))
          add(c, TimeLender::Terms::kSame, so_far);
      }
      std::uint32_t next = kNoToken;
      for (std::uint32_t c : a_.children(inner)) {
        if (c > inner && a_.tokens[c].dep == "prep") next = a_.child(c, {"pobj"});
      }
      inner = next;
    }
  }
  // "a visit planned for Saturday", not "planned on Monday"
  bool for_alone(std::uint32_t verb) const {
    bool found = false;
    for (std::uint32_t c : a_.children(verb)) {
      const Token& token = a_.tokens[c];
      if (token.dep == "npadvmod" || (token.dep == "prep" && token.lower != "for")) return false;
      found = found || token.dep == "prep";
    }
    return found;
  }
  // "hours before the jet crashed", "shortly after they met"
  bool near(std::uint32_t verb, std::string_view word) const {
    if (!one_of(word, {"before", "after"})) return false;
    for (std::uint32_t c : a_.children(verb)) {
      if (c > verb) break;
      if (a_.tokens[c].dep != "mark") continue;
      return c > 0 && one_of(a_.tokens[c - 1].lemma, {"hour", "minute", "moment", "second", "shortly", "soon",
                                                      "just", "immediately", "right", "straight"});
    }
    return false;
  }
  // A past form without subject and conjunction is a participle misread.
  bool is_participle(std::uint32_t verb) const {
    if (!one_of(a_.tokens[verb].tag, {"VBG", "VBN", "VBD"}) || g_.own_subject(verb) != kNoToken) return false;
    for (std::uint32_t c : a_.children(verb)) {
      if (one_of(a_.tokens[c].dep, {"aux", "auxpass"})) return false;  // "having accused"
    }
    return true;
  }

  const Syntax& g_;
  const Analysis& a_;
  std::vector<std::uint32_t> seen_;
  std::vector<TimeLender> out_;
};

}  // namespace

std::uint32_t dated_word(const Syntax& g, std::uint32_t t, const std::vector<int>& trigger_at) {
  const Analysis& a = g.analysis();
  for (int i = 0; i < 10; ++i) {
    if (g.is_verb(t) || trigger_at[t] >= 0 || a.is_root(t)) return t;
    t = a.tokens[t].head;
  }
  return t;
}

std::vector<TimeLender> time_lenders(const Syntax& grammar, const Trigger& trigger) {
  return Lenders(grammar).of(trigger);
}

std::vector<PlacedTime> place_times(const Analysis& a, const std::vector<TimeRef>& times) {
  std::vector<PlacedTime> out;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const TimeRef& time = times[i];
    if (time.first_token >= time.last_token || time.last_token > a.tokens.size()) continue;
    // The word of the expression that hangs outside it.
    std::uint32_t top = time.first_token;
    for (std::uint32_t t = time.first_token; t < time.last_token; ++t) {
      const std::uint32_t head = a.tokens[t].head;
      if (head < time.first_token || head >= time.last_token || head == t) {
        top = t;
        break;
      }
    }
    std::uint32_t g = a.tokens[top].head;
    for (int steps = 0; steps < 4 && !a.is_root(g); ++steps) {
      const Token& token = a.tokens[g];
      const bool inside = g >= time.first_token && g < time.last_token;
      if (!inside && !one_of(token.pos, {"ADP", "SCONJ"}) && token.ent_type != "DATE" &&
          token.ent_type != "TIME")
        break;
      g = token.head;
    }
    // "three days after he left they met": parsed under "left".
    const std::uint32_t next = time.last_token;
    if (time.from_event && next < a.tokens.size() && a.tokens[next].dep == "mark" && a.tokens[next].head == g && !a.is_root(g))
      g = a.tokens[g].head;
    out.push_back({i, g});
  }
  return out;
}

int time_score(const Syntax& g, const TimeRef& time, std::uint32_t governor, const Trigger& trigger,
               const Trigger* parent, const Trigger* later, const std::vector<int>& trigger_at) {
  const Analysis& a = g.analysis();
  if (governor == kNoToken || a.tokens[governor].sentence != a.tokens[trigger.token].sentence) return 0;
  int score = 0;
  const std::uint32_t top = dated_word(g, governor, trigger_at);
  if (has_word(trigger, governor))
    score = 100;
  else if (has_word(trigger, top))
    score = 85;
  else if (trigger.governor != kNoToken && trigger_at[trigger.governor] < 0 && top == trigger.governor) {
    const bool subject = g.own_subject(trigger.governor) != kNoToken &&
                         a.is_ancestor(g.own_subject(trigger.governor), trigger.token);
    const auto& telling = g.frames().telling_verbs;
    if (subject)
      score = 70;
    else if (!std::binary_search(telling.begin(), telling.end(), a.tokens[top].lemma))
      score = 60;
  }
  const std::uint32_t verb = trigger.verb;
  if (score == 0 && verb != kNoToken && g.is_verb(top)) {
    // A time before the first of several verbs holds for all of them; one after the last may.
    std::uint32_t first = verb;
    for (int i = 0; i < 8 && a.tokens[first].dep == "conj" && g.is_verb(a.tokens[first].head) &&
                    g.own_subject(first) == kNoToken;
         ++i) {
      first = a.tokens[first].head;
      if (first == top && time.first_token < first)
        score = 75;
      else if (first == top && time.first_token > trigger.token)
        score = 65;
    }
    std::uint32_t last = top;
    for (int i = 0; score == 0 && i < 8 && a.tokens[last].dep == "conj" && g.own_subject(last) == kNoToken;
         ++i) {
      last = a.tokens[last].head;
      if (last == verb && time.first_token > top) score = 45;
    }
    // "plans to visit … next week", "is expected to be signed on Friday".
    std::uint32_t up = verb;
    for (int i = 0;
         score == 0 && i < 4 && one_of(a.tokens[up].dep, {"xcomp", "ccomp", "conj"}) && !a.is_root(up); ++i) {
      if (a.tokens[up].dep == "ccomp" && !g.is_infinitive(up)) break;
      up = a.tokens[up].head;
      if (up != top) continue;
      const bool operator_above = parent != nullptr && has_word(*parent, top);
      if (time.first_token > trigger.token)
        score = 68;
      else if (!operator_above && trigger_at[top] < 0)
        score = 66;
    }
    // "the last time a premier paid a visit was in 1999".
    if (score == 0) {
      const std::uint32_t noun = g.antecedent(verb);
      if (noun != kNoToken &&
          one_of(a.tokens[noun].lemma, {"time", "day", "year", "month", "occasion", "week", "moment"}) &&
          (a.tokens[noun].head == top || top > verb) && g.lemma(top) == "be") {
        score = 80;
      }
    }
  }
  if (score == 0) return 0;
  // What stands behind the content's trigger dates the content rather than the operator.
  if (later != nullptr && time.first_token > later->token) score = std::min(score, 30);
  return score;
}

Span phrase(const Analysis& a, std::uint32_t head) {
  std::uint32_t first = head, last = head + 1;
  std::vector<std::uint32_t> stack = {head};
  int steps = 0;
  while (!stack.empty() && ++steps < 60) {
    const std::uint32_t now = stack.back();
    stack.pop_back();
    first = std::min(first, now);
    last = std::max(last, now + 1);
    for (std::uint32_t c : a.children(now)) {
      const Token& token = a.tokens[c];
      if (one_of(token.dep, {"relcl", "acl", "punct", "cc", "conj", "appos"})) continue;
      stack.push_back(c);
    }
  }
  return a.span(first, last);
}

std::vector<Topic> topics_of(const Syntax& g, const Document& document, std::uint32_t head, bool gerund) {
  const Analysis& a = g.analysis();
  std::vector<Topic> out;
  auto add = [&](std::uint32_t t) {
    const Span span = phrase(a, t);
    for (const Topic& topic : out) {
      if (topic.span == span) return;
    }
    out.push_back({std::string(document.text(span)), span});
  };
  if (gerund || g.is_verb(head)) {
    const std::uint32_t object = a.child(head, {"dobj"});
    if (object == kNoToken) return out;
    head = object;
  }
  for (std::uint32_t t : g.conjuncts(head)) {
    // "cooperation in the fields of trade and energy": the fields.
    std::uint32_t fields = kNoToken;
    for (const Prepositional& pp : g.prepositional(t, kNoToken)) {
      if (pp.gerund || !one_of(a.tokens[pp.preposition].lower, {"in", "across"})) continue;
      if (!one_of(a.tokens[pp.object].lemma, {"field", "sphere", "area", "sector", "domain", "realm"}))
        continue;
      for (const Prepositional& inner : g.prepositional(pp.object, kNoToken)) {
        if (!inner.gerund && one_of(a.tokens[inner.preposition].lower, {"of", "like", "as"}))
          fields = inner.object;
      }
    }
    if (fields == kNoToken) {
      add(t);
      continue;
    }
    for (std::uint32_t field : g.conjuncts(fields)) add(field);
  }
  return out;
}

std::uint32_t first_to(const Syntax& g, std::uint32_t verb) {
  const Analysis& a = g.analysis();
  if (!g.is_verb(verb) || !g.is_infinitive(verb)) return kNoToken;
  std::uint32_t noun = g.antecedent(verb);
  if (noun == kNoToken && one_of(a.tokens[verb].dep, {"xcomp", "advcl"}))
    noun = a.child(a.tokens[verb].head, {"attr", "oprd"});
  if (noun == kNoToken || noun > verb || !one_of(a.tokens[noun].dep, {"attr", "oprd"})) return kNoToken;
  bool ordinal = one_of(a.tokens[noun].lower, {"first", "last", "only"});
  for (std::uint32_t c : a.children(noun)) {
    ordinal = ordinal || one_of(a.tokens[c].lower, {"first", "last", "only", "latest"}) ||
              a.tokens[c].ent_type == "ORDINAL";
  }
  return ordinal ? a.tokens[noun].head : kNoToken;
}

}  // namespace chancery
