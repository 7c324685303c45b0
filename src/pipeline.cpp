// The whole way on one page: Source → Document → Analysis → times, quotes → mentions → statements → codes.
// SPDX-License-Identifier: Apache-2.0
#include "pipeline.h"

#include "chancery/version.h"
#include "document/make_document.h"

namespace chancery {

Engine::Engine() = default;
Engine::~Engine() = default;

Result<std::unique_ptr<const Engine>> Engine::load(const FileSystem& files, const EngineOptions& options,
                                                   Diagnostics& diagnostics) {
  // The rules compile while the model loads: both take some 50 ms.
  LanguageOptions language_options{options.model};
  const auto simd = simd_level(options.simd.empty() ? "best" : options.simd);
  if (!simd) return Error{ErrorCode::kUsage, "no SIMD level `" + options.simd + "`", {}, "levels are avx512, avx2, plain"};
  language_options.simd = *simd;
  auto loading = std::async(std::launch::async, [&] { return Language::load(files, language_options); });

  auto rulebook = Rulebook::load(files, options.rules, diagnostics);
  DocumentRules document_rules = DocumentRules::compile(*rulebook, diagnostics);
  Attribution attribution = Attribution::compile(*rulebook, diagnostics);
  Actors actors = Actors::compile(*rulebook, diagnostics);
  TimeGrammar time = TimeGrammar::compile(*rulebook, diagnostics);
  Coder coder = Coder::compile(*rulebook, diagnostics);
  Codebooks codebooks = Codebooks::compile(*rulebook, diagnostics);
  Prior prior = Prior::compile(*rulebook, diagnostics);
  auto language = loading.get();
  if (!language) return std::move(language).error();
  rulebook->check_unread(diagnostics);
  if (!diagnostics.empty()) return diagnostics.sorted().front();

  auto engine = std::unique_ptr<Engine>(new Engine);
  EngineInfo info{kVersion, rulebook->digest(), (*language)->digest()};
  engine->parts_ = std::make_unique<Parts>(Parts{std::move(rulebook), std::move(*language), std::move(document_rules),
                                                 std::move(attribution), std::move(actors), std::move(time),
                                                 std::move(coder), std::move(codebooks), std::move(prior), std::move(info)});
  return std::unique_ptr<const Engine>(std::move(engine));
}

std::vector<Coded> Engine::code(std::span<const Source> sources, const CodeOptions& options) const {
  const Parts& parts = *parts_;
  std::vector<Coded> out = analyse(sources, SentenceMode::kOurs, options);
  for (Coded& coded : out) {
    const Document& document = coded.document;
    Times times = parts.time.read(document, coded.analysis);
    coded.published = std::move(times.published);
    coded.times = std::move(times.refs);
    coded.quotes = parts.attribution.find(document, coded.analysis);
    coded.mentions = parts.actors.find(document, coded.analysis, coded.quotes, coded.published);
    Coding coding = parts.coder.code(document, coded.analysis, coded.times, coded.quotes, coded.mentions, parts.actors,
                                     coded.published);
    coded.statements = std::move(coding.statements);
    coded.happenings = std::move(coding.happenings);
    for (Statement& statement : coded.statements) statement.codes = parts.codebooks.project(statement.act, coded.published);
  }
  return out;
}

Coded Engine::code(const Source& source, const CodeOptions& options) const {
  return std::move(code(std::span(&source, 1), options).front());
}

std::vector<Coded> Engine::analyse_as_model(std::span<const Source> sources) const {
  return analyse(sources, SentenceMode::kModel, {});
}

std::vector<Coded> Engine::analyse(std::span<const Source> sources, SentenceMode mode, const CodeOptions& options) const {
  std::vector<Coded> out(sources.size());
  std::vector<const Document*> documents;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    Source source = sources[i];
    if (source.date.empty() && options.date) source.date = format_instant(*options.date);
    out[i].document = make_document(std::move(source), parts_->document_rules);
    // Tokens are views into the content. Long enough to lie on the heap it keeps its place when the Coded is moved.
    out[i].document.content.reserve(64);
    documents.push_back(&out[i].document);
  }
  Parts::Loan scratch(*parts_);
  std::vector<Analysis> analyses = parts_->language->analyse(documents, mode, scratch.get());
  for (std::size_t i = 0; i < out.size(); ++i) out[i].analysis = std::move(analyses[i]);
  return out;
}

const EngineInfo& Engine::info() const { return parts_->info; }
const Rulebook& Engine::rulebook() const { return *parts_->rulebook; }

}  // namespace chancery
