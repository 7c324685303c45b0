// The examples of data/attribution/ hold, on the model's own parses.
// SPDX-License-Identifier: Apache-2.0
#include "attribution/attribution.h"

#include <gtest/gtest.h>

#include "document/document_of_lines.h"
#include "language/test_model.h"

namespace chancery {
namespace {

TEST(Attribution, ExamplesHold) {
  if (test_model() == nullptr) GTEST_SKIP() << "no language model";
  Diagnostics diagnostics;
  const auto rulebook = Rulebook::load(disk(), std::string(CHANCERY_SOURCE_DIR) + "/data", diagnostics);
  const Attribution attribution = Attribution::compile(*rulebook, diagnostics);
  Language::Scratch scratch;
  Diagnostics failures;
  const std::size_t run = attribution.check_examples(
      [&](const std::string& text) {
        Attribution::Analysed out;
        out.document = std::make_unique<Document>(document_of_lines(text));
        out.analysis = test_model()->analyse(*out.document, SentenceMode::kOurs, scratch);
        return out;
      },
      failures);
  EXPECT_GT(run, 80u);
  for (const Error& error : failures.sorted()) ADD_FAILURE() << format_error(error);
}

}  // namespace
}  // namespace chancery
