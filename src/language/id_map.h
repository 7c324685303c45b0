// A flat hash table keyed by 64-bit ids that are hashes already.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace chancery {

// Built once, then read by any number of threads. Open addressing with linear probing; the key 0 (the id of "")
// cannot be stored. Not for keys that come from a document: those can be made to collide.
template <class Value>
class IdMap {
 public:
  explicit IdMap(std::size_t expected = 0) : slots_(std::bit_ceil(expected * 2 + 8)) {}

  // The first value for a key stays. False when it was there.
  bool insert(std::uint64_t key, Value value) {
    if (key == 0) return false;
    if ((size_ + 1) * 2 > slots_.size()) grow();
    auto& slot = slots_[place(key)];
    if (slot.key == key) return false;
    slot = {key, value};
    ++size_;
    return true;
  }

  const Value* find(std::uint64_t key) const {
    const auto& slot = slots_[place(key)];
    return slot.key == key && key != 0 ? &slot.value : nullptr;
  }
  bool contains(std::uint64_t key) const { return find(key) != nullptr; }
  std::size_t size() const { return size_; }

 private:
  struct Slot {
    std::uint64_t key = 0;
    Value value{};
  };

  // Where the key is or would go. The table is never full.
  std::size_t place(std::uint64_t key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (key ^ key >> 32) & mask;
    while (slots_[at].key != key && slots_[at].key != 0) at = (at + 1) & mask;
    return at;
  }

  void grow() {
    auto old = std::move(slots_);
    slots_.assign(old.size() * 2, Slot());
    for (const auto& slot : old) {
      if (slot.key != 0) slots_[place(slot.key)] = slot;
    }
  }

  std::vector<Slot> slots_;
  std::size_t size_ = 0;
};

}  // namespace chancery
