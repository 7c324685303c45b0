// SPDX-License-Identifier: Apache-2.0
#include "table.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/utf8.h"

namespace chancery {
namespace {

using namespace std::chrono;

constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Look {
  std::string_view mark;
  std::string_view color;  // SGR parameters
};

Look look_of(Status status) {
  switch (status) {
    case Status::kOccurred: return {"●", "1"};
    case Status::kOngoing: return {"◐", "1"};
    case Status::kHabitual: return {"↻", "1"};
    case Status::kPlanned: return {"○", "36"};
    case Status::kOffered:
    case Status::kRequested: return {"◌", "36"};
    case Status::kPossible: return {"◇", "33"};
    case Status::kConditional: return {"◇", "33"};
    case Status::kThreatened: return {"▲", "31"};
    case Status::kNotOccurred:
    case Status::kCancelled:
    case Status::kDenied:
    case Status::kFailed: return {"✗", "31"};
    case Status::kPostponed: return {"⧖", "33"};
  }
  return {" ", "0"};
}

std::string show_day(const YearMonthDay& day) {
  return fmt::format("{} {} {}", static_cast<unsigned>(day.day()), kMonths[static_cast<unsigned>(day.month()) - 1],
                     static_cast<int>(day.year()));
}

std::string show_interval(Instant start, Instant end) {
  const YearMonthDay first{day_of(start)}, last{day_of(end - seconds{1})};
  if (first == last) return show_day(first);
  const bool whole_months = first.day() == day{1} && (last.year() / last.month() / std::chrono::last) == last;
  if (whole_months && first.year() == last.year() && first.month() == January && last.month() == December) {
    return std::to_string(static_cast<int>(first.year()));
  }
  if (whole_months && first.year() == last.year() && first.month() == last.month()) {
    return fmt::format("{} {}", kMonths[static_cast<unsigned>(first.month()) - 1], static_cast<int>(first.year()));
  }
  if (whole_months && first.month() == January && last.month() == December) {
    return fmt::format("{}–{}", static_cast<int>(first.year()), static_cast<int>(last.year()));
  }
  if (first.year() != last.year()) return show_day(first) + " – " + show_day(last);
  if (first.month() != last.month()) {
    return fmt::format("{} {} – {}", static_cast<unsigned>(first.day()),
                       kMonths[static_cast<unsigned>(first.month()) - 1], show_day(last));
  }
  return fmt::format("{}–{}", static_cast<unsigned>(first.day()), show_day(last));
}

// Cut to `width` columns, or filled up with blanks.
std::string fit(std::string_view text, std::size_t width) {
  if (count_code_points(text) <= width) return std::string(text) + std::string(width - count_code_points(text), ' ');
  const CodePointIndex index(text);
  std::string cut(text.substr(0, index.to_bytes(static_cast<std::uint32_t>(width - 1))));
  while (!cut.empty() && cut.back() == ' ') cut.pop_back();
  cut += "…";
  return cut + std::string(width - count_code_points(cut), ' ');
}

std::string join(const std::vector<std::string>& parts, std::string_view between) {
  return fmt::format("{}", fmt::join(parts, between));
}

std::string show_actors(const std::vector<ActorRef>& refs) {
  std::vector<std::string> names;
  for (const ActorRef& ref : refs) names.push_back(show_actor(ref));
  return join(names, ", ");
}

std::string show_who(const Act& act) {
  const std::string who = act.actors.empty() ? "—" : show_actors(act.actors);
  if (act.symmetric) return fmt::format("{}", act.actors.size() > 1 ? who : who + " ↔ " + show_actors(act.recipients));
  // A wish or a plan shows whom it concerns: threatened to sanction X.
  const Act* level = &act;
  while (level->recipients.empty() && level->content) level = level->content.get();
  return level->recipients.empty() ? who : who + " → " + show_actors(level->recipients);
}

std::string show_sayers(const std::vector<Sayer>& sayers) {
  std::vector<std::string> names;
  for (const Sayer& sayer : sayers) {
    std::string name = sayer.who.actor.name.empty() ? sayer.who.text : sayer.who.actor.name;
    names.push_back(name.empty() ? "“" + sayer.cue_text + "”" : name);
  }
  return join(names, " via ");
}

std::string show_codes(const Codes& codes) {
  std::string out;
  if (codes.plover) out += codes.plover->type + (codes.plover->mode.empty() ? "" : " " + codes.plover->mode);
  if (codes.cameo) out += (out.empty() ? "" : " · ") + codes.cameo->code;
  if (codes.dictionary) out += (out.empty() ? "" : " · ") + codes.dictionary->code;
  return out;
}

std::string show_status(const Act& act) {
  std::string out(name_of(act.status));
  std::replace(out.begin(), out.end(), '_', ' ');
  if (act.status == Status::kPlanned && act.factuality < 2.5) out += act.factuality >= 1.5 ? " (probable)" : " (possible)";
  for (const Act* content = act.content.get(); content != nullptr; content = content->content.get()) {
    std::string inner(name_of(content->status));
    std::replace(inner.begin(), inner.end(), '_', ' ');
    out += " > " + inner;
  }
  return out;
}

// A happening as one line: the account that says most of it, and how many there are.
struct Row {
  const Statement* shown = nullptr;
  int times = 0;
};

int detail(const Act& act) {
  return (act.time ? 2 : 0) + (act.said_by.empty() ? 0 : 1) + (act.recipients.empty() ? 0 : 1);
}

// In the order of the first accounts.
std::vector<Row> fold_repeats(const std::vector<Statement>& statements) {
  std::vector<Row> rows;
  std::map<std::string, std::size_t> by_id;
  for (const Statement& statement : statements) {
    const auto first = by_id.find(statement.act.repeats);
    if (first == by_id.end()) {
      by_id[statement.id] = rows.size();
      rows.push_back({&statement, 1});
      continue;
    }
    Row& row = rows[first->second];
    ++row.times;
    if (detail(statement.act) > detail(row.shown->act)) row.shown = &statement;
  }
  return rows;
}

std::string show_when(const Act& act, std::string_view content) {
  std::string out = act.time ? show_time(act.time->ref, content) : "";
  for (const Act* level = act.content.get(); level != nullptr; level = level->content.get()) {
    if (level->time) out += (out.empty() ? "> " : " > ") + show_time(level->time->ref, content);
  }
  return out;
}

}  // namespace

std::string show_time(const TimeRef& ref, std::string_view content) {
  std::string op;
  if (ref.op != TimeOperator::kNone && ref.op != TimeOperator::kOn && ref.op != TimeOperator::kWithin) {
    op = std::string(name_of(ref.op)) + " ";
  }
  const auto& [start, end] = ref.interval;
  if (!start && !end) return op + std::string(ref.span.of(content));
  if (ref.op == TimeOperator::kBy || ref.op == TimeOperator::kUntil || !start) {
    return (op.empty() ? "until " : op) + show_day(YearMonthDay{day_of(*end - seconds{1})});
  }
  if (!end) return (op.empty() ? "from " : op) + show_day(YearMonthDay{day_of(*start)});
  return op + show_interval(*start, *end);
}

std::string show_path(const Act& act) {
  std::string out;
  for (const Act* level = &act; level != nullptr; level = level->content.get()) {
    out += (out.empty() ? "" : " > ") + level->frame;
  }
  return out;
}

std::string show_actor(const ActorRef& ref) {
  const std::string& name = ref.actor.name.empty() ? ref.text : ref.actor.name;
  return ref.actor.code.size() > 3 ? name + " (" + ref.actor.code + ")" : name;
}

std::string table(const Coded& coded, const TableStyle& style) {
  const std::vector<Row> rows = fold_repeats(coded.statements);

  const auto paint = [&](std::string_view text, std::string_view sgr) {
    return style.color ? fmt::format("\x1b[{}m{}\x1b[0m", sgr, text) : std::string(text);
  };
  std::string out;
  std::string date = "date unknown";
  if (coded.published.date) {
    date = show_day(YearMonthDay{day_of(*coded.published.date)});
    if (coded.published.assumed) date += ", assumed from " + coded.published.how;
  }
  out += fmt::format("{} · {} · {} statement{}\n", paint(coded.document.source.id, "1"), date, rows.size(),
                     rows.size() == 1 ? "" : "s");

  // Columns share the width: the names and the sayers bend, the rest is as wide as it needs to be.
  std::size_t when = 4, what = 4, status = 6, codes = 5;
  for (const auto& [shown, times] : rows) {
    const Statement& statement = *shown;
    when = std::max(when, count_code_points(show_when(statement.act, coded.document.content)));
    what = std::max(what, count_code_points(show_path(statement.act)));
    status = std::max(status, count_code_points(show_status(statement.act)));
    codes = std::max(codes, count_code_points(show_codes(statement.codes)));
  }
  when = std::min<std::size_t>(when, 24);
  what = std::min<std::size_t>(what, 28);
  status = std::min<std::size_t>(status, 24);
  codes = std::min<std::size_t>(codes, 26);
  const std::size_t fixed = 3 + when + what + status + codes + 5 * 2;
  const std::size_t rest = static_cast<std::size_t>(std::max(style.width, 80)) > fixed + 40
                               ? static_cast<std::size_t>(style.width) - fixed : 40;
  const std::size_t who = rest * 3 / 5, says = rest - who;

  for (const auto& [shown, times] : rows) {
    const Statement& statement = *shown;
    const Look look = look_of(statement.act.status);
    std::string sayers = show_sayers(statement.act.said_by);
    if (times > 1) sayers = fmt::format("×{}{}{}", times, sayers.empty() ? "" : " ", sayers);
    std::string line = fmt::format(
        " {} {}  {}  {}  {}  {}  {}", paint(look.mark, look.color), fit(show_who(statement.act), who),
        paint(fit(show_path(statement.act), what), look.color), fit(show_when(statement.act, coded.document.content), when),
        paint(fit(show_status(statement.act), status), look.color), paint(fit(show_codes(statement.codes), codes), "2"),
        fit(sayers, says));
    while (!line.empty() && line.back() == ' ') line.pop_back();
    out += line + "\n";
  }
  return out;
}

}  // namespace chancery
