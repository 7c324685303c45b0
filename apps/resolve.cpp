// chancery resolve: an actor phrase → who, country, sectors.
// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "base/json.h"
#include "commands.h"
#include "pipeline.h"

namespace chancery {
namespace {

std::string resolution_record(std::string_view id, const Resolution& resolution) {
  JsonWriter json;
  const auto field = [&](std::string_view key, std::string_view value) {
    json.key(key);
    if (value.empty()) {
      json.null();
    } else {
      json.string(value);
    }
  };
  json.begin_object().key("id").string(id);
  field("name", resolution.name);
  field("country", resolution.country);
  json.key("sectors");
  write_strings(json, resolution.sectors);
  field("code", resolution.code);
  field("how", resolution.how);
  json.end_object();
  return json.take() + "\n";
}

Result<std::string> resolve_record(const Engine& engine, const JsonRecord& record, const CodeOptions& options) {
  const auto actor = record.string("actor");
  if (!actor) return actor.error();
  const auto context = record.optional_string("context");
  if (!context) return context.error();
  const auto date = record.optional_string("date");
  if (!date) return date.error();
  std::optional<Instant> day = options.date;
  if (*date) {
    day = parse_iso_instant(**date);
    if (!day) return Error{ErrorCode::kInputField, "`date` is no ISO date that exists: " + **date, record.where(), "write it as 2022-02-06"};
  }
  return resolution_record(record.id(), engine.parts().actors.resolve(*actor, context->value_or(""),
                                                                      day ? std::optional(day_of(*day)) : std::nullopt));
}

}  // namespace

int run_resolve(const CommonOptions& common, const ResolveCommand& command) {
  const Result<CodeOptions> options = code_options(common);
  if (!options) return fail(options.error());
  int exit_code = 0;
  const auto engine = load_engine(common, exit_code);
  if (!engine) return exit_code;

  if (!command.phrase.empty()) {
    const auto day = options->date ? std::optional(day_of(*options->date)) : std::nullopt;
    const std::string line = resolution_record("", engine->parts().actors.resolve(command.phrase, "", day));
    std::fwrite(line.data(), 1, line.size(), stdout);
    return 0;
  }
  return for_each_record(
      common, [&](const JsonRecord& record) { return resolve_record(*engine, record, *options); }, rejection_record);
}

}  // namespace chancery
