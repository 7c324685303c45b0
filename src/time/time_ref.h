// One expression of time and what it means.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "base/evidence.h"
#include "base/span.h"

namespace chancery {

enum class TimeType : std::uint8_t { kDate, kTime, kDuration, kSet };
enum class TimeOperator : std::uint8_t { kNone, kOn, kBy, kWithin, kSince, kUntil, kBefore, kAfter };
enum class Granularity : std::uint8_t {
  kNone,
  kSecond,
  kMinute,
  kHour,
  kDayPart,
  kDay,
  kWeekend,
  kWeek,
  kMonth,
  kQuarter,
  kSeason,
  kHalfYear,
  kYear,
  kDecade,
  kCentury
};
enum class AnchorKind : std::uint8_t {
  kNone,          // absolute, or unanchored
  kDocumentDate,  // "document date"
  kNarrative,     // the time spoken of before: "narrative"
  kTime,          // another expression: "time"
  kEvent          // a happening in the text: "event"
};
std::string_view name_of(TimeType type);            // "DATE", "TIME", "DURATION", "SET" (TIMEX3)
std::string_view name_of(TimeOperator op);          // "on", "by", …; empty for kNone
std::string_view name_of(Granularity granularity);  // "day", "month", …; empty for kNone
std::string_view name_of(AnchorKind kind);

// How far from an event: "two days after the summit".
struct EventOffset {
  int direction = 0;  // -1 before it, 1 after, 0 its own day
  Granularity unit = Granularity::kNone;
  int halves = 2;      // twice the number of units
  bool vague = false;  // "days before the vote"
};

struct TimeRef {
  Span span;                      // the expression without its preposition, in content
  std::uint32_t first_token = 0;  // tokens [first_token, last_token) that hold it
  std::uint32_t last_token = 0;
  TimeType type = TimeType::kDate;
  std::string value;  // TIMEX3 value: "2022-02", "XXXX-WXX-1", "P2D", "PRESENT_REF"
  std::string mod;    // TIMEX3 mod: "START", "MID", "END", "APPROX", "MORE_THAN", …; often empty
  Interval interval;  // in civil days (instants in UTC for TIME); not known() when there is none
  Granularity granularity = Granularity::kNone;
  TimeOperator op = TimeOperator::kNone;
  Span op_span;  // the word that gave the operator ("by"); empty when none
  AnchorKind anchor = AnchorKind::kNone;
  Span anchor_span;  // of the time or event it is anchored to; empty otherwise
  // Of one that is anchored to an event; it has no interval, which coding finds when the document dates the
  // event.
  std::optional<EventOffset> from_event;
  bool assumed = false;        // rests on an assumed document date
  bool carried = false;        // narrative time carried from an earlier sentence
  std::uint32_t sentence = 0;  // index in Analysis::sentences
  // When this is one end of a range ("February 23-24", "from 1939 to 1945"): the words of the whole range.
  // `interval` is then the whole range's, while span and value stay those of this end. Empty otherwise.
  Span range_span;
  std::vector<Evidence> evidence;
  std::vector<Rival> rivals;  // competing readings
};

}  // namespace chancery
