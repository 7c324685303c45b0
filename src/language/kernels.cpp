// SPDX-License-Identifier: Apache-2.0
#include "language/kernels.h"

#include <algorithm>
#include <cmath>

// Highway compiles this file once for each target below. MulAdd is not fused on its SSE targets, so they are
// left out and the baseline target gets loops of our own over eight floats with std::fma.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "language/kernels.cpp"
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL)
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace chancery::HWY_NAMESPACE {

#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<float>;
using V = hn::Vec<D>;
#if HWY_TARGET == HWY_AVX2
constexpr std::size_t kLanes = 8;
constexpr std::size_t kTileStep = 4;   // tiles at once: 4 x 3 sums in 16 registers
constexpr std::size_t kDenseStep = 6;  // rows at once: 6 x 2 sums
constexpr std::string_view kName = "avx2";
#else
constexpr std::size_t kLanes = 16;
constexpr std::size_t kTileStep = 8;    // 8 x 3 sums in 32 registers
constexpr std::size_t kDenseStep = 12;  // 12 x 2 sums
constexpr std::string_view kName = "avx512";
#endif

HWY_INLINE V load(const float* p) { return hn::Load(D(), p); }
HWY_INLINE void store(V v, float* p) { hn::Store(v, D(), p); }
HWY_INLINE V set(float x) { return hn::Set(D(), x); }
HWY_INLINE V zero() { return hn::Zero(D()); }
HWY_INLINE V add(V a, V b) { return hn::Add(a, b); }
HWY_INLINE V sub(V a, V b) { return hn::Sub(a, b); }
HWY_INLINE V mul(V a, V b) { return hn::Mul(a, b); }
HWY_INLINE V fma(V a, V b, V c) { return hn::MulAdd(a, b, c); }
HWY_INLINE V max(V a, V b) { return hn::Max(a, b); }
HWY_INLINE std::ptrdiff_t first_equal(V a, V b) { return hn::FindFirstTrue(D(), hn::Eq(a, b)); }

#else

constexpr std::size_t kLanes = 8;
constexpr std::size_t kTileStep = 4;
constexpr std::size_t kDenseStep = 6;
constexpr std::string_view kName = "plain";

struct V {
  float x[kLanes];
};
template <class F>
HWY_INLINE V each(F&& f) {
  V out;
  for (std::size_t i = 0; i < kLanes; ++i) out.x[i] = f(i);
  return out;
}
HWY_INLINE V load(const float* p) {
  return each([&](std::size_t i) { return p[i]; });
}
HWY_INLINE void store(const V& v, float* p) { std::copy(v.x, v.x + kLanes, p); }
HWY_INLINE V set(float x) {
  return each([&](std::size_t) { return x; });
}
HWY_INLINE V zero() { return set(0); }
HWY_INLINE V add(const V& a, const V& b) {
  return each([&](std::size_t i) { return a.x[i] + b.x[i]; });
}
HWY_INLINE V sub(const V& a, const V& b) {
  return each([&](std::size_t i) { return a.x[i] - b.x[i]; });
}
HWY_INLINE V mul(const V& a, const V& b) {
  return each([&](std::size_t i) { return a.x[i] * b.x[i]; });
}
HWY_INLINE V fma(const V& a, const V& b, const V& c) {
  return each([&](std::size_t i) { return std::fma(a.x[i], b.x[i], c.x[i]); });
}
HWY_INLINE V max(const V& a, const V& b) {  // as the machine's instruction: the second of equals
  return each([&](std::size_t i) { return a.x[i] > b.x[i] ? a.x[i] : b.x[i]; });
}
HWY_INLINE std::ptrdiff_t first_equal(const V& a, const V& b) {
  for (std::size_t i = 0; i < kLanes; ++i) {
    if (a.x[i] == b.x[i]) return static_cast<std::ptrdiff_t>(i);
  }
  return -1;
}

#endif

constexpr std::size_t kVectors = kWidth / kLanes;  // registers of a token vector
constexpr std::size_t kPerColumns = 16 / kLanes;   // registers of the 16 columns of a sum
static_assert(kWidth % 16 == 0);

// The sum of 16 columns: halves, quarters, …, always the same tree.
HWY_INLINE float sum_columns(const V (&columns)[kPerColumns]) {
  alignas(64) float c[16];
  for (std::size_t i = 0; i < kPerColumns; ++i) store(columns[i], c + i * kLanes);
  for (std::size_t width = 8; width > 0; width /= 2) {
    for (std::size_t i = 0; i < width; ++i) c[i] = c[i] + c[i + width];
  }
  return c[0];
}

// out = plus + (h - mean) / sqrt(variance + 1e-8) * gain + shift; plus may be null. `out` may be `h`.
HWY_INLINE void normalise(const Norm& norm, const float* h, const float* plus, float* out) {
  V row[kVectors];
  V columns[kPerColumns];
  for (std::size_t i = 0; i < kVectors; ++i) row[i] = load(h + i * kLanes);
  for (std::size_t i = 0; i < kPerColumns; ++i) columns[i] = row[i];
  for (std::size_t i = kPerColumns; i < kVectors; ++i)
    columns[i % kPerColumns] = add(columns[i % kPerColumns], row[i]);
  const V mean = set(sum_columns(columns) / static_cast<float>(kWidth));
  for (std::size_t i = 0; i < kVectors; ++i) row[i] = sub(row[i], mean);
  for (std::size_t i = 0; i < kPerColumns; ++i) columns[i] = mul(row[i], row[i]);
  for (std::size_t i = kPerColumns; i < kVectors; ++i) {
    columns[i % kPerColumns] = fma(row[i], row[i], columns[i % kPerColumns]);
  }
  const V scale = set(1.0f / std::sqrt(sum_columns(columns) / static_cast<float>(kWidth) + 1e-8f));
  for (std::size_t i = 0; i < kVectors; ++i) {
    V value =
        fma(mul(row[i], scale), load(norm.gain.data() + i * kLanes), load(norm.shift.data() + i * kLanes));
    if (plus) value = add(load(plus + i * kLanes), value);
    store(value, out + i * kLanes);
  }
}

void maxout_norm(const Norm& norm, const float* in, std::size_t rows, float* out, std::size_t out_stride) {
  alignas(64) float h[kWidth];
  for (std::size_t r = 0; r < rows; ++r, in += kMaxout, out += out_stride) {
    for (std::size_t i = 0; i < kWidth; i += kLanes) {
      store(max(max(load(in + i), load(in + kWidth + i)), load(in + 2 * kWidth + i)), h + i);
    }
    normalise(norm, h, nullptr, out);
  }
}

void first_block(const Convolution& layer, const float* const* types, std::size_t rows, float* out) {
  alignas(64) float h[kWidth];
  for (std::size_t r = 0; r < rows; ++r, out += kWidth) {
    const float* before = types[static_cast<std::ptrdiff_t>(r) - 1] + kWidth;
    const float* middle = types[r] + kWidth + kMaxout;
    const float* after = types[r + 1] + kWidth + 2 * kMaxout;
    for (std::size_t i = 0; i < kWidth; i += kLanes) {
      V piece[kPieces];
      for (std::size_t p = 0; p < kPieces; ++p) {
        const std::size_t at = p * kWidth + i;
        piece[p] =
            add(add(add(load(before + at), load(middle + at)), load(after + at)), load(layer.bias.data() + at));
      }
      store(max(max(piece[0], piece[1]), piece[2]), h + i);
    }
    normalise(layer.norm, h, types[r], out);
  }
}

template <std::size_t kRows>
HWY_INLINE void dense_rows(const float* panel, std::size_t in_size, const float* in, std::size_t in_stride,
                           V bias0, V bias1, float* out, std::size_t out_stride) {
  V sum[kRows][2];
#pragma GCC unroll 16
  for (std::size_t r = 0; r < kRows; ++r) sum[r][0] = sum[r][1] = zero();
  for (std::size_t k = 0; k < in_size; ++k, panel += 2 * kLanes) {
    const V b0 = load(panel), b1 = load(panel + kLanes);
#pragma GCC unroll 16
    for (std::size_t r = 0; r < kRows; ++r) {
      const V a = set(in[r * in_stride + k]);
      sum[r][0] = fma(a, b0, sum[r][0]);
      sum[r][1] = fma(a, b1, sum[r][1]);
    }
  }
#pragma GCC unroll 16
  for (std::size_t r = 0; r < kRows; ++r) {
    store(add(sum[r][0], bias0), out + r * out_stride);
    store(add(sum[r][1], bias1), out + r * out_stride + kLanes);
  }
}

void dense(const Dense& layer, const float* in, std::size_t in_stride, std::size_t rows, float* out,
           std::size_t out_stride) {
  constexpr std::size_t kBlock =
      kDenseStep * 16;  // rows that stay in the first-level cache while the panels pass
  for (std::size_t first = 0; first < rows; first += kBlock) {
    const std::size_t last = std::min(rows, first + kBlock);
    const float* panel = layer.weights.data();
    for (std::size_t n = 0; n < layer.out; n += 2 * kLanes, panel += layer.in * 2 * kLanes) {
      const V bias0 = load(layer.bias.data() + n), bias1 = load(layer.bias.data() + n + kLanes);
      std::size_t r = first;
      for (; r + kDenseStep <= last; r += kDenseStep) {
        dense_rows<kDenseStep>(panel, layer.in, in + r * in_stride, in_stride, bias0, bias1,
                               out + r * out_stride + n, out_stride);
      }
      for (; r + 2 <= last; r += 2) {
        dense_rows<2>(panel, layer.in, in + r * in_stride, in_stride, bias0, bias1, out + r * out_stride + n,
                      out_stride);
      }
      for (; r < last; ++r) {
        dense_rows<1>(panel, layer.in, in + r * in_stride, in_stride, bias0, bias1, out + r * out_stride + n,
                      out_stride);
      }
    }
  }
}

// Products of kRows tiles with one panel of kPieces registers: rows of `in` are kWidth apart, rows of `out` one
// panel.
template <std::size_t kRows>
HWY_INLINE void tile_rows(const float* panel, const float* in, float* out) {
  V sum[kRows][kPieces];
#pragma GCC unroll 16
  for (std::size_t r = 0; r < kRows; ++r) sum[r][0] = sum[r][1] = sum[r][2] = zero();
  for (std::size_t k = 0; k < kWidth; ++k, panel += kPieces * kLanes) {
    const V b0 = load(panel), b1 = load(panel + kLanes), b2 = load(panel + 2 * kLanes);
#pragma GCC unroll 16
    for (std::size_t r = 0; r < kRows; ++r) {
      const V a = set(in[r * kWidth + k]);
      sum[r][0] = fma(a, b0, sum[r][0]);
      sum[r][1] = fma(a, b1, sum[r][1]);
      sum[r][2] = fma(a, b2, sum[r][2]);
    }
  }
#pragma GCC unroll 16
  for (std::size_t r = 0; r < kRows; ++r) {
    for (std::size_t p = 0; p < kPieces; ++p) store(sum[r][p], out + (r * kPieces + p) * kLanes);
  }
}

void convolve(const Convolution& layer, const float* in, std::span<const std::uint32_t> tiles, float* out,
              Floats& scratch) {
  constexpr std::size_t kTiles = 64;  // at once: what they need stays in the second-level cache
  constexpr std::size_t kPanel = kPieces * kLanes;
  constexpr std::size_t kSources = kTileProducts * kTiles * kWidth;
  constexpr std::size_t kProducts = kTileProducts * kTiles * kPanel;
  scratch.resize(kSources + kProducts + kTiles * kTileRows * kWidth);
  float* const source = scratch.data();       // [product][tile][kWidth]
  float* const product = source + kSources;   // [product][tile][piece][lanes]
  float* const maxout = product + kProducts;  // [tile][row][kWidth]
  const V two = set(2), four = set(4), eight = set(8), minus_four = set(-4), minus_five = set(-5);

  for (; !tiles.empty(); tiles = tiles.subspan(std::min(kTiles, tiles.size()))) {
    const std::size_t count = std::min(kTiles, tiles.size());
    for (std::size_t t = 0; t < count; ++t) {
      const float* x = in + std::size_t{tiles[t]} * kWidth;
      float* s = source + t * kWidth;
      for (std::size_t i = 0; i < kWidth; i += kLanes, x += kLanes, s += kLanes) {
        const V x0 = load(x), x1 = load(x + kWidth), x2 = load(x + 2 * kWidth), x3 = load(x + 3 * kWidth),
                x4 = load(x + 4 * kWidth), x5 = load(x + 5 * kWidth);
        const V a = fma(minus_four, x2, x4), b = fma(minus_four, x1, x3), c = sub(x4, x2),
                d = mul(two, sub(x3, x1));
        constexpr std::size_t kNext = kTiles * kWidth;
        store(fma(four, x0, fma(minus_five, x2, x4)), s);
        store(add(a, b), s + kNext);
        store(sub(a, b), s + 2 * kNext);
        store(add(c, d), s + 3 * kNext);
        store(sub(c, d), s + 4 * kNext);
        store(fma(four, x1, fma(minus_five, x3, x5)), s + 5 * kNext);
      }
    }
    const float* panel = layer.weights.data();
    for (std::size_t o = 0; o < kWidth; o += kLanes) {
      for (std::size_t m = 0; m < kTileProducts; ++m, panel += kWidth * kPanel) {
        const float* s = source + m * kTiles * kWidth;
        float* y = product + m * kTiles * kPanel;
        std::size_t t = 0;
        for (; t + kTileStep <= count; t += kTileStep)
          tile_rows<kTileStep>(panel, s + t * kWidth, y + t * kPanel);
        for (; t + 2 <= count; t += 2) tile_rows<2>(panel, s + t * kWidth, y + t * kPanel);
        for (; t < count; ++t) tile_rows<1>(panel, s + t * kWidth, y + t * kPanel);
      }
      V bias[kPieces];
      for (std::size_t p = 0; p < kPieces; ++p) bias[p] = load(layer.bias.data() + p * kWidth + o);
      for (std::size_t t = 0; t < count; ++t) {
        V best[kTileRows];
#pragma GCC unroll 3
        for (std::size_t p = 0; p < kPieces; ++p) {
          const float* y = product + (t * kPieces + p) * kLanes;
          constexpr std::size_t kNext = kTiles * kPanel;
          const V m1 = load(y + kNext), m2 = load(y + 2 * kNext), m3 = load(y + 3 * kNext),
                  m4 = load(y + 4 * kNext);
          const V a = add(m1, m2), b = sub(m1, m2), c = add(m3, m4), d = sub(m3, m4);
          const V row[kTileRows] = {add(add(add(load(y), a), c), bias[p]), add(fma(two, d, b), bias[p]),
                                    add(fma(four, c, a), bias[p]),
                                    add(add(fma(eight, d, b), load(y + 5 * kNext)), bias[p])};
#pragma GCC unroll 4
          for (std::size_t r = 0; r < kTileRows; ++r) best[r] = p == 0 ? row[r] : max(best[r], row[r]);
        }
        for (std::size_t r = 0; r < kTileRows; ++r) store(best[r], maxout + (t * kTileRows + r) * kWidth + o);
      }
    }
    for (std::size_t t = 0; t < count; ++t) {
      for (std::size_t r = 0; r < kTileRows; ++r) {
        const std::size_t row = (std::size_t{tiles[t]} + 1 + r) * kWidth;
        normalise(layer.norm, maxout + (t * kTileRows + r) * kWidth, in + row, out + row);
      }
    }
  }
}

void score(const Scorer& scorer, const float* const* slots, std::size_t count, float* scores) {
  alignas(64) float hidden[kSlot];
  for (std::size_t i = 0; i < kSlot; i += kLanes) {
    V sum = load(slots[0] + i);
    for (std::size_t s = 1; s < count; ++s) sum = add(sum, load(slots[s] + i));
    store(add(sum, load(scorer.hidden_bias.data() + i)), hidden + i);
  }
  for (std::size_t i = 0; i < kHidden; i += kLanes)
    store(max(load(hidden + i), load(hidden + kHidden + i)), hidden + i);
  // 16 columns at a time in one go, whatever the width: the chain over k is the same.
  constexpr std::size_t kGroup = 7 * 16;  // floats held in registers: 14 of 8 or 7 of 16
  std::size_t first = 0;
  for (; first + kGroup <= scorer.classes; first += kGroup) {
    V sum[kGroup / kLanes];
#pragma GCC unroll 16
    for (auto& s : sum) s = zero();
    const float* w = scorer.weights.data() + first;
    for (std::size_t k = 0; k < kHidden; ++k, w += scorer.classes) {
      const V h = set(hidden[k]);
#pragma GCC unroll 16
      for (std::size_t i = 0; i < kGroup / kLanes; ++i) sum[i] = fma(h, load(w + i * kLanes), sum[i]);
    }
#pragma GCC unroll 16
    for (std::size_t i = 0; i < kGroup / kLanes; ++i) {
      store(add(sum[i], load(scorer.bias.data() + first + i * kLanes)), scores + first + i * kLanes);
    }
  }
  for (; first < scorer.classes; first += 16) {
    V sum[kPerColumns];
#pragma GCC unroll 2
    for (auto& s : sum) s = zero();
    const float* w = scorer.weights.data() + first;
    for (std::size_t k = 0; k < kHidden; ++k, w += scorer.classes) {
      const V h = set(hidden[k]);
#pragma GCC unroll 2
      for (std::size_t i = 0; i < kPerColumns; ++i) sum[i] = fma(h, load(w + i * kLanes), sum[i]);
    }
    for (std::size_t i = 0; i < kPerColumns; ++i) {
      store(add(sum[i], load(scorer.bias.data() + first + i * kLanes)), scores + first + i * kLanes);
    }
  }
}

std::uint32_t best(const float* scores, const float* mask, std::size_t count) {
  V most = add(load(scores), load(mask));
  for (std::size_t i = kLanes; i < count; i += kLanes) most = max(most, add(load(scores + i), load(mask + i)));
  alignas(64) float lanes[kLanes];
  store(most, lanes);
  float highest = lanes[0];
  for (std::size_t i = 1; i < kLanes; ++i) highest = lanes[i] > highest ? lanes[i] : highest;
  const V wanted = set(highest);
  for (std::size_t i = 0; i < count; i += kLanes) {
    const auto at = first_equal(add(load(scores + i), load(mask + i)), wanted);
    if (at >= 0) return static_cast<std::uint32_t>(i + static_cast<std::size_t>(at));
  }
  return 0;
}

const Kernels* table() {
  static constexpr Kernels kTable = {kName,        kLanes,    &dense, &maxout_norm,
                                     &first_block, &convolve, &score, &best};
  return &kTable;
}

}  // namespace chancery::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace chancery {

HWY_EXPORT(table);

const Kernels* kernels(SimdLevel level) {
  [[maybe_unused]] const auto supported = hwy::SupportedTargets();
  switch (level) {
    case SimdLevel::kBest:
      return HWY_DYNAMIC_DISPATCH(table)();
    case SimdLevel::kPlain:
      return HWY_STATIC_DISPATCH(table)();
#if HWY_TARGETS & HWY_AVX2
    case SimdLevel::kAvx2:
      return (supported & HWY_AVX2) ? N_AVX2::table() : nullptr;
#endif
#if HWY_TARGETS & HWY_AVX3
    case SimdLevel::kAvx512:
      return (supported & HWY_AVX3) ? N_AVX3::table() : nullptr;
#endif
    default:
      return nullptr;
  }
}

Dense pack_dense(const Kernels& kernels, std::span<const float> weights, std::span<const float> bias,
                 std::size_t in, std::size_t out) {
  const std::size_t panel = 2 * kernels.lanes;
  Dense layer;
  layer.in = in;
  layer.out = (out + panel - 1) / panel * panel;
  layer.weights.assign(in * layer.out, 0);
  layer.bias.assign(layer.out, 0);
  std::copy(bias.begin(), bias.end(), layer.bias.begin());
  for (std::size_t o = 0; o < out; ++o) {
    float* to = layer.weights.data() + o / panel * panel * in + o % panel;
    for (std::size_t k = 0; k < in; ++k) to[k * panel] = weights[o * in + k];
  }
  return layer;
}

Convolution pack_convolution(const Kernels& kernels, std::span<const float> weights,
                             std::span<const float> bias, Norm norm) {
  const std::size_t lanes = kernels.lanes;
  Convolution layer;
  layer.norm = std::move(norm);
  layer.bias.resize(kMaxout);
  layer.weights.resize(kTileProducts * kWidth * kMaxout);
  for (std::size_t o = 0; o < kWidth; ++o) {
    for (std::size_t p = 0; p < kPieces; ++p) {
      layer.bias[p * kWidth + o] = bias[o * kPieces + p];
      const float* row = weights.data() + (o * kPieces + p) * 3 * kWidth;
      for (std::size_t k = 0; k < kWidth; ++k) {
        const double g0 = row[k], g1 = row[kWidth + k], g2 = row[2 * kWidth + k];
        const double product[kTileProducts] = {g0 / 4,
                                               -(g0 + g1 + g2) / 6,
                                               -(g0 - g1 + g2) / 6,
                                               (g0 + 2 * g1 + 4 * g2) / 24,
                                               (g0 - 2 * g1 + 4 * g2) / 24,
                                               g2};
        for (std::size_t m = 0; m < kTileProducts; ++m) {
          const std::size_t group = o / lanes;
          layer.weights[(((group * kTileProducts + m) * kWidth + k) * kPieces + p) * lanes + o % lanes] =
              static_cast<float>(product[m]);
        }
      }
    }
  }
  return layer;
}

Scorer pack_scorer(std::span<const float> weights, std::span<const float> bias,
                   std::span<const float> hidden_bias, std::size_t classes) {
  Scorer scorer;
  scorer.classes = (classes + 15) / 16 * 16;
  scorer.weights.assign(kHidden * scorer.classes, 0);
  scorer.bias.assign(scorer.classes, 0);
  std::copy(bias.begin(), bias.end(), scorer.bias.begin());
  scorer.hidden_bias.resize(kSlot);
  for (std::size_t o = 0; o < kHidden; ++o) {
    for (std::size_t p = 0; p < 2; ++p) scorer.hidden_bias[p * kHidden + o] = hidden_bias[o * 2 + p];
  }
  for (std::size_t c = 0; c < classes; ++c) {
    for (std::size_t k = 0; k < kHidden; ++k) scorer.weights[k * scorer.classes + c] = weights[c * kHidden + k];
  }
  return scorer;
}

}  // namespace chancery
#endif  // HWY_ONCE
