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

// Types that one batch may have: its tokens and those around its stretches.
constexpr std::size_t kLeast = 2 * Network::kMaxTokens;

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

TypeTable::TypeTable(std::size_t size) : slots_(size), buckets_(std::bit_ceil(size * 2)) {}

std::uint32_t& TypeTable::bucket(const TypeKey& key) { return buckets_[hash_of(key) & (buckets_.size() - 1)]; }

void TypeTable::begin_batch() { ++batch_; }

std::pair<std::uint32_t, bool> TypeTable::find_or_add(const TypeKey& key) {
  auto& first = bucket(key);
  for (auto at = first; at != 0; at = slots_[at - 1].next) {
    auto& slot = slots_[at - 1];
    if (slot.key == key) {
      slot.recent = true;
      slot.batch = batch_;
      return {at - 1, true};
    }
  }
  // A clock hand looks for a slot that was not used lately, and never one of this batch.
  for (;; hand_ = (hand_ + 1) % slots_.size()) {
    auto& slot = slots_[hand_];
    if (!slot.used) break;
    if (slot.batch == batch_) continue;
    if (!slot.recent) break;
    slot.recent = false;
  }
  const auto index = static_cast<std::uint32_t>(hand_);
  hand_ = (hand_ + 1) % slots_.size();
  auto& slot = slots_[index];
  if (slot.used) {
    auto* link = &bucket(slot.key);
    while (*link != index + 1) link = &slots_[*link - 1].next;
    *link = slot.next;
  }
  slot = {key, first, batch_, false, true};
  first = index + 1;
  return {index, false};
}

NetworkScratch::NetworkScratch(std::size_t hot, std::size_t known)
    // Every type of one batch must fit, with the tokens around each stretch.
    : hot_(std::max(hot, kLeast)),
      known_(std::max(known, kLeast)),
      hot_types_(hot_.size() * 2 * kTypeFloats),
      known_types_(known_.size() * 2 * kWidth) {}

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
  const auto [hot, is_hot] = scratch.hot_.find_or_add(key);
  ++(is_hot ? scratch.hits : scratch.misses);
  if (is_hot) return hot;
  const auto [known, is_known] = scratch.known_.find_or_add(key);
  if (is_known) {
    for (std::size_t n = 0; n < nets_.size(); ++n) {
      std::copy_n(scratch.known_type(known, n), kWidth, scratch.hot_type(hot, n));
    }
  } else {
    scratch.unmixed_.push_back({hot, known});
  }
  scratch.incomplete_.push_back(hot);
  return hot;
}

void Network::mix(std::size_t network, std::span<const NetworkScratch::Missing> types,
                  NetworkScratch& scratch) const {
  const auto& net = nets_[network];
  const std::size_t width = net.tables.size() * kWidth;
  scratch.embedded_.resize(std::max(scratch.embedded_.size(), types.size() * width));
  scratch.mixed_.resize(std::max(scratch.mixed_.size(), types.size() * kMaxout));
  for (std::size_t i = 0; i < types.size(); ++i) {
    const auto& key = scratch.hot_.key(types[i].hot);
    const std::uint64_t values[Tok2Vec::kMaxColumns] = {
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
  kernels_->dense(net.mixing, scratch.embedded_.data(), width, types.size(), scratch.mixed_.data(), kMaxout);
  for (std::size_t i = 0; i < types.size(); ++i) {
    float* known = scratch.known_type(types[i].known, network);
    kernels_->maxout_norm(net.mixing_norm, scratch.mixed_.data() + i * kMaxout, 1, known, kWidth);
    std::copy_n(known, kWidth, scratch.hot_type(types[i].hot, network));
  }
}

void Network::compute_missing(NetworkScratch& scratch) const {
  constexpr std::size_t kStep = 96;  // types at a time
  for (std::size_t n = 0; n < nets_.size(); ++n) {
    const std::span<const NetworkScratch::Missing> unmixed = scratch.unmixed_;
    for (std::size_t first = 0; first < unmixed.size(); first += kStep) {
      mix(n, unmixed.subspan(first, std::min(kStep, unmixed.size() - first)), scratch);
    }
    const auto& layer = nets_[n].parts;
    scratch.parts_.resize(kStep * layer.out);
    scratch.a_.resize(std::max(scratch.a_.size(), kStep * kWidth));
    for (std::size_t first = 0; first < scratch.incomplete_.size(); first += kStep) {
      const std::size_t count = std::min(kStep, scratch.incomplete_.size() - first);
      for (std::size_t i = 0; i < count; ++i) {
        std::copy_n(scratch.hot_type(scratch.incomplete_[first + i], n), kWidth,
                    scratch.a_.data() + i * kWidth);
      }
      kernels_->dense(layer, scratch.a_.data(), kWidth, count, scratch.parts_.data(), layer.out);
      for (std::size_t i = 0; i < count; ++i) {
        std::copy_n(scratch.parts_.data() + i * layer.out, 3 * kMaxout,
                    scratch.hot_type(scratch.incomplete_[first + i], n) + kWidth);
      }
    }
  }
  scratch.unmixed_.clear();
  scratch.incomplete_.clear();
}

void Network::begin_batch(NetworkScratch& scratch) {
  scratch.hot_.begin_batch();
  scratch.known_.begin_batch();
}

void Network::encode(std::span<const Stretch> stretches, NetworkScratch& scratch, float* shared,
                     float* entity) const {
  // A stretch is computed from a multiple of four of its unit, so that its tiles are those of the whole unit,
  // and the unit is thought to go on with zero rows on both sides. For tokens [a, a + 4c) the blocks give, by
  // rows of the unit:
  //   block 1   [a-3, a+4c+7)              from types [a-4, a+4c+8)
  //   block 2   c+2 tiles from a-2         block 3   c+1 tiles from a-1         block 4   c tiles from a
  // The buffers hold rows [a-4, a+4c+8) of each stretch, one after the other.
  begin_batch(scratch);
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
      scratch.row_types_[r] = slot == kNoSlot ? kZeroType : scratch.hot_type(slot, n);
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
  begin_batch(scratch);
  const auto slot = find(key, scratch);
  compute_missing(scratch);
  const float* type = scratch.hot_type(slot, entity ? 1 : 0);
  return {type, type + kWidth};
}

}  // namespace chancery
