// Status, tense and factuality, read inside out: the happening's own clause first, then each word that governs
// it.
// SPDX-License-Identifier: Apache-2.0
#include "coding/status.h"

#include <algorithm>
#include <cmath>

#include "base/one_of.h"
#include "coding/status_rules.h"

namespace chancery {
namespace {

constexpr int kDeepest = 12;  // governors read upwards; what stands above that many has no say
constexpr std::uint32_t kLongestSentence = 4000;

using Rules = StatusReader::Rules;
using TenseRule = OperatorEffect::TenseRule;

// "was set to land": the parser's infinitive may be the tagger's noun.
bool status_is_verb(const Analysis& analysis, std::uint32_t t) {
  const Token& token = analysis.tokens[t];
  if (token.pos == "VERB" || token.pos == "AUX") return true;
  return one_of(token.pos, {"NOUN", "PROPN"}) && token.dep != "pobj" &&
         analysis.child(t, {"aux", "auxpass"}) != kNoToken;
}

// "Please forward the list": an order, whatever the tagger takes its verb for.
bool follows_please(const Analysis& analysis, std::uint32_t t) {
  return t > 0 && analysis.tokens[t - 1].lower == "please" &&
         one_of(analysis.tokens[t].pos, {"NOUN", "PROPN", "ADJ", "ADV", "ADP"});
}

// A reading under way.
struct Level {
  StatusReading reading;
  bool infinitive = false;
  bool perfect = false;       // "to have left", "having left"
  bool past_perfect = false;  // "had hoped"
  bool without = false;       // "has no doubts": a state, of which only the object is denied
  bool progressive = false;
  bool behind = false;       // meant by somebody in the past: "called to ask"
  bool backshifted = false;  // "said it opposed the plan"
  bool refused = false;      // a word, such as a proposal, that was refused
};

class Reader {
 public:
  Reader(const Rules& rules, const Document& document, const Analysis& analysis)
      : rules_(rules), document_(document), analysis_(analysis) {}

  Level read(std::uint32_t t, std::uint32_t stop, int depth = 0) const {
    if (is_verb(t)) return read_verb(t, stop, depth);
    if (follows_please(analysis_, t)) {
      Level level;
      level.reading.status = Status::kRequested;
      level.reading.tense = Tense::kFuture;
      level.reading.factuality = 1;
      note(level.reading, "mood/imperative", t - 1);
      return level;
    }
    return read_noun(t, stop, depth);
  }

  // How much a sentence is conversation: the sum of its marks outside quotations. `inside` carries a quotation
  // over from the sentence before.
  double conversation(const Sentence& sentence, bool& inside) const {
    std::vector<bool> found(rules_.register_signs.size(), false);
    for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
      const Token& word = token(t);
      for (std::size_t i = 0; i < found.size() && !word.ent_type.empty(); ++i) {
        const auto& types = rules_.register_signs[i].entities;
        found[i] = found[i] || std::find(types.begin(), types.end(), word.ent_type) != types.end();
      }
      if (one_of(word.lower, {"“", "``"})) {
        inside = true;
      } else if (one_of(word.lower, {"”", "''"})) {
        if (!inside) std::fill(found.begin(), found.end(), false);  // it began in an earlier sentence
        inside = false;
      } else if (word.lower == "\"") {
        inside = !inside;
      } else if (const auto sign = rules_.register_words.find(word.lower);
                 sign != rules_.register_words.end() && word.ent_type != "GPE") {  // "us", not "US"
        if (!inside || rules_.register_signs[sign->second].weight < 0) found[sign->second] = true;
      }
      if (!analysis_.is_root(t)) continue;
      mark(found, RegisterMark::kImperative,
           !inside && word.tag == "VB" && child(t, {"nsubj", "nsubjpass", "aux"}) == kNoToken);
      mark(found, RegisterMark::kPast, word.tag == "VBD" || past_auxiliary(t));
    }
    const std::string_view first =
        sentence.first < sentence.last ? token(sentence.first).text : std::string_view();
    mark(found, RegisterMark::kLowerCase, !first.empty() && first[0] >= 'a' && first[0] <= 'z');
    mark(found, RegisterMark::kShort, sentence.last - sentence.first < 12 && !is_headline(sentence));
    double sum = 0;
    for (std::size_t i = 0; i < found.size(); ++i) sum += found[i] ? rules_.register_signs[i].weight : 0;
    return sum;
  }

  // What conversation makes of a happening.
  void speak(std::uint32_t t, Level& level) const {
    StatusReading& r = level.reading;
    const Conversation& rule = rules_.conversation;
    const bool open =
        one_of(name_of(r.status), {"planned", "requested", "offered", "possible", "conditional"}) ||
        (r.status == Status::kOccurred && r.tense == Tense::kFuture);  // "bring the report to the meeting"
    if (open && r.factuality >= 0 && r.tense != Tense::kPast && !level.behind) {
      const bool modal = std::any_of(r.evidence.begin(), r.evidence.end(), [](const Evidence& evidence) {
        return evidence.rule.starts_with("modal/");
      });
      const bool now = r.tense == Tense::kNow
                           ? !by_rule(r, rule.unasserted)
                           : r.status == Status::kPossible && !modal && by_rule(r, rule.asserted);
      const bool meant = r.status == Status::kPlanned && r.evidence.size() == 1 && by_rule(r, {"op/purpose"});
      const bool protasis = r.status == Status::kConditional && r.condition_head == t;
      r.factuality = now ? rule.open_now : meant ? rule.purpose : protasis ? rule.protasis : rule.open;
    } else if (r.status == Status::kPossible && r.factuality == 0 && r.tense == Tense::kPast) {
      r.factuality = rule.open_now;  // "did you like it?"
    } else if (r.status == Status::kNotOccurred && r.tense != Tense::kFuture) {
      r.factuality = std::max(r.factuality, rule.negated);
    } else if (one_of(name_of(r.status), {"occurred", "ongoing", "habitual"})) {
      r.factuality = std::min(r.factuality, r.tense == Tense::kNow ? rule.now : rule.past);
    } else {
      return;
    }
    r.evidence.push_back({"status", "register/conversation", {}, ""});
  }

  static bool by_rule(const StatusReading& r, const std::vector<std::string>& rules) {
    return std::any_of(r.evidence.begin(), r.evidence.end(), [&](const Evidence& evidence) {
      return std::find(rules.begin(), rules.end(), evidence.rule) != rules.end();
    });
  }

  // What a report makes of a happening that it announces.
  void announce(Level& level) const {
    StatusReading& r = level.reading;
    if (r.status != Status::kPlanned || r.factuality < rules_.report.from ||
        r.factuality >= rules_.report.planned)
      return;
    r.factuality = rules_.report.planned;
    r.evidence.push_back({"status", "register/report", {}, ""});
  }

  // The verb that tells how a half-auxiliary stands, "is going to leave", "has to leave"; else the word itself.
  std::uint32_t carrier(std::uint32_t t) const {
    const bool going = token(t).lemma == "go" && token(t).tag == "VBG" && child(t, {"aux"}) != kNoToken;
    if (!going && token(t).lemma != "have") return t;
    const std::uint32_t verb = child(t, {"xcomp"});
    if (verb == kNoToken || verb < t) return t;
    const std::uint32_t aux = child(verb, {"aux"});
    return aux != kNoToken && token(aux).lower == "to" ? verb : t;
  }

  bool is_verb(std::uint32_t t) const { return status_is_verb(analysis_, t); }

 private:
  const Token& token(std::uint32_t t) const { return analysis_.tokens[t]; }
  std::string_view dep(std::uint32_t t) const { return analysis_.tokens[t].dep; }
  std::uint32_t child(std::uint32_t t, std::initializer_list<std::string_view> labels) const {
    return analysis_.child(t, labels);
  }
  void note(StatusReading& reading, std::string rule, std::uint32_t t) const {
    reading.evidence.push_back({"status", std::move(rule), token(t).span, ""});
  }
  void mark(std::vector<bool>& found, RegisterMark mark, bool there) const {
    for (std::size_t i = 0; i < found.size() && there; ++i) {
      if (rules_.register_signs[i].mark == mark) found[i] = true;
    }
  }
  bool past_auxiliary(std::uint32_t verb) const {
    for (const std::uint32_t c : analysis_.children(verb)) {
      if (one_of(dep(c), {"aux", "auxpass"}) && token(c).tag == "VBD") return true;
    }
    return false;
  }
  bool in_headline(std::uint32_t t) const { return is_headline(analysis_.sentences[token(t).sentence]); }
  // A headline, or a line that reads like one: a block of its own without a full stop that tells what a named
  // subject does, "Modi visits Kyiv", "Modi to visit Kyiv".
  bool is_headline(const Sentence& sentence) const {
    const Block& block = document_.blocks[sentence.block];
    if (block.role == BlockRole::kHeadline || block.role == BlockRole::kHeading) return true;
    if (block.role != BlockRole::kBody || sentence.span.begin != block.span.begin ||
        sentence.span.end != block.span.end || sentence.first == sentence.last)
      return false;
    std::uint32_t last = sentence.last - 1;
    while (last > sentence.first && token(last).pos == "SPACE") --last;
    if (token(last).pos == "PUNCT") return false;
    for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
      if (!analysis_.is_root(t)) continue;
      const std::uint32_t subject = child(t, {"nsubj", "nsubjpass"});
      return subject != kNoToken && one_of(token(subject).pos, {"NOUN", "PROPN"}) && token(t).tag != "VBD";
    }
    return false;
  }

  // ---- the clause of a verb ----------------------------------------------------

  Level read_verb(std::uint32_t verb, std::uint32_t stop, int depth) const {
    Level level;
    StatusReading& r = level.reading;
    std::uint32_t modal = kNoToken, to = kNoToken, have = kNoToken, finite_aux = kNoToken;
    bool passive = false, be = false;
    bool negated = false, by_object = false;
    bool habit = false;
    double scale = 1;
    bool no_longer = false, future_word = false;
    bool has_subject = false;
    for (const std::uint32_t c : analysis_.children(verb)) {
      const Token& word = token(c);
      if (word.dep == "aux" || word.dep == "auxpass") {
        if (word.dep == "auxpass") passive = true;
        if (word.tag == "MD" || rules_.modals.count(word.lower) > 0) {
          if (modal == kNoToken && rules_.modals.count(word.lower) > 0) modal = c;
        } else if (word.lower == "to") {
          to = c;
        } else {
          if (word.lemma == "have") have = c;
          if (word.lemma == "be" && word.dep == "aux") be = true;
          if (finite_aux == kNoToken && one_of(word.tag, {"VBD", "VBZ", "VBP"})) finite_aux = c;
        }
      } else if (one_of(word.dep, {"preconj", "cc"}) && word.lower == "neither" && c < verb) {
        negated = !negated;  // "neither confirmed nor denied"; its second verb is found by its "nor"
        note(r, "neg/neither", c);
      } else if (word.dep == "neg") {
        const bool only =
            c + 1 < analysis_.tokens.size() && one_of(token(c + 1).lower, {"only", "just", "merely"});
        if (!only) {
          negated = !negated;
          note(r, "neg/" + std::string(word.lower == "never" ? "never" : "not"), c);
        }
      } else if (word.dep == "advmod" || word.dep == "npadvmod") {
        const auto adverb = rules_.adverbs.find(word.lower);
        if (adverb != rules_.adverbs.end()) {
          // "comes barely a month after": only before its verb does it negate
          if (adverb->second.effect == AdverbEffect::kNegate && c > verb) continue;
          if (adverb->second.effect == AdverbEffect::kNegate) negated = !negated;
          if (adverb->second.effect == AdverbEffect::kHabit) habit = true;
          if (adverb->second.effect == AdverbEffect::kScale) scale = std::min(scale, adverb->second.factor);
          note(r, adverb->second.rule, c);
        }
        if (one_of(word.lower, {"longer", "anymore"})) {
          for (const std::uint32_t d : analysis_.children(c)) no_longer = no_longer || token(d).lower == "no";
          if (c > 0 && token(c - 1).lower == "no") no_longer = true;
        }
        if (rules_.future_words.count(word.lower) > 0) future_word = true;
        if (word.dep == "npadvmod" || word.dep == "advmod") {
          for (const std::uint32_t d : analysis_.children(c))
            future_word = future_word || rules_.future_words.count(token(d).lower) > 0;
        }
      } else if (one_of(word.dep, {"nsubj", "nsubjpass", "dobj", "attr", "expl"})) {
        if (word.dep == "nsubj" || word.dep == "nsubjpass" || word.dep == "expl") has_subject = true;
        if (const std::uint32_t no = negator(c); no != kNoToken) {
          negated = !negated;
          by_object = one_of(word.dep, {"dobj", "attr"});
          note(r, "neg/" + std::string(token(no).lower), no);
        }
      } else if (word.dep == "prep") {
        const std::uint32_t object = child(c, {"pobj"});
        if (object != kNoToken) {
          for (const std::uint32_t d : analysis_.children(object))
            future_word = future_word || rules_.future_words.count(token(d).lower) > 0;
        }
      }
    }
    if (no_longer) negated = true;
    const std::uint32_t nor = negated ? kNoToken : nor_before(verb);
    if (nor != kNoToken) {
      negated = true;
      note(r, "neg/nor", nor);
    }
    r.negated = negated;
    const std::string_view tag = token(verb).tag;
    level.perfect = have != kNoToken;
    level.progressive = be && tag == "VBG";

    // A conjunct shares what stands before the first: "will visit and meet".
    if (dep(verb) == "conj" && !analysis_.is_root(verb) && modal == kNoToken && to == kNoToken &&
        finite_aux == kNoToken && !has_subject && depth < kDeepest) {
      const std::uint32_t first = token(verb).head;
      const bool finite = one_of(tag, {"VBD", "VBZ", "VBP"});
      if (is_verb(first) && first != stop && (!finite || tag == token(first).tag)) {
        const bool shares = tag == token(first).tag || tag == "VB" ||
                            (tag == "VBN" && token(first).tag == "VBN") ||
                            (tag == "VBN" && token(first).tag == "VBD");
        if (shares && !finite) {
          level = read_verb(first, stop, depth + 1);
          if (negated && (nor == kNoToken || !level.reading.negated)) negate(level.reading);
          return level;
        }
      }
    }

    const Token* finite = finite_aux != kNoToken ? &token(finite_aux) : nullptr;
    bool governed = false;  // takes its tense from above
    if (modal != kNoToken) {
      const StatusModal& rule = rules_.modals.find(token(modal).lower)->second;
      const std::uint32_t by = rule.reported ? reporter(verb) : kNoToken;
      OperatorEffect effect = negated ? rule.negative : rule.positive;
      if (rule.perfect && level.perfect)
        effect = *rule.perfect;
      else if (rule.reported && !negated && by != kNoToken)
        effect = by == stop && rule.presented ? *rule.presented : *rule.reported;
      set(r, effect);
      if (rule.reported && negated && by != kNoToken) {
        r.status = Status::kNotOccurred;
        r.factuality = -2;
      }
      if (negated && rule.perfect && level.perfect) negate(r);
      if (!negated && !level.perfect && is_state(verb, level) && r.status == Status::kPossible &&
          effect.tense == TenseRule::kFuture) {
        r.tense = Tense::kNow;  // "may be in Minsk", "must be hoping"
        if (rule.epistemic) set(r, *rule.epistemic);
      }
      if (habit && !negated && token(modal).lemma == "would" && r.status == Status::kPossible) {
        r.status = Status::kHabitual;  // "would often visit"
        r.tense = Tense::kPast;
        r.factuality = 2.5;
      }
      note(r, rule.rule, modal);
      r.finite = true;
      if (!negated && !level.perfect && performs(verb, verb)) perform(r, modal);
    } else if (to != kNoToken) {
      level.infinitive = true;
      r.status = Status::kPlanned;
      r.tense = level.perfect ? Tense::kPast : Tense::kFuture;
      if (level.perfect) r.status = Status::kOccurred;
      r.factuality = 3;
      governed = true;
      if (negated) negate(r);
    } else if (finite != nullptr || one_of(tag, {"VBD", "VBZ", "VBP"})) {
      const std::string_view marker = finite != nullptr ? finite->tag : tag;
      const std::uint32_t at = finite_aux != kNoToken ? finite_aux : verb;
      r.finite = true;
      if (marker == "VBD") {
        r.tense = Tense::kPast;
        r.status = Status::kOccurred;
        level.past_perfect = have != kNoToken && finite_aux == have;
        note(r, level.past_perfect ? "tense/past-perfect" : "tense/past", at);
        if (have == kNoToken && !passive && dep(verb) == "ccomp" && is_state(verb, level) &&
            reporter(verb) != kNoToken) {
          r.tense = Tense::kNow;  // "said that it opposed the plan": it opposes it
          r.status = Status::kOngoing;
          level.backshifted = true;
        }
      } else if (have != kNoToken) {
        r.tense = Tense::kPast;
        r.status = Status::kOccurred;
        if (level.progressive) {
          r.tense = Tense::kNow;
          r.status = Status::kOngoing;
        }
        note(r, "tense/perfect", at);
      } else if (level.progressive) {
        r.tense = Tense::kNow;
        r.status = Status::kOngoing;
        if (future_word) {
          r.tense = Tense::kFuture;
          r.status = Status::kPlanned;
          r.factuality = 2.5;
        }
        note(r, "tense/progressive", at);
      } else {
        r.tense = Tense::kNow;
        note(r, "tense/present", at);
        if (habit) {
          r.status = Status::kHabitual;
        } else if (future_word) {
          r.status = Status::kPlanned;
          r.tense = Tense::kFuture;
          r.factuality = 2.5;
        } else if (passive || rules_.state_verbs.count(token(verb).lemma) > 0 || token(verb).pos == "AUX") {
          r.status = Status::kOngoing;
        } else if (in_headline(verb)) {
          r.status = Status::kOccurred;
          r.tense = Tense::kPast;
        } else {
          r.status = says(verb) ? Status::kOccurred : Status::kHabitual;
        }
      }
      if (habit && r.tense == Tense::kPast && r.status == Status::kOccurred && marker == "VBD")
        r.status = Status::kHabitual;
      if (no_longer) r.tense = Tense::kNow;
      if (negated) negate(r);
    } else if (tag == "VBN") {
      r.tense = Tense::kPast;  // "the troops sent to Mali", "Khan invited to Moscow"
      if (level.perfect) governed = true;
      if (negated) negate(r);
      if (one_of(dep(verb), {"ROOT"})) r.finite = true;
    } else if (tag == "VBG") {
      r.tense = Tense::kNow;
      governed = true;
      if (negated) negate(r);
    } else {  // a bare form: imperative, or after "let", "help", "make"
      r.tense = Tense::kFuture;
      governed = true;
      if (analysis_.is_root(verb) && !has_subject && rules_.elided_subject.count(token(verb).lemma) > 0 &&
          !negated) {
        r.status = Status::kOngoing;  // "Hope to see them soon": I do
        r.tense = Tense::kNow;
        governed = false;
      } else if (orders(verb, has_subject)) {
        r.status = Status::kRequested;
        r.factuality = 1;
        note(r, "mood/imperative", verb);
        governed = false;
      }
      if (negated) negate(r);
    }
    if (by_object && r.factuality < -2.5) r.factuality = -2.5;  // "gave no reason": something was done
    level.without = by_object && rules_.state_verbs.count(token(verb).lemma) > 0;
    if (scale < 1) {
      r.factuality *= scale;
      if (scale < 0.5 && std::abs(r.factuality) < 1.5 && r.status == Status::kOccurred)
        r.status = Status::kPossible;
    }

    read_condition(verb, level);
    read_question(verb, level);
    return under(verb, std::move(level), governed, stop, depth);
  }

  // A bare verb that asks its reader: the main verb without a subject, or one in a clause of its own beside it,
  // "take the red line, then you turn right"; with "please" any.
  bool orders(std::uint32_t verb, bool has_subject) const {
    for (const std::uint32_t c : analysis_.children(verb)) {
      if (token(c).lower == "please") return true;
    }
    if (has_subject) return false;
    if (analysis_.is_root(verb)) return true;
    return one_of(dep(verb), {"advcl", "parataxis"}) && token(verb).tag == "VB" &&
           child(verb, {"mark", "aux"}) == kNoToken &&
           !(verb > 0 && one_of(token(verb - 1).lower, {"than", "not", "to", "and", "or"}));
  }

  // "neither confirmed nor denied", "did not meet, nor will they talk".
  std::uint32_t nor_before(std::uint32_t verb) const {
    if (dep(verb) != "conj" || analysis_.is_root(verb)) return kNoToken;
    for (const std::uint32_t c : analysis_.children(token(verb).head)) {
      if (dep(c) == "cc" && c < verb && token(c).lower == "nor") return c;
    }
    return kNoToken;
  }

  bool is_state(std::uint32_t verb, const Level& level) const {
    return level.progressive || token(verb).pos == "AUX" || rules_.state_verbs.count(token(verb).lemma) > 0;
  }

  // "nobody", "no minister".
  std::uint32_t negator(std::uint32_t noun) const {
    if (rules_.negators.count(token(noun).lower) > 0) return noun;
    for (const std::uint32_t c : analysis_.children(noun)) {
      if (one_of(dep(c), {"det", "neg", "preconj", "cc"}) && c < noun &&
          rules_.negative_determiners.count(token(c).lower) > 0)
        return c;
    }
    return kNoToken;
  }

  static void negate(StatusReading& r) {
    r.factuality = -r.factuality;
    if (r.factuality < 0) {
      r.status = Status::kNotOccurred;
    } else if (r.status == Status::kNotOccurred) {
      r.status = Status::kOccurred;
    }
  }

  void set(StatusReading& r, const OperatorEffect& effect) const {
    if (effect.status) r.status = *effect.status;
    if (effect.tense == TenseRule::kPast) r.tense = Tense::kPast;
    if (effect.tense == TenseRule::kNow) r.tense = Tense::kNow;
    if (effect.tense == TenseRule::kFuture) r.tense = Tense::kFuture;
    r.factuality = effect.factuality;
  }

  bool says(std::uint32_t verb) const {
    const auto found = rules_.verbs.find(token(verb).lemma);
    if (found == rules_.verbs.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(), [&](std::uint32_t op) {
      return rules_.operators[op].presupposes || rules_.operators[op].rule == "op/say" ||
             rules_.operators[op].rule == "op/claim";
    });
  }
  // The verb of saying or thinking, or the noun, that the clause hangs on: "said it would sign", "the plan
  // that".
  std::uint32_t reporter(std::uint32_t verb) const {
    std::uint32_t t = verb;
    for (int step = 0; step < 4 && !analysis_.is_root(t); ++step) {
      const bool clause = dep(t) == "relcl" && child(t, {"mark"}) != kNoToken;  // "in a memo that he would"
      if (clause || one_of(dep(t), {"ccomp", "acl"})) {
        const std::uint32_t head = token(t).head;
        return says(head) || token(head).pos == "NOUN" ? head : kNoToken;
      }
      if (dep(t) != "conj") return kNoToken;
      t = token(t).head;
    }
    return kNoToken;
  }

  // ---- condition and question ---------------------------------------------------

  // The conjunction that makes a clause a protasis.
  std::uint32_t condition_word(std::uint32_t clause) const {
    for (const std::uint32_t c : analysis_.children(clause)) {
      if (c > clause) break;
      if (!one_of(dep(c), {"mark", "advmod", "prep"})) continue;
      // "as if it were", "even if it attacks": no condition
      if (c > 0 && token(c).lower == "if" && one_of(token(c - 1).lower, {"as", "even"})) return kNoToken;
      if (rules_.conditions.count(token(c).lower) > 0) return c;
      if (c + 1 < analysis_.tokens.size()) {
        std::string phrase(token(c).lower);
        for (std::uint32_t n = c + 1; n < clause && n < c + 4; ++n) {
          phrase += " " + std::string(token(n).lower);
          if (rules_.conditions.count(phrase) > 0) return c;
        }
        // "as long as": the first "as" hangs on "long"
        if (c >= 2) {
          const std::string before = std::string(token(c - 2).lower) + " " + std::string(token(c - 1).lower) +
                                     " " + std::string(token(c).lower);
          if (rules_.conditions.count(before) > 0) return c;
        }
        if (c >= 1 &&
            rules_.conditions.count(std::string(token(c - 1).lower) + " " + std::string(token(c).lower)) > 0)
          return c;
      }
    }
    // "had it not been for", "were he to come": inversion
    const std::uint32_t aux = child(clause, {"aux"});
    const std::uint32_t subject = child(clause, {"nsubj", "nsubjpass"});
    if (aux != kNoToken && subject != kNoToken && aux < subject &&
        one_of(token(aux).lower, {"had", "were", "should"}) && dep(clause) == "advcl") {
      return aux;
    }
    // "provided that X": a participle with the clause below it
    if (one_of(dep(clause), {"ccomp"}) && !analysis_.is_root(clause)) {
      const std::uint32_t head = token(clause).head;
      if (rules_.conditions.count(token(head).lower) > 0 && one_of(token(head).tag, {"VBN", "VBG", "IN"}))
        return head;
    }
    if (dep(clause) == "acl" && !analysis_.is_root(clause) && token(token(clause).head).lower == "condition")
      return token(clause).head;
    return kNoToken;
  }

  bool past_perfect_clause(std::uint32_t clause) const {
    for (const std::uint32_t c : analysis_.children(clause)) {
      if (dep(c) == "aux" && one_of(token(c).lower, {"had", "'d", "’d"}) && token(clause).tag == "VBN")
        return true;
    }
    return false;
  }

  void read_condition(std::uint32_t verb, Level& level) const {
    StatusReading& r = level.reading;
    // The protasis itself, unless it is an indirect question ("asked if").
    const bool question = dep(verb) == "ccomp" && !analysis_.is_root(verb) && says_or_asks(token(verb).head);
    if (const std::uint32_t word = condition_word(verb); word != kNoToken && !question) {
      r.condition = subtree_span(verb);
      r.condition_head = verb;
      if (past_perfect_clause(verb) || token(word).lower == "had") {
        r.status = Status::kNotOccurred;
        r.tense = Tense::kPast;
        r.factuality = r.negated ? 2 : -2;
        if (r.negated) r.status = Status::kOccurred;
        note(r, "condition/counterfactual", word);
      } else {
        r.status = Status::kConditional;
        if (r.tense != Tense::kPast) r.tense = Tense::kFuture;
        r.factuality = 0.4;
        note(r, "condition/if", word);
      }
      return;
    }
    for (const std::uint32_t c : analysis_.children(verb)) {
      std::uint32_t clause = kNoToken;
      if (dep(c) == "advcl") clause = c;
      if (one_of(dep(c), {"prep", "advcl"}) && rules_.conditions.count(token(c).lower) > 0) {
        const std::uint32_t below = child(c, {"ccomp", "pcomp"});
        if (below != kNoToken) clause = below;
      }
      if (dep(c) == "prep" && clause == kNoToken) {
        const std::uint32_t noun = child(c, {"pobj"});
        if (noun != kNoToken && token(noun).lower == "condition") clause = child(noun, {"acl", "ccomp"});
        // "had it not been for" without a clause of its own is found below
      }
      if (clause == kNoToken) continue;
      const std::uint32_t word = condition_word(clause);
      if (word == kNoToken || token(word).lower == "once") continue;
      r.condition = subtree_span(clause);
      r.condition_head = clause;
      if (r.tense == Tense::kPast && r.status == Status::kNotOccurred && level.perfect) {
        note(r, "condition/counterfactual", word);  // "would have sanctioned"
        return;
      }
      if (r.tense == Tense::kPast && !level.perfect && r.status == Status::kOccurred &&
          !past_perfect_clause(clause)) {
        // "left if it rained" is a habit, but mostly the parser's mistake
        return;
      }
      const double sign = r.factuality < 0 ? -1 : 1;
      r.status = Status::kConditional;
      if (r.tense != Tense::kPast) r.tense = Tense::kFuture;
      r.factuality = sign * 1;
      note(r, "condition/if", word);
      return;
    }
  }
  bool says_or_asks(std::uint32_t head) const {
    const auto found =
        is_verb(head) ? rules_.verbs.find(token(head).lemma) : rules_.adjectives.find(token(head).lower);
    if (found == (is_verb(head) ? rules_.verbs.end() : rules_.adjectives.end())) return false;
    return std::any_of(found->second.begin(), found->second.end(), [&](std::uint32_t op) {
      return has_place(rules_.operators[op], ComplementPlace::kWhether);
    });
  }

  Span subtree_span(std::uint32_t t) const {
    auto [first, last] = analysis_.subtree(t);
    while (last > first + 1 && (token(last - 1).pos == "PUNCT" || token(last - 1).pos == "SPACE")) --last;
    return analysis_.span(first, last);
  }

  // A yes-no question leaves its verb open; "why did he leave" takes it for granted.
  void read_question(std::uint32_t verb, Level& level) const {
    if (!analysis_.is_root(verb)) return;
    const Sentence& sentence = analysis_.sentences[token(verb).sentence];
    std::uint32_t last = sentence.last;
    while (last > sentence.first &&
           (token(last - 1).pos == "SPACE" || one_of(token(last - 1).lower, {"\"", "”", "''", "’", ")"})))
      --last;
    if (last == sentence.first || token(last - 1).lower != "?") return;
    for (const std::uint32_t c : analysis_.children(verb)) {
      if (one_of(token(c).tag, {"WRB", "WP", "WDT", "WP$"})) return;
      for (const std::uint32_t d : analysis_.children(c)) {
        if (one_of(token(d).tag, {"WRB", "WP", "WDT", "WP$"}) && dep(c) != "advcl") return;
      }
    }
    level.reading.status = Status::kPossible;
    level.reading.factuality = 0;
    note(level.reading, "mood/question", last - 1);
  }

  // ---- what governs ---------------------------------------------------------------

  struct Governor {
    std::uint32_t head = kNoToken;
    ComplementPlace place = ComplementPlace::kClause;
    std::string_view preposition;
    std::uint32_t preposition_token = kNoToken;
  };

  static bool has_place(const StatusOperator& op, ComplementPlace place) {
    return std::binary_search(op.places.begin(), op.places.end(), place);
  }

  const std::vector<std::uint32_t>* entries(std::uint32_t head) const {
    const Token& word = token(head);
    if (is_verb(head)) {
      const std::uint32_t particle = child(head, {"prt"});
      if (particle != kNoToken) {
        const auto found =
            rules_.verbs.find(std::string(word.lemma) + " " + std::string(token(particle).lower));
        if (found != rules_.verbs.end()) return &found->second;
      }
      for (const std::uint32_t c : analysis_.children(head)) {  // "stop short", "take place"
        if (!one_of(dep(c), {"advmod", "acomp", "dobj", "oprd"}) || c < head || c > head + 2) continue;
        const auto found = rules_.verbs.find(std::string(word.lemma) + " " + std::string(token(c).lower));
        if (found != rules_.verbs.end()) return &found->second;
      }
      for (const std::uint32_t c : analysis_.children(head)) {  // "call on Minsk to"
        if (dep(c) != "prep" || c > head + 1 || c < head) continue;
        const auto found = rules_.verbs.find(std::string(word.lemma) + " " + std::string(token(c).lower));
        if (found != rules_.verbs.end()) return &found->second;
      }
      const auto found = rules_.verbs.find(word.lemma);
      if (found != rules_.verbs.end()) return &found->second;
      return nullptr;
    }
    if (word.pos == "ADJ" || word.pos == "ADV" || word.pos == "ADP") {
      const auto found = rules_.adjectives.find(word.lower);
      return found == rules_.adjectives.end() ? nullptr : &found->second;
    }
    const auto found = rules_.nouns.find(word.lemma);
    return found == rules_.nouns.end() ? nullptr : &found->second;
  }

  const StatusOperator* find_operator(const Governor& g) const {
    const auto* list = entries(g.head);
    if (list == nullptr) return nullptr;
    for (const std::uint32_t op : *list) {
      const StatusOperator& candidate = rules_.operators[op];
      if (candidate.progressive && token(g.head).tag != "VBG") continue;
      if (candidate.bare && child(g.head, {"acomp", "attr", "advmod", "prep"}) != kNoToken) continue;
      if (g.place == ComplementPlace::kPreposition) {
        if (std::binary_search(candidate.prepositions.begin(), candidate.prepositions.end(), g.preposition,
                               [](std::string_view a, std::string_view b) { return a < b; })) {
          return &candidate;
        }
      } else if (has_place(candidate, g.place)) {
        return &candidate;
      }
    }
    return nullptr;
  }

  // The reading of a governing word: of a verb its own, of a predicate adjective that of its copula, of a noun
  // that of the noun.
  Level read_governor(std::uint32_t head, std::uint32_t stop, int depth) const {
    if (is_verb(head)) return read_verb(head, stop, depth);
    if (token(head).pos == "ADJ" || token(head).pos == "ADV" || token(head).pos == "ADP") {
      if (!analysis_.is_root(head) && token(head).head != stop) {
        const std::uint32_t up = token(head).head;
        if (is_verb(up)) return read_verb(up, stop, depth);
        if (dep(head) == "amod") return read_noun(up, stop, depth);
      }
      Level level;
      level.reading.tense = Tense::kNow;
      return level;
    }
    return read_noun(head, stop, depth);
  }

  Level under(std::uint32_t t, Level level, bool governed, std::uint32_t stop, int depth) const {
    if (analysis_.is_root(t) || depth >= kDeepest) return at_root(t, std::move(level));
    const std::uint32_t head = token(t).head;
    const std::string_view label = dep(t);
    if (head == stop) return ungoverned(std::move(level), governed);
    Governor g;
    g.head = head;
    const std::string_view tag = token(t).tag;
    if (label == "xcomp" || label == "ccomp" || label == "acl" || label == "csubj" || label == "csubjpass" ||
        label == "dep" || (one_of(label, {"advcl", "relcl"}) && level.infinitive)) {
      const std::uint32_t mark = child(t, {"mark"});
      const bool whether = mark != kNoToken &&
                           (token(mark).lower == "whether" || (token(mark).lower == "if" && label == "ccomp"));
      if (whether) {
        g.place = ComplementPlace::kWhether;
      } else if (level.infinitive) {
        g.place = ComplementPlace::kInfinitive;
      } else if (!level.reading.finite && tag == "VBG") {
        g.place = ComplementPlace::kGerund;
      } else if (!level.reading.finite && tag == "VB") {
        const bool that = mark != kNoToken && token(mark).lower == "that";
        g.place = that || child(t, {"nsubj", "nsubjpass"}) != kNoToken ? ComplementPlace::kSubjunctive
                                                                       : ComplementPlace::kInfinitive;
        if (!that && find_operator({head, ComplementPlace::kSubjunctive, {}, kNoToken}) == nullptr)
          g.place = ComplementPlace::kInfinitive;
      } else {
        g.place = ComplementPlace::kClause;
      }
      if (label == "acl" && !level.infinitive && tag != "VBG" && mark == kNoToken && !level.reading.finite) {
        // "the troops sent to Mali": a fact about the noun
        return level;
      }
      // "It is easy to see": the parser hangs the infinitive on the copula, the adjective governs it
      if (level.infinitive && token(head).lemma == "be" && find_operator(g) == nullptr) {
        const std::uint32_t predicate = child(head, {"acomp", "attr"});
        if (predicate != kNoToken && predicate != stop && predicate != t) g.head = predicate;
      }
      return apply(t, std::move(level), g, governed, stop, depth);
    }
    if (label == "pcomp") {
      g.preposition_token = head;
      g.preposition = token(head).lower;
      g.place = ComplementPlace::kPreposition;
      return through_preposition(t, std::move(level), g, governed, stop, depth);
    }
    if (label == "conj" && is_verb(head) && !level.reading.finite && governed) {
      Level first = read_verb(head, stop, depth + 1);
      return merge_conjunct(std::move(level), first);
    }
    if (label == "conj" && is_verb(head) && level.reading.finite) {
      // Shares what stands above the first conjunct: "said that A and B".
      return share_embedding(std::move(level), head, stop, depth);
    }
    if (label == "advcl" && governed && !level.infinitive && head != stop) {
      return beside(std::move(level), read_governor(head, stop, depth + 1));
    }
    return level;
  }

  // A participle beside a clause, "citing flaws", "after violating the law": as real as the clause.
  static Level beside(Level level, const Level& governor) {
    StatusReading& r = level.reading;
    const StatusReading& above = governor.reading;
    const bool negative = r.factuality < 0;
    if (!level.perfect) r.tense = above.tense;
    if (one_of(name_of(above.status), {"planned", "possible", "conditional", "requested", "offered"}) &&
        above.factuality >= 0) {
      r.status = above.status;
      r.factuality = above.factuality;
      if (negative) negate(r);
    }
    return level;
  }

  Level merge_conjunct(Level level, const Level& first) const {
    const bool negated = level.reading.negated;
    std::vector<Evidence> own = std::move(level.reading.evidence);
    level.reading.status = first.reading.status;
    level.reading.tense = first.reading.tense;
    level.reading.factuality = first.reading.factuality;
    level.reading.condition = first.reading.condition;
    level.reading.evidence = first.reading.evidence;
    level.reading.evidence.insert(level.reading.evidence.end(), own.begin(), own.end());
    if (negated) negate(level.reading);
    return level;
  }

  Level share_embedding(Level level, std::uint32_t first, std::uint32_t stop, int depth) const {
    std::uint32_t t = first;
    for (int step = 0; step < 4 && !analysis_.is_root(t) && dep(t) == "conj"; ++step) t = token(t).head;
    if (analysis_.is_root(t) || token(t).head == stop) return level;
    if (dep(t) == "ccomp" && child(t, {"mark"}) == kNoToken) {
      Governor g;
      g.head = token(t).head;
      g.place = ComplementPlace::kClause;
      return apply(t, std::move(level), g, false, stop, depth);
    }
    return level;
  }

  // Nothing above may be read: an infinitive is a plan, a gerund a fact.
  Level ungoverned(Level level, bool governed) const {
    if (governed && level.infinitive && !level.perfect) {
      if (level.reading.factuality > 0) level.reading.factuality = 2;
      if (level.reading.factuality < 0) level.reading.factuality = -2;
    }
    return level;
  }
  Level at_root(std::uint32_t t, Level level) const {
    if (level.infinitive && !level.perfect) {  // "Khan to visit Russia"
      level.reading.factuality = level.reading.factuality < 0 ? -2.5 : 2.5;
      note(level.reading, "tense/to", t);
    }
    return level;
  }

  Level through_preposition(std::uint32_t t, Level level, Governor g, bool governed, std::uint32_t stop,
                            int depth) const {
    const std::uint32_t preposition = g.preposition_token;
    if (analysis_.is_root(preposition)) return level;
    std::uint32_t above = token(preposition).head;
    if (above == stop || preposition == stop) return ungoverned(std::move(level), governed);
    g.head = above;
    // "stopped short of", "instead of": the adverb between
    if (find_operator(g) == nullptr && one_of(token(above).pos, {"ADV", "ADJ", "ADP", "SCONJ"}) &&
        !analysis_.is_root(above)) {
      Governor outer = g;
      outer.head = token(above).head;
      if (outer.head != stop && find_operator(outer) != nullptr)
        return apply(t, std::move(level), outer, governed, stop, depth);
    }
    const StatusWord* word = preposition_word(preposition);
    if (word != nullptr && one_of(word->rule, {"preposition/without", "preposition/in-case"})) {
      return apply_word(std::move(level), *word, preposition, above, stop, depth);
    }
    if (find_operator(g) != nullptr) return apply(t, std::move(level), g, governed, stop, depth);
    if (word != nullptr) return apply_word(std::move(level), *word, preposition, above, stop, depth);
    // after, by, while, in: facts of the clause
    if (level.reading.finite) return level;
    return beside(std::move(level), read_governor(above, stop, depth + 1));
  }

  const StatusWord* preposition_word(std::uint32_t preposition) const {
    auto found = rules_.prepositions.find(token(preposition).lower);
    if (found != rules_.prepositions.end() && found->second.rule != "preposition/purpose")
      return &found->second;
    if (one_of(token(preposition).lower, {"of", "than", "to"}) && !analysis_.is_root(preposition)) {
      const auto outer = rules_.prepositions.find(token(token(preposition).head).lower);
      if (outer != rules_.prepositions.end() && outer->second.rule != "preposition/purpose")
        return &outer->second;
    }
    if (preposition > 0 && one_of(token(preposition).lower, {"of", "than", "to"})) {
      const auto outer = rules_.prepositions.find(token(preposition - 1).lower);
      if (outer != rules_.prepositions.end() && outer->second.rule != "preposition/purpose")
        return &outer->second;
    }
    return found == rules_.prepositions.end() ? nullptr : &found->second;
  }

  Level apply_word(Level level, const StatusWord& word, std::uint32_t at, std::uint32_t above,
                   std::uint32_t stop, int depth) const {
    StatusReading& r = level.reading;
    const double own = r.factuality;
    const std::optional<Tense> tense = r.tense;
    set(r, word.effect);
    if (word.effect.tense == TenseRule::kGovernor) {
      const Level governor = read_governor(above, stop, depth + 1);
      r.tense = governor.reading.tense;
      if (word.effect.status == Status::kPlanned && r.tense == Tense::kPast) {
        r.status = Status::kOccurred;  // "they waited until the vote"
        r.factuality = 2.8;
      }
      if (!word.effect.status && governor.reading.factuality < 0 &&
          is_verb(above)) {  // "could not be reached for comment"
        r.status = Status::kNotOccurred;
        r.factuality = -1.5;
      }
      // "cannot return him without a hearing": where the clause itself is open or denied, so is this
      if (word.effect.factuality < 0 && governor.reading.factuality < 2) r.factuality = 0;
      // "they meet for talks": not there yet
      if (!word.effect.status && r.tense == Tense::kNow) r.factuality *= 0.75;
      if (!word.effect.status && governor.reading.factuality < 2.6 && governor.reading.factuality >= 0 &&
          governor.reading.status != Status::kOccurred) {
        r.status = governor.reading.status;
        r.factuality = std::min(r.factuality, std::max(governor.reading.factuality, 0.0));
      }
    } else if (word.effect.tense == TenseRule::kOwn) {
      r.tense = tense;
    }
    if (own < 0) negate(r);
    note(r, word.rule, at);
    return level;
  }

  // The effect of an operator on a happening.
  Level apply(std::uint32_t t, Level level, const Governor& g, bool governed, std::uint32_t stop,
              int depth) const {
    StatusReading& r = level.reading;
    const Level governor = read_governor(g.head, stop, depth + 1);
    const StatusReading& above = governor.reading;
    // Small words that turn an infinitive round: too weak to, has yet to.
    if (g.place == ComplementPlace::kInfinitive) {
      std::uint32_t weak = g.head;  // "is too weak to": the parser hangs the infinitive on either
      if (is_verb(g.head) && child(g.head, {"acomp"}) != kNoToken) weak = child(g.head, {"acomp"});
      for (const std::uint32_t at : {weak, g.head}) {
        for (const std::uint32_t c : analysis_.children(at)) {
          const bool too = token(c).lower == "too" && at == weak && !is_verb(weak);
          const bool yet =
              token(c).lower == "yet" && at == g.head && one_of(token(g.head).lemma, {"have", "be"});
          if (dep(c) != "advmod" || (!too && !yet)) continue;
          r.status = Status::kNotOccurred;
          r.tense = yet ? std::optional(Tense::kPast) : above.tense;
          r.factuality = -2.5;
          note(r, yet ? "op/yet" : "op/too", c);
          return level;
        }
      }
      if (one_of(token(g.head).pos, {"NOUN", "PROPN"}) || token(g.head).pos == "ADJ") {
        // "the first leader to visit", "the last to leave"
        std::uint32_t ordinal = kNoToken;
        if (is_ordinal(g.head)) ordinal = g.head;
        for (const std::uint32_t c : analysis_.children(g.head)) {
          if (one_of(dep(c), {"amod", "nummod"}) && is_ordinal(c)) ordinal = c;
        }
        if (ordinal != kNoToken) {
          r.status = above.status == Status::kNotOccurred ? Status::kNotOccurred : above.status;
          if (above.status == Status::kOngoing || above.status == Status::kHabitual)
            r.status = Status::kOccurred;
          r.tense = above.tense == Tense::kNow ? std::optional(Tense::kPast) : above.tense;
          r.factuality = above.factuality;
          r.condition = above.condition;
          note(r, "op/first-to", ordinal);
          return level;
        }
      }
    }
    if (g.place == ComplementPlace::kInfinitive && is_verb(g.head) && r.factuality > 0 && performs(t, g.head)) {
      perform(r, g.head);
      return level;
    }
    const StatusOperator* op = find_operator(g);
    if (op == nullptr) return without_operator(t, std::move(level), g, governor, governed);
    note(r, op->rule, g.head);
    for (const Evidence& evidence : above.evidence) r.evidence.push_back(evidence);
    const bool own_negative = r.factuality < 0;
    if (is_unrealised(*op, g.head) &&
        (governor.past_perfect || (level.perfect && above.tense == Tense::kPast)) && !own_negative) {
      r.status = Status::kNotOccurred;
      r.tense = Tense::kPast;
      r.factuality = -2;
      note(r, "op/unrealised", g.head);
      return level;
    }
    const bool governor_negative = above.factuality < -0.1 || governor.refused;
    const bool was =
        above.tense == Tense::kPast && above.factuality > 1.5 && above.status != Status::kConditional;
    level.behind = level.behind || governor.behind || was;
    const OperatorEffect& effect = governor_negative ? op->negative
                                   : was && op->past ? *op->past
                                                     : op->positive;
    // A proposal that is blocked has been made: what is refused of words is there as words.
    if (!governor_negative && g.place == ComplementPlace::kObject && effect.factuality < 0 && effect.status &&
        one_of(name_of(*effect.status), {"not_occurred"}) && !own_negative && !is_verb(t) &&
        rules_.nouns.count(token(t).lemma) > 0 && !is_bare_singular(t)) {  // but "declined comment"
      level.refused = true;
      r.tense = Tense::kPast;
      return level;
    }
    double f = effect.factuality;
    if (!op->presupposes)
      f *= effect.status ? std::min(1.0, std::abs(above.factuality) / 2.5) : std::abs(above.factuality) / 3;
    // What is said to be planned is as sure as the weaker of the two, the plan and the saying.
    if (!effect.status && (level.reading.finite || level.perfect)) f = std::min(f, std::abs(r.factuality));
    // An attack that somebody plans or may try to prevent is open.
    if (f < 0 && effect.status == Status::kNotOccurred &&
        one_of(name_of(above.status), {"planned", "possible", "requested", "offered", "threatened"}))
      f *= 0.5;
    if (own_negative) f = -f;
    const std::optional<Tense> own_tense = r.tense;
    const bool from_governor = effect.tense == TenseRule::kGovernor && !level.reading.finite;
    if (effect.status) {
      r.status = *effect.status;
    } else if (!level.reading.finite && governed) {
      r.status = level.perfect ? Status::kOccurred : above.status;
      if (governor_negative || one_of(name_of(above.status), {"not_occurred"})) r.status = Status::kOccurred;
    }
    switch (effect.tense) {
      case TenseRule::kOwn:
        break;
      case TenseRule::kGovernor:
        if (from_governor) r.tense = above.tense;
        if (governor.backshifted && !is_verb(t) && r.status == Status::kOngoing) {
          r.status = Status::kOccurred;  // "said the attack included missiles"
          r.tense = Tense::kPast;
        }
        break;
      case TenseRule::kPast:
        r.tense = Tense::kPast;
        break;
      case TenseRule::kNow:
        r.tense = Tense::kNow;
        break;
      case TenseRule::kFuture:
        r.tense = Tense::kFuture;
        break;
    }
    if (!effect.status && !level.reading.finite && effect.tense == TenseRule::kOwn && !level.perfect &&
        governed) {
      r.tense = above.tense;  // "seems to know", "remembered leaving"
    }
    if (effect.tense == TenseRule::kOwn && g.place == ComplementPlace::kGerund && !level.perfect)
      r.tense = above.tense;
    if (level.perfect && !level.reading.finite) r.tense = Tense::kPast;
    if (level.reading.finite && effect.status && *effect.status != Status::kDenied &&
        (*effect.status != Status::kPossible || (own_tense == Tense::kPast && above.tense != Tense::kPast)))
      r.tense = own_tense;  // "I hope they enjoyed it"
    r.factuality = f;
    // What depends on something open is open itself.
    if (!op->presupposes) {
      if (above.status == Status::kConditional) {
        if (f >= 0 || !effect.status) r.status = Status::kConditional;
        r.condition = above.condition;
        r.condition_head = above.condition_head;
      } else if (above.status == Status::kPossible &&
                 one_of(name_of(r.status), {"occurred", "planned", "ongoing", "habitual"})) {
        r.status = Status::kPossible;
      }
      if (!effect.status && above.status == Status::kPlanned && r.status == Status::kOccurred &&
          !level.reading.finite)
        r.status = Status::kPlanned;
    }
    if (own_negative && r.factuality < 0 &&
        one_of(name_of(r.status),
               {"occurred", "planned", "ongoing", "habitual", "possible", "requested", "offered"})) {
      r.status = Status::kNotOccurred;
    } else if (r.factuality > 0.5 && r.status == Status::kNotOccurred) {
      r.status = r.tense == Tense::kFuture ? Status::kPlanned : Status::kOccurred;
    } else if (r.factuality < -0.1 && one_of(name_of(r.status), {"occurred", "ongoing", "habitual"})) {
      r.status = Status::kNotOccurred;
    }
    if (std::abs(r.factuality) < 0.2) r.factuality = 0;
    return level;
  }

  // "I must say", "we would like to thank", "I want to add": who speaks so does it.
  bool performs(std::uint32_t act, std::uint32_t verb) const {
    if (rules_.performatives.count(token(act).lemma) == 0) return false;
    if (act != verb && !one_of(token(verb).lemma, {"like", "want", "wish", "have", "love"})) return false;
    if (act != verb && token(verb).lemma == "like" && child(verb, {"aux"}) != kNoToken) return true;
    const std::uint32_t subject = child(verb, {"nsubj"});
    return subject != kNoToken && one_of(token(subject).lower, {"i", "we"}) && token(verb).tag != "VBD";
  }
  void perform(StatusReading& r, std::uint32_t at) const {
    r.status = Status::kOccurred;
    r.tense = Tense::kNow;
    r.factuality = 2.5;
    note(r, "performative/performative", at);
  }

  bool is_unrealised(const StatusOperator& op, std::uint32_t head) const {
    const std::string_view word = is_verb(head) ? token(head).lemma : token(head).lower;
    return std::find(op.unrealised.begin(), op.unrealised.end(), word) != op.unrealised.end();
  }

  bool is_bare_singular(std::uint32_t noun) const {
    return token(noun).tag == "NN" && child(noun, {"det", "poss", "prep", "acl", "compound"}) == kNoToken;
  }

  bool is_ordinal(std::uint32_t t) const {
    return one_of(token(t).lower,
                  {"first", "second", "third", "fourth", "fifth", "last", "only", "latest", "next", "one"}) ||
           token(t).ent_type == "ORDINAL";
  }

  // No operator above that we know.
  Level without_operator(std::uint32_t t, Level level, const Governor& g, const Level& governor,
                         bool governed) const {
    StatusReading& r = level.reading;
    const StatusReading& above = governor.reading;
    if (g.place == ComplementPlace::kInfinitive) {
      // A purpose: meant, not done.
      const double sign = r.factuality < 0 ? -1 : 1;
      r.status = sign < 0 ? Status::kNotOccurred : Status::kPlanned;
      r.tense = level.perfect ? Tense::kPast : Tense::kFuture;
      double f = is_verb(g.head) ? rules_.purpose : rules_.noun_purpose;
      if (above.factuality < -0.1) {  // "was not there to comment"
        r.status = Status::kNotOccurred;
        r.factuality = sign * -1.5;
        note(r, "op/purpose", t);
        return level;
      }
      level.behind = governor.behind || (above.tense == Tense::kPast && above.factuality > 1.5);
      if (above.factuality < 2) f *= std::max(0.0, above.factuality) / 3;
      r.factuality = sign * f;
      if (above.status == Status::kConditional || above.status == Status::kPossible)
        r.status = sign < 0 ? Status::kNotOccurred : Status::kPossible;
      note(r, "op/purpose", t);
      return level;
    }
    if (governed && g.place == ComplementPlace::kGerund) {
      if (dep(t) == "acl" && !level.perfect)
        return level;  // "a country taking part": as long as it is spoken of
      const double sign = r.factuality < 0 ? -1 : 1;
      r.tense = level.perfect ? std::optional(Tense::kPast) : above.tense;
      r.factuality = sign * (above.factuality < 0 ? 2.0 : std::max(1.0, above.factuality * 0.9));
      if (above.status == Status::kPlanned || above.status == Status::kPossible ||
          above.status == Status::kConditional)
        r.status = above.status;
      if (r.status == Status::kOccurred && r.tense == Tense::kNow) r.status = Status::kOngoing;
      return level;
    }
    if (g.place == ComplementPlace::kWhether) {
      r.status = Status::kPossible;
      r.factuality = 0;
      note(r, "op/whether", t);
      return level;
    }
    if (g.place == ComplementPlace::kSubjunctive) {
      r.status = Status::kRequested;
      r.factuality = r.factuality < 0 ? -1 : 1;
      return level;
    }
    // A clause: as it stands, a little less under what is open.
    if (above.factuality < 1.5 && !analysis_.is_root(t)) r.factuality *= 0.8;
    return level;
  }

  // ---- nouns -----------------------------------------------------------------------

  // "The planned visit never materialised", "was cancelled": the verb knows more than the adjective.
  bool told_by_verb(std::uint32_t noun, std::uint32_t stop) const {
    if (analysis_.is_root(noun) || token(noun).head == stop || !one_of(dep(noun), {"nsubj", "nsubjpass"}))
      return false;
    const bool passive = child(token(noun).head, {"auxpass"}) != kNoToken;
    const StatusOperator* op = find_operator(
        {token(noun).head, passive ? ComplementPlace::kObject : ComplementPlace::kSubject, {}, kNoToken});
    return op != nullptr && one_of(op->rule, {"op/happen", "op/cancel", "op/postpone", "op/prevent"});
  }

  Level read_noun(std::uint32_t noun, std::uint32_t stop, int depth) const {
    Level level;
    StatusReading& r = level.reading;
    bool definite = false;
    for (const std::uint32_t c : analysis_.children(noun)) {
      if (dep(c) == "poss" ||
          (dep(c) == "det" && one_of(token(c).lower, {"the", "this", "that", "these", "those"})))
        definite = true;
      if (!one_of(dep(c), {"amod", "compound", "det", "neg", "nmod"})) continue;
      if (rules_.negative_determiners.count(token(c).lower) > 0) {
        r.negated = true;
        r.factuality = -2;  // "no visit": less flat than a negated verb
        r.status = Status::kNotOccurred;
        note(r, "neg/" + std::string(token(c).lower), c);
        continue;
      }
      const auto modifier = rules_.modifiers.find(token(c).lower);
      if (modifier == rules_.modifiers.end()) continue;
      if (modifier->second.effect.status == Status::kPlanned && told_by_verb(noun, stop)) continue;
      set(r, modifier->second.effect);
      note(r, modifier->second.rule, c);
      return level;
    }
    if (depth >= kDeepest) return level;
    // "a visit postponed by fog", "an attack foiled by the police"
    for (const std::uint32_t c : analysis_.children(noun)) {
      if (dep(c) != "acl" || token(c).tag != "VBN" || c < noun || c == stop) continue;
      const StatusOperator* op = find_operator({c, ComplementPlace::kObject, {}, kNoToken});
      if (op == nullptr || !op->positive.status || r.negated) continue;
      return apply(noun, std::move(level), {c, ComplementPlace::kObject, {}, kNoToken}, true, stop, depth);
    }
    if (analysis_.is_root(noun)) {
      r.tense = Tense::kPast;
      return level;
    }
    const std::uint32_t head = token(noun).head;
    const std::string_view label = dep(noun);
    if (head == stop) {
      r.tense =
          is_verb(head) ? read_verb(head, kNoToken, depth + 1).reading.tense : std::optional(Tense::kPast);
      return level;
    }
    if (one_of(label, {"conj", "appos", "compound", "nmod", "poss"})) {
      if (is_verb(head)) return level;
      const Level outer = read_noun(head, stop, depth + 1);
      const double factor = label == "compound" || label == "nmod" ? 0.9 : 1;
      r.status = r.negated ? Status::kNotOccurred : outer.reading.status;
      r.tense = outer.reading.tense;
      r.factuality = (r.negated ? -1 : 1) * outer.reading.factuality * factor;
      r.evidence.insert(r.evidence.end(), outer.reading.evidence.begin(), outer.reading.evidence.end());
      return level;
    }
    Governor g;
    g.head = head;
    if (label == "dobj" || label == "nsubjpass" || label == "dative" || label == "oprd") {
      g.place = ComplementPlace::kObject;
    } else if (label == "nsubj") {
      g.place = ComplementPlace::kSubject;
      if (const std::uint32_t passive = child(head, {"auxpass"}); passive != kNoToken)
        g.place = ComplementPlace::kObject;
    } else if (label == "pobj") {
      g.preposition_token = head;
      g.preposition = token(head).lower;
      g.place = ComplementPlace::kPreposition;
      return noun_behind_preposition(noun, std::move(level), g, definite, stop, depth);
    } else if (label == "attr" || label == "acomp") {
      if (!is_verb(head)) return level;
      const Level outer = read_verb(head, stop, depth + 1);
      take(level, outer, 1);
      return level;
    } else {
      r.tense = is_verb(head) ? read_verb(head, stop, depth + 1).reading.tense : std::optional(Tense::kPast);
      return level;
    }
    if (!is_verb(head)) return level;
    if (find_operator(g) != nullptr) {
      // A subject that does not exist negates its verb already: count it once.
      const bool counted = r.negated;
      if (counted) {
        r.factuality = 3;
        r.status = Status::kOccurred;
      }
      return apply(noun, std::move(level), g, true, stop, depth);
    }
    const Level outer = read_verb(head, stop, depth + 1);
    generic(level, outer, definite);
    return level;
  }

  // Takes over how the governor stands.
  static void take(Level& level, const Level& outer, double factor) {
    StatusReading& r = level.reading;
    if (r.negated) {  // the same "no" has negated the verb
      r.tense = outer.reading.tense;
      return;
    }
    r.tense = outer.reading.tense;
    r.status = outer.reading.status;
    if (r.status == Status::kHabitual) r.status = Status::kOngoing;
    r.factuality = outer.reading.factuality * factor;
    r.condition = outer.reading.condition;
    r.condition_head = outer.reading.condition_head;
    r.evidence.insert(r.evidence.end(), outer.reading.evidence.begin(), outer.reading.evidence.end());
  }

  // A noun at a verb that says nothing of it: named things are taken for granted, others stand as the verb
  // does.
  static void generic(Level& level, const Level& outer, bool definite) {
    StatusReading& r = level.reading;
    if (r.negated) {
      r.tense = outer.reading.tense;
      return;
    }
    const StatusReading& above = outer.reading;
    r.tense = above.tense;
    r.condition = above.condition;
    if (above.factuality >= 2.6) {
      r.factuality = 3;
      return;
    }
    if (above.factuality < 0) {
      r.factuality = definite ? 2 : 0;
      if (!definite) r.status = Status::kPossible;
      return;
    }
    r.status = above.status == Status::kOccurred || above.status == Status::kHabitual ||
                       above.status == Status::kOngoing
                   ? Status::kOccurred
                   : above.status;
    r.factuality = definite                           ? std::max(2.8, above.factuality)
                   : above.status == Status::kPlanned ? std::max(2.0, above.factuality)
                                                      : std::max(1.6, above.factuality * 0.9);
    if (definite) {  // what has a name is there already: "the fighting may end"
      r.status = Status::kOccurred;
      if (r.tense == Tense::kFuture) r.tense = Tense::kNow;
    }
    if (!one_of(name_of(r.status), {"occurred", "planned", "possible", "conditional", "ongoing"}))
      r.status = Status::kPossible;
  }

  // "due to", "because of": causes are there.
  bool is_cause(std::uint32_t preposition) const {
    const auto causes = [&](std::uint32_t t) {
      return one_of(token(t).lower, {"due", "because", "owing", "thanks", "given"});
    };
    if (causes(preposition)) return true;
    return (preposition > 0 && causes(preposition - 1)) ||
           (!analysis_.is_root(preposition) && causes(token(preposition).head));
  }

  Level noun_behind_preposition(std::uint32_t noun, Level level, Governor g, bool definite, std::uint32_t stop,
                                int depth) const {
    const std::uint32_t preposition = g.preposition_token;
    if (analysis_.is_root(preposition)) {
      level.reading.tense = Tense::kPast;
      return level;
    }
    const std::uint32_t above = token(preposition).head;
    if (preposition == stop || above == stop) {
      level.reading.tense =
          is_verb(above) ? read_verb(above, kNoToken, depth + 1).reading.tense : std::optional(Tense::kPast);
      return level;
    }
    g.head = above;
    if (dep(preposition) == "agent") {
      const Level outer = read_verb(above, stop, depth + 1);
      generic(level, outer, definite);
      return level;
    }
    const StatusWord* word = preposition_word(preposition);
    if (word != nullptr && one_of(word->rule, {"preposition/without", "preposition/in-case"})) {
      return apply_word(std::move(level), *word, preposition, above, stop, depth);
    }
    if (is_cause(preposition) && !level.reading.negated) {  // "grounded due to a strike": no plan
      generic(level, read_governor(above, stop, depth + 1), true);
      return level;
    }
    if (find_operator(g) != nullptr) return apply(noun, std::move(level), g, true, stop, depth);
    if (one_of(token(above).pos, {"ADV", "ADJ", "ADP", "SCONJ"}) && !analysis_.is_root(above) &&
        token(above).head != stop) {
      Governor outer = g;
      outer.head = token(above).head;
      if (find_operator(outer) != nullptr) return apply(noun, std::move(level), outer, true, stop, depth);
    }
    if (word != nullptr && !level.reading.negated && word->rule != "preposition/purpose") {
      return apply_word(std::move(level), *word, preposition, above, stop, depth);
    }
    const Level outer = read_governor(above, stop, depth + 1);
    if (word != nullptr && !level.reading.negated && !definite) {
      return apply_word(std::move(level), *word, preposition, above, stop, depth);
    }
    generic(
        level, outer,
        definite ||
            one_of(token(preposition).lower, {"after", "since", "following", "during", "despite", "amid"}) ||
            is_cause(preposition));
    return level;
  }

  const Rules& rules_;
  const Document& document_;
  const Analysis& analysis_;
};

}  // namespace

namespace {
// Products of judgements are no more exact than these.
double rounded(double factuality) { return std::round(factuality * 10) / 10; }
}  // namespace

StatusReader StatusReader::compile(const Rulebook& rulebook, Diagnostics& diagnostics) {
  auto rules = std::make_shared<Rules>();
  compile_status_rules(rulebook, diagnostics, *rules);
  StatusReader out;
  out.rules_ = std::move(rules);
  return out;
}

StatusReading StatusReader::read(const Document& document, const Analysis& analysis, std::uint32_t token,
                                 std::uint32_t stop) const {
  StatusReading reading = Reader(*rules_, document, analysis).read(token, stop).reading;
  reading.factuality = rounded(reading.factuality);
  return reading;
}

bool StatusReader::is_happening(const Analysis& analysis, std::uint32_t t) const {
  const Token& token = analysis.tokens[t];
  if (status_is_verb(analysis, t)) {
    return !one_of(token.dep, {"aux", "auxpass"}) ||
           (token.tag != "MD" && !one_of(token.lemma, {"be", "have", "do", "get", "go", "use"}));
  }
  if (follows_please(analysis, t)) return true;
  if (token.pos == "ADJ") return token.dep == "acomp";  // "is ready": a state
  if (token.pos != "NOUN") return false;
  if (rules_->event_nouns.count(token.lemma) > 0) return true;
  if (rules_->other_nouns.count(token.lemma) > 0) return false;
  return std::any_of(rules_->event_suffixes.begin(), rules_->event_suffixes.end(),
                     [&](const std::string& suffix) {
                       return token.lemma.size() > suffix.size() + 2 &&
                              token.lemma.substr(token.lemma.size() - suffix.size()) == suffix;
                     });
}

std::vector<Happening> StatusReader::happenings(const Document& document, const Analysis& analysis) const {
  std::vector<Happening> out;
  const Reader reader(*rules_, document, analysis);
  std::vector<double> spoken;
  double mean = 0;
  bool inside = false;
  std::uint32_t block = kNoToken;
  for (const Sentence& sentence : analysis.sentences) {
    if (sentence.block != block) inside = false;
    block = sentence.block;
    spoken.push_back(reader.conversation(sentence, inside));
    mean += spoken.back() / static_cast<double>(analysis.sentences.size());
  }
  for (std::size_t s = 0; s < analysis.sentences.size(); ++s) {
    const Sentence& sentence = analysis.sentences[s];
    if (sentence.last - sentence.first > kLongestSentence) continue;
    const bool conversation = (spoken[s] + mean) / 2 > rules_->conversation.above;
    for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
      if (!is_happening(analysis, t)) continue;
      const std::uint32_t carrier = reader.carrier(t);
      Level level = reader.read(carrier, kNoToken);
      if (level.without) level.reading.factuality = std::max(level.reading.factuality, -1.0);
      conversation ? reader.speak(carrier, level) : reader.announce(level);
      StatusReading& reading = level.reading;
      Happening happening;
      happening.token = t;
      happening.span = analysis.tokens[t].span;
      happening.lemma = analysis.tokens[t].lemma;
      happening.status = reading.status;
      happening.tense = reading.tense;
      happening.factuality = rounded(reading.factuality);
      happening.evidence = std::move(reading.evidence);
      out.push_back(std::move(happening));
    }
  }
  return out;
}

}  // namespace chancery
