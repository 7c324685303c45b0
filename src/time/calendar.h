// Calendar arithmetic of the time grammar: periods (week, quarter, season, …), TIMEX3 values, movable feasts.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/civil.h"
#include "time/time_ref.h"

namespace chancery {

// A stretch of the calendar: "2022-W09" is {Monday 28 February 2022, kWeek}. `start` is the period's first day.
// Years before 1 are astronomical (0 is 1 BC); they take part in arithmetic but get no interval.
struct Period {
  Day start;
  Granularity unit = Granularity::kDay;
};

int year_of(Day day);
unsigned month_of(Day day);
unsigned day_of_month(Day day);
unsigned weekday_of(Day day);  // ISO: Monday 1 … Sunday 7

// The period of the unit that holds the day: weeks are ISO, a weekend is Saturday and Sunday (a weekday belongs
// to the weekend of its week), seasons are meteorological and a winter carries the year of its December. Units
// below a day count as days.
Period period_of(Day day, Granularity unit);
Period shifted(Period period, int count);  // in its own unit; clamps outside the years -9998..9999
Day end_of(Period period);                 // the day after its last

// Season 0..3 = spring, summer, autumn, winter.
Period season_of(int year, int season);
Period iso_week(int year, int week);

// "2022", "202" (decade), "20" (century), "2022-Q1", "2022-H2", "2022-SU", "2022-02", "2022-W09",
// "2022-W09-WE", "2022-02-28"; "BC0490" before year 1.
std::string timex_value(Period period);
// Interval in civil days; not known before year 1 or after 9999.
Interval interval_of(Period period);
Interval interval_of_days(Day first, Day end);

// Western Easter Sunday (Gregorian computus) and Orthodox Easter as a Gregorian day.
Day easter(int year);
Day orthodox_easter(int year);
// First day of the civil (tabular, epoch 16 July 622 Julian) Islamic date; real observance may differ by a day
// or two.
Day islamic_day(int year, int month, int day);
// Rosh Hashanah that falls into the Gregorian year, Passover before it, the first day of Hanukkah after it.
Day rosh_hashanah(int gregorian_year);
Day passover(int gregorian_year);
Day hanukkah(int gregorian_year);
// The new moon between 21 January and 20 February, by the day in China.
Day lunar_new_year(int gregorian_year);
// Diwali: the evening of the moonless night of October or November; Holi: the day after the full moon of March.
// Both as in most of India; observance may differ by a day.
Day diwali(int gregorian_year);
Day holi(int gregorian_year);
// The Islamic date falls into the Gregorian year at most twice: the first such day, if any.
std::optional<Day> islamic_day_in(int gregorian_year, int month, int day);

}  // namespace chancery
