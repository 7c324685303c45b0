// chancery rules: check, test and fmt for the files under data/.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdio>
#include <fstream>

#include "commands.h"
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

}  // namespace

int run_rules(const CommonOptions& common, const RulesCommand& command) {
  if (command.action == "check") return check(common);
  if (command.action == "test") return test(common);
  return format(common, command);
}

}  // namespace chancery
