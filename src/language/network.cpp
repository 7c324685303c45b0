// SPDX-License-Identifier: Apache-2.0
#include "language/network.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

#include "language/thinc.h"

namespace chancery {
namespace {

// A token's vector depends on this many tokens on each side.
constexpr std::uint32_t kReach = 4;

// thinc's hash of one value for a table: MurmurHash3 x64_128 with an empty body and an eight-byte tail.
std::array<std::uint32_t, 4> embedding_keys(std::uint64_t value, std::uint32_t seed) {
  const auto mix = [](std::uint64_t h) {
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccdu;
    h ^= h >> 33;
    h *= 0xc4ceb9fe1a85ec53u;
    return h ^ h >> 33;
  };
  const std::uint64_t k = std::rotl(value * 0x87c37b91114253d5u, 31) * 0x4cf5ad432745937fu;
  std::uint64_t h1 = (k ^ seed) ^ 8, h2 = seed ^ 8;
  h1 += h2;
  h2 += h1;
  h1 = mix(h1);
  h2 = mix(h2);
  h1 += h2;
  h2 += h1;
  return {static_cast<std::uint32_t>(h1), static_cast<std::uint32_t>(h1 >> 32), static_cast<std::uint32_t>(h2),
          static_cast<std::uint32_t>(h2 >> 32)};
}

std::size_t hash_of(const TypeKey& key) {
  std::uint64_t h = key.norm + (key.space_after ? 1 : 0) + (key.is_space ? 2 : 0);
  for (const auto part : {key.prefix, key.suffix, key.shape}) h = std::rotl(h * 0x9e3779b97f4a7c15u, 29) ^ part;
  h *= 0x9e3779b97f4a7c15u;
  return h ^ h >> 32;
}

// [o][p][k] → [p][o][k]
Floats by_piece(const Floats& weights, std::size_t in) {
  Floats out(weights.size());
  for (std::size_t o = 0; o < kWidth; ++o) {
    for (std::size_t p = 0; p < kPieces; ++p) {
      std::copy_n(weights.data() + (o * kPieces + p) * in, in, out.data() + (p * kWidth + o) * in);
    }
  }
  return out;
}

Result<Tok2Vec> load_tok2vec(const ModelFiles& files, std::string_view file,
                             std::span<const std::uint32_t> rows, const Kernels& kernels) {
  auto read = ThincModel::read(files, file);
  if (!read) return std::move(read).error();
  auto& model = *read;
  Tok2Vec net;
  const auto tables = model.named("hashembed");
  const auto maxouts = model.named("maxout");
  const auto norms = model.named("layernorm");
  if (tables.size() != rows.size() || maxouts.size() != 5 || norms.size() != 5) {
    return model_unsupported(files.path(), "the model's file " + std::string(file) + " has other layers");
  }
  net.tables.resize(rows.size());
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const auto column = model.integer(tables[i], "column");
    if (column >= rows.size() || net.tables[column].count != 0) {
      model.fault("a column of the embedding is out of place");
      break;
    }
    auto& table = net.tables[column];
    table.count = rows[column];
    table.rows = model.weights(tables[i], "E", {rows[column], kWidth});
    table.seed = static_cast<std::uint32_t>(model.integer(tables[i], "seed"));
  }
  const auto norm = [&](std::size_t i) {
    return Norm{model.weights(norms[i], "G", {kWidth}), model.weights(norms[i], "b", {kWidth})};
  };
  const std::size_t width = rows.size() * kWidth;
  net.mixing = pack_dense(kernels, by_piece(model.weights(maxouts[0], "W", {kWidth, kPieces, width}), width),
                          by_piece(model.weights(maxouts[0], "b", {kWidth, kPieces}), 1), width, kMaxout);
  net.mixing_norm = norm(0);
  for (std::size_t i = 0; i < 4; ++i) {
    const auto weights = model.weights(maxouts[i + 1], "W", {kWidth, kPieces, 3 * kWidth});
    const auto bias = model.weights(maxouts[i + 1], "b", {kWidth, kPieces});
    if (i > 0) {
      net.blocks[i] = pack_convolution(kernels, weights, bias, norm(i + 1));
      continue;
    }
    net.blocks[0].bias = by_piece(bias, 1);
    net.blocks[0].norm = norm(1);
    Floats parts(3 * kMaxout * kWidth);  // [window][piece][o][k] from [o][piece][window][k]
    for (std::size_t window = 0; window < 3; ++window) {
      for (std::size_t p = 0; p < kPieces; ++p) {
        for (std::size_t o = 0; o < kWidth; ++o) {
          std::copy_n(weights.data() + ((o * kPieces + p) * 3 + window) * kWidth, kWidth,
                      parts.data() + ((window * kPieces + p) * kWidth + o) * kWidth);
        }
      }
    }
    net.parts = pack_dense(kernels, parts, {}, kWidth, 3 * kMaxout);
  }
  if (!model.first_fault().empty()) return model_unsupported(files.path(), model.first_fault());
  return net;
}

}  // namespace

NetworkScratch::NetworkScratch(std::size_t types) {
  // Every type of one batch must fit, with the four tokens around each stretch.
  types = std::max(types, Network::kMaxTokens + Network::kMaxTokens / 2);
  slots_.resize(types);
  buckets_.resize(std::bit_ceil(types * 2));
  types_.resize(types * 2 * kTypeFloats);
}

Result<Network> Network::load(const ModelFiles& files, const Kernels& kernels) {
  constexpr std::uint32_t kRows[] = {5000, 1000, 2500, 2500, 50, 50};
  Network out;
  out.kernels_ = &kernels;
  auto shared = load_tok2vec(files, "tok2vec/model", kRows, kernels);
  if (!shared) return std::move(shared).error();
  auto entity = load_tok2vec(files, "ner/model", std::span(kRows).first(4), kernels);
  if (!entity) return std::move(entity).error();
  out.nets_ = {std::move(*shared), std::move(*entity)};
  return out;
}

std::uint32_t Network::find(const TypeKey& key, NetworkScratch& scratch) const {
  auto& slots = scratch.slots_;
  auto& bucket = scratch.buckets_[hash_of(key) & (scratch.buckets_.size() - 1)];
  for (auto at = bucket; at != 0; at = slots[at - 1].next) {
    auto& slot = slots[at - 1];
    if (slot.key == key) {
      slot.recent = true;
      slot.batch = scratch.batch_;
      ++scratch.hits;
      return at - 1;
    }
  }
  ++scratch.misses;
  // A clock hand looks for a slot that was not used lately, and never one of this batch.
  for (;; scratch.hand_ = (scratch.hand_ + 1) % slots.size()) {
    auto& slot = slots[scratch.hand_];
    if (slot.used && slot.batch == scratch.batch_) continue;
    if (!slot.used || !slot.recent) break;
    slot.recent = false;
  }
  const auto index = static_cast<std::uint32_t>(scratch.hand_);
  scratch.hand_ = (scratch.hand_ + 1) % slots.size();
  auto& slot = slots[index];
  if (slot.used) {
    auto* link = &scratch.buckets_[hash_of(slot.key) & (scratch.buckets_.size() - 1)];
    while (*link != index + 1) link = &slots[*link - 1].next;
    *link = slot.next;
  }
  slot = {key, bucket, scratch.batch_, false, true};
  bucket = index + 1;
  scratch.missing_.push_back(index);
  return index;
}

void Network::compute_missing(NetworkScratch& scratch) const {
  constexpr std::size_t kStep = 96;  // types at a time
  for (std::size_t n = 0; n < 2; ++n) {
    const auto& net = nets_[n];
    const std::size_t width = net.tables.size() * kWidth;
    scratch.embedded_.resize(kStep * Tok2Vec::kMaxColumns * kWidth);
    scratch.mixed_.resize(kStep * std::max(net.mixing.out, kMaxout));
    for (std::size_t first = 0; first < scratch.missing_.size(); first += kStep) {
      const std::size_t count = std::min(kStep, scratch.missing_.size() - first);
      for (std::size_t i = 0; i < count; ++i) {
        const auto& key = scratch.slots_[scratch.missing_[first + i]].key;
        const std::uint64_t values[] = {
            key.norm, key.prefix, key.suffix, key.shape, key.space_after ? 1u : 0u, key.is_space ? 1u : 0u};
        for (std::size_t column = 0; column < net.tables.size(); ++column) {
          const auto& table = net.tables[column];
          const auto keys = embedding_keys(values[column], table.seed);
          const float* rows[4];
          for (std::size_t k = 0; k < 4; ++k) rows[k] = table.rows.data() + keys[k] % table.count * kWidth;
          float* out = scratch.embedded_.data() + i * width + column * kWidth;
          for (std::size_t k = 0; k < kWidth; ++k) out[k] = rows[0][k] + rows[1][k] + rows[2][k] + rows[3][k];
        }
      }
      kernels_->dense(net.mixing, scratch.embedded_.data(), width, count, scratch.mixed_.data(), kMaxout);
      // The vectors of the missing types side by side, then their parts, then both to their slots.
      scratch.a_.resize(std::max(scratch.a_.size(), kStep * kWidth));
      kernels_->maxout_norm(net.mixing_norm, scratch.mixed_.data(), count, scratch.a_.data(), kWidth);
      scratch.parts_.resize(kStep * net.parts.out);
      kernels_->dense(net.parts, scratch.a_.data(), kWidth, count, scratch.parts_.data(), net.parts.out);
      for (std::size_t i = 0; i < count; ++i) {
        float* type = scratch.types(scratch.missing_[first + i]) + n * kTypeFloats;
        std::copy_n(scratch.a_.data() + i * kWidth, kWidth, type);
        std::copy_n(scratch.parts_.data() + i * net.parts.out, 3 * kMaxout, type + kWidth);
      }
    }
  }
  scratch.missing_.clear();
}

void Network::encode(std::span<const Stretch> stretches, NetworkScratch& scratch, float* shared,
                     float* entity) const {
  // A stretch is computed from a multiple of four of its unit, so that its tiles are those of the whole unit,
  // and the unit is thought to go on with zero rows on both sides. For tokens [a, a + 4c) the blocks give, by
  // rows of the unit:
  //   block 1   [a-3, a+4c+7)              from types [a-4, a+4c+8)
  //   block 2   c+2 tiles from a-2         block 3   c+1 tiles from a-1         block 4   c tiles from a
  // The buffers hold rows [a-4, a+4c+8) of each stretch, one after the other.
  ++scratch.batch_;
  if (scratch.batch_ == 0) scratch.batch_ = 1;
  scratch.rows_.clear();
  for (auto& tiles : scratch.tiles_) tiles.clear();
  for (const auto& stretch : stretches) {
    const auto begin = static_cast<std::int64_t>(stretch.first / 4 * 4);
    const auto count = static_cast<std::uint32_t>((stretch.last - begin + 3) / 4);
    const auto base = static_cast<std::uint32_t>(scratch.rows_.size());
    for (std::int64_t row = begin - kReach; row < begin + 4 * std::int64_t{count} + 8; ++row) {
      if (row < 0 || row >= static_cast<std::int64_t>(stretch.unit.size())) {
        scratch.rows_.push_back(kNoSlot);
        continue;
      }
      const auto& token = stretch.unit[static_cast<std::size_t>(row)];
      const auto& lexeme = *token.lexeme;
      scratch.rows_.push_back(
          find({lexeme.norm, lexeme.prefix, lexeme.suffix, lexeme.shape, token.space_after, lexeme.is_space},
               scratch));
    }
    for (std::uint32_t block = 0; block < 3; ++block) {
      for (std::uint32_t t = 0; t < count + 2 - block; ++t)
        scratch.tiles_[block].push_back(base + 1 + block + 4 * t);
    }
  }
  compute_missing(scratch);

  alignas(64) static constexpr float kZeroType[kTypeFloats] = {};
  const std::size_t rows = scratch.rows_.size();
  scratch.row_types_.resize(rows);
  scratch.a_.resize(std::max(scratch.a_.size(), rows * kWidth));
  scratch.b_.resize(std::max(scratch.b_.size(), rows * kWidth));
  for (std::size_t n = 0; n < 2; ++n) {
    const auto& net = nets_[n];
    for (std::size_t r = 0; r < rows; ++r) {
      const auto slot = scratch.rows_[r];
      scratch.row_types_[r] = slot == kNoSlot ? kZeroType : scratch.types(slot) + n * kTypeFloats;
    }
    float *a = scratch.a_.data(), *b = scratch.b_.data();
    // The first and the last row of each stretch have wrong neighbours, but nothing reads them.
    if (rows > 2) kernels_->first_block(net.blocks[0], scratch.row_types_.data() + 1, rows - 2, a + kWidth);
    for (std::size_t block = 0; block < 3; ++block, std::swap(a, b)) {
      kernels_->convolve(net.blocks[block + 1], a, scratch.tiles_[block], b, scratch.work_);
    }
    float* const out = n == 0 ? shared : entity;
    std::size_t base = 0;
    for (const auto& stretch : stretches) {
      const std::size_t begin = stretch.first / 4 * 4, count = (stretch.last - begin + 3) / 4;
      std::copy_n(a + (base + kReach + stretch.first - begin) * kWidth, (stretch.last - stretch.first) * kWidth,
                  out + stretch.out * kWidth);
      base += kReach + 4 * count + 8;
    }
  }
}

std::vector<float> Network::mixing(const TypeKey& key, bool entity, NetworkScratch& scratch) const {
  ++scratch.batch_;
  const auto slot = find(key, scratch);
  compute_missing(scratch);
  const float* type = scratch.types(slot) + (entity ? kTypeFloats : 0);
  return {type, type + kWidth};
}

}  // namespace chancery
