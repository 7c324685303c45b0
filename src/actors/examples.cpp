// Runs the examples of data/actors.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "actors/actors.h"
#include "actors/knowledge.h"

namespace chancery {
namespace {

constexpr std::string_view kDay = "2024-06-05";  // of examples without one

struct Mark {
  Span span;
  std::vector<int> numbers;  // one: a group; several: the members of a plural
};

struct Marked {
  std::string text;
  std::vector<Mark> marks;
};

Marked parse_marks(std::string_view example) {
  Marked out;
  while (!example.empty()) {
    std::size_t open = example.find('[');
    out.text += example.substr(0, open);
    if (open == std::string_view::npos) break;
    example.remove_prefix(open + 1);
    std::size_t close = example.find(']'), equals = example.rfind('=', close);
    if (close == std::string_view::npos || equals == std::string_view::npos) break;
    Mark mark;
    mark.span.begin = static_cast<std::uint32_t>(out.text.size());
    out.text += example.substr(0, equals);
    mark.span.end = static_cast<std::uint32_t>(out.text.size());
    int number = 0;
    for (char c : example.substr(equals + 1, close - equals - 1)) {
      if (c == '+') {
        mark.numbers.push_back(number);
        number = 0;
      } else if (c >= '0' && c <= '9') {
        number = number * 10 + (c - '0');
      }
    }
    mark.numbers.push_back(number);
    out.marks.push_back(std::move(mark));
    example.remove_prefix(close + 1);
  }
  return out;
}

const Mention* mention_at(const std::vector<Mention>& mentions, Span span) {
  for (const Mention& m : mentions) {
    if (m.span == span) return &m;
  }
  for (const Mention& m : mentions) {
    if (span.contains(m.span) || m.span.contains(span)) return &m;
  }
  return nullptr;
}

// Empty when all marks hold, else what does not.
std::string broken_mark(const Marked& marked, const std::vector<Mention>& mentions) {
  std::map<int, int> groups;  // number → group
  for (const Mark& mark : marked.marks) {
    std::string words = marked.text.substr(mark.span.begin, mark.span.size());
    const Mention* m = mention_at(mentions, mark.span);
    if (!m || m->group <= 0) return fmt::format("`{}` is no mention", words);
    if (mark.numbers.size() == 1) {
      auto [found, fresh] = groups.emplace(mark.numbers[0], m->group);
      if (!fresh && found->second != m->group) return fmt::format("`{}` is not {}", words, mark.numbers[0]);
      for (const auto& [number, group] : groups) {
        if (number != mark.numbers[0] && group == m->group) return fmt::format("`{}` is {}", words, number);
      }
      continue;
    }
    std::vector<int> wanted;
    for (int number : mark.numbers) wanted.push_back(groups.contains(number) ? groups.at(number) : -1);
    std::vector<int> members = m->members;
    std::sort(wanted.begin(), wanted.end());
    std::sort(members.begin(), members.end());
    if (wanted != members) return fmt::format("`{}` has other members", words);
  }
  return {};
}

// The quotations of an example.
std::vector<Quote> quotes_of(const Marked& marked, const Analysis& analysis) {
  std::vector<Quote> out;
  std::size_t open = marked.text.find('"');
  std::size_t close = open == std::string::npos ? open : marked.text.find('"', open + 1);
  if (close == std::string::npos) return out;
  Span content{static_cast<std::uint32_t>(open + 1), static_cast<std::uint32_t>(close)};
  for (const Mark& mark : marked.marks) {
    if (content.contains(mark.span)) continue;
    Quote quote;
    quote.direct = true;
    quote.content.push_back(content);
    quote.source.push_back(mark.span);
    for (std::uint32_t t = 0; t < analysis.tokens.size(); ++t) {
      if (mark.span.contains(analysis.tokens[t].span)) quote.source_head = t;
    }
    out.push_back(std::move(quote));
    break;
  }
  return out;
}

}  // namespace

std::size_t Actors::check_examples(const Analyse& analyse, Diagnostics& diagnostics) const {
  std::size_t count = 0;
  for (const Knowledge::ActorExample& example : knowledge_->examples()) {
    auto fail = [&](std::string message) {
      diagnostics.add({ErrorCode::kRulesExampleFailed, std::move(message), example.place, ""});
    };
    std::string_view text = example.text;
    Published published;
    if (text.find('[') != std::string_view::npos) {
      if (!analyse) continue;
      ++count;
      Marked marked = parse_marks(text);
      Document document;
      document.content = marked.text;
      document.blocks.push_back({BlockRole::kBody, {0, static_cast<std::uint32_t>(marked.text.size())}});
      Analysis analysis = analyse(document);
      published.date = *parse_day(kDay);
      std::string wrong = broken_mark(marked, find(document, analysis, quotes_of(marked, analysis), published));
      if (example.match && !wrong.empty()) fail(fmt::format("{}: {} in `{}`", example.rule, wrong, text));
      if (!example.match && wrong.empty())
        fail(fmt::format("{}: the marks hold, which they must not, in `{}`", example.rule, text));
      continue;
    }
    ++count;
    std::optional<Day> day = parse_day(kDay);
    if (text.size() > 11 && parse_day(text.substr(0, 10))) {
      day = parse_day(text.substr(0, 10));
      text.remove_prefix(11);
    }
    std::string_view code;
    if (std::size_t arrow = text.find(" -> "); arrow != std::string_view::npos) {
      code = text.substr(arrow + 4);
      text = text.substr(0, arrow);
    }
    Resolution got = resolve(text, "", day);
    bool fired = std::find(got.rules.begin(), got.rules.end(), example.rule) != got.rules.end();
    std::string_view plain_id = std::string_view(example.rule).substr(example.rule.find('/') + 1);
    for (const auto& [id, rule] : knowledge_->actor_ids()) {
      if (rule == plain_id) fired = got.id == id;
    }
    if (example.match) {
      if (!fired)
        fail(fmt::format("{} takes no part in `{}` ({})", example.rule, text, got.how));
      else if (!code.empty() && got.code != code)
        fail(fmt::format("`{}` is {} instead of {} ({})", text, got.code, code, got.how));
    } else if (fired && (code.empty() || got.code == code)) {
      fail(fmt::format("{} takes part in `{}`", example.rule, text));
    }
  }
  return count;
}

}  // namespace chancery
