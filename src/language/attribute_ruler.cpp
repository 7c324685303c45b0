// SPDX-License-Identifier: Apache-2.0
#include "language/attribute_ruler.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "language/msgpack.h"

namespace chancery {
namespace {

struct FreeCode {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
using Code = std::unique_ptr<pcre2_code, FreeCode>;

enum class Field : std::uint8_t { kTag, kDep, kLower, kOrth, kIsSpace };

struct Condition {
  enum class Kind : std::uint8_t { kIn, kNotIn, kRegex, kBool };
  Field field = Field::kTag;
  Kind kind = Kind::kIn;
  std::vector<std::string> values;  // sorted
  bool wanted = false;
  Code regex;
  char first = 0;  // what a match of the regex must begin with; 0 when that is not plain
};
using Conditions = std::vector<Condition>;  // all must hold

struct Rule {
  std::optional<std::string> tag, dep, pos, morph, lemma;
};

// 'n' for "^n'?t$"; 0 where that is not easy to see.
char first_letter(std::string_view pattern) {
  const bool plain = pattern.size() > 2 && pattern[0] == '^' && pattern[1] >= 'a' && pattern[1] <= 'z' &&
                     std::string_view("?*{+|").find(pattern[2]) == std::string_view::npos &&
                     pattern.find('|') == std::string_view::npos;
  return plain ? pattern[1] : '\0';
}

bool search(const Code& code, std::string_view text) {
  auto* const data = pcre2_match_data_create(1, nullptr);
  const bool found = pcre2_match(code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0,
                                 PCRE2_NO_UTF_CHECK, data, nullptr) >= 0;
  pcre2_match_data_free(data);
  return found;
}

bool holds(const Condition& condition, const RuledWord& word) {
  if (condition.kind == Condition::Kind::kBool) return word.lexeme->is_space == condition.wanted;
  std::string_view value;
  switch (condition.field) {
    case Field::kTag:
      value = word.tag;
      break;
    case Field::kDep:
      value = word.dep;
      break;
    case Field::kLower:
      value = word.lexeme->lower;
      break;
    case Field::kOrth:
    case Field::kIsSpace:
      value = word.lexeme->text;
      break;
  }
  if (condition.kind == Condition::Kind::kRegex) {
    return (condition.first == 0 || value.starts_with(condition.first)) && search(condition.regex, value);
  }
  const auto& values = condition.values;
  const bool listed =
      values.size() == 1 ? values.front() == value : std::binary_search(values.begin(), values.end(), value);
  return listed == (condition.kind == Condition::Kind::kIn);
}

bool holds(const Conditions& place, const RuledWord& word) {
  return std::all_of(place.begin(), place.end(),
                     [&](const Condition& condition) { return holds(condition, word); });
}

// "B=y,x|A=z" → "A=z|B=x,y"; "_" is empty.
std::string normal_morph(std::string_view text) {
  if (text == "_") return {};
  const auto split = [](std::string_view all, char mark) {
    std::vector<std::string> out;
    while (!all.empty()) {
      const auto end = std::min(all.find(mark), all.size());
      out.emplace_back(all.substr(0, end));
      all.remove_prefix(std::min(end + 1, all.size()));
    }
    return out;
  };
  const auto join = [](const std::vector<std::string>& items, char mark) {
    std::string out;
    for (const auto& item : items) {
      if (!out.empty()) out.push_back(mark);
      out += item;
    }
    return out;
  };
  std::map<std::string, std::string> features;
  for (const auto& item : split(text, '|')) {
    const auto equals = std::min(item.find('='), item.size());
    auto values = split(std::string_view(item).substr(std::min(equals + 1, item.size())), ',');
    std::sort(values.begin(), values.end());
    features[item.substr(0, equals)] = join(values, ',');
  }
  std::vector<std::string> out;
  for (const auto& [name, values] : features) out.push_back(name + "=" + values);
  return join(out, '|');
}

}  // namespace

struct AttributeRuler::State {
  struct Single {
    std::uint16_t rule;
    Conditions place;
  };
  std::vector<Rule> rules;
  // Of `singles`, those that can hold for a word with this tag, and those for any tag that no rule names.
  std::map<std::string, std::vector<std::uint16_t>, std::less<>> by_tag;
  std::vector<std::uint16_t> any_tag;
  std::vector<Single> singles;     // ascending by rule; two alternatives of one rule stand apart
  std::vector<Conditions> places;  // of the sequences, one after the other
  std::vector<Sequence> by_last;   // for each place; size 0 where no sequence ends
  std::uint64_t first = 0, last = 0;

  void index() {
    for (const auto& single : singles) {
      for (const auto& condition : single.place) {
        if (condition.field != Field::kTag) continue;
        for (const auto& tag : condition.values) by_tag[tag];
      }
    }
    const auto admits = [](const Single& single, std::string_view tag) {
      return std::all_of(single.place.begin(), single.place.end(), [&](const Condition& condition) {
        return condition.field != Field::kTag || holds(condition, {nullptr, tag, {}});
      });
    };
    constexpr std::string_view kUnnamed = "\x01";
    for (std::uint16_t i = 0; i < singles.size(); ++i) {
      for (auto& [tag, list] : by_tag) {
        if (admits(singles[i], tag)) list.push_back(i);
      }
      if (admits(singles[i], kUnnamed)) any_tag.push_back(i);
    }
  }
};

AttributeRuler::AttributeRuler(std::unique_ptr<State> state) : state_(std::move(state)) {}
AttributeRuler::AttributeRuler(AttributeRuler&&) noexcept = default;
AttributeRuler::~AttributeRuler() = default;

std::uint64_t AttributeRuler::first_places() const { return state_->first; }
std::uint64_t AttributeRuler::last_places() const { return state_->last; }
AttributeRuler::Sequence AttributeRuler::sequence(int last_place) const { return state_->by_last[last_place]; }

void AttributeRuler::find(const RuledWord& word, std::vector<std::uint16_t>& rules) const {
  const auto listed = state_->by_tag.find(word.tag);
  for (const auto i : listed == state_->by_tag.end() ? state_->any_tag : listed->second) {
    const auto& single = state_->singles[i];
    if ((rules.empty() || rules.back() != single.rule) && holds(single.place, word))
      rules.push_back(single.rule);
  }
}

std::uint64_t AttributeRuler::places(const RuledWord& word) const {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < state_->places.size(); ++i) {
    if (holds(state_->places[i], word)) out |= std::uint64_t{1} << i;
  }
  return out;
}

void AttributeRuler::apply(std::uint16_t number, WordAttributes& word) const {
  const auto& rule = state_->rules[number];
  if (rule.tag) word.tag = *rule.tag;
  if (rule.dep) word.dep = *rule.dep;
  if (rule.pos) word.pos = *rule.pos;
  if (rule.morph) word.morph = *rule.morph;
  if (rule.lemma) word.lemma = *rule.lemma;
}

Result<AttributeRuler> AttributeRuler::compile(const ModelFiles& model) {
  Msgpack in(model.file("attribute_ruler/patterns"));
  const auto damaged = [&] {
    return model_damaged(model.path(), "the attribute ruler's patterns are damaged");
  };
  const auto unsupported = [&](std::string_view what) {
    return model_unsupported(model.path(), "the attribute ruler uses " + std::string(what));
  };

  // One condition. Gives what is unsupported, or nothing.
  const auto read_condition = [&](Condition& condition) -> std::string {
    const auto key = in.string();
    if (key == "TAG") {
      condition.field = Field::kTag;
    } else if (key == "DEP") {
      condition.field = Field::kDep;
    } else if (key == "LOWER") {
      condition.field = Field::kLower;
    } else if (key == "ORTH") {
      condition.field = Field::kOrth;
    } else if (key == "IS_SPACE") {
      condition.field = Field::kIsSpace;
      condition.kind = Condition::Kind::kBool;
      if (in.kind() != Msgpack::Kind::kBoolean) return "IS_SPACE with a value that is not yes or no";
      condition.wanted = in.boolean();
      return {};
    } else {
      return "the condition " + std::string(key);
    }
    if (in.kind() == Msgpack::Kind::kString) {
      condition.values.emplace_back(in.string());
      return {};
    }
    if (in.kind() != Msgpack::Kind::kMap || in.map() != 1) return "a condition of unknown form";
    const auto op = in.string();
    if (op == "REGEX") {
      condition.kind = Condition::Kind::kRegex;
      const auto pattern = in.string();
      condition.first = first_letter(pattern);
      int error = 0;
      PCRE2_SIZE offset = 0;
      condition.regex.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                                          PCRE2_UTF | PCRE2_UCP, &error, &offset, nullptr));
      return condition.regex ? std::string() : "a pattern that does not compile";
    }
    if (op != "IN" && op != "NOT_IN") return "the operator " + std::string(op);
    condition.kind = op == "IN" ? Condition::Kind::kIn : Condition::Kind::kNotIn;
    for (auto values = in.array(); values > 0; --values) condition.values.emplace_back(in.string());
    std::sort(condition.values.begin(), condition.values.end());
    return {};
  };

  auto state = std::make_unique<State>();
  for (auto rules = in.array(); rules > 0; --rules) {
    const auto number = static_cast<std::uint16_t>(state->rules.size());
    Rule rule;
    std::int64_t index = 0;
    std::vector<std::vector<Conditions>> alternatives;
    for (auto fields = in.map(); fields > 0; --fields) {
      const auto name = in.string();
      if (name == "index") {
        index = static_cast<std::int64_t>(in.integer());
      } else if (name == "attrs") {
        for (auto attributes = in.map(); attributes > 0; --attributes) {
          const auto key = in.string();
          const auto value = in.string();
          if (key == "TAG") {
            rule.tag = value;
          } else if (key == "DEP") {
            rule.dep = value;
          } else if (key == "POS") {
            rule.pos = value;
          } else if (key == "LEMMA") {
            rule.lemma = value;
          } else if (key == "MORPH") {
            rule.morph = normal_morph(value);
          } else if (in.ok()) {
            return unsupported("the attribute " + std::string(key));
          }
        }
      } else if (name == "patterns") {
        for (auto left = in.array(); left > 0; --left) {
          auto& sequence = alternatives.emplace_back();
          for (auto places = in.array(); places > 0; --places) {
            auto& place = sequence.emplace_back();
            for (auto conditions = in.map(); conditions > 0; --conditions) {
              const auto problem = read_condition(place.emplace_back());
              if (!in.ok()) return damaged();
              if (!problem.empty()) return unsupported(problem);
            }
          }
        }
      } else {
        return in.ok() ? unsupported("the field " + std::string(name)) : damaged();
      }
    }
    for (auto& sequence : alternatives) {
      const auto size = static_cast<std::int64_t>(sequence.size());
      const auto target = index < 0 ? index + size : index;
      if (target < 0 || target >= size) return damaged();
      if (size == 1) {
        state->singles.push_back({number, std::move(sequence.front())});
        continue;
      }
      if (state->places.size() + sequence.size() > 64) return unsupported("too many sequences");
      state->first |= std::uint64_t{1} << state->places.size();
      for (auto& place : sequence) state->places.push_back(std::move(place));
      state->last |= std::uint64_t{1} << (state->places.size() - 1);
      state->by_last.resize(state->places.size());
      state->by_last.back() = {number, static_cast<std::uint16_t>(size), static_cast<std::uint16_t>(target)};
    }
    state->rules.push_back(std::move(rule));
  }
  if (!in.ok() || state->rules.empty()) return damaged();
  state->index();
  return AttributeRuler(std::move(state));
}

}  // namespace chancery
