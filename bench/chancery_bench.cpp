// Speed of the language stage inside one process, as one JSON line. bench/compare_spacy.py sets it beside
// spaCy's.
// SPDX-License-Identifier: Apache-2.0
//
//   chancery_bench [--model PATH] [--threads N] [--sentences ours|model] [--simd best|avx2|avx512|plain]
//   [--passes N]
//                  [--together N] TEXTS
//
// TEXTS: JSON Lines, each a string or an object with `text`; any other file is one text a line. Each record is
// one document, each of its lines one block. Every pass begins with an empty memory and a warm-up of 100
// documents, so that most words of a pass are met for the first time in it; the fastest pass counts.
#include <simdjson.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "base/file_system.h"
#include "base/json.h"
#include "document/document_of_lines.h"
#include "language/language.h"

namespace {

using namespace chancery;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double thread_cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::vector<Document> read_documents(const std::string& bytes) {
  std::vector<Document> out;
  simdjson::dom::parser parser;
  for (std::size_t at = 0; at < bytes.size();) {
    const auto end = std::min(bytes.find('\n', at), bytes.size());
    const std::string line = bytes.substr(at, end - at);
    at = end + 1;
    if (line.empty()) continue;
    std::string_view text = line;
    simdjson::dom::element record;
    if ((line[0] == '{' || line[0] == '"') && !parser.parse(line).get(record)) {
      if (record.get(text) && record["text"].get(text)) continue;
    }
    out.push_back(document_of_lines(text));
  }
  return out;
}

struct Pass {
  double seconds = 0, cpu_seconds = 0;
  std::size_t tokens = 0;
};

}  // namespace

int main(int argc, char** argv) {
  LanguageOptions options;
  const char* model = std::getenv("CHANCERY_MODEL");
  options.model_path = model ? model : CHANCERY_TEST_MODEL;
  std::string texts;
  auto mode = SentenceMode::kOurs;
  std::size_t threads = 1, passes = 3, together = 64;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (!name.starts_with("--") || i + 1 == argc) {
      texts = name;
      continue;
    }
    const std::string value = argv[++i];
    const auto number = static_cast<std::size_t>(std::max(1, std::atoi(value.c_str())));
    if (name == "--model") options.model_path = value;
    if (name == "--threads") threads = number;
    if (name == "--passes") passes = number;
    if (name == "--together") together = number;
    if (name == "--sentences") mode = value == "model" ? SentenceMode::kModel : SentenceMode::kOurs;
    if (name == "--simd") options.simd = simd_level(value).value_or(SimdLevel::kBest);
  }
  const auto bytes = disk().read(texts);
  if (!bytes) {
    std::fprintf(stderr, "%s\n", format_error(bytes.error()).c_str());
    return 1;
  }
  const auto documents = read_documents(*bytes);
  std::vector<const Document*> pointers;
  for (const auto& document : documents) pointers.push_back(&document);

  const auto start = std::chrono::steady_clock::now();
  const auto language = Language::load(disk(), options);
  if (!language) {
    std::fprintf(stderr, "%s\n", format_error(language.error()).c_str());
    return 1;
  }
  const double load_seconds = seconds_since(start);

  std::vector<double> stages(Language::Scratch::stage_names().size());
  double remembered = 0;
  const auto run = [&] {
    Pass pass;
    std::vector<Language::Scratch> scratch(threads);
    std::mutex lock;
    std::atomic<std::size_t> next{0};
    const auto work = [&](std::size_t thread, std::size_t end) {
      const double cpu = thread_cpu_seconds();
      std::size_t tokens = 0;
      for (std::size_t at; (at = next.fetch_add(together)) < end;) {
        const auto part = std::span(pointers).subspan(at, std::min(together, end - at));
        for (const auto& analysis : (*language)->analyse(part, mode, scratch[thread]))
          tokens += analysis.tokens.size();
      }
      const std::lock_guard hold(lock);
      pass.tokens += tokens;
      pass.cpu_seconds += thread_cpu_seconds() - cpu;
    };
    for (std::size_t t = 0; t < threads; ++t) {
      next = 0;
      work(t, std::min<std::size_t>(pointers.size(), 100));
      scratch[t].measure(true);
    }
    pass = {};
    next = 0;
    const auto begin = std::chrono::steady_clock::now();
    std::vector<std::thread> others;
    for (std::size_t t = 1; t < threads; ++t) others.emplace_back(work, t, pointers.size());
    work(0, pointers.size());
    for (auto& other : others) other.join();
    pass.seconds = seconds_since(begin);
    stages = scratch[0].stage_seconds();
    remembered = scratch[0].remembered_share();
    return pass;
  };

  Pass best = run();
  for (std::size_t i = 1; i < passes; ++i) {
    const Pass pass = run();
    if (pass.cpu_seconds < best.cpu_seconds) best = pass;
  }

  const auto tokens = static_cast<double>(best.tokens);
  JsonWriter json;
  json.begin_object();
  json.key("tokens").integer(static_cast<std::int64_t>(best.tokens));
  json.key("wall").number(best.seconds);
  json.key("cpu").number(best.cpu_seconds);
  json.key("tokens_per_second").number(tokens / best.seconds);
  json.key("tokens_per_cpu_second").number(tokens / best.cpu_seconds);
  json.key("threads").integer(static_cast<std::int64_t>(threads));
  json.key("simd").string((*language)->simd());
  json.key("sentences").string(mode == SentenceMode::kOurs ? "ours" : "model");
  json.key("load_seconds").number(load_seconds);
  json.key("remembered").number(remembered);
  json.key("stages").begin_object();
  double all = 0;
  for (const double s : stages) all += s;
  for (std::size_t i = 0; i < stages.size(); ++i)
    json.key(Language::Scratch::stage_names()[i]).number(stages[i] / all);
  json.end_object();
  json.end_object();
  std::printf("%s\n", json.text().c_str());
  return 0;
}
