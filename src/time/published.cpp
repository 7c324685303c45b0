// Settles the document's date from its candidates and from what the text says.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "time/calendar.h"
#include "time/direction.h"
#include "time/resolve.h"

namespace chancery {
namespace {

using std::chrono::days;

// How near a candidate stands to the writing: the caller's word, the text's own dateline, what the page says of
// itself, its address. Candidates of unknown kinds stand with the page.
int rank_of(const std::string& how) {
  if (how == "given") return 4;
  if (how.starts_with("dateline")) return 3;
  if (how.find("address") != std::string::npos && !how.starts_with("status id")) return 1;
  return 2;
}

struct Candidate {
  Instant date;
  std::string how;
  Span span;
  int rank;
};

struct Bound {
  Instant at;
  std::string how;
  Span span;
};

// A correction is written later than the article that it corrects.
bool in_own_text(const Document& document, const Analysis& analysis, std::uint32_t sentence) {
  const std::uint32_t block = analysis.sentences[sentence].block;
  if (block >= document.blocks.size()) return true;
  const BlockRole role = document.blocks[block].role;
  return is_own_text(role) && role != BlockRole::kCorrection;
}

// "said it would be held on 3 May": to come from where he stood, not from where the report stands.
bool future_of_its_time(const Grammar& grammar, const Analysis& analysis, std::uint32_t sentence,
                        std::uint32_t before) {
  bool past = false;
  for (std::uint32_t t = analysis.sentences[sentence].first; t < before; ++t) {
    const Token& token = analysis.tokens[t];
    if (grammar.word_in(token.lower, "modal-will")) return false;
    past = past || token.tag == "VBD" || token.lower == "would" || token.lower == "'d";
  }
  return past;
}

// "was born on 3 May 1950"
bool biographical(const Grammar& grammar, const Analysis& analysis, std::uint32_t t) {
  for (int steps = 0; steps < 8; ++steps) {
    if (grammar.word_in(analysis.tokens[t].lemma, "biographical") ||
        grammar.word_in(analysis.tokens[t].lower, "biographical"))
      return true;
    if (analysis.tokens[t].tag.starts_with('V') || analysis.is_root(t)) return false;
    t = analysis.tokens[t].head;
  }
  return false;
}

// The first day of a month or year that an expression names by itself: "in March 2021".
std::optional<Day> wide_date(const Meaning& m) {
  if (m.kind != MeaningKind::kDate || m.base != Base::kNone || m.has(Field::kDirection) ||
      !m.has(Field::kYear) || m.has(Field::kDay) || m.op == TimeOperator::kBy || m.op == TimeOperator::kUntil ||
      m.op == TimeOperator::kBefore)
    return std::nullopt;
  return make_day(m.get(Field::kYear), static_cast<unsigned>(m.get_or(Field::kMonth, 1)), 1);
}

}  // namespace

Published settle(const Grammar& grammar, const Document& document, const Analysis& analysis,
                 const Expressions& expressions) {
  std::vector<Candidate> candidates;
  std::optional<Bound> lower;       // the latest thing known to be past
  std::optional<Instant> upper;     // hard: it had been fetched by then
  std::optional<Instant> expected;  // soft: the earliest full date that the text puts in the future, its end
  std::optional<Bound> wide;        // soft: the latest month or year that the text tells as past
  const auto raise = [&](Instant at, const std::string& how, Span span) {
    if (!lower || at > lower->at) lower = Bound{at, how, span};
  };
  for (const DateCandidate& c : document.date_candidates) {
    if (c.date) candidates.push_back({*c.date, c.how, c.span, rank_of(c.how)});
    if (c.not_before && !c.date) raise(*c.not_before, c.how, c.span);
    if (c.not_after && (!upper || *c.not_after < *upper)) upper = c.not_after;
  }

  // Full dates of the text: past ones raise the lower bound, future ones lower the soft upper one. A dateline's
  // date is a candidate itself; without a year it takes the one nearest to another candidate or to the lower
  // bound.
  std::optional<Day> first_told, last_told;
  std::vector<const Meaning*> open_datelines;
  for (const Expression& expression : expressions.list) {
    const Meaning& m = expressions.meanings[static_cast<std::size_t>(expression.meaning)];
    if (!in_own_text(document, analysis, expression.sentence)) continue;
    const std::uint32_t block = analysis.sentences[expression.sentence].block;
    const bool dateline = block < document.blocks.size() && document.blocks[block].role == BlockRole::kDateline;
    const auto day = full_date(m);
    if (dateline) {
      const bool known =
          std::any_of(candidates.begin(), candidates.end(), [](const Candidate& c) { return c.rank == 3; });
      if (day && !known)
        candidates.push_back({Instant{*day}, "dateline", m.span, 3});
      else if (m.kind == MeaningKind::kDate && m.has(Field::kMonth) && m.has(Field::kDay) &&
               !m.has(Field::kYear))
        open_datelines.push_back(&m);
      continue;
    }
    if (const auto first = wide_date(m); first && !day) {
      // A quotation or a name may hold any year ("the 2023 budget"): only a verb in the past tells of one.
      if ((!wide || Instant{*first} > wide->at) && m.op != TimeOperator::kSince &&
          direction_of(analysis, grammar, m.first_token, m.last_token) == Direction::kPast)
        wide = Bound{Instant{*first}, "past month or year in the text", m.span};
      continue;
    }
    if (!day) continue;
    const Direction direction = direction_of(analysis, grammar, m.first_token, m.last_token);
    if (direction == Direction::kPast && m.op != TimeOperator::kBy && m.op != TimeOperator::kUntil &&
        m.op != TimeOperator::kBefore) {
      const bool life = biographical(grammar, analysis, m.first_token);
      raise(Instant{*day}, life ? "date of a life in the text" : "past full date in the text", m.span);
      if (!first_told || *day < *first_told) first_told = *day;
      if (!last_told || *day > *last_told) last_told = *day;
    } else if (direction == Direction::kPerfect && m.op == TimeOperator::kSince) {
      raise(Instant{*day}, "past full date in the text", m.span);
    } else if (direction == Direction::kFuture &&
               !future_of_its_time(grammar, analysis, expression.sentence, m.first_token) &&
               (!expected || Instant{*day + days{1}} < *expected)) {
      expected = Instant{*day + days{1}};
    }
  }
  // Dates of several years told as past make a history: its last date says nothing of the day it was written.
  const bool told_history = first_told && last_told && *last_told - *first_told > days{400};

  for (const Meaning* m : open_datelines) {
    if (std::any_of(candidates.begin(), candidates.end(), [](const Candidate& c) { return c.rank == 3; }))
      break;
    std::optional<Instant> near;
    for (const Candidate& c : candidates) near = near ? near : c.date;
    if (!near && lower) near = lower->at;
    if (!near) break;
    std::optional<Day> best;
    for (int y = year_of(day_of(*near)) - 1; y <= year_of(day_of(*near)) + 1; ++y) {
      const auto day =
          make_day(y, static_cast<unsigned>(m->get(Field::kMonth)), static_cast<unsigned>(m->get(Field::kDay)));
      if (day &&
          (!best || std::abs((Instant{*day} - *near).count()) < std::abs((Instant{*best} - *near).count())))
        best = day;
    }
    if (best) candidates.push_back({Instant{*best}, "dateline", m->span, 3});
  }

  Published out;
  if (lower) out.not_before = lower->at;
  out.not_after = upper;
  const auto note = [&](std::string what) {
    if (!out.conflict.empty()) out.conflict += "; ";
    out.conflict += what;
  };

  // A candidate may lie a day before its bound: zones, and news written on the eve of their date.
  const auto breaks_lower = [&](const Candidate& c) {
    return lower && Instant{day_of(c.date) + days{2}} <= lower->at;
  };
  const auto breaks_upper = [&](const Candidate& c) { return upper && Instant{day_of(c.date)} > *upper; };
  const auto breaks_soft = [&](const Candidate& c) {
    return (expected && Instant{day_of(c.date)} > *expected) ||
           (wide && Instant{day_of(c.date) + days{2}} <= wide->at);
  };
  const auto faults = [&](const Candidate& c) {
    return (breaks_lower(c) || breaks_upper(c) ? 2 : 0) + (breaks_soft(c) ? 1 : 0);
  };

  const Candidate* chosen = nullptr;
  for (const Candidate& c : candidates) {
    if (chosen == nullptr) {
      chosen = &c;
      continue;
    }
    // The caller's word stands. Of the others the one that agrees with the text comes first, then the one
    // nearer to the writing, then the earlier: a story republished keeps the date on which it was written.
    const bool given = c.rank == 4, was_given = chosen->rank == 4;
    if (given != was_given) {
      if (given) chosen = &c;
    } else if (faults(c) != faults(*chosen)) {
      if (faults(c) < faults(*chosen)) chosen = &c;
    } else if (c.rank != chosen->rank) {
      if (c.rank > chosen->rank) chosen = &c;
    } else if (c.date < chosen->date) {
      chosen = &c;
    }
  }
  if (chosen != nullptr && chosen->rank != 4 && faults(*chosen) >= 2) {
    note(fmt::format("{} says {}, which the text contradicts", chosen->how, format_day(day_of(chosen->date))));
    chosen = nullptr;
  }
  if (chosen != nullptr) {
    out.date = chosen->date;
    out.how = chosen->how;
    out.span = chosen->span;
    if (breaks_lower(*chosen)) note(fmt::format("{} is {}", lower->how, format_day(day_of(lower->at))));
    if (breaks_upper(*chosen)) note(fmt::format("must be before {}", format_day(day_of(*upper))));
    if (wide && breaks_soft(*chosen) && chosen->date < wide->at)
      note(fmt::format("{} is {}", wide->how, format_day(day_of(wide->at))));
    else if (breaks_soft(*chosen))
      note(fmt::format("the text speaks of {} as to come", format_day(day_of(*expected) - days{1})));
    for (const Candidate& c : candidates)
      if (&c != chosen && std::abs((c.date - chosen->date).count()) > 2 * 86400)
        note(fmt::format("{} says {}", c.how, format_day(day_of(c.date))));
    return out;
  }
  // A lower bound alone may serve when nothing dated contradicts it.
  if (!lower || lower->how == "date of a life in the text" ||
      (lower->how == "past full date in the text" && told_history))
    return out;
  if (wide && wide->at > lower->at) {
    note(fmt::format("{} is {}, but the text tells of {} as past", lower->how, format_day(day_of(lower->at)),
                     format_day(day_of(wide->at))));
    return out;
  }
  if ((upper && lower->at > *upper) || (expected && lower->at > *expected)) {
    note(fmt::format("{} is {}, later than what the text speaks of as to come", lower->how,
                     format_day(day_of(lower->at))));
    return out;
  }
  out.date = lower->at;
  out.how = lower->how + " (lower bound)";
  out.span = lower->span;
  out.assumed = true;
  return out;
}

}  // namespace chancery
