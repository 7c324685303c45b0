// SPDX-License-Identifier: Apache-2.0
#include "time/direction.h"

namespace chancery {
namespace {

// "originally due", "first set": a plan that has been replaced.
bool overtaken(const Analysis& analysis, const Grammar& grammar, std::uint32_t at) {
  if (!grammar.word_in(analysis.tokens[at].lower, "prospective")) return false;
  for (const std::uint32_t child : analysis.children(at))
    if (child < at && grammar.word_in(analysis.tokens[child].lower, "originally")) return true;
  return false;
}

bool is_verb(const Token& token) { return !token.tag.empty() && (token.tag[0] == 'V' || token.tag == "MD"); }

// How a verb is clothed: its auxiliaries, or those of the first verb of a chain "will meet X and sign Y".
struct Clothing {
  bool future = false, modal = false, have = false, had = false, was = false, is = false, to = false,
       any = false;
  bool will = false, could = false, negated = false;
};

Clothing clothing(const Analysis& analysis, const Grammar& grammar, std::uint32_t verb) {
  Clothing c;
  for (const std::uint32_t child : analysis.children(verb)) {
    const Token& token = analysis.tokens[child];
    if (token.dep == "neg" || token.dep == "preconj") c.negated = true;
    if (token.dep != "aux" && token.dep != "auxpass" && !(token.tag == "MD" && token.head == verb)) continue;
    c.any = true;
    if (token.tag == "TO")
      c.to = true;
    else if (token.tag == "MD") {
      (grammar.word_in(token.lower, "modal-future") ? c.future : c.modal) = true;
      c.will = c.will || grammar.word_in(token.lower, "modal-will");
      c.could = c.could || grammar.word_in(token.lower, "modal-past-ability");
    } else if (token.lemma == "have")
      (token.tag == "VBD" ? c.had : c.have) = true;
    else if (token.lemma == "be")
      (token.tag == "VBD" ? c.was : c.is) = true;
  }
  return c;
}

Direction of_verb(const Analysis& analysis, const Grammar& grammar, std::uint32_t verb, int depth) {
  if (depth > 8) return Direction::kUnknown;
  const Token& token = analysis.tokens[verb];
  const Clothing c = clothing(analysis, grammar, verb);
  const bool ahead = grammar.word_in(token.lemma, "prospective") || grammar.word_in(token.lower, "prospective");
  if (c.had) return Direction::kPast;
  if (c.have && !c.future && !c.modal) return Direction::kPerfect;
  // "may have left on Friday", "could not be found on Friday"
  if (c.future && ((c.have && !c.will) || (c.could && c.negated))) return Direction::kPast;
  if (c.future) return Direction::kFuture;
  if (c.modal && token.tag != "VBD") return Direction::kFuture;
  const auto governor = [&]() -> std::uint32_t { return token.head == verb ? kNoToken : token.head; };
  if (token.tag == "VB" || c.to) {
    if (!c.any && token.dep == "conj" && governor() != kNoToken)
      return of_verb(analysis, grammar, token.head, depth + 1);
    // "failed to agree on Monday" looks back with its governor, "plans to visit" looks ahead whatever the
    // tense.
    const std::uint32_t up = governor();
    if (up == kNoToken) return Direction::kFuture;
    const Token& above = analysis.tokens[up];
    // "extended their offers to buy it Friday": of the offer or of the extending.
    if (token.dep == "advcl" && above.tag == "VBD" && !grammar.word_in(above.lemma, "planning"))
      return Direction::kUnknown;
    if (!is_verb(above) && (token.dep == "acl" || token.dep == "relcl")) {
      // "the first to accede on Friday"
      if (grammar.word_in(above.lower, "prospective")) return Direction::kFuture;
      // "made offers to buy it on Friday": the day may be that of the making.
      for (std::uint32_t above_noun = up, n = 0; n < 8 && !analysis.is_root(above_noun); ++n) {
        above_noun = analysis.tokens[above_noun].head;
        if (is_verb(analysis.tokens[above_noun])) {
          const Direction main = of_verb(analysis, grammar, above_noun, depth + 1);
          return main == Direction::kFuture || main == Direction::kPresent ? Direction::kFuture
                                                                           : Direction::kUnknown;
        }
      }
      for (const std::uint32_t child : analysis.children(up))
        if (analysis.tokens[child].lower == "first" || analysis.tokens[child].lower == "last")
          return Direction::kUnknown;
    }
    if (grammar.word_in(above.lemma, "retrospective")) return of_verb(analysis, grammar, up, depth + 1);
    // "had been due to expire on Friday", "was able to leave on Friday"
    const bool adjective = above.tag.starts_with("JJ");
    const std::uint32_t carrier = adjective && !analysis.is_root(up) ? above.head : up;
    if (is_verb(analysis.tokens[carrier])) {
      if (clothing(analysis, grammar, carrier).had) return Direction::kUnknown;
      if (adjective && analysis.tokens[carrier].tag == "VBD" && !grammar.word_in(above.lower, "prospective"))
        return Direction::kUnknown;
    }
    return Direction::kFuture;
  }
  if (token.tag == "VBD")
    return (ahead && c.was) || grammar.word_in(token.lemma, "planning") ? Direction::kFuture : Direction::kPast;
  if (token.tag == "VBN") {
    // "a record set on Friday" is past, "a vote set for Friday" and "is set to expire" are not.
    if (ahead && (c.is || c.was || token.dep != "acl" || !grammar.word_in(token.lower, "prospective-with-be")))
      return Direction::kFuture;
    if (c.was) return Direction::kPast;
    if (c.is) return Direction::kPresent;
    if (token.dep == "conj" && governor() != kNoToken && is_verb(analysis.tokens[token.head]))
      return of_verb(analysis, grammar, token.head, depth + 1);
    return Direction::kPast;
  }
  if (token.tag == "VBG") {
    // "announced a visit starting on Tuesday"
    if (!c.any && token.dep == "acl" && grammar.word_in(token.lower, "starting")) return Direction::kFuture;
    if (c.was) return ahead ? Direction::kFuture : Direction::kPast;
    if (c.is) return Direction::kFuture;
    for (std::uint32_t up = governor(), n = 0; up != kNoToken && n < 8; ++n) {
      if (is_verb(analysis.tokens[up])) return of_verb(analysis, grammar, up, depth + 1);
      up = analysis.is_root(up) ? kNoToken : analysis.tokens[up].head;
    }
    return Direction::kUnknown;
  }
  if (token.tag == "MD") return Direction::kFuture;
  // "is due on Friday", "is in Paris until Friday"
  for (const std::uint32_t child : analysis.children(verb)) {
    const Token& below = analysis.tokens[child];
    if ((below.dep == "acomp" || below.dep == "attr" || below.dep == "oprd") &&
        grammar.word_in(below.lower, "prospective"))
      return Direction::kFuture;
  }
  if (grammar.word_in(token.lemma, "reporting")) return Direction::kPast;
  return Direction::kPresent;
}

}  // namespace

bool moves_a_date(const Analysis& analysis, const Grammar& grammar, std::uint32_t verb) {
  const Token& token = analysis.tokens[verb];
  if (grammar.word_in(token.lemma, "postponing")) return true;
  if (!grammar.word_in(token.lemma, "moving")) return false;
  for (const std::uint32_t child : analysis.children(verb)) {
    const Token& below = analysis.tokens[child];
    if (below.dep == "auxpass" || below.dep == "dobj" || grammar.word_in(below.lower, "moving-particle"))
      return true;
  }
  return token.dep == "acl";
}

std::uint32_t head_of(const Analysis& analysis, std::uint32_t first, std::uint32_t last) {
  for (std::uint32_t t = first; t < last; ++t) {
    const std::uint32_t head = analysis.tokens[t].head;
    if (head < first || head >= last || head == t) return t;
  }
  return last - 1;
}

std::uint32_t governing_verb(const Analysis& analysis, std::uint32_t first, std::uint32_t last) {
  if (first >= last || last > analysis.tokens.size() || analysis.child_begin.size() <= analysis.tokens.size())
    return kNoToken;
  std::uint32_t at = last - 1;
  for (int steps = 0; steps < 24; ++steps) {
    if (is_verb(analysis.tokens[at]) && (at < first || at >= last)) return at;
    if (analysis.is_root(at)) break;
    at = analysis.tokens[at].head;
  }
  return kNoToken;
}

Direction direction_of(const Analysis& analysis, const Grammar& grammar, std::uint32_t first,
                       std::uint32_t last) {
  if (first >= last || last > analysis.tokens.size() || analysis.child_begin.size() <= analysis.tokens.size())
    return Direction::kUnknown;
  std::uint32_t at = head_of(analysis, first, last);
  if (analysis.tokens[at].tag.empty()) return Direction::kUnknown;
  // Within a noun phrase ("Wednesday's ruling") an infinitive above says nothing of the day.
  const std::string_view own = analysis.tokens[at].dep;
  if (own == "dobj" || own == "oprd") return Direction::kUnknown;  // "has set Nov. 10 as the deadline"
  const bool nominal = own == "poss" || own == "compound" || own == "nmod" || own == "amod" || own == "nummod";
  for (int steps = 0; steps < 24; ++steps) {
    const Token& token = analysis.tokens[at];
    if (is_verb(token) && (at < first || at >= last)) {
      const Direction found = of_verb(analysis, grammar, at, 0);
      if (nominal && (found == Direction::kPresent ||
                      (found == Direction::kFuture && !clothing(analysis, grammar, at).future)))
        return Direction::kUnknown;
      return found;
    }
    // "postponed from March": the old time may lie on either side.
    if (token.lower == "from" && (at < first || at >= last) && !analysis.is_root(at) &&
        (moves_a_date(analysis, grammar, token.head) ||
         (!analysis.is_root(token.head) &&
          grammar.word_in(analysis.tokens[token.head].lower, "moving-particle") &&
          moves_a_date(analysis, grammar, analysis.tokens[token.head].head))))
      return Direction::kUnknown;
    // "originally due in January": overtaken, so on either side too.
    if ((at < first || at >= last) && overtaken(analysis, grammar, at)) return Direction::kUnknown;
    // "due on Friday", "plans for Thursday": a word that looks ahead by itself. "A June agreement" does not,
    // "the Friday deadline" does.
    if ((at < first || at >= last) && (nominal && steps <= 2 ? grammar.word_in(token.lower, "prospective-own")
                                                             : grammar.word_in(token.lower, "prospective"))) {
      // "missed the Friday deadline"
      const std::uint32_t verb = nominal ? governing_verb(analysis, at, at + 1) : kNoToken;
      return verb != kNoToken && grammar.word_in(analysis.tokens[verb].lemma, "overrunning") &&
                     of_verb(analysis, grammar, verb, 0) == Direction::kPast
                 ? Direction::kPast
                 : Direction::kFuture;
    }
    // "set for Friday"
    if (token.lower == "for" && (at < first || at >= last) && !analysis.is_root(at) &&
        grammar.word_in(analysis.tokens[token.head].lower, "prospective"))
      return overtaken(analysis, grammar, token.head) ? Direction::kUnknown : Direction::kFuture;
    if (analysis.is_root(at)) break;
    at = token.head;
  }
  return Direction::kUnknown;
}

}  // namespace chancery
