// SPDX-License-Identifier: Apache-2.0
#include "examples.h"

#include "coding/claims.h"
#include "coding/frames.h"
#include "coding/status.h"
#include "document/make_document.h"
#include "pipeline.h"
#include "time/examples.h"

namespace chancery {
namespace {

// The date of examples that name none: Wednesday 5 June 2024.
constexpr std::string_view kExampleDate = "2024-06-05";

Source example_source(const std::string& text) {
  Source source;
  source.id = "example";
  source.text = text;
  source.date = kExampleDate;
  return source;
}

}  // namespace

std::size_t check_all_examples(const Engine& engine, Diagnostics& diagnostics) {
  const Engine::Parts& parts = engine.parts();
  std::size_t count = 0;
  const auto analyse = [&](const Document& document) { return engine.analyse(document); };

  count += parts.document_rules.check_examples(diagnostics);
  count += parts.language->check_sentence_examples(diagnostics);
  const auto code = [&](const std::string& text) {
    Coded coded = engine.code(example_source(text));
    return ExampleCoding{std::move(coded.document.content), std::move(coded.statements)};
  };
  count += check_examples(parts.coder.frames(), code, diagnostics);
  count += parts.codebooks.check_examples(code, diagnostics);
  count += parts.attribution.check_examples(
      [&](const std::string& text) {
        Attribution::Analysed out;
        out.document = std::make_unique<Document>(make_document(example_source(text), parts.document_rules));
        out.analysis = engine.analyse(*out.document);
        return out;
      },
      diagnostics);
  count += parts.coder.status().check_examples(
      [&](const std::string& text) {
        StatusReader::Analysed out;
        out.document = std::make_unique<Document>(make_document(example_source(text), parts.document_rules));
        out.analysis = engine.analyse(*out.document);
        return out;
      },
      diagnostics);
  count += parts.coder.claims().check_examples(
      [&](const std::string& text) {
        Coded coded = engine.code(example_source(text));
        return ClaimRules::Coded{std::move(coded.document.content), std::move(coded.claims)};
      },
      diagnostics);
  count += check_time_examples(parts.time, analyse, diagnostics);
  count += parts.actors.check_examples(analyse, diagnostics);
  return count;
}

}  // namespace chancery
