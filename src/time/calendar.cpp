// SPDX-License-Identifier: Apache-2.0
#include "time/calendar.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace chancery {
namespace {

using namespace std::chrono;

int floor_div(int a, int b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }
Day day_at(int y, unsigned m, unsigned d) { return Day{year{y} / month{m} / day{d}}; }
std::string year_text(int y) { return y > 0 ? fmt::format("{:04}", y) : fmt::format("BC{:04}", 1 - y); }

}  // namespace

int year_of(Day value) { return static_cast<int>(YearMonthDay{value}.year()); }
unsigned month_of(Day value) { return static_cast<unsigned>(YearMonthDay{value}.month()); }
unsigned day_of_month(Day value) { return static_cast<unsigned>(YearMonthDay{value}.day()); }
unsigned weekday_of(Day value) { return weekday{value}.iso_encoding(); }

Period period_of(Day value, Granularity unit) {
  const int y = year_of(value);
  const unsigned m = month_of(value);
  switch (unit) {
    case Granularity::kWeek:
      return {value - days{weekday_of(value) - 1}, unit};
    case Granularity::kWeekend:
      return {value - days{weekday_of(value) - 1} + days{5}, unit};
    case Granularity::kMonth:
      return {day_at(y, m, 1), unit};
    case Granularity::kQuarter:
      return {day_at(y, (m - 1) / 3 * 3 + 1, 1), unit};
    case Granularity::kSeason:
      return m < 3 ? season_of(y - 1, 3) : season_of(y, static_cast<int>(m / 3) - 1);
    case Granularity::kHalfYear:
      return {day_at(y, m < 7 ? 1 : 7, 1), unit};
    case Granularity::kYear:
      return {day_at(y, 1, 1), unit};
    // Before our era decades and centuries count away from it: the 480s BC are 489-480, the 4th century BC
    // 400-301.
    case Granularity::kDecade:
      return {day_at(y > 0 ? floor_div(y, 10) * 10 : 1 - (floor_div(1 - y, 10) * 10 + 9), 1, 1), unit};
    case Granularity::kCentury:
      return {day_at(y > 0 ? floor_div(y, 100) * 100 : 1 - (floor_div(1 - y, 100) * 100 + 99), 1, 1), unit};
    default:
      return {value, Granularity::kDay};
  }
}

Period season_of(int y, int season) {
  return {day_at(y, static_cast<unsigned>(season) * 3 + 3, 1), Granularity::kSeason};
}

Period iso_week(int y, int week) {
  const Day first = period_of(day_at(y, 1, 4), Granularity::kWeek).start;
  return {first + days{7 * (week - 1)}, Granularity::kWeek};
}

Period shifted(Period period, int count) {
  const auto add_months = [&](long n) {
    const YearMonthDay date{period.start};
    const long month0 =
        (static_cast<long>(static_cast<int>(date.year())) * 12) + static_cast<unsigned>(date.month()) - 1 + n;
    const long low = -9998L * 12, high = 9999L * 12 + 11;
    const long clamped = std::clamp(month0, low, high);
    const int y = static_cast<int>(clamped >= 0 ? clamped / 12 : -((-clamped + 11) / 12));
    const auto m = static_cast<unsigned>(clamped - static_cast<long>(y) * 12) + 1;
    const auto last = static_cast<unsigned>((year{y} / month{m} / std::chrono::last).day());
    return Period{day_at(y, m, std::min(static_cast<unsigned>(date.day()), last)), period.unit};
  };
  const auto add_days = [&](long n) {
    const long at =
        std::clamp(static_cast<long>(period.start.time_since_epoch().count()) + n, -4371000L, 2932500L);
    return Period{Day{days{at}}, period.unit};
  };
  switch (period.unit) {
    case Granularity::kWeek:
    case Granularity::kWeekend:
      return add_days(7L * count);
    case Granularity::kMonth:
      return add_months(count);
    case Granularity::kQuarter:
    case Granularity::kSeason:
      return add_months(3L * count);
    case Granularity::kHalfYear:
      return add_months(6L * count);
    case Granularity::kYear:
      return add_months(12L * count);
    case Granularity::kDecade:
      return add_months(120L * count);
    case Granularity::kCentury:
      return add_months(1200L * count);
    default:
      return add_days(count);
  }
}

Day end_of(Period period) {
  if (period.unit == Granularity::kWeekend) return period.start + days{2};
  return shifted(period, 1).start;
}

std::string timex_value(Period period) {
  const int y = year_of(period.start);
  const unsigned m = month_of(period.start);
  switch (period.unit) {
    case Granularity::kWeek:
    case Granularity::kWeekend: {
      const Day thursday = period_of(period.start, Granularity::kWeek).start + days{3};
      const int iso_year = year_of(thursday);
      const auto week = (thursday - day_at(iso_year, 1, 1)).count() / 7 + 1;
      return fmt::format("{}-W{:02}{}", year_text(iso_year), week,
                         period.unit == Granularity::kWeekend ? "-WE" : "");
    }
    case Granularity::kMonth:
      return fmt::format("{}-{:02}", year_text(y), m);
    case Granularity::kQuarter:
      return fmt::format("{}-Q{}", year_text(y), (m - 1) / 3 + 1);
    case Granularity::kSeason: {
      static constexpr const char* kSeasons[] = {"SP", "SU", "FA", "WI"};
      return fmt::format("{}-{}", year_text(y), kSeasons[(m / 3 + 3) % 4]);
    }
    case Granularity::kHalfYear:
      return fmt::format("{}-H{}", year_text(y), m < 7 ? 1 : 2);
    case Granularity::kYear:
      return year_text(y);
    case Granularity::kDecade: {
      const std::string text = year_text(y);
      return text.substr(0, text.size() - 1);
    }
    case Granularity::kCentury: {
      const std::string text = year_text(y);
      return text.substr(0, text.size() - 2);
    }
    default:
      return fmt::format("{}-{:02}-{:02}", year_text(y), m, day_of_month(period.start));
  }
}

Interval interval_of_days(Day first, Day end) {
  if (year_of(first) < 1 || year_of(end) > 9999 || end <= first) return {};
  return {Instant{first}, Instant{end}};
}

Interval interval_of(Period period) { return interval_of_days(period.start, end_of(period)); }

Day easter(int y) {  // Meeus, Jones and Butcher
  const int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
  return day_at(y, static_cast<unsigned>(n / 31), static_cast<unsigned>(n % 31 + 1));
}

Day orthodox_easter(int y) {  // Meeus, Julian; then to the Gregorian calendar
  const int d = (19 * (y % 19) + 15) % 30, e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7, n = d + e + 114;
  const int offset = y / 100 - y / 400 - 2;
  return day_at(y, static_cast<unsigned>(n / 31), static_cast<unsigned>(n % 31 + 1)) + days{offset};
}

Day islamic_day(int y, int m, int d) {
  const long number =
      d + (59L * (m - 1) + 1) / 2 + (y - 1) * 354L + (3 + 11L * y) / 30;  // days since the epoch, from 1
  return day_at(622, 7, 18) + days{number - 0};
}

namespace {

// First day of the Hebrew year: its mean new moon, put off so that feasts do not meet the Sabbath.
Day hebrew_new_year(int hebrew_year) {
  const auto elapsed = [](long y) {
    const long months = (235 * y - 234) / 19, parts = 12084 + 13753 * months;
    const long day = 29 * months + parts / 25920;
    return 3 * (day + 1) % 7 < 3 ? day + 1 : day;
  };
  const long before = elapsed(hebrew_year - 1), own = elapsed(hebrew_year), after = elapsed(hebrew_year + 1);
  const long delay = after - own == 356 ? 2 : own - before == 382 ? 1 : 0;
  return day_at(1, 1, 1) + days{-1373428 + own + delay};  // counted from 7 October 3761 BC, Julian
}

}  // namespace

Day rosh_hashanah(int y) { return hebrew_new_year(y + 3761); }
Day passover(int y) { return rosh_hashanah(y) - days{163}; }
Day hanukkah(int y) {
  const Day start = rosh_hashanah(y);
  const auto length = (rosh_hashanah(y + 1) - start).count();
  return start + days{length % 10 == 5 ? 84 : 83};  // the month before has 30 days in a full year
}

namespace {

// Instants of the moon in days since 1970, universal time, after Meeus, chapter 49, main terms: minutes off at
// most. Half lunations are full moons.
double moon(double k) {
  const double t = k / 1236.85, r = std::numbers::pi / 180;
  const double m = (2.5534 + 29.10535670 * k) * r, mm = (201.5643 + 385.81693528 * k + 0.0107582 * t * t) * r,
               f = (160.7108 + 390.67050284 * k - 0.0016118 * t * t) * r;
  const bool full = k != std::floor(k);
  return 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t - (full ? 0.40614 : 0.40720) * std::sin(mm) +
         (full ? 0.17302 : 0.17241) * std::sin(m) + 0.0161 * std::sin(2 * mm) + 0.0104 * std::sin(2 * f) +
         0.00739 * std::sin(mm - m) - 0.00514 * std::sin(mm + m) + 0.00208 * std::sin(2 * m) - 2440587.5;
}

// The first new (full) moon whose day, cut `shift` days later than universal time, is not before `from`.
Day moon_day_from(Day from, double phase, double shift) {
  const double years = static_cast<double>((from - day_at(2000, 1, 1)).count()) / 365.2425;
  for (double k = std::floor(years * 12.3685) - 2 + phase;; k += 1) {
    const Day found = Day{days{static_cast<long>(std::floor(moon(k) + shift))}};
    if (found >= from) return found;
  }
}

// The day in India whose evening the moon's last day (or fullest, of spring) covers, by when that must not be
// over.
constexpr double kDiwaliEvening = -13.0 / 24, kHoliEvening = -11.5 / 24;

}  // namespace

Day lunar_new_year(int y) { return moon_day_from(day_at(y, 1, 21), 0, 8.0 / 24); }
Day diwali(int y) { return moon_day_from(day_at(y, 10, 17), 0, kDiwaliEvening); }
Day holi(int y) { return moon_day_from(day_at(y, 2, 27), 0.5, kHoliEvening) + days{1}; }

std::optional<Day> islamic_day_in(int gregorian_year, int m, int d) {
  const int guess = static_cast<int>((gregorian_year - 622) * 33L / 32);
  for (int y = std::max(1, guess - 1); y <= guess + 2; ++y) {
    const Day found = islamic_day(y, m, d);
    if (year_of(found) == gregorian_year) return found;
  }
  return std::nullopt;
}

}  // namespace chancery
