// Finds claims about history by their quantifiers and the grammar around them.
// SPDX-License-Identifier: Apache-2.0
#include "coding/claims.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/one_of.h"
#include "coding/attach.h"
#include "coding/triggers.h"

namespace chancery {
namespace {

constexpr std::uint32_t kReach = 40;  // tokens from a quantifier to the end of its claim

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) out.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// "P20Y" → 240 months; "P3W" → 21 days. False when it has no length that is known ("PXY").
bool read_length(std::string_view value, int& months, int& days) {
  if (value.size() < 3 || value[0] != 'P' || value[1] == 'T') return false;
  int n = 0;
  const char* last = value.data() + value.size();
  const auto [end, fault] = std::from_chars(value.data() + 1, last, n);
  if (fault != std::errc() || n <= 0 || n > 5000) return false;
  const std::string_view unit(end, static_cast<std::size_t>(last - end));
  if (unit == "Y")
    months = 12 * n;
  else if (unit == "DE")
    months = 120 * n;
  else if (unit == "CE")
    months = 1200 * n;
  else if (unit == "Q")
    months = 3 * n;
  else if (unit == "M")
    months = n;
  else if (unit == "W")
    days = 7 * n;
  else if (unit == "D")
    days = n;
  else
    return false;
  return true;
}

// The day so many months before, or the last day of that month when it has no such day.
std::optional<Day> months_before(Day day, int months) {
  const YearMonthDay from{day};
  const auto to = std::chrono::year_month{from.year(), from.month()} - std::chrono::months{months};
  for (unsigned d = static_cast<unsigned>(from.day()); d >= 28; --d) {
    if (auto found = make_day(static_cast<int>(to.year()), static_cast<unsigned>(to.month()), d)) return found;
  }
  return make_day(static_cast<int>(to.year()), static_cast<unsigned>(to.month()),
                  static_cast<unsigned>(from.day()));
}

}  // namespace

bool ClaimReading::dates_happening(Span time) const {
  const bool asks = bound == Bound::kSince || bound == Bound::kLength;
  return claim.kind == "never" || !asks || !period_span.overlaps(time);
}

ParsedClaim ClaimReading::finish(const std::optional<Instant>& published, const Act* act) const {
  ParsedClaim out = claim;
  std::optional<Instant> end;
  if (published) end = Instant{day_of(*published)};
  std::optional<Instant> from = end;
  // A happening of long ago was the first up to its own day.
  if (act != nullptr && act->time && act->tense == Tense::kPast && bound != Bound::kDates) {
    const Interval& when = act->time->ref.interval;
    if (claim.kind == "last" && when.start && bound == Bound::kNone) {
      out.period = {when.start, end};
      return out;
    }
    if (when.start && when.end && (!end || *when.end <= *end) && claim.kind != "never" &&
        claim.kind != "last") {
      from = when.start;
      end = when.end;
    }
  }
  switch (bound) {
    case Bound::kNone:
    case Bound::kWords:
      out.period.end = end;
      break;
    case Bound::kSince:
      out.period = {dates.start, end};
      break;
    case Bound::kLength:
      out.period.end = end;
      if (from && (months > 0 || days > 0)) {
        const Day day = day_of(*from) - std::chrono::days{days};
        if (const auto start = months_before(day, months)) out.period.start = Instant{*start};
      }
      break;
    case Bound::kDates:
      out.period = dates;
      if (end && out.period.start && *out.period.start < *end && (!out.period.end || *out.period.end > *end))
        out.period.end = end;
      break;
  }
  return out;
}

// ---- rules
// ---------------------------------------------------------------------------------------------------------

ClaimRules ClaimRules::compile(const Rulebook& rulebook, Diagnostics& diagnostics) {
  ClaimRules out;
  const auto tables = [&](const char* name) { return rulebook.tables("claims", name, diagnostics); };
  const auto close = [&](RuleTable& rule, const std::string& id) {
    out.examples_.push_back({id, rule.examples()});
    rule.finish();
  };
  for (RuleTable rule : tables("quantifier")) {
    Quantifier quantifier;
    quantifier.rule = "claim/" + rule.id();
    quantifier.kind = rule.string("kind");
    if (!one_of(quantifier.kind, {"first", "last", "nth", "only", "never", "superlative"})) {
      rule.fault(ErrorCode::kRulesBadValue, fmt::format("unknown kind `{}`", quantifier.kind),
                 "first, last, nth, only, never or superlative", "kind");
    }
    if (const auto n = rule.integer("n")) quantifier.n = static_cast<int>(*n);
    quantifier.scoped = rule.boolean_or("scoped", true);
    quantifier.adverb = rule.boolean_or("adverb", false);
    quantifier.negates = rule.boolean_or("negates", false);
    for (const std::string& word : rule.strings("except")) quantifier.except.insert(word);
    for (const std::string& word : rule.strings("not_before")) quantifier.not_before.insert(word);
    const auto index = static_cast<std::uint32_t>(out.quantifiers_.size());
    for (const std::string& word : rule.strings("words")) out.words_.emplace(word, index);
    if (rule.boolean_or("superlatives", false)) out.superlative_ = index;
    const std::string id = quantifier.rule;
    out.quantifiers_.push_back(std::move(quantifier));
    close(rule, id);
  }
  for (RuleTable rule : tables("ordinal")) {
    // Words that count, each with its number: "third" = 3.
    (void)rule.id();
    const std::string of = "claim/" + rule.string("of");
    const auto base = std::find_if(out.quantifiers_.begin(), out.quantifiers_.end(),
                                   [&](const Quantifier& quantifier) { return quantifier.rule == of; });
    if (base == out.quantifiers_.end()) {
      rule.fault(ErrorCode::kRulesBadValue, fmt::format("no quantifier `{}`", of), "define it before", "of");
      rule.finish();
      continue;
    }
    const Quantifier plain = *base;
    int n = 2;
    for (const std::string& word : rule.required_strings("words")) {
      Quantifier quantifier = plain;
      quantifier.n = n++;
      out.words_.emplace(word, static_cast<std::uint32_t>(out.quantifiers_.size()));
      out.quantifiers_.push_back(std::move(quantifier));
    }
    rule.finish();
  }
  for (RuleTable rule : tables("measure")) {
    const std::string id = rule.id();
    for (const std::string& word : rule.required_strings("words")) out.measures_.emplace(word, id);
    rule.finish();
  }
  for (RuleTable rule : tables("period")) {
    Period period;
    period.rule = "claim/period/" + rule.id();
    for (const std::string& words : rule.strings("words")) period.words.push_back(split(words));
    for (const std::string& word : rule.strings("starts")) period.starts.insert(word);
    for (const std::string& word : rule.strings("ends")) period.ends.insert(word);
    for (const std::string& word : rule.strings("kinds")) period.kinds.insert(word);
    const std::string id = period.rule;
    out.periods_.push_back(std::move(period));
    close(rule, id);
  }
  for (RuleTable rule : tables("hedge")) {
    const std::string id = "claim/hedge/" + rule.id();
    const double factor = rule.number("factor").value_or(1);
    for (const std::string& word : rule.required_strings("words")) out.hedges_.emplace(word, factor);
    close(rule, id);
  }
  for (RuleTable rule : tables("round")) {
    const std::string id = "claim/round/" + rule.id();
    for (const std::string& word : rule.required_strings("words")) out.rounds_.insert(word);
    close(rule, id);
  }
  return out;
}

// ---- finding
// -------------------------------------------------------------------------------------------------------

class ClaimFinder {
 public:
  ClaimFinder(const ClaimRules& rules, const Syntax& g, const Document& document,
              const std::vector<TimeRef>& times, const ClaimRules::EventAt& event_at)
      : rules_(rules), g_(g), a_(g.analysis()), document_(document), times_(times), event_at_(event_at) {
    time_at_.assign(a_.tokens.size(), -1);
    for (std::size_t i = 0; i < times.size(); ++i) {
      for (std::uint32_t t = times[i].first_token; t < times[i].last_token && t < time_at_.size(); ++t)
        time_at_[t] = static_cast<int>(i);
    }
  }

  std::vector<ClaimReading> run() {
    for (const Sentence& sentence : a_.sentences) {
      if (!is_own_text(document_.blocks[sentence.block].role)) continue;
      sentence_ = &sentence;
      const std::size_t before = out_.size();
      for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
        if (auto reading = read(t)) add(std::move(*reading), before);
      }
    }
    return std::move(out_);
  }

 private:
  using Quantifier = ClaimRules::Quantifier;

  std::string_view lower(std::uint32_t t) const { return a_.tokens[t].lower; }
  std::string_view dep(std::uint32_t t) const { return a_.tokens[t].dep; }
  std::string_view tag(std::uint32_t t) const { return a_.tokens[t].tag; }
  bool is_past(std::uint32_t verb) const {
    // Says what has been: "met", "has met", "had met", not "will meet", "to meet", "meets".
    if (tag(verb) == "VBD") return true;
    for (std::uint32_t c : a_.children(verb)) {
      if (tag(c) == "MD") return false;
    }
    return is_perfect(verb) || (tag(verb) == "VBN" && has_aux(verb, {"was", "were"}));
  }
  bool has_aux(std::uint32_t verb, std::initializer_list<std::string_view> words) const {
    for (std::uint32_t c : a_.children(verb)) {
      if (one_of(dep(c), {"aux", "auxpass"}) && one_of(lower(c), words)) return true;
    }
    return false;
  }
  bool is_perfect(std::uint32_t verb) const {
    if (has_aux(verb, {"has", "have", "had", "'ve", "’ve", "'d", "’d"})) {
      for (std::uint32_t c : a_.children(verb)) {
        if (tag(c) == "MD") return false;
      }
      return true;
    }
    return dep(verb) == "conj" && g_.is_verb(a_.tokens[verb].head) && g_.own_subject(verb) == kNoToken &&
           tag(verb) == "VBN" && is_perfect(a_.tokens[verb].head);
  }

  // One claim for each happening; the one with a period says most.
  void add(ClaimReading reading, std::size_t from) {
    for (std::size_t i = from; i < out_.size(); ++i) {
      if (out_[i].event != reading.event) continue;
      if (!out_[i].claim.span.overlaps(reading.claim.span)) continue;
      if (out_[i].bound == ClaimReading::Bound::kNone && reading.bound != ClaimReading::Bound::kNone)
        out_[i] = std::move(reading);
      return;
    }
    out_.push_back(std::move(reading));
  }

  const Quantifier* quantifier(std::uint32_t t) const {
    const bool most = tag(t).starts_with("JJ") && t > sentence_->first && lower(t - 1) == "most";
    if (auto found = rules_.words_.find(most ? fmt::format("most {}", lower(t)) : std::string(lower(t)));
        found != rules_.words_.end())
      return &rules_.quantifiers_[found->second];
    if (!rules_.superlative_) return nullptr;
    const Quantifier& rule = rules_.quantifiers_[*rules_.superlative_];
    const bool superlative = one_of(tag(t), {"JJS", "RBS"}) && !one_of(lower(t), {"most", "least"});
    return (superlative || most) && !rule.except.contains(lower(t)) ? &rule : nullptr;
  }

  // The noun that a quantifier modifies, over hyphens ("first-ever visit", "highest-level talks"); the
  // quantifier itself when it stands for one ("the first since 2012").
  std::uint32_t noun_of(std::uint32_t q) const {
    std::uint32_t t = q;
    for (int i = 0; i < 4 && !a_.is_root(t); ++i) {
      const std::uint32_t head = a_.tokens[t].head;
      if (head < q || head - q > 10 ||
          !one_of(dep(t),
                  {"amod", "nummod", "advmod", "compound", "nmod", "quantmod", "npadvmod", "det", "predet"}))
        break;
      t = head;
      if (one_of(a_.tokens[t].pos, {"NOUN", "PROPN"}) &&
          !(t + 1 < sentence_->last && one_of(dep(t), {"compound", "nmod", "npadvmod", "amod"}) && t > q &&
            lower(t - 1) == "-"))
        return t;
    }
    return t;
  }

  // Leftmost token of the words before a noun.
  std::uint32_t left_edge(std::uint32_t noun) const {
    std::uint32_t first = noun;
    for (std::uint32_t c : a_.children(noun)) {
      if (c < noun && one_of(dep(c), {"det", "poss", "amod", "nummod", "compound", "nmod", "advmod", "quantmod",
                                      "predet", "npadvmod", "neg"}))
        first = std::min(first, a_.subtree(c).first);
    }
    return first;
  }

  // One past the last token of a phrase, without the clauses and phrases that do not belong to the claim.
  std::uint32_t right_edge(std::uint32_t head) const {
    const bool verb = g_.is_verb(head);
    std::uint32_t last = head + 1;
    std::vector<std::uint32_t> stack = {head};
    for (int steps = 0; !stack.empty() && steps < 60; ++steps) {
      const std::uint32_t now = stack.back();
      stack.pop_back();
      last = std::max(last, now + 1);
      for (std::uint32_t c : a_.children(now)) {
        if (one_of(dep(c), {"punct", "cc", "conj", "appos", "parataxis"})) continue;
        if (verb ? one_of(dep(c), {"advcl", "ccomp"}) && now == head
                 : one_of(dep(c), {"relcl", "acl", "advcl"}))
          continue;
        stack.push_back(c);
      }
    }
    return last;
  }

  // The first of the happenings that a verb tells: itself, what it carries, what it leads to ("to have been
  // invited to visit").
  ClaimRules::Event event_below(std::uint32_t verb) const {
    std::uint32_t t = verb;
    for (int i = 0; i < 4; ++i) {
      if (const auto event = event_at_(t); event.token != kNoToken && event.framed) return event;
      const std::uint32_t next = a_.child(t, {"xcomp"});
      if (next == kNoToken || next < t) break;
      t = next;
    }
    return event_at_(verb);
  }

  // The main happening told before a token: of its own sentence, else of the sentence before in the same block.
  std::uint32_t told_before(std::uint32_t t, bool nouns) const {
    for (int back = 0; back < 2; ++back) {
      if (a_.tokens[t].sentence < static_cast<std::size_t>(back)) break;
      const std::size_t index = a_.tokens[t].sentence - static_cast<std::size_t>(back);
      const Sentence& sentence = a_.sentences[index];
      const std::uint32_t last = back == 0 ? t : sentence.last;
      std::uint32_t best = kNoToken;
      int best_depth = 1 << 20;
      const std::uint32_t first = last - sentence.first > kReach ? last - kReach : sentence.first;
      for (std::uint32_t k = first; k < last; ++k) {
        if (!(g_.is_verb(k) || (nouns && a_.tokens[k].pos == "NOUN"))) continue;
        const auto event = event_at_(k);
        if (event.token == kNoToken || !event.framed) continue;
        int depth = 0;
        for (std::uint32_t up = k; !a_.is_root(up) && depth < 20; up = a_.tokens[up].head) ++depth;
        if (depth <= best_depth) {
          best_depth = depth;
          best = event.token;
        }
      }
      if (best != kNoToken) return best;
      if (index == 0 || a_.sentences[index - 1].block != sentence.block) break;
    }
    return kNoToken;
  }

  bool in_time(std::uint32_t t) const { return time_at_[t] >= 0; }

  std::optional<ClaimReading> read(std::uint32_t q) {
    const Quantifier* found = quantifier(q);
    if (found == nullptr) return std::nullopt;
    const Quantifier& rule = *found;
    const std::uint32_t next = q + 1 < sentence_->last ? q + 1 : q;
    if (next != q && (rule.not_before.contains(lower(next)) || rule.not_before.contains(a_.tokens[next].lemma)))
      return std::nullopt;
    // Names: "First Bank", "the Second Army". A title in capitals is no name.
    if (tag(q).starts_with("NNP") && (q > sentence_->first || tag(next).starts_with("NNP")) &&
        !sentence_in_capitals())
      return std::nullopt;
    // A word of a time expression, but for "in its first year" and the like, which are none of ours either.
    if (in_time(q)) return std::nullopt;
    ClaimReading reading;
    reading.claim.rule = rule.rule;
    reading.claim.kind = rule.kind;
    reading.claim.n = rule.n;
    if (rule.kind == "never") return read_never(q, rule, std::move(reading));
    if (dep(q) == "mark") return read_since(q, std::move(reading));
    // "only the second visit": the ordinal counts.
    if (rule.kind == "only" && tag(q) == "RB") return std::nullopt;
    if (rule.kind == "superlative") {
      if (!read_rank(q, reading)) return std::nullopt;
    } else if (const std::uint32_t superlative = ranked(q); superlative != kNoToken) {
      return std::nullopt;  // "the second deadliest attack" is read at its superlative
    }
    hedge(q, reading);
    const std::uint32_t noun = noun_of(q);
    if (rule.adverb && dep(q) == "advmod" && g_.is_verb(a_.tokens[q].head))
      return read_adverb(q, rule, std::move(reading));
    if (noun != q && one_of(a_.tokens[noun].lemma, {"time", "occasion"}))
      return read_time(noun, std::move(reading));
    if (enumerates(q, noun)) return std::nullopt;
    if (noun != q) {
      std::uint32_t event = event_of_noun(noun);
      bool framed = event != kNoToken && event_at_(event).framed;
      std::uint32_t head = noun;
      if (rules_.rounds_.contains(a_.tokens[noun].lemma)) {
        // "the first round of talks in a decade": only a period makes a claim of it.
        event = kNoToken;
        for (const Prepositional& pp : g_.prepositional(noun, kNoToken)) {
          if (pp.distance != 0 || lower(pp.preposition) != "of" || event != kNoToken) continue;
          event = event_of_noun(pp.object);
          framed = event != kNoToken && event_at_(event).framed;
        }
        if (event == kNoToken) return std::nullopt;
        find_period(reading, noun + 1, head, kNoToken);
        if (reading.bound == ClaimReading::Bound::kNone) return std::nullopt;
      }
      // "the first premier to visit": also where the noun itself could be a happening ("the first leader").
      if (const std::uint32_t verb = clause_of(noun, q); verb != kNoToken && (event == kNoToken || !framed)) {
        // "the youngest minister to visit" ranks ministers, not visits; the highest-ranking makes the visit
        // one.
        if (rule.kind == "superlative" && reading.claim.measure.empty()) return std::nullopt;
        return read_holder(q, noun, verb, std::move(reading));
      }
      if (event == kNoToken) return std::nullopt;
      reading.event = event;
      if (reading.bound == ClaimReading::Bound::kNone) find_period(reading, noun + 1, noun, kNoToken);
      reading.predicate = copula_of(noun);
      read_as(noun, reading);
      if (rule.scoped && !framed && reading.bound == ClaimReading::Bound::kNone) return std::nullopt;
      if (rule.scoped && !has_scope(q, noun, reading)) return std::nullopt;
      close(reading, left_edge(noun), right_edge(noun));
      return reading;
    }
    return read_elliptical(q, rule, std::move(reading));
  }

  bool sentence_in_capitals() const {
    int capital = 0, words = 0;
    for (std::uint32_t t = sentence_->first; t < sentence_->last && words < 12; ++t) {
      const char c = a_.tokens[t].text.empty() ? ' ' : a_.tokens[t].text[0];
      if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) {
        ++words;
        capital += c <= 'Z';
      }
    }
    return words >= 4 && capital * 4 >= words * 3;
  }

  std::uint32_t event_of_noun(std::uint32_t noun) const {
    if (g_.is_verb(noun)) return kNoToken;
    return event_at_(noun).token;
  }

  // Rank and measure of a superlative: "the second deadliest", "one of the worst" (which cannot be checked).
  bool read_rank(std::uint32_t q, ClaimReading& reading) const {
    reading.claim.n = 1;
    std::uint32_t first = q;
    for (int i = 0; i < 4 && first > sentence_->first; ++i) {
      const std::uint32_t before = first - 1;
      if (auto found = rules_.words_.find(lower(before));
          found != rules_.words_.end() && rules_.quantifiers_[found->second].n) {
        reading.claim.n = *rules_.quantifiers_[found->second].n;
      } else if (!one_of(lower(before), {"most", "-", "the", "single", "ever", "its", "his", "her", "their"})) {
        if (lower(before) == "of" && before > sentence_->first &&
            one_of(lower(before - 1), {"one", "some", "two", "three", "many"}))
          return false;
        if (lower(before) == "among") return false;
        break;
      }
      first = before;
    }
    std::string word(lower(q));
    if (q > sentence_->first && lower(q - 1) == "most") word = "most " + word;
    if (auto found = rules_.measures_.find(word); found != rules_.measures_.end())
      reading.claim.measure = found->second;
    return true;
  }

  // The superlative that an ordinal ranks; kNoToken when there is none.
  std::uint32_t ranked(std::uint32_t q) const {
    for (std::uint32_t t = q + 1; t < sentence_->last && t <= q + 3; ++t) {
      if (lower(t) == "-" || lower(t) == "most") continue;
      if (tag(t) == "JJS" || lower(t - 1) == "most") return t;
      break;
    }
    return kNoToken;
  }

  void hedge(std::uint32_t q, ClaimReading& reading) const {
    std::uint32_t t = q;
    for (int i = 0; i < 5 && t > sentence_->first; ++i) {
      --t;
      if (auto found = rules_.hedges_.find(lower(t)); found != rules_.hedges_.end()) {
        reading.factor = found->second;
        reading.hedge = t;
        break;
      }
      if (lower(t) == "not") {
        reading.negated = true;
        break;
      }
      if (!one_of(lower(t), {"the", "a", "an", "only", "his", "her", "its", "their", ",", "to", "be", "for"}))
        break;
    }
  }

  // "the first two attacks", "the first of three visits", "the first in a series", "first and second".
  bool enumerates(std::uint32_t q, std::uint32_t noun) const {
    if (q + 1 < sentence_->last && (tag(q + 1) == "CD" || one_of(lower(q + 1), {"few", "couple", "several"})))
      return true;
    if (noun != q) return false;
    for (std::uint32_t c : a_.children(q)) {
      if (dep(c) != "prep") continue;
      const std::uint32_t object = a_.child(c, {"pobj"});
      if (lower(c) == "of" && object != kNoToken && lower(object) != "kind" && lower(object) != "type")
        return true;
      if (lower(c) == "in" && object != kNoToken &&
          one_of(a_.tokens[object].lemma, {"series", "string", "row"}))
        return true;
    }
    return false;
  }

  // The copula over a predicate noun.
  std::uint32_t copula_of(std::uint32_t noun) const {
    if (a_.is_root(noun) || !one_of(dep(noun), {"attr", "acomp", "oprd"})) return kNoToken;
    const std::uint32_t head = a_.tokens[noun].head;
    return g_.is_verb(head) ? head : kNoToken;
  }

  // The clause that says of what somebody is the first: "premier to visit", "premier who visited", "became … to
  // visit".
  std::uint32_t clause_of(std::uint32_t noun, std::uint32_t q) const {
    std::uint32_t out = kNoToken;
    auto take = [&](std::uint32_t verb) {
      if (out != kNoToken || verb < q || !g_.is_verb(verb)) return;
      bool relative = g_.is_infinitive(verb);
      for (std::uint32_t c : a_.children(verb))
        relative = relative ||
                   (c > q && one_of(dep(c), {"nsubj", "nsubjpass"}) && one_of(tag(c), {"WP", "WDT"})) ||
                   (c > q && dep(c) == "nsubj" && lower(c) == "that");
      if (relative) out = verb;
    };
    for (std::uint32_t c : a_.children(noun)) {
      if (one_of(dep(c), {"relcl", "acl", "advcl", "xcomp"})) take(c);
      if (dep(c) == "prep" || dep(c) == "pobj") {
        // The parser may hang it on a noun inside: "the first president of Turkey to visit".
        for (std::uint32_t p : a_.children(c)) {
          for (std::uint32_t r : a_.children(p)) {
            if (one_of(dep(r), {"relcl", "acl"}) && g_.is_infinitive(r)) take(r);
          }
        }
      }
    }
    if (out == kNoToken && !a_.is_root(noun)) {
      const std::uint32_t head = a_.tokens[noun].head;
      if (g_.is_verb(head) && head < noun) {
        for (std::uint32_t c : a_.children(head)) {
          if (c > noun && one_of(dep(c), {"xcomp", "advcl", "ccomp"}) && g_.is_infinitive(c)) take(c);
        }
      }
      // "…, the first premier to do so": read as the subject of the infinitive.
      if (one_of(dep(noun), {"nsubj", "nsubjpass"}) && g_.is_verb(head) && g_.is_infinitive(head)) take(head);
      // "the first Muslim premier elected to lead": parsed with the noun as modifier of what follows.
      if (one_of(dep(noun), {"dep", "npadvmod"}) && g_.is_verb(head) && g_.is_infinitive(head)) take(head);
    }
    return out;
  }

  std::optional<ClaimReading> read_holder(std::uint32_t q, std::uint32_t noun, std::uint32_t verb,
                                          ClaimReading reading) {
    const bool anaphor = lower(verb) == "do" || lower(verb) == "done";
    bool so = false;
    if (anaphor) {
      for (std::uint32_t c : a_.children(verb)) so = so || one_of(lower(c), {"so", "it", "this", "that"});
    }
    ClaimRules::Event event;
    if (so) {
      event.token = told_before(left_edge(noun), false);
      event.framed = true;
    } else {
      event = event_below(verb);
    }
    if (event.token == kNoToken) return std::nullopt;
    reading.event = event.token;
    if (noun != q) {
      reading.holder = noun;
      std::uint32_t last = noun + 1;
      for (std::uint32_t c : a_.children(noun)) {
        if (dep(c) == "prep" && c > noun && one_of(lower(c), {"of", "from"}) &&
            a_.child(c, {"pobj"}) != kNoToken)
          last = std::max(last, std::min(right_edge(c), verb));
      }
      while (last > noun + 1 && (lower(last - 1) == "to" || tag(last - 1) == "IN")) --last;
      reading.holder_span = a_.span(std::min(q + 1, noun), last);
    }
    reading.predicate = copula_of(noun);
    find_period(reading, noun + 1, noun, verb);
    close(reading, left_edge(noun), right_edge(verb));
    return reading;
  }

  // "for the first time since 1999", "it was the first time that he visited", "the last time he visited".
  std::optional<ClaimReading> read_time(std::uint32_t noun, ClaimReading reading) {
    const std::uint32_t head = a_.tokens[noun].head;
    if (dep(noun) == "pobj" && lower(head) == "for" && !a_.is_root(head)) {
      std::uint32_t up = a_.tokens[head].head;
      ClaimRules::Event event;
      for (int i = 0; i < 4; ++i) {
        event = g_.is_verb(up) ? event_below(up) : event_at_(up);
        if (event.token != kNoToken || a_.is_root(up)) break;
        up = a_.tokens[up].head;
      }
      if (event.token == kNoToken) return std::nullopt;
      reading.event = event.token;
      find_period(reading, noun + 1, noun, up);
      if (!event.framed && reading.bound == ClaimReading::Bound::kNone) return std::nullopt;
      const std::uint32_t first = std::min(event.token, head);
      std::uint32_t last = right_edge(noun);
      // Before its verb it needs the clause, behind it only what lies between.
      if (event.token > head) last = std::max(last, right_edge(up));
      close(reading, first, last);
      return reading;
    }
    // The clause behind it.
    std::uint32_t clause = kNoToken;
    for (std::uint32_t c : a_.children(noun)) {
      if (one_of(dep(c), {"relcl", "acl", "advcl", "ccomp"}) && g_.is_verb(c) && c > noun && clause == kNoToken)
        clause = c;
    }
    const std::uint32_t copula = copula_of(noun);
    if (clause == kNoToken && copula != kNoToken) {
      for (std::uint32_t c : a_.children(copula)) {
        if (c > noun && one_of(dep(c), {"ccomp", "advcl", "csubj", "acl", "relcl"}) && g_.is_verb(c) &&
            clause == kNoToken)
          clause = c;
      }
    }
    if (clause == kNoToken) return std::nullopt;
    ClaimRules::Event event;
    const bool so = lower(clause) == "done" && a_.child(clause, {"advmod"}) != kNoToken;
    if (so)
      event = {told_before(noun, false), true};
    else
      event = event_below(clause);
    if (event.token == kNoToken) return std::nullopt;
    reading.event = event.token;
    reading.predicate = copula;
    find_period(reading, noun + 1, noun, clause);
    close(reading, left_edge(noun), right_edge(clause));
    return reading;
  }

  // "last met in 2019", "first visited Kyiv in 2005".
  std::optional<ClaimReading> read_adverb(std::uint32_t q, const Quantifier& rule, ClaimReading reading) {
    const std::uint32_t verb = a_.tokens[q].head;
    const auto event = event_below(verb);
    if (event.token == kNoToken || !event.framed || !is_past(verb) || verb < q || verb - q > 3)
      return std::nullopt;
    if (rule.kind == "first") {
      // "first met the premier and then": steps of a day.
      bool dated = false;
      for (std::uint32_t t = verb; t < sentence_->last && t < verb + kReach; ++t) {
        if (one_of(lower(t), {"then", "before", "later"})) return std::nullopt;
        dated = dated || (in_time(t) &&
                          times_[static_cast<std::size_t>(time_at_[t])].granularity >= Granularity::kMonth);
      }
      if (!dated) return std::nullopt;
    }
    reading.event = event.token;
    close(reading, q, right_edge(verb));
    return reading;
  }

  // "has never visited", "no premier has visited since 1999", "not since 1999 has a premier visited".
  std::optional<ClaimReading> read_never(std::uint32_t q, const Quantifier& rule, ClaimReading reading) {
    std::uint32_t verb = q;
    bool nominal = false;
    for (int i = 0; i < 5 && !a_.is_root(verb) && !(g_.is_verb(verb) && verb != q); ++i) {
      // The word may negate the subject or object, but not a noun deep inside.
      if (verb != q && !one_of(dep(verb), {"nsubj", "nsubjpass", "dobj", "advmod", "neg", "prep", "pobj",
                                           "attr", "appos", "ROOT"}))
        return std::nullopt;
      nominal = nominal || one_of(dep(verb), {"nsubj", "nsubjpass", "dobj", "attr"});
      verb = a_.tokens[verb].head;
    }
    if (g_.is_verb(verb) && one_of(dep(verb), {"aux", "auxpass"})) verb = a_.tokens[verb].head;
    if (!g_.is_verb(verb)) return std::nullopt;
    // "Never in its history has the council met": the auxiliary stands over the verb.
    const std::uint32_t inner =
        one_of(a_.tokens[verb].lemma, {"have", "do"}) ? a_.child(verb, {"ccomp"}) : kNoToken;
    const bool inverted = inner != kNoToken && inner > verb && one_of(tag(inner), {"VBD", "VBN"});
    if (inverted) verb = inner;
    ClaimRules::Event event = event_below(verb);
    // "No visit has taken place since 1999": the noun is what has not happened.
    if (nominal && dep(q) == "det") {
      if (const auto noun = event_at_(a_.tokens[q].head);
          noun.token != kNoToken && noun.framed && !event.framed)
        event = noun;
    }
    if (event.token == kNoToken) return std::nullopt;
    if (!(inverted || is_past(verb)) || (rule.negates && !is_perfect(verb) && tag(verb) != "VBD"))
      return std::nullopt;
    find_period(reading, std::min(q, verb) + 1, verb, verb);
    // "Since 1999 no premier has visited."
    if (reading.bound == ClaimReading::Bound::kNone) {
      std::uint32_t first = sentence_->first;
      if (q - first > kReach) first = q - kReach;
      for (std::uint32_t t = first; t < q && reading.bound == ClaimReading::Bound::kNone; ++t)
        period_at(t, reading);
    }
    // "never before", "not once": as good as ever.
    bool before = q + 1 < sentence_->last && lower(q + 1) == "once";
    for (std::uint32_t t = q + 1; t < sentence_->last && t < q + kReach; ++t) {
      before = before || (lower(t) == "before" && (t == q + 1 || t + 1 >= sentence_->last ||
                                                   one_of(a_.tokens[t + 1].pos, {"PUNCT", "VERB"})));
    }
    const bool once = before && lower(q + 1) == "once";
    if (rule.negates && !once && reading.bound != ClaimReading::Bound::kSince &&
        reading.bound != ClaimReading::Bound::kLength)
      return std::nullopt;
    if (rule.negates && !once && !is_perfect(verb) && reading.bound != ClaimReading::Bound::kSince)
      return std::nullopt;
    if (!event.framed && reading.bound == ClaimReading::Bound::kNone && !before) return std::nullopt;
    reading.event = event.token;
    std::uint32_t first = std::min(q, verb);
    for (std::uint32_t c : a_.children(verb)) {
      if (one_of(dep(c), {"aux", "auxpass"})) first = std::min(first, c);
      if (nominal && one_of(dep(c), {"nsubj", "nsubjpass"})) first = std::min(first, left_edge(c));
    }
    close(reading, first, std::max(right_edge(verb), q + 1));
    return reading;
  }

  // "It has been 20 years since a premier visited": there has been no visit since.
  std::optional<ClaimReading> read_since(std::uint32_t q, ClaimReading reading) const {
    const std::uint32_t clause = a_.tokens[q].head;
    if (!g_.is_verb(clause) || a_.is_root(clause)) return std::nullopt;
    const std::uint32_t copula = a_.tokens[clause].head;
    const std::uint32_t span = g_.is_verb(copula) ? a_.child(copula, {"attr", "npadvmod"}) : kNoToken;
    if (span == kNoToken || !in_time(span) || !one_of(a_.tokens[copula].lemma, {"be", "pass", "elapse"}))
      return std::nullopt;
    const TimeRef& time = times_[static_cast<std::size_t>(time_at_[span])];
    if (time.type != TimeType::kDuration || time.first_token >= q) return std::nullopt;
    const auto event = event_below(clause);
    if (event.token == kNoToken || !event.framed || !is_past(clause)) return std::nullopt;
    (void)read_length(time.value, reading.months, reading.days);
    reading.bound = ClaimReading::Bound::kLength;
    reading.period_span = time.span;
    reading.claim.period_text = std::string(document_.text(time.span));
    reading.event = event.token;
    close(reading, time.first_token, right_edge(clause));
    return reading;
  }

  // "the first by a Pakistani premier since 1999" behind or predicated of the happening, "the first to visit".
  std::optional<ClaimReading> read_elliptical(std::uint32_t q, const Quantifier& rule, ClaimReading reading) {
    const bool adjective = rule.kind != "superlative" && !rule.scoped;  // "the attack was unprecedented"
    if (!adjective && left_edge(q) == q &&
        !one_of(lower(q > sentence_->first ? q - 1 : q), {"the", "a", "his", "her", "its", "their", "only"}) &&
        !(rule.kind == "superlative" && reading.claim.n))
      return std::nullopt;
    if (const std::uint32_t verb = clause_of(q, q); verb != kNoToken && rule.kind != "superlative") {
      // "He was the first to visit": a claim, but "the first to arrive" of a race needs more; a frame must know
      // it.
      auto out = read_holder(q, q, verb, std::move(reading));
      if (out && !event_at_(out->event).framed) return std::nullopt;
      return out;
    }
    find_period(reading, q + 1, q, kNoToken);
    for (std::uint32_t c : a_.children(q)) {
      if (dep(c) == "prep" && lower(c) == "by") reading.by = a_.child(c, {"pobj"});
    }
    if (!adjective && reading.bound == ClaimReading::Bound::kNone && reading.by == kNoToken)
      return std::nullopt;
    std::uint32_t event = kNoToken;
    reading.predicate = copula_of(q);
    if (reading.predicate != kNoToken) {
      const std::uint32_t subject = g_.referent(g_.surface_subject(reading.predicate));
      if (subject != kNoToken && subject != q) {
        event = event_of_noun(subject);
        if (event == kNoToken && one_of(lower(subject), {"it", "that", "this", "which"}))
          event = told_before(lower(subject) == "which" ? subject
                              : sentence_->first > 0    ? before_sentence(q)
                                                        : q,
                              true);
      }
    } else if (dep(q) == "appos" && !a_.is_root(q)) {
      event = event_of_noun(a_.tokens[q].head);
    } else if (dep(q) == "conj" && !a_.is_root(q)) {
      // "the first attack in two years and the worst this year"
      std::uint32_t head = a_.tokens[q].head;
      if (g_.is_verb(head)) {
        if (const std::uint32_t attribute = a_.child(head, {"attr"}); attribute != kNoToken) head = attribute;
      }
      event = event_of_noun(head);
      // "was the largest in decades and the second this month"
      for (std::size_t i = out_.size(); i-- > 0 && event == kNoToken;) {
        if (out_[i].claim.span.contains(a_.tokens[head].span)) event = out_[i].event;
        if (out_.size() - i > 8) break;
      }
    }
    // Behind a comma or dash, wherever the parser hung it.
    if (event == kNoToken && reading.predicate == kNoToken) {
      const std::uint32_t first = left_edge(q);
      if (first > sentence_->first && one_of(lower(first - 1), {",", "-", "–", "—", "--"}))
        event = told_before(first - 1, true);
    }
    if (event == kNoToken) return std::nullopt;
    if (!event_at_(event).framed && reading.bound == ClaimReading::Bound::kNone) return std::nullopt;
    reading.event = event;
    close(reading, left_edge(q), right_edge(q));
    return reading;
  }

  // A token of the sentence before, to look back from; the token itself when there is none.
  std::uint32_t before_sentence(std::uint32_t q) const { return a_.sentences[a_.tokens[q].sentence].first; }

  // "his first visit as president"
  void read_as(std::uint32_t noun, ClaimReading& reading) const {
    std::uint32_t carrier = a_.is_root(noun) ? kNoToken : a_.tokens[noun].head;
    if (carrier != kNoToken && !g_.is_verb(carrier)) carrier = kNoToken;
    for (const Prepositional& pp : g_.prepositional(noun, carrier)) {
      if (lower(pp.preposition) != "as" || pp.gerund || pp.object < noun || !g_.is_noun(pp.object)) continue;
      if (a_.tokens[pp.object].ent_type == "DATE") continue;
      std::uint32_t first = left_edge(pp.object);
      while (first < pp.object && one_of(lower(first), {"the", "a", "an", "his", "her"})) ++first;
      reading.as = std::string(document_.text(a_.span(first, pp.object + 1)));
      return;
    }
  }

  // Does something bound what is counted? "The second attack" of a day is none of history.
  bool has_scope(std::uint32_t q, std::uint32_t noun, const ClaimReading& reading) const {
    if (reading.bound != ClaimReading::Bound::kNone) return true;
    if (reading.claim.kind == "superlative") return false;
    if (reading.predicate != kNoToken) return true;  // "it was the first attack on Moscow"
    for (std::uint32_t c : a_.children(noun)) {
      if (dep(c) == "poss" && tag(c) != "WP$" && c < q) return true;  // "Macron's first visit"
      if (c < noun && one_of(lower(c), {"such", "ever"})) return true;
      if (one_of(dep(c), {"prep", "agent"}) && c > noun && one_of(lower(c), {"by", "between", "to"})) {
        // "the first round to Paris" is no actor's; "to be held" no preposition.
        if (a_.child(c, {"pobj"}) != kNoToken) return true;
      }
      if (dep(c) == "prep" && lower(c) == "of") {
        const std::uint32_t object = a_.child(c, {"pobj"});
        if (object != kNoToken && one_of(lower(object), {"kind", "type"})) return true;
      }
    }
    return false;
  }

  // ---- periods

  void find_period(ClaimReading& reading, std::uint32_t from, std::uint32_t noun, std::uint32_t verb) {
    const std::uint32_t end = std::min(sentence_->last, from + kReach);
    // A finite clause that is not the claim's own ends it.
    const auto foreign = [&](std::uint32_t t) {
      if (!one_of(tag(t), {"VBD", "VBZ", "VBP", "MD"})) return false;
      if (verb != kNoToken && (t == verb || a_.tokens[t].head == verb || a_.is_ancestor(verb, t))) return false;
      if (t == noun || a_.is_ancestor(noun, t)) return false;
      return true;
    };
    for (std::uint32_t t = from; t < end && reading.bound == ClaimReading::Bound::kNone; ++t) {
      if (period_at(t, reading)) return;
      if (one_of(lower(t), {";", ":", "–", "—", "--"})) return;
      // A comma ends a nominal claim; inside a clause it may close an insertion.
      if (lower(t) == "," && verb == kNoToken) return;
      if (foreign(t)) return;
    }
  }

  // The period that begins at a token.
  bool period_at(std::uint32_t t, ClaimReading& reading) {
    using Bound = ClaimReading::Bound;
    const std::string_view word = lower(t);
    const std::string_view kind = reading.claim.kind;
    const auto set = [&](Bound bound, std::uint32_t first, std::uint32_t last) {
      while (last > first + 1 && a_.tokens[last - 1].pos == "PUNCT") --last;
      reading.bound = bound;
      reading.period_span = a_.span(first, last);
      reading.claim.period_text = std::string(document_.text(reading.period_span));
      return true;
    };
    if (word == "since") {
      std::uint32_t last = t + 1;
      if (dep(t) == "prep" && a_.child(t, {"pobj", "pcomp"}) != kNoToken) {
        last = right_edge(t);
      } else if (dep(t) == "mark" && a_.tokens[t].head > t) {
        last = right_edge(a_.tokens[t].head);
      } else if (t + 1 < sentence_->last && in_time(t + 1)) {
        last = times_[static_cast<std::size_t>(time_at_[t + 1])].last_token;
      } else if (t + 1 < sentence_->last && lower(t + 1) == "then") {
        last = t + 2;
      }
      // "since Coolidge in 1928"
      if (last + 1 < sentence_->last && one_of(lower(last), {"in", "on"}) && in_time(last + 1) &&
          last > t + 1) {
        last = times_[static_cast<std::size_t>(time_at_[last + 1])].last_token;
      }
      const std::uint32_t first = t > sentence_->first && lower(t - 1) == "ever" ? t - 1 : t;
      bool dated = false;
      for (std::uint32_t k = t + 1; k < last; ++k) {
        if (!in_time(k)) continue;
        const TimeRef& time = times_[static_cast<std::size_t>(time_at_[k])];
        if (!time.interval.start) continue;
        reading.dates.start = time.interval.start;
        dated = true;
        break;
      }
      // "… in 2011 and has not been there since": from the time told before.
      if (!dated && (last == t + 1 || lower(last - 1) == "then")) {
        for (std::uint32_t k = t; k-- > sentence_->first && t - k < kReach;) {
          if (!in_time(k)) continue;
          const TimeRef& time = times_[static_cast<std::size_t>(time_at_[k])];
          if (time.type != TimeType::kDate || !time.interval.start) continue;
          reading.dates.start = time.interval.start;
          break;
        }
      }
      return set(Bound::kSince, first, last);
    }
    // "in 20 years", "for months"; "in five years" can be a date, too: the time stage keeps the length as a
    // rival.
    const bool of_length =
        one_of(word, {"in", "for", "over", "within"}) && (word != "for" || kind == "never" || kind == "first");
    if (of_length) {
      std::uint32_t at = t + 1;
      while (at < sentence_->last && at <= t + 3 && !in_time(at) &&
             one_of(a_.tokens[at].pos, {"ADV", "ADJ", "ADP", "DET"}))
        ++at;
      if (at < sentence_->last && in_time(at)) {
        const TimeRef& time = times_[static_cast<std::size_t>(time_at_[at])];
        std::string_view length =
            time.type == TimeType::kDuration ? std::string_view(time.value) : std::string_view();
        for (const Rival& rival : time.rivals) {
          if (length.empty() && rival.value.starts_with("P")) length = rival.value;
        }
        if (!length.empty()) {
          (void)read_length(length, reading.months, reading.days);
          return set(Bound::kLength, t, time.last_token);
        }
      }
    }
    // "this year", "of 2021"; "in 2021" only where counting within it is what is said.
    if (in_time(t) && times_[static_cast<std::size_t>(time_at_[t])].first_token == t) {
      const TimeRef& time = times_[static_cast<std::size_t>(time_at_[t])];
      const bool wide = time.granularity >= Granularity::kWeek;
      const std::string_view before = t > sentence_->first ? lower(t - 1) : std::string_view();
      const bool this_one = word == "this" || before == "far" || before == "of";
      const bool counted = one_of(kind, {"nth", "superlative", "only"}) && (before == "in" || word == "last");
      if (time.type == TimeType::kDate && wide && time.interval.known() && (this_one || counted)) {
        reading.dates = time.interval;
        std::uint32_t first = t;
        if (one_of(before, {"in", "of"})) first = t - 1;
        if (before == "far" && t - sentence_->first >= 2) first = t - 2;
        return set(Bound::kDates, first, time.last_token);
      }
    }
    for (const ClaimRules::Period& rule : rules_.periods_) {
      if (!rule.kinds.empty() && !rule.kinds.contains(kind)) continue;
      for (const std::vector<std::string>& words : rule.words) {
        bool same = t + words.size() <= sentence_->last;
        for (std::size_t i = 0; same && i < words.size(); ++i)
          same = lower(t + static_cast<std::uint32_t>(i)) == words[i];
        if (!same) continue;
        // "so far this year" is dated.
        const auto last = t + static_cast<std::uint32_t>(words.size());
        if (last < sentence_->last && in_time(last) && lower(last) == "this") continue;
        return set(Bound::kWords, t, last);
      }
      if (!rule.starts.contains(word)) continue;
      for (std::uint32_t k = t + 1; k < sentence_->last && k <= t + 5; ++k) {
        if (a_.tokens[k].pos == "PUNCT" && lower(k) != "-") break;
        if (g_.is_verb(k) || a_.tokens[k].pos == "ADP") break;
        if (!rule.ends.contains(lower(k))) continue;
        return set(Bound::kWords, t, k + 1);
      }
    }
    return false;
  }

  // Span and text from the edges and the period.
  void close(ClaimReading& reading, std::uint32_t first, std::uint32_t last) const {
    // The adverb of the copula is read with it.
    if (reading.hedge != kNoToken && a_.tokens[reading.hedge].head == reading.predicate) reading.factor = 1;
    first = std::max(first, sentence_->first);
    last = std::min({last, sentence_->last, first + 2 * kReach});
    while (last > first + 1 && one_of(a_.tokens[last - 1].pos, {"PUNCT", "SPACE", "CCONJ"})) --last;
    Span span = a_.span(first, std::max(last, first + 1));
    if (!reading.period_span.empty()) {
      span.begin = std::min(span.begin, reading.period_span.begin);
      span.end = std::max(span.end, reading.period_span.end);
    }
    reading.claim.span = span;
    reading.claim.text = std::string(document_.text(span));
  }

  const ClaimRules& rules_;
  const Syntax& g_;
  const Analysis& a_;
  const Document& document_;
  const std::vector<TimeRef>& times_;
  const ClaimRules::EventAt& event_at_;
  const Sentence* sentence_ = nullptr;
  std::vector<int> time_at_;  // token → time that holds it, -1
  std::vector<ClaimReading> out_;
};

std::vector<ClaimReading> ClaimRules::find(const Syntax& grammar, const Document& document,
                                           const std::vector<TimeRef>& times, const EventAt& event_at) const {
  return ClaimFinder(*this, grammar, document, times, event_at).run();
}

// ---- examples
// ------------------------------------------------------------------------------------------------------

namespace {

struct ClaimExample {
  std::string text, fault;
  Span span;
  std::vector<std::string> wanted;
};

ClaimExample parse_claim_example(const std::string& marked) {
  ClaimExample out;
  const std::size_t open = marked.find('<'), arrow = marked.find(" -> "),
                    end = marked.find('>', arrow == std::string::npos ? 0 : arrow + 4);
  if (open == std::string::npos) {
    out.text = marked;
    return out;
  }
  if (end == std::string::npos || (arrow != std::string::npos && arrow < open)) {
    out.fault = "a claim is marked as <words -> what is wanted>";
    return out;
  }
  const std::size_t last = arrow == std::string::npos ? end : arrow;
  out.text = marked.substr(0, open) + marked.substr(open + 1, last - open - 1) + marked.substr(end + 1);
  out.span = {static_cast<std::uint32_t>(open), static_cast<std::uint32_t>(last - 1)};
  if (arrow != std::string::npos)
    out.wanted = split(std::string_view(marked).substr(arrow + 4, end - arrow - 4));
  return out;
}

std::string show_roles(const ParsedClaim& claim, std::string_view role) {
  std::string out;
  for (const ClaimRole& one : claim.roles) {
    if (one.role != role) continue;
    if (!out.empty()) out += "+";
    // A person by name, a description by code and office, else by words; blanks are written "_".
    std::string shown = !one.name.empty() ? one.name : !one.code.empty() ? one.code : one.text;
    if (one.name.empty() && !one.code.empty() && !one.office.empty()) shown += "/" + one.office;
    std::replace(shown.begin(), shown.end(), ' ', '_');
    out += shown;
  }
  return out;
}

// What a claim is, as the words behind an example's arrow name it; the field that `wanted` asks for.
std::string field_of(const ParsedClaim& claim, std::string_view wanted) {
  const std::string_view key = wanted.substr(0, wanted.find('='));
  if (wanted.find('=') != std::string_view::npos) {
    std::string value;
    if (key == "n")
      value = claim.n ? fmt::format("{}", *claim.n) : "";
    else if (key == "measure")
      value = claim.measure;
    else if (key == "status")
      value = claim.status;
    else if (key == "actors" || key == "recipients")
      value = show_roles(claim, key);
    else
      value = "?";
    return fmt::format("{}={}", key, value);
  }
  if (wanted.find('/') != std::string_view::npos &&
      (wanted[0] == '/' || (wanted[0] >= '0' && wanted[0] <= '9'))) {
    return fmt::format("{}/{}", claim.period.start ? format_instant(*claim.period.start) : "",
                       claim.period.end ? format_instant(*claim.period.end) : "");
  }
  return claim.frame.empty() ? "-" : claim.frame;
}

}  // namespace

std::size_t ClaimRules::check_examples(const std::function<Coded(const std::string&)>& code,
                                       Diagnostics& diagnostics) const {
  std::size_t run = 0;
  const auto failure_of = [&](const std::string& rule, const std::string& marked, bool rejects) -> std::string {
    const ClaimExample example = parse_claim_example(marked);
    if (!example.fault.empty()) return example.fault;
    if (!rejects && example.span.empty()) return "no claim is marked";
    const Coded coded = code(example.text);
    // A period or a hedge has no claim of its own: any claim will do.
    const bool part = rule.starts_with("claim/period/") || rule.starts_with("claim/hedge/") ||
                      rule.starts_with("claim/round/");
    const std::string_view quantifier = std::string_view(rule);
    std::string seen;
    for (const ParsedClaim& claim : coded.claims) {
      if (rejects) {
        if (!part && claim.rule == quantifier) return fmt::format("claims {}: `{}`", claim.kind, claim.text);
        if (part && claim.rule.starts_with("claim/"))
          return fmt::format("claims {}: `{}`", claim.kind, claim.text);
        continue;
      }
      const auto offset = static_cast<std::uint32_t>(coded.content.find(example.text));
      const Span span{claim.span.begin - offset, claim.span.end - offset};
      if (!part && claim.rule != quantifier) continue;
      if (span != example.span) {
        seen += fmt::format(" claims `{}`", claim.text);
        continue;
      }
      for (const std::string& wanted : example.wanted) {
        if (const std::string found = field_of(claim, wanted); found != wanted)
          return fmt::format("{} in place of {}", found, wanted);
      }
      return {};
    }
    if (rejects) return {};
    return seen.empty() ? "no such claim" : seen.substr(1);
  };
  for (const Examples& rule : examples_) {
    const auto check = [&](const std::vector<std::string>& texts, const std::vector<Place>& places,
                           bool rejects) {
      for (std::size_t i = 0; i < texts.size(); ++i, ++run) {
        const std::string failure = failure_of(rule.rule, texts[i], rejects);
        if (failure.empty()) continue;
        diagnostics.add({ErrorCode::kRulesExampleFailed,
                         fmt::format("{}: `{}`: {}", rule.rule, texts[i], failure), places[i],
                         "correct the rule or the example"});
      }
    };
    check(rule.examples.matches, rule.examples.match_places, false);
    check(rule.examples.rejects, rule.examples.reject_places, true);
    for (std::size_t i = 0; i < rule.examples.todo.size(); ++i, ++run) {
      if (!failure_of(rule.rule, rule.examples.todo[i], false).empty()) continue;
      diagnostics.add({ErrorCode::kRulesExampleFailed,
                       fmt::format("{}: `{}` works now", rule.rule, rule.examples.todo[i]),
                       rule.examples.todo_places[i], "move it from `todo` to `matches`"});
    }
  }
  return run;
}

}  // namespace chancery
