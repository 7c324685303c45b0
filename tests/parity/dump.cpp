// Reads {id, text} records and prints the language stage's token and sentence layers (spans in bytes), or
// writes the token vectors, for run_parity.py and the determinism test.
// SPDX-License-Identifier: Apache-2.0
//
//   parity_dump [--sentences ours|model] [--simd best|avx512|avx2|plain] [--threads N] [--together N]
//   [--vectors FILE] < JSONL
//
// FILE gets for each record: the number of tokens (uint32), the shared vectors, the entity vectors (float32, 96
// a token).
#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <iterator>
#include <thread>

#include "base/file_system.h"
#include "base/json.h"
#include "language/language.h"
#include "language/network.h"
#include "language/tokenizer.h"

namespace {

using namespace chancery;

[[noreturn]] void fail(const Error& error) {
  std::fprintf(stderr, "%s\n", format_error(error).c_str());
  std::exit(1);
}

template <class T>
T checked(Result<T> result) {
  if (!result) fail(result.error());
  return *std::move(result);
}

void write_span(JsonWriter& json, Span span) {
  json.key("span").begin_array().integer(span.begin).integer(span.end).end_array();
}

std::string record_of(const std::string& id, const Analysis& analysis) {
  JsonWriter json;
  json.begin_object().key("id").string(id).key("sentences").begin_array();
  for (const auto& sentence : analysis.sentences) {
    json.begin_object();
    write_span(json, sentence.span);
    json.end_object();
  }
  json.end_array().key("tokens").begin_array();
  for (const auto& token : analysis.tokens) {
    json.begin_object();
    write_span(json, token.span);
    json.key("text").string(token.text).key("lemma").string(token.lemma).key("tag").string(token.tag);
    json.key("pos").string(token.pos).key("morph").string(token.morph).key("head").integer(token.head);
    json.key("dep").string(token.dep);
    json.key("ent_iob").string(token.iob == Iob::kBegin ? "B" : token.iob == Iob::kIn ? "I" : "O");
    json.key("ent_type").string(token.ent_type).key("ws").boolean(token.space_after).end_object();
  }
  json.end_array().end_object();
  return json.take();
}

void write_vectors(const LanguageOptions& options, const std::vector<Document>& documents,
                   const std::string& path) {
  const auto files = checked(ModelFiles::open(disk(), options.model_path));
  const auto tokenizer = checked(Tokenizer::compile(files));
  const auto network = checked(Network::load(files, *kernels(options.simd)));
  Tokenizer::Scratch words;
  NetworkScratch memory;
  std::FILE* out = std::fopen(path.c_str(), "wb");
  if (out == nullptr) fail({ErrorCode::kUsage, "cannot write " + path, {}, ""});
  for (const auto& document : documents) {
    std::vector<LexToken> tokens;
    tokenizer.tokenize(document.content, words, tokens);
    const auto count = static_cast<std::uint32_t>(tokens.size());
    Floats shared(count * kWidth), entity(count * kWidth);
    for (std::uint32_t first = 0; first < count; first += 1024) {
      const Stretch stretch{tokens, first, std::min<std::uint32_t>(first + 1024, count), 0};
      network.encode({&stretch, 1}, memory, shared.data() + first * kWidth, entity.data() + first * kWidth);
    }
    std::fwrite(&count, sizeof count, 1, out);
    std::fwrite(shared.data(), sizeof(float), shared.size(), out);
    std::fwrite(entity.data(), sizeof(float), entity.size(), out);
  }
  std::fclose(out);
}

}  // namespace

int main(int argc, char** argv) {
  LanguageOptions options;
  const char* model = std::getenv("CHANCERY_MODEL");
  options.model_path = model ? model : CHANCERY_TEST_MODEL;
  auto mode = SentenceMode::kModel;
  std::size_t threads = 1, together = 64;
  std::string vectors;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i], value = argv[i + 1];
    if (name == "--sentences") mode = value == "ours" ? SentenceMode::kOurs : SentenceMode::kModel;
    if (name == "--simd") options.simd = simd_level(value).value_or(SimdLevel::kBest);
    if (name == "--threads") threads = std::strtoul(value.c_str(), nullptr, 10);
    if (name == "--together") together = std::strtoul(value.c_str(), nullptr, 10);
    if (name == "--vectors") vectors = value;
  }

  std::vector<std::string> ids;
  std::vector<Document> documents;
  simdjson::dom::parser parser;
  for (std::string line; std::getline(std::cin, line);) {
    const simdjson::dom::element record = parser.parse(line);
    ids.emplace_back(std::string_view(record["id"]));
    auto& document = documents.emplace_back();
    document.content = std::string_view(record["text"]);
    document.blocks.push_back({BlockRole::kBody, {0, static_cast<std::uint32_t>(document.content.size())}});
  }
  if (!vectors.empty()) {
    write_vectors(options, documents, vectors);
    return 0;
  }

  const auto language = checked(Language::load(disk(), options));
  std::vector<std::string> records(documents.size());
  const auto work = [&](std::size_t thread) {
    Language::Scratch scratch;
    for (auto at = thread * together; at < documents.size(); at += threads * together) {
      std::vector<const Document*> batch;
      for (auto i = at; i < std::min(at + together, documents.size()); ++i) batch.push_back(&documents[i]);
      const auto analyses = language->analyse(batch, mode, scratch);
      for (std::size_t i = 0; i < analyses.size(); ++i) records[at + i] = record_of(ids[at + i], analyses[i]);
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t t = 1; t < threads; ++t) others.emplace_back(work, t);
  work(0);
  others.clear();
  for (const auto& record : records) std::printf("%s\n", record.c_str());
}
