// SPDX-License-Identifier: Apache-2.0
#include "language/tagger.h"

#include <simdjson.h>

#include <algorithm>
#include <limits>

#include "language/thinc.h"

namespace chancery {

Result<Tagger> Tagger::load(const ModelFiles& files, const Kernels& kernels) {
  Tagger out;
  out.kernels_ = &kernels;
  const auto json = files.file("tagger/cfg");
  simdjson::dom::parser parser;
  simdjson::dom::array labels;
  if (parser.parse(json.data(), json.size())["labels"].get(labels)) {
    return model_damaged(files.path(), "the model's file tagger/cfg cannot be read");
  }
  for (const auto label : labels) {
    std::string_view name;
    if (label.get(name)) return model_damaged(files.path(), "the model's file tagger/cfg cannot be read");
    out.tags_.emplace_back(name);
  }
  if (out.tags_.empty() || out.tags_.size() > 255) {
    return model_unsupported(files.path(), "the model's tagger has an unlikely number of tags");
  }

  auto read = ThincModel::read(files, "tagger/model");
  if (!read) return std::move(read).error();
  const auto softmax = read->named("softmax");
  const auto* layer = softmax.empty() ? nullptr : softmax.front();
  const std::size_t count = out.tags_.size();
  out.layer_ = pack_dense(kernels, read->weights(layer, "W", {count, kWidth}),
                          read->weights(layer, "b", {count}), kWidth, count);
  if (!read->first_fault().empty()) return model_unsupported(files.path(), read->first_fault());
  out.mask_.assign(out.layer_.out, -std::numeric_limits<float>::infinity());
  std::fill_n(out.mask_.begin(), count, 0.0f);
  return out;
}

void Tagger::tag(const float* vectors, std::span<std::uint8_t> tags, Floats& scores) const {
  scores.resize(std::max(scores.size(), tags.size() * layer_.out));
  kernels_->dense(layer_, vectors, kWidth, tags.size(), scores.data(), layer_.out);
  for (std::size_t i = 0; i < tags.size(); ++i) {
    tags[i] =
        static_cast<std::uint8_t>(kernels_->best(scores.data() + i * layer_.out, mask_.data(), layer_.out));
  }
}

}  // namespace chancery
