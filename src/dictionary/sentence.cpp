// SPDX-License-Identifier: Apache-2.0
#include "dictionary/sentence.h"

#include <algorithm>

#include "actors/words.h"
#include "base/one_of.h"
#include "base/utf8.h"

namespace chancery {
namespace {

constexpr std::uint32_t kLongestStem = 24;  // letters of a word that are tried as a stem
constexpr std::size_t kLongestCode = 30;    // letters; a phrase of two hundred agents adds no more

bool parts_words(char32_t c) {
  return c == ',' || c == ';' || c == ':' || c == '(' || c == ')' || c == 0x2013 || c == 0x2014 || c == '"' ||
         c == 0x201C || c == 0x201D;
}

bool inside_noun_phrase(std::string_view dep) {
  return one_of(dep, {"compound", "amod", "nmod", "nummod", "poss", "quantmod", "det", "predet", "npadvmod"});
}

bool opens_clause(std::string_view dep) {
  return one_of(dep, {"relcl", "advcl", "ccomp", "acl", "csubj", "csubjpass", "parataxis"});
}

class Reader {
 public:
  Reader(const Document& document, const Analysis& analysis, std::uint32_t sentence, const Names& names,
         AsideLimits limits, std::optional<Day> day)
      : document_(document), a_(analysis), names_(names), limits_(limits), day_(day) {
    out_.first = a_.sentences[sentence].first;
    out_.last = a_.sentences[sentence].last;
    out_.words = sentence_words(document, analysis, sentence, names.stems);
  }

  CodedSentence read() {
    index_words();
    clauses();
    noun_phrases();
    find_names();
    code_phrases();
    lend();
    lists();
    asides();
    return std::move(out_);
  }

 private:
  const Token& token(std::uint32_t t) const { return a_.tokens[t]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(out_.words.size()); }
  std::uint32_t word_of(std::uint32_t t) const { return out_.word_at[t - out_.first]; }

  void index_words() {
    out_.word_at.assign(out_.last - out_.first + 1, size());
    for (std::uint32_t w = size(); w-- > 0;) out_.word_at[out_.words[w].token - out_.first] = w;
    for (std::uint32_t t = out_.last - out_.first; t-- > 0;)
      out_.word_at[t] = std::min(out_.word_at[t], out_.word_at[t + 1]);
  }

  void clauses() {
    out_.clause.assign(out_.last - out_.first, kNoToken);
    std::vector<std::uint32_t> path;
    for (std::uint32_t t = out_.first; t < out_.last; ++t) {
      std::uint32_t at = t;
      path.clear();
      while (out_.clause[at - out_.first] == kNoToken) {
        path.push_back(at);
        if (opens_clause(token(at).dep) || a_.is_root(at)) break;
        at = token(at).head;
      }
      const std::uint32_t known = out_.clause[at - out_.first];
      for (const std::uint32_t step : path) out_.clause[step - out_.first] = known == kNoToken ? at : known;
    }
  }

  void noun_phrases() {
    std::vector<std::uint32_t> left(out_.last - out_.first);
    for (std::uint32_t t = out_.first; t < out_.last; ++t) left[t - out_.first] = t;
    for (std::uint32_t t = out_.first; t < out_.last; ++t) {
      for (std::uint32_t up = t; !a_.is_root(up) && left[token(up).head - out_.first] > left[t - out_.first];) {
        up = token(up).head;
        left[up - out_.first] = left[t - out_.first];
      }
    }
    out_.phrase_at.assign(size(), -1);
    std::uint32_t free = 0;  // words before it have their phrase
    for (std::uint32_t t = out_.first; t < out_.last; ++t) {
      const Token& head = token(t);
      if (!one_of(head.pos, {"NOUN", "PROPN", "PRON"}) || inside_noun_phrase(head.dep)) continue;
      if (head.dep == "conj" && inside_noun_phrase(token(head.head).dep))
        continue;  // "Danish and French leaders"
      const std::uint32_t first = std::max(word_of(left[t - out_.first]), free);
      std::uint32_t last = word_of(t);
      while (last < size() && out_.words[last].token == t) ++last;
      if (first < last) add_phrase(first, last, t), free = last;
    }
  }

  void add_phrase(std::uint32_t first, std::uint32_t last, std::uint32_t head) {
    NounPhrase phrase;
    phrase.first = first;
    phrase.last = last;
    phrase.head = head;
    for (std::uint32_t w = first; w < last; ++w)
      out_.phrase_at[w] = static_cast<std::int32_t>(out_.phrases.size());
    out_.phrases.push_back(std::move(phrase));
  }

  struct Hit {
    std::uint32_t first, last;
    std::int32_t row;  // of actor_rows or agent_rows; -1: a name without a code on that day
    bool agent;
  };

  // Words that a name of one word may be, though dictionaries know no capitals: "us" is no country, "may" no
  // minister.
  bool may_name(std::uint32_t first, std::uint32_t last) const {
    if (last - first > 1) return true;
    const Token& only = token(out_.words[first].token);
    return !one_of(only.tag,
                   {"PRP", "PRP$", "DT", "IN", "TO", "CC", "MD", "RB", "WDT", "WP", "WRB", "EX", "RP", "POS"});
  }

  void find_names() {
    for (std::uint32_t w = 0; w < size();) {
      const PhraseSet::Found found = names_.actor_phrases.longest(out_.words, w, size());
      if (found.value != PhraseSet::kNone && may_name(w, found.last)) {
        hits_.push_back({w, found.last, names_.actors[static_cast<std::size_t>(found.value)].at(day_), false});
        w = found.last;
      } else {
        ++w;
      }
    }
    const std::size_t names = hits_.size();
    std::size_t next = 0;
    for (std::uint32_t w = 0; w < size();) {
      while (next < names && hits_[next].last <= w) ++next;
      if (next < names && hits_[next].first <= w) {
        w = hits_[next].last;
        continue;
      }
      const std::uint32_t end = next < names ? hits_[next].first : size();
      const PhraseSet::Found found = names_.agent_phrases.longest(out_.words, w, end);
      if (found.value != PhraseSet::kNone && may_name(w, found.last)) {
        hits_.push_back({w, found.last, found.value, true});
        w = found.last;
      } else {
        ++w;
      }
    }
    std::sort(hits_.begin(), hits_.end(), [](const Hit& a, const Hit& b) { return a.first < b.first; });
    // A name that the parse takes for something else makes a phrase of its own; one that reaches on takes the
    // words with it.
    std::vector<NounPhrase> more;
    for (const Hit& hit : hits_) {
      if (hit.agent) continue;
      std::int32_t phrase = -1;
      for (std::uint32_t w = hit.first; w < hit.last && phrase < 0; ++w) phrase = out_.phrase_at[w];
      if (phrase < 0) {
        NounPhrase own;
        own.first = hit.first;
        own.last = hit.last;
        own.head = out_.words[hit.last - 1].token;
        more.push_back(std::move(own));
      } else {
        NounPhrase& whole = out_.phrases[static_cast<std::size_t>(phrase)];
        whole.first = std::min(whole.first, hit.first);
        whole.last = std::max(whole.last, hit.last);
      }
    }
    out_.phrases.insert(out_.phrases.end(), std::make_move_iterator(more.begin()),
                        std::make_move_iterator(more.end()));
    std::stable_sort(out_.phrases.begin(), out_.phrases.end(), [](const NounPhrase& a, const NounPhrase& b) {
      return a.first != b.first ? a.first < b.first : a.last > b.last;
    });
    std::vector<NounPhrase> kept;
    for (NounPhrase& phrase : out_.phrases) {
      if (!kept.empty() && phrase.first < kept.back().last) {
        kept.back().last = std::max(kept.back().last, phrase.last);
        continue;
      }
      kept.push_back(std::move(phrase));
    }
    out_.phrases = std::move(kept);
    out_.phrase_at.assign(size(), -1);
    for (std::size_t p = 0; p < out_.phrases.size(); ++p) {
      for (std::uint32_t w = out_.phrases[p].first; w < out_.phrases[p].last; ++w)
        out_.phrase_at[w] = static_cast<std::int32_t>(p);
    }
  }

  void code_phrases() {
    std::size_t next = 0;
    for (NounPhrase& phrase : out_.phrases) {
      while (next < hits_.size() && hits_[next].first < phrase.first) ++next;
      std::vector<Hit> here;
      while (next < hits_.size() && hits_[next].last <= phrase.last) here.push_back(hits_[next++]);
      phrase.actors = code(phrase.first, here);
    }
  }

  bool is_and(std::uint32_t w) const { return token(out_.words[w].token).dep == "cc"; }

  // The first name gives the base, names that "and" or a comma joins to it are actors too; agents add to each.
  std::vector<CodedActor> code(std::uint32_t first, const std::vector<Hit>& hits) const {
    std::vector<CodedActor> out;
    std::vector<Hit> agents;
    const Hit* before = nullptr;
    for (const Hit& hit : hits) {
      if (hit.agent) {
        agents.push_back(hit);
        continue;
      }
      const std::string code =
          hit.row < 0 ? std::string("---") : names_.actor_rows[static_cast<std::size_t>(hit.row)].code;
      if (code == "---") continue;
      const bool joined = before != nullptr && (hit.first == before->last + 1
                                                    ? is_and(before->last)
                                                    : hit.first == before->last && out_.words[hit.first].apart);
      if (before == nullptr || joined) {
        CodedActor actor;
        actor.code = code;
        actor.span = span(hit.first, hit.last);
        actor.name = std::string(document_.text(actor.span));
        actor.sources = {names_.actor_rows[static_cast<std::size_t>(hit.row)].source};
        out.push_back(std::move(actor));
        before = &hit;
      }
    }
    if (out.empty() && !agents.empty()) {
      CodedActor actor;
      actor.code = "---";
      actor.span = span(agents.front().first, agents.back().last);
      actor.name = std::string(document_.text(actor.span));
      out.push_back(std::move(actor));
    }
    for (CodedActor& actor : out) add_agents(actor, first, agents);
    std::erase_if(out, [](const CodedActor& actor) { return actor.code == "---"; });
    return out;
  }

  void add_agents(CodedActor& actor, std::uint32_t first, const std::vector<Hit>& agents) const {
    bool former = false;
    std::vector<std::pair<std::string, const CodeRow*>> codes;
    for (const Hit& hit : agents) {
      for (std::uint32_t w = first; w < hit.first; ++w) {
        former = former || std::find(names_.former.begin(), names_.former.end(), out_.words[w].hash) !=
                               names_.former.end();
      }
      const CodeRow& row = names_.agent_rows[static_cast<std::size_t>(hit.row)];
      codes.emplace_back(former ? "~" + names_.former_code : row.code, &row);
    }
    if (codes.size() > 1) {
      std::erase_if(codes,
                    [&](const auto& code) { return one_of_list(code.first.substr(1), names_.weak_agents); });
    }
    for (const auto& [code, row] : codes) {
      const bool prefix = code.back() == '~';
      const std::string_view letters =
          prefix ? std::string_view(code).substr(0, code.size() - 1) : std::string_view(code).substr(1);
      std::string fresh;
      for (std::size_t at = 0; at < letters.size(); at += 3) {
        const std::string_view part = letters.substr(at, 3);
        if (!has_part(actor.code, part)) fresh += part;
      }
      if (actor.code.size() + fresh.size() > kLongestCode) break;
      if (prefix) {
        actor.code = actor.code == "---" ? fresh : fresh + actor.code;
      } else {
        actor.code += fresh;
      }
      actor.sources.push_back(row->source);
    }
  }

  static bool one_of_list(std::string_view text, const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), text) != list.end();
  }
  static bool has_part(std::string_view code, std::string_view part) {
    for (std::size_t at = 0; at < code.size(); at += 3) {
      if (code.substr(at, 3) == part) return true;
    }
    return false;
  }

  Span span(std::uint32_t first, std::uint32_t last) const {
    return {out_.words[first].begin, out_.words[last - 1].end};
  }

  // "Soldiers from Gondor": the body takes the actor behind it.
  void lend() {
    for (std::size_t p = 0; p + 1 < out_.phrases.size(); ++p) {
      NounPhrase &body = out_.phrases[p], &behind = out_.phrases[p + 1];
      if (body.actors.size() != 1 || !body.actors.front().code.starts_with("---") || behind.actors.empty())
        continue;
      if (behind.actors.front().code.starts_with("---") || behind.first != body.last + 1) continue;
      if (std::find(names_.joins.begin(), names_.joins.end(), out_.words[body.last].hash) ==
              names_.joins.end() ||
          out_.words[behind.first].apart)
        continue;
      CodedActor joined = behind.actors.front();
      CodedActor& own = body.actors.front();
      for (std::size_t at = 3; at < own.code.size(); at += 3) {
        const std::string part = own.code.substr(at, 3);
        if (!has_part(joined.code, part)) joined.code += part;
      }
      joined.span = cover(own.span, joined.span);
      joined.sources.insert(joined.sources.end(), own.sources.begin(), own.sources.end());
      own = std::move(joined);
      behind.lent = true;
    }
  }

  // "A, B and C": coded phrases with nothing but commas and "and" between.
  void lists() {
    enum class Link { kNone, kComma, kAnd };
    const auto end_of = [&](std::size_t p) {
      return p + 1 < out_.phrases.size() && out_.phrases[p + 1].lent ? p + 1 : p;
    };
    const auto link = [&](std::size_t p, std::size_t q) {
      const NounPhrase &a = out_.phrases[end_of(p)], &b = out_.phrases[q];
      if (b.actors.empty() || b.lent) return Link::kNone;
      if (one_of(token(b.head).dep, {"nsubj", "nsubjpass"}) &&
          token(out_.phrases[p].head).head != token(b.head).head)
        return Link::kNone;
      if (b.first == a.last) return out_.words[b.first].apart ? Link::kComma : Link::kNone;
      if (b.first == a.last + 1 && is_and(a.last)) return Link::kAnd;
      return Link::kNone;
    };
    for (std::size_t p = 0; p < out_.phrases.size();) {
      if (out_.phrases[p].actors.empty() || out_.phrases[p].lent) {
        ++p;
        continue;
      }
      std::vector<std::uint32_t> members{static_cast<std::uint32_t>(p)};
      bool closed = false;
      std::size_t at = p;
      while (true) {
        const std::size_t next = end_of(at) + 1;
        if (next >= out_.phrases.size()) break;
        const Link found = link(at, next);
        if (found == Link::kNone || (found == Link::kComma && closed)) break;
        if (found == Link::kAnd && closed && out_.words[out_.phrases[end_of(at)].last].apart) break;
        closed = closed || found == Link::kAnd;
        members.push_back(static_cast<std::uint32_t>(next));
        at = next;
      }
      if (closed) {
        for (const std::uint32_t member : members)
          out_.phrases[member].list = static_cast<std::int32_t>(out_.lists.size());
        out_.lists.push_back(std::move(members));
      }
      p = end_of(at) + 1;
    }
  }

  // Short asides between commas, or after the last comma, that are no part of a list.
  void asides() {
    out_.aside.assign(size(), false);
    std::vector<std::uint32_t> commas;  // words that a comma stands before
    for (std::uint32_t t = out_.first; t < out_.last; ++t) {
      if (token(t).text != ",") continue;
      const std::uint32_t w = word_of(t);
      const bool in_list = w > 0 && w < size() && out_.phrase_at[w - 1] >= 0 && in_same_list(w - 1, w);
      if (w > 0 && w < size() && !in_list &&
          (out_.phrase_at[w] < 0 || out_.phrase_at[w] != out_.phrase_at[w - 1]))
        commas.push_back(w);
    }
    for (std::size_t i = 0; i < commas.size(); ++i) {
      const std::uint32_t end = i + 1 < commas.size() ? commas[i + 1] : size();
      const std::uint32_t words = end - commas[i];
      if (words < limits_.least || words > limits_.most) continue;
      for (std::uint32_t w = commas[i]; w < end; ++w) out_.aside[w] = true;
    }
  }

  bool in_same_list(std::uint32_t before, std::uint32_t after) const {
    const std::int32_t p = out_.phrase_at[before];
    if (p < 0) return false;
    std::uint32_t next = after;
    if (next < size() && out_.phrase_at[next] < 0 && is_and(next)) ++next;
    if (next >= size() || out_.phrase_at[next] < 0) return false;
    const auto list_of = [&](std::int32_t q) {
      const NounPhrase& phrase = out_.phrases[static_cast<std::size_t>(q)];
      return phrase.lent && q > 0 ? out_.phrases[static_cast<std::size_t>(q) - 1].list : phrase.list;
    };
    return list_of(p) >= 0 && list_of(p) == list_of(out_.phrase_at[next]);
  }

  const Document& document_;
  const Analysis& a_;
  const Names& names_;
  const AsideLimits limits_;
  const std::optional<Day> day_;
  CodedSentence out_;
  std::vector<Hit> hits_;  // by position
};

}  // namespace

std::int32_t NameCodes::at(std::optional<Day> day) const {
  if (!day) return always >= 0 ? always : latest;
  const auto after =
      std::upper_bound(days.begin(), days.end(), *day, [](Day d, const From& from) { return d < from.day; });
  const std::int32_t row = after == days.begin() ? -1 : std::prev(after)->row;
  return row >= 0 ? row : always;
}

std::vector<TextWord> sentence_words(const Document& document, const Analysis& analysis, std::uint32_t sentence,
                                     bool stems) {
  const Sentence& s = analysis.sentences[sentence];
  std::vector<Word> found;
  std::vector<TextWord> out;
  if (s.first == s.last) return out;
  const std::string_view content = document.content;
  const Span span = analysis.span(s.first, s.last);
  split_words(content, span.begin, span.end, found);
  std::uint32_t t = s.first, before = span.begin;
  for (const Word& word : found) {
    TextWord text{word.begin, word.end, 0, word.hash, false, {}};
    while (t + 1 < s.last && analysis.tokens[t].span.end <= word.begin) ++t;
    text.token = t;
    for (std::uint32_t at = before; at < word.begin && !text.apart;) {
      const CodePoint point = decode(content, at);
      text.apart = parts_words(point.value);
      at += point.size;
    }
    before = word.end;
    if (stems) {
      const std::uint32_t longest = std::min(word.end - word.begin, kLongestStem);
      std::vector<Word> part;
      for (std::uint32_t size = 2; size <= longest; ++size) {
        if (size < longest && (static_cast<unsigned char>(content[word.begin + size]) & 0xC0) == 0x80) continue;
        part.clear();
        split_words(content, word.begin, word.begin + size, part);
        if (part.size() == 1) text.stems.push_back(part.front().hash ^ kStemMark);
      }
    }
    out.push_back(std::move(text));
  }
  return out;
}

CodedSentence read_sentence(const Document& document, const Analysis& analysis, std::uint32_t sentence,
                            const Names& names, AsideLimits limits, std::optional<Day> day) {
  return Reader(document, analysis, sentence, names, limits, day).read();
}

}  // namespace chancery
