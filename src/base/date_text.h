// Dates written out in English text, by their literal form alone: "Feb. 6, 2022", "6 February 2022",
// "2022-02-06".
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "base/span.h"

namespace chancery {

// A day of a month, with or without its year. What it means ("on", "by", how sure) is no matter of this page.
struct LiteralDate {
  Span span;                // in the text that was searched; holds a weekday that stands before it
  std::optional<int> year;  // as four digits
  bool short_year = false;  // written with two digits ("9 JAN 90"): 70–99 are 19xx, 00–69 are 20xx
  unsigned month = 0;       // 1–12
  unsigned day = 0;         // 1–31; exists in this year and month, where they are known
  unsigned weekday = 0;     // 1 Monday – 7 Sunday; 0 when none is written

  std::optional<Day> value() const { return year ? make_day(*year, month, day) : std::nullopt; }
};

// The date that begins at byte `at`. Forms: [Weekday,] Month D[th][,] [YYYY] · [Weekday,] D[th] [of] Month[,]
// [YYYY or YY] · D-Mon-YYYY · YYYY-MM-DD, YYYY/MM/DD · DD/MM/YYYY, DD.MM.YYYY and MM/DD/YYYY where only one
// order is possible.
std::optional<LiteralDate> literal_date_at(std::string_view text, std::size_t at);

// All of them from left to right, not overlapping. Linear in the size of the text.
std::vector<LiteralDate> find_literal_dates(std::string_view text);

// "January", "jan", "Jan." → 1; 0 when it is no month.
unsigned month_named(std::string_view word);
// "Monday", "Mon", "Mon." → 1, … 7; 0 when it is no weekday.
unsigned weekday_named(std::string_view word);

}  // namespace chancery
