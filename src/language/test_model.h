// For tests: the language model that CHANCERY_MODEL names, with the sentence splitter of data/, loaded once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <memory>

#include "language/language.h"

namespace chancery {

// Null when there is none; the tests that need it are skipped then.
inline const Language* test_model() {
  static const std::unique_ptr<Language> language = []() -> std::unique_ptr<Language> {
    const char* path = std::getenv("CHANCERY_MODEL");
    auto loaded = Language::load(disk(), {path == nullptr ? "" : path});
    if (!loaded) return nullptr;
    Diagnostics diagnostics;
    const auto rulebook = Rulebook::load(disk(), std::string(CHANCERY_SOURCE_DIR) + "/data", diagnostics);
    (*loaded)->set_sentences(SentenceSplitter::compile(*rulebook, diagnostics));
    return std::move(*loaded);
  }();
  return language.get();
}

}  // namespace chancery
