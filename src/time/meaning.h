// What an expression of time says before it is anchored: calendar fields, a relation to some anchor, an amount.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/span.h"
#include "time/time_ref.h"

namespace chancery {

// The day of a month that is its last.
inline constexpr std::int32_t kLastDay = -1;

// What `exact` says: to the day; in units of the anchor ("a year ago this week"); or, when no time was spoken
// of before, from the report's day after all ("the same month last year").
inline constexpr std::int32_t kToTheDay = 1, kInAnchorsUnit = 2, kElseTheReport = 3;

// Everything a rule can capture or set. Data names them in lower case: `year`, `part_of_day`, …
enum class Field : std::uint8_t {
  kYear,
  kShortYear,
  kEra,
  kDecade,
  kCentury,
  kHalf,
  kQuarter,
  kSeason,
  kMonth,
  kWeek,
  kDay,
  kWeekday,
  kWeekend,
  kPart,
  kHour,
  kMinute,
  kSecond,
  kMeridiem,
  kZone,
  kFeast,  // calendar fields
  kUnit,
  kDirection,
  kCount,
  kCountHigh,
  kNth,
  kExact,  // relation and amount
  kEvery,
  kQuantifier,
  kTimes,  // sets
  kFiscal,
  kVague,
  kMark,
  kSize
};
inline constexpr std::size_t kFieldCount = static_cast<std::size_t>(Field::kSize);
std::optional<Field> field_named(std::string_view name);

enum class MeaningKind : std::uint8_t {
  kNone,
  kNumber,
  kDate,
  kDuration,
  kSet,
  kRef,
  kRange,
  kList,
  kAge,
  kSkip,
  kInvalid
};
enum class Base : std::uint8_t { kNone, kDocument, kNarrative, kItem, kEvent };

// Values are plain numbers; a field that is not set is absent. Counts are in halves, so "2 1/2" is 5.
struct Meaning {
  static constexpr std::int32_t kAbsent = INT32_MIN;

  MeaningKind kind = MeaningKind::kNone;
  Base base = Base::kNone;
  TimeOperator op = TimeOperator::kNone;
  Granularity unit = Granularity::kNone;
  std::string_view mod;    // TIMEX3 mod; lives in the grammar
  std::string_view value;  // fixed TIMEX3 value of a reference: "PRESENT_REF"
  std::array<std::int32_t, kFieldCount> fields;
  std::int32_t from = -1, to = -1;  // meanings of a range, or `from` of an anchor (Base::kItem)
  bool later_part = false;          // "later this month": the rest of the period after the anchor
  bool earlier_part = false;        // "earlier this month"

  Span span;  // the words of this meaning alone
  std::uint32_t first_token = 0, last_token = 0;
  Span op_span;
  Span anchor_span;                      // of the event it is anchored to
  std::array<std::uint16_t, 4> rules{};  // rules it came from, newest first; index + 1, 0 = none

  Meaning() { fields.fill(kAbsent); }
  bool has(Field field) const { return fields[static_cast<std::size_t>(field)] != kAbsent; }
  std::int32_t get(Field field) const { return fields[static_cast<std::size_t>(field)]; }
  std::int32_t get_or(Field field, std::int32_t fallback) const { return has(field) ? get(field) : fallback; }
  void set(Field field, std::int32_t number) { fields[static_cast<std::size_t>(field)] = number; }
  void clear(Field field) { fields[static_cast<std::size_t>(field)] = kAbsent; }
};

Granularity finest(const Meaning& meaning);  // of the calendar fields or the unit; kNone when there is none
Granularity coarsest(const Meaning& meaning);

}  // namespace chancery
