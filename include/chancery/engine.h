// The engine: one text in, everything it says out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "actors/mention.h"
#include "attribution/quote.h"
#include "base/file_system.h"
#include "base/result.h"
#include "coding/statement.h"
#include "document/document.h"
#include "language/analysis.h"
#include "read/source.h"
#include "rulebook/rulebook.h"
#include "time/time_ref.h"

namespace chancery {

struct EngineOptions {
  std::string rules;  // folder of rule files ("data")
  std::string dictionary;  // rulebook that `rules import` wrote: the engine codes with it instead of its frames; "" for none
  std::string model;  // wheel of en_core_web_sm 3.7 or 3.8, or its unpacked folder
  std::string simd;   // "" or "best" for the best this machine has, else "avx512", "avx2", "plain"; the results are the same
};

struct CodeOptions {
  // Document date for sources that bring none; nothing when it is to be inferred.
  std::optional<Instant> date;
  // Spans that are mentions whatever the rules say, in Document::content (for `relate`).
  std::vector<Span> forced_mentions;
};

// Everything known of one document. Owns all of it; spans are byte ranges of document.content.
struct Coded {
  Document document;
  Published published;
  Analysis analysis;
  std::vector<TimeRef> times;
  std::vector<Quote> quotes;
  std::vector<Mention> mentions;
  std::vector<ResolvedActor> resolved;  // each mention as of the document's date
  std::vector<int> forced;              // for each of CodeOptions::forced_mentions its mention; -1 when it holds no token
  std::vector<Statement> statements;  // in order of their triggers; codes of all codebooks filled in
  std::vector<Happening> happenings;
  std::vector<ParsedClaim> claims;  // in order of their words; those of statements, and those about happenings no frame knows
};

// What made a record: goes into each.
struct EngineInfo {
  std::string version;   // "0.1.0"
  std::string rulebook;  // "sha256:…"
  std::string model;     // "sha256:…"
};

// Compiled once, immutable, shared by threads. Reads no clock, environment or network and prints nothing; the same source
// gives the same bytes on every thread count, in every order, at every SIMD level.
class Engine {
 public:
  // Faults of the rules go to `diagnostics`, all of them; then, or when the model cannot be used, there is no engine.
  // Errors: model.missing, model.damaged, model.unsupported, rules.* (the first fault).
  static Result<std::unique_ptr<const Engine>> load(const FileSystem& files, const EngineOptions& options,
                                                    Diagnostics& diagnostics);
  ~Engine();

  // One document. Never fails: what cannot be read in it is left out, and the document's warnings say so.
  Coded code(const Source& source, const CodeOptions& options = {}) const;
  // Many documents at once: the same results, faster. Scratch memory is kept between calls, one set a running call.
  std::vector<Coded> code(std::span<const Source> sources, const CodeOptions& options = {}) const;
  // Tokens, tags, parse and entities with spaCy's own sentence boundaries, for parity; nothing else is filled in.
  std::vector<Coded> analyse_as_model(std::span<const Source> sources) const;

  // Grammar of one document that must outlive it, for the examples of the rules.
  Analysis analyse(const Document& document) const;

  const EngineInfo& info() const;
  const Rulebook& rulebook() const;

  // The compiled parts, for `resolve`, `relate` and the examples of the rules.
  struct Parts;
  const Parts& parts() const { return *parts_; }

 private:
  Engine();
  std::vector<Coded> analyse(std::span<const Source> sources, bool as_model, const CodeOptions& options) const;
  std::unique_ptr<Parts> parts_;
};

}  // namespace chancery
