// SPDX-License-Identifier: Apache-2.0
#include "coding/example_marks.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace chancery {

MarkedExample read_marks(const std::string& example) {
  MarkedExample out;
  std::vector<std::pair<ExampleMark, char>> open;
  for (std::size_t i = 0; i < example.size(); ++i) {
    const char c = example[i];
    const auto at = static_cast<std::uint32_t>(out.text.size());
    if (c == '[' && i + 2 < example.size() && (example[i + 1] == 'A' || example[i + 1] == 'R') &&
        example[i + 2] == ' ') {
      ExampleMark mark;
      mark.kind = example[i + 1] == 'A' ? ExampleMark::kActor : ExampleMark::kRecipient;
      mark.span.begin = at;
      open.push_back({mark, ']'});
      i += 2;
    } else if (c == '{') {
      ExampleMark mark;
      mark.kind = ExampleMark::kTrigger;
      mark.span.begin = at;
      const std::size_t close = example.find('}', i);
      const std::size_t equals = example.find('=', i);
      if (close == std::string::npos) {
        out.fault = "`{` is not closed";
        return out;
      }
      if (equals < close) {
        mark.frame = example.substr(i + 1, equals - i - 1);
        i = equals;
      }
      open.push_back({mark, '}'});
    } else if ((c == ']' || c == '}') && !open.empty() && open.back().second == c) {
      ExampleMark mark = open.back().first;
      open.pop_back();
      mark.span.end = at;
      out.marks.push_back(std::move(mark));
    } else if (c == ':' && !open.empty() && open.back().second == '}') {
      const std::size_t close = example.find('}', i);
      const std::string name = example.substr(i + 1, close - i - 1);
      open.back().first.status = status_named(name);
      if (!open.back().first.status) {
        out.fault = fmt::format("`{}` is no status", name);
        return out;
      }
      i = close - 1;
    } else {
      out.text += c;
    }
  }
  if (!open.empty()) out.fault = "a mark is not closed";
  return out;
}

std::vector<Span> marked_spans(const MarkedExample& marked, ExampleMark::Kind kind, std::uint32_t base) {
  std::vector<Span> out;
  for (const ExampleMark& mark : marked.marks) {
    if (mark.kind == kind) out.push_back({mark.span.begin + base, mark.span.end + base});
  }
  return out;
}

bool same_places(const std::vector<ActorRef>& found, const std::vector<Span>& marked) {
  if (found.size() != marked.size()) return false;
  std::vector<bool> taken(marked.size(), false);
  for (const ActorRef& actor : found) {
    bool hit = false;
    for (std::size_t i = 0; i < marked.size() && !hit; ++i) {
      if (!taken[i] && marked[i].overlaps(actor.span)) hit = taken[i] = true;
    }
    if (!hit) return false;
  }
  return true;
}

const Statement* unmarked(const MarkedExample& marked, const std::vector<Statement>& statements,
                          std::uint32_t base) {
  const std::vector<Span> triggers = marked_spans(marked, ExampleMark::kTrigger, base);
  const auto found = std::find_if(statements.begin(), statements.end(), [&](const Statement& statement) {
    return std::none_of(triggers.begin(), triggers.end(),
                        [&](const Span& span) { return span.overlaps(statement.act.trigger); });
  });
  return found == statements.end() ? nullptr : &*found;
}

std::string show(const Act& act) {
  std::string out = fmt::format("{}({}) \"{}\"", act.frame, name_of(act.status), act.trigger_text);
  for (const ActorRef& actor : act.actors) out += fmt::format(" A[{}]", actor.text);
  for (const ActorRef& actor : act.recipients) out += fmt::format(" R[{}]", actor.text);
  if (act.content) out += " > " + show(*act.content);
  return out;
}

}  // namespace chancery
