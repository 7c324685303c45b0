// SPDX-License-Identifier: Apache-2.0
#include "time/grammar.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "time/calendar.h"

namespace chancery {
namespace {

// Classes the lexer gives to digits. The rest of the classes is data.
enum Lexed : std::uint32_t {
  kAny,
  kNumberClass,
  kYearClass,
  kShortYearClass,
  kDayClass,
  kMonthNumberClass,
  kHourClass,
  kMinuteClass,
  kOrdinalClass,
  kDayOrdinalClass,
  kWordClass,
  kCardinalClass,
  kScaleClass,
  kClockClass,
  kDayFigureClass,  // "11th", not "eleventh"
  kLexedSize
};
constexpr const char* kLexedNames[] = {"any",     "number", "year", "yy",       "dom",   "mm",   "hh",   "min",
                                       "ordinal", "domth",  "word", "cardinal", "scale", "hhmm", "dayth"};

// What rules make, and its kinds by finest field; patterns name them <date>, <date.month>.
enum Made : std::uint32_t {
  kDateMade = kLexedSize,
  kDurationMade,
  kSetMade,
  kRefMade,
  kRangeMade,
  kAgeMade,
  kDated,
  kOpen,
  kDeictic,
  kNearDay,  // a bare weekday, today or tomorrow
  kFirstGranularity
};
constexpr const char* kMadeNames[] = {"date", "duration",   "set",       "ref",          "range",
                                      "age",  "date.dated", "date.open", "date.deictic", "date.near_day"};
constexpr std::uint32_t kFirstFreeClass =
    kFirstGranularity + static_cast<std::uint32_t>(Granularity::kCentury) + 1;

constexpr const char* kFieldNames[] = {
    "year",   "yy",       "era",   "decade",     "century", "half",      "quarter", "season",
    "month",  "week",     "day",   "weekday",    "weekend", "part",      "hour",    "minute",
    "second", "meridiem", "zone",  "feast",      "unit",    "direction", "count",   "count_high",
    "nth",    "exact",    "every", "quantifier", "times",   "fiscal",    "vague",   "mark"};
static_assert(std::size(kFieldNames) == kFieldCount);

// Slots beyond the fields.
enum Slot : std::uint8_t {
  kNoSlot = 0,
  kFirstField = 1,
  kItemSlot = kFirstField + kFieldCount,
  kPartSlot,
  kWholeSlot,
  kFromSlot,
  kToSlot,
  kFromDaySlot,
  kToDaySlot,
  kModSlot,
  kAnchorSlot,
  kEventSlot,
  kFromYearSlot,
  kFromHourSlot,
  kMidSlot,
  kMidDaySlot,
  kZoneAheadSlot,
  kZoneBehindSlot
};
constexpr const char* kSlotNames[] = {"item",   "inner",   "outer",      "from",       "to",        "from_day",
                                      "to_day", "mod",     "anchor",     "event",      "from_year", "from_hour",
                                      "mid",    "mid_day", "zone_ahead", "zone_behind"};

constexpr std::string_view kMods[] = {"START",     "MID",       "END",           "APPROX",
                                      "LESS_THAN", "MORE_THAN", "EQUAL_OR_LESS", "EQUAL_OR_MORE",
                                      "BEFORE",    "AFTER",     "ON_OR_BEFORE",  "ON_OR_AFTER"};
constexpr std::string_view kParts[] = {"MO", "AF", "EV", "NI", "MI", "DT", "DA"};
constexpr std::string_view kSeasons[] = {"SP", "SU", "FA", "WI"};
constexpr std::string_view kKinds[] = {"",      "number", "date", "duration", "set",    "ref",
                                       "range", "list",   "age",  "skip",     "invalid"};
constexpr std::string_view kBases[] = {"none", "document", "narrative", "item", "event"};

// Conditions that a rule can put on its match; docs/rules/time.md explains each.
enum Need : std::uint8_t {
  kYearLike,
  kNounLast,
  kNotAName,
  kWidePeriod,
  kOpenInner,
  kOpenItem,
  kDeicticItem,
  kOneMod,
  kNoObjectAfter,
  kRangeFits,
  kListFits,
  kNoOfAfter,
  kPartOfWhole,
  kCapitalFirst,
  kAfterDeterminer,
  kAfterPreposition,
  kNoNameAfter,
  kPhraseEnd,
  kNoNounAfter,
  kNotAfterFor,
  kSecondIsFiner
};
constexpr std::string_view kNeeds[] = {
    "year-like",     "noun-last",     "not-a-name",       "wide-period",       "open-inner",    "open-item",
    "deictic-item",  "one-mod",       "no-object-after",  "range-fits",        "list-fits",     "no-of-after",
    "part-of-whole", "capital-first", "after-determiner", "after-preposition", "no-name-after", "phrase-end",
    "no-noun-after", "not-after-for", "second-is-finer"};

enum Condition : std::uint8_t {
  kCapital = 1,
  kNoun = 2,
  kNotVerb = 4,
  kLower = 8,
  kNotPerson = 16,
  kNotInName = 32,
  kAbbreviated = 64
};

template <std::size_t N>
std::optional<std::int32_t> index_in(const std::string_view (&names)[N], std::string_view name) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == name) return static_cast<std::int32_t>(i);
  return std::nullopt;
}

std::optional<Granularity> granularity_named(std::string_view name) {
  for (int i = 1; i <= static_cast<int>(Granularity::kCentury); ++i)
    if (name_of(static_cast<Granularity>(i)) == name) return static_cast<Granularity>(i);
  return std::nullopt;
}

std::optional<TimeOperator> operator_named(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(TimeOperator::kAfter); ++i)
    if (name_of(static_cast<TimeOperator>(i)) == name) return static_cast<TimeOperator>(i);
  return std::nullopt;
}

bool is_letter(unsigned char c) { return static_cast<unsigned>((c | 0x20) - 'a') < 26u; }
bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }

// 31 February does not; without a year 29 February may.
bool exists(const Meaning& m) {
  if (!m.has(Field::kDay) || !m.has(Field::kMonth)) return true;
  const int year = m.get_or(Field::kYear, 0) > 0 ? m.get(Field::kYear) : 2000;
  const int day = m.get(Field::kDay), month = m.get(Field::kMonth);
  if (day == kLastDay) return true;
  return day >= 1 && day <= 31 && month >= 1 && month <= 12 &&
         make_day(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

}  // namespace

std::string_view part_of_day_code(std::int32_t part) { return kParts[static_cast<std::size_t>(part)]; }

std::optional<Field> field_named(std::string_view name) {
  for (std::size_t i = 0; i < kFieldCount; ++i)
    if (kFieldNames[i] == name) return static_cast<Field>(i);
  return std::nullopt;
}

Granularity finest(const Meaning& m) {
  if (m.has(Field::kSecond)) return Granularity::kSecond;
  if (m.has(Field::kMinute)) return Granularity::kMinute;
  if (m.has(Field::kHour)) return Granularity::kHour;
  if (m.has(Field::kPart)) return Granularity::kDayPart;
  if (m.has(Field::kDay) || m.has(Field::kWeekday) || m.has(Field::kFeast)) return Granularity::kDay;
  if (m.has(Field::kWeekend)) return Granularity::kWeekend;
  if (m.has(Field::kWeek)) return Granularity::kWeek;
  if (m.has(Field::kMonth)) return Granularity::kMonth;
  if (m.has(Field::kQuarter)) return Granularity::kQuarter;
  if (m.has(Field::kSeason)) return Granularity::kSeason;
  if (m.has(Field::kHalf)) return Granularity::kHalfYear;
  if (m.unit != Granularity::kNone) return m.unit;
  if (m.has(Field::kYear)) return Granularity::kYear;
  if (m.has(Field::kDecade)) return Granularity::kDecade;
  if (m.has(Field::kCentury)) return Granularity::kCentury;
  return Granularity::kNone;
}

Granularity coarsest(const Meaning& m) {
  if (m.has(Field::kCentury)) return Granularity::kCentury;
  if (m.has(Field::kDecade)) return Granularity::kDecade;
  if (m.has(Field::kYear)) return Granularity::kYear;
  if (m.unit != Granularity::kNone && m.kind == MeaningKind::kDate) return m.unit;
  if (m.has(Field::kHalf)) return Granularity::kHalfYear;
  if (m.has(Field::kSeason)) return Granularity::kSeason;
  if (m.has(Field::kQuarter)) return Granularity::kQuarter;
  if (m.has(Field::kMonth)) return Granularity::kMonth;
  if (m.has(Field::kWeek)) return Granularity::kWeek;
  if (m.has(Field::kWeekend)) return Granularity::kWeekend;
  if (m.has(Field::kDay) || m.has(Field::kWeekday) || m.has(Field::kFeast)) return Granularity::kDay;
  if (m.has(Field::kPart)) return Granularity::kDayPart;
  if (m.has(Field::kHour)) return Granularity::kHour;
  return Granularity::kNone;
}

std::size_t Grammar::TextHash::operator()(std::string_view text) const {
  std::uint64_t h = 0xcbf29ce484222325u;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return static_cast<std::size_t>(h ^ h >> 29);
}

std::uint32_t Grammar::class_id(std::string_view name, bool create) {
  const auto found = class_ids_.find(name);
  if (found != class_ids_.end()) return found->second;
  if (!create) return kNoWord;
  const auto id = static_cast<std::uint32_t>(class_names_.size());
  class_names_.emplace_back(name);
  class_ids_.emplace(name, id);
  return id;
}

std::uint32_t Grammar::word_id(std::string_view text, bool create) {
  const auto found = word_ids_.find(text);
  if (found != word_ids_.end()) return found->second;
  if (!create) return kNoWord;
  const auto id = static_cast<std::uint32_t>(words_.size());
  words_.emplace_back();
  word_ids_.emplace(text, id);
  return id;
}

std::string_view Grammar::feast_rule(std::int32_t feast) const {
  return feast < 0 || static_cast<std::size_t>(feast) >= feasts_.size()
             ? std::string_view{}
             : std::string_view(feasts_[static_cast<std::size_t>(feast)]);
}

bool Grammar::word_in(std::string_view lower, std::string_view class_name) const {
  const auto word = word_ids_.find(lower);
  const auto cls = class_ids_.find(class_name);
  if (word == word_ids_.end() || cls == class_ids_.end()) return false;
  const std::vector<Sense>& senses = words_[word->second].senses;
  return std::any_of(senses.begin(), senses.end(), [&](const Sense& s) { return s.class_id == cls->second; });
}

// ---------------------------------------------------------------------------------------------------------------------
// Compilation

Grammar Grammar::compile(const Rulebook& rulebook, Diagnostics& diagnostics) {
  Grammar grammar;
  for (const char* name : kLexedNames) grammar.class_id(name, true);
  for (const char* name : kMadeNames) grammar.class_id(name, true);
  for (int i = 0; i <= static_cast<int>(Granularity::kCentury); ++i)
    grammar.class_id(fmt::format("date.{}", i == 0 ? "none" : name_of(static_cast<Granularity>(i))), true);

  for (RuleTable table : rulebook.tables("time", "settings", diagnostics)) {
    const auto date = table.reduced_date("example_date");
    if (date && date->start) grammar.example_date_ = day_of(*date->start);
    table.finish();
  }
  for (RuleTable table : rulebook.tables("time", "level", diagnostics)) {
    Level level;
    level.id = table.id();
    level.repeat = table.boolean_or("repeat", false);
    table.string_or("why", {});
    level.nodes.emplace_back();
    table.finish();
    if (grammar.levels_.size() == 31) table.fault(ErrorCode::kRulesBadValue, "more than 31 levels");
    grammar.levels_.push_back(std::move(level));
  }
  grammar.compile_lexicon(rulebook, diagnostics);

  for (RuleTable table : rulebook.tables("time", "rule", diagnostics)) {
    TimeRule rule;
    rule.id = table.id();
    const std::string level = table.string("level");
    const auto at = std::find_if(grammar.levels_.begin(), grammar.levels_.end(),
                                 [&](const Level& l) { return l.id == level; });
    if (at == grammar.levels_.end()) {
      table.fault(ErrorCode::kRulesBadValue, fmt::format("no level `{}`", level),
                  "levels stand in data/time/words.toml", "level");
      continue;
    }
    rule.level = static_cast<std::uint32_t>(at - grammar.levels_.begin());
    const std::string make = table.string_or("make", {});
    if (!make.empty()) {
      const auto kind = index_in(kKinds, make);
      if (!kind || *kind < 2) {
        table.fault(ErrorCode::kRulesBadValue, fmt::format("nothing to make called `{}`", make),
                    "one of date, duration, set, ref, range, list, age, skip, invalid", "make");
      } else {
        rule.kind = static_cast<MeaningKind>(*kind);
      }
    }
    if (std::optional<RuleTable> set = table.table("set")) {
      for (const std::string& key : set->keys()) {
        const auto bad = [&](const std::string& what) { set->fault(ErrorCode::kRulesBadValue, what, {}, key); };
        if (key == "base") {
          const auto base = index_in(kBases, set->string(key));
          if (base)
            rule.set.base = static_cast<Base>(*base);
          else
            bad("not a base: none, document, narrative, item, event");
          rule.sets_base = true;
        } else if (key == "unit") {
          const auto unit = granularity_named(set->string(key));
          if (unit)
            rule.set.unit = *unit;
          else
            bad("not a unit");
        } else if (key == "op") {
          const auto op = operator_named(set->string(key));
          if (op)
            rule.set.op = *op;
          else
            bad("not an operator");
        } else if (key == "mod") {
          const auto mod = index_in(kMods, set->string(key));
          if (mod)
            rule.set.mod = kMods[static_cast<std::size_t>(*mod)];
          else
            bad("not a TIMEX3 mod");
        } else if (key == "value") {
          static constexpr std::string_view kRefs[] = {"PRESENT_REF", "PAST_REF", "FUTURE_REF"};
          const auto ref = index_in(kRefs, set->string(key));
          if (ref)
            rule.set.value = kRefs[static_cast<std::size_t>(*ref)];
          else
            bad("not PRESENT_REF, PAST_REF or FUTURE_REF");
        } else if (key == "later") {
          rule.set.later_part = set->boolean_or(key, false);
        } else if (key == "earlier") {
          rule.set.earlier_part = set->boolean_or(key, false);
        } else if (const auto field = field_named(key)) {
          std::optional<std::int64_t> number;
          if (*field == Field::kFeast) {
            const std::string feast = set->string(key);
            const auto found = std::find(grammar.feasts_.begin(), grammar.feasts_.end(), feast);
            number = found - grammar.feasts_.begin();
            if (found == grammar.feasts_.end()) grammar.feasts_.push_back(feast);
          } else if (*field == Field::kPart) {
            const auto part = index_in(kParts, set->string(key));
            if (part)
              number = *part;
            else
              bad("not a part of the day");
          } else {
            const bool halves =
                *field == Field::kCount || *field == Field::kCountHigh;  // kept in halves: 1.5 is 3
            if (const auto value = set->number(key))
              number = static_cast<std::int64_t>(*value * (halves ? 2 : 1));
          }
          if (number) rule.set.set(*field, static_cast<std::int32_t>(*number));
        }
      }
      set->finish();
    }
    for (const std::string& need : table.strings("needs")) {
      const auto found = index_in(kNeeds, need);
      if (!found)
        table.fault(ErrorCode::kRulesBadValue, fmt::format("no condition `{}`", need),
                    "the conditions are listed in docs/rules/time.md", "needs");
      else
        rule.conditions.push_back(static_cast<std::uint8_t>(*found));
    }
    const auto index = static_cast<std::uint32_t>(grammar.rules_.size());
    const std::vector<std::string> patterns = table.required_strings("pattern");
    rule.examples = table.examples();
    grammar.rules_.push_back(std::move(rule));
    for (const std::string& pattern : patterns) grammar.compile_pattern(table, index, pattern);
    table.finish();
  }
  grammar.finish_starts();
  return grammar;
}

void Grammar::compile_lexicon(const Rulebook& rulebook, Diagnostics& diagnostics) {
  for (RuleTable table : rulebook.tables("time", "words", diagnostics)) {
    table.id();
    const std::uint32_t id = class_id(table.string("class"), true);
    if (id >= 192) {
      table.fault(ErrorCode::kRulesBadValue, "more than 192 word classes", {}, "class");
      return;
    }
    const std::string values = table.string_or("values", "number");
    const auto slot_of = [](Field field) {
      return static_cast<std::uint8_t>(kFirstField + static_cast<int>(field));
    };
    if (values == "unit")
      class_slots_[id] = slot_of(Field::kUnit);
    else if (values == "part")
      class_slots_[id] = slot_of(Field::kPart);
    else if (values == "season")
      class_slots_[id] = slot_of(Field::kSeason);
    else if (values == "feast")
      class_slots_[id] = slot_of(Field::kFeast);
    else if (values == "mod")
      class_slots_[id] = kModSlot;
    const bool abbreviations = table.boolean_or("abbreviations", false);
    const bool weak = table.boolean_or("weak", false);
    if (!weak) strong_.add(id);
    std::uint8_t conditions = 0;
    for (const std::string& only : table.strings("only")) {
      if (only == "capital")
        conditions |= kCapital;
      else if (only == "noun")
        conditions |= kNoun;
      else if (only == "not-verb")
        conditions |= kNotVerb;
      else if (only == "lower")
        conditions |= kLower;
      else if (only == "not-person")
        conditions |= kNotPerson;
      else if (only == "not-in-name")
        conditions |= kNotInName;
      else if (only == "abbreviated")
        conditions |= kAbbreviated;
      else
        table.fault(ErrorCode::kRulesBadValue, fmt::format("no condition `{}`", only),
                    "capital, noun, not-verb, lower, not-person, not-in-name, abbreviated", "only");
    }
    table.string_or("why", {});
    const auto add = [&](const std::string& text, std::int32_t value) {
      Word& word = words_[word_id(text, true)];
      word.senses.push_back({id, value, conditions});
      word.dotted = word.dotted || abbreviations;
      word.strong = word.strong || !weak;
    };
    for (const std::string& text : table.strings("list")) add(text, 1);
    if (std::optional<RuleTable> words = table.table("words")) {
      for (const std::string& text : words->keys()) {
        std::optional<std::int32_t> value;
        if (values == "number") {
          if (const auto number = words->integer(text)) value = static_cast<std::int32_t>(*number);
        } else {
          const std::string name = words->string(text);
          if (values == "unit") {
            if (const auto unit = granularity_named(name)) value = static_cast<std::int32_t>(*unit);
          } else if (values == "mod") {
            value = index_in(kMods, name);
          } else if (values == "part") {
            value = index_in(kParts, name);
          } else if (values == "season") {
            value = index_in(kSeasons, name);
          } else if (values == "feast") {
            const auto found = std::find(feasts_.begin(), feasts_.end(), name);
            value = static_cast<std::int32_t>(found - feasts_.begin());
            if (found == feasts_.end()) feasts_.push_back(name);
          }
          if (!value)
            words->fault(ErrorCode::kRulesBadValue, fmt::format("`{}` is no {}", name, values), {}, text);
        }
        if (value) add(text, *value);
      }
      words->finish();
    }
    table.finish();
  }
  for (const std::uint32_t id : {kYearClass, kNumberClass, kOrdinalClass}) strong_.add(id);
}

// A pattern is expanded into flat sequences (options and alternatives multiplied out) that share a trie:
//
//   "the? {direction} {unit}"   →   the {direction} {unit}  |  {direction} {unit}
void Grammar::compile_pattern(RuleTable& table, std::uint32_t rule, std::string_view pattern) {
  struct Element {
    bool is_word, joined;
    std::uint32_t id;
    std::uint8_t slot;
    char mark;  // '[' or ']' for the borders of the core, else 0
  };
  using Flat = std::vector<Element>;
  constexpr std::size_t kMost = 4096;
  std::size_t at = 0;
  bool failed = false;
  const auto fault = [&](std::string what) {
    if (!failed)
      table.fault(ErrorCode::kRulesBadValue, fmt::format("pattern `{}`: {}", pattern, what), {}, "pattern");
    failed = true;
  };
  const auto skip_spaces = [&] {
    while (at < pattern.size() && pattern[at] == ' ') ++at;
  };
  const auto join = [&](const std::vector<Flat>& a, const std::vector<Flat>& b) {
    std::vector<Flat> out;
    if (a.size() * b.size() > kMost) {
      fault("too many alternatives");
      return out;
    }
    for (const Flat& x : a) {
      for (const Flat& y : b) {
        out.push_back(x);
        out.back().insert(out.back().end(), y.begin(), y.end());
      }
    }
    return out;
  };
  // sequence := (element '?'?)*   group := '(' sequence ('/' sequence)* ')'
  const auto parse_sequence = [&](auto& self, bool inside) -> std::vector<Flat> {
    std::vector<Flat> result{{}}, finished;
    while (!failed) {
      skip_spaces();
      if (at >= pattern.size()) {
        if (inside) fault("missing `)`");
        break;
      }
      if (inside && pattern[at] == ')') {
        ++at;
        break;
      }
      if (inside && pattern[at] == '/' && (at + 1 >= pattern.size() || pattern[at + 1] == ' ')) {
        ++at;
        finished.insert(finished.end(), result.begin(), result.end());
        result = {{}};
        continue;
      }
      std::vector<Flat> element;
      if (pattern[at] == '(') {
        ++at;
        element = self(self, true);
      } else if (pattern[at] == '[' || pattern[at] == ']') {
        element = {{{false, false, 0, 0, pattern[at++]}}};
      } else {
        bool joined = false;
        if (pattern[at] == '~') {
          joined = true;
          ++at;
        }
        if (pattern[at] == '{' || pattern[at] == '<') {
          const char close = pattern[at] == '{' ? '}' : '>';
          const std::size_t end = pattern.find(close, at);
          if (end == std::string_view::npos) {
            fault(fmt::format("missing `{}`", close));
            break;
          }
          const std::string_view inner = pattern.substr(at + 1, end - at - 1);
          const std::size_t colon = inner.find(':');
          const std::string_view name = inner.substr(0, colon);
          const std::string_view slot_name = colon == std::string_view::npos ? name : inner.substr(colon + 1);
          const std::uint32_t id = class_id(name, false);
          if (id == kNoWord) fault(fmt::format("no word class or kind `{}`", name));
          std::uint8_t slot = kNoSlot;
          if (const auto field = field_named(slot_name))
            slot = static_cast<std::uint8_t>(kFirstField + static_cast<int>(*field));
          for (std::size_t i = 0; i < std::size(kSlotNames); ++i)
            if (kSlotNames[i] == slot_name) slot = static_cast<std::uint8_t>(kItemSlot + i);
          const bool unused = colon != std::string_view::npos && slot_name == "-";
          if (slot == kNoSlot && colon != std::string_view::npos && !unused)
            fault(fmt::format("nothing to fill called `{}`", slot_name));
          if (slot == kNoSlot && close == '>' && !unused) slot = kItemSlot;
          if (slot == kNoSlot && id != kNoWord && id < 192 && !unused) slot = class_slots_[id];
          element = {{{false, joined, id, slot, 0}}};
          at = end + 1;
        } else if (pattern[at] == '\\' && at + 1 < pattern.size()) {
          element = {{{true, joined, word_id(pattern.substr(at + 1, 1), true), kNoSlot, 0}}};
          at += 2;
        } else {
          std::size_t end = pattern.find_first_of(" ?)]", at);
          if (end == std::string_view::npos) end = pattern.size();
          std::string_view words = pattern.substr(at, end - at);
          if (words.empty()) {
            fault("empty word");
            break;
          }
          while (!words.empty()) {
            const std::size_t bar = words.find('|');
            element.push_back({{true, joined, word_id(words.substr(0, bar), true), kNoSlot, 0}});
            words = bar == std::string_view::npos ? std::string_view{} : words.substr(bar + 1);
          }
          at = end;
        }
      }
      if (at < pattern.size() && pattern[at] == '?') {
        ++at;
        element.push_back({});
      }
      result = join(result, element);
    }
    finished.insert(finished.end(), result.begin(), result.end());
    return finished;
  };
  const std::vector<Flat> all = parse_sequence(parse_sequence, false);
  if (failed) return;

  std::vector<Node>& nodes = levels_[rules_[rule].level].nodes;
  for (const Flat& flat : all) {
    Sequence sequence{rule, {}, {}, 0, 0};
    bool closed = false;
    std::uint32_t node = 0;
    for (const Element& element : flat) {
      if (element.mark == '[') {
        sequence.core_begin = static_cast<std::uint8_t>(sequence.slots.size());
        continue;
      }
      if (element.mark == ']') {
        sequence.core_end = static_cast<std::uint8_t>(sequence.slots.size());
        closed = true;
        continue;
      }
      sequence.slots.push_back(element.slot);
      sequence.class_ids.push_back(element.is_word ? kNoWord : element.id);
      const auto edge = std::find_if(nodes[node].edges.begin(), nodes[node].edges.end(), [&](const Edge& e) {
        return e.is_word == element.is_word && e.joined == element.joined && e.id == element.id;
      });
      if (edge != nodes[node].edges.end()) {
        node = edge->next;
      } else {
        const auto next = static_cast<std::uint32_t>(nodes.size());
        nodes[node].edges.push_back({element.is_word, element.joined, element.id, next});
        nodes.emplace_back();
        node = next;
      }
    }
    if (!closed) sequence.core_end = static_cast<std::uint8_t>(sequence.slots.size());
    if (sequence.core_end <= sequence.core_begin || sequence.slots.size() > 24) {
      fault("matches nothing, or more than 24 elements");
      return;
    }
    nodes[node].sequences.push_back(static_cast<std::uint32_t>(sequences_.size()));
    sequences_.push_back(std::move(sequence));
  }
}

void Grammar::finish_starts() {
  // Words first, in order, so that a step along the trie looks one word up and tries the classes.
  for (Level& level : levels_) {
    for (Node& node : level.nodes) {
      std::stable_sort(node.edges.begin(), node.edges.end(), [](const Edge& a, const Edge& b) {
        return std::pair(!a.is_word, a.is_word ? a.id : 0) < std::pair(!b.is_word, b.is_word ? b.id : 0);
      });
      node.words = static_cast<std::uint32_t>(
          std::find_if(node.edges.begin(), node.edges.end(), [](const Edge& e) { return !e.is_word; }) -
          node.edges.begin());
    }
  }
  for (std::size_t level = 0; level < levels_.size(); ++level) {
    for (const Edge& edge : levels_[level].nodes[0].edges) {
      if (edge.is_word)
        words_[edge.id].starts |= 1u << level;
      else
        class_starts_[edge.id] |= 1u << level;
    }
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Reading

bool Grammar::read(const Document& document, const Analysis& analysis, const Sentence& sentence,
                   Parse& parse) const {
  parse.items.clear();
  parse.meanings.clear();
  if (!lex(document, analysis, sentence, parse)) return false;
  numbers(parse);
  for (std::uint32_t level = 0; level < levels_.size(); ++level) {
    // A repeated level folds neighbours into one; each round shortens the row, and eight are enough for any
    // phrase.
    for (int round = 0; round < 8 && run(level, analysis, parse) && levels_[level].repeat; ++round) {
    }
  }
  return !parse.meanings.empty();
}

namespace {

// One or more UTF-8 bytes that stand for a sign of ASCII: dashes, apostrophes.
std::uint32_t sign_at(std::string_view text, std::size_t at, char& sign) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  if (byte(0) == 0xE2 && byte(1) == 0x80) {
    if (byte(2) >= 0x90 && byte(2) <= 0x95) {
      sign = '-';
      return 3;
    }
    if (byte(2) == 0x98 || byte(2) == 0x99) {
      sign = '\'';
      return 3;
    }
    if (byte(2) == 0x9C || byte(2) == 0x9D) {
      sign = '"';
      return 3;
    }
    // Spaces, and the marks that turn the direction of writing.
    if (byte(2) == 0xAF || (byte(2) >= 0x80 && byte(2) <= 0x8F) || (byte(2) >= 0xAA && byte(2) <= 0xAE)) {
      sign = ' ';
      return 3;
    }
  }
  if (byte(0) == 0xE2 && byte(1) == 0x81 && byte(2) >= 0xA0 && byte(2) <= 0xA9) {
    sign = ' ';
    return 3;
  }
  if (byte(0) == 0xE2 && byte(1) == 0x88 && byte(2) == 0x92) {
    sign = '-';
    return 3;
  }
  if (byte(0) == 0xC2 && byte(1) == 0xA0) {
    sign = ' ';
    return 2;
  }
  return 0;
}

}  // namespace

bool Grammar::lex(const Document& document, const Analysis& analysis, const Sentence& sentence,
                  Parse& parse) const {
  const std::string_view text = document.text(sentence.span);
  const std::uint32_t base = sentence.span.begin;
  std::uint32_t token = sentence.first;
  bool joined = false, strong = false;
  char lower[32];
  std::size_t at = 0;
  const auto push = [&](std::size_t begin, std::size_t end) -> GrammarItem& {
    GrammarItem& item = parse.items.emplace_back();
    item.span = {base + static_cast<std::uint32_t>(begin), base + static_cast<std::uint32_t>(end)};
    item.joined = joined;
    joined = true;
    while (token + 1 < sentence.last && analysis.tokens[token].span.end <= item.span.begin) ++token;
    item.first_token = token;
    item.last_token = token + 1;
    while (item.last_token < sentence.last && analysis.tokens[item.last_token].span.begin < item.span.end)
      ++item.last_token;
    item.classes.add(kAny);
    return item;
  };
  while (at < text.size()) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c <= ' ') {
      joined = false;
      ++at;
      continue;
    }
    // An editor's brackets around a word: "[Ten] years ago".
    if ((c == '[' && at + 1 < text.size() && is_letter(static_cast<unsigned char>(text[at + 1]))) ||
        (c == ']' && at > 0 && is_letter(static_cast<unsigned char>(text[at - 1])))) {
      ++at;
      continue;
    }
    if (is_digit(c)) {
      std::size_t end = at;
      std::int64_t number = 0;
      while (end < text.size() && is_digit(static_cast<unsigned char>(text[end])))
        number = std::min<std::int64_t>(number * 10 + (text[end++] - '0'), 999999999);
      std::size_t digits = end - at;
      bool grouped = false;
      while (digits <= 3 && end + 3 < text.size() && text[end] == ',' &&
             is_digit(static_cast<unsigned char>(text[end + 1])) &&
             is_digit(static_cast<unsigned char>(text[end + 2])) &&
             is_digit(static_cast<unsigned char>(text[end + 3])) &&
             !(end + 4 < text.size() && is_digit(static_cast<unsigned char>(text[end + 4])))) {
        for (std::size_t i = 1; i <= 3; ++i)
          number = std::min<std::int64_t>(number * 10 + (text[end + i] - '0'), 999999999);
        end += 4;
        grouped = true;
      }
      const auto value = static_cast<std::int32_t>(number);
      const bool ordinal = end + 2 <= text.size() && digits <= 3 &&
                           (text.substr(end, 2) == "st" || text.substr(end, 2) == "nd" ||
                            text.substr(end, 2) == "rd" || text.substr(end, 2) == "th") &&
                           !(end + 2 < text.size() && is_letter(static_cast<unsigned char>(text[end + 2])));
      GrammarItem& item = push(at, ordinal ? end + 2 : end);
      item.number = value;
      item.halves = std::min(value, 500000000) * 2;
      if (digits <= 2 && !ordinal)
        if (const auto found = word_ids_.find(text.substr(at, digits)); found != word_ids_.end())
          item.word = found->second;
      if (ordinal) {
        item.classes.add(kOrdinalClass);
        if (value >= 1 && value <= 31) {
          item.classes.add(kDayOrdinalClass);
          item.classes.add(kDayFigureClass);
        }
        end += 2;
      } else {
        item.classes.add(kNumberClass);
        if (!grouped) {
          if (digits == 4 && value >= 1000 && value <= 2199) item.classes.add(kYearClass);
          if (digits == 4 && value / 100 <= 24 && value % 100 < 60) item.classes.add(kClockClass);
          if (digits == 2) item.classes.add(kShortYearClass);
          if (digits <= 2 && value >= 1 && value <= 31) item.classes.add(kDayClass);
          if (digits <= 2 && value >= 1 && value <= 12) item.classes.add(kMonthNumberClass);
          if (digits <= 2 && value <= 24) item.classes.add(kHourClass);
          if (digits == 2 && value < 60) item.classes.add(kMinuteClass);
        }
      }
      strong = true;
      at = end;
      continue;
    }
    if (is_letter(c) || c >= 0x80) {
      char sign = 0;
      const std::uint32_t size = c >= 0x80 ? sign_at(text, at, sign) : 0;
      if (sign == ' ') {
        joined = false;
        at += size;
        continue;
      }
      if (size == 0) {
        std::size_t end = at, letters = 0;
        bool known = true;
        while (end < text.size()) {
          const auto d = static_cast<unsigned char>(text[end]);
          if (!is_letter(d)) {
            if (d < 0x80) break;
            char other = 0;
            if (sign_at(text, end, other) != 0) break;
          }
          if (letters < sizeof lower)
            lower[letters++] = static_cast<char>(d >= 'A' && d <= 'Z' ? d | 0x20 : d);
          else
            known = false;
          ++end;
        }
        // "a.m.", "U.S.": letters with full stops become one word.
        if (letters == 1) {
          std::size_t next = end;
          while (next + 1 < text.size() && text[next] == '.' &&
                 is_letter(static_cast<unsigned char>(text[next + 1])) &&
                 !(next + 2 < text.size() && is_letter(static_cast<unsigned char>(text[next + 2]))) &&
                 letters < sizeof lower) {
            lower[letters++] = static_cast<char>(text[next + 1] | 0x20);
            next += 2;
          }
          if (letters > 1) {
            end = next;
            if (end < text.size() && text[end] == '.' && end + 1 < text.size()) ++end;
          }
        }
        const auto found = known ? word_ids_.find(std::string_view(lower, letters)) : word_ids_.end();
        GrammarItem& item = push(at, end);
        item.classes.add(kWordClass);
        if (found != word_ids_.end()) {
          const Word& word = words_[found->second];
          item.word = found->second;
          const bool capital = c >= 'A' && c <= 'Z';
          const std::string_view tag = analysis.tokens[item.first_token].tag;
          bool dotted = false;
          for (const Sense& sense : word.senses) {
            if ((sense.conditions & kCapital) != 0 && !capital) continue;
            if ((sense.conditions & kLower) != 0 && capital) continue;
            if ((sense.conditions & kNoun) != 0 && !tag.empty() && tag[0] != 'N' && tag != "CD" &&
                tag != "JJ" && tag != "FW")
              continue;
            if ((sense.conditions & kNotVerb) != 0 && !tag.empty() && (tag[0] == 'V' || tag == "MD")) continue;
            if ((sense.conditions & kNotPerson) != 0 && analysis.tokens[item.first_token].ent_type == "PERSON")
              continue;
            if ((sense.conditions & kNotInName) != 0 && capital && item.first_token > sentence.first &&
                tag.starts_with("NNP") && analysis.tokens[item.first_token - 1].tag.starts_with("NNP"))
              continue;
            if ((sense.conditions & kAbbreviated) != 0) {
              // A full stop, or a number on either side: "Jan. 5", "5 Jan 1999", not the name Jan.
              const std::size_t next =
                  end < text.size() && (text[end] == ' ' || text[end] == '-') ? end + 1 : end;
              const bool number_after = next < text.size() && is_digit(static_cast<unsigned char>(text[next]));
              const bool number_before =
                  parse.items.size() > 1 && parse.items[parse.items.size() - 2].classes.has(kNumberClass);
              if (!(end < text.size() && text[end] == '.') && !number_after && !number_before) continue;
            }
            item.classes.add(sense.class_id);
            if (sense.class_id == kCardinalClass || sense.class_id == kScaleClass ||
                sense.class_id == kOrdinalClass)
              item.number = sense.value;
            if (strong_.has(sense.class_id)) strong = true;
            dotted = true;
          }
          if (item.classes.has(kOrdinalClass) && item.number <= 31) item.classes.add(kDayOrdinalClass);
          // The full stop of an abbreviation belongs to it, unless it ends the sentence.
          if (word.dotted && dotted && end < text.size() && text[end] == '.' && end + 1 < text.size())
            item.span.end = base + static_cast<std::uint32_t>(++end);
        }
        at = end;
        continue;
      }
      // fall through to signs
      const char as_text[1] = {sign};
      const auto found = word_ids_.find(std::string_view(as_text, 1));
      std::size_t end = at + size;
      if (sign == '\'' && end < text.size() && text[end] == 's' &&
          !(end + 1 < text.size() && is_letter(static_cast<unsigned char>(text[end + 1])))) {
        const auto possessive = word_ids_.find(std::string_view("'s"));
        GrammarItem& item = push(at, ++end);
        if (possessive != word_ids_.end()) item.word = possessive->second;
      } else {
        GrammarItem& item = push(at, end);
        if (found != word_ids_.end()) item.word = found->second;
      }
      at = end;
      continue;
    }
    std::size_t end = at + 1;
    if (c == '\'' && end < text.size() && text[end] == 's' &&
        !(end + 1 < text.size() && is_letter(static_cast<unsigned char>(text[end + 1]))))
      ++end;
    const auto found = word_ids_.find(text.substr(at, end - at));
    GrammarItem& item = push(at, end);
    if (found != word_ids_.end()) item.word = found->second;
    at = end;
  }
  return strong;
}

// Number words and fractions become one item: "twenty-two", "two and a half", "2 1/2", "nineteen ninety-four".
void Grammar::numbers(Parse& parse) const {
  static constexpr auto is_word = [](const GrammarItem& item, std::uint32_t word) {
    return word != kNoWord && item.word == word;
  };
  const auto word = [&](std::string_view text) {
    const auto found = word_ids_.find(text);
    return found == word_ids_.end() ? kNoWord : found->second;
  };
  const std::uint32_t dash = word("-"), slash = word("/"), dot = word("."), and_word = word("and"),
                      a_word = word("a"), half = word("half"), an_word = word("an");
  std::vector<GrammarItem>& items = parse.items;
  const std::size_t n = items.size();
  std::vector<GrammarItem>& out = parse.next;
  out.clear();
  const auto small = [&](std::size_t i) { return i < n && items[i].classes.has(kCardinalClass); };
  for (std::size_t i = 0; i < n;) {
    GrammarItem item = items[i];
    std::size_t end = i + 1;
    if (item.classes.has(kNumberClass)) {
      if (end + 2 < n + 0 && items[end].classes.has(kNumberClass) && is_word(items[end + 1], slash) &&
          end + 2 < n && items[end].number == 1 && items[end + 2].number == 2 && items[end + 1].joined) {
        item.halves = item.number * 2 + 1;  // 2 1/2
        item.classes = {};
        item.classes.add(kNumberClass);
        end += 3;
      } else if (end + 1 < n && is_word(items[end], dot) && items[end].joined && items[end + 1].joined &&
                 items[end + 1].classes.has(kNumberClass) &&
                 !(items[end + 1].classes.has(kMinuteClass) && item.classes.has(kHourClass)) &&
                 !(i >= 2 && item.joined && is_word(items[i - 1], dot) && items[i - 1].joined &&
                   items[i - 2].classes.has(kNumberClass)) &&
                 !(end + 3 < n && is_word(items[end + 2], dot) && items[end + 2].joined &&
                   items[end + 3].joined && items[end + 3].classes.has(kNumberClass))) {  // not "4.7.1990"
        item.halves =
            item.number * 2 + (items[end + 1].number >= 3 && items[end + 1].number <= 7 ? 1 : 0);  // 2.5
        item.classes = {};
        item.classes.add(kNumberClass);
        end += 2;
      } else if (end < n && items[end].classes.has(kScaleClass) && items[end].number > 12) {
        item.number = item.number > 999999 / items[end].number ? 999999999 : item.number * items[end].number;
        item.halves = std::min(item.number, 500000000) * 2;
        item.classes = {};
        item.classes.add(kNumberClass);
        ++end;
      }
    } else if (small(i) || ((is_word(item, a_word) || is_word(item, an_word)) && i + 1 < n &&
                            items[i + 1].classes.has(kScaleClass))) {
      std::int64_t total = 0, current = 0;
      bool article = false;
      std::size_t last = i;
      std::int32_t previous = 0;
      if (!small(i)) {
        current = 1;
        article = true;
        previous = 1;
      } else {
        current = previous = item.number;
      }
      std::size_t k = i + 1;
      bool year_pair = false;
      while (k < n && k < i + 16) {
        std::size_t p = k;
        if (is_word(items[p], dash) && p + 1 < n && items[p].joined)
          ++p;
        else if (is_word(items[p], and_word) && previous >= 100)
          ++p;
        if (p >= n) break;
        const GrammarItem& next = items[p];
        if (next.classes.has(kScaleClass)) {
          if (next.number >= 1000) {
            total += std::max<std::int64_t>(current, 1) * next.number;
            current = 0;
          } else {
            current = std::max<std::int64_t>(current, 1) * next.number;
          }
          previous = next.number;
        } else if (next.classes.has(kCardinalClass)) {
          const bool fits =
              (previous >= 100 && next.number < 100) ||
              (previous >= 20 && previous < 100 && previous % 10 == 0 && next.number < 10 && next.number > 0);
          const bool pair = !year_pair && k == i + 1 && !article && current >= 10 && current <= 20 &&
                            next.number >= 10 && p == k;
          if (pair) {
            current = current * 100 + next.number;
            year_pair = true;
          } else if (fits) {
            current += next.number;
          } else {
            break;
          }
          previous = next.number;
        } else {
          break;
        }
        total = std::min<std::int64_t>(total, 400000000);
        current = std::min<std::int64_t>(current, 400000);
        last = p;
        k = p + 1;
      }
      if (!article || last > i) {
        item.number = static_cast<std::int32_t>(std::min<std::int64_t>(total + current, 500000000));
        item.halves = item.number * 2;
        item.classes.add(kNumberClass);
        end = last + 1;
        if (end > i + 1) {
          item.classes = {};
          item.classes.add(kNumberClass);
          if (item.number >= 1000 && item.number <= 2199 && (year_pair || item.number >= 2000))
            item.classes.add(kYearClass);
          item.word = kNoWord;
        }
        // … and a half
        if (end + 2 < n && is_word(items[end], and_word) && is_word(items[end + 1], a_word) &&
            is_word(items[end + 2], half)) {
          item.halves += 1;
          end += 3;
        }
      }
    }
    item.span.end = items[end - 1].span.end;
    item.last_token = std::max(item.last_token, items[end - 1].last_token);
    // Ordinals of two words: twenty-first.
    if (end == i + 1 + 0 && item.classes.has(kCardinalClass) && item.number >= 20 && item.number % 10 == 0 &&
        end + 1 < n && is_word(items[end], dash) && items[end + 1].classes.has(kOrdinalClass) &&
        items[end + 1].number < 10) {
      item.number += items[end + 1].number;
      item.classes = {};
      item.classes.add(kOrdinalClass);
      if (item.number <= 31) item.classes.add(kDayOrdinalClass);
      item.word = kNoWord;
      item.span.end = items[end + 1].span.end;
      item.last_token = items[end + 1].last_token;
      end += 2;
    }
    item.starts = item.word == kNoWord ? 0 : words_[item.word].starts;
    for (std::size_t part = 0; part < 3; ++part)
      for (std::uint64_t bits = item.classes.bits[part]; bits != 0; bits &= bits - 1)
        item.starts |= class_starts_[part * 64 + static_cast<std::size_t>(std::countr_zero(bits))];
    out.push_back(item);
    i = end;
  }
  items.swap(out);
}

void Grammar::add_classes(const Meaning& m, GrammarItem& item) const {
  const auto add = [&](std::uint32_t id) {
    item.classes.add(id);
    item.starts |= class_starts_[id];
  };
  add(kAny);
  switch (m.kind) {
    case MeaningKind::kDate: {
      add(kDateMade);
      add(kFirstGranularity + static_cast<std::uint32_t>(finest(m)));
      const bool dated = m.has(Field::kYear) || m.has(Field::kDecade) || m.has(Field::kCentury);
      if (dated) add(kDated);
      if (m.base != Base::kNone || m.has(Field::kDirection))
        add(kDeictic);
      else if (!dated)
        add(kOpen);
      if ((m.has(Field::kWeekday) && !m.has(Field::kMonth) && !m.has(Field::kNth)) ||
          (m.base == Base::kDocument && m.unit == Granularity::kDay && !m.has(Field::kCount) &&
           !m.has(Field::kPart)))
        add(kNearDay);
      break;
    }
    case MeaningKind::kDuration:
      add(kDurationMade);
      break;
    case MeaningKind::kSet:
      add(kSetMade);
      break;
    case MeaningKind::kRef:
      add(kRefMade);
      break;
    case MeaningKind::kRange:
    case MeaningKind::kList:
      add(kRangeMade);
      break;
    case MeaningKind::kAge:
      add(kAgeMade);
      break;
    default:
      break;
  }
}

void Grammar::walk(const Level& level, const std::vector<GrammarItem>& items, std::uint32_t node,
                   std::uint32_t begin, std::uint32_t at, std::vector<std::uint32_t>& found) const {
  const Node& here = level.nodes[node];
  found.insert(found.end(), here.sequences.begin(), here.sequences.end());
  if (at >= items.size() || found.size() > 256) return;
  const GrammarItem& item = items[at];
  const auto words_end = here.edges.begin() + here.words;
  if (item.word != kNoWord && here.words != 0)
    for (auto edge = std::lower_bound(here.edges.begin(), words_end, item.word,
                                      [](const Edge&e, std::uint32_t word) { return e.id < word; });
         edge != words_end && edge->id == item.word; ++edge)
      if (!edge->joined || item.joined) walk(level, items, edge->next, begin, at + 1, found);
  for (auto edge = words_end; edge != here.edges.end(); ++edge)
    if (item.classes.has(edge->id) && (!edge->joined || item.joined))
      walk(level, items, edge->next, begin, at + 1, found);
}

bool Grammar::run(std::uint32_t level_index, const Analysis& analysis, Parse& parse) const {
  const Level& level = levels_[level_index];
  const std::uint32_t bit = 1u << level_index;
  std::vector<GrammarItem>& items = parse.items;
  const auto n = static_cast<std::uint32_t>(items.size());
  bool changed = false;
  std::vector<GrammarItem>& out = parse.next;
  out.clear();
  std::vector<std::uint32_t> found;
  std::uint32_t copied = 0;  // items before it are in `out`
  for (std::uint32_t i = 0; i < n;) {
    if ((items[i].starts & bit) == 0) {
      ++i;
      continue;
    }
    found.clear();
    walk(level, items, 0, i, i, found);
    // The longest core wins, then the longer context, then the earlier rule.
    std::stable_sort(found.begin(), found.end(), [&](std::uint32_t a, std::uint32_t b) {
      const Sequence &x = sequences_[a], &y = sequences_[b];
      const int x_size = x.core_end - x.core_begin, y_size = y.core_end - y.core_begin;
      if (x.core_end != y.core_end) return x.core_end > y.core_end;
      if (x_size != y_size) return x_size > y_size;
      if (x.slots.size() != y.slots.size()) return x.slots.size() > y.slots.size();
      return x.rule != y.rule ? x.rule < y.rule : a < b;
    });
    bool matched = false;
    for (const std::uint32_t candidate : found) {
      const Sequence& sequence = sequences_[candidate];
      Meaning meaning;
      if (i + sequence.core_begin < copied || !build(sequence, i, analysis, parse, meaning)) continue;
      const std::uint32_t core_begin = i + sequence.core_begin, core_end = i + sequence.core_end;
      for (; copied < core_begin; ++copied) out.push_back(items[copied]);
      GrammarItem item;
      item.span = {items[core_begin].span.begin, items[core_end - 1].span.end};
      item.first_token = items[core_begin].first_token;
      item.last_token = items[core_end - 1].last_token;
      item.joined = items[core_begin].joined;
      item.meaning = static_cast<std::int32_t>(parse.meanings.size());
      add_classes(meaning, item);
      parse.meanings.push_back(meaning);
      out.push_back(item);
      copied = i = core_end;
      matched = changed = true;
      break;
    }
    if (!matched) ++i;
  }
  if (!changed) return false;
  for (; copied < n; ++copied) out.push_back(items[copied]);
  items.swap(out);
  return true;
}

bool Grammar::fulfilled(const TimeRule& rule, const Sequence& sequence, std::uint32_t begin,
                        const Analysis& analysis, const Parse& parse) const {
  const std::vector<GrammarItem>& items = parse.items;
  const std::uint32_t first = begin + sequence.core_begin, last = begin + sequence.core_end;
  const auto tag = [&](std::uint32_t at) { return analysis.tokens[items[at].first_token].tag; };
  const auto captured = [&](std::uint8_t slot) -> const Meaning* {
    for (std::uint32_t k = 0; k < sequence.slots.size(); ++k)
      if (sequence.slots[k] == slot && items[begin + k].meaning >= 0)
        return &parse.meanings[static_cast<std::size_t>(items[begin + k].meaning)];
    return nullptr;
  };
  for (const std::uint8_t condition : rule.conditions) {
    switch (condition) {
      case kYearLike: {
        // A year and not a number: no sign of money, no count of things ("1500 people"), no part of a name
        // ("F-2000").
        std::uint32_t at = first;
        while (at < last && !items[at].classes.has(kYearClass)) ++at;
        if (at >= last) break;
        if (at > 0 && at == first) {
          const std::string_view before = tag(at - 1);
          if (before == "$" || before == "#") return false;
          if (items[at].joined) {
            const std::string_view sign = analysis.tokens[items[at - 1].first_token].text;
            if (sign == "." || sign == "," || sign == "/" || sign == ":" || sign == "$" || sign == "€" ||
                sign == "£" || sign == "_")
              return false;
            if ((items[at - 1].classes.has(kWordClass))) return false;
            if (sign == "-" && at >= 2 && items[at - 1].joined && items[at - 2].classes.has(kWordClass))
              return false;
          }
        }
        if (at + 1 < items.size()) {
          if (items[at].number % 50 == 0 && tag(at + 1) == "NNS" &&
              !word_in(analysis.tokens[items[at + 1].first_token].lower, "of-a-year"))
            return false;
          // "2000 years", "a 2000 year old city"
          if (items[at + 1].word != kNoWord && at + 1 == last) {
            const auto unit = class_ids_.find(std::string_view("unit"));
            for (const Sense& sense : words_[items[at + 1].word].senses)
              if (unit != class_ids_.end() && sense.class_id == unit->second &&
                  sense.value == static_cast<int>(Granularity::kYear))
                return false;
          }
          if (items[at + 1].joined) {
            const std::string_view sign = analysis.tokens[items[at + 1].first_token].text;
            if (sign == "%" || sign == "/" || sign == "°") return false;
            if (items[at + 1].classes.has(kWordClass) && items[at + 1].word == kNoWord) return false;
          }
        }
        break;
      }
      case kNounLast: {
        const std::string_view t = tag(last - 1);
        if (!t.empty() && t[0] != 'N') return false;
        break;
      }
      case kNotAName: {
        // "Seven Days Battles", "60 Minutes": a capital inside the sentence.
        if (last > 1 && !analysis.tokens[items[last - 1].first_token].text.empty()) {
          const char c = analysis.tokens[items[last - 1].first_token].text[0];
          if (c >= 'A' && c <= 'Z') return false;
        }
        break;
      }
      case kWidePeriod: {
        if (last < items.size()) {
          const std::string_view after = tag(last);
          if (!after.empty() && after[0] == 'N') return false;
          if (items[last].classes.has(kNumberClass)) return false;  // "the year 0"
        }
        for (std::uint32_t k = 0; k < sequence.slots.size(); ++k) {
          if (sequence.slots[k] != kFirstField + static_cast<int>(Field::kUnit)) continue;
          for (const Sense& sense : words_[items[begin + k].word].senses)
            if (sense.class_id == sequence.class_ids[k] &&
                (sense.value <= static_cast<int>(Granularity::kWeekend) ||
                 sense.value == static_cast<int>(Granularity::kCentury)))
              return false;
        }
        break;
      }
      case kOpenInner: {
        const Meaning* inner = captured(kPartSlot);
        if (inner != nullptr && (inner->has(Field::kYear) || inner->base != Base::kNone)) return false;
        break;
      }
      case kOpenItem: {
        const Meaning* item = captured(kItemSlot);
        if (item == nullptr || item->has(Field::kYear) || item->has(Field::kDecade) ||
            item->has(Field::kCentury) || item->base != Base::kNone || item->has(Field::kDirection))
          return false;
        break;
      }
      case kDeicticItem: {
        const Meaning* item = captured(kItemSlot);
        if (item == nullptr ||
            (item->base == Base::kNone && !item->has(Field::kDirection) && !item->has(Field::kWeekday)))
          return false;
        break;
      }
      case kOneMod: {
        const Meaning* item = captured(kItemSlot);
        if (item != nullptr &&
            (!item->mod.empty() || (item->kind == MeaningKind::kDuration && item->has(Field::kDirection))))
          return false;
        break;
      }
      case kCapitalFirst: {
        const std::string_view text = analysis.tokens[items[first].first_token].text;
        if (text.empty() || text[0] < 'A' || text[0] > 'Z') return false;
        break;
      }
      case kAfterDeterminer:
      case kAfterPreposition: {
        if (first == 0) return false;
        const std::string_view t = tag(first - 1);
        if (condition == kAfterDeterminer ? t != "DT" && t != "PRP$" && t != "POS" : t != "IN" && t != "TO")
          return false;
        break;
      }
      case kNoNameAfter: {
        // "the Tet Offensive", "the Easter Rising"
        if (last < items.size() && tag(last).starts_with("NNP")) {
          const std::string_view text = analysis.tokens[items[last].first_token].text;
          if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') return false;
        }
        break;
      }
      case kPhraseEnd: {
        // "They meet Tuesday week.", not "the Tuesday week of talks"
        if (last >= items.size()) break;
        const std::string_view t = tag(last);
        if (!t.empty() && t[0] != 'V' && t[0] != 'I' && t[0] != '.' && t[0] != ',' && t[0] != ':' &&
            t[0] != 'P' && t[0] != '-' && t[0] != '\'' && t != "CC" && t != "MD" && t != "TO" && t != "DT")
          return false;
        const std::string_view word = analysis.tokens[items[last].first_token].lower;
        if (word == "of" || (word == "to" && last + 1 < items.size() && !tag(last + 1).starts_with('V')))
          return false;
        break;
      }
      case kNoNounAfter: {
        // "at 8", not "at 8 rallies"
        if (last < items.size() &&
            (tag(last).starts_with('N') || tag(last).starts_with('J') || tag(last) == "CD"))
          return false;
        break;
      }
      case kNotAfterFor: {
        // "for two days from Wednesday" lasts so long
        if (first > 0 && analysis.tokens[items[first - 1].first_token].lower == "for") return false;
        break;
      }
      case kSecondIsFiner: {
        // "nine years and three months": each says how many, the second of the smaller unit.
        const Meaning *first_part = captured(kItemSlot), *second = captured(kAnchorSlot);
        const auto plain = [](const Meaning& m) {
          return m.has(Field::kCount) && !m.has(Field::kVague) && !m.has(Field::kDirection) && m.from < 0 &&
                 m.base == Base::kNone && m.get(Field::kCount) % 2 == 0;
        };
        if (first_part == nullptr || second == nullptr || !plain(*first_part) || !plain(*second) ||
            static_cast<int>(second->unit) >= static_cast<int>(first_part->unit) || !second->mod.empty())
          return false;
        break;
      }
      case kPartOfWhole: {
        // "the first nine months of 2021", not "two weeks of May sunshine"
        const Meaning *part = captured(kItemSlot), *whole = captured(kAnchorSlot);
        if (part == nullptr || whole == nullptr || !part->has(Field::kCount) || part->base != Base::kNone ||
            (!part->has(Field::kNth) && part->get_or(Field::kDirection, 0) >= 0) ||
            static_cast<int>(part->unit) >= static_cast<int>(finest(*whole)))
          return false;
        break;
      }
      case kNoOfAfter: {
        if (last < items.size() && analysis.tokens[items[last].first_token].lower == "of") return false;
        break;
      }
      case kNoObjectAfter: {
        // "two days before the summit" is for another rule: here the word must stand alone.
        const std::string_view word = analysis.tokens[items[last - 1].last_token - 1].lower;
        if ((word == "before" || word == "after" || word == "following") && last < items.size()) {
          const std::string_view after = tag(last);
          if (!after.empty() && (after[0] == 'N' || after[0] == 'D' || after[0] == 'P' || after[0] == 'J' ||
                                 after[0] == 'V' || after[0] == 'W' || after == "CD"))
            return false;
        }
        break;
      }
      case kRangeFits:
      case kListFits: {
        const Meaning *from = captured(kFromSlot), *to = captured(kToSlot);
        if (from != nullptr && from->mod == "APPROX") break;
        const auto level = [](const Meaning& m) { return finest(m); };
        if (from != nullptr && to != nullptr) {
          const int gap = std::abs(static_cast<int>(level(*from)) - static_cast<int>(level(*to)));
          if (gap > (condition == kListFits ? 0 : 5)) return false;
          // "a revision Friday to December's figures"
          const auto bare_day = [](const Meaning& m) {
            return m.has(Field::kWeekday) && !m.has(Field::kMonth) && finest(m) == Granularity::kDay;
          };
          if (gap > 0 && (bare_day(*from) || bare_day(*to))) return false;
          break;
        }
        if (to != nullptr && from == nullptr && finest(*to) == Granularity::kYear &&
            to->get_or(Field::kYear, 1) <= 0) {
          bool bare_year = false;
          for (const std::uint8_t slot : sequence.slots) bare_year = bare_year || slot == kFromYearSlot;
          if (bare_year) break;  // "499 to 493 BC"
        }
        for (const std::uint8_t slot : sequence.slots)
          if (slot == kFromYearSlot) return false;
        // A bare number at one end: of days within a month, or the short year of a range of years.
        for (std::uint32_t k = 0; k < sequence.slots.size(); ++k) {
          if (sequence.slots[k] != kFromDaySlot && sequence.slots[k] != kToDaySlot) continue;
          const GrammarItem& number = items[begin + k];
          const Meaning* other = from != nullptr ? from : to;
          const bool year_range = other != nullptr && finest(*other) == Granularity::kYear;
          if (year_range && !number.joined) return false;
          if (year_range &&
              (!number.classes.has(kShortYearClass) || number.number <= other->get_or(Field::kYear, 0) % 100))
            return false;
          if (!year_range && other != nullptr && (!other->has(Field::kDay) || !other->has(Field::kMonth)))
            return false;
          const std::uint32_t after = begin + k + 1;
          if (!year_range && sequence.slots[k] == kToDaySlot && after == last && after < items.size()) {
            // "On March 4, 25 people came"; after an "and" a verb may follow: "On March 4 and 5 were …"
            const std::string_view t = tag(after);
            const bool comma = analysis.tokens[items[after - 2].first_token].text == ",";
            if (!t.empty() && (t[0] == 'N' || t[0] == 'J' || (comma && t[0] == 'V'))) return false;
          }
        }
        break;
      }
      default:
        break;
    }
  }
  return true;
}

bool Grammar::build(const Sequence& sequence, std::uint32_t begin, const Analysis& analysis, Parse& parse,
                    Meaning& out) const {
  const TimeRule& rule = rules_[sequence.rule];
  const std::vector<GrammarItem>& items = parse.items;
  const std::uint32_t core_begin = begin + sequence.core_begin, core_end = begin + sequence.core_end;
  if (!rule.conditions.empty() && !fulfilled(rule, sequence, begin, analysis, parse)) return false;
  const auto meaning_of = [&](std::uint32_t at) -> const Meaning* {
    return items[at].meaning < 0 ? nullptr : &parse.meanings[static_cast<std::size_t>(items[at].meaning)];
  };
  const auto value_of = [&](std::uint32_t at, std::uint32_t cls) -> std::int32_t {
    const GrammarItem& item = items[at];
    if (item.word != kNoWord)
      for (const Sense& sense : words_[item.word].senses)
        if (sense.class_id == cls) return sense.value;
    return item.number;
  };

  // What is taken over whole comes first, single fields write over it.
  const Meaning *inner = nullptr, *outer = nullptr;
  for (std::uint32_t k = 0; k < sequence.slots.size(); ++k) {
    const std::uint8_t slot = sequence.slots[k];
    if (slot == kItemSlot) {
      if (meaning_of(begin + k) == nullptr) return false;
      out = *meaning_of(begin + k);
    } else if (slot == kPartSlot) {
      inner = meaning_of(begin + k);
    } else if (slot == kWholeSlot) {
      outer = meaning_of(begin + k);
    }
  }
  if (inner != nullptr && outer != nullptr) {
    // "9 May" + "last year": the finer fields of the one within the other.
    const auto size = [](Granularity g) { return static_cast<int>(g); };
    const Granularity inner_top = coarsest(*inner), outer_bottom = finest(*outer);
    if (inner->kind != MeaningKind::kDate || outer->kind != MeaningKind::kDate) return false;
    if (size(inner_top) >= size(outer_bottom) || inner->base != Base::kNone || inner->has(Field::kDirection))
      return false;
    const auto rules = out.rules;
    out = *outer;
    out.rules = rules;
    for (std::size_t f = 0; f <= static_cast<std::size_t>(Field::kFeast); ++f)
      if (inner->fields[f] != Meaning::kAbsent) out.fields[f] = inner->fields[f];
    for (const Field field : {Field::kNth, Field::kMark})
      if (inner->has(field)) out.set(field, inner->get(field));
    if (!inner->mod.empty()) out.mod = inner->mod;
  } else if (outer != nullptr) {
    out = *outer;
  }

  if (rule.kind) out.kind = *rule.kind;
  if (rule.sets_base) out.base = rule.set.base;
  if (rule.set.op != TimeOperator::kNone && out.op == TimeOperator::kNone) out.op = rule.set.op;
  if (rule.set.unit != Granularity::kNone) out.unit = rule.set.unit;
  if (!rule.set.mod.empty()) out.mod = rule.set.mod;
  if (!rule.set.value.empty()) out.value = rule.set.value;
  out.later_part = out.later_part || rule.set.later_part;
  out.earlier_part = out.earlier_part || rule.set.earlier_part;
  for (std::size_t f = 0; f < kFieldCount; ++f)
    if (rule.set.fields[f] != Meaning::kAbsent) out.fields[f] = rule.set.fields[f];

  // Ends of a range or list: meanings of their own, bare numbers, in the order of the words.
  std::vector<std::int32_t> ends;
  std::vector<Meaning> bares;
  for (std::uint32_t k = 0; k < sequence.slots.size(); ++k) {
    const std::uint8_t slot = sequence.slots[k];
    const std::uint32_t at = begin + k;
    const GrammarItem& item = items[at];
    if (slot == kNoSlot) continue;
    if (slot < kItemSlot) {
      const auto field = static_cast<Field>(slot - kFirstField);
      std::int32_t value = value_of(at, sequence.class_ids[k]);
      if (field == Field::kUnit) {
        out.unit = static_cast<Granularity>(value);
        continue;
      }
      if (field == Field::kCount || field == Field::kCountHigh)
        value =
            item.number < 0 || item.classes.has(kOrdinalClass) ? std::min(value, 500000000) * 2 : item.halves;
      if (sequence.class_ids[k] == kClockClass) {  // 0735
        out.set(Field::kMinute, value % 100);
        value /= 100;
      }
      out.set(field, value);
    } else if (slot == kZoneAheadSlot || slot == kZoneBehindSlot) {
      // "GMT+3", "UTC-0430"
      const std::int32_t offset =
          item.number >= 100 ? item.number / 100 * 60 + item.number % 100 : item.number * 60;
      if (offset > 14 * 60) return false;
      out.set(Field::kZone, out.get_or(Field::kZone, 0) + (slot == kZoneAheadSlot ? offset : -offset));
    } else if (slot == kModSlot) {
      const std::int32_t mod = value_of(at, sequence.class_ids[k]);
      if (mod < 0) return false;
      out.mod = kMods[static_cast<std::size_t>(mod)];
    } else if (slot == kAnchorSlot) {
      if (items[at].meaning < 0) return false;
      out.from = items[at].meaning;
    } else if (slot == kFromSlot || slot == kMidSlot || slot == kToSlot) {
      if (items[at].meaning < 0) return false;
      ends.push_back(items[at].meaning);
    } else if (slot == kEventSlot) {
      out.anchor_span = out.anchor_span.empty() ? item.span : cover(out.anchor_span, item.span);
    } else if (slot == kFromDaySlot || slot == kMidDaySlot || slot == kToDaySlot || slot == kFromYearSlot ||
               slot == kFromHourSlot) {
      Meaning bare;
      bare.kind = MeaningKind::kDate;
      bare.set(slot == kFromYearSlot                                   ? Field::kYear
               : slot == kFromHourSlot                                 ? Field::kHour
               : item.classes.has(kShortYearClass) && item.number > 31 ? Field::kShortYear
                                                                       : Field::kDay,
               item.number);
      bare.span = item.span;
      bare.first_token = item.first_token;
      bare.last_token = item.last_token;
      bare.rules[0] = static_cast<std::uint16_t>(sequence.rule + 1);
      ends.push_back(-1 - static_cast<std::int32_t>(bares.size()));
      bares.push_back(bare);
    }
  }
  // Short years: "'80s", "1914-18", "5/3/99".
  if (out.has(Field::kShortYear)) {
    const std::int32_t yy = out.get(Field::kShortYear);
    out.set(Field::kYear, yy + (yy < 40 ? 2000 : 1900));
    out.clear(Field::kShortYear);
  }
  if (out.has(Field::kEra) && out.get(Field::kEra) < 0) {
    if (out.has(Field::kYear) && out.get(Field::kYear) > 0) out.set(Field::kYear, 1 - out.get(Field::kYear));
  }
  out.span = {items[core_begin].span.begin, items[core_end - 1].span.end};
  out.first_token = items[core_begin].first_token;
  out.last_token = items[core_end - 1].last_token;
  if (rule.set.op != TimeOperator::kNone && sequence.core_begin > 0)
    out.op_span = {items[begin].span.begin, items[core_begin - 1].span.end};
  for (std::size_t i = out.rules.size(); i-- > 1;) out.rules[i] = out.rules[i - 1];
  out.rules[0] = static_cast<std::uint16_t>(sequence.rule + 1);

  // Their own spans take in what stands around them: "May 3" and "5, 2019".
  if (!ends.empty() && ends.front() < 0) {
    Meaning& first = bares[static_cast<std::size_t>(-1 - ends.front())];
    first.span.begin = out.span.begin;
    first.first_token = out.first_token;
  }
  if (!ends.empty() && ends.back() < 0) {
    Meaning& last = bares[static_cast<std::size_t>(-1 - ends.back())];
    last.span.end = out.span.end;
    last.last_token = out.last_token;
  }
  // What the words around bare numbers say holds for each of them: "3, 5 and 9 May 2020", "March 5-9, 1918".
  for (Meaning& bare : bares) {
    for (const Field field : {Field::kYear, Field::kMonth, Field::kMeridiem, Field::kEra})
      if (out.has(field) && !bare.has(field)) bare.set(field, out.get(field));
    if (!exists(bare)) return false;
  }
  std::vector<std::int32_t> indices;
  for (const std::int32_t end : ends) {
    indices.push_back(end);
    if (end >= 0) continue;
    indices.back() = static_cast<std::int32_t>(parse.meanings.size());
    parse.meanings.push_back(bares[static_cast<std::size_t>(-1 - end)]);
  }
  // A list of more than two is a list of the first ones and the last.
  for (std::size_t i = 0; i + 1 < indices.size(); ++i) {
    if (i > 0) {
      Meaning first = out;
      first.from = indices[0];
      first.to = indices[i];
      indices[0] = static_cast<std::int32_t>(parse.meanings.size());
      parse.meanings.push_back(first);
    }
    out.from = indices[0];
    out.to = indices[i + 1];
  }
  if (out.kind == MeaningKind::kDate) {
    if (out.has(Field::kMonth) && (out.get(Field::kMonth) < 1 || out.get(Field::kMonth) > 12)) return false;
    if (out.has(Field::kHour) && out.get(Field::kHour) > 24) return false;
    if (out.has(Field::kQuarter) && (out.get(Field::kQuarter) < 1 || out.get(Field::kQuarter) > 4))
      return false;
    if (out.has(Field::kHalf) && (out.get(Field::kHalf) < 1 || out.get(Field::kHalf) > 2)) return false;
    if (!exists(out)) out.kind = MeaningKind::kInvalid;
  }
  return true;
}

}  // namespace chancery
