// SPDX-License-Identifier: Apache-2.0
#include "language/thinc.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "language/msgpack.h"

namespace chancery {
namespace {

static_assert(std::endian::native == std::endian::little, "weights are copied as they lie in the file");

// A numpy array: a map with keys nd, type, kind, shape, data.
ThincLayer::Parameter read_array(Msgpack& in, std::string_view name) {
  ThincLayer::Parameter out{name, {}, {}};
  std::string_view type;
  for (auto n = in.map(); n > 0; --n) {
    const auto key = in.text();
    if (key == "shape") {
      for (auto dims = in.array(); dims > 0; --dims) out.shape.push_back(in.integer());
    } else if (key == "data") {
      out.data = in.text();
    } else if (key == "type" && in.kind() != Msgpack::Kind::kArray) {
      type = in.text();
    } else {
      in.skip();
    }
  }
  if (type != "<f4") out.data = {};  // caught by the size check when the weights are wanted
  return out;
}

}  // namespace

Result<ThincModel> ThincModel::read(const ModelFiles& files, std::string_view file) {
  ThincModel model;
  model.file_ = std::string(file);
  Msgpack in(files.file(file));
  auto layer_at = [&](std::size_t i) -> ThincLayer& {
    if (i >= model.layers_.size()) model.layers_.resize(i + 1);
    return model.layers_[i];
  };
  for (auto parts = in.map(); parts > 0; --parts) {
    const auto part = in.text();
    if (part != "nodes" && part != "attrs" && part != "params") {
      in.skip();
      continue;
    }
    const auto count = in.array();
    for (std::uint32_t i = 0; i < count; ++i) {
      auto& layer = layer_at(i);
      for (auto n = in.map(); n > 0; --n) {
        const auto key = in.text();
        if (part == "params") {
          if (in.kind() == Msgpack::Kind::kMap) {
            layer.parameters.push_back(read_array(in, key));
          } else {
            in.skip();
          }
        } else if (part == "attrs") {
          layer.attributes.emplace_back(key, in.kind() == Msgpack::Kind::kBinary ? in.binary() : in.raw());
        } else if (key == "name") {
          layer.name = in.text();
        } else if (key == "refs") {
          for (auto refs = in.map(); refs > 0; --refs) {
            const auto name = in.text();
            if (in.kind() == Msgpack::Kind::kInteger) {
              layer.refs.emplace_back(name, in.integer());
            } else {
              in.skip();
            }
          }
        } else {
          in.skip();
        }
      }
    }
  }
  if (!in.ok() || model.layers_.empty()) {
    return model_damaged(files.path(), "the model's file " + model.file_ + " cannot be read");
  }
  return model;
}

std::vector<const ThincLayer*> ThincModel::named(std::string_view name) const {
  std::vector<const ThincLayer*> out;
  for (const auto& layer : layers_) {
    if (layer.name == name) out.push_back(&layer);
  }
  return out;
}

const ThincLayer* ThincModel::reference(std::string_view name) const {
  for (const auto& [key, index] : layers_.front().refs) {
    if (key == name && index < layers_.size()) return &layers_[index];
  }
  return nullptr;
}

void ThincModel::fault(std::string message) {
  if (fault_.empty()) fault_ = "the model's file " + file_ + ": " + std::move(message);
}

Floats ThincModel::weights(const ThincLayer* layer, std::string_view name,
                           std::initializer_list<std::uint64_t> shape) {
  std::size_t size = 1;
  for (const auto dim : shape) size *= dim;
  if (layer) {
    for (const auto& parameter : layer->parameters) {
      if (parameter.name != name ||
          !std::equal(shape.begin(), shape.end(), parameter.shape.begin(), parameter.shape.end()) ||
          parameter.data.size() != size * sizeof(float)) {
        continue;
      }
      Floats out(size);
      std::memcpy(out.data(), parameter.data.data(), parameter.data.size());
      return out;
    }
  }
  fault("weights " + std::string(name) + " of " + std::string(layer ? layer->name : "a missing layer") +
        " have another shape");
  return Floats(size, 0.0f);
}

std::uint64_t ThincModel::integer(const ThincLayer* layer, std::string_view attribute) {
  if (layer) {
    for (const auto& [name, value] : layer->attributes) {
      if (name != attribute) continue;
      Msgpack in(value);
      const auto out = in.integer();
      if (in.ok()) return out;
    }
  }
  fault("setting " + std::string(attribute) + " is missing");
  return 0;
}

}  // namespace chancery
