// Runs the examples that stand beside the rules of data/attribution/.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>

#include "attribution/attribution.h"
#include "attribution/cues.h"

namespace chancery {
namespace {

struct Marked {
  std::vector<Span> source, cue, content;
  bool anonymous = false;
};
struct Example {
  std::string text;
  std::map<int, Marked> marked;  // by number
  std::string fault;
};

// "[2 The media] {2 cited} …" → plain text and the spans of each number.
Example parse_example(const std::string& marked_text) {
  Example out;
  struct Open {
    char kind;
    int number;
    std::uint32_t begin;
  };
  std::vector<Open> open;
  for (std::size_t at = 0; at < marked_text.size(); ++at) {
    const char c = marked_text[at];
    if (c == '[' || c == '{' || c == '<') {
      Open mark{c, 0, static_cast<std::uint32_t>(out.text.size())};
      const auto next = [&](std::size_t i) { return at + i < marked_text.size() ? marked_text[at + i] : '\0'; };
      bool anonymous = false;
      if (next(1) >= '1' && next(1) <= '9' && next(2) == ' ') {
        mark.number = next(1) - '0';
        at += 2;
      }
      if (next(1) == '?' && next(2) == ' ') {
        anonymous = true;
        at += 2;
      }
      if (anonymous) out.marked[mark.number].anonymous = true;
      open.push_back(mark);
    } else if (c == ']' || c == '}' || c == '>') {
      const char wanted = c == ']' ? '[' : c == '}' ? '{' : '<';
      if (open.empty() || open.back().kind != wanted) {
        out.fault = "brackets do not match";
        return out;
      }
      Marked& marked = out.marked[open.back().number];
      const Span span{open.back().begin, static_cast<std::uint32_t>(out.text.size())};
      (wanted == '[' ? marked.source : wanted == '{' ? marked.cue : marked.content).push_back(span);
      open.pop_back();
    } else {
      out.text += c;
    }
  }
  if (!open.empty()) out.fault = "a bracket is left open";
  return out;
}

std::string show(const std::string& text, const std::vector<Span>& spans) {
  std::string out;
  for (const Span& span : spans) {
    if (!out.empty()) out += " … ";
    out += span.of(text);
  }
  return out.empty() ? "-" : out;
}
std::string show(const std::string& text, const Quote& quote) {
  return fmt::format("[{}]{} {{{}}} <{}> by {}", show(text, quote.source),
                     quote.anonymous ? " (anonymous)" : "", show(text, quote.cue), show(text, quote.content),
                     quote.evidence.empty() ? "?" : quote.evidence.front().rule);
}

}  // namespace

std::size_t Attribution::check_examples(const std::function<Analysed(const std::string&)>& analyse,
                                        Diagnostics& diagnostics) const {
  std::size_t run = 0;
  // Empty when the example holds.
  const auto failure_of = [&](const std::string& rule, const std::string& marked_text) -> std::string {
    const Example example = parse_example(marked_text);
    if (!example.fault.empty()) return example.fault;
    const Analysed analysed = analyse(example.text);
    const std::vector<Quote> quotes = find(*analysed.document, analysed.analysis);
    const std::uint32_t shift = analysed.document->text_begin;
    const auto moved = [&](std::vector<Span> spans) {
      for (Span& span : spans) span = {span.begin - shift, span.end - shift};
      return spans;
    };
    std::string got;
    for (const Quote& quote : quotes) got += "\n    " + show(analysed.document->content, quote);
    if (got.empty()) got = " nothing";
    std::vector<bool> used(quotes.size(), false);
    bool by_rule =
        rule.rfind("anonymous/", 0) == 0 || rule.rfind("carrier/", 0) == 0 || rule.rfind("speaker/", 0) == 0;
    for (const auto& [number, marked] : example.marked) {
      bool found = false;
      for (std::size_t q = 0; q < quotes.size() && !found; ++q) {
        if (used[q] || moved(quotes[q].source) != marked.source || moved(quotes[q].cue) != marked.cue ||
            moved(quotes[q].content) != marked.content || quotes[q].anonymous != marked.anonymous) {
          continue;
        }
        used[q] = found = true;
        for (const Evidence& evidence : quotes[q].evidence) by_rule = by_rule || evidence.rule == rule;
      }
      if (!found) return fmt::format("the marked attribution is not found; found:{}", got);
    }
    for (std::size_t q = 0; q < quotes.size(); ++q) {
      if (!used[q] && quotes[q].kind == QuoteKind::kSaying)
        return fmt::format("an attribution too many; found:{}", got);
    }
    if (!by_rule) return fmt::format("found, but not by this rule:{}", got);
    return {};
  };
  for (const CueExamples& rule : cues_->examples) {
    for (std::size_t i = 0; i < rule.examples.matches.size(); ++i, ++run) {
      const std::string failure = failure_of(rule.rule, rule.examples.matches[i]);
      if (failure.empty()) continue;
      diagnostics.add({ErrorCode::kRulesExampleFailed,
                       fmt::format("{}: `{}`: {}", rule.rule, rule.examples.matches[i], failure),
                       rule.examples.match_places[i], "correct the rule or the example"});
    }
    for (std::size_t i = 0; i < rule.examples.rejects.size(); ++i, ++run) {
      const Analysed analysed = analyse(rule.examples.rejects[i]);
      for (const Quote& quote : find(*analysed.document, analysed.analysis)) {
        if (quote.evidence.front().rule != rule.rule) continue;
        diagnostics.add({ErrorCode::kRulesExampleFailed,
                         fmt::format("{}: `{}` must not match, but gives {}", rule.rule,
                                     rule.examples.rejects[i], show(analysed.document->content, quote)),
                         rule.examples.reject_places[i], "narrow the rule"});
      }
    }
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
