// SPDX-License-Identifier: Apache-2.0
#include "document/document_of_lines.h"

#include <algorithm>

namespace chancery {

Document document_of_lines(std::string_view text) {
  Document document;
  document.content = text;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto line = text.substr(begin, end - begin);
    const auto first = line.find_first_not_of(" \t\r");
    if (first != line.npos) {
      const auto last = line.find_last_not_of(" \t\r") + 1;
      document.blocks.push_back(
          {BlockRole::kBody,
           {static_cast<std::uint32_t>(begin + first), static_cast<std::uint32_t>(begin + last)}});
    }
    begin = end + 1;
  }
  return document;
}

}  // namespace chancery
