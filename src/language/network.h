// Token vectors: what the two networks of the model make of a token and the four tokens on either side of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/result.h"
#include "language/kernels.h"
#include "language/lexeme.h"
#include "language/wheel.h"

namespace chancery {

// All of a token that the networks see.
struct TypeKey {
  std::uint64_t norm = 0, prefix = 0, suffix = 0, shape = 0;
  bool space_after = false, is_space = false;
  friend bool operator==(const TypeKey&, const TypeKey&) = default;
};

// One of the two networks: hash embedding, mixing layer, four blocks.
struct Tok2Vec {
  static constexpr std::size_t kMaxColumns = 6;
  struct Table {
    Floats rows;  // [count][kWidth]
    std::uint32_t count = 0;
    std::uint32_t seed = 0;
  };
  std::vector<Table> tables;  // NORM PREFIX SUFFIX SHAPE, and for the shared one SPACY IS_SPACE
  Dense mixing;               // → [piece][kWidth]
  Norm mixing_norm;
  Dense parts;                        // → [previous, middle, next][piece][kWidth]
  std::array<Convolution, 4> blocks;  // of blocks[0] only bias and norm are used
};

// Tokens [first, last) of one unit of text, whose vectors go to rows out, out + 1, …
struct Stretch {
  std::span<const LexToken> unit;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::size_t out = 0;
};

// Word types by key, at most so many; the least used make room.
class TypeTable {
 public:
  explicit TypeTable(std::size_t size);
  // Slots handed out from now on stay until the next call. At most `size` different keys may follow.
  void begin_batch();
  // The slot of the key; true when it was there already.
  std::pair<std::uint32_t, bool> find_or_add(const TypeKey& key);
  const TypeKey& key(std::uint32_t slot) const { return slots_[slot].key; }
  std::size_t size() const { return slots_.size(); }

 private:
  struct Slot {
    TypeKey key;
    std::uint32_t next = 0;   // in the chain of its bucket, + 1
    std::uint32_t batch = 0;  // last used in
    bool recent = false;      // used again since the hand passed
    bool used = false;
  };
  std::uint32_t& bucket(const TypeKey& key);

  std::vector<Slot> slots_;
  std::vector<std::uint32_t> buckets_;
  std::size_t hand_ = 0;
  std::uint32_t batch_ = 0;
};

// What is remembered of word types, and room to work in; for one thread. Results do not depend on what it
// remembers. Of `hot` types all that the first block needs (7.7 kB each), of `known` types the vector before it
// (0.8 kB each).
class NetworkScratch {
 public:
  explicit NetworkScratch(std::size_t hot = 4096, std::size_t known = 16384);

  std::uint64_t hits = 0, misses = 0;

 private:
  friend class Network;
  float* hot_type(std::size_t slot, std::size_t network) {
    return hot_types_.data() + (slot * 2 + network) * kTypeFloats;
  }
  float* known_type(std::size_t slot, std::size_t network) {
    return known_types_.data() + (slot * 2 + network) * kWidth;
  }

  TypeTable hot_, known_;
  Floats hot_types_;    // [slot][network][kTypeFloats]
  Floats known_types_;  // [slot][network][kWidth]

  struct Missing {
    std::uint32_t hot, known;
  };
  std::vector<Missing> unmixed_;           // have nothing yet
  std::vector<std::uint32_t> incomplete_;  // hot slots that lack the parts
  std::vector<std::uint32_t> rows_;        // slot of each row; kNoSlot outside the unit
  std::vector<const float*> row_types_;
  std::array<std::vector<std::uint32_t>, 3> tiles_;
  Floats embedded_, mixed_, parts_, a_, b_, work_;
};

class Network {
 public:
  // Errors: model.damaged, model.unsupported. `kernels` must outlive it.
  static Result<Network> load(const ModelFiles& files, const Kernels& kernels);

  // Writes the vectors of the stretches to shared[out] (tagger, parser) and entity[out]; rows of kWidth floats.
  // Cheapest with several hundred tokens at a time; at most kMaxTokens in all.
  void encode(std::span<const Stretch> stretches, NetworkScratch& scratch, float* shared, float* entity) const;
  static constexpr std::size_t kMaxTokens = 2048;

  // For tests: the output of the mixing layer for one word type.
  std::vector<float> mixing(const TypeKey& key, bool entity, NetworkScratch& scratch) const;

 private:
  static constexpr std::uint32_t kNoSlot = 0xFFFFFFFFu;
  static void begin_batch(NetworkScratch& scratch);
  std::uint32_t find(const TypeKey& key, NetworkScratch& scratch) const;
  void compute_missing(NetworkScratch& scratch) const;
  void mix(std::size_t network, std::span<const NetworkScratch::Missing> types, NetworkScratch& scratch) const;

  const Kernels* kernels_ = nullptr;
  std::array<Tok2Vec, 2> nets_;  // shared, entity
};

}  // namespace chancery
