// SPDX-License-Identifier: Apache-2.0
#include "time/examples.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "time/grammar.h"

namespace chancery {
namespace {

struct Mark {
  std::string text, value, mod, interval, op;
};

struct Example {
  std::string text;
  std::vector<Mark> marks;
  std::vector<Span> spans;
  std::optional<Day> date;
};

Result<Example> read_example(std::string_view raw) {
  Example out;
  if (raw.size() > 13 && raw[0] == '(' && raw[11] == ')') {
    out.date = parse_day(raw.substr(1, 10));
    if (out.date) raw.remove_prefix(13);
  }
  for (std::size_t at = 0; at < raw.size();) {
    if (raw[at] != '[') {
      out.text += raw[at++];
      continue;
    }
    const std::size_t close = raw.find(']', at);
    const std::size_t bar = raw.find('|', at);
    if (close == std::string_view::npos || bar == std::string_view::npos || bar > close)
      return Error{ErrorCode::kRulesBadValue, "an expression is marked `[words | value]`", {}, {}};
    Mark mark;
    std::string_view words = raw.substr(at + 1, bar - at - 1);
    while (!words.empty() && words.back() == ' ') words.remove_suffix(1);
    mark.text = words;
    std::istringstream fields{std::string(raw.substr(bar + 1, close - bar - 1))};
    fields >> mark.value;
    for (std::string field; fields >> field;) {
      if (field.find('/') != std::string::npos)
        mark.interval = field;
      else if (field[0] >= 'A' && field[0] <= 'Z')
        mark.mod = field;
      else
        mark.op = field;
    }
    const auto begin = static_cast<std::uint32_t>(out.text.size());
    out.text += mark.text;
    out.spans.push_back({begin, static_cast<std::uint32_t>(out.text.size())});
    out.marks.push_back(std::move(mark));
    at = close + 1;
  }
  return out;
}

std::string interval_text(const Interval& interval) {
  return (interval.start ? format_instant(*interval.start) : "") + "/" +
         (interval.end ? format_instant(*interval.end) : "");
}

std::string found_text(const Document& document, const TimeRef& ref) {
  std::string out = fmt::format("[{} | {}", document.text(ref.span), ref.value);
  if (!ref.mod.empty()) out += " " + ref.mod;
  if (ref.interval.known()) out += " " + interval_text(ref.interval);
  if (ref.op != TimeOperator::kNone) out += fmt::format(" {}", name_of(ref.op));
  return out + "]";
}

Document document_of(const Example& example) {
  Document document;
  document.content = example.text;
  document.blocks.push_back({BlockRole::kBody, {0, static_cast<std::uint32_t>(example.text.size())}});
  return document;
}

Times read_times(const TimeGrammar& times, const Analyser& analyse, const Example& example,
                 const Document& document) {
  Published published;
  published.date = example.date ? *example.date : times.grammar().example_date();
  published.how = "given";
  return times.read(document, analyse(document), published);
}

}  // namespace

Result<std::string> mark_times(const TimeGrammar& times, const Analyser& analyse, std::string_view raw) {
  Result<Example> example = read_example(raw);
  if (!example) return example.error();
  const Document document = document_of(*example);
  std::string out;
  if (example->date) out = fmt::format("({}) ", format_day(*example->date));
  std::uint32_t at = 0;
  for (const TimeRef& ref : read_times(times, analyse, *example, document).refs) {
    out += document.text({at, ref.span.begin});
    out += found_text(document, ref);
    at = ref.span.end;
  }
  out += std::string_view(document.content).substr(at);
  return out;
}

std::size_t check_time_examples(const TimeGrammar& times, const Analyser& analyse, Diagnostics& diagnostics) {
  const Grammar& grammar = times.grammar();
  const auto run = [&](const TimeRule& rule, const std::string& raw, const Place& place, bool must_match) {
    const auto fail = [&](std::string message) {
      diagnostics.add({ErrorCode::kRulesExampleFailed, fmt::format("{}: {}", rule.id, message), place, {}});
    };
    Result<Example> example = read_example(raw);
    if (!example) {
      fail(example.error().message);
      return;
    }
    const Document document = document_of(*example);
    const Times found = read_times(times, analyse, *example, document);
    std::string all;
    for (const TimeRef& ref : found.refs) all += " " + found_text(document, ref);
    bool used = false;
    for (const TimeRef& ref : found.refs)
      for (const Evidence& evidence : ref.evidence) used = used || evidence.rule == "time/" + rule.id;
    const bool shuts = rule.kind == MeaningKind::kSkip || rule.kind == MeaningKind::kAge;
    if (found.refs.size() != example->marks.size()) {
      fail(fmt::format("`{}` gives{}, not the {} marked", raw, all.empty() ? " nothing" : all,
                       example->marks.size()));
      return;
    }
    for (std::size_t i = 0; i < found.refs.size(); ++i) {
      const TimeRef& ref = found.refs[i];
      const Mark& mark = example->marks[i];
      const bool right = ref.span == example->spans[i] && ref.value == mark.value &&
                         (mark.mod.empty() || ref.mod == mark.mod) &&
                         (mark.interval.empty() || interval_text(ref.interval) == mark.interval) &&
                         (mark.op.empty() || name_of(ref.op) == mark.op);
      if (!right) {
        fail(fmt::format("`{}` gives{}", raw, all));
        return;
      }
    }
    if (must_match && !used && !shuts) fail(fmt::format("`{}`: no expression came by this rule", raw));
    if (!must_match && used) fail(fmt::format("`{}` matches but must not", raw));
  };
  std::size_t count = 0;
  for (const TimeRule& rule : grammar.rules()) {
    count += rule.examples.matches.size() + rule.examples.rejects.size();
    for (std::size_t i = 0; i < rule.examples.matches.size(); ++i)
      run(rule, rule.examples.matches[i], rule.examples.match_places[i], true);
    for (std::size_t i = 0; i < rule.examples.rejects.size(); ++i)
      run(rule, rule.examples.rejects[i], rule.examples.reject_places[i], false);
  }
  return count;
}

}  // namespace chancery
