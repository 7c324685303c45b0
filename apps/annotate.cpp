// chancery annotate: every layer with spans.
// SPDX-License-Identifier: Apache-2.0
#include "commands.h"

namespace chancery {

int run_annotate(const CommonOptions& common, const AnnotateCommand& command) {
  Layers layers;
  if (!command.layers.empty()) {
    const Result<Layers> parsed = Layers::parse(command.layers);
    if (!parsed) return fail(parsed.error());
    layers = *parsed;
  }
  const Result<CodeOptions> options = code_options(common);
  if (!options) return fail(options.error());
  int exit_code = 0;
  const auto engine = load_engine(common, exit_code);
  if (!engine) return exit_code;

  const OffsetUnit unit = offset_unit(common);
  const bool model = command.sentences == "model";
  return for_each_batch(
      common,
      [&](const std::vector<Source>& sources) {
        std::string out;
        for (const Coded& coded : model ? engine->analyse_as_model(sources) : engine->code(sources, *options)) {
          out += annotation_record(coded, layers, Offsets(coded.document, unit)) + "\n";
        }
        return out;
      },
      rejection_record);
}

}  // namespace chancery
