// SPDX-License-Identifier: Apache-2.0
#include "dictionary/match.h"

#include <algorithm>

#include "base/one_of.h"

namespace chancery {
namespace {

class Matcher {
 public:
  Matcher(const CompiledPattern& pattern, const std::vector<SynsetTerms>& synsets, const Analysis& analysis,
          const CodedSentence& sentence, const VerbPlace& verb, int& steps)
      : pattern_(pattern), synsets_(synsets), a_(analysis), s_(sentence), verb_(verb), steps_(steps) {}

  PatternMatch run() {
    found_.first = verb_.first;
    found_.last = verb_.last;
    if (left(pattern_.before.size(), verb_.first, pattern_.verb_joined) && right(0, verb_.last))
      found_.matched = true;
    return found_;
  }

 private:
  // before[0, count) in the words ending before `end`; the last of them right there when `joined`.
  bool left(std::size_t count, std::uint32_t end, bool joined) {
    if (count == 0) return true;
    const CompiledElement& element = pattern_.before[count - 1];
    const PatternMatch saved = found_;
    for (std::uint32_t at = end; at > verb_.begin; --at) {  // the element ends before word `at`
      if (--steps_ < 0) return false;
      if (at < end && joined) break;
      if (joined && end < s_.words.size() && s_.words[end].apart) break;
      if (s_.aside[at - 1]) continue;
      if (element.kind == ElementKind::kWord) {
        if (is_word(element, at - 1) && take(at - 1, at) && left(count - 1, at - 1, element.joined))
          return true;
      } else if (element.kind == ElementKind::kSynset) {
        for (const auto& term : synsets_[static_cast<std::size_t>(element.synset)]) {
          const std::uint32_t first = term_before(term, at);
          if (first < at && take(first, at) && left(count - 1, first, element.joined)) return true;
          found_ = saved;
        }
      } else {
        const std::int32_t phrase = s_.phrase_at[at - 1];
        if (phrase >= 0) {
          const NounPhrase& noun = s_.phrases[static_cast<std::size_t>(phrase)];
          if (role(element, phrase, false) && take(noun.first, at) &&
              left(count - 1, std::max(noun.first, verb_.begin), element.joined))
            return true;
          at = std::max(noun.first, verb_.begin) + 1;  // one try for each phrase
        }
      }
      found_ = saved;
    }
    return false;
  }

  bool right(std::size_t index, std::uint32_t begin) {
    if (index == pattern_.after.size()) return true;
    const CompiledElement& element = pattern_.after[index];
    const PatternMatch saved = found_;
    for (std::uint32_t at = begin; at < verb_.end; ++at) {
      if (--steps_ < 0) return false;
      if (element.joined && (at > begin || s_.words[at].apart)) break;
      if (s_.aside[at]) continue;
      if (element.kind == ElementKind::kWord) {
        if (is_word(element, at) && take(at, at + 1) && right(index + 1, at + 1)) return true;
      } else if (element.kind == ElementKind::kSynset) {
        for (const auto& term : synsets_[static_cast<std::size_t>(element.synset)]) {
          const std::uint32_t last = term_after(term, at);
          if (last > at && take(at, last) && right(index + 1, last)) return true;
          found_ = saved;
        }
      } else {
        const std::int32_t phrase = s_.phrase_at[at];
        if (phrase >= 0) {
          const NounPhrase& noun = s_.phrases[static_cast<std::size_t>(phrase)];
          if (role(element, phrase, true) && take(at, noun.last) &&
              right(index + 1, std::min(noun.last, verb_.end)))
            return true;
          at = std::min(noun.last, verb_.end) - 1;
        }
      }
      found_ = saved;
    }
    return false;
  }

  bool is_word(const CompiledElement& element, std::uint32_t at) const {
    if (!s_.words[at].is(element.word)) return false;
    if (!element.head) return true;
    const Token& token = a_.tokens[s_.words[at].token];
    return !one_of(token.dep, {"compound", "amod", "nmod", "poss"});
  }

  // First word of the term that ends before `end`, or `end` when it does not stand there. A blank in it leaves
  // room.
  std::uint32_t term_before(const std::vector<PhraseWord>& term, std::uint32_t end) {
    std::uint32_t at = end;
    for (std::size_t i = term.size(); i-- > 0;) {
      const bool next_to = i + 1 == term.size() || term[i + 1].joined;
      do {
        if (at == verb_.begin || --steps_ < 0) return end;
        --at;
      } while (!s_.words[at].is(term[i].hash) && !next_to);
      if (!s_.words[at].is(term[i].hash)) return end;
    }
    return at;
  }

  std::uint32_t term_after(const std::vector<PhraseWord>& term, std::uint32_t begin) {
    std::uint32_t at = begin;
    for (std::size_t i = 0; i < term.size(); ++i) {
      const bool next_to = i == 0 || term[i].joined;
      while (at < verb_.end && !s_.words[at].is(term[i].hash) && !next_to) {
        if (--steps_ < 0) return begin;
        ++at;
      }
      if (at >= verb_.end || !s_.words[at].is(term[i].hash)) return begin;
      ++at;
    }
    return at;
  }

  // Takes the phrase for $, + or %; these need a code, ^ passes over any.
  bool role(const CompiledElement& element, std::int32_t phrase, bool after) {
    const NounPhrase& noun = s_.phrases[static_cast<std::size_t>(phrase)];
    if (element.kind == ElementKind::kSkip) return true;
    if (noun.actors.empty()) return false;
    if (element.kind == ElementKind::kSource) found_.source = phrase;
    if (element.kind == ElementKind::kTarget) found_.target = phrase;
    if (element.kind == ElementKind::kCompound) {
      if (noun.list < 0 && noun.actors.size() < 2) return false;
      found_.compound = phrase;
      found_.compound_after = after;
    }
    return true;
  }

  bool take(std::uint32_t first, std::uint32_t last) {
    found_.first = std::min(found_.first, first);
    found_.last = std::max(found_.last, last);
    return true;
  }

  const CompiledPattern& pattern_;
  const std::vector<SynsetTerms>& synsets_;
  const Analysis& a_;
  const CodedSentence& s_;
  const VerbPlace& verb_;
  int& steps_;
  PatternMatch found_;
};

}  // namespace

PatternMatch match_pattern(const CompiledPattern& pattern, const std::vector<SynsetTerms>& synsets,
                           const Analysis& analysis, const CodedSentence& sentence, const VerbPlace& verb,
                           int& steps) {
  return Matcher(pattern, synsets, analysis, sentence, verb, steps).run();
}

}  // namespace chancery
