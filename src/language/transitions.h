// What parser and entity recogniser share: their list of actions and the layers that score a state.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "language/kernels.h"
#include "language/wheel.h"

namespace chancery {

constexpr std::size_t kMaxClasses = 512;  // room for scores; the model has 106 and 74

struct Action {
  std::uint32_t kind = 0;  // as the moves file numbers them
  std::string label;       // empty where the kind has none
};

// The classes in the order of the model's output, from "parser/moves" or "ner/moves". Checks "…/cfg" too.
// Errors: model.damaged, model.unsupported.
Result<std::vector<Action>> read_actions(const ModelFiles& files, const std::string& component);

// A state is the sum of what its tokens give in each feature slot; a missing token gives `pads`.
struct StateModel {
  std::size_t slots = 0;
  Dense lower;  // kWidth → kHidden
  Dense slot;   // kHidden → slots * kSlot
  Floats pads;  // [slots][kSlot]
  Scorer scorer;
};
// From "parser/model" or "ner/model". Errors: model.damaged, model.unsupported.
Result<StateModel> load_state_model(const ModelFiles& files, const std::string& component, std::size_t slots,
                                    std::size_t classes, const Kernels& kernels);

// For the `count` tokens with these vectors, what each gives in each slot: out[token][slot][kSlot]. `hidden` is
// room.
void fill_slots(const StateModel& model, const Kernels& kernels, const float* vectors, std::size_t count,
                Floats& hidden, Floats& out);

}  // namespace chancery
