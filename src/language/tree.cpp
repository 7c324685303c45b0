// SPDX-License-Identifier: Apache-2.0
#include "language/tree.h"

#include <algorithm>

namespace chancery {
namespace {

constexpr std::string_view kDelimiter = "||";

struct Edges {
  std::vector<std::uint32_t> left, right;
};

// Left and right edges of all subtrees, and the sentences that follow from them. A pass in each direction
// suffices for projective trees; others need more passes, and spaCy stops at some number too.
void set_edges(std::span<const std::uint32_t> heads, Edges& edges, std::span<std::uint8_t> starts) {
  const auto n = static_cast<std::uint32_t>(heads.size());
  edges.left.resize(n);
  edges.right.resize(n);
  for (std::uint32_t i = 0; i < n; ++i) edges.left[i] = edges.right[i] = i;
  const auto widen = [&](std::uint32_t i) {
    const auto h = heads[i];
    edges.left[h] = std::min(edges.left[h], edges.left[i]);
    edges.right[h] = std::max(edges.right[h], edges.right[i]);
  };
  for (int pass = 0; pass < 12; ++pass) {
    for (std::uint32_t i = 0; i < n; ++i) widen(i);
    for (std::uint32_t i = n; i-- > 0;) widen(i);
    std::fill(starts.begin(), starts.end(), std::uint8_t{0});
    for (std::uint32_t i = 0; i < n; ++i) {
      if (heads[i] == i) starts[edges.left[i]] = 1;
    }
    bool holds = true;
    std::uint32_t begin = 0;
    for (std::uint32_t end = 1; end < n && holds; ++end) {
      if (!starts[end] && end + 1 < n) continue;
      for (auto j = begin; j < end && holds; ++j) holds = heads[j] >= begin && heads[j] <= end;
      begin = end;
    }
    if (holds) return;
  }
}

// Finds true heads. Children are looked up among the current heads, but only inside the edges of before.
class Lifter {
 public:
  Lifter(const Edges& edges, std::span<const std::uint8_t> is_space, std::span<const std::uint32_t> heads,
         std::span<const LabelId> dep)
      : edges_(edges), is_space_(is_space), heads_(heads), dep_(dep) {}

  std::uint32_t new_head(std::uint32_t token, LabelId wanted) {
    link();
    std::vector<std::uint32_t> queue{heads_[token]};
    for (std::size_t at = 0; at < queue.size(); ++at) {
      const auto parent = queue[at];
      for (auto c = begin_[parent]; c < begin_[parent + 1]; ++c) {
        const auto child = list_[c];
        if (child < edges_.left[parent] || child > edges_.right[parent]) continue;
        if (is_space_[child] || child == token) continue;
        if (dep_[child] == wanted) return child;
        // Stale edges can make a cycle visible only if heads had one; a queue longer than the tree says so.
        if (queue.size() <= heads_.size()) queue.push_back(child);
      }
    }
    return heads_[token];
  }

 private:
  void link() {
    const auto n = static_cast<std::uint32_t>(heads_.size());
    begin_.assign(n + 1, 0);
    list_.resize(n);
    for (std::uint32_t i = 0; i < n; ++i) {
      if (heads_[i] != i) ++begin_[heads_[i] + 1];
    }
    for (std::uint32_t i = 0; i < n; ++i) begin_[i + 1] += begin_[i];
    fill_.assign(begin_.begin(), begin_.end() - 1);
    for (std::uint32_t i = 0; i < n; ++i) {
      if (heads_[i] != i) list_[fill_[heads_[i]]++] = i;
    }
  }

  const Edges& edges_;
  std::span<const std::uint8_t> is_space_;
  std::span<const std::uint32_t> heads_;
  std::span<const LabelId> dep_;
  std::vector<std::uint32_t> begin_, list_, fill_;
};

}  // namespace

LabelId DepLabels::add(std::string_view label) {
  if (const auto found = ids_.find(label); found != ids_.end()) return found->second;
  const auto id = static_cast<LabelId>(names_.size());
  names_.push_back(ids_.emplace(std::string(label), id).first->first);
  plain_.push_back(id);
  heads_.push_back(kNone);
  if (const auto at = label.find(kDelimiter); at != std::string_view::npos) {
    const auto plain = add(label.substr(0, at));
    const auto head = add(label.substr(at + kDelimiter.size()));
    plain_[id] = plain;
    heads_[id] = head;
  }
  return id;
}

void finish_tree(const DepLabels& labels, std::span<const std::uint8_t> is_space,
                 std::span<std::uint32_t> heads, std::span<LabelId> dep,
                 std::span<std::uint8_t> sentence_starts) {
  Edges edges;
  set_edges(heads, edges, sentence_starts);
  bool moved = false;
  Lifter lifter(edges, is_space, heads, dep);
  for (std::uint32_t i = 0; i < heads.size(); ++i) {
    const auto head_label = labels.head_of(dep[i]);
    if (head_label == DepLabels::kNone) continue;
    heads[i] = lifter.new_head(i, head_label);
    dep[i] = labels.plain(dep[i]);
    moved = true;
  }
  if (moved) set_edges(heads, edges, sentence_starts);
}

}  // namespace chancery
