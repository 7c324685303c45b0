// Reads a thinc model file: layers with their names, settings and weights.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "language/kernels.h"
#include "language/wheel.h"

namespace chancery {

struct ThincLayer {
  std::string_view name;
  std::vector<std::pair<std::string_view, std::uint64_t>> refs;           // layer indices
  std::vector<std::pair<std::string_view, std::string_view>> attributes;  // values are MessagePack
  struct Parameter {
    std::string_view name;
    std::vector<std::uint64_t> shape;
    std::string_view data;  // little-endian float32, C order
  };
  std::vector<Parameter> parameters;
};

// The layers of one model file, in index order. Views into the ModelFiles, which must outlive it.
class ThincModel {
 public:
  // Errors: model.damaged.
  static Result<ThincModel> read(const ModelFiles& files, std::string_view file);

  const std::vector<ThincLayer>& layers() const { return layers_; }
  // Layers of that very name, in index order.
  std::vector<const ThincLayer*> named(std::string_view name) const;
  // The layer that the root points to; null when there is none.
  const ThincLayer* reference(std::string_view name) const;

  // The weights of a layer; empty, and a fault, unless the shape is as given.
  Floats weights(const ThincLayer* layer, std::string_view name, std::initializer_list<std::uint64_t> shape);
  std::uint64_t integer(const ThincLayer* layer, std::string_view attribute);
  void fault(std::string message);
  // The first fault since read(), if any, as model.unsupported.
  const std::string& first_fault() const { return fault_; }

 private:
  std::vector<ThincLayer> layers_;
  std::string file_;
  std::string fault_;
};

}  // namespace chancery
