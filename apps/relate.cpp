// chancery relate: what one given actor does to another.
// SPDX-License-Identifier: Apache-2.0
#include "coding/relate.h"

#include <algorithm>

#include "base/json.h"
#include "base/utf8.h"
#include "codebook/fallback.h"
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
    const auto head = [&](std::optional<int> mention) {
      return mention ? coded.mentions[static_cast<std::size_t>(*mention)].head : kNoToken;
    };
    const Codebooks& codebooks = engine->parts().codebooks;
    const Syntax grammar(coded.analysis, engine->parts().coder.frames());
    std::optional<Fallback> guess;
    if (command.prior && statement == nullptr) {
      guess = fall_back(codebooks, grammar, coded.statements, coded.happenings, coded.published, head(source), head(target));
    } else if (command.prior && source && target) {
      guess = nearer(codebooks, grammar, coded.statements, coded.happenings, coded.published, head(source), head(target),
                     *best);
      // A bare guess only where it changes sides.
      const auto side = [](const std::optional<Codes>& of) { return of && of->plv && of->plv->quad && *of->plv->quad <= 2; };
      if (guess && !guess->stated && side(guess->codes) == side(codes_at(*best))) guess.reset();
    }
    if (guess) {
      codes = std::move(guess->codes);
      status = guess->status;
      evidence = std::move(guess->evidence);
      how = guess->stated ? "between" : "prior";
    } else if (statement != nullptr) {
      codes = codes_at(*best);
      status = best->act->status;
      evidence = statement->evidence;
      how = best->how;
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
