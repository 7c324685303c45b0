// The commands of `chancery`, one file each. They print; the engine does not.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chancery/engine.h"
#include "read/json_record.h"
#include "record.h"

namespace chancery {

// What all commands share, as the command line gave it.
struct CommonOptions {
  std::string rules;    // folder; empty: the one beside the program
  std::string model;    // wheel or folder; empty: CHANCERY_MODEL, then the one beside the program
  std::string simd;     // force a SIMD level; for tests
  std::string date;     // document date for sources without one
  std::string from = "auto";      // auto, text, jsonl
  std::string offsets = "bytes";  // bytes, chars
  unsigned threads = 1;
  unsigned batch = 32;            // documents analysed together; changes speed, never results
  std::vector<std::string> inputs;
};

struct CodeCommand {
  std::string format;      // "" (table on a terminal, else jsonl), table, jsonl
  bool documents = false;  // also one line for each document
};
struct AnnotateCommand {
  std::string layers;       // "" for all
  std::string sentences = "ours";
};
struct RelateCommand {
  bool prior = true;
};
struct ResolveCommand {
  std::string phrase;  // one phrase instead of records
};
struct ExplainCommand {
  std::string sentence;
};
struct RulesCommand {
  std::string action;  // check, test, fmt, import, impact, suggest
  bool check_only = false;  // fmt: say what would change, change nothing
  std::string reader;       // import: petrarch or tabari
  std::string folder, out;  // import: dictionaries, and the rulebook to write
  std::string base;         // impact: folder of the rules to compare with
  std::size_t least = 2;    // suggest: occurrences that a predicate needs
  std::size_t most = 50;    // suggest: predicates shown
};

// Each returns the exit code.
int run_code(const CommonOptions& common, const CodeCommand& command);
int run_annotate(const CommonOptions& common, const AnnotateCommand& command);
int run_relate(const CommonOptions& common, const RelateCommand& command);
int run_resolve(const CommonOptions& common, const ResolveCommand& command);
int run_explain(const CommonOptions& common, const ExplainCommand& command);
int run_rules(const CommonOptions& common, const RulesCommand& command);
int run_rules_impact(const CommonOptions& common, const RulesCommand& command);
int run_rules_suggest(const CommonOptions& common, const RulesCommand& command);

// ---- shared by the commands (common.cpp) ----

// Prints the error on standard error; returns its exit code.
int fail(const Error& error);
// Paths of rules and model, defaults filled in: option, environment, then beside the program.
EngineOptions engine_options(const CommonOptions& common);
// Loads the engine or says on standard error why not; then the exit code is in `exit_code`.
std::unique_ptr<const Engine> load_engine(const CommonOptions& common, int& exit_code);
// Checks --date, --from, --offsets.
Result<CodeOptions> code_options(const CommonOptions& common);
OffsetUnit offset_unit(const CommonOptions& common);
bool stdout_is_terminal();
int terminal_width();
bool color_wanted();  // a terminal and no NO_COLOR

// Runs `work` on batches of the inputs with the asked number of threads and prints its results in input order, a line feed after
// each line. Rejected records appear in their place (`reject` makes the line; empty: only counted) and on standard error.
// Memory: one batch for each thread. Returns the exit code: 0, or 3 when something was rejected.
int for_each_batch(const CommonOptions& common, const std::function<std::string(const std::vector<Source>&)>& work,
                   const std::function<std::string(const Rejection&)>& reject);
// The same for records that are no documents (relate, resolve): one line, or what is wrong with the record.
int for_each_record(const CommonOptions& common, const std::function<Result<std::string>(const JsonRecord&)>& work,
                    const std::function<std::string(const Rejection&)>& reject);

}  // namespace chancery
