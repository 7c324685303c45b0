// Where the time of the whole way goes, stage by stage on one thread, as one JSON line. bench/compare_time.py
// shows the shares. SPDX-License-Identifier: Apache-2.0
//
//   engine_bench [--passes N] TEXTS   TEXTS: one JSON object with `text` a line, each a document
//
// CPU seconds of the fastest pass of each stage. `status` is a part of `coding`: the status of every happening,
// and once more of those that a frame knows, as coding reads it.
#include <simdjson.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/file_system.h"
#include "base/json.h"
#include "coding/status.h"
#include "pipeline.h"

using namespace chancery;

namespace {

enum Stage { kDocument, kLanguage, kTime, kAttribution, kActors, kCoding, kCodebook, kStatus, kStages };
constexpr std::array<const char*, kStages> kNames = {"document", "language", "time",     "attribution",
                                                     "actors",   "coding",   "codebook", "status"};

// Of this thread's own work, so that a busy machine does not slow it.
double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::vector<Source> read_sources(const std::string& bytes) {
  std::vector<Source> out;
  simdjson::dom::parser parser;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto end = std::min(bytes.find('\n', at), bytes.size());
    simdjson::dom::element record;
    std::string_view text;
    if (!parser.parse(bytes.data() + at, end - at).get(record) && !record["text"].get(text)) {
      Source source;
      source.id = std::to_string(out.size());
      source.text = text;
      source.date = "2022-02-21";
      out.push_back(std::move(source));
    }
    at = end + 1;
  }
  return out;
}

std::array<double, kStages> pass(const Engine& engine, const std::vector<Source>& sources,
                                 std::size_t& tokens) {
  const Engine::Parts& parts = engine.parts();
  std::array<double, kStages> spent{};
  double mark = cpu_seconds();
  const auto lap = [&](Stage stage) {
    const double now = cpu_seconds();
    spent[stage] += now - mark;
    mark = now;
  };
  Language::Scratch scratch;
  tokens = 0;
  for (const Source& source : sources) {
    mark = cpu_seconds();
    const Document document = make_document(Source(source), parts.document_rules);
    lap(kDocument);
    const Analysis analysis = parts.language->analyse(document, SentenceMode::kOurs, scratch);
    lap(kLanguage);
    const Times times = parts.time.read(document, analysis);
    lap(kTime);
    const auto quotes = parts.attribution.find(document, analysis);
    lap(kAttribution);
    const auto mentions = parts.actors.find(document, analysis, quotes, times.published);
    lap(kActors);
    Coding coding =
        parts.coder.code(document, analysis, times.refs, quotes, mentions, parts.actors, times.published);
    lap(kCoding);
    for (Statement& statement : coding.statements)
      statement.codes = parts.codebooks.project(statement.act, times.published);
    lap(kCodebook);
    const StatusReader& status = parts.coder.status();
    (void)status.happenings(document, analysis);
    for (const Happening& happening : coding.happenings) {
      if (!happening.frame.empty()) (void)status.read(document, analysis, happening.token);
    }
    lap(kStatus);
    tokens += analysis.tokens.size();
  }
  return spent;
}

}  // namespace

int main(int argc, char** argv) {
  std::string path;
  int passes = 3;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--passes" && i + 1 < argc)
      passes = std::max(1, std::atoi(argv[++i]));
    else
      path = argv[i];
  }
  const auto bytes = disk().read(path);
  EngineOptions options;
  const char* model = std::getenv("CHANCERY_MODEL");
  options.model = model ? model : CHANCERY_TEST_MODEL;
  options.rules = CHANCERY_DATA;
  Diagnostics diagnostics;
  const auto engine = Engine::load(disk(), options, diagnostics);
  if (!bytes || !engine) {
    std::fprintf(stderr, "%s\n", format_error(bytes ? engine.error() : bytes.error()).c_str());
    return 1;
  }
  const std::vector<Source> sources = read_sources(*bytes);
  std::array<double, kStages> best;
  best.fill(1e9);
  std::size_t tokens = 0;
  for (int i = 0; i < passes; ++i) {
    const auto spent = pass(**engine, sources, tokens);
    for (std::size_t s = 0; s < kStages; ++s) best[s] = std::min(best[s], spent[s]);
  }
  JsonWriter out;
  out.begin_object().key("tokens").integer(static_cast<std::int64_t>(tokens));
  for (std::size_t s = 0; s < kStages; ++s) out.key(kNames[s]).number(best[s]);
  out.end_object();
  std::printf("%s\n", out.text().c_str());
}
