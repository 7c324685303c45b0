// SPDX-License-Identifier: Apache-2.0
#include "document/document.h"

#include <algorithm>
#include <array>

namespace chancery {

bool is_own_text(BlockRole role) {
  switch (role) {
    case BlockRole::kHeadline:
    case BlockRole::kDateline:
    case BlockRole::kBody:
    case BlockRole::kQuote:
    case BlockRole::kList:
    case BlockRole::kLive:
    case BlockRole::kCorrection:
      return true;
    default:
      return false;
  }
}

std::string_view name_of(BlockRole role) {
  static constexpr std::array<std::string_view, 14> kNames = {
      "headline", "dateline", "byline",  "body",   "heading", "quote",      "list",
      "table",    "live",     "caption", "teaser", "embed",   "correction", "boilerplate"};
  return kNames[static_cast<std::size_t>(role)];
}

const Block* Document::block_at(std::uint32_t byte) const {
  const auto after =
      std::upper_bound(blocks.begin(), blocks.end(), byte,
                       [](std::uint32_t at, const Block& block) { return at < block.span.begin; });
  if (after == blocks.begin()) return nullptr;
  const Block& block = *std::prev(after);
  return byte < block.span.end ? &block : nullptr;
}

}  // namespace chancery
