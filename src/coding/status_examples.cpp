// Runs the examples that stand beside the rules of data/operators/.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "coding/status_rules.h"

namespace chancery {
namespace {

// "He {refused} to <meet:not_occurred/future/-2> her." → plain text and what must come out at each marked word.
struct Expected {
  Span span;
  std::string status, tense;
  std::optional<double> factuality;
};
struct Example {
  std::string text, fault;
  std::vector<Expected> expected;
};

Example parse_example(const std::string& marked) {
  Example out;
  for (std::size_t at = 0; at < marked.size(); ++at) {
    const char c = marked[at];
    if (c == '{' || c == '}') continue;
    if (c != '<') {
      out.text += c;
      continue;
    }
    const std::size_t end = marked.find('>', at), colon = marked.find(':', at);
    if (end == std::string::npos || colon == std::string::npos || colon > end) {
      out.fault = "a happening is marked as <word:status/tense/factuality>";
      return out;
    }
    Expected expected;
    expected.span.begin = static_cast<std::uint32_t>(out.text.size());
    out.text += marked.substr(at + 1, colon - at - 1);
    expected.span.end = static_cast<std::uint32_t>(out.text.size());
    const std::string values = marked.substr(colon + 1, end - colon - 1);
    const std::size_t first = values.find('/'),
                      second = first == std::string::npos ? first : values.find('/', first + 1);
    expected.status = values.substr(0, first);
    if (first != std::string::npos)
      expected.tense = values.substr(first + 1, second == std::string::npos ? second : second - first - 1);
    if (second != std::string::npos) {
      double number = 0;
      std::from_chars(values.data() + second + 1, values.data() + values.size(), number);
      expected.factuality = number;
    }
    out.expected.push_back(std::move(expected));
    at = end;
  }
  return out;
}

}  // namespace

std::size_t StatusReader::check_examples(const std::function<Analysed(const std::string&)>& analyse,
                                         Diagnostics& diagnostics) const {
  std::size_t run = 0;
  const auto failure_of = [&](const std::string& rule, const std::string& marked) -> std::string {
    const Example example = parse_example(marked);
    if (!example.fault.empty()) return example.fault;
    if (example.expected.empty()) return "no happening is marked";
    const Analysed analysed = analyse(example.text);
    for (const Expected& expected : example.expected) {
      std::uint32_t found = kNoToken;
      for (std::uint32_t t = 0; t < analysed.analysis.tokens.size(); ++t) {
        const Span span = analysed.analysis.tokens[t].span;
        if (span.begin == expected.span.begin + analysed.document->text_begin) found = t;
      }
      if (found == kNoToken) return fmt::format("no token begins at `{}`", expected.span.of(example.text));
      StatusReading reading = read(*analysed.document, analysed.analysis, found);
      if (rule.rfind("register/", 0) == 0) {  // of the whole document
        for (const Happening& happening : happenings(*analysed.document, analysed.analysis)) {
          if (happening.token == found) reading.factuality = happening.factuality;
        }
      }
      const std::string tense(reading.tense ? name_of(*reading.tense) : "-");
      const bool same = name_of(reading.status) == expected.status &&
                        (expected.tense.empty() || tense == expected.tense) &&
                        (!expected.factuality || std::abs(*expected.factuality - reading.factuality) < 0.26);
      if (same) continue;
      std::string why;
      for (const Evidence& evidence : reading.evidence) why += " " + evidence.rule;
      return fmt::format("`{}` is {}/{}/{:.4g}, by{}", expected.span.of(example.text), name_of(reading.status),
                         tense, reading.factuality, why.empty() ? " no rule" : why);
    }
    return {};
  };
  for (const StatusExamples& rule : rules_->examples) {
    const auto check = [&](const std::vector<std::string>& texts, const std::vector<Place>& places) {
      for (std::size_t i = 0; i < texts.size(); ++i, ++run) {
        const std::string failure = failure_of(rule.rule, texts[i]);
        if (failure.empty()) continue;
        diagnostics.add({ErrorCode::kRulesExampleFailed,
                         fmt::format("{}: `{}`: {}", rule.rule, texts[i], failure), places[i],
                         "correct the rule or the example"});
      }
    };
    check(rule.examples.matches, rule.examples.match_places);
    check(rule.examples.rejects, rule.examples.reject_places);
    for (std::size_t i = 0; i < rule.examples.todo.size(); ++i, ++run) {
      if (!failure_of(rule.rule, rule.examples.todo[i]).empty()) continue;
      diagnostics.add({ErrorCode::kRulesExampleFailed,
                       fmt::format("{}: `{}` works now", rule.rule, rule.examples.todo[i]),
                       rule.examples.todo_places[i], "move it from `todo` to `matches`"});
    }
  }
  return run;
}

}  // namespace chancery
