// Counts and weapons in the clause of a happening.
// SPDX-License-Identifier: Apache-2.0
#include "coding/toll.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/one_of.h"

namespace chancery {
namespace {

constexpr std::size_t kMaxWords = 160;  // of one clause; longer ones are hostile or no clause
constexpr std::int64_t kMaxCount = 1'000'000'000;

struct NumberWord {
  std::string_view word;
  std::int64_t value;
};
constexpr std::array<NumberWord, 33> kNumbers = {
    {{"one", 1},       {"two", 2},       {"three", 3},     {"four", 4},     {"five", 5},       {"six", 6},
     {"seven", 7},     {"eight", 8},     {"nine", 9},      {"ten", 10},     {"eleven", 11},    {"twelve", 12},
     {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15},  {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18},
     {"nineteen", 19}, {"twenty", 20},   {"thirty", 30},   {"forty", 40},   {"fifty", 50},     {"sixty", 60},
     {"seventy", 70},  {"eighty", 80},   {"ninety", 90},   {"couple", 2},   {"pair", 2},       {"no", 0},
     {"single", 1},    {"both", 2},      {"half-dozen", 6}}};
constexpr std::array<NumberWord, 5> kScales = {
    {{"dozen", 12}, {"score", 20}, {"hundred", 100}, {"thousand", 1000}, {"million", 1000000}}};
// Words that say no number but a least one.
constexpr std::array<NumberWord, 4> kAtLeast = {
    {{"several", 3}, {"many", 3}, {"numerous", 3}, {"multiple", 2}}};

template <std::size_t N>
std::optional<std::int64_t> value_in(const std::array<NumberWord, N>& list, std::string_view word) {
  for (const NumberWord& item : list) {
    if (item.word == word) return item.value;
  }
  return std::nullopt;
}

std::optional<std::int64_t> digits(std::string_view text) {
  std::int64_t value = 0;
  bool any = false;
  for (char c : text) {
    if (c == ',') continue;
    if (c < '0' || c > '9' || value > kMaxCount) return std::nullopt;
    value = value * 10 + (c - '0');
    any = true;
  }
  return any ? std::optional(value) : std::nullopt;
}

// What a run of words before and at the head says.
struct Reading {
  std::vector<std::int64_t> values;
  bool plural_scale = false;  // "dozens", "hundreds": at least two of them
  bool vague = false;         // "several"
  bool at_least = false, at_most = false, range = false, article = false;
  std::uint32_t first = kNoToken;
};

class Reader {
 public:
  Reader(const Syntax& grammar, const Document& document)
      : g_(grammar), a_(grammar.analysis()), document_(document) {}

  std::optional<Count> read(std::uint32_t head) const {
    const auto [from, to] = bounds(head);
    if (one_of(a_.tokens[head].ent_type, {"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL"})) return std::nullopt;
    if (a_.child(head, {"det"}) != kNoToken && a_.tokens[a_.child(head, {"det"})].lower == "no")
      return std::nullopt;
    Reading reading;
    bool running = false;  // does the next number word add to the last value?
    for (std::uint32_t t = from; t <= to; ++t) {
      const Token& token = a_.tokens[t];
      const std::string_view word = token.lower;
      if (word == "least" ||
          ((word == "than" || word == "of") && t > from &&
           one_of(a_.tokens[t - 1].lower, {"more", "excess"})) ||
          (word == "over" && token.dep != "prep")) {
        note(reading, t > from ? t - 1 : t);
        reading.at_least = true;
      } else if (word == "between") {
        note(reading, t);
      } else if (word == "to" && t > from && a_.tokens[t - 1].lower == "up") {
        note(reading, t - 1);
        reading.at_most = true;
      } else if (word == "than" && t > from && one_of(a_.tokens[t - 1].lower, {"fewer", "less"})) {
        note(reading, t - 1);
        reading.at_most = true;
      } else if (word == "most" && t > from && a_.tokens[t - 1].lower == "at") {
        note(reading, t - 1);
        reading.at_most = true;
      } else if (word == "-" && running) {
        continue;  // "twenty-two"
      } else if (one_of(word, {"and", "to", "-", "–", "or"}) && !reading.values.empty()) {
        reading.range = true;
      } else if (const auto number = number_at(t)) {
        note(reading, t);
        if (running && !reading.values.empty() && reading.values.back() < kMaxCount)
          reading.values.back() += *number;
        else
          reading.values.push_back(*number);
        running = *number >= 20 && *number < 100 && *number % 10 == 0 && !digits(word);
        continue;
      } else if (const auto scale = value_in(kScales, token.lemma);
                 scale && one_of(token.pos, {"NUM", "NOUN"})) {
        note(reading, t);
        if (reading.values.empty()) {
          reading.values.push_back(*scale);
          // "dozens", "hundreds of": at least two of them; "a dozen" is one.
          reading.plural_scale = word.ends_with("s");
        } else if (reading.values.back() < kMaxCount) {
          reading.values.back() *= *scale;
        }
      } else if (const auto least = value_in(kAtLeast, word)) {
        note(reading, t);
        reading.values.push_back(*least);
        reading.vague = true;
      } else if (one_of(word, {"a", "an"}) && token.dep == "det" && token.head == head) {
        note(reading, t);
        reading.article = true;
      }
      running = false;
    }
    return settle(reading, head, to);
  }

 private:
  // From the first word of the phrase to its head, and on to what stands after "of" of "dozens of".
  std::pair<std::uint32_t, std::uint32_t> bounds(std::uint32_t head) const {
    std::uint32_t from = head;
    for (std::uint32_t c : a_.children(head)) {
      if (c < head && one_of(a_.tokens[c].dep, {"nummod", "det", "amod", "quantmod", "advmod", "predet",
                                                "compound", "nmod", "prep"}))
        from = std::min(from, std::min(c, a_.subtree(c).first));
    }
    // "at least" and "between" may hang elsewhere.
    const std::uint32_t start = a_.sentences[a_.tokens[head].sentence].first;
    for (int i = 0; i < 2 && from > start &&
                    one_of(a_.tokens[from - 1].lower,
                           {"least", "at", "than", "more", "fewer", "to", "up", "between", "over"});
         ++i)
      --from;
    return {from, head};
  }

  static void note(Reading& reading, std::uint32_t t) {
    if (reading.first == kNoToken || t < reading.first) reading.first = t;
  }

  std::optional<std::int64_t> number_at(std::uint32_t t) const {
    const Token& token = a_.tokens[t];
    if (auto value = digits(token.text); value && token.tag == "CD") return value;
    if (one_of(token.pos, {"NUM", "NOUN", "ADJ"}) || token.lower == "no" || token.lower == "both")
      return value_in(kNumbers, token.lower);
    return std::nullopt;
  }

  std::optional<Count> settle(const Reading& reading, std::uint32_t head, std::uint32_t to) const {
    Count out;
    if (reading.values.empty()) {
      const Token& token = a_.tokens[head];
      const bool one = reading.article || (token.pos == "PROPN" && token.ent_type == "PERSON");
      if (!one || token.tag == "NNS") return std::nullopt;
      out.min = out.max = 1;
    } else if (reading.range && reading.values.size() >= 2) {
      out.min = std::min(reading.values[0], reading.values[1]);
      out.max = std::max(reading.values[0], reading.values[1]);
    } else {
      const std::int64_t value = reading.values.back();
      if (reading.plural_scale)
        out.min = 2 * value;
      else if (reading.at_least || reading.vague)
        out.min = value;
      else if (reading.at_most)
        out.max = value;
      else
        out.min = out.max = value;
    }
    out.span = a_.span(reading.first == kNoToken ? head : std::min(reading.first, head), to + 1);
    out.text = std::string(document_.text(out.span));
    return out;
  }

  const Syntax& g_;
  const Analysis& a_;
  const Document& document_;
};

std::optional<std::int64_t> sum(std::optional<std::int64_t> x, std::optional<std::int64_t> y) {
  if (!x || !y) return std::nullopt;
  return std::min(kMaxCount, *x + *y);
}

}  // namespace

std::optional<Count> count_of(const Syntax& grammar, const Document& document, std::uint32_t head) {
  return Reader(grammar, document).read(head);
}

std::optional<Toll> toll_of(const Frames& frames, const Syntax& g, const Document& document,
                            const Trigger& trigger) {
  const Analysis& a = g.analysis();
  std::uint32_t top = trigger.verb != kNoToken ? trigger.verb : trigger.token;
  // "The blast killed 12", "12 were killed in the blast", "an attack left five dead".
  if (trigger.kind == WordClass::kNoun) {
    std::uint32_t above = trigger.governor != kNoToken ? trigger.governor : g.clause_above(trigger.token);
    if (above != kNoToken && (frames.toll_words.count(std::string(a.tokens[above].lemma)) != 0 ||
                              a.tokens[above].lemma == "leave" || a.tokens[above].lemma == "claim"))
      top = above;
  }
  const auto [first, last] = a.subtree(top);
  if (last - first > kMaxWords) return std::nullopt;
  Toll toll;
  bool any = false;
  const auto add = [&](std::uint32_t kind, std::uint32_t head) {
    if (head == kNoToken) return;
    std::optional<Count> total;
    for (std::uint32_t t : g.conjuncts(head)) {
      std::optional<Count> one = count_of(g, document, t);
      if (!one) continue;
      if (!total) {
        total = std::move(one);
        continue;
      }
      // "five officers and dozens of civilians": open sides stay open.
      total->min = sum(total->min ? total->min : 0, one->min ? one->min : 0);
      total->max = sum(total->max, one->max);
      total->span = {std::min(total->span.begin, one->span.begin), std::max(total->span.end, one->span.end)};
      total->text = std::string(document.text(total->span));
    }
    if (!total) return;
    std::optional<Count>& slot = kind == 0 ? toll.killed : kind == 1 ? toll.injured : toll.arrested;
    if (slot) return;
    slot = std::move(total);
    any = true;
  };
  for (std::uint32_t t = first; t < last; ++t) {
    auto found = frames.toll_words.find(std::string(a.tokens[t].lemma));
    if (found == frames.toll_words.end()) found = frames.toll_words.find(std::string(a.tokens[t].lower));
    if (found == frames.toll_words.end()) continue;
    const TollWord& word = found->second;
    if (a.child(t, {"neg"}) != kNoToken) continue;
    if (word.noun) {
      if (g.is_noun(t)) add(word.kind, t);
    } else if (g.is_verb(t) && a.tokens[t].dep != "amod" && !word.intransitive) {
      std::uint32_t victims = g.logical_object(t);
      // "40 wounded": the number alone.
      if (victims == kNoToken) victims = a.child(t, {"nummod", "nsubj"});
      add(word.kind, victims);
    } else if (word.intransitive && g.is_verb(t)) {
      add(word.kind, g.surface_subject(t));
    } else if (one_of(a.tokens[t].pos, {"ADJ", "VERB", "NOUN"})) {
      // "12 dead", "left five soldiers dead": the quantity just before it.
      std::uint32_t counted = a.child(t, {"nsubj", "nummod"});
      for (std::uint32_t back = 1; counted == kNoToken && back <= 4 && t >= first + back; ++back) {
        const std::string_view dep = a.tokens[t - back].dep;
        if (g.is_noun(t - back) && one_of(dep, {"dobj", "pobj", "nsubj", "nsubjpass", "nummod", "attr"}))
          counted = t - back;
      }
      add(word.kind, counted);
    }
  }
  return any ? std::optional(std::move(toll)) : std::nullopt;
}

std::vector<std::uint32_t> instruments_of(const Frames& frames, const Syntax& g, const Trigger& trigger) {
  const Analysis& a = g.analysis();
  std::vector<std::uint32_t> out;
  const auto add = [&](std::uint32_t head) {
    if (head == kNoToken) return;
    for (std::uint32_t t : g.conjuncts(head)) {
      const bool weapon = std::binary_search(frames.weapons.begin(), frames.weapons.end(), a.tokens[t].lemma) ||
                          std::binary_search(frames.weapons.begin(), frames.weapons.end(), a.tokens[t].lower);
      if (weapon && out.size() < 4 && std::find(out.begin(), out.end(), t) == out.end()) out.push_back(t);
    }
  };
  for (std::uint32_t word : trigger.words) {
    if (word != trigger.token) add(word);
  }
  for (std::uint32_t c : a.children(trigger.token)) {
    if (one_of(a.tokens[c].dep, {"compound", "nmod"})) add(c);
  }
  for (const Prepositional& pp : g.prepositional(trigger.token, trigger.verb)) {
    if (pp.distance <= 2 && one_of(a.tokens[pp.preposition].lower, {"with", "by", "from", "in"}))
      add(pp.object);
  }
  if (trigger.verb != kNoToken) {
    for (std::uint32_t c : a.children(trigger.verb)) {
      if (one_of(a.tokens[c].lemma, {"use", "employ", "wield", "drop", "fire", "throw"}) &&
          one_of(a.tokens[c].dep, {"advcl", "xcomp", "conj", "acl"}))
        add(a.child(c, {"dobj"}));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace chancery
