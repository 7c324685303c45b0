// The dependency parser: a greedy transition system that may take back what it did (spaCy's arc-eager variant).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "language/transitions.h"
#include "language/tree.h"

namespace chancery {

// Room to work in, for one thread.
struct ParserScratch {
  Floats hidden, slots;
  std::vector<std::uint32_t> stack, again, last_left, last_right, previous_right;
  std::vector<std::uint8_t> flags;
  std::uint64_t steps = 0, scored = 0;  // for measuring
};

class Parser {
 public:
  // Errors: model.damaged, model.unsupported. `kernels` must outlive it.
  static Result<Parser> load(const ModelFiles& files, const Kernels& kernels);

  // Reads the vectors of the tokens that parse() will see.
  void prepare(const float* vectors, std::size_t count, ParserScratch& scratch) const;

  // Parses tokens [first, first + heads.size()) of those prepared, as if there were no others. Heads count from
  // 0 in the range; a root is its own head and has the label ROOT. Labels may be decorated (tree.h). With
  // `may_break` the parser decides about sentences too, by leaving several roots. Linear in the number of
  // tokens.
  void parse(std::size_t first, bool may_break, ParserScratch& scratch, std::span<std::uint32_t> heads,
             std::span<LabelId> labels) const;

  const DepLabels& labels() const { return *labels_; }
  std::shared_ptr<const DepLabels> shared_labels() const { return labels_; }

 private:
  static constexpr std::size_t kSlots = 8;
  struct Class {
    std::uint8_t kind;
    LabelId label;
  };

  const Kernels* kernels_ = nullptr;
  StateModel model_;
  std::vector<Class> classes_;
  std::vector<Floats> masks_;  // for each set of valid kinds
  std::shared_ptr<DepLabels> labels_;
  LabelId root_ = 0;
};

}  // namespace chancery
