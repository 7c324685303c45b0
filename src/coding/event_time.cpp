// SPDX-License-Identifier: Apache-2.0
#include "coding/event_time.h"

#include <algorithm>

#include "base/one_of.h"
#include "time/calendar.h"

namespace chancery {
namespace {

using std::chrono::days;

constexpr std::size_t kMaxDated = 2000;  // words with a time in one document; more are a calendar, not a report

// What tells one election from another: adjectives, names and owners.
std::vector<std::string_view> marks(const Analysis& a, std::uint32_t noun) {
  std::vector<std::string_view> out;
  for (std::uint32_t c : a.children(noun)) {
    const Token& token = a.tokens[c];
    if (!one_of(token.dep, {"amod", "compound", "nmod", "poss"}) || one_of(token.ent_type, {"DATE", "TIME"}) ||
        token.pos == "PRON" ||
        one_of(token.lower, {"last", "next", "recent", "upcoming", "coming", "planned", "deadly"}))
      continue;
    out.push_back(token.lower);
  }
  return out;
}

}  // namespace

EventTimes::EventTimes(const Syntax& grammar, const std::vector<TimeRef>& times,
                       std::function<std::string_view(std::uint32_t)> frame_of)
    : g_(grammar), a_(grammar.analysis()), times_(times), frame_of_(std::move(frame_of)) {}

void EventTimes::find_dated() {
  ready_ = true;
  for (const PlacedTime& placed : place_times(a_, times_)) {
    const TimeRef& time = times_[placed.time];
    if (time.type == TimeType::kDuration || !time.interval.start || !time.interval.end || time.from_event ||
        (time.op != TimeOperator::kNone && time.op != TimeOperator::kOn) || dated_.size() >= kMaxDated)
      continue;
    std::uint32_t word = placed.governor;
    if (word == kNoToken) continue;
    for (int i = 0; i < 6; ++i) {
      dated_.push_back({word, &time});
      if (g_.is_verb(word) || a_.is_root(word)) break;
      // "the election on Sunday", "an election in the town of X on Sunday"
      word = a_.tokens[word].head;
    }
    if (!g_.is_verb(word)) continue;
    // "The vote is set for Sunday" and "the raid took place on Sunday" date their nouns, "condemned the raid on
    // Sunday" does not.
    const auto& telling = g_.frames().telling_verbs;
    const bool set_for = time.first_token > 0 && a_.tokens[time.first_token - 1].lower == "for";
    const bool tells = std::binary_search(telling.begin(), telling.end(), a_.tokens[word].lemma);
    // "the deadline issued in May" is not of May, "the deadline expires in May" is.
    const auto& limits = g_.frames().limit_nouns;
    const std::uint32_t object = g_.logical_object(word), antecedent = g_.antecedent(word);
    for (std::uint32_t noun : {g_.surface_subject(word), object, antecedent}) {
      if (noun == kNoToken || !g_.is_noun(noun) || (tells && !set_for)) continue;
      const bool made = noun == object || (noun == antecedent && a_.tokens[word].tag == "VBN");
      if (made && !set_for && std::binary_search(limits.begin(), limits.end(), a_.tokens[noun].lemma)) continue;
      dated_.push_back({noun, &time});
    }
  }
}

bool EventTimes::same_event(std::uint32_t asked, std::uint32_t dated) const {
  if (asked == dated) return true;
  const bool same_word = a_.tokens[asked].lemma == a_.tokens[dated].lemma;
  const std::string_view frame = frame_of_(asked);
  if (!same_word && (frame.empty() || frame != frame_of_(dated))) return false;
  if (g_.is_verb(asked) || g_.is_verb(dated)) {
    if (g_.is_verb(asked) && g_.is_verb(dated)) {
      // "after the king resigned": the same one does the same.
      const std::uint32_t x = g_.surface_subject(asked), y = g_.surface_subject(dated);
      return x != kNoToken && y != kNoToken && a_.tokens[x].lemma == a_.tokens[y].lemma;
    }
    return !frame.empty();
  }
  const auto x = marks(a_, asked), y = marks(a_, dated);
  return x.empty() || y.empty() || std::any_of(x.begin(), x.end(), [&](std::string_view mark) {
           return std::find(y.begin(), y.end(), mark) != y.end();
         });
}

// The one time that the document gives the event; nullptr when there is none or they disagree.
const TimeRef* EventTimes::time_of(std::uint32_t event) const {
  const TimeRef* found = nullptr;
  for (const Dated& dated : dated_) {
    if (!same_event(event, dated.word)) continue;
    if (dated.word == event) return dated.time;  // dated on the spot: "after the vote on Sunday"
    if (found != nullptr && (*dated.time->interval.end <= *found->interval.start ||
                             *found->interval.end <= *dated.time->interval.start))
      return nullptr;
    if (found == nullptr || dated.time->granularity < found->granularity) found = dated.time;
  }
  return found;
}

void EventTimes::resolve(TimeRef& time) {
  if (!time.from_event || time.interval.known() || time.anchor_span.empty()) return;
  if (!ready_) find_dated();
  // The head word of the event.
  std::uint32_t event = kNoToken;
  for (std::uint32_t t = time.last_token;
       t < a_.tokens.size() && a_.tokens[t].span.begin < time.anchor_span.end; ++t) {
    if (a_.tokens[t].span.begin < time.anchor_span.begin) continue;
    event = t;
    if (a_.is_root(t) || !time.anchor_span.contains(a_.tokens[a_.tokens[t].head].span)) break;
  }
  if (event == kNoToken) return;
  const TimeRef* told = time_of(event);
  if (told == nullptr) return;

  const EventOffset& offset = *time.from_event;
  const Day first = day_of(*told->interval.start),
            last = std::max(first, day_of(*told->interval.end) - days{1});
  const int count = offset.halves / 2;
  if (offset.halves % 2 != 0 || count > 12000) return;
  const auto moved = [&](Day day, int by) { return shifted(period_of(day, offset.unit), by); };
  const auto to_the_day = [&](Day day, int by) { return shifted({day, offset.unit}, by).start; };
  Interval at;
  Granularity granularity = std::max(offset.unit, told->granularity);
  if (time.op == TimeOperator::kWithin) {
    at = offset.direction < 0 ? Interval{Instant{to_the_day(first, -count)}, Instant{first}}
                              : Interval{Instant{first}, Instant{to_the_day(last, count) + days{1}}};
  } else if (offset.direction == 0 || offset.unit < Granularity::kDayPart) {
    at = {Instant{first}, Instant{last + days{1}}};
    granularity = std::max(Granularity::kDay, told->granularity);
  } else if (offset.vague) {
    at = offset.direction < 0 ? Interval{std::nullopt, Instant{first}}
                              : Interval{Instant{last + days{1}}, std::nullopt};
  } else {
    const int by = offset.direction * count;
    // An event known to the month, or one that lasted: as wide as it is.
    const Day from = offset.direction > 0 && told->granularity <= Granularity::kDay ? last : first;
    at = {Instant{moved(from, by).start},
          Instant{end_of(moved(told->granularity <= Granularity::kDay ? from : last, by))}};
  }
  time.interval = at;
  time.granularity = granularity;
  time.assumed = told->assumed;
  time.evidence.push_back(
      {"time", "time/event", told->span, std::string(a_.tokens[event].text) + " " + format_day(first)});
}

}  // namespace chancery
