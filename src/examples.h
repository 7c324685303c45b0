// All examples of all rules, run through the whole engine.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "chancery/engine.h"

namespace chancery {

// Failures go to the diagnostics, each at its example's place (rules.example-failed). Returns how many were run.
std::size_t check_all_examples(const Engine& engine, Diagnostics& diagnostics);

}  // namespace chancery
