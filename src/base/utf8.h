// UTF-8 text: validation, repair, and the map between bytes and code points.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chancery {

// One decoded code point and its length in bytes. Needs valid UTF-8 and at < text.size().
struct CodePoint {
  char32_t value;
  std::uint32_t size;
};
CodePoint decode(std::string_view text, std::size_t at);
void append_utf8(std::string& out, char32_t value);

bool is_valid_utf8(std::string_view text);

// Replaces each byte that is no part of a well-formed sequence by '?', byte for byte, so offsets stay true.
// Returns how many bytes were replaced.
std::size_t repair_utf8(std::string& text);

std::size_t count_code_points(std::string_view text);

// Maps byte offsets of one text to code point offsets and back. Ascending queries are cheap; any order is right.
class CodePointIndex {
 public:
  // Keeps no reference to `text`.
  explicit CodePointIndex(std::string_view text);
  std::uint32_t to_code_points(std::uint32_t byte) const;
  std::uint32_t to_bytes(std::uint32_t code_point) const;

 private:
  bool ascii_ = false;
  std::uint32_t bytes_ = 0;
  std::vector<std::uint32_t> starts_;  // byte offset of every code point, and of the end
};

}  // namespace chancery
