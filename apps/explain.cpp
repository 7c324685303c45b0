// chancery explain: one sentence, what was made of it, by which rules, and what lost.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdio>

#include "commands.h"
#include "table.h"

namespace chancery {
namespace {

std::string indented(int depth) { return std::string(static_cast<std::size_t>(depth) * 2 + 2, ' '); }

// "first meet.visit by any PAKGOV premier, to Russia, in [2002-02-21, 2022-02-21)"
void print_claim(const ParsedClaim& claim, const std::string& in) {
  std::string query = claim.kind;
  if (claim.n && claim.kind != "first") query += fmt::format(" {}", *claim.n);
  if (!claim.measure.empty()) query += " by " + claim.measure;
  if (!claim.frame.empty()) query += " " + claim.frame;
  for (const ClaimRole& role : claim.roles) {
    query += fmt::format(", {} {}", role.role,
                         role.general ? fmt::format("any {} {}", role.code, role.office.empty() ? role.text : role.office)
                         : role.name.empty() ? role.text : role.name);
  }
  const auto day = [](const std::optional<Instant>& instant) { return instant ? format_instant(*instant) : std::string("…"); };
  query += fmt::format(", in [{}, {})", day(claim.period.start), day(claim.period.end));
  fmt::print("{}  {:<12}“{}”\n{}  {:<12}{}; {}, factuality {:.3g}\n", in, "claim", claim.text, in, "", query, claim.status, claim.factuality);
}

void print_act(const Coded& coded, const Act& act, int depth) {
  const std::string in = indented(depth);
  fmt::print("{}{}  “{}”\n", in, act.frame, act.trigger_text);
  const auto actors = [&](std::string_view role, const std::vector<ActorRef>& refs) {
    for (const ActorRef& ref : refs) {
      fmt::print("{}  {:<12}{}  “{}”  {}\n", in, role, show_actor(ref), ref.text, ref.actor.how);
    }
  };
  actors(act.symmetric ? "participant" : "actor", act.actors);
  actors("recipient", act.recipients);
  fmt::print("{}  {:<12}{}{}, factuality {} ({})\n", in, "status", name_of(act.status),
             act.tense ? fmt::format(", {}", name_of(*act.tense)) : "", act.factuality, certainty_of(act.factuality));
  if (act.time) {
    const TimeRef& ref = act.time->ref;
    fmt::print("{}  {:<12}“{}” = {} [{}, {}){}{}\n", in, "time", coded.document.text(ref.span), ref.value,
               ref.interval.start ? format_instant(*ref.interval.start) : "…",
               ref.interval.end ? format_instant(*ref.interval.end) : "…",
               ref.op == TimeOperator::kNone ? "" : fmt::format(", {}", name_of(ref.op)),
               ref.anchor == AnchorKind::kNone ? "" : fmt::format(", from the {}{}", name_of(ref.anchor), ref.assumed ? " (assumed)" : ""));
  }
  if (act.former_time) fmt::print("{}  {:<12}“{}” = {}\n", in, "moved from", coded.document.text(act.former_time->ref.span), act.former_time->ref.value);
  if (act.claim) print_claim(*act.claim, in);
  for (const Sayer& sayer : act.said_by) {
    fmt::print("{}  {:<12}{}  by “{}”\n", in, "said by", sayer.who.text.empty() ? "unsaid" : show_actor(sayer.who), sayer.cue_text);
  }
  if (act.content) {
    fmt::print("{}  content\n", in);
    print_act(coded, *act.content, depth + 1);
  }
}

}  // namespace

int run_explain(const CommonOptions& common, const ExplainCommand& command) {
  const Result<CodeOptions> options = code_options(common);
  if (!options) return fail(options.error());
  int exit_code = 0;
  const auto engine = load_engine(common, exit_code);
  if (!engine) return exit_code;

  Source source;
  source.id = "sentence";
  source.text = command.sentence;
  const Coded coded = engine->code(source, *options);
  if (coded.statements.empty()) {
    fmt::print("No statement.\n");
    for (const Happening& happening : coded.happenings) {
      fmt::print("  {:<15} {}\n", coded.document.text(happening.span),
                 happening.frame.empty() ? "no frame knows it" : happening.frame + ", but its roles or conditions are not met");
    }
    for (const Mention& mention : coded.mentions) {
      fmt::print("  actor: {}  {}\n", coded.document.text(mention.span), mention.how);
    }
  }
  for (const Statement& statement : coded.statements) {
    fmt::print("{}\n", statement.id);
    print_act(coded, statement.act, 0);
    if (statement.codes.plover) {
      fmt::print("    {:<12}PLOVER {}{}\n", "codes", statement.codes.plover->type,
                 statement.codes.plover->mode.empty() ? "" : " " + statement.codes.plover->mode);
    }
    if (statement.codes.cameo) fmt::print("    {:<12}CAMEO {}\n", "codes", statement.codes.cameo->code);
    if (statement.codes.dictionary) fmt::print("    {:<12}dictionary {}\n", "codes", statement.codes.dictionary->code);
    for (const Evidence& reason : statement.evidence) {
      fmt::print("    {:<12}{}: {}{}{}\n", "because", reason.field, reason.rule,
                 reason.span.empty() ? "" : fmt::format("  “{}”", coded.document.text(reason.span)),
                 reason.fact.empty() ? "" : "  " + reason.fact);
    }
    for (const Rival& rival : statement.rivals) {
      fmt::print("    {:<12}{}: {} ({}): {}\n", "lost", rival.field, rival.value, rival.rule, rival.why);
    }
  }
  return 0;
}

}  // namespace chancery
