// A hand-written reader: dates are short and the forms are few.
// SPDX-License-Identifier: Apache-2.0
#include "base/date_text.h"

#include <array>
#include <string>

namespace chancery {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

constexpr std::array<std::string_view, 12> kMonths = {"january",   "february", "march",    "april",
                                                      "may",       "june",     "july",     "august",
                                                      "september", "october",  "november", "december"};

// The position in `names` (from 1) of a full name or of its first letters, at least three.
unsigned position_named(std::string_view word, const std::string_view* names, unsigned count) {
  if (word.ends_with('.')) word.remove_suffix(1);
  if (word.size() < 3 || word.size() > 9) return 0;
  std::string lower(word);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (unsigned i = 0; i < count; ++i) {
    const bool abbreviated =
        lower.size() == 3 || lower == "sept" || lower == "tues" || lower == "thur" || lower == "thurs";
    if (names[i] == lower || (abbreviated && names[i].starts_with(lower))) return i + 1;
  }
  return 0;
}

class Cursor {
 public:
  Cursor(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  std::size_t at() const { return at_; }
  void go(std::size_t at) { at_ = at; }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  // Spaces and no-break spaces; never a line break.
  bool spaces() {
    const std::size_t from = at_;
    while (peek() == ' ' || peek() == '\t' || (peek() == '\xC2' && peek(1) == '\xA0'))
      at_ += peek() == '\xC2' ? 2 : 1;
    return at_ > from;
  }
  // Letters and a full stop after an abbreviation; empty when there are none.
  std::string_view word() {
    const std::size_t from = at_;
    while (is_letter(peek()) && at_ - from < 12) ++at_;
    if (at_ > from && peek() == '.') ++at_;
    return text_.substr(from, at_ - from);
  }
  // A number of at most `most` digits with no further digit behind; -1 when there is none.
  int number(std::size_t most) {
    const std::size_t from = at_;
    int value = 0;
    while (is_digit(peek()) && at_ - from < most) value = value * 10 + (text_[at_++] - '0');
    if (at_ == from || is_digit(peek())) {
      at_ = from;
      return -1;
    }
    return value;
  }
  std::size_t digits_ahead() const {
    std::size_t n = 0;
    while (is_digit(peek(n)) && n < 9) ++n;
    return n;
  }
  void ordinal_suffix() {
    std::string two = {static_cast<char>(peek() | 0x20), static_cast<char>(peek(1) | 0x20)};
    if ((two == "st" || two == "nd" || two == "rd" || two == "th") && !is_letter(peek(2))) at_ += 2;
  }

 private:
  std::string_view text_;
  std::size_t at_;
};

// "[,] 2022" after day and month; also two digits where `short_too`. Leaves the cursor when there is no year.
void read_year(Cursor& cursor, LiteralDate& out, bool short_too) {
  const std::size_t back = cursor.at();
  cursor.spaces();
  const bool comma = cursor.take(',');
  cursor.spaces();
  const std::size_t digits = cursor.digits_ahead();
  if (cursor.at() > back && (digits == 4 || (digits == 2 && short_too && !comma))) {
    const int value = cursor.number(4);
    const bool clock =
        cursor.peek() == ':' || ((cursor.peek() == '.' || cursor.peek() == ',') && is_digit(cursor.peek(1)));
    if (!clock && !is_letter(cursor.peek()) && (digits == 2 || (value >= 1000 && value < 3000))) {
      out.year = digits == 4 ? value : value >= 70 ? 1900 + value : 2000 + value;
      out.short_year = digits == 2;
      return;
    }
  }
  cursor.go(back);
}

bool finish(const Cursor& cursor, std::size_t from, LiteralDate& out) {
  // 29 February is possible while the year is not known.
  if (!make_day(out.year.value_or(2000), out.month, out.day)) return false;
  if (is_letter(cursor.peek()) || is_digit(cursor.peek())) return false;
  if (cursor.peek() == '.' && is_digit(cursor.peek(1))) return false;
  out.span = {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(cursor.at())};
  return true;
}

bool month_first(Cursor cursor, std::size_t from, LiteralDate& out) {
  out.month = month_named(cursor.word());
  if (out.month == 0 || !cursor.spaces()) return false;
  const int day = cursor.number(2);
  if (day < 1) return false;
  out.day = static_cast<unsigned>(day);
  cursor.ordinal_suffix();
  // "June 2.5 million", "May 10:30"
  if ((cursor.peek() == '.' || cursor.peek() == ':' || cursor.peek() == ',') && is_digit(cursor.peek(1)))
    return false;
  read_year(cursor, out, false);
  return finish(cursor, from, out);
}

bool day_first(Cursor cursor, std::size_t from, LiteralDate& out) {
  const int day = cursor.number(2);
  if (day < 1) return false;
  out.day = static_cast<unsigned>(day);
  cursor.ordinal_suffix();
  const bool dashes = cursor.peek() == '-' && is_letter(cursor.peek(1));
  if (dashes) {
    cursor.take('-');
  } else if (!cursor.spaces()) {
    return false;
  }
  std::size_t back = cursor.at();
  if (cursor.word() != "of" || !cursor.spaces()) cursor.go(back);
  back = cursor.at();
  const std::string_view word = cursor.word();
  out.month = month_named(word);
  if (out.month == 0) return false;
  if (word.ends_with('.') && word.size() == kMonths[out.month - 1].size() + 1) {
    cursor.go(cursor.at() - 1);  // the stop of the sentence, not of "Sept."
  }
  if (dashes) {
    if (!cursor.take('-')) return false;
    const std::size_t digits = cursor.digits_ahead();
    const int year = cursor.number(4);
    if (digits != 2 && digits != 4) return false;
    out.year = digits == 4 ? year : year >= 70 ? 1900 + year : 2000 + year;
    out.short_year = digits == 2;
  } else {
    read_year(cursor, out, true);
  }
  return finish(cursor, from, out);
}

bool all_digits(Cursor cursor, std::size_t from, LiteralDate& out) {
  const std::size_t digits = cursor.digits_ahead();
  const int a = cursor.number(4);
  const char separator = cursor.peek();
  if (a < 1 || (separator != '-' && separator != '/' && separator != '.')) return false;
  cursor.take(separator);
  const int b = cursor.number(2);
  if (b < 1 || !cursor.take(separator)) return false;
  if (digits == 4) {
    const int c = cursor.number(2);
    if (separator == '.' || c < 1 || a < 1000 || a >= 3000) return false;
    out.year = a;
    out.month = static_cast<unsigned>(b);
    out.day = static_cast<unsigned>(c);
    return finish(cursor, from, out);
  }
  if (digits > 2 || separator == '-' || cursor.digits_ahead() != 4) return false;
  const int year = cursor.number(4);
  if (year < 1000 || year >= 3000) return false;
  out.year = year;
  if (separator == '.' || a > 12 || a == b) {  // day first
    out.day = static_cast<unsigned>(a);
    out.month = static_cast<unsigned>(b);
  } else if (b > 12) {
    out.month = static_cast<unsigned>(a);
    out.day = static_cast<unsigned>(b);
  } else {
    return false;  // 03/04/2022 is March to some and April to others
  }
  return finish(cursor, from, out);
}

}  // namespace

unsigned month_named(std::string_view word) { return position_named(word, kMonths.data(), 12); }

unsigned weekday_named(std::string_view word) {
  static constexpr std::array<std::string_view, 7> kDays = {"monday", "tuesday",  "wednesday", "thursday",
                                                            "friday", "saturday", "sunday"};
  return position_named(word, kDays.data(), 7);
}

std::optional<LiteralDate> literal_date_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return std::nullopt;
  Cursor cursor(text, at);
  LiteralDate out;
  if (is_letter(cursor.peek())) {
    out.weekday = weekday_named(cursor.word());
    if (out.weekday == 0) {
      cursor.go(at);
    } else {
      const bool space = cursor.spaces();
      cursor.take(',');
      if (!cursor.spaces() && !space) return std::nullopt;
    }
  }
  LiteralDate reading = out;
  if (is_letter(cursor.peek())) {
    if (month_first(cursor, at, reading)) return reading;
    return std::nullopt;
  }
  if (day_first(cursor, at, reading)) return reading;
  reading = out;
  if (all_digits(cursor, at, reading)) return reading;
  return std::nullopt;
}

std::vector<LiteralDate> find_literal_dates(std::string_view text) {
  std::vector<LiteralDate> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto inside = [](char c) { return is_letter(c) || is_digit(c); };
    if (!inside(text[at])) {
      ++at;
      continue;
    }
    // A number inside a longer one ("1.2022-02-06", "$3/4/2022") is no date.
    const char before = at > 0 ? text[at - 1] : ' ';
    const bool joined = before == '.' || before == '/' || before == '-' || before == '$' ||
                        static_cast<unsigned char>(before) >= 0x80;
    const bool nbsp = at > 1 && before == '\xA0' && text[at - 2] == '\xC2';
    const bool dash = at > 2 && text[at - 3] == '\xE2' && text[at - 2] == '\x80';
    if (!joined || nbsp || dash) {
      if (const auto date = literal_date_at(text, at)) {
        out.push_back(*date);
        at = date->span.end;
        continue;
      }
    }
    while (at < text.size() && inside(text[at])) ++at;
  }
  return out;
}

}  // namespace chancery
