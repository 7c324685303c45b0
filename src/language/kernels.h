// The arithmetic of the network: a few dense loops, built once for each SIMD level, giving the same bits at
// every level.
// SPDX-License-Identifier: Apache-2.0
//
// How the bits stay the same (docs/language.md): lanes run over outputs, the inner dimension runs in one fixed
// order in one chain of fused multiply-adds, sums inside a row use one fixed tree of 16 columns, and 1/sqrt is
// exact. So a result depends neither on the width of a register nor on how many rows are computed together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace chancery {

enum class SimdLevel : std::uint8_t { kBest, kPlain, kAvx2, kAvx512 };

// Floats on 64-byte borders, as the kernels load them. Growing leaves the new ones as they are: a large memory
// costs nothing until it is used.
template <class T>
struct AlignedAllocator {
  using value_type = T;
  AlignedAllocator() = default;
  template <class U>
  AlignedAllocator(const AlignedAllocator<U>&) {}
  T* allocate(std::size_t n) { return static_cast<T*>(::operator new (n * sizeof(T), std::align_val_t{64})); }
  template <class U>
  void construct(U* p) {
    ::new (static_cast<void*>(p)) U;
  }
  template <class U, class... Args>
  void construct(U* p, Args&&... args) {
    ::new (static_cast<void*>(p)) U(std::forward<Args>(args)...);
  }
  void deallocate(T* p, std::size_t) { ::operator delete (p, std::align_val_t{64}); }
  friend bool operator==(const AlignedAllocator&, const AlignedAllocator&) { return true; }
};
using Floats = std::vector<float, AlignedAllocator<float>>;

constexpr std::size_t kWidth = 96;  // of a token vector
constexpr std::size_t kPieces = 3;  // of a maxout in the token vectors
constexpr std::size_t kMaxout = kWidth * kPieces;
constexpr std::size_t kHidden = 64;         // of a state of parser or entity recogniser
constexpr std::size_t kSlot = 2 * kHidden;  // what one token adds to it in one feature slot: two maxout pieces

// y = W x + b, packed in panels of two registers.
struct Dense {
  std::size_t in = 0;
  std::size_t out = 0;  // rounded up to whole panels; what is beyond the real outputs computes to 0
  Floats weights;       // [panel][in][2 * lanes]
  Floats bias;          // [out]
};

struct Norm {
  Floats gain, shift;  // [kWidth]
};

// x' = x + norm(maxout(W [x(r-1) x(r) x(r+1)] + b)), four rows at a time by Winograd's F(4,3): six products of
// width 96 in place of twelve. It halves the arithmetic; the rounding differs from the plain sum by about 1e-6.
constexpr std::size_t kTileRows = 4;      // rows that a tile gives
constexpr std::size_t kTileProducts = 6;  // rows that it reads, and products that it needs
struct Convolution {
  Floats weights;  // [group of lanes outputs][product][in][piece][lanes]
  Floats bias;     // [piece][kWidth]
  Norm norm;
};

// What the first block needs of a word type, so that it is computed once for each type: the vector itself and
// its three parts as previous, middle and next row of a window, each [piece][kWidth], without bias.
constexpr std::size_t kTypeFloats = kWidth + 3 * kMaxout;

// Scores the states of parser or entity recogniser.
struct Scorer {
  std::size_t classes = 0;  // rounded up to whole registers of 16
  Floats weights;           // [kHidden][classes]
  Floats bias;              // [classes]
  Floats hidden_bias;       // [kSlot]
};

// All rows lie on 64-byte borders (stride a multiple of 16 floats); out rows are written up to Dense::out.
struct Kernels {
  std::string_view name;  // "avx2", "avx512", "plain"
  std::size_t lanes;

  void (*dense)(const Dense& layer, const float* in, std::size_t in_stride, std::size_t rows, float* out,
                std::size_t out_stride);
  // out[row] = norm(max over pieces of in[row]); in rows are [piece][kWidth], stride kMaxout.
  void (*maxout_norm)(const Norm& norm, const float* in, std::size_t rows, float* out, std::size_t out_stride);
  // First block: row r from types[r - 1], types[r], types[r + 1], each kTypeFloats floats. types[-1] and
  // types[rows] are read.
  void (*first_block)(const Convolution& layer, const float* const* types, std::size_t rows, float* out);
  // Tile t reads rows tiles[t] … tiles[t] + 5 of `in` and writes rows tiles[t] + 1 … + 4 of `out`; row stride
  // kWidth. `scratch` grows to what it needs once.
  void (*convolve)(const Convolution& layer, const float* in, std::span<const std::uint32_t> tiles, float* out,
                   Floats& scratch);
  // scores[0 .. classes) of the state whose slots add the `count` rows of kSlot floats.
  void (*score)(const Scorer& scorer, const float* const* slots, std::size_t count, float* scores);
  // First index of the largest scores[i] + mask[i]; mask holds 0 or minus infinity; count is a multiple of 16.
  std::uint32_t (*best)(const float* scores, const float* mask, std::size_t count);
};

// Null when this machine lacks the level. kBest is never null.
const Kernels* kernels(SimdLevel level);

// Packers; weights are row-major [out][in] as in the model.
Dense pack_dense(const Kernels& kernels, std::span<const float> weights, std::span<const float> bias,
                 std::size_t in, std::size_t out);
// `weights` is [kWidth][kPieces][3 * kWidth], `bias` [kWidth][kPieces], as thinc stores a maxout over a window.
Convolution pack_convolution(const Kernels& kernels, std::span<const float> weights,
                             std::span<const float> bias, Norm norm);
Scorer pack_scorer(std::span<const float> weights, std::span<const float> bias,
                   std::span<const float> hidden_bias, std::size_t classes);

}  // namespace chancery
