// Compiles the stage, and says who a mention is on a given day.
// SPDX-License-Identifier: Apache-2.0
#include "actors/actors.h"

#include <fmt/format.h>

#include <algorithm>

#include "actors/knowledge.h"
#include "actors/phrase.h"

namespace chancery {
namespace {

bool has_role(const std::vector<std::string>& roles, const DatedOffice& office) {
  return std::find(roles.begin(), roles.end(), office.role) != roles.end();
}

struct Chosen {
  const ActorCandidate* candidate = nullptr;
  const DatedOffice* office = nullptr;
  bool held = false;  // on the day
};

// The office of the day; of several, the one that the words name, then the highest.
Chosen office_of(const Knowledge& knowledge, const Mention& mention, const ActorCandidate& candidate,
                 std::optional<Day> day, std::optional<Day> document_day) {
  Chosen best{&candidate, nullptr, false};
  double score = -1;
  for (const DatedOffice& office : candidate.offices) {
    double here = knowledge.office_role(office.role).level / 10.0;
    bool held = !day || holds_on(office, *day);
    if (day && !held) continue;
    if (has_role(mention.roles, office)) here += 2;
    if (office.country == (mention.country.empty() ? candidate.country : mention.country))
      here += 0.05;  // a president of France is a prince of Andorra too
    if (!day && document_day && office.from && *document_day < *office.from) continue;
    if (!day && office.from)
      here += static_cast<double>(office.from->time_since_epoch().count()) / 100000.0;  // the latest
    if (here > score) {
      score = here;
      best.office = &office;
      best.held = day.has_value();
    }
  }
  return best;
}

}  // namespace

Actors Actors::compile(const Rulebook& rulebook, Diagnostics& diagnostics) {
  return Actors(Knowledge::compile(rulebook, diagnostics));
}

ResolvedActor Actors::as_of(const Mention& mention, std::optional<Day> event_day,
                            std::optional<Day> document_day) const {
  ResolvedActor out;
  out.kind = mention.kind;
  out.country = mention.country;
  out.sectors = mention.sectors;
  out.code = mention.code;
  out.office = mention.office;
  out.name = mention.name;
  out.how = mention.how;

  // What is planned is coded as known when it was written.
  std::optional<Day> day = event_day ? event_day : document_day;
  if (mention.then && !event_day) day.reset();  // "then PM": some day of his term
  if (event_day && document_day && *document_day < *event_day) day = document_day;

  auto elite = [&](std::string_view country) {
    out.sectors = {"ELI"};
    out.code = fmt::format("{}ELI", country.empty() ? "---" : country);
  };

  if (mention.candidates.empty()) {
    if (mention.former && !mention.then) elite(mention.country);
    return out;
  }

  // An office without a name has all its holders as candidates: the day picks.
  const ActorCandidate* candidate = &mention.candidates.front();
  Chosen chosen;
  if (mention.candidates.size() > 1) {
    int count = 0;
    if (day) {
      for (const ActorCandidate& c : mention.candidates) {
        for (const DatedOffice& office : c.offices) {
          if (!has_role(mention.roles, office) || !holds_on(office, *day)) continue;
          if (!mention.country.empty() && office.country != mention.country) continue;
          // On the day of a change the newcomer counts.
          if (count == 0 || (chosen.office->from && office.from && *office.from > *chosen.office->from))
            chosen = {&c, &office, true};
          ++count;
          break;
        }
      }
    }
    if (count == 0) {
      if (mention.former) elite(mention.country);
      out.id.clear();
      return out;  // the words alone
    }
    candidate = chosen.candidate;
  } else {
    chosen = office_of(*knowledge_, mention, *candidate, day, document_day);
  }
  out.id = candidate->id;
  if (!candidate->name.empty()) out.name = candidate->name;
  if (out.kind == ActorKind::kOffice) out.kind = candidate->kind;
  if (candidate->kind != ActorKind::kPerson && mention.kind != ActorKind::kUnknown) out.kind = mention.kind;

  if (candidate->offices.empty()) {  // a state
    out.country = candidate->country;
    if (out.code.empty()) out.code = candidate->country;
    return out;
  }
  if (mention.former && !mention.then &&
      candidate->kind != ActorKind::kPerson) {  // "a former White House official"
    out.country = candidate->country;
    elite(out.country);
    return out;
  }
  if (chosen.office) {
    const DatedOffice& office = *chosen.office;
    out.country = office.country;
    out.sectors = office.sectors;
    out.code = office.code;
    if (!office.title.empty() && candidate->kind == ActorKind::kPerson) out.office = office.title;
    if (out.how.find(office.fact) == std::string::npos && !office.fact.empty()) out.how += "; " + office.fact;
    if (!day) out.how += "; no date, latest office";
    if (office.end_unknown && !office.until) out.how += "; end unknown";
    return out;
  }
  if (candidate->kind != ActorKind::kPerson) {
    // A body out of its dates: the period next to the day.
    const DatedOffice* nearest = &candidate->offices.front();
    for (const DatedOffice& office : candidate->offices) {
      if (day && office.from && *office.from <= *day) nearest = &office;
    }
    out.country = nearest->country;
    out.sectors = nearest->sectors;
    out.code = nearest->code;
    out.how += "; outside the dates of " + nearest->fact;
    return out;
  }
  // A person without an office on the day.
  const DatedOffice *before = nullptr, *after = nullptr;
  for (const DatedOffice& office : candidate->offices) {
    if (office.from && day && *day < *office.from) {
      if (!after) after = &office;
    } else {
      before = &office;
    }
  }
  out.country = mention.country.empty() ? candidate->country : mention.country;
  if (mention.designated && after) {
    out.sectors = {};
    out.code = out.country;
    out.how += fmt::format("; designated, in office from {}", format_day(*after->from));
    return out;
  }
  if (!mention.sectors.empty() && !mention.former && !mention.then) {
    // The text gives an office that the tables do not know of on this day; the text is nearer.
    out.sectors = mention.sectors;
    out.code = mention.code.empty() || mention.code.starts_with("---") ? out.country : mention.code;
    out.how += "; office by the words, none in the tables that day";
    return out;
  }
  if (before) {
    elite(out.country);
    out.office = before->title.empty() ? "" : "former " + before->title;
    out.how +=
        fmt::format("; {}{}", before->fact,
                    before->until ? fmt::format(" ended {}", format_day(*before->until - std::chrono::days(1)))
                                  : " end unknown, more than five years");
    return out;
  }
  out.sectors.clear();
  out.code = out.country;
  if (after) out.how += fmt::format("; before {}", after->fact);
  return out;
}

}  // namespace chancery
