// chancery rules: check, test and fmt for the files under data/; import for other coders' dictionaries.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

#include "base/json.h"
#include "commands.h"
#include "dictionary/import.h"
#include "examples.h"
#include "rulebook/format.h"

namespace chancery {
namespace {

int report(const Diagnostics& diagnostics) {
  for (const Error& error : diagnostics.sorted()) fmt::print(stderr, "{}\n", format_error(error));
  if (diagnostics.empty()) return 0;
  const std::size_t count = diagnostics.sorted().size();
  fmt::print(stderr, "chancery: {} fault{} in the rules\n", count, count == 1 ? "" : "s");
  return 7;
}

int check(const CommonOptions& common) {
  Diagnostics diagnostics;
  const auto engine = Engine::load(disk(), engine_options(common), diagnostics);
  if (!engine && diagnostics.empty()) return fail(engine.error());
  const int exit_code = report(diagnostics);
  if (exit_code == 0) fmt::print("{} rule files, no fault\n", (*engine)->rulebook().paths().size());
  return exit_code;
}

int test(const CommonOptions& common) {
  int exit_code = 0;
  const auto engine = load_engine(common, exit_code);
  if (!engine) return exit_code;
  Diagnostics diagnostics;
  const std::size_t examples = check_all_examples(*engine, diagnostics);
  const std::size_t failed = diagnostics.sorted().size();
  exit_code = report(diagnostics);
  fmt::print("{} examples, {} failed\n", examples, failed);
  return exit_code;
}

// Rewrites what is not laid out as it should be.
int format(const CommonOptions& common, const RulesCommand& command) {
  const std::string folder = engine_options(common).rules;
  std::vector<Error> errors;
  Diagnostics faults;
  int changed = 0;
  for (const std::string& path : disk().list(folder, errors)) {
    if (!path.ends_with(".toml")) continue;
    const auto text = disk().read(path);
    if (!text) return fail(text.error());
    const auto formatted = format_rules(*text, path);
    if (!formatted) {
      faults.add(formatted.error());
      continue;
    }
    if (*formatted == *text) continue;
    ++changed;
    fmt::print("{} {}\n", command.check_only ? "would change" : "changed", path);
    if (command.check_only) continue;
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << *formatted;
    if (!out.flush()) return fail({ErrorCode::kInternal, "cannot write", {path}, {}});
  }
  for (const Error& error : errors) return fail(error);
  if (!faults.empty()) return report(faults);
  return command.check_only && changed > 0 ? 1 : 0;
}

// Writes the rulebook; of each kind of fault the first few go to standard error, all of them into faults.tsv.
int import(const RulesCommand& command) {
  const auto imported = import_dictionaries(disk(), command.folder, command.reader == "tabari");
  if (!imported) return fail(imported.error());
  for (const auto& [path, content] : imported->files) {
    const std::filesystem::path to = std::filesystem::path(command.out) / path;
    std::error_code fault;
    std::filesystem::create_directories(to.parent_path(), fault);
    std::ofstream out(to, std::ios::binary | std::ios::trunc);
    out << content;
    if (!out.flush()) return fail({ErrorCode::kInternal, "cannot write", {to.string()}, {}});
  }
  constexpr int kShown = 5;
  std::map<ErrorCode, int> counts;
  int exit_code = 0;
  for (const Error& error : imported->faults) {
    if (++counts[error.code] <= kShown) fmt::print(stderr, "{}\n", format_error(error));
    if (exit_code_of(error.code) != 0) exit_code = 3;
  }
  // Counts are talk; a script gets them as one JSON line.
  JsonWriter json;
  json.begin_object().key("rules").string(command.out).key("tables").begin_object();
  for (const auto& [name, rows] : imported->counts) {
    fmt::print(stderr, "{:<16}{:>7}\n", name, rows);
    json.key(name).integer(static_cast<std::int64_t>(rows));
  }
  json.end_object().key("faults").begin_object();
  for (const auto& [code, count] : counts) {
    fmt::print(stderr, "{:<16}{:>7}  {}\n", name_of(code), count, exit_code_of(code) == 0 ? "honoured as said" : "left out");
    json.key(name_of(code)).integer(count);
  }
  json.end_object().end_object();
  if (!counts.empty()) fmt::print(stderr, "all of them: {}/dictionary/faults.tsv\n", command.out);
  if (!stdout_is_terminal()) fmt::print("{}\n", json.take());
  return exit_code;
}

}  // namespace

int run_rules(const CommonOptions& common, const RulesCommand& command) {
  if (command.action == "check") return check(common);
  if (command.action == "test") return test(common);
  if (command.action == "import") return import(command);
  if (command.action == "impact") return run_rules_impact(common, command);
  if (command.action == "suggest") return run_rules_suggest(common, command);
  return format(common, command);
}

}  // namespace chancery
