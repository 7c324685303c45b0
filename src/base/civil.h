// Civil dates: proleptic Gregorian days without a zone, and instants in UTC.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chancery {

using Day = std::chrono::sys_days;         // a civil day
using Instant = std::chrono::sys_seconds;  // UTC; a civil day stands for its 00:00
using YearMonthDay = std::chrono::year_month_day;

// Half-open [start, end); a missing end is unknown or open.
struct Interval {
  std::optional<Instant> start;
  std::optional<Instant> end;

  bool known() const { return start.has_value() || end.has_value(); }
  friend bool operator==(const Interval&, const Interval&) = default;
};

// The day, if it exists (31 February does not) and its year is 1..9999.
std::optional<Day> make_day(int year, unsigned month, unsigned day);

// "2022-02-06". Years 1..9999 are written with four digits.
std::string format_day(Day day);
// "2022-02-06" for midnight, else "2022-02-06T19:25:47Z". Seconds are left out when they are 0 ("T19:25Z").
std::string format_instant(Instant instant);

// Exactly "YYYY-MM-DD", "YYYY-MM" or "YYYY"; the interval it covers. Anything else, or a date that does not exist: nullopt.
std::optional<Interval> parse_reduced_date(std::string_view text);
// Exactly "YYYY-MM-DD".
std::optional<Day> parse_day(std::string_view text);
// ISO 8601 date with optional time and zone: "2022-02-06", "2022-02-06T19:25", "2022-02-06T19:25:47.123Z",
// "2022-02-06 19:25:47+05:00". A time without a zone is taken as UTC.
std::optional<Instant> parse_iso_instant(std::string_view text);

inline Day day_of(Instant instant) { return std::chrono::floor<std::chrono::days>(instant); }

}  // namespace chancery
