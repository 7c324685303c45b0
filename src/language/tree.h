// What happens to the arcs of a parser when it has finished: projective arcs become true ones, and sentences
// follow.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chancery {

using LabelId = std::uint16_t;

// Dependency labels by number. "prep||nsubj" is a decorated label: it says "prep", and that the true head is a
// "nsubj" below the head that the arc has. Built while the model loads, constant afterwards.
class DepLabels {
 public:
  static constexpr LabelId kNone = 0xFFFF;

  LabelId add(std::string_view label);
  std::string_view name(LabelId label) const { return names_[label]; }
  LabelId plain(LabelId label) const { return plain_[label]; }    // "prep" of "prep||nsubj"; itself else
  LabelId head_of(LabelId label) const { return heads_[label]; }  // "nsubj" of "prep||nsubj"; kNone else

 private:
  std::map<std::string, LabelId, std::less<>> ids_;
  std::vector<std::string_view> names_;  // of the keys of ids_
  std::vector<LabelId> plain_, heads_;
};

// A tree over tokens 0 .. heads.size() - 1; a root is its own head. Moves the dependents with decorated labels,
// strips the decoration and marks the left edge of every root in `sentence_starts` (all others are cleared).
// What spaCy does, with its reading of the subtrees: see docs/language.md. Time is linear but for decorated
// labels, each of which may cost one walk over the tree.
void finish_tree(const DepLabels& labels, std::span<const std::uint8_t> is_space,
                 std::span<std::uint32_t> heads, std::span<LabelId> dep,
                 std::span<std::uint8_t> sentence_starts);

}  // namespace chancery
