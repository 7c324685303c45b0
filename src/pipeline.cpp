// The whole way on one page: Source → Document → Analysis → times, quotes → mentions → statements → codes.
// SPDX-License-Identifier: Apache-2.0
#include "pipeline.h"

#include <algorithm>
#include <future>

#include "base/hash.h"
#include "coding/frames.h"
#include "coding/relate.h"

namespace chancery {
namespace {

// Scratch memory from the pool, given back at the end.
class ScratchLoan {
 public:
  explicit ScratchLoan(const Engine::Parts& parts) : parts_(parts) {
    const std::lock_guard lock(parts_.guard);
    if (parts_.idle.empty()) {
      scratch_ = std::make_unique<Language::Scratch>();
    } else {
      scratch_ = std::move(parts_.idle.back());
      parts_.idle.pop_back();
    }
  }
  ~ScratchLoan() {
    const std::lock_guard lock(parts_.guard);
    parts_.idle.push_back(std::move(scratch_));
  }
  ScratchLoan(const ScratchLoan&) = delete;
  ScratchLoan& operator=(const ScratchLoan&) = delete;
  Language::Scratch& operator*() const { return *scratch_; }

 private:
  const Engine::Parts& parts_;
  std::unique_ptr<Language::Scratch> scratch_;
};

std::optional<Day> written(const Published& published) {
  return published.date ? std::optional(day_of(*published.date)) : std::nullopt;
}

// Makes the tokens that a given span touches a mention; -1 when it touches none.
int force(Coded& coded, Span span) {
  const auto& tokens = coded.analysis.tokens;
  GivenActor given;
  const auto touches = [&](const Token& token) { return token.span.overlaps(span); };
  given.first = static_cast<std::uint32_t>(std::find_if(tokens.begin(), tokens.end(), touches) - tokens.begin());
  given.last = given.first;
  while (given.last < tokens.size() && touches(tokens[given.last])) ++given.last;
  return given.first == given.last ? -1 : force_mention(coded.analysis, given, coded.mentions);
}

}  // namespace

Engine::Engine() = default;
Engine::~Engine() = default;

Result<std::unique_ptr<const Engine>> Engine::load(const FileSystem& files, const EngineOptions& options,
                                                   Diagnostics& diagnostics) {
  // The rules compile while the model loads, and the actors, half of all knowledge, beside the other rules.
  LanguageOptions language_options{options.model};
  const auto simd = simd_level(options.simd.empty() ? "best" : options.simd);
  if (!simd) return Error{ErrorCode::kUsage, "no SIMD level `" + options.simd + "`", {}, "levels are avx512, avx2, plain"};
  language_options.simd = *simd;
  auto loading = std::async(std::launch::async, [&] { return Language::load(files, language_options); });

  auto rulebook = Rulebook::load(files, options.rules, diagnostics);
  Diagnostics actor_faults;
  auto naming = std::async(std::launch::async, [&] { return Actors::compile(*rulebook, actor_faults); });
  DocumentRules document_rules = DocumentRules::compile(*rulebook, diagnostics);
  SentenceSplitter sentences = SentenceSplitter::compile(*rulebook, diagnostics);
  Attribution attribution = Attribution::compile(*rulebook, diagnostics);
  TimeGrammar time = TimeGrammar::compile(*rulebook, diagnostics);
  Coder coder = Coder::compile(*rulebook, diagnostics);
  Codebooks codebooks = Codebooks::compile(*rulebook, diagnostics);
  std::vector<std::string> frames;
  for (const Frame& frame : coder.frames().frames) frames.push_back(frame.id);
  codebooks.check_frames(frames, diagnostics);
  Actors actors = naming.get();
  for (Error& fault : actor_faults.sorted()) diagnostics.add(std::move(fault));
  std::optional<Dictionary> dictionary;
  std::string digest = rulebook->digest();
  if (!options.dictionary.empty()) {
    const auto imported = Rulebook::load(files, options.dictionary, diagnostics);
    dictionary = Dictionary::compile(*imported, diagnostics);
    imported->check_unread(diagnostics);
    digest = "sha256:" + sha256_hex(digest + " " + imported->digest());
  }
  auto language = loading.get();
  if (!language) return std::move(language).error();
  (*language)->set_sentences(std::move(sentences));
  rulebook->check_unread(diagnostics);
  if (!diagnostics.empty()) return diagnostics.sorted().front();

  auto engine = std::unique_ptr<Engine>(new Engine);
  EngineInfo info{CHANCERY_VERSION, std::move(digest), (*language)->digest()};
  engine->parts_.reset(new Parts{std::move(rulebook), std::move(*language), std::move(document_rules), std::move(attribution),
                                 std::move(actors), std::move(time), std::move(coder), std::move(codebooks), std::move(dictionary), std::move(info),
                                 {}, {}});
  return std::unique_ptr<const Engine>(std::move(engine));
}

std::vector<Coded> Engine::code(std::span<const Source> sources, const CodeOptions& options) const {
  const Parts& parts = *parts_;
  std::vector<Coded> out = analyse(sources, false, options);
  for (Coded& coded : out) {
    const Document& document = coded.document;
    Times times = parts.time.read(document, coded.analysis);
    coded.published = std::move(times.published);
    coded.times = std::move(times.refs);
    coded.quotes = parts.attribution.find(document, coded.analysis);
    coded.mentions = parts.actors.find(document, coded.analysis, coded.quotes, coded.published);
    for (const Span span : options.forced_mentions) coded.forced.push_back(force(coded, span));
    for (const Mention& mention : coded.mentions) {
      coded.resolved.push_back(parts.actors.as_of(mention, std::nullopt, written(coded.published)));
    }
    if (parts.dictionary) {
      coded.statements = parts.dictionary->code(document, coded.analysis, coded.published, parts.coder.status());
      continue;
    }
    Coding coding = parts.coder.code(document, coded.analysis, coded.times, coded.quotes, coded.mentions, parts.actors,
                                     coded.published);
    coded.statements = std::move(coding.statements);
    coded.happenings = std::move(coding.happenings);
    coded.claims = std::move(coding.claims);
    for (Statement& statement : coded.statements) parts.codebooks.code(statement, coded.analysis, coded.published);
  }
  return out;
}

Coded Engine::code(const Source& source, const CodeOptions& options) const {
  return std::move(code(std::span(&source, 1), options).front());
}

std::vector<Coded> Engine::analyse_as_model(std::span<const Source> sources) const {
  return analyse(sources, true, {});
}

std::vector<Coded> Engine::analyse(std::span<const Source> sources, bool as_model, const CodeOptions& options) const {
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
  const ScratchLoan scratch(*parts_);
  std::vector<Analysis> analyses =
      parts_->language->analyse(documents, as_model ? SentenceMode::kModel : SentenceMode::kOurs, *scratch);
  for (std::size_t i = 0; i < out.size(); ++i) out[i].analysis = std::move(analyses[i]);
  return out;
}

Analysis Engine::analyse(const Document& document) const {
  const ScratchLoan scratch(*parts_);
  return parts_->language->analyse(document, SentenceMode::kOurs, *scratch);
}

const EngineInfo& Engine::info() const { return parts_->info; }
const Rulebook& Engine::rulebook() const { return *parts_->rulebook; }

}  // namespace chancery
