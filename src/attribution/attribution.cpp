// Who says what. Cue words and their grammar come from data/attribution/; this is how they are put together:
// every verb, noun, adverb or phrase that can be a cue looks for its content (clause, quotation, infinitive,
// object …) and its source, by the dependency tree first and by quotation marks where the tree is of no help.
// SPDX-License-Identifier: Apache-2.0
#include "attribution/attribution.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "attribution/cues.h"
#include "attribution/edges.h"
#include "attribution/quotation.h"
#include "base/one_of.h"

namespace chancery {
namespace {

constexpr std::uint32_t kLongestSentence = 4000;  // tokens; more is no prose
constexpr std::uint32_t kWidestSource = 80;       // tokens between a quotation and its cue
constexpr std::uint32_t kWidestCue = 12;   // tokens from "issued" to "saying" in "issued a statement saying"
constexpr std::uint32_t kWidestLight = 6;  // tokens from "expressed" to "concern" in "expressed deep concern"
constexpr int kDeepestSubject = 6;         // steps up to a governing clause

// Tokens [first, last).
struct Range {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  bool empty() const { return first >= last; }
  bool contains(std::uint32_t token) const { return first <= token && token < last; }
  friend bool operator==(const Range&, const Range&) = default;
};
using Ranges = std::vector<Range>;

bool has(const std::vector<std::string>& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word,
                            [](std::string_view a, std::string_view b) { return a < b; });
}

class Finder {
 public:
  Finder(const Cues& cues, const Document& document, const Analysis& analysis)
      : cues_(cues),
        document_(document),
        analysis_(analysis),
        edges_(analysis),
        quotations_(find_quotations(document, analysis)) {
    quotation_of_.assign(analysis.tokens.size(), -1);
    for (std::size_t q = 0; q < quotations_.size(); ++q) {
      for (std::uint32_t t = quotations_[q].first; t < quotations_[q].last; ++t)
        quotation_of_[t] = static_cast<int>(q);
    }
    attributed_.assign(quotations_.size(), false);
    quote_of_.assign(quotations_.size(), -1);
  }

  std::vector<Quote> run() {
    for (const Sentence& sentence : analysis_.sentences) {
      if (sentence.last - sentence.first > kLongestSentence) continue;
      const BlockRole role = document_.blocks[sentence.block].role;
      if (role == BlockRole::kTeaser || role == BlockRole::kEmbed || role == BlockRole::kBoilerplate) continue;
      try_colon(sentence);
      try_headline(sentence);
      for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
        const Token& token = analysis_.tokens[t];
        try_phrase(t);
        if (token.pos == "VERB" || token.pos == "AUX") {
          try_verb(t);
        } else if (token.pos == "NOUN") {
          try_noun(t);
        } else if (token.pos == "ADV") {
          try_adverb(t);
        } else if (token.pos == "ADJ") {
          try_adjective(t);
        }
      }
    }
    if (cues_.has_colon) try_dashes_after_quotations();
    attribute_rest();
    finish();
    return std::move(out_);
  }

 private:
  const Token& token(std::uint32_t t) const { return analysis_.tokens[t]; }
  std::string_view dep(std::uint32_t t) const { return analysis_.tokens[t].dep; }
  std::string_view text() const { return document_.content; }
  bool is_punct(std::uint32_t t) const { return token(t).pos == "PUNCT" || token(t).pos == "SPACE"; }
  Range subtree(std::uint32_t t) const { return {edges_.left[t], edges_.right[t] + 1}; }
  const Sentence& sentence_of(std::uint32_t t) const { return analysis_.sentences[token(t).sentence]; }
  std::uint32_t child(std::uint32_t t, std::initializer_list<std::string_view> labels) const {
    return analysis_.child(t, labels);
  }

  // ---- sources ---------------------------------------------------------------

  struct Source {
    Ranges ranges;
    std::uint32_t head = kNoToken;
  };

  bool is_expletive(std::uint32_t t) const { return token(t).tag == "EX" || dep(t) == "expl"; }
  bool is_passive(std::uint32_t verb) const {
    return child(verb, {"nsubjpass", "auxpass", "csubjpass"}) != kNoToken ||
           (dep(verb) == "acl" && token(verb).tag == "VBN");
  }

  // The noun phrase of `head`, without the part that holds `verb`.
  Source phrase_of(std::uint32_t head, std::uint32_t verb) const {
    Source source;
    source.head = head;
    Range range = subtree(head);
    if (range.contains(verb)) {  // the verb modifies it: "officials saying …", "a group that said"
      range.last = head + 1;
      for (const std::uint32_t c : analysis_.children(head)) {
        if (c < head || subtree(c).contains(verb) || subtree(c).first > verb) continue;
        if (one_of(dep(c), {"prep", "appos", "compound", "nummod"}))
          range.last = std::max(range.last, edges_.right[c] + 1);
      }
      if (verb < head) range.first = verb + 1;
    }
    // Co-ordinated clauses and what follows them are no part of a name.
    for (const std::uint32_t c : analysis_.children(head)) {
      if (c > head && dep(c) == "conj" && (token(c).pos == "VERB" || token(c).pos == "AUX"))
        range.last = std::min(range.last, c);
    }
    source.ranges.push_back(range);
    return source;
  }

  // Who does what the verb says; follows co-ordination, control and modification upwards.
  std::optional<Source> subject_of(std::uint32_t verb, int depth = 0) const {
    if (depth > kDeepestSubject) return std::nullopt;
    const bool passive = is_passive(verb);
    if (passive && depth == 0) {
      const std::uint32_t agent = child(verb, {"agent"});
      if (agent != kNoToken) {
        const std::uint32_t who = child(agent, {"pobj"});
        if (who != kNoToken) return phrase_of(who, verb);
      }
      return std::nullopt;
    }
    const std::uint32_t subject = child(verb, {"nsubj", "nsubjpass"});
    if (subject != kNoToken) {
      if (is_expletive(subject)) return std::nullopt;
      if (passive && depth > 0 && dep(subject) == "nsubj") return std::nullopt;
      Source source = phrase_of(subject, verb);
      if (one_of(token(subject).tag, {"WP", "WDT"}) && dep(verb) == "relcl") {
        source.head = token(verb).head;
        const std::uint32_t issuer = issuer_of(source.head);
        if (issuer != kNoToken) return subject_of(issuer, depth + 1);
      }
      return source;
    }
    if (analysis_.is_root(verb)) return std::nullopt;
    const std::uint32_t head = token(verb).head;
    const std::string_view label = dep(verb);
    if (one_of(label, {"conj", "xcomp", "advcl", "dep", "ccomp", "parataxis"})) {
      if (token(head).pos == "VERB" || token(head).pos == "AUX") {
        if (label == "xcomp") {  // object control: "urged Kyiv to say"
          const std::uint32_t object = child(head, {"dobj"});
          if (object != kNoToken && object < verb && token(verb).tag == "VB") return phrase_of(object, verb);
        }
        if (label == "ccomp" && child(head, {"nsubj"}) != kNoToken && child(verb, {"aux"}) == kNoToken &&
            token(verb).tag != "VBG")
          return std::nullopt;
        if (label == "conj" && dep(head) == "ccomp" && !analysis_.is_root(head)) {
          // "said he would come and added that …": hung too deep; the speaker goes on.
          const auto* outer = uses_of(token(head).head);
          const auto* own = uses_of(verb);
          if (outer != nullptr && own != nullptr && first_that(*outer, kTakesQuotation) != nullptr &&
              first_that(*own, kTakesQuotation) != nullptr && one_of(token(verb).tag, {"VBD", "VBZ"})) {
            return subject_of(token(head).head, depth + 1);
          }
        }
        return subject_of(head, depth + 1);
      }
      if (one_of(token(head).pos, {"NOUN", "PROPN", "PRON"}) && label != "conj") return phrase_of(head, verb);
      if (token(head).pos == "ADJ") return subject_of(head, depth + 1);
      return std::nullopt;
    }
    if (label == "pcomp" || label == "prep") {
      std::uint32_t up = head;
      while (!analysis_.is_root(up) && one_of(dep(up), {"prep", "agent"})) up = token(up).head;
      if (token(up).pos == "VERB" || token(up).pos == "AUX") return subject_of(up, depth + 1);
      return possessor_of(up, verb);
    }
    if (label == "acl" || label == "relcl") {
      const std::uint32_t issuer = issuer_of(head);
      if (issuer != kNoToken && !is_passive(verb)) return subject_of(issuer, depth + 1);
      if (token(verb).tag == "VBG") {  // "a statement saying", "officials saying"
        if (is_passive(verb)) return std::nullopt;
        return phrase_of(head, verb);
      }
      return possessor_of(head, verb);
    }
    if (label == "amod" && token(verb).tag == "VBG") return std::nullopt;
    return std::nullopt;
  }

  // The verb by which somebody puts out a paper: "issued" of "issued a statement saying …", "a statement which
  // read …". kNoToken when the noun is no paper or nobody puts it out.
  std::uint32_t issuer_of(std::uint32_t paper) const {
    if (analysis_.is_root(paper) || dep(paper) != "dobj" || cues_.documents.count(token(paper).lemma) == 0)
      return kNoToken;
    const std::uint32_t verb = token(paper).head;
    if (cues_.issuing.count(token(verb).lemma) == 0 || is_passive(verb)) return kNoToken;
    return verb;
  }

  // Whose a noun is: possessive, by, from, of; or the subject of the verb that carries it.
  std::optional<Source> possessor_of(std::uint32_t noun, std::uint32_t cue,
                                     const std::vector<std::string>* content_words = nullptr) const {
    const std::uint32_t owner = child(noun, {"poss"});
    if (owner != kNoToken && token(owner).tag != "WP$") {
      Source source = phrase_of(owner, cue);
      return source;
    }
    for (const std::uint32_t c : analysis_.children(noun)) {
      if (dep(c) != "prep" && dep(c) != "agent") continue;
      const std::string_view word = token(c).lower;
      if (content_words != nullptr && has(*content_words, word)) continue;
      if (!one_of(word, {"by", "from", "of", "among"})) continue;
      if (word == "of" && content_words == nullptr) continue;
      const std::uint32_t who = child(c, {"pobj"});
      if (who != kNoToken &&
          (token(who).pos == "PROPN" || token(who).pos == "NOUN" || token(who).pos == "PRON"))
        return phrase_of(who, cue);
    }
    const std::uint32_t head = token(noun).head;
    if (!analysis_.is_root(noun) && one_of(dep(noun), {"dobj", "attr"}) && token(head).pos == "VERB")
      return subject_of(head, 1);
    if (!analysis_.is_root(noun) && dep(noun) == "pobj") {
      const std::uint32_t verb = token(head).head;
      if (token(verb).pos == "VERB" && !is_passive(verb) && one_of(token(head).lower, {"in", "with"}))
        return subject_of(verb, 1);
    }
    return std::nullopt;
  }

  // Who stands behind a paper: "a statement released by the palace", "the ministry's report", "a letter from
  // X", "issued a statement" by its subject. kNoToken when nobody is named.
  std::uint32_t author_of(std::uint32_t paper) const {
    if (paper == kNoToken || cues_.documents.count(token(paper).lemma) == 0) return kNoToken;
    const std::uint32_t owner = child(paper, {"poss"});
    if (owner != kNoToken && token(owner).tag != "WP$") return owner;
    for (const std::uint32_t c : analysis_.children(paper)) {
      if (c < paper) continue;
      std::uint32_t by = kNoToken;
      if (dep(c) == "prep" && one_of(token(c).lower, {"by", "from"})) by = c;
      if (dep(c) == "acl" && token(c).tag == "VBN") by = child(c, {"agent", "prep"});
      if (by == kNoToken || !one_of(token(by).lower, {"by", "from"})) continue;
      const std::uint32_t who = child(by, {"pobj"});
      if (who != kNoToken && can_lead(who)) return who;
    }
    return kNoToken;
  }

  // ---- contents --------------------------------------------------------------

  // The tokens of a clause but for one dependent's subtree (the attribution inside it).
  static void cut(Ranges& ranges, Range hole) {
    Ranges out;
    for (const Range& r : ranges) {
      if (hole.last <= r.first || r.last <= hole.first) {
        out.push_back(r);
        continue;
      }
      if (r.first < hole.first) out.push_back({r.first, hole.first});
      if (hole.last < r.last) out.push_back({hole.last, r.last});
    }
    ranges = std::move(out);
  }

  // "said PM | Khan will visit", "Last month, PM Khan said": a title or first name that the parser hung
  // elsewhere.
  Range with_title(Range range, std::uint32_t cue) const {
    if (range.empty() || token(range.first).pos != "PROPN") return range;
    while (range.first > sentence_of(range.first).first && range.first - 1 != cue &&
           token(range.first - 1).pos == "PROPN" && token(range.first - 1).space_after &&
           quotation_of_[range.first - 1] == quotation_of_[range.first] &&
           (token(range.first - 1).ent_type.empty() ||
            token(range.first - 1).ent_type == token(range.first).ent_type)) {
      --range.first;
    }
    // "Abdul-" of "Abdul-Karim"
    const std::uint32_t low = sentence_of(range.first).first;
    if (range.first >= low + 2 && token(range.first - 1).lower == "-" && !token(range.first - 1).space_after &&
        !token(range.first - 2).space_after && token(range.first - 2).pos == "PROPN") {
      range.first -= 2;
    }
    return range;
  }

  // Extends a range whose end or begin falls into a quotation to the whole of it.
  Range with_whole_quotations(Range range, std::uint32_t cue) const {
    if (range.empty()) return range;
    const int at_end = quotation_of_[range.last - 1];
    if (at_end >= 0 && quotation_of_[cue] != at_end) {
      const Quotation& q = quotations_[static_cast<std::size_t>(at_end)];
      if (q.first >= range.first || q.full) range.last = std::max(range.last, q.last);
    }
    const int at_begin = quotation_of_[range.first];
    if (at_begin >= 0 && quotation_of_[cue] != at_begin) {
      const Quotation& q = quotations_[static_cast<std::size_t>(at_begin)];
      range.first = std::min(range.first, q.first);
    }
    return range;
  }

  // The clause that is said: a finite complement.
  std::uint32_t clause_child(std::uint32_t verb) const {
    std::uint32_t found = kNoToken;
    for (const std::uint32_t c : analysis_.children(verb)) {
      if (dep(c) != "ccomp") continue;
      if (found == kNoToken) found = c;
      // Where a that-clause follows, what stands before the verb is the parser's mistake.
      if (found < verb && c > verb && token(edges_.left[c]).lower == "that" && dep(edges_.left[c]) == "mark")
        return c;
    }
    if (found != kNoToken) return found;
    // "said in a statement that …": the parser hangs the clause on the noun.
    for (const std::uint32_t c : analysis_.children(verb)) {
      if (c < verb || dep(c) != "prep") continue;
      const std::uint32_t noun = child(c, {"pobj"});
      if (noun == kNoToken || cues_.nouns.count(token(noun).lemma) == 0) continue;
      const std::uint32_t clause = child(noun, {"acl", "ccomp"});
      if (clause != kNoToken && that_clause(clause)) return clause;
    }
    return kNoToken;
  }

  // Quotations beside a cue verb that stands outside them.
  struct Beside {
    int before = -1;
    int after = -1;
  };
  Beside quotations_beside(std::uint32_t verb, const std::optional<Source>& source) const {
    Beside beside;
    const int inside = quotation_of_[verb];
    if (inside >= 0) return beside;
    const Sentence& sentence = sentence_of(verb);
    // Backwards: only the source and the cue's own small words stand between.
    std::uint32_t low = verb;
    const std::uint32_t own = child(verb, {"nsubj", "nsubjpass"});
    if (own != kNoToken && own < verb && source && !source->ranges.empty() &&
        source->ranges.front().last <= verb)
      low = std::min(low, source->ranges.front().first);
    for (std::uint32_t steps = 0; own != kNoToken && low > 0 && steps < kWidestSource; ++steps) {
      const std::uint32_t t = low - 1;
      if (token(t).sentence != token(verb).sentence && quotation_of_[t] < 0) break;
      if (quotation_of_[t] >= 0) {
        const Quotation& q = quotations_[static_cast<std::size_t>(quotation_of_[t])];
        if (q.last == low && q.block == sentence.block) beside.before = quotation_of_[t];
        break;
      }
      const bool small = is_punct(t) ||
                         one_of(dep(t), {"aux", "auxpass", "advmod", "neg", "cc", "npadvmod", "punct"}) ||
                         (analysis_.is_ancestor(verb, t) && subject_subtree(verb, t));
      if (!small || token(t).lower == ":" || token(t).lower == ".") break;
      low = t;
    }
    if (beside.before < 0 && (!source || source->ranges.empty() || source->ranges.front().first > verb))
      beside.before = quotation_right_before(verb);
    if (beside.before >= 0) {
      const Quotation& q = quotations_[static_cast<std::size_t>(beside.before)];
      if (!q.full && !is_utterance(q) && !(dep(verb) == "ROOT" && ends_with_stop(q))) beside.before = -1;
    }
    // Forwards: the cue's own dependents, then perhaps the end of the sentence.
    std::uint32_t high = verb + 1;
    const auto count = static_cast<std::uint32_t>(analysis_.tokens.size());
    bool past_end = false;
    for (std::uint32_t steps = 0; high < count && steps < kWidestSource; ++steps) {
      if (quotation_of_[high] >= 0) {
        const Quotation& q = quotations_[static_cast<std::size_t>(quotation_of_[high])];
        if (q.first == high && q.block == sentence.block && q.opened) beside.after = quotation_of_[high];
        break;
      }
      if (token(high).sentence != token(verb).sentence) {
        past_end = true;
        break;
      }
      const std::string_view word = token(high).lower;
      if (word == ";" && beside.before < 0) break;
      if (is_punct(high)) {
        ++high;
        continue;
      }
      // A word of the clause that is said: the quotation, if any, is a part of it.
      const std::uint32_t under = child_towards(verb, high);
      if (under == kNoToken || one_of(dep(under), {"ccomp", "xcomp", "advcl", "conj", "relcl", "cc"})) {
        if (!(word == "that" || word == "and")) break;
      }
      ++high;
    }
    if (past_end) {
      // "…," he said. "…": the quotation goes on in the next sentence.
      std::uint32_t t = high;
      while (t < count && token(t).pos == "SPACE") ++t;
      if (t < count && quotation_of_[t] >= 0 && beside.before >= 0) {
        const Quotation& q = quotations_[static_cast<std::size_t>(quotation_of_[t])];
        if (q.first == t && q.block == sentence.block && q.opened && q.full) beside.after = quotation_of_[t];
      }
    } else if (beside.after >= 0) {
      const Quotation& q = quotations_[static_cast<std::size_t>(beside.after)];
      const std::uint32_t before = q.first == 0 ? 0 : q.first - 1;
      const bool led_in = one_of(token(before).lower, {",", ":", "that", "and"}) || before == verb;
      if (!q.full && !led_in) beside.after = -1;
    }
    return beside;
  }
  bool full_quotation_at(std::uint32_t t) const {
    return quotations_[static_cast<std::size_t>(quotation_of_[t])].full;
  }
  // The whole utterance that ends at the verb: “…” said X. -1 when there is none.
  int quotation_right_before(std::uint32_t verb) const {
    if (verb == 0 || quotation_of_[verb] >= 0) return -1;
    std::uint32_t t = verb;
    while (t > 0 && quotation_of_[t - 1] < 0 && one_of(token(t - 1).lower, {",", ";", "–", "—"})) --t;
    if (t == 0 || quotation_of_[t - 1] < 0) return -1;
    const int q = quotation_of_[t - 1];
    const Quotation& quotation = quotations_[static_cast<std::size_t>(q)];
    return (quotation.full || is_utterance(quotation)) && quotation.closed &&
                   quotation.block == sentence_of(verb).block
               ? q
               : -1;
  }
  // Who stands behind such a verb, whatever the parser made of it: "read the statement".
  std::optional<Source> inverted_subject(std::uint32_t verb) const {
    const std::uint32_t t = verb + 1;
    if (t >= sentence_of(verb).last || quotation_of_[t] >= 0) return std::nullopt;
    for (const std::uint32_t c : analysis_.children(verb)) {
      if (edges_.left[c] != t || quotation_of_[c] >= 0 ||
          !one_of(dep(c), {"nsubj", "dobj", "attr", "npadvmod", "oprd", "nmod", "dep", "appos"}))
        continue;
      if (!one_of(token(c).pos, {"NOUN", "PROPN", "PRON"})) continue;
      return phrase_of(c, verb);
    }
    return std::nullopt;
  }
  bool ends_with_stop(const Quotation& q) const {
    if (q.last <= q.first + 1) return false;
    const std::string_view inside = token(q.last - 2).lower;
    return one_of(inside, {",", ".", "!", "?"});
  }
  bool subject_subtree(std::uint32_t verb, std::uint32_t t) const {
    const std::uint32_t under = child_towards(verb, t);
    return under != kNoToken &&
           one_of(dep(under), {"nsubj", "nsubjpass", "prep", "agent", "advmod", "npadvmod"});
  }
  // The child of `top` on the way down to `t`; kNoToken when t is not below it.
  std::uint32_t child_towards(std::uint32_t top, std::uint32_t t) const {
    if (t < edges_.left[top] || t > edges_.right[top]) return kNoToken;
    while (t != top) {
      if (analysis_.is_root(t)) return kNoToken;
      const std::uint32_t up = token(t).head;
      if (up == top) return t;
      t = up;
    }
    return kNoToken;
  }

  // A noun phrase or infinitive as content: what follows a comma at its end (", which …", ", recalling …") is
  // the writer's again. Infinitives that the parser hung on the verb beside it come along ("called for a
  // prosecutor to investigate").
  Range complement(std::uint32_t verb, std::uint32_t head) const {
    Range range = subtree(head);
    for (const std::uint32_t c : analysis_.children(verb)) {
      if (edges_.left[c] != range.last || !one_of(dep(c), {"advcl", "xcomp"}) || token(c).tag != "VB") continue;
      if (token(range.last).lower == "to") range.last = edges_.right[c] + 1;
    }
    std::uint32_t t = range.first + 1;
    for (const std::uint32_t end = range.last; t < end; ++t) {
      if (token(t - 1).lower != "," || quotation_of_[t - 1] >= 0) continue;
      const bool relative = one_of(token(t).tag, {"WDT", "WP", "WP$"});
      const bool participle =
          token(t).tag == "VBG" && one_of(dep(t), {"advcl", "acl"}) && edges_.right[t] + 1 >= range.last;
      if (relative && is_ancestor_clause_at_end(t, range)) return {range.first, t - 1};
      if (participle) return {range.first, t - 1};
    }
    return range;
  }
  bool is_ancestor_clause_at_end(std::uint32_t pronoun, Range range) const {
    std::uint32_t clause = pronoun;
    while (!analysis_.is_root(clause) && dep(clause) != "relcl") clause = token(clause).head;
    return dep(clause) == "relcl" && edges_.right[clause] + 1 >= range.last;
  }

  // ---- cue words -------------------------------------------------------------

  // The verb with its auxiliaries, negation and adverbs, and phrases of time and place that stand before the
  // content.
  Range cue_range(std::uint32_t verb, const Ranges& content, const std::optional<Source>& source,
                  bool says) const {
    Range range{verb, verb + 1};
    const auto free = [&](std::uint32_t t) {
      for (const Range& r : content) {
        if (r.contains(t)) return false;
      }
      if (source) {
        for (const Range& r : source->ranges) {
          if (r.contains(t)) return false;
        }
      }
      return true;
    };
    const Sentence& sentence = sentence_of(verb);
    std::uint32_t carrier = kNoToken;  // "continued to deny"
    if (one_of(dep(verb), {"xcomp", "advcl"}) && cues_.carriers.count(token(token(verb).head).lemma) > 0 &&
        token(verb).head + 4 > verb && token(verb).head < verb) {
      carrier = token(verb).head;
    }
    while (range.first > sentence.first) {
      const std::uint32_t t = range.first - 1;
      if (!free(t)) break;
      const std::uint32_t head = token(t).head;
      const bool own = (head == verb || head == carrier || (head >= range.first && head < range.last)) &&
                       one_of(dep(t), {"aux", "auxpass", "neg", "advmod", "prt"});
      if (!own && t != carrier) break;
      if (one_of(token(t).lower, {"when", "how", "why", "where", "as", "whether", "if", "then,"})) break;
      range.first = t;
    }
    while (range.last < sentence.last) {
      const std::uint32_t t = range.last;
      if (!free(t) || is_punct(t)) break;
      const std::uint32_t under = child_towards(verb, t);
      if (under == kNoToken) break;
      Range sub = subtree(under);
      if (sub.first != t) break;
      for (const Range& r : content) {
        if (sub.contains(r.first)) sub.last = r.first;
      }
      const std::string_view label = dep(under);
      if (!(label == "prt" || (says && one_of(label, {"advmod", "npadvmod", "prep"})))) break;
      // "said in a statement": the place where it was said goes with the cue; when and where to is no part of
      // it.
      if (label == "npadvmod" && sub.last - sub.first > 1) break;
      if (label == "prep") {
        const std::uint32_t object = child(under, {"pobj"});
        if (token(under).lower != "in" || object == kNoToken || token(object).pos != "NOUN" ||
            !token(object).ent_type.empty())
          break;
        if (object > t)
          sub.last = std::min(sub.last, object + 1);  // "in an email to her staff": to whom is no part
      }
      bool clear = sub.last - sub.first <= 14;
      for (std::uint32_t i = sub.first; clear && i < sub.last; ++i) clear = free(i);
      if (!clear) break;
      range.last = sub.last;
    }
    return range;
  }

  Span trimmed(Range range) const {
    const auto drop = [&](std::uint32_t t) {
      if (token(t).pos == "SPACE") return true;
      return one_of(token(t).lower, {",", ";", ":", "-", "--", "–", "—", "…"});
    };
    while (!range.empty() && drop(range.first)) ++range.first;
    while (!range.empty() && drop(range.last - 1)) --range.last;
    // The full stop belongs to the sentence unless a quotation holds it.
    while (!range.empty() && one_of(token(range.last - 1).lower, {".", ";", ","}) &&
           quotation_of_[range.last - 1] < 0)
      --range.last;
    if (range.empty()) return {};
    return analysis_.span(range.first, range.last);
  }
  // A comma before the closing mark stays, as the mark does.
  void add_spans(std::vector<Span>& out, Ranges ranges) const {
    std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.first < b.first; });
    Ranges merged;
    for (const Range& r : ranges) {
      if (r.empty()) continue;
      if (!merged.empty() && r.first <= merged.back().last) {
        merged.back().last = std::max(merged.back().last, r.last);
      } else {
        merged.push_back(r);
      }
    }
    for (const Range& r : merged) {
      const Span span = trimmed(r);
      if (!span.empty() && has_word(r)) out.push_back(span);
    }
  }
  bool has_word(Range range) const {
    for (std::uint32_t t = range.first; t < range.last; ++t) {
      if (!is_punct(t)) return true;
    }
    return false;
  }

  bool is_anonymous(std::uint32_t head) const {
    if (head == kNoToken || head >= analysis_.tokens.size()) return false;
    const Range range = subtree(head);
    for (std::uint32_t t = range.first; t < range.last; ++t) {
      if (cues_.anonymous_markers.count(token(t).lower) > 0) return true;
      if (t > 0 && cues_.anonymous_refusals.count(token(t).lemma) > 0 && child(t, {"neg"}) != kNoToken)
        return true;
    }
    if (cues_.anonymous_nouns.count(token(head).lemma) == 0) return false;
    for (const std::uint32_t c : analysis_.children(head)) {
      if (dep(c) == "appos") return false;
    }
    return true;
  }

  // ---- output ----------------------------------------------------------------

  struct Draft {
    const Cue* cue = nullptr;
    std::uint32_t head = kNoToken;
    std::optional<Source> source;
    Ranges cue_ranges, content;
    std::vector<int> quotations;
    bool direct = false;
    bool negated = false;
  };
  void emit(Draft draft) {
    for (Range& r : draft.content) r = with_whole_quotations(with_title(r, draft.head), draft.head);
    // What somebody says inside a quotation ends with it.
    if (quotation_of_[draft.head] >= 0 && full_quotation_at(draft.head)) {
      const Quotation& around = quotations_[static_cast<std::size_t>(quotation_of_[draft.head])];
      for (Range& r : draft.content) r = {std::max(r.first, around.first), std::min(r.last, around.last)};
    }
    Quote quote;
    add_spans(quote.content, draft.content);
    if (quote.content.empty()) return;
    if (draft.source) {
      // What is said cannot hold who says it.
      Ranges source = draft.source->ranges;
      for (Range& r : source) r = with_title(r, draft.head);
      for (const Range& r : draft.cue_ranges) cut(source, r);
      if (!draft.source->ranges.empty() &&
          draft.source->ranges.front().last > draft.source->ranges.front().first) {
        for (const Range& r : draft.content) {
          if (!(r.contains(draft.source->head))) cut(source, r);
        }
      }
      add_spans(quote.source, source);
      if (!quote.source.empty()) quote.source_head = draft.source->head;
      quote.anonymous = is_anonymous(quote.source_head);
      if (quote.source_head != kNoToken) {
        quote.author_head = author_of(quote.source_head);
        // "No group claimed the attack", "nobody said so"
        const std::uint32_t det = child(quote.source_head, {"det", "neg"});
        if ((det != kNoToken && token(det).lower == "no") ||
            one_of(token(quote.source_head).lower, {"nobody", "none", "neither"}))
          draft.negated = true;
      }
    }
    if (draft.cue->needs_source && quote.source.empty()) return;
    if (quote.source.empty() && draft.cue->kind == QuoteKind::kAttitude && token(draft.head).tag == "VBG")
      return;
    Ranges cue = draft.cue_ranges;
    add_spans(quote.cue, cue);
    if (quote.cue.empty()) {  // a colon is all there is
      quote.cue.push_back(analysis_.span(draft.cue_ranges.front().first, draft.cue_ranges.front().last));
    }
    quote.cue_head = draft.head;
    quote.direct = draft.direct;
    quote.negated = draft.negated;
    quote.kind = draft.cue->kind;
    quote.stance = draft.cue->stance;
    if (draft.negated && quote.stance == CueStance::kConfirms) quote.stance = CueStance::kDoubts;
    quote.evidence.push_back({"said_by", draft.cue->rule, quote.cue.front(), ""});
    claim_quotations(draft.content, draft.head);
    for (const int q : draft.quotations) quote_of_[static_cast<std::size_t>(q)] = static_cast<int>(out_.size());
    out_.push_back(std::move(quote));
  }

  // Quotations inside what a cue outside them says have their speaker.
  void claim_quotations(const Ranges& content, std::uint32_t cue) {
    for (const Range& r : content) {
      auto q =
          std::lower_bound(quotations_.begin(), quotations_.end(), r.first,
                           [](const Quotation& quotation, std::uint32_t t) { return quotation.first < t; });
      for (; q != quotations_.end() && q->last <= r.last; ++q) {
        const auto index = static_cast<std::size_t>(q - quotations_.begin());
        if (quotation_of_[cue] == static_cast<int>(index) || attributed_[index]) continue;
        attributed_[index] = true;
        quote_of_[index] = static_cast<int>(out_.size());
      }
    }
  }

  void add_quotation(Draft& draft, int index) {
    const Quotation& q = quotations_[static_cast<std::size_t>(index)];
    draft.content.push_back({q.first, q.last});
    draft.direct = true;
    draft.quotations.push_back(index);
    attributed_[static_cast<std::size_t>(index)] = true;
  }

  // ---- verbs -----------------------------------------------------------------

  const std::vector<std::uint32_t>* uses_of(std::uint32_t verb) const {
    const std::uint32_t particle = child(verb, {"prt"});
    if (particle != kNoToken) {
      const auto found =
          cues_.verbs.find(std::string(token(verb).lemma) + " " + std::string(token(particle).lower));
      if (found != cues_.verbs.end()) return &found->second;
    }
    if (verb + 1 < analysis_.tokens.size() && token(verb + 1).sentence == token(verb).sentence) {
      const auto found =
          cues_.verbs.find(std::string(token(verb).lemma) + " " + std::string(token(verb + 1).lower));
      if (found != cues_.verbs.end()) return &found->second;
    }
    const auto found = cues_.verbs.find(token(verb).lemma);
    return found == cues_.verbs.end() ? nullptr : &found->second;
  }

  const Cue* first_that(const std::vector<std::uint32_t>& uses, std::uint16_t takes) const {
    for (const std::uint32_t use : uses) {
      if ((cues_.cues[use].takes & takes) != 0) return &cues_.cues[use];
    }
    return nullptr;
  }

  bool names_sources(const std::vector<std::uint32_t>& uses) const {
    return std::any_of(uses.begin(), uses.end(), [&](std::uint32_t use) { return cues_.cues[use].citing; });
  }

  void try_verb(std::uint32_t verb) {
    const auto* uses = uses_of(verb);
    if (uses == nullptr) return;
    if (one_of(dep(verb), {"aux", "auxpass", "amod", "compound"})) return;
    Draft draft;
    draft.head = verb;
    draft.negated = child(verb, {"neg"}) != kNoToken;
    const bool passive = is_passive(verb);
    draft.source = subject_of(verb);
    // A subject inside somebody's quotation says nothing outside it.
    if (draft.source && quotation_of_[verb] < 0 && draft.source->head != kNoToken &&
        quotation_of_[draft.source->head] >= 0 && full_quotation_at(draft.source->head)) {
      draft.source.reset();
    }
    const int said_before = quotation_right_before(verb);
    if (said_before >= 0 && !draft.source && !passive) draft.source = inverted_subject(verb);
    // `it is said that`, `is expected to`: nobody in particular; the subject belongs to the content.
    const std::uint32_t passive_subject = passive ? child(verb, {"nsubjpass"}) : kNoToken;

    if (const Cue* cue = first_that(*uses, kTakesQuotation)) {
      const Beside beside = quotations_beside(verb, draft.source);
      const std::uint32_t clause = clause_child(verb);
      if (beside.before >= 0 || beside.after >= 0) {
        draft.cue = cue;
        if (beside.before >= 0) add_quotation(draft, beside.before);
        if (beside.after >= 0) add_quotation(draft, beside.after);
        // The part of the clause outside the quotation: Instead, he said, "…".
        if (clause != kNoToken) add_clause(draft, verb, clause);
        if (parenthetical(verb) && beside.before < 0) add_host(draft, verb);
        finish_verb(draft, verb);
        return;
      }
    }
    if (const Cue* cue = first_that(*uses, kTakesClause)) {
      const std::uint32_t clause = clause_child(verb);
      if (clause != kNoToken && (token(clause).tag != "VBG" || child(clause, {"aux", "nsubj"}) != kNoToken)) {
        draft.cue = cue;
        if (passive_subject != kNoToken && !is_expletive(passive_subject) &&
            token(passive_subject).lower != "it" && (cue->takes & kTakesAddressee) == 0) {
          draft.content.push_back(subtree(passive_subject));
        }
        add_clause(draft, verb, clause);
        finish_verb(draft, verb);
        return;
      }
    }
    if (try_citing(verb, *uses, draft)) return;
    if (first_that(*uses, kTakesName | kTakesInfinitive | kTakesObjectInfinitive | kTakesGerund | kTakesObject |
                              kTakesAs | kTakesSeeming) != nullptr &&
        try_complement(verb, *uses, draft, passive_subject)) {
      return;
    }
    if (try_preposition(verb, *uses, draft)) return;
    if (const Cue* cue = first_that(*uses, kTakesQuotation | kTakesClause);
        cue != nullptr && parenthetical(verb)) {
      draft.cue = cue;
      add_host(draft, verb);
      finish_verb(draft, verb);
    }
  }

  // ", he said," and ", as Reuters reported,": the clause around it is the content.
  bool parenthetical(std::uint32_t verb) const {
    if (analysis_.is_root(verb)) return false;
    if (clause_child(verb) != kNoToken || child(verb, {"xcomp", "oprd"}) != kNoToken) return false;
    const std::uint32_t object = child(verb, {"dobj"});  // who it is told to
    if (object != kNoToken) {
      const auto* uses = uses_of(verb);
      if (uses == nullptr || first_that(*uses, kTakesAddressee) == nullptr) return false;
    }
    const std::string_view label = dep(verb);
    const std::uint32_t head = token(verb).head;
    if (!(token(head).pos == "VERB" || token(head).pos == "AUX" || token(head).pos == "ADJ" ||
          token(head).pos == "NOUN"))
      return false;
    const std::uint32_t subject = child(verb, {"nsubj"});
    if (subject == kNoToken) return false;
    if (label == "parataxis") return true;
    if (label == "ccomp" || label == "dep") {
      const Range range = subtree(verb);
      const bool comma_after = range.last < analysis_.tokens.size() && is_punct(range.last);
      return comma_after && range.last - range.first < 30;
    }
    if (label == "advcl") {
      const std::uint32_t mark = child(verb, {"mark", "advmod"});
      return mark != kNoToken && token(mark).lower == "as";
    }
    return false;
  }
  void add_host(Draft& draft, std::uint32_t verb) const {
    const std::uint32_t head = token(verb).head;
    Ranges host{subtree(head)};
    const std::uint32_t mark = child(head, {"mark"});
    if (mark != kNoToken && edges_.left[head] <= mark && mark < verb && !one_of(dep(head), {"ROOT"})) {
      host.front().first = mark + 1;
    }
    cut(host, subtree(verb));
    for (const Range& r : host) draft.content.push_back(r);
  }

  void add_clause(Draft& draft, std::uint32_t verb, std::uint32_t clause) const {
    Range range = subtree(clause);
    Ranges ranges{range};
    if (range.contains(verb)) cut(ranges, {verb, verb + 1});
    // "…, saying …", "… but said …": the next cue of the same speaker, hung too deep by the parser.
    for (const std::uint32_t c : analysis_.children(clause)) {
      if (c < clause || c < verb || quotation_of_[c] != quotation_of_[verb] ||
          child(c, {"nsubj", "nsubjpass"}) != kNoToken)
        continue;
      const auto* uses = uses_of(c);
      if (uses == nullptr || (first_that(*uses, kTakesQuotation) == nullptr && !names_sources(*uses))) continue;
      const std::uint32_t left = edges_.left[c];
      if (dep(c) == "advcl" && token(c).tag == "VBG" && left > 0 && token(left - 1).lower == ",") {
        cut(ranges, {left - 1, ranges.back().last});
      } else if (dep(c) == "conj" && one_of(token(c).tag, {"VBD", "VBZ"})) {
        std::uint32_t from = left;
        while (from > clause && (is_punct(from - 1) || dep(from - 1) == "cc")) --from;
        cut(ranges, {from, ranges.back().last});
      }
      if (ranges.empty()) break;
    }
    if (ranges.empty()) ranges.push_back(range);
    // Clauses co-ordinated with it by the parser's mistake on the verb: "said that A and that B".
    for (const std::uint32_t c : analysis_.children(verb)) {
      if (c == clause || dep(c) != "ccomp" || c < clause) continue;
      ranges.push_back(subtree(c));
    }
    if (draft.source && !draft.source->ranges.empty()) {
      for (const Range& s : draft.source->ranges) {
        if (range.contains(draft.source->head) && s.first > range.first) cut(ranges, s);
      }
    }
    for (const Range& r : ranges) draft.content.push_back(r);
    // Broken up by the cue: the piece before it, as in "The talks, she added, will go on."
  }

  void finish_verb(Draft& draft, std::uint32_t verb) {
    Range range = cue_range(verb, draft.content, draft.source, draft.cue->kind == QuoteKind::kSaying);
    // "issued a statement saying": one act of speech.
    if (one_of(dep(verb), {"acl", "relcl"}) && draft.source) {
      const std::uint32_t issuer = issuer_of(token(verb).head);
      if (issuer != kNoToken && issuer < verb && verb - issuer <= kWidestCue) {
        range.first = cue_range(issuer, draft.content, draft.source, false).first;
        issued_.push_back(issuer);
      }
    }
    draft.cue_ranges.push_back(range);
    emit(draft);
  }

  // "citing officials", "cited diplomatic sources and said …": the object is an inner source, if it can speak.
  bool try_citing(std::uint32_t verb, const std::vector<std::uint32_t>& uses, Draft& draft) {
    const Cue* cue = nullptr;
    for (const std::uint32_t use : uses) {
      if (cues_.cues[use].citing) cue = &cues_.cues[use];
    }
    if (cue == nullptr || is_passive(verb)) return false;
    const std::uint32_t object = child(verb, {"dobj"});
    if (object == kNoToken) return false;
    if (!can_speak(object)) {
      draft.cue = cue;
      draft.content.push_back(subtree(object));
      Cue as_attitude = *cue;
      as_attitude.kind = QuoteKind::kAttitude;
      draft.cue = &as_attitude;
      finish_verb(draft, verb);
      return true;
    }
    draft.cue = cue;
    draft.source = phrase_of(object, verb);
    // The content: what the verb of saying beside it says, else the clause it hangs on.
    std::uint32_t other = kNoToken;
    for (const std::uint32_t c : analysis_.children(verb)) {
      if (dep(c) == "conj" && uses_of(c) != nullptr) other = c;
    }
    if (other == kNoToken && !analysis_.is_root(verb) && one_of(dep(verb), {"conj", "advcl", "prep", "dep"}) &&
        token(token(verb).head).pos == "VERB") {
      other = token(verb).head;
    }
    if (other == kNoToken) return true;
    const std::uint32_t clause = clause_child(other);
    if (clause != kNoToken && uses_of(other) != nullptr) {
      draft.content.push_back(subtree(clause));
    } else if (uses_of(other) != nullptr && parenthetical(other)) {
      add_host(draft, other);
    } else {
      draft.content.push_back(subtree(other));
    }
    if (!subtree(verb).contains(other)) cut(draft.content, subtree(verb));
    draft.cue_ranges.push_back({verb, verb + 1});
    emit(draft);
    return true;
  }
  // People, organisations, media, papers: not "a lack of funds".
  bool can_speak(std::uint32_t head) const {
    if (one_of(token(head).ent_type, {"PERSON", "ORG", "GPE", "NORP"})) return true;
    if (cues_.mute.count(token(head).lower) > 0 || token(head).ent_type == "LAW") return false;
    if (token(head).pos == "PROPN") return true;
    return cues_.anonymous_nouns.count(token(head).lemma) > 0 || cues_.speakers.count(token(head).lemma) > 0 ||
           cues_.dash_sources.count(token(head).lower) > 0;
  }

  bool can_be_told(std::uint32_t head) const {
    return token(head).pos == "PRON" || token(head).pos == "PROPN" || !token(head).ent_type.empty() ||
           cues_.anonymous_nouns.count(token(head).lemma) > 0;
  }

  // What seems is content, and nobody in particular says so.
  void to_observer(Draft& draft, std::uint32_t verb) const {
    const std::uint32_t subject = child(verb, {"nsubj"});
    if (subject != kNoToken && token(subject).lower != "it")
      draft.content.insert(draft.content.begin(), subtree(subject));
    draft.source.reset();
  }

  bool try_complement(std::uint32_t verb, const std::vector<std::uint32_t>& uses, Draft& draft,
                      std::uint32_t passive_subject) {
    std::uint32_t object = child(verb, {"dobj"});
    std::uint32_t infinitive = child(verb, {"xcomp"});
    if (object == kNoToken && first_that(uses, kTakesObjectInfinitive) != nullptr) {  // "called on Kyiv to …"
      const std::uint32_t preposition = child(verb, {"prep"});
      if (preposition == verb + 1) object = child(preposition, {"pobj"});
      if (object != kNoToken && infinitive == kNoToken) {
        const std::uint32_t purpose = child(verb, {"advcl"});
        if (purpose != kNoToken && token(edges_.left[purpose]).lower == "to" && edges_.left[purpose] > object)
          infinitive = purpose;
      }
      if (infinitive == kNoToken) object = kNoToken;
    }
    const std::uint32_t small_clause = child(verb, {"oprd", "ccomp"});
    const bool has_subject_in_content = passive_subject != kNoToken && !is_expletive(passive_subject);
    const auto with_subject = [&] {
      if (has_subject_in_content && token(passive_subject).lower != "it")
        draft.content.push_back(subtree(passive_subject));
    };
    if (small_clause != kNoToken) {
      if (const Cue* cue = first_that(uses, kTakesName | kTakesObjectInfinitive | kTakesAs)) {
        draft.cue = cue;
        with_subject();
        if (object != kNoToken) draft.content.push_back(subtree(object));
        draft.content.push_back(subtree(small_clause));
        finish_verb(draft, verb);
        return true;
      }
    }
    if (infinitive != kNoToken && (token(infinitive).tag == "VB" || child(infinitive, {"aux"}) != kNoToken)) {
      const Cue* cue = object != kNoToken && object < infinitive
                           ? first_that(uses, kTakesObjectInfinitive | kTakesAddressee)
                           : first_that(uses, kTakesInfinitive | kTakesObjectInfinitive);
      if (cue != nullptr) {
        draft.cue = cue;
        with_subject();
        Range range = complement(verb, infinitive);
        if (object != kNoToken && object < infinitive && range.first > verb + 1)
          range.first = std::min(range.first, edges_.left[object]);
        draft.content.push_back(range);
        if (object != kNoToken && dep(object) == "pobj" && token(object).head == verb + 1)
          draft.cue_ranges.push_back({verb + 1, verb + 2});
        if ((cue->takes & kTakesSeeming) != 0) to_observer(draft, verb);
        finish_verb(draft, verb);
        return true;
      }
    }
    if (infinitive != kNoToken && token(infinitive).tag == "VBG") {
      if (const Cue* cue = first_that(uses, kTakesGerund)) {
        draft.cue = cue;
        draft.content.push_back(subtree(infinitive));
        finish_verb(draft, verb);
        return true;
      }
    }
    if (object != kNoToken) {
      const Cue* cue = first_that(uses, kTakesObject);
      if (cue == nullptr) return false;
      if (first_that(uses, kTakesAddressee) != nullptr && can_be_told(object)) return false;
      if (cue->kind == QuoteKind::kSaying && draft.source && !draft.source->ranges.empty() &&
          !can_lead(draft.source->head) && token(draft.source->head).pos == "NOUN" &&
          !one_of(token(draft.source->head).tag, {"NNS"}))
        return false;  // "the storm claimed nine lives"
      if (token(object).pos == "PRON" && one_of(token(object).tag, {"WP", "WDT"})) {
        draft.cue = cue;
        draft.content.push_back({object, object + 1});
        finish_verb(draft, verb);
        return true;
      }
      draft.cue = cue;
      Range range = complement(verb, object);
      for (const std::uint32_t c : analysis_.children(verb)) {
        if (c <= object || (dep(c) != "prep" && dep(c) != "oprd")) continue;
        const bool belongs = has(cue->object_prepositions, token(c).lower) ||
                             ((cue->takes & kTakesAs) != 0 && token(c).lower == "as") ||
                             one_of(token(c).lower, {"as", "for", "of"});
        if (belongs) range.last = std::max(range.last, edges_.right[c] + 1);
      }
      draft.content.push_back(range);
      finish_verb(draft, verb);
      return true;
    }
    if (const Cue* cue = first_that(uses, kTakesSeeming)) {
      std::uint32_t what = child(verb, {"acomp", "oprd"});
      const std::uint32_t like = child(verb, {"prep"});
      if (what == kNoToken && like != kNoToken && token(like).lower == "like") what = like;
      if (what == kNoToken || child(verb, {"nsubj"}) == kNoToken) return false;
      draft.cue = cue;
      draft.content.push_back(subtree(what));
      to_observer(draft, verb);
      finish_verb(draft, verb);
      return true;
    }
    if (passive_subject != kNoToken) {
      const Cue* cue = first_that(uses, kTakesObject | kTakesAs | kTakesName);
      if (cue == nullptr) return false;
      draft.cue = cue;
      draft.content.push_back(subtree(passive_subject));
      for (const std::uint32_t c : analysis_.children(verb)) {
        if (dep(c) == "oprd" ||
            (dep(c) == "prep" && (token(c).lower == "as" || has(cue->object_prepositions, token(c).lower)))) {
          draft.content.push_back(subtree(c));
        }
      }
      finish_verb(draft, verb);
      return true;
    }
    // "the plan he backs": the noun before a relative clause without its object.
    if (one_of(dep(verb), {"relcl"}) && child(verb, {"nsubj"}) != kNoToken &&
        token(child(verb, {"nsubj"})).tag != "WP" && token(child(verb, {"nsubj"})).tag != "WDT") {
      const Cue* cue = first_that(uses, kTakesObject);
      if (cue == nullptr) return false;
      const std::uint32_t noun = token(verb).head;
      draft.cue = cue;
      draft.content.push_back({edges_.left[noun], noun + 1});
      finish_verb(draft, verb);
      return true;
    }
    return false;
  }

  bool try_preposition(std::uint32_t verb, const std::vector<std::uint32_t>& uses, Draft& draft) {
    for (const std::uint32_t c : analysis_.children(verb)) {
      if (!one_of(dep(c), {"prep", "dative"}) || c < verb) continue;
      for (const std::uint32_t use : uses) {
        const Cue& cue = cues_.cues[use];
        if (!has(cue.prepositions, token(c).lower)) continue;
        const std::uint32_t object = child(c, {"pobj", "pcomp"});
        if (object == kNoToken) continue;
        if (one_of(token(object).ent_type, {"DATE", "TIME"}) ||
            one_of(token(object).lower, {"example", "instance"}))
          continue;
        draft.cue = &cue;
        Range content = complement(c, object);
        for (const std::uint32_t next : analysis_.children(verb)) {
          if (edges_.left[next] == content.last && one_of(dep(next), {"advcl", "xcomp"}) &&
              token(content.last).lower == "to")
            content.last = edges_.right[next] + 1;
        }
        draft.content.push_back(content);
        Range range = cue_range(verb, {subtree(c)}, draft.source, false);
        if (c == range.last) range.last = c + 1;
        draft.cue_ranges.push_back(range);
        if (!range.contains(c)) draft.cue_ranges.push_back({c, c + 1});
        emit(draft);
        return true;
      }
    }
    return false;
  }

  // ---- nouns, adjectives, adverbs, phrases -------------------------------------

  void try_noun(std::uint32_t noun) {
    const auto found = cues_.nouns.find(token(noun).lemma);
    if (found == cues_.nouns.end() || dep(noun) == "compound") return;
    Draft draft;
    draft.head = noun;
    for (const std::uint32_t use : found->second) {
      const Cue& cue = cues_.cues[use];
      // "the first reports were of a fire"
      const std::uint32_t copula = token(noun).head;
      if (dep(noun) == "nsubj" && token(copula).lemma == "be" && copula > noun && cue.takes == 0 &&
          cue.kind == QuoteKind::kSaying) {
        for (const std::uint32_t c : analysis_.children(copula)) {
          if (c < copula || dep(c) != "prep" || !has(cue.prepositions, token(c).lower)) continue;
          const std::uint32_t target = child(c, {"pobj", "pcomp"});
          if (target == kNoToken) continue;
          draft.cue = &cue;
          draft.content = {subtree(target)};
          draft.source = possessor_of(noun, noun, &cue.prepositions);
          draft.cue_ranges = {{noun, noun + 1}};
          emit(draft);
          return;
        }
      }
      for (const std::uint32_t c : analysis_.children(noun)) {
        if (c < noun) continue;
        const bool clause =
            (cue.takes & kTakesClause) != 0 && one_of(dep(c), {"acl", "ccomp", "relcl"}) && that_clause(c);
        const bool infinitive = (cue.takes & kTakesInfinitive) != 0 &&
                                one_of(dep(c), {"acl", "xcomp", "relcl"}) && token(c).tag == "VB" &&
                                child(c, {"aux"}) != kNoToken && token(child(c, {"aux"})).lower == "to";
        const bool preposition = dep(c) == "prep" && has(cue.prepositions, token(c).lower);
        if (!clause && !infinitive && !preposition) continue;
        std::uint32_t target = c;
        if (preposition) target = child(c, {"pobj", "pcomp"});
        if (target == kNoToken) continue;
        if (clause && dep(noun) == "pobj" &&
            dep(token(noun).head) == "prep") {  // the verb of saying above has it
          const std::uint32_t verb = token(token(noun).head).head;
          if (uses_of(verb) != nullptr && clause_child(verb) == target) return;
        }
        draft.cue = &cue;
        draft.content = {subtree(target)};
        draft.source = possessor_of(noun, noun, &cue.prepositions);
        if (draft.source && draft.source->head == target) draft.source.reset();
        Range range{noun, noun + 1};
        while (range.first > 0 && token(range.first - 1).head == noun &&
               one_of(dep(range.first - 1), {"amod", "compound"}) && token(range.first - 1).pos == "ADJ") {
          --range.first;
        }
        if (preposition && c == noun + 1) range.last = c + 1;
        // "expressed concern about", "made the case that": the verb is part of the cue.
        const std::uint32_t verb = token(noun).head;
        if (dep(noun) == "dobj" && verb < noun && noun - verb <= kWidestLight && !analysis_.is_root(noun) &&
            cues_.light.count(token(verb).lemma) > 0 && quotation_of_[verb] == quotation_of_[noun]) {
          if (const auto subject = subject_of(verb); subject && !subject->ranges.empty()) {
            draft.source = subject;
            range.first = cue_range(verb, draft.content, draft.source, false).first;
            issued_.push_back(verb);
          }
        }
        draft.cue_ranges = {range};
        if (draft.cue->needs_source && !draft.source) break;
        emit(draft);
        return;
      }
    }
  }
  bool that_clause(std::uint32_t clause) const {
    const std::uint32_t mark = child(clause, {"mark"});
    if (mark != kNoToken && token(mark).lower == "that") return true;
    const std::uint32_t first = edges_.left[clause];
    if (dep(clause) == "relcl") return false;
    return token(first).lower == "that" && token(first).tag == "IN";
  }

  std::uint32_t first_word(const Sentence& sentence) const {
    std::uint32_t t = sentence.first;
    while (t < sentence.last && is_punct(t)) ++t;
    return t;
  }

  void try_adverb(std::uint32_t adverb) {
    const auto found = cues_.adverbs.find(token(adverb).lower);
    if (found == cues_.adverbs.end() || analysis_.is_root(adverb)) return;
    std::uint32_t head = token(adverb).head;
    // "Reportedly, nine …", "Allegedly some …": the parser hung it on the number or noun that follows.
    if (adverb == first_word(sentence_of(adverb))) {
      while (!analysis_.is_root(head) && token(head).pos != "VERB" && token(head).pos != "AUX")
        head = token(head).head;
    }
    Draft draft;
    draft.cue = &cues_.cues[found->second.front()];
    draft.head = adverb;
    draft.content = {subtree(head)};
    cut(draft.content, {adverb, adverb + 1});
    // A co-ordinated clause has a life of its own.
    for (const std::uint32_t c : analysis_.children(head)) {
      if (one_of(dep(c), {"conj", "cc"}) && c > adverb && child(c, {"nsubj", "nsubjpass"}) != kNoToken)
        cut(draft.content, subtree(c));
    }
    draft.cue_ranges = {{adverb, adverb + 1}};
    emit(draft);
  }

  void try_adjective(std::uint32_t adjective) {
    const auto found = cues_.adjectives.find(token(adjective).lower);
    if (found == cues_.adjectives.end()) return;
    Draft draft;
    draft.head = adjective;
    for (const std::uint32_t use : found->second) {
      const Cue& cue = cues_.cues[use];
      draft.cue = &cue;
      if (dep(adjective) == "amod" && cue.takes == 0 && cue.prepositions.empty()) {
        const std::uint32_t noun = token(adjective).head;
        Range range{adjective + 1, noun + 1};
        if (range.empty()) return;
        draft.content = {range};
        draft.cue_ranges = {{adjective, adjective + 1}};
        emit(draft);
        return;
      }
      if (!one_of(dep(adjective), {"acomp", "ROOT", "advcl", "conj", "ccomp", "oprd"})) continue;
      const std::uint32_t verb = dep(adjective) == "acomp" ? token(adjective).head : adjective;
      for (const std::uint32_t c : analysis_.children(adjective)) {
        if (c < adjective) continue;
        const bool clause = (cue.takes & kTakesClause) != 0 && dep(c) == "ccomp";
        const bool infinitive =
            (cue.takes & kTakesInfinitive) != 0 && dep(c) == "xcomp" && token(c).tag == "VB";
        const bool preposition = dep(c) == "prep" && has(cue.prepositions, token(c).lower);
        if (!clause && !infinitive && !preposition) continue;
        const std::uint32_t target = preposition ? child(c, {"pobj", "pcomp"}) : c;
        if (target == kNoToken) continue;
        const auto source = subject_of(verb);
        if (!source || token(source->head).lower == "it") continue;
        draft.source = source;
        draft.content = {subtree(target)};
        Range range = verb == adjective ? Range{adjective, adjective + 1}
                                        : cue_range(verb, {{adjective, adjective + 1}}, source, false);
        if (verb < adjective) range.last = adjective + 1;
        if (preposition && c == range.last) range.last = c + 1;
        draft.cue_ranges = {range};
        emit(draft);
        return;
      }
    }
  }

  void try_phrase(std::uint32_t t) {
    const auto found = cues_.phrases.find(token(t).lower);
    if (found == cues_.phrases.end()) return;
    for (const Cues::Phrase& phrase : found->second) {
      const auto size = static_cast<std::uint32_t>(phrase.words.size());
      if (t + size > sentence_of(t).last) continue;
      bool same = true;
      for (std::uint32_t i = 0; same && i < size; ++i) same = token(t + i).lower == phrase.words[i];
      if (!same) continue;
      const std::uint32_t last = t + size - 1;
      std::uint32_t object = child(last, {"pobj"});
      if (object == kNoToken) object = child(last, {"pcomp"});
      if (object == kNoToken) continue;
      // "according to plan"
      if (phrase.objects.empty() && edges_.left[object] == object && edges_.right[object] == object &&
          token(object).pos == "NOUN" && token(object).tag == "NN") {
        continue;
      }
      if (has(phrase.except, token(object).lemma)) continue;
      if (!phrase.objects.empty() && !has(phrase.objects, token(object).lemma)) continue;
      if (!phrase.objects.empty() && phrase.words.size() == 1 && dep(t) != "prep") continue;
      if (analysis_.is_root(t)) continue;
      Draft draft;
      draft.cue = &cues_.cues[phrase.cue];
      draft.head = t;
      // Climb to the clause that it hangs on.
      std::uint32_t host = token(t).head;
      while (!analysis_.is_root(host) && !is_clause_border(host)) host = token(host).head;
      Range whole = subtree(t);
      std::uint32_t cue_end = t + size;
      // "according to a statement released by the palace": the palace says so.
      const std::uint32_t author = author_of(object);
      if (author != kNoToken && author > object && phrase.objects.empty()) {
        cue_end = edges_.left[author];
        object = author;
      }
      draft.source = Source{{{edges_.left[object], std::min(edges_.right[object] + 1, whole.last)}}, object};
      if (draft.source->ranges.front().first <= last) draft.source->ranges.front().first = last + 1;
      draft.content = {subtree(host)};
      Range hole = whole;
      hole.first = std::min(hole.first, t);
      if (token(draft.content.front().first).lower == "that" && dep(draft.content.front().first) == "mark" &&
          draft.content.front().first + 3 >= hole.first) {
        ++draft.content.front().first;
      }
      cut(draft.content, hole);
      for (const std::uint32_t c : analysis_.children(host)) {  // what is added after it stands by itself
        if (c < hole.last || dep(c) != "conj" || child(c, {"nsubj", "nsubjpass"}) == kNoToken) continue;
        if (hole.first > edges_.left[host]) cut(draft.content, {hole.last, edges_.right[c] + 1});
      }
      draft.cue_ranges = {{t, cue_end}};
      // A quotation that ends right before it: "…," according to X.
      std::uint32_t before = t;
      while (before > 0 && is_punct(before - 1) && quotation_of_[before - 1] < 0) --before;
      if (before > 0 && quotation_of_[before - 1] >= 0) {
        const Quotation& q = quotations_[static_cast<std::size_t>(quotation_of_[before - 1])];
        if (q.full && q.last == before && q.block == sentence_of(t).block)
          add_quotation(draft, quotation_of_[before - 1]);
      }
      emit(draft);
      return;
    }
  }
  bool is_clause_border(std::uint32_t t) const {
    if (!(token(t).pos == "VERB" || token(t).pos == "AUX")) return false;
    return one_of(dep(t), {"ccomp", "relcl", "advcl", "parataxis", "acl", "conj"}) &&
           child(t, {"nsubj", "nsubjpass"}) != kNoToken;
  }

  // ---- headlines -----------------------------------------------------------------

  // "Senator Praises Bill On Trade": where the tagger takes the verb for a noun, a name before a cue verb in
  // the third person and words after it.
  void try_headline(const Sentence& sentence) {
    std::uint32_t root = kNoToken;
    constexpr std::uint32_t kLongestHeadline = 25;
    if (sentence.last - sentence.first > kLongestHeadline) return;
    for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
      if (!analysis_.is_root(t)) continue;
      if (token(t).pos == "VERB" || token(t).pos == "AUX") return;
      root = t;
    }
    if (root == kNoToken) return;
    for (std::uint32_t t = sentence.first + 1; t + 1 < sentence.last; ++t) {
      if (is_punct(t)) return;
      const std::string_view word = token(t).lower;
      if (token(t).pos == "VERB" || word.size() < 4 || word.back() != 's' || quotation_of_[t] >= 0) continue;
      if (!one_of(token(t - 1).tag, {"NNP", "NNPS", "NN", "NNS"}) || !can_lead(t - 1)) continue;
      if (is_punct(t + 1) && quotation_of_[t + 1] < 0) return;
      if (one_of(token(t + 1).pos, {"ADP", "PART", "CCONJ", "AUX"})) continue;
      const std::vector<std::uint32_t>* uses = third_person(word);
      if (uses == nullptr) continue;
      const Cue* cue = first_that(*uses, kTakesObject | kTakesClause | kTakesQuotation);
      if (cue == nullptr) continue;
      Draft draft;
      draft.cue = cue;
      draft.head = t;
      draft.source = Source{{{first_word(sentence), t}}, t - 1};
      draft.cue_ranges = {{t, t + 1}};
      draft.content = {{t + 1, sentence.last}};
      emit(draft);
      return;
    }
  }
  // The uses of the verb that a word in -s is a form of.
  const std::vector<std::uint32_t>* third_person(std::string_view word) const {
    const auto find = [&](const std::string& lemma) {
      const auto found = cues_.verbs.find(lemma);
      return found == cues_.verbs.end() ? nullptr : &found->second;
    };
    if (const auto* uses = find(std::string(word.substr(0, word.size() - 1)))) return uses;
    if (word.size() > 4 && word.substr(word.size() - 3) == "ies")
      return find(std::string(word.substr(0, word.size() - 3)) + "y");
    if (word.size() > 4 && word.substr(word.size() - 2) == "es")
      return find(std::string(word.substr(0, word.size() - 2)));
    return nullptr;
  }

  // ---- colons and dashes -------------------------------------------------------

  void try_colon(const Sentence& sentence) {
    if (!cues_.has_colon) return;
    const bool starts_block =
        sentence.first == 0 || analysis_.sentences[token(sentence.first).sentence].span.begin ==
                                   document_.blocks[sentence.block].span.begin;
    std::uint32_t first = sentence.first;
    while (first < sentence.last && (is_punct(first))) ++first;
    if (starts_block) {
      std::uint32_t colon = first;
      bool names_only = first < sentence.last;
      while (colon < sentence.last && colon < first + 7 && token(colon).lower != ":") {
        const std::string_view pos = token(colon).pos;
        if (!one_of(pos, {"PROPN", "NOUN", "ADJ", "ADP", "DET", "PART", "NUM", "PUNCT"})) names_only = false;
        ++colon;
      }
      std::uint32_t end = sentence.last;  // of the block, where the splitter broke at the colon
      for (std::uint32_t i = token(sentence.first).sentence + 1;
           colon + 1 == sentence.last && i < analysis_.sentences.size() &&
           analysis_.sentences[i].block == sentence.block;
           ++i) {
        end = analysis_.sentences[i].last;
      }
      if (names_only && colon < sentence.last && token(colon).lower == ":" && colon > first &&
          colon + 2 < end) {
        const std::uint32_t speaker = colon - 1;
        const bool block = cues_.not_before_colon.count(token(first).lower) > 0 ||
                           cues_.not_before_colon.count(token(speaker).lower) > 0;
        const bool name = token(speaker).pos == "PROPN" || cues_.dash_sources.count(token(speaker).lower) > 0 ||
                          can_speak(speaker);
        std::uint32_t verbs = 0;
        for (std::uint32_t t = colon + 1; t < end; ++t)
          verbs += token(t).pos == "VERB" || token(t).pos == "AUX";
        // The tagger makes names of a headline's verbs.
        const bool named = one_of(token(speaker).ent_type, {"PERSON", "ORG"}) ||
                           cues_.dash_sources.count(token(speaker).lower) > 0;
        if (!block && name && (verbs > 0 || quotation_of_[colon + 1] >= 0 || (named && end - colon > 4))) {
          Draft draft;
          draft.cue = &cues_.cues[cues_.colon];
          draft.head = colon;
          draft.source = Source{{{first, colon}}, speaker};
          draft.cue_ranges = {{colon, colon + 1}};
          draft.content = {{colon + 1, end}};
          draft.direct = quotation_of_[colon + 1] >= 0;
          emit(draft);
          return;
        }
      }
    }
    // "PM to visit Moscow - report"
    std::uint32_t last = sentence.last;
    while (last > first && (token(last - 1).pos == "SPACE" || token(last - 1).lower == ".")) --last;
    for (std::uint32_t back = 1; back <= 4 && last > first + back + 2; ++back) {
      const std::uint32_t dash = last - back - 1;
      if (!one_of(token(dash).lower, {"-", "--", "–", "—", "―"})) continue;
      if (dash == 0 || !token(dash - 1).space_after || !token(dash).space_after) return;
      const bool name = cues_.dash_sources.count(token(last - 1).lower) > 0 ||
                        (quotation_of_[dash - 1] >= 0 && token(last - 1).pos == "PROPN");
      if (!name) return;
      Draft draft;
      draft.cue = &cues_.cues[cues_.colon];
      draft.head = dash;
      draft.source = Source{{{dash + 1, last}}, last - 1};
      draft.cue_ranges = {{dash, dash + 1}};
      draft.content = {{first, dash}};
      emit(draft);
      return;
    }
  }

  // “…” ― Name
  void try_dashes_after_quotations() {
    for (std::size_t q = 0; q < quotations_.size(); ++q) {
      const Quotation& quotation = quotations_[q];
      if (attributed_[q] || !quotation.full || !quotation.closed) continue;
      const std::uint32_t dash = quotation.last;
      if (dash + 1 >= analysis_.tokens.size() || !one_of(token(dash).lower, {"—", "–", "-", "--", "―"}))
        continue;
      std::uint32_t last = dash + 1;
      while (last < analysis_.tokens.size() && last < dash + 8 && token(last).pos == "PROPN" &&
             quotation_of_[last] < 0)
        ++last;
      if (last == dash + 1) continue;
      Draft draft;
      draft.cue = &cues_.cues[cues_.colon];
      draft.head = dash;
      draft.source = Source{{{dash + 1, last}}, last - 1};
      draft.cue_ranges = {{dash, dash + 1}};
      add_quotation(draft, static_cast<int>(q));
      emit(draft);
    }
  }

  // ---- quotations that no cue has claimed ------------------------------------------

  // In text order, so that each can go on from the one before:
  //   led in          Graham spoke on television, "This is …"    His answer was short: "We will not …"
  //   next block      an open quotation goes on where the next block begins with an opening mark
  //   continued       She criticised the plan. "It is …"
  void attribute_rest() {
    if (!cues_.has_quotation) return;
    std::vector<std::vector<int>> quotes_in(analysis_.sentences.size());
    for (std::size_t i = 0; i < out_.size(); ++i) {
      if (out_[i].cue_head != kNoToken)
        quotes_in[token(out_[i].cue_head).sentence].push_back(static_cast<int>(i));
    }
    for (std::size_t q = 0; q < quotations_.size(); ++q) {
      const Quotation& quotation = quotations_[q];
      if (attributed_[q] || !quotation.full || quotation.first >= quotation.last) continue;
      if (length_of(quotation.first) > kLongestSentence) continue;
      if (quotation.first > 0 && length_of(quotation.first - 1) > kLongestSentence) continue;
      const BlockRole role = document_.blocks[quotation.block].role;
      if (role == BlockRole::kTeaser || role == BlockRole::kEmbed || role == BlockRole::kBoilerplate) continue;
      if (!quotation.opened || carry_over(q) || lead_in(q)) continue;
      go_on(q, quotes_in);
    }
  }

  std::uint32_t length_of(std::uint32_t t) const { return sentence_of(t).last - sentence_of(t).first; }

  // A quotation left open at the end of a block goes on in the next one when that begins with an opening mark.
  bool carry_over(std::size_t q) {
    if (q == 0) return false;
    const Quotation& now = quotations_[q];
    const Quotation& before = quotations_[q - 1];
    if (before.closed || now.block != before.block + 1 || quote_of_[q - 1] < 0) return false;
    if (now.span.begin != document_.blocks[now.block].span.begin) return false;
    const Span span = trimmed({now.first, now.last});
    if (span.empty()) return false;
    Quote& quote = out_[static_cast<std::size_t>(quote_of_[q - 1])];
    quote.content.push_back(span);
    quote.evidence.push_back({"said_by", cues_.next_block, span, ""});
    attributed_[q] = true;
    quote_of_[q] = quote_of_[q - 1];
    return true;
  }

  // Whoever can have words in his mouth: people, organisations, papers.
  bool can_lead(std::uint32_t head) const {
    const Token& t = token(head);
    if (t.pos == "PRON") return one_of(t.lower, {"he", "she", "they", "i", "we", "who", "another", "others"});
    if (one_of(t.ent_type, {"DATE", "TIME", "EVENT", "LAW", "PERCENT", "MONEY", "QUANTITY", "ORDINAL"}))
      return false;
    return can_speak(head) || cues_.documents.count(t.lemma) > 0;
  }

  // The last clause before a quotation with a subject that can speak: its verb, kNoToken when there is none.
  // The parser may have hung it on the quotation's own verb.
  std::uint32_t leading_verb(const Quotation& quotation) const {
    const Sentence& sentence = sentence_of(quotation.first - 1);
    std::uint32_t verb = kNoToken;
    for (std::uint32_t t = sentence.first; t < quotation.first; ++t) {
      if (quotation_of_[t] >= 0 || (token(t).pos != "VERB" && token(t).pos != "AUX")) continue;
      const std::uint32_t subject = child(t, {"nsubj", "nsubjpass"});
      if (subject == kNoToken || subject > t) continue;
      const std::uint32_t head = token(t).head;
      const bool main = analysis_.is_root(t) || dep(t) == "parataxis" || head >= quotation.first ||
                        (dep(t) == "conj" && (head == verb || verb == kNoToken));
      if (main) verb = t;
    }
    if (verb == kNoToken || !can_lead(child(verb, {"nsubj", "nsubjpass"}))) return kNoToken;
    return verb;
  }

  bool lead_in(std::size_t q) {
    const Quotation& quotation = quotations_[q];
    if (quotation.first < 2) return false;
    const std::uint32_t mark = quotation.first - 1;
    if (sentence_of(mark).block != quotation.block || quotation_of_[mark] >= 0) return false;
    const bool colon = token(mark).lower == ":";
    if (!colon && token(mark).lower != ",") return false;
    if (!is_utterance(quotation)) return false;
    const std::uint32_t verb = leading_verb(quotation);
    if (verb == kNoToken) return false;
    if (!colon && (token(verb).pos == "AUX" || is_passive(verb))) return false;
    const std::uint32_t subject = child(verb, {"nsubj", "nsubjpass"});
    Cue cue;
    cue.rule = cues_.led_in;
    Draft draft;
    draft.cue = &cue;
    draft.head = verb;
    draft.source = phrase_of(subject, verb);
    // "issued the following statement from the king: …"
    const std::uint32_t object = child(verb, {"dobj"});
    if (object != kNoToken && object > verb && cues_.documents.count(token(object).lemma) > 0) {
      for (const std::uint32_t c : analysis_.children(object)) {
        if (dep(c) != "prep" || !one_of(token(c).lower, {"from", "by"})) continue;
        const std::uint32_t who = child(c, {"pobj"});
        if (who != kNoToken && can_lead(who)) draft.source = phrase_of(who, verb);
      }
    }
    add_quotation(draft, static_cast<int>(q));
    draft.cue_ranges = {cue_range(verb, draft.content, draft.source, false)};
    emit(draft);
    return true;
  }

  // A sentence of its own: begins with a capital letter and has a verb.
  bool is_utterance(const Quotation& quotation) const {
    bool verb = false, begun = false;
    for (std::uint32_t t = quotation.first; t < quotation.last && !(verb && begun); ++t) {
      if (!begun && !is_punct(t)) {
        const char c = text()[token(t).span.begin];
        if (!(c >= 'A' && c <= 'Z') && (static_cast<unsigned char>(c) & 0x80) == 0) return false;
        begun = true;
      }
      verb = verb || token(t).pos == "VERB" || token(t).pos == "AUX";
    }
    return verb && begun;
  }

  // Begins a sentence: whoever spoke last in the sentence before goes on speaking.
  void go_on(std::size_t q, const std::vector<std::vector<int>>& quotes_in) {
    const Quotation& quotation = quotations_[q];
    std::uint32_t before = quotation.first;
    while (before > 0 && token(before - 1).pos == "SPACE") --before;
    if (before == 0 || !is_utterance(quotation)) return;
    --before;
    const Sentence& sentence = sentence_of(before);
    const bool same_block = sentence.block == quotation.block;
    if (!same_block) {
      const Block& last = document_.blocks[sentence.block];
      const Block& now = document_.blocks[quotation.block];
      if (sentence.block + 1 != quotation.block || last.role != now.role ||
          quotation.span.begin != now.span.begin)
        return;
    }
    int quote = -1;
    if (quotation_of_[before] >= 0) {
      quote = quote_of_[static_cast<std::size_t>(quotation_of_[before])];
    } else if (one_of(token(before).lower, {".", "!", "?", ":"})) {
      quote = last_speech(quotes_in[token(before).sentence], same_block);
    }
    if (quote < 0) return;
    Quote next = out_[static_cast<std::size_t>(quote)];
    const Span span = trimmed({quotation.first, quotation.last});
    if (next.source.empty() || span.empty()) return;
    next.content = {span};
    next.direct = true;
    next.negated = false;
    next.kind = QuoteKind::kSaying;
    next.stance = CueStance::kNeutral;
    next.evidence = {{"said_by", cues_.continued, span, ""}};
    attributed_[q] = true;
    quote_of_[q] = static_cast<int>(out_.size());
    out_.push_back(std::move(next));
  }

  // Of the quotes with their cue in one sentence: the last that stands in no other's content. In another
  // paragraph only who was quoted word for word goes on.
  int last_speech(const std::vector<int>& quotes, bool same_block) const {
    constexpr std::size_t kMost = 12;  // a sentence with more is a list
    if (quotes.size() > kMost) return -1;
    int saying = -1, attitude = -1;
    for (const int i : quotes) {
      const Quote& quote = out_[static_cast<std::size_t>(i)];
      if (quote.source.empty() || quote.source_head == kNoToken || quotation_of_[quote.cue_head] >= 0) continue;
      if (!same_block && !quote.direct) continue;
      bool inner = false;
      for (const int other : quotes) {
        if (other == i) continue;
        for (const Span& span : out_[static_cast<std::size_t>(other)].content)
          inner = inner || span.contains(quote.cue.front());
      }
      if (inner || !can_lead(quote.source_head)) continue;
      const auto later = [&](int than) {
        return than < 0 || out_[static_cast<std::size_t>(than)].cue_head <= quote.cue_head;
      };
      if (quote.kind == QuoteKind::kSaying) {
        if (later(saying)) saying = i;
      } else if (token(quote.cue_head).pos == "VERB" &&
                 (analysis_.is_root(quote.cue_head) || one_of(dep(quote.cue_head), {"conj", "advcl"}))) {
        if (later(attitude)) attitude = i;
      }
    }
    return saying >= 0 ? saying : attitude;
  }

  // Order, duplicates, parents.
  void finish() {
    std::sort(issued_.begin(), issued_.end());
    std::erase_if(out_, [&](const Quote& quote) {
      return quote.kind == QuoteKind::kAttitude &&
             std::binary_search(issued_.begin(), issued_.end(), quote.cue_head);
    });
    std::stable_sort(out_.begin(), out_.end(),
                     [](const Quote& a, const Quote& b) { return a.cue.front() < b.cue.front(); });
    std::vector<Quote> kept;
    for (Quote& quote : out_) {
      if (!kept.empty() && kept.back().cue == quote.cue && kept.back().content == quote.content &&
          kept.back().source == quote.source)
        continue;
      kept.push_back(std::move(quote));
    }
    out_ = std::move(kept);
    // The parent: the smallest content that holds this cue; for "cited X and said": the one with the same
    // content. Quotes stand in text order and contents rarely reach over more than a few sentences, so only
    // neighbours are asked.
    constexpr std::size_t kNear = 40;
    for (std::size_t i = 0; i < out_.size(); ++i) {
      std::uint32_t best = 0xFFFFFFFFu;
      const std::size_t low = i > kNear ? i - kNear : 0;
      const std::size_t high = std::min(out_.size(), i + kNear);
      for (std::size_t j = low; j < high; ++j) {
        if (i == j) continue;
        for (const Span& span : out_[j].content) {
          if (!span.contains(out_[i].cue.front())) continue;
          if (span.size() < best) {
            best = span.size();
            out_[i].parent = static_cast<int>(j);
          }
        }
      }
    }
    drop_inner_attitudes();
    for (std::size_t i = 0; i < out_.size(); ++i) {
      const std::size_t low = i > kNear ? i - kNear : 0;
      const std::size_t high = std::min(out_.size(), i + kNear);
      if (out_[i].parent >= 0) continue;
      if (out_[i].evidence.front().rule != "verb/cite") continue;
      for (std::size_t j = low; j < high; ++j) {
        if (i == j || out_[j].evidence.front().rule == "verb/cite" || out_[j].kind != QuoteKind::kSaying)
          continue;
        if (!out_[j].content.empty() && out_[j].content.front().overlaps(out_[i].content.front())) {
          out_[i].parent = static_cast<int>(j);
          break;
        }
      }
    }
  }

  // What somebody thinks inside what somebody says or thinks, and what the writer ("I", "we") thinks, is no
  // attribution of its own.
  void drop_inner_attitudes() {
    std::vector<int> moved(out_.size(), -1);
    std::vector<bool> drop(out_.size(), false);
    for (std::size_t i = 0; i < out_.size(); ++i) {
      const bool speaker =
          out_[i].source_head != kNoToken && one_of(token(out_[i].source_head).lower, {"i", "we", "you", "it"});
      if (out_[i].kind == QuoteKind::kAttitude) {
        drop[i] = out_[i].parent >= 0 || (speaker && token(out_[i].source_head).lower != "it");
      } else {
        drop[i] = out_[i].parent >= 0 && speaker;
      }
    }
    std::vector<Quote> kept;
    for (std::size_t i = 0; i < out_.size(); ++i) {
      if (drop[i]) continue;
      moved[i] = static_cast<int>(kept.size());
      int parent = out_[i].parent;
      while (parent >= 0 && drop[static_cast<std::size_t>(parent)])
        parent = out_[static_cast<std::size_t>(parent)].parent;
      out_[i].parent = parent;
      kept.push_back(std::move(out_[i]));
    }
    for (Quote& quote : kept) {
      if (quote.parent >= 0) quote.parent = moved[static_cast<std::size_t>(quote.parent)];
    }
    out_ = std::move(kept);
  }

  const Cues& cues_;
  const Document& document_;
  const Analysis& analysis_;
  Edges edges_;
  std::vector<Quotation> quotations_;
  std::vector<int> quotation_of_;  // per token: index of the quotation it lies in, -1 outside
  std::vector<bool> attributed_;
  std::vector<std::uint32_t>
      issued_;                 // verbs that are part of another cue: "issued" of "issued a statement saying"
  std::vector<int> quote_of_;  // per quotation: index in out_ of the quote that it belongs to, -1 none
  std::vector<Quote> out_;
};

}  // namespace

Attribution Attribution::compile(const Rulebook& rulebook, Diagnostics& diagnostics) {
  Attribution out;
  out.cues_ = std::make_shared<const Cues>(Cues::compile(rulebook, diagnostics));
  return out;
}

std::vector<Quote> Attribution::find(const Document& document, const Analysis& analysis) const {
  return Finder(*cues_, document, analysis).run();
}

}  // namespace chancery
