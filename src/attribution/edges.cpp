// How far each token's subtree reaches: leaves first, each passes its reach to its head.
// SPDX-License-Identifier: Apache-2.0
#include "attribution/edges.h"

#include <algorithm>

namespace chancery {

Edges::Edges(const Analysis& analysis) {
  const auto count = static_cast<std::uint32_t>(analysis.tokens.size());
  left.resize(count);
  right.resize(count);
  std::vector<std::uint32_t> waiting(count, 0);
  for (std::uint32_t i = 0; i < count; ++i) {
    left[i] = right[i] = i;
    const std::uint32_t head = analysis.tokens[i].head;
    if (head != i && head < count) ++waiting[head];
  }
  std::vector<std::uint32_t> ready;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (waiting[i] == 0) ready.push_back(i);
  }
  while (!ready.empty()) {
    const std::uint32_t i = ready.back();
    ready.pop_back();
    const std::uint32_t head = analysis.tokens[i].head;
    if (head == i || head >= count) continue;
    left[head] = std::min(left[head], left[i]);
    right[head] = std::max(right[head], right[i]);
    if (--waiting[head] == 0) ready.push_back(head);
  }
}

}  // namespace chancery
