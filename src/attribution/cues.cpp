// Compiles data/attribution/: verbs, nouns, adverbs, adjectives and phrases of saying.
// SPDX-License-Identifier: Apache-2.0
#include "attribution/cues.h"

#include <algorithm>

namespace chancery {
namespace {

constexpr std::pair<std::string_view, CueTakes> kTakesNames[] = {
    {"clause", kTakesClause},  {"quotation", kTakesQuotation}, {"infinitive", kTakesInfinitive},
    {"gerund", kTakesGerund},  {"object", kTakesObject},       {"name", kTakesName},
    {"as", kTakesAs},          {"addressee", kTakesAddressee}, {"object-infinitive", kTakesObjectInfinitive},
    {"seeming", kTakesSeeming}};

std::vector<std::string> sorted(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  return words;
}

std::uint32_t read_cue(RuleTable& rule, std::string_view family, Cues& out) {
  Cue cue;
  cue.rule = std::string(family) + "/" + rule.id();
  for (const std::string& name : rule.strings("takes")) {
    const auto* known = std::find_if(std::begin(kTakesNames), std::end(kTakesNames),
                                     [&](const auto& k) { return k.first == name; });
    if (known == std::end(kTakesNames)) {
      rule.fault(ErrorCode::kRulesBadValue, "a cue cannot take `" + name + "`",
                 "one of clause, quotation, infinitive, gerund, object, name, as, addressee, "
                 "object-infinitive, seeming",
                 "takes");
    } else {
      cue.takes |= known->second;
    }
  }
  cue.prepositions = sorted(rule.strings("prepositions"));
  cue.object_prepositions = sorted(rule.strings("object_prepositions"));
  cue.needs_source = rule.boolean_or("needs_source", false);
  const std::string kind = rule.string_or("kind", "saying");
  if (kind == "attitude") {
    cue.kind = QuoteKind::kAttitude;
  } else if (kind == "citing") {
    cue.citing = true;
  } else if (kind != "saying") {
    rule.fault(ErrorCode::kRulesBadValue, "unknown kind `" + kind + "`", "one of saying, attitude, citing",
               "kind");
  }
  const std::string stance = rule.string_or("stance", "");
  if (stance == "denies") {
    cue.stance = CueStance::kDenies;
  } else if (stance == "doubts") {
    cue.stance = CueStance::kDoubts;
  } else if (stance == "confirms") {
    cue.stance = CueStance::kConfirms;
  } else if (stance == "claims") {
    cue.stance = CueStance::kClaims;
  } else if (!stance.empty()) {
    rule.fault(ErrorCode::kRulesBadValue, "unknown stance `" + stance + "`",
               "one of denies, doubts, confirms, claims", "stance");
  }
  out.examples.push_back({cue.rule, rule.examples()});
  out.cues.push_back(std::move(cue));
  return static_cast<std::uint32_t>(out.cues.size()) - 1;
}

void index_words(Cues::Index& index, const std::vector<std::string>& words, std::uint32_t cue) {
  for (const std::string& word : words) {
    auto& list = index[word];
    if (list.empty() || list.back() != cue) list.push_back(cue);
  }
}

std::vector<std::string> split(const std::string& phrase) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < phrase.size();) {
    const std::size_t end = std::min(phrase.find(' ', at), phrase.size());
    if (end > at) words.push_back(phrase.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

template <class Set>
void add_all(Set& set, const std::vector<std::string>& words) {
  set.insert(words.begin(), words.end());
}

}  // namespace

Cues Cues::compile(const Rulebook& rulebook, Diagnostics& diagnostics) {
  Cues out;
  const auto word_family = [&](const char* family, const char* field, Index& index) {
    for (RuleTable rule : rulebook.tables("attribution", family, diagnostics)) {
      const std::uint32_t cue = read_cue(rule, family, out);
      index_words(index, rule.required_strings(field), cue);
      rule.finish();
    }
  };
  word_family("verb", "verbs", out.verbs);
  word_family("noun", "nouns", out.nouns);
  word_family("adverb", "adverbs", out.adverbs);
  word_family("adjective", "adjectives", out.adjectives);
  for (RuleTable rule : rulebook.tables("attribution", "phrase", diagnostics)) {
    const std::uint32_t cue = read_cue(rule, "phrase", out);
    const std::vector<std::string> objects = sorted(rule.strings("objects"));
    const std::vector<std::string> except = sorted(rule.strings("except"));
    for (const std::string& phrase : rule.required_strings("words")) {
      std::vector<std::string> words = split(phrase);
      if (!words.empty()) out.phrases[words.front()].push_back({words, objects, except, cue});
    }
    rule.finish();
  }
  for (auto& [first, phrases] : out.phrases) {  // longest first
    std::stable_sort(phrases.begin(), phrases.end(),
                     [](const Phrase& a, const Phrase& b) { return a.words.size() > b.words.size(); });
  }
  for (RuleTable rule : rulebook.tables("attribution", "colon", diagnostics)) {
    out.colon = read_cue(rule, "colon", out);
    out.has_colon = true;
    add_all(out.dash_sources, rule.strings("dashes"));
    add_all(out.not_before_colon, rule.strings("not_before"));
    rule.finish();
  }
  for (RuleTable rule : rulebook.tables("attribution", "anonymous", diagnostics)) {
    const std::string id = rule.id();
    add_all(out.anonymous_nouns, rule.strings("nouns"));
    add_all(out.anonymous_markers, rule.strings("markers"));
    add_all(out.anonymous_refusals, rule.strings("refusals"));
    out.examples.push_back({"anonymous/" + id, rule.examples()});
    rule.finish();
  }
  for (RuleTable rule : rulebook.tables("attribution", "speaker", diagnostics)) {
    const std::string id = rule.id();
    add_all(out.speakers, rule.strings("nouns"));
    add_all(out.mute, rule.strings("mute"));
    add_all(out.documents, rule.strings("documents"));
    add_all(out.issuing, rule.strings("issuing"));
    out.examples.push_back({"speaker/" + id, rule.examples()});
    rule.finish();
  }
  for (RuleTable rule : rulebook.tables("attribution", "quotation", diagnostics)) {
    const std::string id = "quotation/" + rule.id();
    const std::string when = rule.string_or("when", "");
    if (when == "led in") {
      out.led_in = id;
    } else if (when == "continued") {
      out.continued = id;
    } else if (when == "next block") {
      out.next_block = id;
    } else {
      rule.fault(ErrorCode::kRulesBadValue, "unknown `" + when + "`", "one of led in, continued, next block",
                 "when");
    }
    out.examples.push_back({id, rule.examples()});
    rule.finish();
  }
  out.has_quotation = !out.led_in.empty() && !out.continued.empty() && !out.next_block.empty();
  for (RuleTable rule : rulebook.tables("attribution", "carrier", diagnostics)) {
    const std::string id = rule.id();
    add_all(out.carriers, rule.strings("verbs"));
    add_all(out.light, rule.strings("light"));
    out.examples.push_back({"carrier/" + id, rule.examples()});
    rule.finish();
  }
  return out;
}

}  // namespace chancery
