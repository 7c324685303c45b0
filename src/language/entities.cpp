// SPDX-License-Identifier: Apache-2.0
#include "language/entities.h"

#include <algorithm>
#include <limits>

namespace chancery {
namespace {

enum Kind : std::uint8_t { kMissing, kBegin, kIn, kLast, kUnit, kOut, kKinds };

}  // namespace

Result<EntityRecogniser> EntityRecogniser::load(const ModelFiles& files, const Kernels& kernels) {
  auto actions = read_actions(files, "ner");
  if (!actions) return std::move(actions).error();
  auto model = load_state_model(files, "ner", kSlots, actions->size(), kernels);
  if (!model) return std::move(model).error();
  EntityRecogniser out;
  out.kernels_ = &kernels;
  out.model_ = std::move(*model);
  out.types_ = std::make_shared<std::vector<std::string>>();
  auto& types = *out.types_;
  for (const auto& action : *actions) {
    if (action.kind == kBegin) types.push_back(action.label);
  }
  constexpr std::uint32_t kNoClass = 0xFFFFFFFFu;
  out.in_.assign(types.size(), kNoClass);
  out.last_.assign(types.size(), kNoClass);
  const float never = -std::numeric_limits<float>::infinity();
  out.outside_.assign(out.model_.scorer.classes, never);
  out.outside_single_ = out.outside_;
  for (std::uint32_t c = 0; c < actions->size(); ++c) {
    const auto& action = (*actions)[c];
    const auto type =
        static_cast<std::uint16_t>(std::find(types.begin(), types.end(), action.label) - types.begin());
    out.classes_.push_back({static_cast<std::uint8_t>(action.kind), type});
    const bool known = type < types.size();
    switch (action.kind) {
      case kBegin:
        out.outside_[c] = 0;
        break;
      case kIn:
        if (known) out.in_[type] = c;
        break;
      case kLast:
        if (known) out.last_[type] = c;
        break;
      case kUnit:
        if (known) out.outside_[c] = out.outside_single_[c] = 0;  // the one without a label is never valid
        break;
      case kOut:
        out.outside_[c] = out.outside_single_[c] = 0;
        break;
      default:
        break;
    }
  }
  const auto lacks = [&](const std::vector<std::uint32_t>& classes) {
    return std::find(classes.begin(), classes.end(), kNoClass) != classes.end();
  };
  if (lacks(out.in_) || lacks(out.last_)) {
    return model_unsupported(files.path(), "the model's entity recogniser lacks actions for one of its types");
  }
  return out;
}

void EntityRecogniser::prepare(const float* vectors, std::size_t count, EntityScratch& scratch) const {
  fill_slots(model_, *kernels_, vectors, count, scratch.hidden, scratch.slots);
}

void EntityRecogniser::find(std::size_t first, std::span<const std::uint8_t> is_space,
                            std::span<const std::uint8_t> sentence_starts, const EntityScratch& scratch,
                            std::vector<EntitySpan>& out) const {
  const float* const rows = scratch.slots.data() + first * kSlots * kSlot;
  const auto slot = [&](std::size_t token, std::size_t s) { return rows + (token * kSlots + s) * kSlot; };
  const auto pad = [&](std::size_t s) { return model_.pads.data() + s * kSlot; };
  alignas(64) float scores[kMaxClasses];
  const auto n = static_cast<std::uint32_t>(is_space.size());
  bool open = false;
  EntitySpan entity;
  for (std::uint32_t i = 0; i < n; ++i) {
    const bool ends_here = i + 1 == n || sentence_starts[i + 1];  // nothing may go on after this token
    if (open) {
      bool goes_on = false;
      if (!ends_here) {
        const float* slots[kSlots] = {slot(i, 0), slot(entity.first, 1), slot(i - 1, 2)};
        kernels_->score(model_.scorer, slots, kSlots, scores);
        const auto in = in_[entity.type], last = last_[entity.type];
        goes_on = in < last ? scores[in] >= scores[last] : scores[in] > scores[last];
      }
      if (goes_on) continue;
      entity.last = i + 1;
      out.push_back(entity);
      open = false;
      continue;
    }
    if (is_space[i]) continue;  // only OUT is valid
    const float* slots[kSlots] = {slot(i, 0), pad(1), pad(2)};
    kernels_->score(model_.scorer, slots, kSlots, scores);
    const auto& mask = ends_here ? outside_single_ : outside_;
    const auto chosen = classes_[kernels_->best(scores, mask.data(), model_.scorer.classes)];
    if (chosen.kind == kBegin) {
      open = true;
      entity = {i, i, chosen.type};
    } else if (chosen.kind == kUnit) {
      out.push_back({i, i + 1, chosen.type});
    }
  }
}

}  // namespace chancery
