// Logical grammatical relations over the dependency parse.
// SPDX-License-Identifier: Apache-2.0
#include "coding/syntax.h"

#include <algorithm>

#include "base/one_of.h"

namespace chancery {
namespace {

constexpr int kMaxClimb = 8;  // heads followed upwards; longer chains are parser noise
constexpr std::size_t kMaxConjuncts = 24;

bool is_relative_pronoun(const Token& token) {
  return one_of(token.tag, {"WDT", "WP", "WP$"}) || (token.lower == "that" && token.pos == "PRON");
}

}  // namespace

bool Syntax::is_verb(std::uint32_t t) const { return one_of(a_.tokens[t].pos, {"VERB", "AUX"}); }
bool Syntax::is_noun(std::uint32_t t) const {
  return one_of(a_.tokens[t].pos, {"NOUN", "PROPN", "PRON", "NUM"});
}

bool Syntax::is_passive(std::uint32_t verb) const {
  const Token& token = a_.tokens[verb];
  if (token.tag != "VBN" && token.tag != "VBD") return false;
  if (a_.child(verb, {"auxpass", "nsubjpass", "csubjpass"}) != kNoToken) return true;
  if (token.tag != "VBN") return false;
  const bool auxiliary = a_.child(verb, {"aux"}) != kNoToken;
  if (a_.child(verb, {"agent"}) != kNoToken && !auxiliary) return true;
  if (auxiliary || a_.child(verb, {"nsubj"}) != kNoToken) return false;
  if (token.dep == "acl" || token.dep == "relcl" || token.dep == "amod") return true;
  if (token.dep == "conj" && is_verb(token.head)) return is_passive(token.head);
  if (token.dep == "advcl") return a_.child(verb, {"dobj"}) == kNoToken;
  return token.dep == "ROOT" && a_.child(verb, {"dobj"}) == kNoToken;
}

bool Syntax::is_infinitive(std::uint32_t verb) const {
  for (std::uint32_t c : a_.children(verb)) {
    if (a_.tokens[c].dep == "aux" && a_.tokens[c].tag == "TO") return true;
  }
  const Token& token = a_.tokens[verb];
  return token.dep == "conj" && token.tag == "VB" && token.head < verb && is_verb(token.head) &&
         a_.child(verb, {"aux", "nsubj"}) == kNoToken && is_infinitive(token.head);
}

bool Syntax::is_finite(std::uint32_t verb) const {
  if (one_of(a_.tokens[verb].tag, {"VBD", "VBZ", "VBP"})) return true;
  for (std::uint32_t c : a_.children(verb)) {
    if (one_of(a_.tokens[c].dep, {"aux", "auxpass"}) && one_of(a_.tokens[c].tag, {"VBD", "VBZ", "VBP", "MD"}))
      return true;
  }
  return false;
}

std::uint32_t Syntax::own_subject(std::uint32_t verb) const {
  // "Barack Obama met Putin": a first name that the tagger takes for a preposition.
  auto surname = [&](std::uint32_t t) {
    const std::uint32_t object = a_.tokens[t].tag == "IN" ? a_.child(t, {"pobj"}) : kNoToken;
    return object == t + 1 && a_.tokens[t].ent_type == "PERSON" && a_.tokens[object].iob == Iob::kIn ? object : kNoToken;
  };
  const std::uint32_t subject = a_.child(verb, {"nsubj", "nsubjpass", "csubj", "csubjpass"});
  if (subject != kNoToken) return surname(subject) != kNoToken ? surname(subject) : subject;
  for (std::uint32_t c : a_.children(verb)) {
    if (c > verb) break;
    if (surname(c) != kNoToken) return surname(c);
  }
  return kNoToken;
}

std::uint32_t Syntax::antecedent(std::uint32_t verb) const {
  std::uint32_t v = verb;
  for (int i = 0; i < kMaxClimb && a_.tokens[v].dep == "conj" && is_verb(a_.tokens[v].head); ++i)
    v = a_.tokens[v].head;
  const Token& token = a_.tokens[v];
  if ((token.dep == "relcl" || token.dep == "acl") && !a_.is_root(v) && is_noun(token.head)) return token.head;
  return kNoToken;
}

std::uint32_t Syntax::referent(std::uint32_t t) const {
  if (t == kNoToken) return t;
  const Token& token = a_.tokens[t];
  if (is_relative_pronoun(token)) {
    // The clause it stands in.
    std::uint32_t v = token.head;
    for (int i = 0; i < kMaxClimb && !is_verb(v) && !a_.is_root(v); ++i) v = a_.tokens[v].head;
    for (int i = 0; i < kMaxClimb; ++i) {
      if (std::uint32_t noun = antecedent(v); noun != kNoToken && noun < t) return noun;
      if (a_.is_root(v) || !one_of(a_.tokens[v].dep, {"ccomp", "xcomp", "conj"})) break;
      v = a_.tokens[v].head;
    }
  }
  return t;
}

std::uint32_t Syntax::surface_subject(std::uint32_t verb) const { return surface_subject(verb, 0); }

std::uint32_t Syntax::surface_subject(std::uint32_t verb, int depth) const {
  if (verb == kNoToken || depth > kMaxClimb) return kNoToken;
  const std::uint32_t own = own_subject(verb);
  // "Visiting Russian President Vladimir Putin held talks", read as a clause: the one who visits.
  if (own != kNoToken && a_.tokens[own].dep == "csubj" && a_.tokens[own].tag == "VBG" && lemma(verb) != "be") {
    const std::uint32_t object = a_.child(own, {"dobj"});
    if (object != kNoToken && object - own <= 5 && a_.child(own, {"aux", "prep"}) == kNoToken) return object;
  }
  if (own != kNoToken && a_.tokens[own].dep != "csubj") return own;
  const Token& token = a_.tokens[verb];
  if (a_.is_root(verb)) return kNoToken;
  const std::uint32_t head = token.head;
  if (token.dep == "conj" && is_verb(head)) return surface_subject(head, depth + 1);
  if (token.dep == "xcomp" || (token.dep == "ccomp" && !is_finite(verb))) {
    if (is_verb(head)) {
      const std::uint32_t object = a_.child(head, {"dobj", "dative"});
      // "used the platform to thank": a purpose of the subject's own.
      const bool own =
          std::binary_search(frames_.own_purposes.begin(), frames_.own_purposes.end(), a_.tokens[head].lemma);
      if (object != kNoToken && object < verb && !is_passive(head) && !own) return object;
    }
    return surface_subject(head, depth + 1);
  }
  if (token.dep == "advcl" || token.dep == "dep" || token.dep == "parataxis")
    return is_verb(head) ? surface_subject(head, depth + 1) : kNoToken;
  if (token.dep == "acl" || token.dep == "relcl") {
    if (!is_noun(head)) return kNoToken;
    if (!is_infinitive(verb)) return head;
    // "the first premier to visit", "became the first to visit": the noun; "his willingness to help": whoever
    // has it.
    const Token& noun = a_.tokens[head];
    // "voted on a resolution to expel": who votes.
    if (noun.dep == "pobj" && a_.child(head, {"poss"}) == kNoToken && !a_.is_root(noun.head) &&
        std::binary_search(frames_.schemes.begin(), frames_.schemes.end(), noun.lemma)) {
      const std::uint32_t above = a_.tokens[noun.head].head;
      if (is_verb(above)) return surface_subject(above, depth + 1);
    }
    if (one_of(noun.dep, {"attr", "nsubj", "pobj", "appos", "oprd", "ROOT"}) &&
        (noun.pos == "PROPN" || a_.child(head, {"poss"}) == kNoToken))
      return head;
    if (std::uint32_t owner = a_.child(head, {"poss"}); owner != kNoToken) return owner;
    if (noun.dep == "dobj" && is_verb(noun.head)) return surface_subject(noun.head, depth + 1);
    return head;
  }
  if (token.dep == "pcomp" && !a_.is_root(head)) {
    const std::uint32_t governor = a_.tokens[head].head;
    if (is_verb(governor)) {
      const std::uint32_t object = a_.child(governor, {"dobj"});
      if (object != kNoToken && object < verb && one_of(a_.tokens[head].lower, {"of", "for", "from", "into"}))
        return object;
      return surface_subject(governor, depth + 1);
    }
    if (std::uint32_t owner = a_.child(governor, {"poss"}); owner != kNoToken) return owner;
    // "was forceful in blaming", "made progress in curbing": the verb above.
    if (one_of(a_.tokens[governor].dep, {"dobj", "acomp", "attr", "advmod", "oprd"}) &&
        is_verb(a_.tokens[governor].head)) {
      return surface_subject(a_.tokens[governor].head, depth + 1);
    }
    return kNoToken;
  }
  if (token.dep == "acomp" || token.dep == "attr") return surface_subject(head, depth + 1);
  return kNoToken;
}

std::uint32_t Syntax::logical_subject(std::uint32_t verb) const {
  if (!is_passive(verb)) return surface_subject(verb);
  const std::uint32_t agent = a_.child(verb, {"agent"});
  if (agent != kNoToken) return a_.child(agent, {"pobj"});
  for (std::uint32_t c : a_.children(verb)) {
    if (a_.tokens[c].dep == "prep" && a_.tokens[c].lower == "by") {
      const std::uint32_t object = a_.child(c, {"pobj"});
      if (object != kNoToken && a_.tokens[object].ent_type != "DATE") return object;
    }
  }
  return kNoToken;
}

std::uint32_t Syntax::logical_object(std::uint32_t verb) const {
  if (is_passive(verb)) return surface_subject(verb);
  const std::uint32_t own = a_.child(verb, {"dobj"});
  if (own != kNoToken) return own;
  // "let peacekeepers into Darfur": a clause without a verb.
  if (const std::uint32_t small = a_.child(verb, {"ccomp"});
      small != kNoToken && small > verb && is_noun(small) && a_.child(small, {"nsubj", "cop"}) == kNoToken)
    return small;
  const Token& token = a_.tokens[verb];
  // The gap of a relative clause: "the deal he signed".
  if (token.dep == "relcl" && own_subject(verb) != kNoToken &&
      !is_relative_pronoun(a_.tokens[own_subject(verb)]) &&
      a_.child(verb, {"prep", "ccomp", "xcomp", "attr", "acomp"}) == kNoToken && is_noun(token.head)) {
    return token.head;
  }
  // "met and congratulated Putin": an object shared to the right.
  if (a_.child(verb, {"prep", "ccomp", "xcomp"}) == kNoToken) {
    for (std::uint32_t c : a_.children(verb)) {
      if (a_.tokens[c].dep == "conj" && is_verb(c) && c > verb && c - verb <= 3 && own_subject(c) == kNoToken)
        return a_.child(c, {"dobj"});
    }
  }
  return kNoToken;
}

std::uint32_t Syntax::dative(std::uint32_t verb) const {
  for (std::uint32_t c : a_.children(verb)) {
    if (a_.tokens[c].dep != "dative") continue;
    if (a_.tokens[c].pos != "ADP") return c;
    return a_.child(c, {"pobj"});
  }
  return kNoToken;
}

std::uint32_t Syntax::carrier(std::uint32_t noun, bool any) const {
  std::uint32_t t = noun;
  for (int i = 0; i < kMaxClimb && a_.tokens[t].dep == "conj" && is_noun(a_.tokens[t].head); ++i)
    t = a_.tokens[t].head;
  const Token& token = a_.tokens[t];
  if (a_.is_root(t)) return kNoToken;
  auto carries = [&](std::uint32_t verb) {
    if (!is_verb(verb)) return false;
    return any || std::binary_search(frames_.support_verbs.begin(), frames_.support_verbs.end(),
                                     a_.tokens[verb].lemma);
  };
  if (one_of(token.dep, {"dobj", "nsubjpass", "attr", "oprd"}))
    return carries(token.head) ? token.head : kNoToken;
  if (token.dep == "nsubj") return any && is_verb(token.head) ? token.head : kNoToken;
  // "on a visit", "in talks": the copula, or the verb, before it.
  if (token.dep == "pobj") {
    const std::uint32_t preposition = token.head;
    if (!one_of(a_.tokens[preposition].lower,
                {"on", "in", "for", "into", "out", "with", "through", "at", "of"}))
      return kNoToken;
    if (a_.is_root(preposition)) return kNoToken;
    const std::uint32_t verb = a_.tokens[preposition].head;
    if (is_verb(verb) && (any || carries(verb) || lemma(verb) == "be")) return verb;
    return kNoToken;
  }
  // "talks held in Moscow", "an attack launched by": the reduced relative clause under the noun.
  for (std::uint32_t c : a_.children(t)) {
    if (one_of(a_.tokens[c].dep, {"acl", "relcl"}) && is_verb(c) && is_passive(c) && carries(c) && !any)
      return c;
  }
  return kNoToken;
}

std::uint32_t Syntax::clause_above(std::uint32_t noun) const {
  std::uint32_t t = noun;
  if (a_.tokens[t].dep != "pobj") return kNoToken;
  for (int i = 0; i < kMaxClimb && !a_.is_root(t); ++i) {
    t = a_.tokens[t].head;
    if (is_verb(t)) return t;
  }
  return kNoToken;
}

void Syntax::gather(std::uint32_t t, int distance, int depth, std::vector<Prepositional>& out) const {
  if (depth > 3 || out.size() > 24) return;
  for (std::uint32_t c : a_.children(t)) {
    const Token& token = a_.tokens[c];
    const bool preposition = one_of(token.dep, {"prep", "agent"}) ||
                             (token.dep == "dative" && token.pos == "ADP") ||
                             (token.pos == "ADP" && one_of(token.dep, {"advmod", "prt", "mark"}));
    if (preposition) {
      Prepositional found;
      found.preposition = c;
      found.distance = distance;
      for (std::uint32_t g : a_.children(c)) {
        if (a_.tokens[g].dep == "pobj" || a_.tokens[g].dep == "pcomp") {
          found.object = g;
          found.gerund = a_.tokens[g].dep == "pcomp";
          break;
        }
      }
      // "out of", "along with", "together with": the inner preposition counts.
      for (std::uint32_t g : a_.children(c)) {
        if (a_.tokens[g].dep == "prep")
          gather(c, distance, depth + 1, out);
        else if (a_.tokens[g].dep == "conj" && a_.tokens[g].pos == "ADP") {
          if (std::uint32_t object = a_.child(g, {"pobj"}); object != kNoToken)
            out.push_back({g, object, false, distance});
        }
      }
      if (found.object != kNoToken) {
        out.push_back(found);
        // "in Moscow with Macron": the parser hangs the second on the first.
        if (!found.gerund) gather(found.object, distance + 2, depth + 1, out);
      }
    } else if (token.dep == "advmod" && distance == 0) {
      gather(c, distance + 1, depth + 1, out);  // "together with"
    }
  }
}

std::vector<Prepositional> Syntax::prepositional(std::uint32_t t, std::uint32_t carrier) const {
  std::vector<Prepositional> out;
  gather(t, 0, 0, out);
  if (carrier != kNoToken && carrier != t) gather(carrier, 1, 0, out);
  // Of a verb, those that hang on its object.
  if (is_verb(t)) {
    const std::uint32_t object = a_.child(t, {"dobj"});
    if (object != kNoToken) gather(object, 2, 0, out);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Prepositional& x, const Prepositional& y) { return x.distance < y.distance; });
  return out;
}

std::vector<std::uint32_t> Syntax::conjuncts(std::uint32_t t) const {
  std::vector<std::uint32_t> out;
  if (t == kNoToken) return out;
  std::vector<std::uint32_t> stack = {t};
  while (!stack.empty() && out.size() < kMaxConjuncts) {
    const std::uint32_t now = stack.back();
    stack.pop_back();
    out.push_back(now);
    for (std::uint32_t c : a_.children(now)) {
      if (a_.tokens[c].dep == "conj" && is_verb(c) == is_verb(t)) stack.push_back(c);
      // "the US, Russia, and Switzerland": the second of a list passes for an apposition.
      if (a_.tokens[c].dep == "appos" && !a_.tokens[c].ent_type.empty() && c > now &&
          a_.tokens[c].ent_type == a_.tokens[now].ent_type && a_.child(c, {"conj"}) != kNoToken)
        stack.push_back(c);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace chancery
