// For tests: the language model that CHANCERY_MODEL names, loaded once.
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
    return loaded ? std::move(*loaded) : nullptr;
  }();
  return language.get();
}

}  // namespace chancery
