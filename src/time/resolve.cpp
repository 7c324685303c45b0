// SPDX-License-Identifier: Apache-2.0
#include "time/resolve.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "time/calendar.h"
#include "time/direction.h"

namespace chancery {

std::string_view part_of_day_code(std::int32_t part);

Expressions find_expressions(const Grammar& grammar, const Document& document, const Analysis& analysis) {
  Expressions out;
  Parse parse;
  for (std::uint32_t s = 0; s < analysis.sentences.size(); ++s) {
    const Sentence& sentence = analysis.sentences[s];
    if (sentence.first >= sentence.last) continue;
    if (sentence.block < document.blocks.size() && document.blocks[sentence.block].role == BlockRole::kEmbed)
      continue;
    if (!grammar.read(document, analysis, sentence, parse)) continue;
    const auto offset = static_cast<std::int32_t>(out.meanings.size());
    for (Meaning& meaning : parse.meanings) {
      if (meaning.from >= 0) meaning.from += offset;
      if (meaning.to >= 0) meaning.to += offset;
      out.meanings.push_back(meaning);
    }
    for (const GrammarItem& item : parse.items)
      if (item.meaning >= 0) out.list.push_back({item.meaning + offset, s});
  }
  return out;
}

std::optional<Day> full_date(const Meaning& m) {
  if (m.kind != MeaningKind::kDate || m.base != Base::kNone || m.has(Field::kDirection)) return std::nullopt;
  if (!m.has(Field::kYear) || !m.has(Field::kMonth) || !m.has(Field::kDay)) return std::nullopt;
  return make_day(m.get(Field::kYear), static_cast<unsigned>(m.get(Field::kMonth)),
                  static_cast<unsigned>(m.get(Field::kDay)));
}

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

int ordinal(Granularity g) { return static_cast<int>(g); }

std::string unit_letter(Granularity unit) {
  switch (unit) {
    case Granularity::kSecond:
      return "S";
    case Granularity::kMinute:
      return "M";
    case Granularity::kHour:
      return "H";
    case Granularity::kDay:
      return "D";
    case Granularity::kWeekend:
      return "WE";
    case Granularity::kWeek:
      return "W";
    case Granularity::kMonth:
      return "M";
    case Granularity::kQuarter:
      return "Q";
    case Granularity::kYear:
      return "Y";
    case Granularity::kDecade:
      return "DE";
    case Granularity::kCentury:
      return "CE";
    default:
      return {};
  }
}

// "P2D", "PT5H30M", "P2Y6M", "PXY"; quarters are three months when `quarters_as_months`.
std::string duration_value(const Meaning& m) {
  const bool time = m.unit != Granularity::kNone && ordinal(m.unit) < ordinal(Granularity::kDayPart);
  const std::string head = time ? "PT" : "P";
  if (m.unit == Granularity::kNone) return "PXX";
  if (m.unit == Granularity::kDayPart)
    return fmt::format("P{}{}", m.has(Field::kVague) ? "X" : std::to_string(m.get_or(Field::kCount, 2) / 2),
                       part_of_day_code(m.get_or(Field::kPart, 3)));
  if (m.unit == Granularity::kSeason || m.unit == Granularity::kHalfYear) {
    if (m.has(Field::kVague)) return "PXM";
    return fmt::format("P{}M", m.get_or(Field::kCount, 2) / 2 * (m.unit == Granularity::kSeason ? 3 : 6));
  }
  if (m.has(Field::kVague)) return head + "X" + unit_letter(m.unit);
  const std::int32_t halves = m.get_or(Field::kCount, 2);
  const std::int32_t whole = halves / 2;
  const std::string count = std::to_string(whole);
  if (halves % 2 != 0) {
    if (m.unit == Granularity::kYear) return whole > 0 ? fmt::format("P{}Y6M", whole) : "P6M";
    if (m.unit == Granularity::kHour) return whole > 0 ? fmt::format("PT{}H30M", whole) : "PT30M";
    if (m.unit == Granularity::kDay) return whole > 0 ? fmt::format("P{}DT12H", whole) : "PT12H";
    if (m.unit == Granularity::kDecade) return fmt::format("P{}Y", whole * 10 + 5);
    if (m.unit == Granularity::kCentury) return fmt::format("P{}Y", whole * 100 + 50);
    return fmt::format("{}{}.5{}", head, whole, unit_letter(m.unit));
  }
  return head + count + unit_letter(m.unit);
}

struct Solved {
  TimeType type = TimeType::kDate;
  std::string value;
  Interval interval;
  Granularity granularity = Granularity::kNone;
  AnchorKind anchor = AnchorKind::kNone;
  Span anchor_span;
  std::optional<Period> period;  // what later expressions can lean on
  std::string fact;              // of the evidence
  std::vector<Rival> rivals;
  bool weak = false;  // gives no narrative time
};

class Anchorer {
 public:
  Anchorer(const Grammar& grammar, const Document& document, const Analysis& analysis,
           const Expressions& expressions, const Published& published)
      : grammar_(grammar), document_(document), analysis_(analysis), expressions_(expressions) {
    times_.published = published;
    if (published.date) doc_ = day_of(*published.date);
    find_mode();
  }

  Times run() {
    times_.carried.assign(analysis_.sentences.size(), -1);
    std::size_t next = 0;
    for (std::uint32_t s = 0; s < analysis_.sentences.size(); ++s) {
      sentence_ = s;
      const BlockRole role = role_of(s);
      running_ = role == BlockRole::kBody || role == BlockRole::kQuote || role == BlockRole::kDateline ||
                 role == BlockRole::kLive || role == BlockRole::kList;
      if (role == BlockRole::kHeading || role == BlockRole::kHeadline) narrative_ref_ = -1;
      if (running_) times_.carried[s] = narrative_ref_;
      // A caption is read with the article's date and moves nothing.
      const bool beside = role == BlockRole::kCaption || role == BlockRole::kTeaser ||
                          role == BlockRole::kCorrection || role == BlockRole::kBoilerplate;
      Story kept;
      if (beside) std::swap(kept, story_);
      wide_.reset();
      sentence_day_.reset();
      sentence_period_.reset();
      std::size_t end = next;
      while (end < expressions_.list.size() && expressions_.list[end].sentence == s) ++end;
      sentence_begin_ = next;
      sentence_end_ = end;
      for (; next < end; ++next) {
        at_ = next;
        emit(expressions_.meanings[static_cast<std::size_t>(expressions_.list[next].meaning)]);
      }
      if (beside) {
        std::swap(kept, story_);
        ++story_.sentence;  // as if it were not there
      }
    }
    return std::move(times_);
  }

 private:
  BlockRole role_of(std::uint32_t s) const {
    const std::uint32_t block = analysis_.sentences[s].block;
    return block < document_.blocks.size() ? document_.blocks[block].role : BlockRole::kBody;
  }

  // A history tells its dates with their years and moves on from each to the next; news lean on the day they
  // appear. A document is read as history when dates of earlier years by far outnumber expressions that lean on
  // its own date.
  void find_mode() {
    int dated = 0, leaning = 0;
    for (const Expression& expression : expressions_.list) {
      std::int32_t at = expression.meaning;
      while (meaning(at).kind != MeaningKind::kDate && meaning(at).from >= 0) at = meaning(at).from;
      const Meaning& m = meaning(at);
      if (m.kind != MeaningKind::kDate) continue;
      if (m.base == Base::kDocument || (m.has(Field::kWeekday) && !m.has(Field::kYear)) ||
          (m.has(Field::kDirection) && m.base == Base::kNone))
        ++leaning;
      if (!m.has(Field::kYear) || m.base != Base::kNone) continue;
      ++(!doc_ || m.get(Field::kYear) < year_of(*doc_) ? dated : leaning);
    }
    history_ = dated >= (leaning == 0 ? 4 : 6) && dated > 2 * leaning;
  }

  const Meaning& meaning(std::int32_t index) const {
    return expressions_.meanings[static_cast<std::size_t>(index)];
  }

  Direction direction(const Meaning& m) const {
    const Direction found = direction_of(analysis_, grammar_, m.first_token, m.last_token);
    const BlockRole role = role_of(sentence_);
    if (found == Direction::kPresent && role == BlockRole::kHeadline) return Direction::kPast;
    // "has extended it until Friday"
    if (found == Direction::kPerfect) {
      if (m.op != TimeOperator::kBy && m.op != TimeOperator::kUntil) return Direction::kPast;
      return m.has(Field::kMonth) ? Direction::kUnknown : Direction::kFuture;
    }
    return found;
  }

  // -------------------------------------------------------------------------------------------------------------------
  // Fields within a year or period

  void time_of_day(const Meaning& m, Day day, Solved& s) const {
    if (m.has(Field::kHour)) {
      int hour = m.get(Field::kHour);
      const int meridiem = m.get_or(Field::kMeridiem, 0);  // 1 = a.m., 2 = p.m.
      if (meridiem == 2 && hour < 12) hour += 12;
      if (meridiem == 1 && hour == 12) hour = 0;
      if (m.has(Field::kPart) && meridiem == 0 && hour < 12) {
        const std::string_view part = part_of_day_code(m.get(Field::kPart));
        if (part == "AF" || part == "EV" || (part == "NI" && hour >= 5)) hour += 12;
      }
      int minute = m.get_or(Field::kMinute, 0);
      if (minute < 0) {  // "a quarter to nine"
        hour = (hour + 23) % 24;
        minute += 60;
      }
      s.type = TimeType::kTime;
      s.value = fmt::format("{}T{:02}:{:02}", s.value, hour, minute);
      s.granularity = m.has(Field::kMinute) ? Granularity::kMinute : Granularity::kHour;
      if (s.interval.known()) {
        Instant start = Instant{day} + hours{hour} + minutes{minute};
        if (m.has(Field::kZone)) start -= minutes{m.get(Field::kZone)};
        s.interval = {start, start + (m.has(Field::kMinute) ? seconds{60} : seconds{3600})};
      }
      return;
    }
    if (m.has(Field::kPart)) {
      const std::string_view part = part_of_day_code(m.get(Field::kPart));
      s.type = TimeType::kTime;
      s.granularity = Granularity::kDayPart;
      if (part == "MI") {
        // "at midnight on Friday" ends the day; "after midnight on Friday" tells of its first hours.
        const bool midnight = m.get_or(Field::kMark, 0) == 24;
        const bool begins = midnight && m.op == TimeOperator::kAfter;
        s.value += begins ? "T00:00" : midnight ? "T24" : "T12:00";
        if (s.interval.known() && (begins || !midnight)) {
          Instant at = Instant{day} + hours{begins ? 0 : 12};
          if (m.has(Field::kZone)) at -= minutes{m.get(Field::kZone)};
          s.interval = {at, at + (begins ? seconds{0} : seconds{3600})};
        }
        return;
      }
      s.value += fmt::format("T{}", part);
    }
  }

  // "12-25", "easter-2", "orthodox-easter+1", "islamic 10-01", "nth 11 4 4" (fourth Thursday of November)
  static std::optional<Day> feast_day(std::string_view rule, int y) {
    const auto number = [&](std::string_view text) { return std::atoi(std::string(text).c_str()); };
    if (y < 1 || y > 9998) return std::nullopt;
    if (rule.starts_with("easter")) return easter(y) + days{number(rule.substr(6))};
    if (rule.starts_with("orthodox-easter")) return orthodox_easter(y) + days{number(rule.substr(15))};
    if (rule.starts_with("rosh-hashanah")) return rosh_hashanah(y) + days{number(rule.substr(13))};
    if (rule.starts_with("passover")) return passover(y) + days{number(rule.substr(8))};
    if (rule.starts_with("hanukkah")) return hanukkah(y) + days{number(rule.substr(8))};
    if (rule == "diwali") return diwali(y);
    if (rule == "holi") return holi(y);
    if (rule.starts_with("after-leap-year ") && rule.size() == 21)
      return y % 4 == 1 ? feast_day(rule.substr(16), y) : std::nullopt;
    if (rule.starts_with("lunar-new-year")) return lunar_new_year(y) + days{number(rule.substr(14))};
    if (rule.starts_with("islamic ") && rule.size() == 10) return islamic_day_in(y, number(rule.substr(8)), 1);
    if (rule.starts_with("islamic ") && rule.size() >= 13)
      return islamic_day_in(y, number(rule.substr(8, 2)), number(rule.substr(11, 2)));
    if (rule.starts_with("nth ") && rule.size() >= 10) {
      const int month = number(rule.substr(4, 2)), weekday = number(rule.substr(7, 1)),
                nth = number(rule.substr(9));
      return nth_weekday(y, month, weekday, nth);
    }
    if (rule.starts_with("from ") && rule.size() >= 12) {
      const auto first = make_day(y, static_cast<unsigned>(number(rule.substr(5, 2))),
                                  static_cast<unsigned>(number(rule.substr(8, 2))));
      if (!first) return std::nullopt;
      const int target = number(rule.substr(11, 1));
      return *first + days{(target - static_cast<int>(weekday_of(*first)) + 7) % 7};
    }
    if (rule.size() == 5)
      return make_day(y, static_cast<unsigned>(number(rule.substr(0, 2))),
                      static_cast<unsigned>(number(rule.substr(3, 2))));
    return std::nullopt;
  }

  static std::optional<Day> nth_weekday(int y, int month, int weekday, int nth) {
    if (month < 1 || month > 12) return std::nullopt;
    const Day first{std::chrono::year{y} / std::chrono::month{static_cast<unsigned>(month)} /
                    std::chrono::day{1}};
    if (nth < 0) {
      Day last = end_of({first, Granularity::kMonth}) - days{1};
      while (static_cast<int>(weekday_of(last)) != weekday) last -= days{1};
      return last + days{7 * (nth + 1)};
    }
    Day found = first;
    while (static_cast<int>(weekday_of(found)) != weekday) found += days{1};
    found += days{7 * (nth - 1)};
    return static_cast<int>(month_of(found)) == month ? std::optional(found) : std::nullopt;
  }

  // "The first week of May" is its first seven days; its value is the calendar's week that holds most of them.
  std::optional<Solved> week_of_month(int y, int month, int nth) const {
    const Period whole{Day{std::chrono::year{y} / std::chrono::month{static_cast<unsigned>(month)} / 1},
                       Granularity::kMonth};
    const Day start = nth > 0 ? whole.start + days{7 * (nth - 1)} : end_of(whole) - days{7};
    Solved s = of_period(period_of(start + days{3}, Granularity::kWeek));
    s.interval = interval_of_days(start, start + days{7});
    return s;
  }

  // The meaning's yearly fields in that year. Nothing when there is no such day.
  // Of a name that two feasts share ("islamic 10-01 or islamic 12-10") the `choice`-th.
  std::optional<Solved> in_year(const Meaning& m, int y, int choice = 0) const {
    Period period{Day{std::chrono::year{y} / 1 / 1}, Granularity::kYear};
    bool day_level = false;
    if (y < -9998 || y > 9999) return std::nullopt;
    if (m.has(Field::kFeast)) {
      std::string_view rule = grammar_.feast_rule(m.get(Field::kFeast));
      const std::size_t other = rule.find(" or ");
      if (choice > 0 && other == std::string_view::npos) return std::nullopt;
      rule = choice > 0 ? rule.substr(other + 4) : rule.substr(0, other);
      const auto found = feast_day(rule, y);
      if (!found) return std::nullopt;
      if (rule.starts_with("islamic ") && rule.size() == 10) {
        // A month of another calendar: the month of ours that holds most of it, and its own days.
        Solved s = of_period(period_of(*found + days{15}, Granularity::kMonth));
        s.interval = interval_of_days(*found, *found + days{30});
        return s;
      }
      period = {*found, Granularity::kDay};
      day_level = true;
    } else if (m.has(Field::kMonth)) {
      const int month = m.get(Field::kMonth);
      if (m.has(Field::kDay) && m.get(Field::kDay) == kLastDay) {
        const Day first{std::chrono::year{y} / std::chrono::month{static_cast<unsigned>(month)} / 1};
        period = {end_of({first, Granularity::kMonth}) - days{1}, Granularity::kDay};
        day_level = true;
      } else if (m.has(Field::kDay)) {
        const std::chrono::year_month_day date{std::chrono::year{y} /
                                               std::chrono::month{static_cast<unsigned>(month)} /
                                               std::chrono::day{static_cast<unsigned>(m.get(Field::kDay))}};
        if (!date.ok()) return std::nullopt;
        period = {Day{date}, Granularity::kDay};
        day_level = true;
      } else if (m.has(Field::kWeek)) {
        return week_of_month(y, month, m.get(Field::kWeek));
      } else if (m.has(Field::kWeekday) && m.has(Field::kNth)) {
        const auto found = nth_weekday(y, month, m.get(Field::kWeekday), m.get(Field::kNth));
        if (!found) return std::nullopt;
        period = {*found, Granularity::kDay};
        day_level = true;
      } else {
        period = {
            Day{std::chrono::year{y} / std::chrono::month{static_cast<unsigned>(month)} / std::chrono::day{1}},
            Granularity::kMonth};
      }
    } else if (m.has(Field::kQuarter)) {
      period = shifted({period.start, Granularity::kQuarter}, m.get(Field::kQuarter) - 1);
    } else if (m.has(Field::kSeason)) {
      period = season_of(y, m.get(Field::kSeason));
    } else if (m.has(Field::kHalf)) {
      period = shifted({period.start, Granularity::kHalfYear}, m.get(Field::kHalf) - 1);
    } else if (m.has(Field::kWeek)) {
      period = iso_week(y, m.get(Field::kWeek));
    }
    Solved s = of_period(period);
    if (day_level)
      time_of_day(m, period.start, s);
    else if (m.has(Field::kPart) || m.has(Field::kHour))
      s.weak = true;
    return s;
  }

  Solved of_period(Period period) const {
    Solved s;
    s.period = period;
    s.value = timex_value(period);
    s.interval = interval_of(period);
    s.granularity = period.unit;
    return s;
  }

  Solved unresolved(Granularity g, std::string why = {}) const {
    Solved s;
    s.fact = std::move(why);
    s.granularity = g;
    s.weak = true;
    switch (g) {
      case Granularity::kWeek:
      case Granularity::kWeekend:
        s.value = "XXXX-WXX";
        break;
      case Granularity::kMonth:
        s.value = "XXXX-XX";
        break;
      case Granularity::kQuarter:
        s.value = "XXXX-QX";
        break;
      case Granularity::kYear:
        s.value = "XXXX";
        break;
      case Granularity::kDecade:
        s.value = "XXX";
        break;
      case Granularity::kCentury:
        s.value = "XX";
        break;
      default:
        s.value = "XXXX-XX-XX";
        break;
    }
    return s;
  }

  // The same for a finer part: "the next morning" is the morning of no known day.
  Solved unresolved(const Meaning& m, std::string why) const {
    const Granularity g = finest(m);
    Solved s = unresolved(g == Granularity::kDayPart ? Granularity::kDay : g, std::move(why));
    if (m.has(Field::kPart)) time_of_day(m, Day{}, s);
    return s;
  }

  Solved reference(std::string_view value) const {
    Solved s;
    s.value = value;
    s.weak = true;
    return s;
  }

  // -------------------------------------------------------------------------------------------------------------------
  // Anchors

  struct Anchor {
    Day day;
    AnchorKind kind;
    Span span;
    Period period;
  };
  std::optional<Anchor> document_anchor() const {
    if (!doc_) return std::nullopt;
    return Anchor{*doc_, AnchorKind::kDocumentDate, {}, {*doc_, Granularity::kDay}};
  }
  // "Last month … on Monday": what leans on another expression is as assumed as that one.
  bool rests_on_assumed(const Solved& s) const {
    if (s.anchor == AnchorKind::kNarrative && story_.assumed) return true;
    if (s.anchor != AnchorKind::kTime) return false;
    return std::any_of(times_.refs.rbegin(), times_.refs.rend(),
                       [&](const TimeRef& other) { return other.span == s.anchor_span && other.assumed; });
  }
  std::optional<Anchor> narrative_anchor() const {
    if (sentence_period_)
      return Anchor{sentence_period_->start, AnchorKind::kNarrative, sentence_span_, *sentence_period_};
    if (story_.period) return Anchor{story_.period->start, AnchorKind::kNarrative, story_.span, *story_.period};
    return std::nullopt;
  }
  // Where "in April", "on the 5th", "Monday" is counted from.
  std::optional<Anchor> open_anchor(Direction d) const {
    auto narrative = narrative_anchor();
    // A year alone does not move the story within that year: "On 7 December 1941 … in 1941 … In January".
    // "Friday, January 3, 2014" at the head of the text is the document's own day.
    if (narrative && doc_ && narrative->period.unit == Granularity::kDay && narrative->day == *doc_)
      return document_anchor();
    if (narrative && story_.fine && ordinal(narrative->period.unit) >= ordinal(Granularity::kYear) &&
        period_of(story_.fine->start, narrative->period.unit).start == narrative->period.start)
      narrative = Anchor{story_.fine->start, AnchorKind::kNarrative, story_.fine_span, *story_.fine};
    if (!narrative) return document_anchor();
    if (history_ || !doc_) return narrative;
    // News that has just turned to another year stays there for the next sentence: "In 1999 … In May he …".
    const bool close = sentence_period_.has_value() || sentence_ - story_.sentence <= 1;
    if (story_.dated && close && d != Direction::kFuture && d != Direction::kPresent &&
        std::abs(year_of(narrative->day) - year_of(*doc_)) >= 3)
      return narrative;
    return document_anchor();
  }

  // -------------------------------------------------------------------------------------------------------------------

  std::optional<Solved> finer_in(const Meaning& m, Period p) const {
    // Fields of the meaning within a period found by a relation: "Tuesday" in "last week", "9 May" in "last
    // year".
    if (p.unit == Granularity::kYear || p.unit == Granularity::kSeason || p.unit == Granularity::kHalfYear ||
        p.unit == Granularity::kQuarter) {
      if (m.has(Field::kMonth) || m.has(Field::kQuarter) || m.has(Field::kSeason) || m.has(Field::kHalf) ||
          m.has(Field::kFeast))
        return in_year(m, year_of(p.start));
    }
    if (p.unit == Granularity::kMonth) {
      if (m.has(Field::kDay) || m.has(Field::kWeek)) {
        Meaning copy = m;
        copy.set(Field::kMonth, static_cast<std::int32_t>(month_of(p.start)));
        return in_year(copy, year_of(p.start));
      }
      if (m.has(Field::kWeekday) && m.has(Field::kNth)) {
        Meaning copy = m;
        copy.set(Field::kMonth, static_cast<std::int32_t>(month_of(p.start)));
        return in_year(copy, year_of(p.start));
      }
      if (m.has(Field::kWeekday)) {
        Solved s = of_period(p);
        s.value = fmt::format("XXXX-WXX-{}", m.get(Field::kWeekday));
        s.granularity = Granularity::kDay;
        return s;
      }
    }
    if (p.unit == Granularity::kWeek) {
      if (m.has(Field::kWeekday)) {
        const Day day = p.start + days{m.get(Field::kWeekday) - 1};
        Solved s = of_period({day, Granularity::kDay});
        time_of_day(m, day, s);
        return s;
      }
      if (m.has(Field::kWeekend)) return of_period({p.start + days{5}, Granularity::kWeekend});
    }
    Solved s = of_period(p);
    if (p.unit == Granularity::kDay) time_of_day(m, p.start, s);
    return s;
  }

  // "from a month earlier", "than a week before" count from the report.
  bool compared(const Meaning& m) const {
    return m.first_token > 0 && analysis_.tokens[m.first_token - 1].tag == "IN";
  }

  // today, yesterday, tonight: never the story's day.
  bool today_word(const Meaning& m) const { return m.last_token - m.first_token == 1; }

  Solved with_anchor(Solved s, const Anchor& anchor) const {
    s.anchor = anchor.kind;
    s.anchor_span = anchor.span;
    if (anchor.kind == AnchorKind::kDocumentDate)
      s.fact = "document date " + format_day(anchor.day);
    else if (year_of(anchor.day) >= 1)
      s.fact = fmt::format("{} {}", name_of(anchor.kind), timex_value(anchor.period));
    return s;
  }

  Solved solve_relative(const Meaning& m) {
    if (m.base != Base::kItem && m.from >= 0 && meaning(m.from).kind == MeaningKind::kDuration) {
      // "nine years and three months ago"
      const Meaning& rest = meaning(m.from);
      Meaning whole = m;
      whole.from = -1;
      if (m.unit == Granularity::kYear && rest.unit == Granularity::kMonth &&
          m.get_or(Field::kCount, 2) < 20000) {
        whole.unit = Granularity::kMonth;
        whole.set(Field::kCount, m.get_or(Field::kCount, 2) * 12 + rest.get_or(Field::kCount, 2));
      }
      return solve_relative(whole);
    }
    std::optional<Anchor> anchor;
    if (m.base == Base::kItem && m.from >= 0) {
      const Solved from = solve(meaning(m.from));
      if (from.period) {
        const int sign = m.get_or(Field::kDirection, 0);
        Day day = sign > 0 ? end_of(*from.period) - days{1} : from.period->start;
        // Books close some days into the next quarter: "the quarter ended Oct. 1".
        if (sign == 0 && from.period->unit == Granularity::kDay && m.unit == Granularity::kQuarter)
          day -= days{10};
        // "Sunday week", "a week from Friday": of the coming one.
        Period whole = *from.period;
        if (sign > 0 && m.get_or(Field::kExact, 0) == kToTheDay && doc_ && bare_weekday(meaning(m.from)) &&
            from.anchor == AnchorKind::kDocumentDate && day < *doc_ && direction(m) != Direction::kPast) {
          day += days{7};
          whole.start += days{7};
        }
        anchor = Anchor{day, AnchorKind::kTime, meaning(m.from).span, whole};
      } else
        return unresolved(m.unit);
    } else if (m.base == Base::kNarrative || (history_ && m.has(Field::kDirection) &&
                                              (ordinal(m.unit) > ordinal(Granularity::kDay) ||
                                               (m.get(Field::kDirection) == 0 && !today_word(m))))) {
      // In a history "this year" and "next summer" are the story's.
      anchor = narrative_anchor();
      if (m.base == Base::kNarrative && !history_ && doc_) {
        const Direction d = direction(m);
        const int sign = m.get_or(Field::kDirection, 0);
        if (sign == 0 && d == Direction::kFuture && ordinal(m.unit) > ordinal(Granularity::kDay))
          anchor = document_anchor();  // "will have left by the end of the year"
        else if (!anchor && !m.has(Field::kExact) &&
                 ((sign > 0 && d != Direction::kFuture && d != Direction::kPresent) ||
                  (sign < 0 && m.has(Field::kCount) && d == Direction::kPast && !compared(m) &&
                   ordinal(m.unit) <= ordinal(Granularity::kMonth)) ||
                  (sign == 0 && m.unit == Granularity::kDay && d != Direction::kFuture)))
          return unresolved(m, "no time spoken of before");  // "he left the next day"
      }
      if (!anchor) anchor = document_anchor();
    } else {
      anchor = document_anchor();
    }
    const int direction_sign = m.get_or(Field::kDirection, 0);
    if (m.has(Field::kVague) && direction_sign != 0) {
      Solved s = reference(direction_sign < 0 ? "PAST_REF" : "FUTURE_REF");
      if (anchor) {
        (direction_sign < 0 ? s.interval.end : s.interval.start) = Instant{anchor->day};
        s = with_anchor(s, *anchor);
      }
      return s;
    }
    if (!anchor) {
      if (m.base == Base::kDocument && direction_sign == 0 && m.unit == Granularity::kDay &&
          finest(m) == Granularity::kDay)
        return unresolved(m.unit, "no date to count from");
      return unresolved(m, "no date to count from");
    }
    const std::int32_t halves = m.get_or(Field::kCount, 2);
    Granularity unit = m.unit;
    std::int64_t count = halves / 2;
    if (halves % 2 != 0 && unit == Granularity::kYear) {
      unit = Granularity::kMonth;
      count = static_cast<std::int64_t>(halves) * 6;
    } else if (direction_sign != 0 && m.has(Field::kCount) &&
               (unit == Granularity::kDecade || unit == Granularity::kCentury)) {
      // "a decade ago" is the year ten years back.
      count = static_cast<std::int64_t>(halves) * (unit == Granularity::kDecade ? 5 : 50);
      unit = Granularity::kYear;
    }
    if (unit == Granularity::kHour || unit == Granularity::kMinute || unit == Granularity::kSecond) {
      const bool clock = anchor->kind == AnchorKind::kDocumentDate && times_.published.date &&
                         *times_.published.date != Instant{anchor->day};
      const std::int64_t each = unit == Granularity::kHour ? 3600 : unit == Granularity::kMinute ? 60 : 1;
      const std::int64_t total =
          std::clamp<std::int64_t>(direction_sign * each * count, -100000000000, 100000000000);
      if (clock) {
        const Instant at = *times_.published.date + seconds{total};
        Solved s = of_period({day_of(at), Granularity::kDay});
        const auto of_day = at - Instant{day_of(at)};
        s.value += fmt::format("T{:02}:{:02}", of_day / hours{1}, of_day % hours{1} / minutes{1});
        s.type = TimeType::kTime;
        s.granularity = unit;
        s.interval = {at, at + seconds{each}};
        return with_anchor(s, *anchor);
      }
      if (anchor->kind != AnchorKind::kDocumentDate) {
        // "four hours later": without a clock to count from it stays a distance.
        Meaning distance = m;
        distance.kind = MeaningKind::kDuration;
        Solved s;
        s.type = TimeType::kDuration;
        s.value = duration_value(distance);
        s.granularity = unit;
        s.weak = true;
        return with_anchor(s, *anchor);
      }
      return with_anchor(of_period({anchor->day + days{total / 86400}, Granularity::kDay}), *anchor);
    }
    std::int64_t shift = direction_sign * count;
    // "the quarter" of a report is the one that has ended.
    if (unit == Granularity::kQuarter && m.base == Base::kNarrative && direction_sign == 0 &&
        anchor->kind == AnchorKind::kDocumentDate && direction(m) == Direction::kPast)
      shift = -1;
    if (std::abs(shift) > 12000) {
      Solved far = reference(shift < 0 ? "PAST_REF" : "FUTURE_REF");
      far.fact = "beyond the calendar";
      return far;
    }
    if (unit == Granularity::kYear && direction_sign < 0 && sentence_period_ &&
        sentence_period_->unit == Granularity::kQuarter && finest(m) == Granularity::kYear) {
      // "third-quarter profit grew 19% from a year ago": the same quarter.
      Solved s = of_period(shifted(*sentence_period_, static_cast<int>(4 * shift)));
      return with_anchor(s,
                         Anchor{sentence_period_->start, AnchorKind::kTime, sentence_span_, *sentence_period_});
    }
    Period p = period_of(anchor->day, unit == Granularity::kDayPart ? Granularity::kDay : unit);
    if (unit == Granularity::kDay && m.base == Base::kNarrative &&
        ordinal(anchor->period.unit) > ordinal(Granularity::kDay)) {
      // "two days later" after "in May": no day to count from.
      return with_anchor(ordinal(anchor->period.unit) == ordinal(Granularity::kMonth)
                             ? coarse_day(anchor->period)
                             : unresolved(Granularity::kDay),
                         *anchor);
    }
    if (unit == Granularity::kWeekend && !m.has(Field::kDirection)) {
      const Direction d = direction(m);
      const bool in_it = weekday_of(anchor->day) >= 6;
      if (!in_it && d != Direction::kFuture && d != Direction::kPresent) p = shifted(p, -1);
    } else if (unit == Granularity::kWeekend && direction_sign == 0) {
      if (weekday_of(anchor->day) < 6 && direction(m) == Direction::kPast) p = shifted(p, -1);
    } else if (m.has(Field::kExact) && m.get(Field::kExact) != kElseTheReport && shift != 0) {
      p = Period{shifted({anchor->day, unit}, static_cast<int>(shift)).start, Granularity::kDay};
      if (m.get(Field::kExact) == kInAnchorsUnit)
        p = period_of(p.start + days{anchor->period.unit == Granularity::kWeek ? 3 : 0}, anchor->period.unit);
    } else if (shift != 0) {
      const Day before = p.start;
      p = shifted(p, static_cast<int>(shift));
      const Day reached = period_of(p.start, p.unit).start;
      if (shift > 0 ? reached <= before : reached >= before) {  // the calendar ends
        Solved far = reference(shift < 0 ? "PAST_REF" : "FUTURE_REF");
        far.fact = "beyond the calendar";
        return far;
      }
    }
    std::optional<Solved> s = finer_in(m, p);
    // "exports fell in the second half of the year": the last one, when that of this year is still to come.
    if (s && shift == 0 && unit == Granularity::kYear && anchor->kind == AnchorKind::kDocumentDate &&
        m.base == Base::kNarrative && s->interval.start && *s->interval.start > Instant{anchor->day} &&
        direction(m) == Direction::kPast)
      s = finer_in(m, shifted(p, -1));
    if (!s) return unresolved(Granularity::kDay);
    Solved out = with_anchor(*s, *anchor);
    rest_of(m, *anchor, out);
    return out;
  }

  static Solved coarse_day(Period month) {
    Solved s;
    s.value = timex_value(month) + "-XX";
    s.interval = interval_of(month);
    s.granularity = Granularity::kDay;
    s.period = month;
    return s;
  }

  // "later this month": the day after the anchor to the end; "earlier this year": the start to the anchor's
  // day.
  static void rest_of(const Meaning& m, const Anchor& anchor, Solved& s) {
    if (!s.interval.start || !s.interval.end) return;
    const Instant next{anchor.day + days{1}};
    if (m.later_part && next < *s.interval.end && next > *s.interval.start) s.interval.start = next;
    if (m.earlier_part && next > *s.interval.start && next < *s.interval.end) s.interval.end = next;
  }

  Solved solve_directed(const Meaning& m) {
    // "last May", "next Friday", "this September", "last night", "last Thanksgiving", "the previous Friday"
    auto anchor = history_ || m.base == Base::kNarrative ? narrative_anchor() : document_anchor();
    if (!anchor) anchor = document_anchor();
    if (!anchor) anchor = narrative_anchor();
    const Granularity top = coarsest(m);
    if (!anchor)
      return unresolved(finest(m) == Granularity::kDayPart ? Granularity::kDay : finest(m),
                        "no date to count from");
    const int sign = m.get(Field::kDirection);
    const Day a = anchor->day;
    if (top == Granularity::kDayPart || top == Granularity::kHour) {
      Solved s = of_period({a + days{sign}, Granularity::kDay});
      time_of_day(m, a + days{sign}, s);
      return with_anchor(s, *anchor);
    }
    if (top == Granularity::kDay && m.has(Field::kWeekday)) {
      const int target = m.get(Field::kWeekday), today = static_cast<int>(weekday_of(a));
      const int ahead = (target - today + 7) % 7;  // 0..6
      Day day = a + days{ahead};
      Solved rival;
      if (sign < 0 || (sign == 0 && direction(m) == Direction::kPast))
        day = a - days{ahead == 0 && sign == 0 ? 0 : 7 - ahead};
      else if (sign > 0 && ahead == 0)
        day = a + days{7};
      Solved s = of_period({day, Granularity::kDay});
      time_of_day(m, day, s);
      if (sign > 0 && ahead > 0 && target > today)
        s.rivals.push_back({"time", format_day(day + days{7}), rule_of(m), m.span,
                            "`next` may mean the one of the coming week"});
      return with_anchor(s, *anchor);
    }
    const auto candidate = [&](int y) { return in_year(m, y); };
    const int y = year_of(a);
    std::optional<Solved> best;
    if (sign == 0) {
      best = candidate(y);
      if (m.has(Field::kSeason) && m.get(Field::kSeason) == 3 && month_of(a) <= 2) best = candidate(y - 1);
    } else if (sign < 0) {
      for (int k = y; k >= y - 3 && !best; --k)
        if (auto s = candidate(k); s && s->period && end_of(*s->period) <= a) best = s;
    } else {
      for (int k = y - 1; k <= y + 3 && !best; ++k)
        if (auto s = candidate(k); s && s->period && s->period->start > a) best = s;
    }
    if (!best) return unresolved(finest(m), "no such day in any near year");
    return with_anchor(*best, *anchor);
  }

  Solved solve_open(const Meaning& m) {
    const Granularity top = coarsest(m);
    Direction d = direction(m);
    if (top == Granularity::kDayPart || top == Granularity::kHour) {
      std::optional<Anchor> anchor;
      if (const auto day = day_near())
        anchor = day;
      else if (history_)
        anchor = narrative_anchor();
      else
        anchor = document_anchor();
      if (anchor && anchor->period.unit != Granularity::kDay) anchor.reset();
      Solved s = anchor ? of_period({anchor->day, Granularity::kDay}) : unresolved(Granularity::kDay);
      time_of_day(m, anchor ? anchor->day : Day{}, s);
      s.weak = true;
      return anchor ? with_anchor(s, *anchor) : s;
    }
    if (m.has(Field::kWeekday) && !m.has(Field::kMonth) && m.has(Field::kVague)) {
      Solved s = unresolved(Granularity::kDay, "any such day");
      s.value = fmt::format("XXXX-WXX-{}", m.get(Field::kWeekday));
      return s;
    }
    if (m.has(Field::kWeekday) && !m.has(Field::kMonth) && !m.has(Field::kDay)) {
      if (wide_ && governing_verb(analysis_, m.first_token, m.last_token) == wide_->verb) {
        // "Last month … on Monday": several fit, none is chosen.
        Solved s = of_period(wide_->period);
        s.value = fmt::format("XXXX-WXX-{}", m.get(Field::kWeekday));
        s.granularity = Granularity::kDay;
        s.weak = true;
        s.anchor = AnchorKind::kTime;
        s.anchor_span = wide_->span;
        return s;
      }
      auto anchor = open_anchor(d);
      if (anchor && anchor->kind == AnchorKind::kNarrative && anchor->period.unit == Granularity::kWeek) {
        if (auto s = finer_in(m, anchor->period)) return with_anchor(*s, *anchor);
      }
      if (anchor && anchor->kind == AnchorKind::kNarrative && anchor->period.unit != Granularity::kDay)
        anchor = history_ ? std::nullopt : document_anchor();
      if (!anchor) {
        Solved s = unresolved(Granularity::kDay, "no date to count from");
        s.value = fmt::format("XXXX-WXX-{}", m.get(Field::kWeekday));
        Solved part = s;
        time_of_day(m, Day{}, s);
        return s;
      }
      const int target = m.get(Field::kWeekday), today = static_cast<int>(weekday_of(anchor->day));
      const int ahead = (target - today + 7) % 7;
      Day day = anchor->day;
      if (anchor->kind == AnchorKind::kNarrative) {
        day += days{ahead <= 3 ? ahead : ahead - 7};
      } else if (d == Direction::kFuture || d == Direction::kPresent) {
        day += days{ahead};
      } else {
        day -= days{(7 - ahead) % 7};
      }
      Solved s = of_period({day, Granularity::kDay});
      time_of_day(m, day, s);
      if (anchor->kind == AnchorKind::kDocumentDate && ahead == 0 && d != Direction::kFuture &&
          d != Direction::kPresent)
        s.rivals.push_back(
            {"time", format_day(day - days{7}), rule_of(m), m.span, "may be a week before the report"});
      else if (d == Direction::kUnknown && anchor->kind == AnchorKind::kDocumentDate)
        s.rivals.push_back({"time", format_day(anchor->day + days{ahead}), rule_of(m), m.span,
                            "no verb says whether it looks ahead"});
      return with_anchor(s, *anchor);
    }
    if (m.has(Field::kDay) && !m.has(Field::kMonth)) {
      const auto anchor =
          narrative_anchor() && (history_ || sentence_period_) ? narrative_anchor() : document_anchor();
      if (!anchor) return unresolved(Granularity::kDay, "no date to count from");
      Period month = period_of(anchor->day, Granularity::kMonth);
      Meaning copy = m;
      if (m.has(Field::kWeekday)) {
        // "Friday the 13th": the nearest month in which it is one.
        const int step = d == Direction::kFuture ? 1 : -1;
        for (int k = 0; k < 14; ++k) {
          const Period at = shifted(month, step * k);
          copy.set(Field::kMonth, static_cast<std::int32_t>(month_of(at.start)));
          const auto s = in_year(copy, year_of(at.start));
          if (s && s->period && static_cast<int>(weekday_of(s->period->start)) == m.get(Field::kWeekday) &&
              (step > 0 ? s->period->start >= anchor->day : s->period->start <= anchor->day))
            return with_anchor(*s, *anchor);
        }
        return unresolved(Granularity::kDay, "no such day in any near month");
      }
      for (int shift = -1; shift <= 1; ++shift) {
        // past: the latest that is not after the anchor; future: the first that is not before it; else this
        // month's
        const int k = d == Direction::kFuture || anchor->kind == AnchorKind::kNarrative ? shift + 1
                      : d == Direction::kPast                                           ? -1 - shift + 0
                                                                                        : 0;
        const Period at = shifted(month, k);
        copy.set(Field::kMonth, static_cast<std::int32_t>(month_of(at.start)));
        const auto s = in_year(copy, year_of(at.start));
        if (!s || !s->period) continue;
        if (d == Direction::kFuture && anchor->kind == AnchorKind::kDocumentDate &&
            s->period->start < anchor->day)
          continue;
        if (d == Direction::kPast && anchor->kind == AnchorKind::kDocumentDate) {
          copy.set(Field::kMonth, static_cast<std::int32_t>(month_of(month.start)));
          const auto now = in_year(copy, year_of(month.start));
          if (now && now->period && now->period->start <= anchor->day) return with_anchor(*now, *anchor);
        }
        return with_anchor(*s, *anchor);
      }
      return unresolved(Granularity::kDay);
    }
    // Months, days of months, quarters, seasons, feasts: which year?
    // A limit or a bound quarter is the nearest one, whatever the verb: "was extended to Nov. 16", "reported a
    // third-quarter loss".
    if ((m.has(Field::kQuarter) && d != Direction::kPast) ||
        (d == Direction::kPast && (m.op == TimeOperator::kBy || m.op == TimeOperator::kUntil || follows_to(m))))
      d = Direction::kUnknown;
    const auto anchor = open_anchor(d);
    if (!anchor) {
      Solved s = unresolved(finest(m), "no date to count from");
      const auto shape = in_year(m, 2000);
      if (shape) {
        s.value = "XXXX" + shape->value.substr(4);
        s.type = shape->type;
      }
      return s;
    }
    const int y = year_of(anchor->day);
    std::optional<Solved> best, second;
    long best_cost = 0, second_cost = 0;
    const int choices = m.has(Field::kFeast) ? 2 : 1;
    const int years = m.has(Field::kFeast) ? 4 : 1;  // Inauguration Day comes every four years
    for (int i = 0; i < (2 * years + 1) * choices; ++i) {
      const auto s = in_year(m, y - years + i / choices, i % choices);
      if (!s || !s->period) continue;
      const int k = year_of(s->period->start);
      const long gap = (s->period->start - anchor->day).count();
      const long length = (end_of(*s->period) - s->period->start).count();
      long cost = std::abs(gap);
      if (anchor->kind == AnchorKind::kNarrative) {
        // A story moves on: eight months ahead before four months back.
        const long reach = ordinal(anchor->period.unit) >= ordinal(Granularity::kYear) ? (k == y ? 0 : 1000)
                           : gap >= 0                                                  ? gap
                                                                                       : -gap * 5 / 2;
        cost = reach;
      } else if (d == Direction::kPast) {
        if (gap > 0) cost += 100000;
      } else if (d == Direction::kFuture) {
        if (gap + length <= -1)
          cost += 100000;  // a day late is still "by 14 January" of a report of the day after
      } else {
        if (gap <= 0 && gap + length > 0) cost = 0;
        // Unsaid: news speak more of what was; a date up to half a year ahead still competes.
        else
          cost = gap > 0 ? gap + (m.has(Field::kQuarter) ? 90 : 15) : -gap - length;
      }
      // "Friday, Oct. 23": the weekday settles the year.
      if (m.has(Field::kWeekday) && m.has(Field::kDay) &&
          static_cast<int>(weekday_of(s->period->start)) != m.get(Field::kWeekday))
        cost += 200000;
      if (!best || cost < best_cost) {
        second = std::move(best);
        second_cost = best_cost;
        best = s;
        best_cost = cost;
      } else if (!second || cost < second_cost) {
        second = s;
        second_cost = cost;
      }
    }
    // Half a year or so either way, and no verb to say which.
    if (best && second && anchor->kind == AnchorKind::kDocumentDate && best_cost > 0 && second_cost <= 270 &&
        (d == Direction::kUnknown || d == Direction::kPresent))
      best->rivals.push_back({"time", second->value, rule_of(m), m.span, "no verb says which year"});
    if (!best) return unresolved(Granularity::kDay, "no such day in any near year");
    return with_anchor(*best, *anchor);
  }

  bool follows_to(const Meaning& m) const {
    if (m.first_token == 0) return false;
    const std::string_view before = analysis_.tokens[m.first_token - 1].lower;
    return before == "to" || before == "through";
  }

  // A day spoken of in the same sentence, before or after: "10:35 a.m. (0735 GMT) Friday".
  std::optional<Anchor> day_near() {
    if (sentence_day_)
      return Anchor{*sentence_day_, AnchorKind::kTime, sentence_span_, {*sentence_day_, Granularity::kDay}};
    for (std::size_t i = at_ + 1; i < sentence_end_; ++i) {
      const Meaning& m = meaning(expressions_.list[i].meaning);
      if (m.kind != MeaningKind::kDate || finest(m) != Granularity::kDay ||
          m.span.begin > meaning(expressions_.list[at_].meaning).span.end + 40)
        continue;
      const Solved s = solve(m);
      if (s.period && s.period->unit == Granularity::kDay)
        return Anchor{s.period->start, AnchorKind::kTime, m.span, *s.period};
    }
    return std::nullopt;
  }

  // What the words themselves leave open: a weekday that is not that day's, the order of "5/3/2019".
  void note_rivals(const Meaning& m, Solved& s) const {
    if (!s.period || s.period->unit != Granularity::kDay || !m.has(Field::kDay) || !m.has(Field::kMonth))
      return;
    if (m.has(Field::kWeekday) && static_cast<int>(weekday_of(s.period->start)) != m.get(Field::kWeekday))
      s.rivals.push_back({"time", fmt::format("XXXX-WXX-{}", m.get(Field::kWeekday)), rule_of(m), m.span,
                          "the date is another day of the week"});
    const int day = m.get(Field::kDay), month = m.get(Field::kMonth);
    if (m.has(Field::kMark) && !m.has(Field::kPart) && day <= 12 && day != month)
      s.rivals.push_back({"time", fmt::format("{:04}-{:02}-{:02}", m.get(Field::kYear), day, month), rule_of(m),
                          m.span, "may name the day first"});
  }

  Solved solve_date(const Meaning& m) {
    if (m.kind == MeaningKind::kInvalid) {
      Solved s = unresolved(Granularity::kDay);
      s.granularity = Granularity::kNone;
      s.fact = "no such day";
      return s;
    }
    if (m.has(Field::kYear) && m.unit == Granularity::kNone) {
      if (m.has(Field::kWeekday) && !m.has(Field::kMonth)) return unresolved(Granularity::kDay);
      if (auto s = in_year(m, m.get(Field::kYear))) {
        note_rivals(m, *s);
        return *s;
      }
      return unresolved(Granularity::kDay, "no such day");
    }
    if (m.has(Field::kDecade)) {
      int decade = m.get(Field::kDecade);  // "1980" or, of an unsaid century, "80"
      if (m.get_or(Field::kEra, 1) < 0) {
        if (decade % 10 != 0 || decade > 9000) return unresolved(Granularity::kDecade);
        return of_period(period_of(Day{std::chrono::year{1 - decade} / 1 / 1}, Granularity::kDecade));
      }
      if (decade < 100) decade += decade < 30 ? 2000 : 1900;
      if (decade % 100 == 0 && decade < 1900)  // "the 1800s"
        return of_period({Day{std::chrono::year{decade} / 1 / 1}, Granularity::kCentury});
      return of_period(period_of(Day{std::chrono::year{decade} / 1 / 1}, Granularity::kDecade));
    }
    if (m.has(Field::kCentury)) {
      const int century = m.get(Field::kCentury);
      if (century < 1 || century > 99) return unresolved(Granularity::kCentury);
      const int y = m.get_or(Field::kEra, 1) < 0 ? 1 - century * 100 + 1 : (century - 1) * 100;
      if (century == 1 || m.get_or(Field::kEra, 1) < 0) {
        Solved s = unresolved(Granularity::kCentury);
        s.value = m.get_or(Field::kEra, 1) < 0 ? fmt::format("BC{:02}", century - 1) : "00";
        return s;
      }
      return of_period({Day{std::chrono::year{y} / 1 / 1}, Granularity::kCentury});
    }
    if (m.base == Base::kEvent) return solve_event(m);
    if (m.unit == Granularity::kNone && m.base == Base::kNarrative && m.has(Field::kDirection))
      return solve_directed(m);
    if (m.base != Base::kNone || (m.unit != Granularity::kNone && m.has(Field::kDirection)))
      return solve_relative(m);
    if (m.has(Field::kDirection)) return solve_directed(m);
    return solve_open(m);
  }

  Solved solve_duration(const Meaning& m) {
    Solved s;
    s.type = TimeType::kDuration;
    s.value = duration_value(m);
    s.weak = true;
    if (m.base == Base::kEvent) {
      s.anchor = AnchorKind::kEvent;
      s.anchor_span = event_span(m);
      return s;
    }
    if (m.base == Base::kNone && m.from >= 0 && meaning(m.from).kind == MeaningKind::kDuration) {
      // "nine years and three months"
      const std::string rest = duration_value(meaning(m.from));
      const bool clock = s.value.find('T') != std::string::npos;
      s.value += rest.substr(clock ? 2 : 1);
      return s;
    }
    if (m.base == Base::kItem && m.from >= 0) {
      // "the first nine months of 2021", "the year ended March 31": counted from an end of the other time.
      const Solved whole = solve(meaning(m.from));
      const std::int64_t count = m.get_or(Field::kCount, 2) / 2;
      if (!whole.period || m.has(Field::kVague) || ordinal(m.unit) < ordinal(Granularity::kDay) ||
          count > 12000)
        return s;
      const Day start = whole.period->start, end = end_of(*whole.period);
      if (m.get_or(Field::kNth, m.get_or(Field::kDirection, -1)) > 0)
        s.interval = interval_of_days(start, shifted({start, m.unit}, static_cast<int>(count)).start);
      else
        s.interval = interval_of_days(shifted({end, m.unit}, -static_cast<int>(count)).start, end);
      s.period = whole.period;  // the story goes on there
      s.weak = whole.weak;
      return with_anchor(s, Anchor{start, AnchorKind::kTime, meaning(m.from).span, *whole.period});
    }
    const int sign = m.get_or(Field::kDirection, 0);
    const bool within = m.op == TimeOperator::kWithin;
    // "will meet in three weeks" is a date.
    if (sign == 0 && !within && doc_ && m.mod.empty() && !m.has(Field::kVague) &&
        ordinal(m.unit) >= ordinal(Granularity::kDay) && m.first_token > 0 &&
        analysis_.tokens[m.first_token - 1].lower == "in" &&
        (direction(m) == Direction::kFuture || direction(m) == Direction::kPresent)) {
      Meaning ahead = m;
      ahead.kind = MeaningKind::kDate;
      ahead.base = Base::kDocument;
      ahead.set(Field::kDirection, 1);
      Solved date = solve_relative(ahead);
      date.rivals.push_back({"time", s.value, rule_of(m), m.span, "may be how long it takes"});
      return date;
    }
    if ((sign == 0 && !within) || !doc_) return s;
    const auto anchor = *document_anchor();
    const bool ahead = sign > 0 || (within && sign == 0);
    std::int64_t count = m.get_or(Field::kCount, 2);
    if (ahead) count = std::max<std::int64_t>(count, m.get_or(Field::kCountHigh, 0));
    if (m.has(Field::kVague)) {
      if (ahead && m.unit == Granularity::kDay)
        count = 14;  // the coming days: seven, fuzzy
      else if (ahead && m.unit != Granularity::kNone) {
        s.interval.start = Instant{anchor.day + days{sign > 0 ? 1 : 0}};
        return with_anchor(s, anchor);
      } else {
        s.interval.end = Instant{anchor.day + days{1}};
        return with_anchor(s, anchor);
      }
    }
    if (count > 24000) return s;
    if (m.unit == Granularity::kHour && count >= 48) {
      // "within the next 48 hours": whole days, for the hour of the report is not known.
      const int whole = (count / 2 + 23) / 24;
      s.interval = ahead ? interval_of_days(anchor.day, anchor.day + days{whole + 1})
                         : interval_of_days(anchor.day - days{whole}, anchor.day + days{1});
      return with_anchor(s, anchor);
    }
    if (ordinal(m.unit) < ordinal(Granularity::kDay)) return s;
    const Granularity unit = m.unit;
    const auto far = [&](int direction) {
      const Day start = anchor.day + days{direction > 0 ? 1 : 0};
      Day end = shifted({start, unit}, static_cast<int>(direction * (count / 2))).start;
      if (count % 2 != 0)
        end += days{direction * (unit == Granularity::kYear    ? 182
                                 : unit == Granularity::kMonth ? 15
                                 : unit == Granularity::kWeek  ? 3
                                                               : 0)};
      return end;
    };
    if (ahead)
      s.interval = interval_of_days(anchor.day + days{sign > 0 ? 1 : 0}, far(1));
    else
      s.interval = interval_of_days(far(-1), anchor.day + days{1});
    return with_anchor(s, anchor);
  }

  // "the day after the coup": known when the coup's day is; "the day after in Paris" counts from the story.
  Solved solve_event(const Meaning& m) {
    const Span event = event_span(m);
    if (event.empty()) {
      Meaning told = m;
      told.base = Base::kNarrative;
      return solve_relative(told);
    }
    Solved s = unresolved(m.unit);
    s.anchor = AnchorKind::kEvent;
    s.anchor_span = event;
    return s;
  }

  // "two days after the summit": the preposition's object, or the verb of the clause it opens. Empty when
  // nothing follows that could be an event.
  Span event_span(const Meaning& m) const {
    const auto& tokens = analysis_.tokens;
    if (m.last_token >= tokens.size() || analysis_.child_begin.size() <= tokens.size()) return m.anchor_span;
    std::uint32_t at = m.last_token;
    if (at + 1 < tokens.size() && (tokens[at].lower == "ahead" || tokens[at].lower == "prior")) ++at;
    const std::uint32_t object = analysis_.child(at, {"pobj", "pcomp"});
    if (object != kNoToken) {
      const auto [first, last] = analysis_.subtree(object);
      if (last > first && first > at) return analysis_.span(first, last);
    }
    const Token& token = tokens[at];
    if (token.dep == "mark" && token.head > at) return tokens[token.head].span;
    const std::string_view next =
        at + 1 < tokens.size() ? std::string_view(tokens[at + 1].tag) : std::string_view();
    return next.empty() || next[0] == 'N' || next[0] == 'D' || next[0] == 'P' || next[0] == 'J' ? m.anchor_span
                                                                                                : Span{};
  }

  Solved solve_set(const Meaning& m) const {
    Solved s;
    s.type = TimeType::kSet;
    s.weak = true;
    if (m.has(Field::kWeekend)) {
      s.value = "XXXX-WXX-WE";
    } else if (m.has(Field::kWeekday)) {
      s.value = fmt::format("XXXX-WXX-{}", m.get(Field::kWeekday));
      if (m.has(Field::kPart)) s.value += fmt::format("T{}", part_of_day_code(m.get(Field::kPart)));
    } else if (m.has(Field::kMonth)) {
      s.value = fmt::format("XXXX-{:02}", m.get(Field::kMonth));
      if (m.has(Field::kDay)) s.value += fmt::format("-{:02}", m.get(Field::kDay));
    } else if (m.has(Field::kSeason)) {
      static constexpr const char* kCodes[] = {"SP", "SU", "FA", "WI"};
      s.value = fmt::format("XXXX-{}", kCodes[m.get(Field::kSeason)]);
    } else if (m.unit == Granularity::kDayPart || m.unit == Granularity::kNone) {
      s.value =
          m.has(Field::kPart) ? fmt::format("XXXX-XX-XXT{}", part_of_day_code(m.get(Field::kPart))) : "P1D";
    } else if (m.unit == Granularity::kQuarter) {
      s.value = "P3M";
    } else {
      s.value = duration_value(m);
    }
    return s;
  }

  Solved solve(const Meaning& m) {
    if (++depth_ > 8) {
      --depth_;
      return {};
    }
    Solved s;
    switch (m.kind) {
      case MeaningKind::kDate:
      case MeaningKind::kInvalid:
        s = solve_date(m);
        break;
      case MeaningKind::kDuration:
        s = solve_duration(m);
        break;
      case MeaningKind::kSet:
        s = solve_set(m);
        break;
      case MeaningKind::kRef:
        s = reference(m.value);
        break;
      default:
        break;
    }
    --depth_;
    return s;
  }

  // -------------------------------------------------------------------------------------------------------------------

  std::string rule_of(const Meaning& m) const {
    return m.rules[0] == 0 ? std::string{} : "time/" + grammar_.rules()[m.rules[0] - 1].id;
  }

  // early, mid- and late are thirds: of ten days in a month, four months in a year, four years that overlap in
  // a decade; "the first half of May" is a half.
  static void narrow(std::string_view mod, bool half, Solved& s) {
    if (!s.interval.start || !s.interval.end || s.granularity <= Granularity::kDay) return;
    const Instant start = *s.interval.start, end = *s.interval.end;
    const auto length = std::chrono::duration_cast<days>(end - start);
    Instant first = start + (half ? length / 2 : length / 3), last = end - (half ? length / 2 : length / 3);
    if (!half && s.period && interval_of(*s.period) == s.interval) {
      const auto on = [&](Granularity unit, int count) {
        return Instant{shifted({s.period->start, unit}, count).start};
      };
      const bool month = s.granularity == Granularity::kMonth, year = s.granularity == Granularity::kYear,
                 decade = s.granularity == Granularity::kDecade;
      if (month) first = start + days{10}, last = start + days{20};
      if (year) first = on(Granularity::kMonth, 4), last = on(Granularity::kMonth, 8);
      if (s.granularity == Granularity::kCentury)
        first = on(Granularity::kYear, 33), last = on(Granularity::kYear, 67);
      if (decade) first = on(Granularity::kYear, 4), last = on(Granularity::kYear, 6);
      if (decade && mod == "MID") first = on(Granularity::kYear, 3), last = on(Granularity::kYear, 7);
    }
    if (mod == "START")
      s.interval.end = first;
    else if (mod == "MID")
      s.interval = {first, last};
    else if (mod == "END")
      s.interval.start = last;
  }

  void operate(const Meaning& m, Solved& s) const {
    const Interval interval = s.interval;
    switch (m.op) {
      case TimeOperator::kBy:
        s.interval = {std::nullopt, interval.end};
        if (doc_ && interval.end && Instant{*doc_} < *interval.end) s.interval.start = Instant{*doc_};
        break;
      case TimeOperator::kSince:
        s.interval = {interval.start, std::nullopt};
        break;
      case TimeOperator::kUntil:
        s.interval = {std::nullopt, interval.end};
        break;
      case TimeOperator::kBefore:
        // "before the end of the year" is within it.
        s.interval = {std::nullopt, m.mod == "END" ? interval.end : interval.start};
        break;
      case TimeOperator::kAfter:
        s.interval = {interval.end, std::nullopt};
        break;
      default:
        break;
    }
  }

  void emit(const Meaning& m) {
    switch (m.kind) {
      case MeaningKind::kDate:
      case MeaningKind::kDuration:
      case MeaningKind::kSet:
      case MeaningKind::kInvalid:
        emit_one(m, solve(m));
        break;
      case MeaningKind::kRef:
        // "a stalemate soon occurred" is no future.
        if (m.value == "FUTURE_REF" && analysis_.tokens[m.first_token].tag == "RB" &&
            direction(m) == Direction::kPast)
          break;
        emit_one(m, solve(m));
        break;
      case MeaningKind::kRange:
        emit_range(m);
        break;
      case MeaningKind::kList:
        emit_list(m);
        break;
      default:
        break;
    }
  }

  TimeRef& emit_one(const Meaning& m, Solved s) {
    TimeRef ref;
    ref.span = m.span;
    ref.first_token = m.first_token;
    ref.last_token = m.last_token;
    ref.sentence = sentence_;
    ref.type = s.type;
    ref.value = s.value;
    ref.mod = m.mod;
    if (m.later_part) ref.mod = "END";
    if (m.earlier_part) ref.mod = "START";
    if (!m.mod.empty() && !m.later_part && !m.earlier_part) narrow(m.mod, m.has(Field::kHalf), s);
    operate(m, s);
    ref.interval = s.interval;
    ref.granularity = s.granularity;
    ref.op = m.op;
    ref.op_span = m.op_span;
    ref.anchor = s.anchor;
    ref.anchor_span = s.anchor_span;
    if (s.anchor == AnchorKind::kEvent)
      ref.from_event =
          EventOffset{m.get_or(Field::kDirection, 0), m.unit, m.get_or(Field::kCount, 2), m.has(Field::kVague)};
    ref.assumed = times_.published.assumed && (s.anchor == AnchorKind::kDocumentDate || rests_on_assumed(s));
    ref.rivals = std::move(s.rivals);
    for (std::size_t i = m.rules.size(); i-- > 0;)
      if (m.rules[i] != 0)
        ref.evidence.push_back(
            {"time", "time/" + grammar_.rules()[m.rules[i] - 1].id, m.span, i == 0 ? s.fact : std::string{}});
    times_.refs.push_back(std::move(ref));
    // In a history the writer's own day ("today") is aside from the story.
    if (s.period && !s.weak &&
        (m.kind == MeaningKind::kDate || (m.kind == MeaningKind::kDuration && m.base == Base::kItem)) &&
        !(history_ && s.anchor == AnchorKind::kDocumentDate)) {
      const bool moves = ordinal(s.period->unit) < ordinal(Granularity::kYear) ||
                         s.anchor == AnchorKind::kNone || !story_.period || m.kind == MeaningKind::kDuration;
      sentence_period_ = s.period;
      if (aside(m, *s.period)) return times_.refs.back();
      if (moves) story_.period = s.period;
      story_.span = sentence_span_ = m.span;
      story_.sentence = sentence_;
      story_.dated = s.anchor == AnchorKind::kNone || (s.anchor == AnchorKind::kNarrative && story_.dated);
      story_.assumed = times_.refs.back().assumed;
      if (s.period->unit == Granularity::kDay) sentence_day_ = s.period->start;
      if (ordinal(s.period->unit) <= ordinal(Granularity::kSeason)) {
        story_.fine = s.period;
        story_.fine_span = m.span;
      }
      if (running_ && (s.interval.known())) narrative_ref_ = static_cast<std::int32_t>(times_.refs.size()) - 1;
      if (s.anchor == AnchorKind::kDocumentDate && s.period->unit == Granularity::kMonth &&
          m.unit != Granularity::kNone && !m.has(Field::kCount))
        wide_ = Wide{*s.period, m.span, governing_verb(analysis_, m.first_token, m.last_token)};
    }
    return times_.refs.back();
  }

  // What is told on the way and does not move the story: how long something was to last, and a time before the
  // story's that names a thing or stands in brackets ("the constitution of 1614", "the August 1792 rising").
  bool aside(const Meaning& m, const Period& period) const {
    if (m.first_token >= m.last_token || analysis_.child_begin.size() <= analysis_.tokens.size()) return false;
    if (history_ && (m.op == TimeOperator::kUntil || below_until(m))) return true;
    // A year in brackets stands beside a title or a name: "The War (2003)".
    const bool bracketed = m.first_token > 0 && analysis_.tokens[m.first_token - 1].text == "(";
    if (history_ && bracketed && story_.period && period.unit == Granularity::kYear &&
        m.last_token < analysis_.tokens.size() && analysis_.tokens[m.last_token].text == ")" &&
        role_of(sentence_) != BlockRole::kHeading)
      return true;
    // "as in 1614": a year alone long before the story.
    if (history_ && story_.period && period.unit == Granularity::kYear && m.base == Base::kNone &&
        year_of(period.start) + 50 <= year_of(story_.period->start))
      return true;
    if (!story_.period || m.base != Base::kNone || !m.has(Field::kYear) ||
        year_of(period.start) >= year_of(story_.period->start))
      return false;
    if (bracketed) return true;
    const std::uint32_t at = head_of(analysis_, m.first_token, m.last_token);
    if (analysis_.is_root(at)) return false;
    const Token& own = analysis_.tokens[at];
    const Token& above = analysis_.tokens[own.head];
    if (above.tag.starts_with("NN")) return own.dep != "npadvmod";
    return own.dep == "pobj" && above.lower == "of" && analysis_.tokens[above.head].tag.starts_with("NN");
  }

  // "a siege that lasted until the fall of the city in May"
  bool below_until(const Meaning& m) const {
    std::uint32_t at = head_of(analysis_, m.first_token, m.last_token);
    for (int steps = 0; steps < 6 && !analysis_.is_root(at); ++steps) {
      at = analysis_.tokens[at].head;
      const Token& token = analysis_.tokens[at];
      if (token.lower == "until" || token.lower == "till") return true;
      if (!token.tag.starts_with('V')) continue;
      for (const std::uint32_t child : analysis_.children(at)) {
        const std::string_view word = analysis_.tokens[child].lower;
        if (child > at && child < m.first_token && (word == "until" || word == "till")) return true;
      }
      return false;
    }
    return false;
  }

  struct Ends {
    Meaning from, to;
  };
  // What one end of a range leaves unsaid is taken from the other: "26-30 November 1950", "March 3 to 5",
  // "1914-18".
  static Ends ends_of(const Meaning& first, const Meaning& second) {
    Ends e{first, second};
    const auto lend = [](const Meaning& from, Meaning& to) {
      if (to.base != Base::kNone || to.has(Field::kDirection)) return;
      const Granularity top = coarsest(to);
      if (ordinal(top) != 0 && ordinal(top) <= ordinal(Granularity::kDayPart)) {
        // "from 10 a.m. to 4 p.m. on Friday"
        to.base = from.base;
        to.unit = from.unit;
        for (const Field field : {Field::kYear, Field::kMonth, Field::kDay, Field::kWeekday, Field::kFeast,
                                  Field::kDirection, Field::kCount, Field::kZone})
          if (from.has(field) && !to.has(field)) to.set(field, from.get(field));
        return;
      }
      if (top == Granularity::kDay && to.has(Field::kDay) && from.has(Field::kMonth))
        to.set(Field::kMonth, from.get(Field::kMonth));
      if (to.has(Field::kMonth) || to.has(Field::kSeason) || to.has(Field::kQuarter) || to.has(Field::kHalf)) {
        if (!to.has(Field::kYear) && from.has(Field::kYear) && from.base == Base::kNone)
          to.set(Field::kYear, from.get(Field::kYear));
        if (!to.has(Field::kYear) && from.base != Base::kNone && from.unit == Granularity::kYear) {
          to.base = from.base;
          to.unit = from.unit;
          if (from.has(Field::kDirection)) to.set(Field::kDirection, from.get(Field::kDirection));
          if (from.has(Field::kCount)) to.set(Field::kCount, from.get(Field::kCount));
        }
      }
    };
    if (e.to.has(Field::kShortYear) && e.from.has(Field::kYear)) {
      e.to.set(Field::kYear, e.from.get(Field::kYear) / 100 * 100 + e.to.get(Field::kShortYear));
      e.to.clear(Field::kShortYear);
    }
    if (e.to.has(Field::kDay) && !e.to.has(Field::kMonth) && e.from.has(Field::kYear) &&
        !e.from.has(Field::kMonth)) {
      e.to.set(Field::kYear, e.from.get(Field::kYear) / 100 * 100 + e.to.get(Field::kDay));
      e.to.clear(Field::kDay);
    }
    const bool from_open = !e.from.has(Field::kYear), to_open = !e.to.has(Field::kYear);
    if (to_open) lend(e.from, e.to);
    if (from_open) lend(e.to, e.from);
    // "November to February 1951", "September 1950 to March"
    if (e.from.has(Field::kMonth) && e.to.has(Field::kMonth) && e.from.has(Field::kYear) &&
        e.to.has(Field::kYear) && e.from.get(Field::kYear) == e.to.get(Field::kYear) &&
        e.from.get(Field::kMonth) > e.to.get(Field::kMonth)) {
      if (from_open)
        e.from.set(Field::kYear, e.from.get(Field::kYear) - 1);
      else if (to_open)
        e.to.set(Field::kYear, e.to.get(Field::kYear) + 1);
    }
    // Eras: "490-479 BC"
    if (e.to.get_or(Field::kYear, 1) <= 0 && e.from.has(Field::kYear) && e.from.get(Field::kYear) > 0 &&
        !e.from.has(Field::kEra))
      e.from.set(Field::kYear, 1 - e.from.get(Field::kYear));
    return e;
  }

  void emit_range(const Meaning& m) {
    // "was moved from June to April": two dates and no time between them.
    if (const std::uint32_t verb =
            governing_verb(analysis_, meaning(m.from).first_token, meaning(m.from).last_token);
        verb != kNoToken && verb < m.first_token && moves_a_date(analysis_, grammar_, verb)) {
      const std::size_t first = times_.refs.size();
      const Ends apart = ends_of(meaning(m.from), meaning(m.to));
      emit_one(apart.from, solve(apart.from));
      emit_one(apart.to, solve(apart.to));
      note_rule(m, first);
      return;
    }
    Ends e = ends_of(meaning(m.from), meaning(m.to));
    const std::size_t first = times_.refs.size();
    Solved a = solve(e.from);
    if (open_in_year(e.from) && open_in_year(e.to)) {
      // "is to run from January 23 through March 9" may have begun: the end is placed first, the start before
      // it.
      const Solved end = solve(e.to);
      if (end.period)
        for (int y = year_of(end.period->start) - 1; y <= year_of(end.period->start); ++y)
          if (const auto start = in_year(e.from, y);
              start && start->period && start->period->start <= end.period->start)
            a = with_anchor(*start, Anchor{a.period ? a.period->start : start->period->start, end.anchor,
                                           end.anchor_span, *start->period});
      a.fact = end.fact;
    }
    if (bare_weekday(e.from) && bare_weekday(e.to) && a.anchor == AnchorKind::kDocumentDate &&
        direction(e.to) == Direction::kPast) {
      // "were shut from Monday to Wednesday": both were.
      const Solved end = solve(e.to);
      if (a.period && end.period && end.anchor == AnchorKind::kDocumentDate &&
          end.period->start < a.period->start) {
        const Day day = a.period->start - days{7};
        Solved moved = of_period({day, Granularity::kDay});
        time_of_day(e.from, day, moved);
        a = with_anchor(moved, Anchor{*doc_, a.anchor, a.anchor_span, {*doc_, Granularity::kDay}});
      }
    }
    emit_one(e.from, a);
    Solved b = solve(e.to);
    // "from 9 p.m. until 5 a.m." goes over midnight.
    const bool overnight = a.period && b.period && a.period->start == b.period->start && a.interval.start &&
                           b.interval.start && *b.interval.start < *a.interval.start;
    if (a.period && b.period && (b.period->start < a.period->start || overnight) &&
        (b.anchor == AnchorKind::kDocumentDate || b.anchor == AnchorKind::kNarrative)) {
      if (ordinal(coarsest(e.to)) <= ordinal(Granularity::kDayPart)) {
        const Day next = a.period->start + days{1};
        Solved moved = of_period({next, Granularity::kDay});
        time_of_day(e.to, next, moved);
        b = with_anchor(moved, Anchor{a.period->start, b.anchor, b.anchor_span, *a.period});
      }
      // "from Thursday to Monday": the end follows the start.
      Meaning later = e.to;
      if (later.has(Field::kWeekday) && !later.has(Field::kMonth)) {
        Period p = *b.period;
        while (p.start < a.period->start) p.start += days{7};
        Solved moved = of_period(p);
        time_of_day(later, p.start, moved);
        b = with_anchor(moved, Anchor{a.period->start, b.anchor, b.anchor_span, *a.period});
      } else if (later.has(Field::kMonth) && !later.has(Field::kYear)) {
        if (auto moved = in_year(later, year_of(b.period->start) + 1))
          b = with_anchor(*moved, Anchor{a.period->start, b.anchor, b.anchor_span, *a.period});
      }
    }
    emit_one(e.to, b);
    note_rule(m, first);
    const Interval whole{times_.refs[first].interval.start, times_.refs[first + 1].interval.end};
    if (whole.start && whole.end && *whole.start < *whole.end) {
      for (std::size_t i = first; i < times_.refs.size(); ++i) {
        times_.refs[i].interval = whole;
        times_.refs[i].range_span = m.span;
      }
    }
  }

  void emit_list(const Meaning& m) {
    // What one leaves unsaid is taken from its neighbour: "3, 5 and 9 May", "August and September 1914".
    std::vector<Meaning> all{meaning(m.to)};
    std::int32_t from = m.from;
    for (; meaning(from).kind == MeaningKind::kList; from = meaning(from).from)
      all.push_back(meaning(meaning(from).to));
    all.push_back(meaning(from));
    std::reverse(all.begin(), all.end());
    for (std::size_t i = all.size() - 1; i-- > 0;) {
      const Ends e = ends_of(all[i], all[i + 1]);
      all[i] = e.from;
      all[i + 1] = e.to;
    }
    for (std::size_t i = 1; i + 1 < all.size(); ++i) all[i + 1] = ends_of(all[i], all[i + 1]).to;
    // "every Monday and Thursday"
    for (std::size_t i = 1; i < all.size(); ++i)
      if (all[i - 1].kind == MeaningKind::kSet && all[i].kind == MeaningKind::kDate)
        all[i].kind = MeaningKind::kSet;
    const std::size_t first = times_.refs.size();
    std::vector<Solved> solved;
    for (const Meaning& one : all) solved.push_back(solve(one));
    // "met Monday and Tuesday", "will meet on Friday and Saturday": one after the other.
    for (std::size_t i = all.size() - 1; i-- > 0;) {
      Solved &a = solved[i], &b = solved[i + 1];
      if (!bare_weekday(all[i]) || !bare_weekday(all[i + 1]) || !a.period || !b.period ||
          a.period->start < b.period->start || a.anchor != AnchorKind::kDocumentDate ||
          all[i].get(Field::kWeekday) >= all[i + 1].get(Field::kWeekday))
        continue;
      const bool ahead = doc_ && b.period->start > *doc_;
      Solved& moved = ahead ? b : a;
      const Meaning& own = all[ahead ? i + 1 : i];
      const Day day = moved.period->start + days{ahead ? 7 : -7};
      Solved again = of_period({day, Granularity::kDay});
      time_of_day(own, day, again);
      moved = with_anchor(again, Anchor{*doc_, moved.anchor, moved.anchor_span, {*doc_, Granularity::kDay}});
    }
    for (std::size_t i = 0; i < all.size(); ++i) emit_one(all[i], std::move(solved[i]));
    note_rule(m, first);
  }

  static bool bare_weekday(const Meaning& m) { return m.has(Field::kWeekday) && !m.has(Field::kMonth); }

  static bool open_in_year(const Meaning& m) {
    return m.has(Field::kMonth) && !m.has(Field::kYear) && m.base == Base::kNone && !m.has(Field::kDirection);
  }

  void note_rule(const Meaning& m, std::size_t first) {
    for (std::size_t i = first; i < times_.refs.size(); ++i)
      times_.refs[i].evidence.push_back({"time", rule_of(m), m.span, {}});
  }

  // Where the story stands.
  struct Story {
    std::optional<Period> period;
    std::optional<Period> fine;  // the last that is finer than a year
    Span span, fine_span;
    std::uint32_t sentence = 0;
    bool dated = false;  // with its year, not by the report's date
    bool assumed = false;
  };
  struct Wide {
    Period period;
    Span span;
    std::uint32_t verb;
  };

  const Grammar& grammar_;
  const Document& document_;
  const Analysis& analysis_;
  const Expressions& expressions_;
  Times times_;
  std::optional<Day> doc_;
  bool history_ = false;
  int depth_ = 0;

  std::uint32_t sentence_ = 0;
  std::size_t at_ = 0, sentence_begin_ = 0, sentence_end_ = 0;
  bool running_ = true;
  std::optional<Wide> wide_;  // a month spoken of before, in this sentence
  std::optional<Day> sentence_day_;
  std::optional<Period> sentence_period_;
  Span sentence_span_;
  Story story_;
  std::int32_t narrative_ref_ = -1;
};

}  // namespace

Times anchor(const Grammar& grammar, const Document& document, const Analysis& analysis,
             const Expressions& expressions, const Published& published) {
  return Anchorer(grammar, document, analysis, expressions, published).run();
}

}  // namespace chancery
