// Speed of the time stage alone, on one thread, as one JSON line: sentences a second over texts analysed
// beforehand.
// SPDX-License-Identifier: Apache-2.0
//
//   time_bench [--passes N] [--sentences FILE] TEXT   TEXT: one paragraph a line
//
// --sentences writes the sentences, one a line, so that others can be given the same.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string_view>

#include "base/file_system.h"
#include "base/json.h"
#include "document/document_of_lines.h"
#include "language/language.h"
#include "time/time.h"

using namespace chancery;

// Of this thread's own work, so that a busy machine does not slow it.
double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

int main(int argc, char** argv) {
  std::string path, sentences;
  int passes = 7;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--passes" && i + 1 < argc)
      passes = std::max(1, std::atoi(argv[++i]));
    else if (std::string_view(argv[i]) == "--sentences" && i + 1 < argc)
      sentences = argv[++i];
    else
      path = argv[i];
  }
  const auto bytes = disk().read(path);
  const char* model = std::getenv("CHANCERY_MODEL");
  const auto language = Language::load(disk(), {model ? model : CHANCERY_TEST_MODEL});
  if (!bytes || !language) {
    std::fprintf(stderr, "%s\n", format_error(bytes ? language.error() : bytes.error()).c_str());
    return 1;
  }
  Diagnostics diagnostics;
  const auto rulebook = Rulebook::load(disk(), CHANCERY_DATA, diagnostics);
  const TimeGrammar grammar = TimeGrammar::compile(*rulebook, diagnostics);

  const Document document = document_of_lines(*bytes);
  Language::Scratch scratch;
  const Analysis analysis = (*language)->analyse(document, SentenceMode::kOurs, scratch);
  if (!sentences.empty()) {
    std::ofstream file(sentences, std::ios::binary);
    for (const Sentence& sentence : analysis.sentences) file << document.text(sentence.span) << '\n';
  }
  Published published;
  published.date = *parse_day("2022-02-21");
  double best = 1e9;
  std::size_t found = 0;
  for (int pass = 0; pass < passes; ++pass) {
    const double start = cpu_seconds();
    found = grammar.read(document, analysis, published).refs.size();
    best = std::min(best, cpu_seconds() - start);
  }
  JsonWriter out;
  out.begin_object().key("sentences").integer(static_cast<std::int64_t>(analysis.sentences.size()));
  out.key("tokens")
      .integer(static_cast<std::int64_t>(analysis.tokens.size()))
      .key("times")
      .integer(static_cast<std::int64_t>(found));
  out.key("sentences_per_second")
      .number(static_cast<double>(
          static_cast<std::int64_t>(static_cast<double>(analysis.sentences.size()) / best)));
  out.end_object();
  std::printf("%s\n", out.text().c_str());
}
