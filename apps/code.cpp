// chancery code: documents → statements.
// SPDX-License-Identifier: Apache-2.0
#include "commands.h"
#include "table.h"

namespace chancery {

int run_code(const CommonOptions& common, const CodeCommand& command) {
  const Result<CodeOptions> options = code_options(common);
  if (!options) return fail(options.error());
  int exit_code = 0;
  const auto engine = load_engine(common, exit_code);
  if (!engine) return exit_code;

  const bool as_table = command.format == "table" || (command.format.empty() && stdout_is_terminal());
  const OffsetUnit unit = offset_unit(common);
  const TableStyle style{terminal_width(), color_wanted()};
  return for_each_batch(
      common,
      [&](const std::vector<Source>& sources) {
        std::string out;
        for (const Coded& coded : engine->code(sources, *options)) {
          if (as_table) {
            out += table(coded, style) + "\n";
            continue;
          }
          const Offsets offsets(coded.document, unit);
          for (const Statement& statement : coded.statements) out += statement_record(coded, statement, engine->info(), offsets) + "\n";
          if (command.documents) out += document_record(coded) + "\n";
        }
        return out;
      },
      as_table ? std::function<std::string(const Rejection&)>() : rejection_record);
}

}  // namespace chancery
