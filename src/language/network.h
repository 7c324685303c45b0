// Token vectors: what the two networks of the model make of a token and the four tokens on either side of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
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

// What is remembered of word types, and room to work in; for one thread. Results do not depend on what it
// remembers.
class NetworkScratch {
 public:
  // `types`: how many word types it remembers (7.7 kB each).
  explicit NetworkScratch(std::size_t types = 4096);

  std::uint64_t hits = 0, misses = 0;

 private:
  friend class Network;
  struct Slot {
    TypeKey key;
    std::uint32_t next = 0;   // in the chain of its bucket, + 1
    std::uint32_t batch = 0;  // last used in
    bool recent = false;
    bool used = false;
  };
  float* types(std::size_t slot) { return types_.data() + slot * 2 * kTypeFloats; }

  std::vector<Slot> slots_;
  std::vector<std::uint32_t> buckets_;
  Floats types_;  // [slot][network][kTypeFloats]
  std::size_t hand_ = 0;
  std::uint32_t batch_ = 0;

  std::vector<std::uint32_t> missing_;
  std::vector<std::uint32_t> rows_;  // slot of each row; kNoSlot outside the unit
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
  std::uint32_t find(const TypeKey& key, NetworkScratch& scratch) const;
  void compute_missing(NetworkScratch& scratch) const;

  const Kernels* kernels_ = nullptr;
  std::array<Tok2Vec, 2> nets_;  // shared, entity
};

}  // namespace chancery
