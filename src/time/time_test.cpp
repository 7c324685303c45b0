// The time stage on the examples of data/time, on the document date's sources and conflicts, and on hostile input.
// SPDX-License-Identifier: Apache-2.0
#include "time/time.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "language/analysis_json.h"
#include "language/language.h"
#include "time/calendar.h"
#include "time/examples.h"

namespace chancery {
namespace {

const TimeGrammar& grammar() {
  static const TimeGrammar compiled = [] {
    Diagnostics diagnostics;
    const auto rulebook = Rulebook::load(disk(), std::string(CHANCERY_SOURCE_DIR) + "/data", diagnostics);
    return TimeGrammar::compile(*rulebook, diagnostics);
  }();
  return compiled;
}

Language* language() {
  static const std::unique_ptr<Language> loaded = [] {
    const char* path = std::getenv("CHANCERY_MODEL");
    auto result = Language::load(disk(), {path == nullptr ? "" : path, SimdLevel::kBest});
    if (!result) fmt::print(stderr, "{}\n", format_error(result.error()));
    if (!result) return std::unique_ptr<Language>();
    Diagnostics diagnostics;
    const auto rulebook = Rulebook::load(disk(), std::string(CHANCERY_SOURCE_DIR) + "/data", diagnostics);
    (*result)->set_sentences(SentenceSplitter::compile(*rulebook, diagnostics));
    return std::move(*result);
  }();
  return loaded.get();
}

Analysis analyse(const Document& document) {
  static Language::Scratch scratch;
  return language()->analyse(document, SentenceMode::kOurs, scratch);
}

Published on(std::string_view day) {
  Published published;
  if (const auto date = parse_day(day)) published.date = *date;
  published.how = "given";
  return published;
}

// "value start/end" of each expression, for short tables.
std::string read(const std::string& text, std::string_view date, std::vector<DateCandidate> candidates = {}) {
  Document document = document_of_lines(text);
  document.date_candidates = std::move(candidates);
  const Analysis analysis = analyse(document);
  const Times times = date.empty() ? grammar().read(document, analysis) : grammar().read(document, analysis, on(date));
  std::string out;
  for (const TimeRef& ref : times.refs) {
    if (!out.empty()) out += " | ";
    out += fmt::format("{} {} {}/{}", document.text(ref.span), ref.value, ref.interval.start ? format_instant(*ref.interval.start) : "",
                       ref.interval.end ? format_instant(*ref.interval.end) : "");
    if (ref.assumed) out += " assumed";
  }
  return out;
}

#define NEEDS_MODEL() \
  if (language() == nullptr) GTEST_SKIP() << "no language model (CHANCERY_MODEL)"

TEST(TimeRules, Compile) {
  Diagnostics diagnostics;
  const auto rulebook = Rulebook::load(disk(), std::string(CHANCERY_SOURCE_DIR) + "/data", diagnostics);
  (void)TimeGrammar::compile(*rulebook, diagnostics);
  for (const Error& error : diagnostics.sorted())
    if (error.where.file.find("/time/") != std::string::npos || error.where.file.starts_with("time/")) ADD_FAILURE() << format_error(error);
}

TEST(TimeRules, ExamplesHold) {
  NEEDS_MODEL();
  Diagnostics diagnostics;
  check_time_examples(grammar(), analyse, diagnostics);
  for (const Error& error : diagnostics.sorted()) ADD_FAILURE() << format_error(error);
}

}  // namespace
}  // namespace chancery
