// The entity recogniser: one action a token.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "language/transitions.h"

namespace chancery {

// Room to work in, for one thread.
struct EntityScratch {
  Floats hidden, slots;
};

struct EntitySpan {
  std::uint32_t first = 0, last = 0;  // tokens [first, last)
  std::uint16_t type = 0;             // index in EntityRecogniser::types()
  friend bool operator==(const EntitySpan&, const EntitySpan&) = default;
};

class EntityRecogniser {
 public:
  // Errors: model.damaged, model.unsupported. `kernels` must outlive it.
  static Result<EntityRecogniser> load(const ModelFiles& files, const Kernels& kernels);

  // Reads the entity vectors of the tokens that find() will see.
  void prepare(const float* vectors, std::size_t count, EntityScratch& scratch) const;

  // Entities of tokens [first, first + is_space.size()) of those prepared, appended to `out`, counted from 0 in
  // the range. No entity crosses a token with sentence_starts set, nor the end of the range.
  void find(std::size_t first, std::span<const std::uint8_t> is_space,
            std::span<const std::uint8_t> sentence_starts, const EntityScratch& scratch,
            std::vector<EntitySpan>& out) const;

  // "PERSON", "GPE", …
  std::shared_ptr<const std::vector<std::string>> types() const { return types_; }

 private:
  static constexpr std::size_t kSlots = 3;

  const Kernels* kernels_ = nullptr;
  StateModel model_;
  struct Class {
    std::uint8_t kind;
    std::uint16_t type;
  };
  std::vector<Class> classes_;
  std::vector<std::uint32_t> in_, last_;  // class of IN and LAST for each type
  Floats outside_, outside_single_;       // masks: nothing is open; and the next token starts a sentence
  std::shared_ptr<std::vector<std::string>> types_;
};

}  // namespace chancery
