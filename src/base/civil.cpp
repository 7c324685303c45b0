// SPDX-License-Identifier: Apache-2.0
#include "base/civil.h"

#include <fmt/format.h>

namespace chancery {
namespace {

using namespace std::chrono;

// Reads exactly `count` digits at `at`; -1 when they are not there.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::optional<Day> make_day(int y, unsigned m, unsigned d) {
  if (y < 1 || y > 9999) return std::nullopt;
  const YearMonthDay date{year{y}, month{m}, day{d}};
  if (!date.ok()) return std::nullopt;
  return Day{date};
}

std::string format_day(Day value) {
  const YearMonthDay date{value};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string format_instant(Instant instant) {
  const Day date = day_of(instant);
  const hh_mm_ss<seconds> clock{instant - date};
  std::string out = format_day(date);
  if (instant == Instant{date}) return out;
  out += fmt::format("T{:02}:{:02}", clock.hours().count(), clock.minutes().count());
  if (clock.seconds().count() != 0) out += fmt::format(":{:02}", clock.seconds().count());
  return out + "Z";
}

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int y = digits(text, 0, 4), m = digits(text, 5, 2), d = digits(text, 8, 2);
  if (y < 0 || m < 0 || d < 0) return std::nullopt;
  return make_day(y, static_cast<unsigned>(m), static_cast<unsigned>(d));
}

std::optional<Interval> parse_reduced_date(std::string_view text) {
  if (text.size() == 10) {
    const auto d = parse_day(text);
    if (!d) return std::nullopt;
    return Interval{*d, *d + days{1}};
  }
  const int y = digits(text, 0, 4);
  if (y < 1) return std::nullopt;
  if (text.size() == 4) return Interval{Day{year{y} / 1 / 1}, Day{year{y + 1} / 1 / 1}};
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  const int m = digits(text, 5, 2);
  if (m < 1 || m > 12) return std::nullopt;
  const year_month ym{year{y}, month{static_cast<unsigned>(m)}};
  return Interval{Day{ym / 1}, Day{(ym + months{1}) / 1}};
}

std::optional<Instant> parse_iso_instant(std::string_view text) {
  if (text.size() < 10) return std::nullopt;
  const auto date = parse_day(text.substr(0, 10));
  if (!date) return std::nullopt;
  if (text.size() == 10) return Instant{*date};
  if (text[10] != 'T' && text[10] != ' ') return std::nullopt;
  std::size_t at = 11;
  const int h = digits(text, at, 2), m = digits(text, at + 3, 2);
  if (h < 0 || h > 24 || m < 0 || m > 59 || at + 2 >= text.size() || text[at + 2] != ':') return std::nullopt;
  at += 5;
  int s = 0;
  if (at < text.size() && text[at] == ':') {
    s = digits(text, at + 1, 2);
    if (s < 0 || s > 60) return std::nullopt;
    at += 3;
    if (at < text.size() && text[at] == '.') {
      const std::size_t first = ++at;
      while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
      if (at == first) return std::nullopt;
    }
  }
  if (h == 24 && (m != 0 || s != 0)) return std::nullopt;
  const Instant local = Instant{*date} + hours{h} + minutes{m} + seconds{s};
  if (at == text.size() || (text[at] == 'Z' && at + 1 == text.size())) return local;
  if (text[at] != '+' && text[at] != '-') return std::nullopt;
  const int sign = text[at] == '+' ? 1 : -1;
  const int zh = digits(text, at + 1, 2);
  std::size_t rest = at + 3;
  int zm = 0;
  if (rest < text.size()) {
    if (text[rest] == ':') ++rest;
    zm = digits(text, rest, 2);
    rest += 2;
  }
  if (zh < 0 || zh > 14 || zm < 0 || zm > 59 || rest != text.size()) return std::nullopt;
  return local - sign * (hours{zh} + minutes{zm});
}

}  // namespace chancery
