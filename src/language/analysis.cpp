// SPDX-License-Identifier: Apache-2.0
#include "language/analysis.h"

#include <algorithm>

namespace chancery {

std::uint32_t Analysis::child(std::uint32_t token, std::initializer_list<std::string_view> labels) const {
  for (const auto c : children(token)) {
    for (const auto label : labels) {
      if (tokens[c].dep == label) return c;
    }
  }
  return kNoToken;
}

std::pair<std::uint32_t, std::uint32_t> Analysis::subtree(std::uint32_t token) const {
  std::uint32_t first = token, last = token;
  std::vector<std::uint32_t> stack{token};
  while (!stack.empty()) {
    const auto t = stack.back();
    stack.pop_back();
    first = std::min(first, t);
    last = std::max(last, t);
    for (const auto c : children(t)) stack.push_back(c);
  }
  return {first, last + 1};
}

bool Analysis::is_ancestor(std::uint32_t ancestor, std::uint32_t token) const {
  while (token != ancestor) {
    if (is_root(token)) return false;
    token = tokens[token].head;
  }
  return true;
}

Span Analysis::span(std::uint32_t first, std::uint32_t last) const {
  return {tokens[first].span.begin, tokens[last - 1].span.end};
}

void Analysis::link_children() {
  const auto n = static_cast<std::uint32_t>(tokens.size());
  child_begin.assign(n + 1, 0);
  for (std::uint32_t t = 0; t < n; ++t) {
    if (!is_root(t)) ++child_begin[tokens[t].head + 1];
  }
  for (std::uint32_t t = 0; t < n; ++t) child_begin[t + 1] += child_begin[t];
  child_list.resize(child_begin[n]);
  std::vector<std::uint32_t> next(child_begin.begin(), child_begin.end() - 1);
  for (std::uint32_t t = 0; t < n; ++t) {
    if (!is_root(t)) child_list[next[tokens[t].head]++] = t;
  }
}

}  // namespace chancery
