// SPDX-License-Identifier: Apache-2.0
#include "language/transitions.h"

#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "language/msgpack.h"
#include "language/thinc.h"

namespace chancery {
namespace {

struct Move {
  std::uint32_t kind = 0;
  std::string label;
  std::int64_t frequency = 0;
};

std::optional<std::vector<Move>> parse_moves(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::object actions;
  if (parser.parse(json.data(), json.size()).get(actions)) return std::nullopt;
  std::vector<Move> out;
  for (const auto action : actions) {
    if (action.key.size() != 1 || action.key[0] < '0' || action.key[0] > '5') return std::nullopt;
    simdjson::dom::object labels;
    if (action.value.get(labels)) return std::nullopt;
    for (const auto label : labels) {
      Move move{static_cast<std::uint32_t>(action.key[0] - '0'), std::string(label.key), 0};
      if (label.value.get(move.frequency)) return std::nullopt;
      out.push_back(std::move(move));
    }
  }
  return out;
}

// beam_width 1 and learn_tokens false: all that the greedy decoder and its validity rules rest on.
bool is_greedy(std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::element settings;
  std::int64_t beam = 0;
  bool learn = true;
  return !parser.parse(json.data(), json.size()).get(settings) && !settings["beam_width"].get(beam) &&
         beam == 1 && !settings["learn_tokens"].get(learn) && !learn;
}

}  // namespace

Result<std::vector<Action>> read_actions(const ModelFiles& files, const std::string& component) {
  if (!is_greedy(files.file(component + "/cfg"))) {
    return model_unsupported(files.path(), "the model's file " + component + "/cfg asks for another decoder");
  }
  Msgpack in(files.file(component + "/moves"));
  std::string_view json;
  for (auto n = in.map(); n > 0; --n) {
    if (in.text() == "moves") {
      json = in.string();
    } else {
      in.skip();
    }
  }
  auto moves = in.ok() ? parse_moves(json) : std::nullopt;
  if (!moves) return model_damaged(files.path(), "the model's file " + component + "/moves cannot be read");

  // Frequent labels first in each kind; negative frequencies (labels added after the training data was counted)
  // at the end.
  std::sort(moves->begin(), moves->end(), [](const Move& a, const Move& b) {
    const bool late_a = a.frequency < 0, late_b = b.frequency < 0;
    if (late_a != late_b) return late_b;
    if (late_a) {
      return std::tie(b.frequency, b.label, a.kind) < std::tie(a.frequency, a.label, b.kind);
    }
    return std::tie(a.kind, b.frequency, b.label) < std::tie(b.kind, a.frequency, a.label);
  });
  if (moves->size() > kMaxClasses) return model_unsupported(files.path(), "the model has too many actions");
  std::vector<Action> out;
  for (auto& move : *moves) out.push_back({move.kind, std::move(move.label)});
  return out;
}

Result<StateModel> load_state_model(const ModelFiles& files, const std::string& component, std::size_t slots,
                                    std::size_t classes, const Kernels& kernels) {
  auto read = ThincModel::read(files, component + "/model");
  if (!read) return std::move(read).error();
  auto& model = *read;
  const auto* upper = model.reference("upper");
  const ThincLayer* lower = nullptr;
  for (const auto* layer : model.named("linear")) {
    if (layer != upper) lower = layer;
  }
  const auto affine = model.named("precomputable_affine");
  const auto* slot = affine.empty() ? nullptr : affine.front();

  StateModel out;
  out.slots = slots;
  out.lower = pack_dense(kernels, model.weights(lower, "W", {kHidden, kWidth}),
                         model.weights(lower, "b", {kHidden}), kWidth, kHidden);
  // [slot][output][piece] → [slot][piece][output]
  const auto weights = model.weights(slot, "W", {slots, kHidden, 2, kHidden});
  const auto pads = model.weights(slot, "pad", {1, slots, kHidden, 2});
  Floats ordered(weights.size());
  out.pads.resize(slots * kSlot);
  for (std::size_t s = 0; s < slots; ++s) {
    for (std::size_t o = 0; o < kHidden; ++o) {
      for (std::size_t p = 0; p < 2; ++p) {
        const std::size_t from = (s * kHidden + o) * 2 + p, to = (s * 2 + p) * kHidden + o;
        std::copy_n(weights.data() + from * kHidden, kHidden, ordered.data() + to * kHidden);
        out.pads[to] = pads[from];
      }
    }
  }
  out.slot = pack_dense(kernels, ordered, {}, kHidden, slots * kSlot);
  out.scorer = pack_scorer(model.weights(upper, "W", {classes, kHidden}), model.weights(upper, "b", {classes}),
                           model.weights(slot, "b", {kHidden, 2}), classes);
  if (!model.first_fault().empty()) return model_unsupported(files.path(), model.first_fault());
  return out;
}

void fill_slots(const StateModel& model, const Kernels& kernels, const float* vectors, std::size_t count,
                Floats& hidden, Floats& out) {
  if (hidden.size() < count * kHidden) hidden.resize(count * kHidden);
  if (out.size() < count * model.slot.out) out.resize(count * model.slot.out);
  kernels.dense(model.lower, vectors, kWidth, count, hidden.data(), kHidden);
  kernels.dense(model.slot, hidden.data(), kHidden, count, out.data(), model.slot.out);
}

}  // namespace chancery
