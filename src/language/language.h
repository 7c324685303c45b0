// The language stage: Document → Analysis.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"
#include "document/document.h"
#include "language/analysis.h"
#include "language/kernels.h"
#include "language/sentence_splitter.h"

namespace chancery {

struct LanguageOptions {
  std::string model_path;  // a wheel of en_core_web_sm, its unpacked folder, or a folder above either
  SimdLevel simd = SimdLevel::kBest;  // results are the same bytes at every level; to force one is for tests
};

// kOurs: every block of the document is a unit of its own, our splitter finds the sentences, and parser and
// entity recogniser keep to them. kModel: the title and the given text are one unit each, sentences are what
// the parser makes of them: spaCy's own output. Spans, tags, lemmas and so on mean the same in both.
enum class SentenceMode : std::uint8_t { kOurs, kModel };

// "best", "avx2", "avx512", "plain"; nothing for anything else.
std::optional<SimdLevel> simd_level(std::string_view name);

// Immutable after load(); any number of threads may use one, each with its own Scratch.
//
// Long texts: a sentence of more than 2,048 tokens is cut there (kOurs), and so is a unit of more than 8,192
// tokens without a sentence end (kModel; spaCy refuses more than a million characters). Vectors see across the
// cuts. Time is linear in the length of the text; memory beyond the result and the tokens is bounded.
class Language {
 public:
  // Errors: model.missing, model.damaged, model.unsupported; usage when this machine lacks the SIMD level.
  // Takes about 50 ms, on up to two threads.
  static Result<std::unique_ptr<Language>> load(const FileSystem& files, const LanguageOptions& options);
  ~Language();

  // Before the first analyse(): the splitter compiled from the rules. Without it kOurs knows no abbreviations.
  void set_sentences(SentenceSplitter splitter) { sentences_ = std::move(splitter); }
  std::size_t check_sentence_examples(Diagnostics& diagnostics) const;  // how many; adds rules.example-failed

  // What one thread remembers of words, and room to work in: about 40 MB. Results do not depend on it.
  class Scratch {
   public:
    Scratch();
    ~Scratch();
    Scratch(Scratch&&) noexcept;

    // Time spent in each part since the start, in the order of stage_names(); kept only after measure(true).
    void measure(bool on);
    std::vector<double> stage_seconds() const;
    static std::span<const std::string_view> stage_names();
    double remembered_share() const;  // of the tokens' word types

   private:
    friend class Language;
    struct Parts;
    std::unique_ptr<Parts> parts_;
  };

  // Never fails: any valid UTF-8 has an analysis. The documents must outlive the analyses. Many documents at a
  // time are faster than one by one and give the same.
  Analysis analyse(const Document& document, SentenceMode mode, Scratch& scratch) const;
  std::vector<Analysis> analyse(std::span<const Document* const> documents, SentenceMode mode,
                                Scratch& scratch) const;

  const std::string& digest() const;       // "sha256:…" of the model's files
  std::string_view known_release() const;  // "3.8.0"; empty for a model that is not known by its digest
  std::string_view simd() const;           // "avx2", "avx512", "plain"

 private:
  struct Model;
  class Run;
  explicit Language(std::shared_ptr<const Model> model);
  SentenceSplitter sentences_;
  std::shared_ptr<const Model> model_;  // shared with the analyses, whose strings it holds
};

}  // namespace chancery
