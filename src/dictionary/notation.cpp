// SPDX-License-Identifier: Apache-2.0
#include "dictionary/notation.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "actors/words.h"

namespace chancery {
namespace {

constexpr std::size_t kMostElements = 40;      // of a pattern; no real one has more than a dozen
constexpr std::size_t kMostAlternatives = 64;  // of one line

constexpr std::string_view kNotations[] = {"tabari", "petrarch1", "petrarch2"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

// The tree bank writes "did n't"; texts and our words have "didn't".
std::string join_contractions(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i + 1, 3);
    if ((text[i] == ' ' || text[i] == '_') && (rest == "N'T" || rest == "n't")) continue;
    out += text[i];
  }
  return out;
}

// One word without blanks and `_`: its parts, the first joined to what stands before as `joined` says.
void add_word_parts(std::string_view word, bool stem, bool joined, std::vector<PhraseWord>& out) {
  while (!word.empty() && (word.back() == '=' || word.back() == '~')) {
    stem = stem && word.back() == '~';
    word.remove_suffix(1);
  }
  std::vector<Word> parts;
  split_words(word, 0, static_cast<std::uint32_t>(word.size()), parts);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool last = i + 1 == parts.size();
    out.push_back({stem && last ? parts[i].hash ^ kStemMark : parts[i].hash, i > 0 || joined});
  }
}

bool ends(std::string_view word, std::string_view upper) {
  if (word.size() < upper.size()) return false;
  for (std::size_t i = 0; i < upper.size(); ++i) {
    if ((word[word.size() - upper.size() + i] & ~0x20) != upper[i]) return false;
  }
  return true;
}

bool vowel_before_last(std::string_view word) {
  return word.size() > 1 &&
         std::string_view("AEIOUaeiou").find(word[word.size() - 2]) != std::string_view::npos;
}

// The ending in the case of the word.
std::string with(std::string_view word, std::string_view ending) {
  const bool lower = !word.empty() && word.back() >= 'a' && word.back() <= 'z';
  std::string out(word);
  for (const char c : ending) out += lower ? static_cast<char>(c | 0x20) : c;
  return out;
}

Error pattern_fault(std::string message, std::string hint = {}) {
  return {ErrorCode::kImportPattern, std::move(message), {}, std::move(hint)};
}

}  // namespace

std::string_view name_of(Notation notation) { return kNotations[static_cast<std::size_t>(notation)]; }

std::optional<Notation> notation_named(std::string_view name) {
  const auto found = std::find(std::begin(kNotations), std::end(kNotations), name);
  if (found == std::end(kNotations)) return std::nullopt;
  return static_cast<Notation>(found - std::begin(kNotations));
}

std::vector<PhraseWord> phrase_words(std::string_view phrase, bool stems) {
  const std::string text = join_contractions(phrase);
  std::vector<PhraseWord> out;
  bool joined = false;
  for (std::size_t at = 0; at < text.size();) {
    if (is_blank(text[at]) || text[at] == '_') {
      joined = text[at++] == '_' && !out.empty();
      continue;
    }
    const std::size_t end = std::min(text.find_first_of(" \t_", at), text.size());
    const bool whole = end < text.size() && text[end] == '_';
    add_word_parts(std::string_view(text).substr(at, end - at), stems && !whole, joined && !out.empty(), out);
    at = end;
    joined = false;
  }
  return out;
}

Result<VerbPattern> parse_pattern(std::string_view given, Notation notation) {
  const std::string text = join_contractions(given);
  VerbPattern out;
  bool joined = false, seen_verb = false;
  char bracket = 0;  // the one that is open
  std::vector<PatternElement>* side = &out.before;
  const auto add = [&](PatternElement element) {
    element.joined = joined && (seen_verb || !side->empty());
    side->push_back(std::move(element));
    joined = false;
  };
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (is_blank(c)) {
      joined = false;
      ++at;
    } else if (c == '_') {
      joined = true;
      ++at;
    } else if (c == '*') {
      if (seen_verb) return pattern_fault("the verb `*` stands twice");
      seen_verb = true;
      out.verb_joined = joined && !out.before.empty();
      side = &out.after;
      joined = false;
      ++at;
    } else if (c == '$' || c == '+' || c == '%' || c == '^') {
      PatternElement element;
      element.kind = c == '$'   ? ElementKind::kSource
                     : c == '+' ? ElementKind::kTarget
                     : c == '%' ? ElementKind::kCompound
                                : ElementKind::kSkip;
      add(std::move(element));
      ++at;
    } else if (c == '{' || c == '(') {
      if (bracket == '{' || (bracket == '(' && c == '('))
        return pattern_fault(fmt::format("`{}` inside `{}`", c, bracket));
      if (bracket == 0) bracket = c;
      ++at;
      joined = false;
    } else if (c == '}' || c == ')') {
      if (bracket == 0) return pattern_fault(fmt::format("`{}` without its opening", c));
      if (c == (bracket == '{' ? '}' : ')')) bracket = 0;
      // The last word in braces heads the phrase.
      if (!side->empty() && side->back().kind == ElementKind::kWord)
        side->back().head = notation == Notation::kPetrarch2;
      ++at;
      joined = false;
    } else {
      const std::size_t end = std::min(text.find_first_of(" \t_*$+%^{}()", at), text.size());
      std::string_view word = std::string_view(text).substr(at, end - at);
      if (word.starts_with("&")) {
        PatternElement element;
        element.kind = ElementKind::kSynset;
        element.synset = word.substr(1);
        if (element.synset.empty()) return pattern_fault("`&` without a name");
        out.weight += static_cast<int>(element.synset.size());
        add(std::move(element));
      } else {
        const bool whole = end < text.size() && text[end] == '_';
        std::vector<PhraseWord> parts;
        add_word_parts(word, notation == Notation::kTabari && !whole, joined, parts);
        if (parts.empty()) return pattern_fault(fmt::format("`{}` is no word", word));
        for (const PhraseWord& part : parts) {
          PatternElement element;
          element.word = part.hash;
          // Bare words of PETRARCH 2 are heads; before the verb and in prepositional phrases they are left as
          // they are.
          element.head = notation == Notation::kPetrarch2 && bracket == 0 && seen_verb;
          joined = part.joined;
          add(std::move(element));
        }
        out.weight += static_cast<int>(word.size());
      }
      at = end;
    }
    if (out.before.size() + out.after.size() > kMostElements)
      return pattern_fault(fmt::format("more than {} parts", kMostElements));
  }
  if (bracket != 0) return pattern_fault(fmt::format("`{}` is not closed", bracket));
  if (!seen_verb) return pattern_fault("no `*` where the verb stands");
  if (out.before.empty() && out.after.empty()) {
    return pattern_fault("nothing but the verb: it would match every use of it",
                         "give this code to the verb itself");
  }
  for (const auto* half : {&out.before, &out.after}) {
    for (std::size_t i = 0; i < half->size(); ++i) {
      if ((*half)[i].kind == ElementKind::kSkip && half->size() == 1 &&
          (half == &out.before ? out.after : out.before).empty()) {
        return pattern_fault("`^` alone: an actor that is passed over needs one that is taken");
      }
    }
  }
  return out;
}

Result<std::vector<std::string>> alternatives(std::string_view text) {
  std::vector<std::string> out{std::string()};
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('{'), text.size());
    for (std::string& one : out) one += text.substr(0, open);
    if (open == text.size()) break;
    const std::size_t close = text.find('}', open);
    if (close == text.npos) return pattern_fault("`{` is not closed");
    const std::string_view inside = text.substr(open + 1, close - open - 1);
    std::vector<std::string> more;
    for (std::size_t at = 0; at <= inside.size();) {
      const std::size_t bar = std::min(inside.find('|', at), inside.size());
      for (const std::string& one : out) more.push_back(one + std::string(inside.substr(at, bar - at)));
      if (more.size() > kMostAlternatives)
        return pattern_fault(fmt::format("more than {} ways to read it", kMostAlternatives));
      at = bar + 1;
    }
    out = std::move(more);
    text.remove_prefix(close + 1);
  }
  return out;
}

Result<EventCode> parse_event_code(std::string_view text) {
  const auto fault = [&](std::string message) {
    return Error{ErrorCode::kImportCode, std::move(message), {}, {}};
  };
  std::string plain;
  for (const char c : text) {
    if (!is_blank(c)) plain += c;
  }
  EventCode out;
  if (plain.ends_with('?') || plain.ends_with('!')) {
    (plain.back() == '?' ? out.subordinate : out.dominant) = true;
    plain.pop_back();
  }
  if (plain == "---") {
    out.null = true;
    return out;
  }
  if (plain == "###") {
    out.discard = true;
    return out;
  }
  if (plain == "+++") return fault("`+++` (set aside as too complex) has no counterpart");
  const std::size_t colon = plain.find(':');
  out.forward = plain.substr(0, colon);
  if (colon != plain.npos) out.reverse = plain.substr(colon + 1);
  for (std::string* side : {&out.forward, &out.reverse}) {
    if (*side == "---") side->clear();
    for (const char c : *side) {
      if (!is_digit(c) && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z'))
        return fault(fmt::format("`{}` is no event code", text));
    }
  }
  if (out.forward.empty() && out.reverse.empty()) return fault("the code is empty");
  return out;
}

std::string format_dated_codes(const std::vector<DatedCode>& codes) {
  std::string out;
  for (const DatedCode& code : codes) {
    if (!out.empty()) out += "; ";
    out += code.code;
    if (!code.from && !code.until) continue;
    out += fmt::format(" {}..{}", code.from ? format_day(*code.from) : "",
                       code.until ? format_day(*code.until) : "");
  }
  return out;
}

Result<std::vector<DatedCode>> parse_dated_codes(std::string_view text) {
  std::vector<DatedCode> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("; "), text.size());
    std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 2, text.size()));
    DatedCode code;
    const std::size_t blank = one.find(' ');
    code.code = one.substr(0, blank);
    const auto fault = [&] {
      return Error{ErrorCode::kRulesBadValue,
                   fmt::format("`{}` is no code with its days", one),
                   {},
                   "write AFGGOV, or AFGGOV 1978-04-27..1978-04-30; either day may be left out"};
    };
    if (code.code.empty()) return fault();
    if (blank != one.npos) {
      const std::string_view days = one.substr(blank + 1);
      const std::size_t dots = days.find("..");
      if (dots == days.npos || days.size() == 2) return fault();
      const std::string_view from = days.substr(0, dots), until = days.substr(dots + 2);
      code.from = parse_day(from);
      code.until = parse_day(until);
      if (code.from.has_value() != !from.empty() || code.until.has_value() != !until.empty()) return fault();
      if (code.from && code.until && *code.until < *code.from) {
        return Error{ErrorCode::kRulesInterval, fmt::format("`{}` ends before it starts", one), {}, {}};
      }
    }
    out.push_back(std::move(code));
  }
  return out;
}

std::optional<ReadDay> read_day(std::string_view digits, std::optional<Day> horizon) {
  if ((digits.size() != 6 && digits.size() != 8) || !std::all_of(digits.begin(), digits.end(), is_digit))
    return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t size) {
    int value = 0;
    for (std::size_t i = at; i < at + size; ++i) value = value * 10 + (digits[i] - '0');
    return value;
  };
  const std::size_t years = digits.size() - 4;
  const auto month = static_cast<unsigned>(number(years, 2)), day = static_cast<unsigned>(number(years + 2, 2));
  if (years == 4) {
    const auto read = make_day(number(0, 4), month, day);
    if (!read) return std::nullopt;
    return ReadDay{*read, false};
  }
  constexpr int kPivot = 30;
  const int short_year = number(0, 2);
  const auto late = make_day(2000 + short_year, month, day), early = make_day(1900 + short_year, month, day);
  if (short_year > kPivot) return early ? std::optional(ReadDay{*early, false}) : std::nullopt;
  if (!late) return std::nullopt;
  if (horizon && *late > *horizon && early) return ReadDay{*early, true};
  return ReadDay{*late, false};
}

std::vector<std::string> regular_forms(std::string_view verb) {
  const bool y = ends(verb, "Y") && !vowel_before_last(verb);
  const bool hiss =
      ends(verb, "S") || ends(verb, "X") || ends(verb, "Z") || ends(verb, "CH") || ends(verb, "SH");
  const std::string_view stem = verb.substr(0, verb.empty() ? 0 : verb.size() - 1);
  return {y ? with(stem, "IES") : with(verb, hiss ? "ES" : "S"),
          y ? with(stem, "IED") : with(verb, ends(verb, "E") ? "D" : "ED"),
          with(ends(verb, "E") && !vowel_before_last(verb) ? stem : verb, "ING")};
}

std::string regular_plural(std::string_view noun) {
  if (ends(noun, "Y") && !vowel_before_last(noun)) return with(noun.substr(0, noun.size() - 1), "IES");
  return with(noun, ends(noun, "S") ? "ES" : "S");
}

}  // namespace chancery
