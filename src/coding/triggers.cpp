// Trigger scan over lemma tables.
// SPDX-License-Identifier: Apache-2.0
#include "coding/triggers.h"

#include <algorithm>

#include "base/one_of.h"

namespace chancery {
namespace {

bool holds(const std::vector<std::string>& sorted, std::string_view word) {
  auto at = std::lower_bound(sorted.begin(), sorted.end(), word);
  return at != sorted.end() && *at == word;
}

class Scan {
 public:
  Scan(const Document& document, const Syntax& grammar, const Frames& frames)
      : document_(document), g_(grammar), a_(grammar.analysis()), frames_(frames) {}

  std::vector<Trigger> run() {
    std::vector<Trigger> found;
    for (const Sentence& sentence : a_.sentences) {
      if (!is_own_text(document_.blocks[sentence.block].role)) continue;
      headline_ = looks_like_headline(sentence);
      for (std::uint32_t t = sentence.first; t < sentence.last; ++t) scan(t, sentence, found);
    }
    return settle(std::move(found));
  }

 private:
  // Title case, or a headline's block: tags are less to be trusted, proper nouns may be common ones.
  bool looks_like_headline(const Sentence& sentence) const {
    if (document_.blocks[sentence.block].role != BlockRole::kHeadline) return false;
    std::uint32_t capitals = 0, words = 0;
    for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
      const std::string_view text = a_.tokens[t].text;
      if (text.size() < 4) continue;
      ++words;
      if (text[0] >= 'A' && text[0] <= 'Z') ++capitals;
    }
    return words > 0 && capitals * 4 >= words * 3;
  }

  std::string lemma_of(std::uint32_t t) const {
    const Token& token = a_.tokens[t];
    if (token.pos != "PROPN") return std::string(token.lemma);
    return std::string(token.lower);
  }

  // Lemmas under which the token may stand in the tables; a proper noun of a headline may be a plural.
  std::vector<std::string> keys_of(std::uint32_t t) const {
    std::vector<std::string> keys = {lemma_of(t)};
    const Token& token = a_.tokens[t];
    std::string lower(token.lower);
    if (lower != keys[0] && token.pos != "AUX") keys.push_back(lower);
    if (headline_ && lower.size() > 4 && lower.ends_with("s"))
      keys.push_back(lower.substr(0, lower.size() - 1));
    return keys;
  }

  bool class_fits(const Pattern& pattern, std::uint32_t t) const {
    const Token& token = a_.tokens[t];
    switch (pattern.kind) {
      case WordClass::kVerb:
      case WordClass::kLight:
        if (!g_.is_verb(t)) return false;
        if (token.pos == "AUX" && one_of(token.dep, {"aux", "auxpass"})) return false;
        return token.dep != "amod" && token.dep != "compound";
      case WordClass::kNoun:
        if (token.dep == "compound" || token.dep == "nmod") return false;
        if (token.dep == "pobj" && a_.child(t, {"det", "poss", "amod"}) == kNoToken &&
            holds(frames_.idioms, std::string(a_.tokens[token.head].lower) + " " + std::string(token.lower)))
          return false;
        if (token.pos == "NOUN") return true;
        if (token.pos == "PROPN") return headline_ || token.text == token.lower;
        // "the killing of", tagged as a verb.
        return token.tag == "VBG" && a_.child(t, {"det", "poss"}) != kNoToken;
      case WordClass::kAdjective:
        return one_of(token.pos, {"ADJ", "VERB", "ADV"}) &&
               (one_of(token.dep,
                       {"acomp", "ROOT", "conj", "oprd", "ccomp", "amod", "advcl", "relcl", "acl", "xcomp"}));
    }
    return false;
  }

  // "called him on Monday" is no "call on".
  bool opens_time(std::uint32_t t) const {
    if (a_.tokens[t].pos != "ADP" || a_.tokens[t].lower == "to") return false;  // "sentenced to ten years"
    const std::uint32_t object = a_.child(t, {"pobj"});
    // "sentenced to five years": how long, not when.
    if (object != kNoToken && a_.tokens[t].lower == "to" && one_of(a_.tokens[object].lemma, {"year", "month", "day"}))
      return false;
    return object != kNoToken && one_of(a_.tokens[object].ent_type, {"DATE", "TIME"});
  }

  bool word_fits(const std::vector<std::string>& alternatives, std::uint32_t t) const {
    const Token& token = a_.tokens[t];
    if (opens_time(t)) return false;
    if (holds(alternatives, token.lower) || holds(alternatives, token.lemma)) return true;
    // The lemmatiser leaves proper nouns alone: "the Facilitation Agreements".
    return token.pos == "PROPN" && token.lower.size() > 3 && token.lower.back() == 's' &&
           holds(alternatives, token.lower.substr(0, token.lower.size() - 1));
  }

  // A dependent of the matched words that is one of the alternatives.
  std::uint32_t find_word(const std::vector<std::string>& alternatives,
                          const std::vector<std::uint32_t>& matched, std::uint32_t head,
                          const Sentence& sentence, bool infinitives) const {
    for (std::uint32_t m : matched) {
      for (std::uint32_t c : a_.children(m)) {
        if (std::find(matched.begin(), matched.end(), c) != matched.end()) continue;
        if (!infinitives && g_.is_verb(c) && g_.is_infinitive(c))
          continue;                                 // "offered to help" is no "offer help"
        // "the attack began" is no "begin an attack", "denied that it plans" no "deny a plan".
        if (a_.tokens[c].dep == "nsubj") continue;
        // "an incident in which he took the child" is no "take in".
        if (a_.tokens[c].dep == "prep" && c < m && g_.is_verb(m) && g_.is_verb(head)) continue;
        if (one_of(a_.tokens[c].dep, {"ccomp", "relcl"}) && g_.is_verb(c) && g_.is_finite(c)) continue;
        if (word_fits(alternatives, c)) return c;
      }
    }
    // "accused the leader of fraud": the parser may hang the preposition on the object.
    if (const std::uint32_t object = g_.is_verb(head) ? a_.child(head, {"dobj"}) : kNoToken;
        object != kNoToken) {
      for (std::uint32_t c : a_.children(object)) {
        if (a_.tokens[c].dep == "prep" && word_fits(alternatives, c)) return c;
      }
    }
    for (std::uint32_t m : matched) {
      for (std::uint32_t c : a_.children(m)) {
        if (!one_of(a_.tokens[c].dep, {"dobj", "pobj", "nsubjpass", "attr"})) continue;
        for (std::uint32_t conjunct : g_.conjuncts(c)) {
          if (word_fits(alternatives, conjunct)) return conjunct;
        }
      }
    }
    if (g_.is_verb(head)) {
      const std::uint32_t object = g_.logical_object(head);
      if (object != kNoToken && word_fits(alternatives, object)) return object;
    }
    // The parser may have hung it elsewhere: look to the right, up to the next verb or mark.
    const std::uint32_t last = *std::max_element(matched.begin(), matched.end());
    for (std::uint32_t t = last + 1; t < sentence.last && t <= last + 3; ++t) {
      // "resumed talks on trade": what another preposition holds is not the verb's.
      const bool held = (a_.tokens[t].dep == "pobj" || (a_.tokens[t].dep == "prep" && t != last + 1)) &&
                        std::find(matched.begin(), matched.end(), a_.tokens[t].head) == matched.end();
      if (!held && word_fits(alternatives, t) && (infinitives || !(g_.is_verb(t) && g_.is_infinitive(t)))) return t;
      if (g_.is_verb(t) || a_.tokens[t].pos == "PUNCT" || a_.tokens[t].pos == "SCONJ") break;
    }
    return kNoToken;
  }

  bool match_words(const Pattern& pattern, std::uint32_t t, const Sentence& sentence,
                   std::vector<std::uint32_t>& words) const {
    words.assign(1, t);
    // From the head outwards to the right, then to the left: each word hangs on one that is matched.
    for (std::size_t i = pattern.head + 1; i < pattern.words.size(); ++i) {
      const bool after_to = pattern.words[i - 1].size() == 1 && pattern.words[i - 1][0] == "to";
      const std::uint32_t word = find_word(pattern.words[i], words, t, sentence, after_to);
      if (word == kNoToken) return false;
      words.push_back(word);
    }
    for (std::size_t i = pattern.head; i-- > 0;) {
      std::uint32_t hit = kNoToken;
      for (std::uint32_t m : words) {
        for (std::uint32_t c : a_.children(m)) {
          if (c < t && word_fits(pattern.words[i], c)) hit = c;
        }
      }
      if (hit == kNoToken && t > sentence.first && word_fits(pattern.words[i], t - 1)) hit = t - 1;
      if (hit == kNoToken) return false;
      words.push_back(hit);
    }
    return true;
  }

  // Lemma of the word itself, of what it is a number or part of, and of its conjuncts.
  void object_heads(std::uint32_t object, std::vector<std::uint32_t>& out) const {
    if (object == kNoToken) return;
    for (std::uint32_t t : g_.conjuncts(object)) {
      out.push_back(t);
      for (std::uint32_t c : a_.children(t)) {
        if (a_.tokens[c].dep == "prep" && a_.tokens[c].lower == "of") {
          if (std::uint32_t inner = a_.child(c, {"pobj"}); inner != kNoToken) out.push_back(inner);
        }
      }
    }
  }

  bool conditions_hold(const Use& use, const Pattern& pattern, std::uint32_t t, std::uint32_t verb,
                       std::vector<std::uint32_t>& words, std::uint32_t& object) const {
    if (!use.objects.empty() || !use.not_objects.empty()) {
      std::vector<std::uint32_t> heads;
      if (pattern.kind == WordClass::kVerb) object_heads(g_.referent(g_.logical_object(t)), heads);
      for (std::uint32_t word : words) {
        if (word != t && a_.tokens[word].pos == "ADP") object_heads(a_.child(word, {"pobj"}), heads);
      }
      if (pattern.kind == WordClass::kNoun) {
        for (const Prepositional& pp : g_.prepositional(t, kNoToken)) {
          if (a_.tokens[pp.preposition].lower == "of" && pp.distance == 0) object_heads(pp.object, heads);
        }
        for (std::uint32_t c : a_.children(t)) {
          if (one_of(a_.tokens[c].dep, {"compound", "amod"})) heads.push_back(c);
        }
      }
      if (!use.objects.empty()) {
        std::uint32_t hit = kNoToken;
        for (std::uint32_t h : heads) {
          if (hit == kNoToken && (word_fits(use.objects, h) || holds(use.objects, lemma_of(h)))) hit = h;
        }
        if (hit == kNoToken) return false;
        object = hit;
        if (std::find(words.begin(), words.end(), hit) == words.end()) words.push_back(hit);
      }
      for (std::uint32_t h : heads) {
        if (word_fits(use.not_objects, h)) return false;
      }
    }
    if (!use.purposes.empty()) {
      bool hit = false;
      std::vector<std::uint32_t> places = {t};
      if (verb != kNoToken && verb != t) places.push_back(verb);
      for (std::uint32_t word : words) places.push_back(word);
      if (const std::uint32_t own = a_.child(t, {"dobj"}); own != kNoToken) places.push_back(own);
      for (std::uint32_t place : places) {
        for (std::uint32_t c : a_.children(place)) {
          if (!g_.is_verb(c) || !g_.is_infinitive(c)) continue;
          for (std::uint32_t conjunct : g_.conjuncts(c)) hit = hit || word_fits(use.purposes, conjunct);
        }
      }
      if (!hit) return false;
    }
    if (!use.subjects.empty() || !use.not_subjects.empty()) {
      const std::uint32_t subject = verb == kNoToken ? kNoToken : g_.logical_subject(verb);
      if (subject != kNoToken && word_fits(use.not_subjects, subject)) return false;
      if (!use.subjects.empty()) {
        std::vector<std::uint32_t> heads;
        object_heads(g_.referent(subject), heads);
        if (std::none_of(heads.begin(), heads.end(), [&](std::uint32_t h) { return word_fits(use.subjects, h); }))
          return false;
      }
    }
    return true;
  }

  void scan(std::uint32_t t, const Sentence& sentence, std::vector<Trigger>& found) const {
    if (a_.tokens[t].pos == "PUNCT" || a_.tokens[t].pos == "SPACE") return;
    std::vector<std::uint32_t> seen;
    for (const std::string& key : keys_of(t)) {
      auto at = frames_.by_head.find(key);
      if (at == frames_.by_head.end()) continue;
      for (std::uint32_t index : at->second) {
        if (std::find(seen.begin(), seen.end(), index) != seen.end()) continue;
        seen.push_back(index);
        const Pattern& pattern = frames_.patterns[index];
        if (!class_fits(pattern, t)) continue;
        Trigger trigger;
        if (!match_words(pattern, t, sentence, trigger.words)) continue;
        trigger.pattern = index;
        trigger.use = pattern.use;
        trigger.kind = pattern.kind;
        trigger.token = t;
        const Use& use = frames_.uses[pattern.use];
        switch (pattern.kind) {
          case WordClass::kVerb:
            trigger.verb = t;
            break;
          case WordClass::kLight:
            trigger.verb = t;
            trigger.token = trigger.words.back();
            // The noun that the others hang on: "announced a suspension of aid".
            for (std::uint32_t word : trigger.words) {
              if (word == t || !g_.is_noun(word)) continue;
              if (!g_.is_noun(trigger.token) || !a_.is_ancestor(trigger.token, word)) trigger.token = word;
            }
            break;
          case WordClass::kNoun:
            trigger.verb = g_.carrier(t, false);
            if (trigger.verb == kNoToken) trigger.governor = g_.carrier(t, true);
            break;
          case WordClass::kAdjective: {
            const std::uint32_t head = a_.tokens[t].head;
            trigger.verb = a_.tokens[t].dep == "acomp" && g_.is_verb(head) ? head : t;
            break;
          }
        }
        if (!conditions_hold(use, pattern, t, trigger.verb, trigger.words, trigger.object)) continue;
        const std::string& id = frames_.frames[use.frame].id;
        std::sort(trigger.words.begin(), trigger.words.end());
        const std::uint32_t gap =
            trigger.words.back() - trigger.words.front() + 1 - static_cast<std::uint32_t>(trigger.words.size());
        const bool particle = std::any_of(trigger.words.begin(), trigger.words.end(),
                                          [&](std::uint32_t word) { return a_.tokens[word].dep == "prt"; });
        trigger.score = static_cast<int>(trigger.words.size()) * 20 +
                        (particle ? 4 : 0) +  // "rule out sanctions against" is no "rule against"
                        2 * static_cast<int>(std::count(id.begin(), id.end(), '.')) +
                        (use.objects.empty() ? 0 : 4) + (use.purposes.empty() ? 0 : 10) +
                        (use.by_sayer ? 6 : 0) - static_cast<int>(std::min(gap, 8u)) -
                        // "lifted the sanctions imposed by": the noun belongs to the verb of the clause above.
                        (takes_antecedent(trigger) ? 10 : 0)
                        // "reduced military aid": the verb with its object says more than the noun phrase.
                        + (pattern.kind == WordClass::kVerb && trigger.words.size() > 1 ? 18 : 0);
        found.push_back(std::move(trigger));
      }
    }
  }

  bool takes_antecedent(const Trigger& trigger) const {
    if (trigger.verb == kNoToken || trigger.kind == WordClass::kNoun) return false;
    const std::uint32_t noun = g_.antecedent(trigger.verb);
    return noun != kNoToken && noun < trigger.verb &&
           std::find(trigger.words.begin(), trigger.words.end(), noun) != trigger.words.end();
  }

  // Longest and most special first; a word belongs to one trigger.
  std::vector<Trigger> settle(std::vector<Trigger> found) const {
    std::stable_sort(found.begin(), found.end(),
                     [](const Trigger& x, const Trigger& y) { return x.score > y.score; });
    std::vector<int> owner(a_.tokens.size(), -1);
    std::vector<Trigger> out;
    for (Trigger& trigger : found) {
      int taken = owner[trigger.token];
      for (std::uint32_t word : trigger.words) {
        if (trigger.kind == WordClass::kLight && word == trigger.verb) continue;  // may carry several nouns
        if (taken < 0 && owner[word] >= 0 && content_word(word)) taken = owner[word];
      }
      if (taken >= 0) {
        Trigger& winner = out[static_cast<std::size_t>(taken)];
        bool known = trigger.use == winner.use;
        for (const Trigger& loser : winner.losers) known = known || loser.use == trigger.use;
        if (!known && winner.losers.size() < 4) winner.losers.push_back(std::move(trigger));
        continue;
      }
      for (std::uint32_t word : trigger.words) {
        if (owner[word] < 0) owner[word] = static_cast<int>(out.size());
      }
      owner[trigger.token] = static_cast<int>(out.size());
      out.push_back(std::move(trigger));
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const Trigger& x, const Trigger& y) { return x.token < y.token; });
    return out;
  }

  // Prepositions and particles may serve two patterns; content words may not.
  bool content_word(std::uint32_t t) const {
    return one_of(a_.tokens[t].pos, {"VERB", "NOUN", "PROPN", "ADJ", "AUX"});
  }

  const Document& document_;
  const Syntax& g_;
  const Analysis& a_;
  const Frames& frames_;
  bool headline_ = false;
};

}  // namespace

std::vector<Trigger> find_triggers(const Document& document, const Syntax& grammar, const Frames& frames) {
  return Scan(document, grammar, frames).run();
}

}  // namespace chancery
