// How far each token's subtree reaches, for all tokens at once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "language/analysis.h"

namespace chancery {

// Leftmost and rightmost descendant of every token, in linear time: asking token by token is quadratic on
// hostile text.
struct Edges {
  std::vector<std::uint32_t> left;
  std::vector<std::uint32_t> right;  // inclusive

  explicit Edges(const Analysis& analysis);
};

}  // namespace chancery
