// Penn tags from token vectors.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "language/kernels.h"
#include "language/wheel.h"

namespace chancery {

class Tagger {
 public:
  // Errors: model.damaged, model.unsupported. `kernels` must outlive it.
  static Result<Tagger> load(const ModelFiles& files, const Kernels& kernels);

  // Tag numbers of the tokens with these vectors. `scores` is room.
  void tag(const float* vectors, std::span<std::uint8_t> tags, Floats& scores) const;
  const std::vector<std::string>& tags() const { return tags_; }  // "NN", "VBD", …

 private:
  const Kernels* kernels_ = nullptr;
  Dense layer_;
  Floats mask_;
  std::vector<std::string> tags_;
};

}  // namespace chancery
