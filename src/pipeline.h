// The compiled parts of the engine, for commands that need one of them alone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "actors/actors.h"
#include "attribution/attribution.h"
#include "chancery/engine.h"
#include "codebook/codebook.h"
#include "coding/coder.h"
#include "dictionary/dictionary.h"
#include "document/document_rules.h"
#include "document/make_document.h"
#include "language/language.h"
#include "time/time.h"

namespace chancery {

// Immutable but for the pool of scratch memory, which decides nothing.
struct Engine::Parts {
  std::shared_ptr<const Rulebook> rulebook;
  std::unique_ptr<Language> language;
  DocumentRules document_rules;
  Attribution attribution;
  Actors actors;
  TimeGrammar time;
  Coder coder;
  Codebooks codebooks;
  std::optional<Dictionary> dictionary;
  EngineInfo info;

  mutable std::mutex guard;
  mutable std::vector<std::unique_ptr<Language::Scratch>> idle;
};

}  // namespace chancery
