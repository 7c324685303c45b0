// SPDX-License-Identifier: Apache-2.0
#include "language/parser.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace chancery {
namespace {

enum Kind : std::uint8_t { kShift, kReduce, kLeft, kRight, kBreak, kKinds };

constexpr std::uint32_t kNone = 0xFFFFFFFFu;

enum Flag : std::uint8_t { kUnshiftable = 1, kStart = 2 };

}  // namespace

Result<Parser> Parser::load(const ModelFiles& files, const Kernels& kernels) {
  auto actions = read_actions(files, "parser");
  if (!actions) return std::move(actions).error();
  auto model = load_state_model(files, "parser", kSlots, actions->size(), kernels);
  if (!model) return std::move(model).error();
  Parser out;
  out.kernels_ = &kernels;
  out.model_ = std::move(*model);
  out.labels_ = std::make_shared<DepLabels>();
  out.root_ = out.labels_->add("ROOT");
  for (const auto& action : *actions) {
    if (action.kind >= kKinds || action.label == "subtok") {
      return model_unsupported(files.path(), "the model's parser has actions that are not known here");
    }
    out.classes_.push_back({static_cast<std::uint8_t>(action.kind), out.labels_->add(action.label)});
  }
  for (unsigned valid = 0; valid < 1u << kKinds; ++valid) {
    Floats mask(out.model_.scorer.classes, -std::numeric_limits<float>::infinity());
    for (std::size_t c = 0; c < out.classes_.size(); ++c) {
      if (valid >> out.classes_[c].kind & 1) mask[c] = 0;
    }
    out.masks_.push_back(std::move(mask));
  }
  return out;
}

void Parser::prepare(const float* vectors, std::size_t count, ParserScratch& scratch) const {
  fill_slots(model_, *kernels_, vectors, count, scratch.hidden, scratch.slots);
}

void Parser::parse(std::size_t first, bool may_break, ParserScratch& scratch, std::span<std::uint32_t> heads,
                   std::span<LabelId> labels) const {
  const auto n = static_cast<std::uint32_t>(heads.size());
  auto& stack = scratch.stack;
  auto& again =
      scratch.again;  // tokens put back before the next unread one; its back is the first of the buffer
  stack.clear();
  again.clear();
  auto& last_left = scratch.last_left;
  auto& last_right = scratch.last_right;
  auto& previous_right = scratch.previous_right;
  auto& flags = scratch.flags;
  last_left.assign(n, kNone);
  last_right.assign(n, kNone);
  previous_right.assign(n, kNone);
  flags.assign(n, 0);
  std::fill(heads.begin(), heads.end(), kNone);
  if (n > 0) flags[0] = kStart;
  std::uint32_t next = 0;

  const float* const rows = scratch.slots.data() + first * kSlots * kSlot;
  alignas(64) float scores[kMaxClasses];
  const auto buffer = [&](std::size_t i) -> std::uint32_t {
    if (i < again.size()) return again[again.size() - 1 - i];
    const std::size_t at = next + (i - again.size());
    return at < n ? static_cast<std::uint32_t>(at) : kNone;
  };
  const auto pop_buffer = [&] {
    if (again.empty()) {
      ++next;
    } else {
      again.pop_back();
    }
  };

  for (;;) {
    const std::size_t left_over = again.size() + (n - next);
    if (stack.empty() && left_over == 0) break;
    const auto b0 = buffer(0), b1 = buffer(1);
    const auto depth = stack.size();
    const auto s0 = depth > 0 ? stack[depth - 1] : kNone;

    unsigned valid = 0;
    if (depth == 0) {
      valid |= 1u << kShift;
    } else {
      valid |= 1u << kReduce;
      if (b0 != kNone && !(flags[b0] & kStart)) {
        valid |= 1u << kLeft | 1u << kRight;
        if (left_over >= 2 && !(flags[b0] & kUnshiftable)) valid |= 1u << kShift;
      }
    }
    if (may_break && left_over >= 2 && b1 == b0 + 1 && !(flags[b1] & kStart)) valid |= 1u << kBreak;

    ++scratch.steps;
    std::uint8_t kind;
    LabelId label = 0;
    if (valid == 1u << kShift || valid == 1u << kReduce) {
      kind = static_cast<std::uint8_t>(std::countr_zero(valid));
    } else {
      ++scratch.scored;
      const auto s1 = depth > 1 ? stack[depth - 2] : kNone, s2 = depth > 2 ? stack[depth - 3] : kNone;
      const std::uint32_t features[kSlots] = {b0,
                                              b1,
                                              s0,
                                              s1,
                                              s2,
                                              b0 == kNone ? kNone : last_left[b0],
                                              s0 == kNone ? kNone : last_left[s0],
                                              s0 == kNone ? kNone : last_right[s0]};
      const float* slots[kSlots];
      for (std::size_t f = 0; f < kSlots; ++f) {
        slots[f] =
            features[f] == kNone ? model_.pads.data() + f * kSlot : rows + (features[f] * kSlots + f) * kSlot;
      }
      kernels_->score(model_.scorer, slots, kSlots, scores);
      const auto& chosen = classes_[kernels_->best(scores, masks_[valid].data(), model_.scorer.classes)];
      kind = chosen.kind;
      label = chosen.label;
    }

    switch (kind) {
      case kShift:
        stack.push_back(b0);
        pop_buffer();
        break;
      case kReduce:
        stack.pop_back();
        if (heads[s0] == kNone && depth > 1) {
          flags[s0] |= kUnshiftable;
          again.push_back(s0);
        }
        break;
      case kLeft:
        // An arc that RIGHT made is the last right child of its head; taking it back is a pop.
        if (heads[s0] != kNone) last_right[heads[s0]] = previous_right[s0];
        heads[s0] = b0;
        labels[s0] = label;
        last_left[b0] = s0;
        flags[b0] = static_cast<std::uint8_t>(flags[b0] & ~kUnshiftable);
        stack.pop_back();
        break;
      case kRight:
        heads[b0] = s0;
        labels[b0] = label;
        previous_right[b0] = last_right[s0];
        last_right[s0] = b0;
        stack.push_back(b0);
        pop_buffer();
        break;
      case kBreak:
        flags[b1] |= kStart;
        break;
    }
  }
  for (std::uint32_t i = 0; i < n; ++i) {
    if (heads[i] == kNone) {
      heads[i] = i;
      labels[i] = root_;
    }
  }
}

}  // namespace chancery
