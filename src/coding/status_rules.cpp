// Compiles data/operators/.
// SPDX-License-Identifier: Apache-2.0
#include "coding/status_rules.h"

#include <algorithm>
#include <charconv>

namespace chancery {
namespace {

constexpr Status kAllStatuses[] = {
    Status::kOccurred,    Status::kOngoing,     Status::kHabitual,  Status::kPlanned,   Status::kPossible,
    Status::kConditional, Status::kNotOccurred, Status::kCancelled, Status::kPostponed, Status::kFailed,
    Status::kRequested,   Status::kThreatened,  Status::kOffered,   Status::kDenied};

std::optional<OperatorEffect> effect_of(RuleTable& rule, std::string_view key, bool required) {
  const std::string text = required ? rule.string(key) : rule.string_or(key, "");
  if (text.empty()) return std::nullopt;
  const auto effect = parse_effect(text);
  if (!effect) {
    rule.fault(ErrorCode::kRulesBadValue, "cannot read the effect `" + text + "`",
               "status, tense (own, governor, past, now, future) and factuality: \"planned future 2\"", key);
  }
  return effect;
}

}  // namespace

std::optional<OperatorEffect> parse_effect(std::string_view text) {
  const std::size_t first = text.find(' ');
  const std::size_t second = first == std::string_view::npos ? first : text.find(' ', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const std::string_view status = text.substr(0, first), tense = text.substr(first + 1, second - first - 1),
                         number = text.substr(second + 1);
  OperatorEffect out;
  if (status != "own") {
    for (const Status known : kAllStatuses) {
      if (name_of(known) == status) out.status = known;
    }
    if (!out.status) return std::nullopt;
  }
  using Rule = OperatorEffect::TenseRule;
  constexpr std::pair<std::string_view, Rule> kTenses[] = {{"own", Rule::kOwn},
                                                           {"governor", Rule::kGovernor},
                                                           {"past", Rule::kPast},
                                                           {"now", Rule::kNow},
                                                           {"future", Rule::kFuture}};
  const auto* found =
      std::find_if(std::begin(kTenses), std::end(kTenses), [&](const auto& t) { return t.first == tense; });
  if (found == std::end(kTenses)) return std::nullopt;
  out.tense = found->second;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), out.factuality);
  if (error != std::errc() || end != number.data() + number.size() || out.factuality < -3 || out.factuality > 3)
    return std::nullopt;
  return out;
}

void compile_status_rules(const Rulebook& rulebook, Diagnostics& diagnostics, StatusReader::Rules& out) {
  const auto tables = [&](const char* name) { return rulebook.tables("operators", name, diagnostics); };
  const auto close = [&](RuleTable& rule, const std::string& id) {
    out.examples.push_back({id, rule.examples()});
    rule.finish();
  };
  for (RuleTable rule : tables("operator")) {
    StatusOperator op;
    op.rule = "op/" + rule.id();
    for (const std::string& place : rule.required_strings("complements")) {
      if (place == "infinitive")
        op.places.push_back(ComplementPlace::kInfinitive);
      else if (place == "clause")
        op.places.push_back(ComplementPlace::kClause);
      else if (place == "clause-subjunctive")
        op.places.push_back(ComplementPlace::kSubjunctive);
      else if (place == "whether")
        op.places.push_back(ComplementPlace::kWhether);
      else if (place == "gerund")
        op.places.push_back(ComplementPlace::kGerund);
      else if (place == "object")
        op.places.push_back(ComplementPlace::kObject);
      else if (place == "subject")
        op.places.push_back(ComplementPlace::kSubject);
      else
        op.prepositions.push_back(place);
    }
    std::sort(op.places.begin(), op.places.end());
    std::sort(op.prepositions.begin(), op.prepositions.end());
    if (const auto effect = effect_of(rule, "positive", true)) op.positive = *effect;
    if (const auto effect = effect_of(rule, "negative", true)) op.negative = *effect;
    op.presupposes = rule.boolean_or("presupposes", false);
    op.past = effect_of(rule, "past", false);
    op.progressive = rule.boolean_or("progressive", false);
    op.bare = rule.boolean_or("bare", false);
    op.unrealised = rule.strings("unrealised");
    const auto index = static_cast<std::uint32_t>(out.operators.size());
    for (const std::string& word : rule.strings("verbs")) out.verbs[word].push_back(index);
    for (const std::string& word : rule.strings("nouns")) out.nouns[word].push_back(index);
    for (const std::string& word : rule.strings("adjectives")) out.adjectives[word].push_back(index);
    const std::string id = op.rule;
    out.operators.push_back(std::move(op));
    close(rule, id);
  }
  for (RuleTable rule : tables("modal")) {
    StatusModal modal;
    modal.rule = "modal/" + rule.id();
    if (const auto effect = effect_of(rule, "positive", true)) modal.positive = *effect;
    if (const auto effect = effect_of(rule, "negative", true)) modal.negative = *effect;
    modal.reported = effect_of(rule, "reported", false);
    modal.presented = effect_of(rule, "presented", false);
    modal.perfect = effect_of(rule, "perfect", false);
    modal.epistemic = effect_of(rule, "epistemic", false);
    for (const std::string& word : rule.required_strings("words")) out.modals[word] = modal;
    close(rule, modal.rule);
  }
  for (RuleTable rule : tables("adverb")) {
    StatusAdverb adverb;
    adverb.rule = "adverb/" + rule.id();
    const std::string effect = rule.string("effect");
    if (effect == "habit")
      adverb.effect = AdverbEffect::kHabit;
    else if (effect == "scale")
      adverb.effect = AdverbEffect::kScale;
    else if (effect == "negate")
      adverb.effect = AdverbEffect::kNegate;
    else
      rule.fault(ErrorCode::kRulesBadValue, "unknown effect `" + effect + "`", "one of habit, scale, negate",
                 "effect");
    adverb.factor = rule.number("factor").value_or(1);
    for (const std::string& word : rule.required_strings("words")) out.adverbs[word] = adverb;
    close(rule, adverb.rule);
  }
  for (RuleTable rule : tables("register")) {
    RegisterSign sign;
    sign.entities = rule.strings("entities");
    sign.weight = rule.number("weight").value_or(0);
    const std::string mark = rule.string_or("mark", "");
    constexpr std::pair<std::string_view, RegisterMark> kMarks[] = {{"imperative", RegisterMark::kImperative},
                                                                    {"lower-case", RegisterMark::kLowerCase},
                                                                    {"short", RegisterMark::kShort},
                                                                    {"past", RegisterMark::kPast}};
    for (const auto& [name, value] : kMarks) {
      if (name == mark) sign.mark = value;
    }
    if (!mark.empty() && sign.mark == RegisterMark::kNone) {
      rule.fault(ErrorCode::kRulesBadValue, "unknown mark `" + mark + "`",
                 "one of imperative, lower-case, short, past", "mark");
    }
    for (const std::string& word : rule.strings("words"))
      out.register_words[word] = static_cast<std::uint32_t>(out.register_signs.size());
    out.register_signs.push_back(std::move(sign));
    close(rule, "register/" + rule.id());
  }
  for (RuleTable rule : tables("purpose")) {
    out.purpose = rule.number("factuality").value_or(0);
    out.noun_purpose = rule.number("of_noun").value_or(0);
    close(rule, "purpose/" + rule.id());
  }
  for (RuleTable rule : tables("conversation")) {
    out.conversation.above = rule.number("above").value_or(0);
    out.conversation.open = rule.number("open").value_or(0);
    out.conversation.open_now = rule.number("open_now").value_or(0);
    out.conversation.purpose = rule.number("purpose").value_or(0);
    out.conversation.protasis = rule.number("protasis").value_or(0);
    out.conversation.negated = rule.number("negated").value_or(-3);
    out.conversation.past = rule.number("past").value_or(3);
    out.conversation.now = rule.number("now").value_or(3);
    out.conversation.asserted = rule.strings("asserted");
    out.conversation.unasserted = rule.strings("unasserted");
    close(rule, "register/" + rule.id());
  }
  for (RuleTable rule : tables("report")) {
    out.report.from = rule.number("from").value_or(3);
    out.report.planned = rule.number("planned").value_or(3);
    close(rule, "register/" + rule.id());
  }
  const auto words = [&](const char* name, StatusReader::Rules::Map<StatusWord>& map) {
    for (RuleTable rule : tables(name)) {
      StatusWord word;
      word.rule = std::string(name) + "/" + rule.id();
      if (const auto effect = effect_of(rule, "effect", true)) word.effect = *effect;
      for (const std::string& form : rule.required_strings("words")) map[form] = word;
      close(rule, word.rule);
    }
  };
  words("modifier", out.modifiers);
  words("preposition", out.prepositions);
  const auto sets = [&](const char* name,
                        std::initializer_list<std::pair<const char*, StatusReader::Rules::Set*>> fields) {
    for (RuleTable rule : tables(name)) {
      const std::string id = std::string(name) + "/" + rule.id();
      for (const auto& [field, set] : fields) {
        for (std::string& word : rule.strings(field)) set->insert(std::move(word));
      }
      if (std::string_view(name) == "nouns") {
        for (std::string& suffix : rule.strings("suffixes")) out.event_suffixes.push_back(std::move(suffix));
      }
      close(rule, id);
    }
  };
  sets("negator", {{"words", &out.negators}, {"determiners", &out.negative_determiners}});
  sets("condition", {{"words", &out.conditions}});
  sets("future", {{"words", &out.future_words}});
  sets("state", {{"verbs", &out.state_verbs}});
  sets("performative", {{"verbs", &out.performatives}});
  sets("elided_subject", {{"verbs", &out.elided_subject}});
  sets("nouns", {{"words", &out.event_nouns}, {"not", &out.other_nouns}});
}

}  // namespace chancery
