// SPDX-License-Identifier: Apache-2.0
#include "language/kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>

namespace chancery {
namespace {

// Reproducible numbers in [-1, 1).
Floats numbers(std::size_t count, std::uint32_t seed) {
  Floats out(count);
  for (auto& x : out) {
    seed = seed * 1664525u + 1013904223u;
    x = static_cast<float>(static_cast<std::int32_t>(seed)) / 2147483648.0f;
  }
  return out;
}

Norm norm_of(std::uint32_t seed) { return {numbers(kWidth, seed), numbers(kWidth, seed + 1)}; }

// The levels that this machine has.
std::vector<const Kernels*> levels() {
  std::vector<const Kernels*> out;
  for (const auto level : {SimdLevel::kPlain, SimdLevel::kAvx2, SimdLevel::kAvx512}) {
    if (const auto* found = kernels(level)) out.push_back(found);
  }
  return out;
}

TEST(Kernels, BestIsOneOfTheLevels) {
  const auto all = levels();
  EXPECT_NE(std::find(all.begin(), all.end(), kernels(SimdLevel::kBest)), all.end());
}

TEST(Kernels, DenseIsAMatrixProductForAnyNumberOfRows) {
  constexpr std::size_t kIn = 64, kOut = 50;
  const auto weights = numbers(kIn * kOut, 1), bias = numbers(kOut, 2), in = numbers(kIn * 29, 3);
  for (const auto* k : levels()) {
    const auto layer = pack_dense(*k, weights, bias, kIn, kOut);
    for (const std::size_t rows : {1u, 2u, 5u, 6u, 7u, 12u, 29u}) {
      Floats out(rows * layer.out);
      k->dense(layer, in.data(), kIn, rows, out.data(), layer.out);
      for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t o = 0; o < kOut; ++o) {
          float sum = 0;
          for (std::size_t i = 0; i < kIn; ++i) sum = std::fma(in[r * kIn + i], weights[o * kIn + i], sum);
          ASSERT_EQ(out[r * layer.out + o], sum + bias[o])
              << k->name << " rows " << rows << " at " << r << "," << o;
        }
      }
    }
  }
}

// x + norm(maxout(W [before x after] + b)) in double precision.
std::vector<double> slow_block(const Floats& weights, const Floats& bias, const Norm& norm, const float* x) {
  std::vector<double> h(kWidth, -1e9);
  double mean = 0, variance = 0;
  for (std::size_t o = 0; o < kWidth; ++o) {
    for (std::size_t p = 0; p < kPieces; ++p) {
      double sum = bias[o * kPieces + p];
      for (std::size_t k = 0; k < 3 * kWidth; ++k)
        sum += double{weights[(o * kPieces + p) * 3 * kWidth + k]} * (x - kWidth)[k];
      h[o] = std::max(h[o], sum);
    }
    mean += h[o] / kWidth;
  }
  for (const double v : h) variance += (v - mean) * (v - mean) / kWidth;
  for (std::size_t o = 0; o < kWidth; ++o) {
    h[o] = x[o] + (h[o] - mean) / std::sqrt(variance + 1e-8) * norm.gain[o] + norm.shift[o];
  }
  return h;
}

TEST(Kernels, ConvolutionIsTheWindowProduct) {
  const auto weights = numbers(kMaxout * 3 * kWidth, 4), bias = numbers(kMaxout, 5);
  constexpr std::size_t kTiles = 71;  // more than one chunk, and a tail
  const auto in = numbers((kTiles * kTileRows + 2) * kWidth, 6);
  for (const auto* k : levels()) {
    const auto layer = pack_convolution(*k, weights, bias, norm_of(7));
    std::vector<std::uint32_t> tiles;
    for (std::uint32_t t = 0; t < kTiles; ++t) tiles.push_back(t * kTileRows);
    Floats out(in.size(), 0), scratch;
    k->convolve(layer, in.data(), tiles, out.data(), scratch);
    for (std::size_t r = 1; r <= kTiles * kTileRows; ++r) {
      const auto expected = slow_block(weights, bias, layer.norm, in.data() + r * kWidth);
      for (std::size_t o = 0; o < kWidth; ++o)
        ASSERT_NEAR(out[r * kWidth + o], expected[o], 2e-5) << k->name << " row " << r;
    }
    // Any subset of tiles gives the same bits.
    Floats some(in.size(), 0);
    k->convolve(layer, in.data(), std::span(tiles).subspan(3, 2), some.data(), scratch);
    const auto begin = (3 * kTileRows + 1) * kWidth, size = 2 * kTileRows * kWidth;
    EXPECT_TRUE(std::equal(some.begin() + begin, some.begin() + begin + size, out.begin() + begin)) << k->name;
  }
}

TEST(Kernels, BestTakesTheFirstOfEquals) {
  const float never = -std::numeric_limits<float>::infinity();
  for (const auto* k : levels()) {
    Floats scores(112, -1), mask(112, 0);
    scores[40] = scores[57] = scores[90] = 3;
    EXPECT_EQ(k->best(scores.data(), mask.data(), 112), 40u) << k->name;
    mask[40] = never;
    EXPECT_EQ(k->best(scores.data(), mask.data(), 112), 57u) << k->name;
    std::fill(mask.begin(), mask.end(), never);
    mask[111] = 0;
    EXPECT_EQ(k->best(scores.data(), mask.data(), 112), 111u) << k->name;
  }
}

TEST(Kernels, EveryLevelGivesTheSameBits) {
  const auto weights = numbers(kMaxout * 3 * kWidth, 8), bias = numbers(kMaxout, 9),
             in = numbers(42 * kWidth, 10);
  const auto upper = numbers(106 * kHidden, 11), upper_bias = numbers(106, 12),
             hidden_bias = numbers(kSlot, 13);
  const auto rows = numbers(8 * kSlot, 14), types = numbers(5 * kTypeFloats, 15);
  std::map<std::string, Floats> seen;
  const auto same = [&](const Kernels* k, const std::string& what, Floats bits) {
    const auto [found, added] = seen.emplace(what, bits);
    EXPECT_TRUE(added || std::memcmp(found->second.data(), bits.data(), bits.size() * sizeof(float)) == 0)
        << what << " " << k->name;
  };
  for (const auto* k : levels()) {
    const auto layer = pack_convolution(*k, weights, bias, norm_of(16));
    const std::vector<std::uint32_t> tiles{0, 4, 8, 12, 16, 20, 24, 28, 32, 36};
    Floats out(in.size(), 0), scratch;
    k->convolve(layer, in.data(), tiles, out.data(), scratch);
    same(k, "convolve", out);
    std::vector<const float*> row_types;
    for (std::size_t i = 0; i < 5; ++i) row_types.push_back(types.data() + i * kTypeFloats);
    Floats first(3 * kWidth);
    k->first_block(layer, row_types.data() + 1, 3, first.data());
    same(k, "first_block", first);
    Floats norm(4 * kWidth);
    k->maxout_norm(layer.norm, in.data(), 4, norm.data(), kWidth);
    same(k, "maxout_norm", norm);
    const auto scorer = pack_scorer(upper, upper_bias, hidden_bias, 106);
    const float* slots[8];
    for (std::size_t i = 0; i < 8; ++i) slots[i] = rows.data() + i * kSlot;
    Floats scores(scorer.classes);
    k->score(scorer, slots, 8, scores.data());
    same(k, "score", scores);
  }
}

}  // namespace
}  // namespace chancery
