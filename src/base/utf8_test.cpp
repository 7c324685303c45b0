// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <gtest/gtest.h>

namespace chancery {
namespace {

TEST(Utf8, RepairsByteForByte) {
  struct Row {
    std::string before, after;
  };
  for (const Row& row : {Row{"plain", "plain"}, Row{"caf\xC3\xA9", "caf\xC3\xA9"}, Row{"caf\xE9!", "caf?!"},
                         Row{"\xED\xA0\x80", "???"}, Row{"\xC0\x80", "??"}, Row{"x\xF0\x9F", "x??"},
                         Row{std::string("a\0b", 3), std::string("a\0b", 3)}}) {
    std::string text = row.before;
    repair_utf8(text);
    EXPECT_EQ(text, row.after);
    EXPECT_TRUE(is_valid_utf8(text));
  }
}

TEST(Utf8, EveryCodePointRoundTrips) {
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string text;
    append_utf8(text, c);
    ASSERT_TRUE(is_valid_utf8(text)) << static_cast<unsigned>(c);
    ASSERT_EQ(decode(text, 0).value, c);
    ASSERT_EQ(decode(text, 0).size, text.size());
  }
}

TEST(Utf8, IndexMapsBothWays) {
  const std::string text = "a\xC3\xA9\xF0\x9F\x98\x80z";
  const CodePointIndex index(text);
  EXPECT_EQ(index.to_code_points(0), 0u);
  EXPECT_EQ(index.to_code_points(3), 2u);
  EXPECT_EQ(index.to_code_points(8), 4u);
  for (std::uint32_t i = 0; i <= 4; ++i) EXPECT_EQ(index.to_code_points(index.to_bytes(i)), i);
}

}  // namespace
}  // namespace chancery
