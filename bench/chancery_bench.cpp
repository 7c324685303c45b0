// Speed of the language stage inside one process, as one JSON line. bench/compare_spacy.py sets it beside
// spaCy's. SPDX-License-Identifier: Apache-2.0
//
//   chancery_bench MODEL TEXTS [--threads N] [--sentences ours|model] [--simd best|avx2|avx512|plain] [--passes
//   N]
//                              [--together N]
//
// TEXTS: JSON Lines, each a string or an object with `text`; any other file is one text a line. Each record is
// one document, each of its lines one block. The first pass is reported apart, since it meets every word for
// the first time; the rest by its fastest pass.
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
#include "language/analysis_json.h"
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
  if (argc < 3) {
    std::fputs(
        "usage: chancery_bench MODEL TEXTS [--threads N] [--sentences ours|model] [--simd LEVEL] [--passes "
        "N]\n",
        stderr);
    return 2;
  }
  LanguageOptions options;
  options.model_path = argv[1];
  auto mode = SentenceMode::kOurs;
  std::size_t threads = 1, passes = 4, together = 64;
  for (int i = 3; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i], value = argv[i + 1];
    if (name == "--threads") threads = static_cast<std::size_t>(std::max(1, std::atoi(argv[i + 1])));
    if (name == "--passes") passes = static_cast<std::size_t>(std::max(1, std::atoi(argv[i + 1])));
    if (name == "--together") together = static_cast<std::size_t>(std::max(1, std::atoi(argv[i + 1])));
    if (name == "--sentences") mode = value == "model" ? SentenceMode::kModel : SentenceMode::kOurs;
    if (name == "--simd") options.simd = simd_level(value).value_or(SimdLevel::kBest);
  }
  const auto bytes = disk().read(argv[2]);
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

  std::vector<Language::Scratch> scratch(threads);
  for (auto& one : scratch) one.measure(true);
  const auto run = [&] {
    Pass pass;
    std::mutex lock;
    std::atomic<std::size_t> next{0};
    const auto work = [&](std::size_t thread) {
      const double cpu = thread_cpu_seconds();
      std::size_t tokens = 0;
      for (std::size_t at; (at = next.fetch_add(together)) < pointers.size();) {
        const auto part = std::span(pointers).subspan(at, std::min(together, pointers.size() - at));
        for (const auto& analysis : (*language)->analyse(part, mode, scratch[thread]))
          tokens += analysis.tokens.size();
      }
      const std::lock_guard hold(lock);
      pass.tokens += tokens;
      pass.cpu_seconds += thread_cpu_seconds() - cpu;
    };
    const auto begin = std::chrono::steady_clock::now();
    std::vector<std::thread> others;
    for (std::size_t t = 1; t < threads; ++t) others.emplace_back(work, t);
    work(0);
    for (auto& other : others) other.join();
    pass.seconds = seconds_since(begin);
    return pass;
  };

  const Pass first = run();
  Pass best = first;
  for (std::size_t i = 1; i < passes; ++i) {
    const Pass pass = run();
    if (i == 1 || pass.seconds < best.seconds) best = pass;
  }

  const auto per_second = [](const Pass& pass, double seconds) {
    return static_cast<double>(pass.tokens) / seconds;
  };
  JsonWriter json;
  json.begin_object();
  json.key("tokens").integer(static_cast<std::int64_t>(best.tokens));
  json.key("seconds").number(best.seconds);
  json.key("cpu_seconds").number(best.cpu_seconds);
  json.key("tokens_per_second").number(per_second(best, best.seconds));
  json.key("tokens_per_cpu_second").number(per_second(best, best.cpu_seconds));
  json.key("first_pass_tokens_per_second").number(per_second(first, first.seconds));
  json.key("threads").integer(static_cast<std::int64_t>(threads));
  json.key("simd").string((*language)->simd());
  json.key("sentences").string(mode == SentenceMode::kOurs ? "ours" : "model");
  json.key("load_seconds").number(load_seconds);
  json.key("remembered").number(scratch[0].remembered_share());
  json.key("stages").begin_object();
  double all = 0;
  const auto stages = scratch[0].stage_seconds();
  for (const double s : stages) all += s;
  for (std::size_t i = 0; i < stages.size(); ++i)
    json.key(Language::Scratch::stage_names()[i]).number(stages[i] / all);
  json.end_object();
  json.end_object();
  std::printf("%s\n", json.text().c_str());
  return 0;
}
