// SPDX-License-Identifier: Apache-2.0
#include "document/dateline.h"

#include <algorithm>
#include <optional>

#include "document/address.h"
#include "document/words.h"

namespace chancery {
namespace {

constexpr std::size_t kLongest = 140;      // bytes before the dash
constexpr std::size_t kLongestLine = 200;  // of a line of dates
constexpr std::size_t kDashesTried = 3;

std::string_view trimmed(std::string_view text) {
  return trim(text, {0, static_cast<std::uint32_t>(text.size())}).of(text);
}

struct Dash {
  std::size_t begin = 0, end = 0;
  bool colon = false;
};

// The next sign at or after `at` that can end a dateline.
std::optional<Dash> next_dash(std::string_view text, std::size_t at) {
  for (; at < text.size() && at < kLongest; ++at) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("\xE2\x80\x93") || rest.starts_with("\xE2\x80\x94") ||
        rest.starts_with("\xE2\x80\x95"))
      return Dash{at, at + 3, false};
    if (rest.starts_with("--")) {
      std::size_t end = at + 2;
      while (end < text.size() && text[end] == '-') ++end;
      return Dash{at, end, false};
    }
    const bool spaced = at > 0 && (space_size(text, at - 1) == 1 || text[at - 1] == ')' || text[at - 1] == '/');
    if (text[at] == '-' && spaced && at + 1 < text.size() && space_size(text, at + 1) > 0)
      return Dash{at, at + 1, false};
    if (text[at] == ':' && at + 1 < text.size() && space_size(text, at + 1) > 0) return Dash{at, at + 1, true};
  }
  return std::nullopt;
}

bool has_lower(std::string_view text) { return std::any_of(text.begin(), text.end(), is_ascii_lower); }
bool has_upper(std::string_view text) { return std::any_of(text.begin(), text.end(), is_ascii_upper); }
bool has_digit(std::string_view text) { return std::any_of(text.begin(), text.end(), is_ascii_digit); }

enum class Places { kNone, kMixed, kCapitals };  // kCapitals: the first is written in capitals

// "KYIV, Ukraine", "Port-au-Prince", "WASHINGTON, D.C." … or something else (nullopt).
std::optional<Places> read_places(std::string_view text, std::size_t& parts, const DocumentRules& rules) {
  parts = 0;
  Places out = Places::kNone;
  std::string_view rest = trimmed(text);
  while (rest.ends_with(',') || rest.ends_with('.') || rest.ends_with('|')) {
    if (rest.ends_with('.') && rest.size() >= 2 && is_ascii_upper(rest[rest.size() - 2])) break;  // "D.C."
    rest = trimmed(rest.substr(0, rest.size() - 1));
  }
  while (!rest.empty()) {
    const std::size_t comma = rest.find_first_of(",/|");
    const std::string_view part = trimmed(rest.substr(0, comma));
    rest = comma == rest.npos ? std::string_view{} : rest.substr(comma + 1);
    if (part.empty()) continue;
    if (++parts > 3 || has_digit(part)) return std::nullopt;
    std::size_t words = 0;
    bool good = true;
    for_each_word(part, [&](Span word) {
      const std::string_view w = word.of(part);
      const bool link = w == "de" || w == "del" || w == "la" || w == "of" || w == "and" || w == "the" ||
                        w == "al" || w == "el" || w == "on" || w == "do" || w == "da";
      good = ++words <= 4 && (starts_upper(w) || (link && words > 1)) &&
             w.find_first_of("()\"!?;:") == w.npos && !rules.no_places.contains(w);
      return good;
    });
    if (!good) return std::nullopt;
    if (parts == 1)
      out = has_lower(part) || !has_upper(part) || part.size() < 2 ? Places::kMixed : Places::kCapitals;
  }
  return out;
}

// A clock time with its zone at the start of `text`: "10:15 GMT", "3.45 pm", "1915 UTC"; its size, or 0.
std::size_t clock_size(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&](std::size_t most) {
    std::size_t n = 0;
    while (at < text.size() && n < most && is_ascii_digit(text[at])) ++at, ++n;
    return n;
  };
  const std::size_t hours = digits(4);
  bool clock = false;
  if ((hours == 1 || hours == 2) && at + 2 < text.size() && (text[at] == ':' || text[at] == '.') &&
      is_ascii_digit(text[at + 1])) {
    ++at;
    clock = digits(2) == 2;
    if (clock && at < text.size() && text[at] == ':') ++at, digits(2);
  }
  if (hours == 0 || (at < text.size() && is_ascii_digit(text[at]))) return 0;
  std::size_t space = at;
  while (space < text.size() && text[space] == ' ') ++space;
  const std::string half = lower_ascii(text.substr(space, 4));
  if (half.starts_with("am") || half.starts_with("pm")) {
    at = space + 2;
    clock = true;
  } else if (half == "a.m." || half == "p.m.") {
    at = space + 4;
    clock = true;
  }
  std::size_t zone = at;
  while (zone < text.size() && text[zone] == ' ') ++zone;
  std::size_t end = zone;
  while (end < text.size() && is_ascii_upper(text[end])) ++end;
  const bool has_zone =
      end - zone >= 2 && end - zone <= 5 && (end == text.size() || !is_ascii_alnum(text[end]));
  if (hours == 4 && !clock && !has_zone) return 0;
  if (!clock && !(hours == 4 && has_zone)) return 0;
  if (has_zone) at = end;
  return at;
}

// Takes brackets, dates and times off the words before a dash; what is left should be places.
bool is_head(std::string_view head, const DocumentRules& rules, bool colon, bool all_capitals,
             DatelineOptions options) {
  head = trimmed(head);
  bool agency = false, dated = false;
  // "By Jane Doe LONDON (Example Wire) - The …": the names, up to the first word in capitals.
  if (head.starts_with("By ") || head.starts_with("BY ")) {
    std::size_t place = head.npos;
    for_each_word(head, [&](Span word) {
      const std::string_view w = word.of(head);
      if (word.begin > 2 && w.size() > 3 && !has_lower(w)) place = word.begin;
      return place == head.npos && (starts_upper(w) || w == "and");
    });
    if (place == head.npos || !(head.ends_with(')') || has_digit(head))) return false;
    head.remove_prefix(place);
  }
  while (head.ends_with(')') || head.ends_with('/')) {
    const char close = head.back();
    const std::size_t open = head.substr(0, head.size() - 1).rfind(close == ')' ? '(' : '/');
    if (open == head.npos) return false;
    const std::string_view name = head.substr(open + 1, head.size() - open - 2);
    if (name.empty() || count_words(name, 7) > 6 ||
        !(starts_upper(name) || is_ascii_digit(name.front()) || rules.agencies.contains(name)))
      return false;
    agency = true;
    head = trimmed(head.substr(0, open));
  }
  if (head.empty()) return agency && !colon;
  if (rules.agencies.contains(head)) return !colon;
  if (only_addresses(head) && count_words(head, 2) == 1)
    return !colon && options.opening;  // "example.com - The …"
  std::string rest;
  std::size_t at = 0;
  for (const LiteralDate& date : find_literal_dates(head)) {
    rest += head.substr(at, date.span.begin - at);
    at = date.span.end;
    dated = true;
  }
  if (!dated) {  // "PARIS, Monday (Reuters) -"
    const std::size_t comma = head.rfind(',');
    const std::string_view last = trimmed(comma == head.npos ? head : head.substr(comma + 1));
    if (weekday_named(last) > 0 && last.size() > 5) {
      head = comma == head.npos ? std::string_view{} : head.substr(0, comma);
      dated = comma != head.npos;
    }
  }
  rest += head.substr(std::min(at, head.size()));
  // "SAN JOSE (COSTA RICA), NO DATE"
  if (const std::size_t none = rest.find(", NO DATE"); none != rest.npos) {
    rest.resize(none);
    dated = true;
  }
  for (std::size_t open = rest.find('('); dated && open != rest.npos; open = rest.find('(')) {
    const std::size_t close = rest.find(')', open);
    if (close == rest.npos) return false;
    rest.erase(open, close - open + 1);
  }
  std::size_t parts = 0;
  const std::optional<Places> places = read_places(rest, parts, rules);
  if (!places) return false;
  if (*places == Places::kNone) return dated && !colon && options.opening;
  if (dated || agency) return !colon || options.opening;
  if (!options.opening || all_capitals) return false;
  const std::string_view first = trimmed(std::string_view(rest).substr(0, rest.find_first_of(",/|")));
  const bool known = rules.is_place(first);
  if (colon) return options.colon && known && *places == Places::kCapitals && !has_lower(rest);
  return known || (parts == 2 && count_words(rest, 5) <= 4);
}

// "[TEXT] [REPORT BY …] " after the dash, and "(By Jane Doe)"? No: only capitals in square brackets.
std::size_t marks_size(std::string_view text) {
  std::size_t at = 0;
  for (;;) {
    std::size_t open = at;
    while (open < text.size() && space_size(text, open) > 0) open += space_size(text, open);
    if (open >= text.size() || text[open] != '[') return at;
    const std::size_t close = text.find(']', open);
    if (close == text.npos || close - open > 80 || has_lower(text.substr(open, close - open))) return at;
    at = close + 1;
  }
}

std::uint32_t one_dateline(std::string_view paragraph, const DocumentRules& rules, DatelineOptions options) {
  const std::string_view front = paragraph.substr(0, kLongest + 100);
  std::size_t at = 0;
  for (std::size_t tried = 0; tried < kDashesTried; ++tried) {
    const std::optional<Dash> dash = next_dash(front, at);
    if (!dash) break;
    at = dash->end;
    std::string_view tail = trimmed(front.substr(dash->end));
    if (dash->begin == 0 || tail.empty()) continue;
    const bool opens = starts_upper(tail) || is_ascii_digit(tail.front()) || tail.front() == '[' ||
                       tail.front() == '$' || static_cast<unsigned char>(tail.front()) >= 0x80;
    if (!opens) continue;
    if (is_head(front.substr(0, dash->begin), rules, dash->colon, !has_lower(tail.substr(0, 60)), options)) {
      return static_cast<std::uint32_t>(dash->end + marks_size(front.substr(dash->end)));
    }
  }
  // "Thursday, May 7, 2015 On Tuesday, the government …": weekday, date and year, then a new sentence.
  if (const auto date = literal_date_at(paragraph, 0);
      date && date->weekday > 0 && date->year && options.opening) {
    const std::string_view rest = paragraph.substr(date->span.end);
    if (!rest.empty() && space_size(rest, 0) > 0 && starts_upper(trimmed(rest.substr(0, 40))))
      return date->span.end;
  }
  return 0;
}

}  // namespace

std::uint32_t dateline_size(std::string_view paragraph, const DocumentRules& rules, DatelineOptions options) {
  std::uint32_t size = one_dateline(paragraph, rules, options);
  // "Canadian Press - OTTAWA (CP) - The minister …"
  if (size > 0) size += one_dateline(paragraph.substr(size), rules, options);
  return size;
}

DateLine read_date_line(std::string_view line, const DocumentRules& rules) {
  DateLine out;
  if (line.size() > kLongestLine) return out;
  std::size_t at = 0;
  bool updated = false;
  // One place in front: "Geneva, 24 January 2019".
  if (const std::vector<LiteralDate> dates = find_literal_dates(line);
      !dates.empty() && dates[0].span.begin > 0) {
    const std::string_view head = line.substr(0, dates[0].span.begin);
    std::size_t parts = 0;
    const std::string folded_head = folded(head, kLongestLine);
    const bool label = std::any_of(rules.labels.begin(), rules.labels.end(),
                                   [&](const auto& entry) { return folded_head.starts_with(entry.first); });
    const auto places = label || !trimmed(head).ends_with(',') ? std::nullopt : read_places(head, parts, rules);
    if (places && *places != Places::kNone && parts <= 2 && dates[0].year) at = dates[0].span.begin;
  }
  while (at < line.size()) {
    if (const std::size_t space = space_size(line, at)) {
      at += space;
      continue;
    }
    const std::string_view rest = line.substr(at);
    if (const auto date = literal_date_at(line, at)) {
      out.dates.emplace_back(*date, updated);
      at = date->span.end;
      continue;
    }
    if (const std::size_t clock = clock_size(rest)) {
      at += clock;
      continue;
    }
    if (rest.starts_with("\xE2\x80\x93") || rest.starts_with("\xE2\x80\x94") ||
        rest.starts_with("\xE2\x80\xA2")) {
      at += 3;
      continue;
    }
    if (std::string_view(",|/-:.()").find(rest.front()) != std::string_view::npos) {
      ++at;
      continue;
    }
    if (rest.starts_with("\xC2\xB7")) {
      at += 2;
      continue;
    }
    const std::string start = lower_ascii(rest.substr(0, 24));
    const auto label = std::find_if(rules.labels.begin(), rules.labels.end(), [&](const auto& entry) {
      return start.starts_with(entry.first) &&
             (start.size() == entry.first.size() || !is_ascii_alnum(start[entry.first.size()]));
    });
    if (label != rules.labels.end()) {
      updated = label->second;
      at += label->first.size();
      continue;
    }
    std::size_t end = 0;
    while (end < rest.size() && (is_ascii_alnum(rest[end]) || rest[end] == '.')) ++end;
    const std::string_view word = rest.substr(0, end);
    if (word != "at" && word != "on" && weekday_named(word) == 0) return {};
    at += end;
  }
  out.dated = !out.dates.empty();
  return out;
}

}  // namespace chancery
