// chancery relate: what one given actor does to another.
// SPDX-License-Identifier: Apache-2.0
#include "coding/relate.h"

#include <algorithm>
#include <cstdlib>

#include "base/json.h"
#include "base/utf8.h"
#include "commands.h"
#include "pipeline.h"

namespace chancery {
namespace {

struct Pair {
  std::string id;
  Source source;
  std::optional<Span> from, to;  // in bytes of the text
};

Result<Pair> pair_of(const JsonRecord& record, OffsetUnit unit) {
  Pair out;
  // Not source_of(): in these records `source` is an actor, not a publisher.
  auto text = record.string("text");
  if (!text) return text.error();
  const auto date = record.optional_string("date");
  if (!date) return date.error();
  out.source.id = record.id();
  out.source.text = std::move(*text);
  out.source.date = date->value_or("");
  const CodePointIndex index(out.source.text);
  for (auto [key, to] : {std::pair{"source", &out.from}, std::pair{"target", &out.to}}) {
    const auto span = record.span(key);
    if (!span) return span.error();
    if (!*span) continue;
    Span bytes = **span;
    if (unit == OffsetUnit::kCodePoints) bytes = {index.to_bytes(bytes.begin), index.to_bytes(bytes.end)};
    if (bytes.end > out.source.text.size()) {
      return Error{ErrorCode::kInputField, "`" + std::string(key) + "` ends beyond the text", record.where(),
                   "spans count " + std::string(unit == OffsetUnit::kBytes ? "bytes; see --offsets" : "code points")};
    }
    *to = bytes;
  }
  return out;
}

struct Answer {
  Codes codes;
  Status status = Status::kOccurred;
  std::vector<Evidence> evidence;
};

// What words about the target say: what its speaker does himself, what others have to do, or something else.
enum class SaidOf { kOther, kSpeaker, kDuty };

SaidOf said_of(const Analysis& a, std::uint32_t verb, std::uint32_t target) {
  if (target == kNoToken) return SaidOf::kOther;
  for (std::uint32_t clause : a.children(verb)) {
    if (a.tokens[clause].dep != "ccomp" || !a.is_ancestor(clause, target)) continue;
    const std::uint32_t subject = a.child(clause, {"nsubj", "nsubjpass"});
    if (subject == kNoToken || a.tokens[subject].tag == "PRP") return SaidOf::kSpeaker;
    for (std::uint32_t c : a.children(clause)) {
      if (a.tokens[c].dep == "aux" && (a.tokens[c].lower == "must" || a.tokens[c].lower == "should")) return SaidOf::kDuty;
    }
  }
  return SaidOf::kOther;
}

// What links the two when no frame does: the verbs on the path between them, by the statement or frame they evoke, else
// by the dictionary; else the nearest statement; else the default of data/codebooks/prior.tsv.
Answer prior(const Engine& engine, const Coded& coded, std::optional<int> source, std::optional<int> target) {
  const Codebooks& codebooks = engine.parts().codebooks;
  const auto head = [&](std::optional<int> mention) {
    return mention ? coded.mentions[static_cast<std::size_t>(*mention)].head : kNoToken;
  };
  std::optional<Answer> words;
  for (std::uint32_t verb : Prior::predicates(coded.analysis, head(source), head(target))) {
    Act act;
    for (const Happening& happening : coded.happenings) {
      if (happening.token != verb) continue;
      act.frame = happening.frame;
      act.status = happening.status;
      act.tense = happening.tense;
    }
    for (const Statement& statement : coded.statements) {
      if (statement.act.trigger_token == verb && statement.codes.plover) return {statement.codes, statement.act.status, statement.evidence};
    }
    const Span span = coded.analysis.tokens[verb].span;
    if (!act.frame.empty()) {
      Codes codes = codebooks.project(act, coded.published);
      if (codes.plover) return {std::move(codes), act.status, {{"frame", "prior/" + act.frame, span, {}}}};
    }
    if (std::optional<Guess> guess = codebooks.dictionary().of(coded.analysis, verb)) {
      if (guess->type == "STATE") {
        const SaidOf said = said_of(coded.analysis, verb, head(target));
        if (said == SaidOf::kSpeaker) {  // "said it will not accept": what it will do, if that is known
          if (!words) words = Answer{codebooks.guessed(*guess, act), act.status, {{"frame", guess->rule, span, {}}}};
          continue;
        }
        if (said == SaidOf::kDuty) *guess = {verb, "REQUEST", "100", "prior/must"};
      }
      // Words to somebody are a contact.
      if (guess->type == "STATE" && head(target) != kNoToken) {
        const Token& token = coded.analysis.tokens[head(target)];
        const bool to = token.head == verb ? token.dep == "dobj" || token.dep == "dative"
                                           : token.dep == "pobj" && coded.analysis.tokens[token.head].head == verb;
        if (to) guess->type = "CONSULT";
      }
      return {codebooks.guessed(*guess, act), act.status, {{"frame", guess->rule, span, {}}}};
    }
  }
  if (words) return std::move(*words);
  const std::uint32_t near = head(target) != kNoToken ? head(target) : head(source);
  const Statement* nearest = nullptr;
  const auto distance = [&](const Statement& statement) {
    const std::uint32_t t = statement.act.trigger_token;
    return t > near ? t - near : near - t;
  };
  for (const Statement& statement : coded.statements) {
    if (!statement.codes.plover || near == kNoToken) continue;
    if (nearest == nullptr || distance(statement) < distance(*nearest)) nearest = &statement;
  }
  if (nearest != nullptr) return {nearest->codes, nearest->act.status, nearest->evidence};
  return {codebooks.prior(), Status::kOccurred, {}};
}

}  // namespace

int run_relate(const CommonOptions& common, const RelateCommand& command) {
  const Result<CodeOptions> base = code_options(common);
  if (!base) return fail(base.error());
  int exit_code = 0;
  const auto engine = load_engine(common, exit_code);
  if (!engine) return exit_code;

  const OffsetUnit unit = offset_unit(common);
  const auto work = [&](const JsonRecord& record) -> Result<std::string> {
    auto pair = pair_of(record, unit);
    if (!pair) return std::move(pair).error();
    CodeOptions options = *base;
    for (const auto& span : {pair->from, pair->to}) {
      if (span) options.forced_mentions.push_back(*span);
    }
    const Coded coded = engine->code(pair->source, options);
    const auto given = [&](bool present, std::size_t index) {
      return present && coded.forced[index] >= 0 ? std::optional(coded.forced[index]) : std::nullopt;
    };
    const auto source = given(pair->from.has_value(), 0), target = given(pair->to.has_value(), pair->from ? 1 : 0);

    std::vector<Related> found = relate(coded.statements, coded.analysis, coded.mentions, source, target);
    const auto codes_at = [&](const Related& link) {
      return link.depth == 0 ? coded.statements[link.statement].codes : engine->parts().codebooks.project(*link.act, coded.published);
    };
    const auto has_codes = [&](const Related& link) { return codes_at(link).plover.has_value(); };
    const auto best = std::find_if(found.begin(), found.end(), [&](const Related& link) { return !link.reversed && has_codes(link); });

    const Statement* statement = best == found.end() ? nullptr : &coded.statements[best->statement];
    std::optional<Codes> codes;
    Status status = Status::kOccurred;
    std::string how = "none";
    std::vector<Evidence> evidence;
    if (statement != nullptr) {
      codes = codes_at(*best);
      status = best->act->status;
      evidence = statement->evidence;
      how = best->how;
    } else if (command.prior) {
      Answer answer = prior(*engine, coded, source, target);
      codes = std::move(answer.codes);
      status = answer.status;
      evidence = std::move(answer.evidence);
      how = "prior";
    }
    std::vector<std::string> others;
    for (const Related& link : found) {
      if (best == found.end() || link.statement != best->statement) {
        const std::string& id = coded.statements[link.statement].id;
        if (std::find(others.begin(), others.end(), id) == others.end()) others.push_back(id);
      }
    }
    return relation_record(coded, record.id(), codes, status, how, evidence, others, Offsets(coded.document, unit)) + "\n";
  };
  return for_each_record(common, work, rejection_record);
}

}  // namespace chancery
