// Ids, shapes and norms against published and recorded numbers of spaCy.
// SPDX-License-Identifier: Apache-2.0
#include "language/lexeme.h"

#include <gtest/gtest.h>

#include "language/string_id.h"
#include "language/unicode.h"

namespace chancery {
namespace {

TEST(StringId, HashesAndReservedSymbols) {
  const std::pair<const char*, std::uint64_t> cases[] = {
      {"", 0},
      {"the", 7425985699627899538u},
      {"spacy", 10639093010105930009u},
      {"hello", 5983625672228268878u},
      {"a", 11901859001352538922u},
      {"X", 101},
      {"ORG", 383},
      {"det", 415},
      {"punct", 445},
      {"_", 456},
      {"FLAG19", 19},
      {"FLAG63", 63},
      {"DEPRECATED001", 104},
      {"DEPRECATED276", 379},
  };
  for (const auto& [text, id] : cases) EXPECT_EQ(string_id(text), id) << text;
  EXPECT_GT(string_id("DEPRECATED277"), 1000u);
  EXPECT_GT(string_id("FLAG18"), 1000u);
  EXPECT_GT(string_id("org"), 1000u);
}

TEST(Lexeme, Shape) {
  const std::pair<std::string, const char*> cases[] = {
      {"Moscow", "Xxxxx"},
      {"NATO", "XXXX"},
      {"C3", "Xd"},
      {"10:30", "dd:dd"},
      {"2022-02-06", "dddd-dd-dd"},
      {"......", "...."},
      {"états-Unis", "xxxx-Xxxx"},
      {"m²", "xd"},
      {"a——————b", "x————x"},
      {"n't", "x'x"},
      {std::string(99, 'a'), "xxxx"},
      {std::string(100, 'a'), "LONG"},
      {"", ""},
  };
  for (const auto& [text, shape] : cases) {
    std::string out;
    append_shape(out, text);
    EXPECT_EQ(out, shape) << text;
  }
}

TEST(Lexeme, PartsAndNorm) {
  Norms norms;
  norms.set("cos", "because");
  norms.set("—", "dash");  // wins over the library
  const auto look = [&](const std::string& text, std::uint64_t norm) {
    const auto lower = to_lower(text);
    return make_lexeme(text, lower, norm, norms);
  };
  const auto zurich = look("Zürich", 0);
  EXPECT_EQ(zurich.prefix, string_id("Z"));
  EXPECT_EQ(zurich.suffix, string_id("ich"));
  EXPECT_EQ(zurich.norm, string_id("zürich"));
  EXPECT_EQ(look("Ünü", 0).suffix, string_id("Ünü"));
  EXPECT_EQ(look("ü", 0).suffix, string_id("ü"));
  EXPECT_EQ(look("cos", 0).norm, string_id("because"));
  EXPECT_EQ(look("Cos", 0).norm, string_id("cos"));
  EXPECT_EQ(look("—", 0).norm, string_id("dash"));
  EXPECT_EQ(look("€", 0).norm, string_id("$"));
  EXPECT_EQ(look("ca", string_id("can")).norm, string_id("can"));
  EXPECT_EQ(look("T", 0).shape, 101u);
  EXPECT_TRUE(look("\n \xE2\x80\xA8", 0).is_space);
  EXPECT_FALSE(look("\xE2\x80\x8B", 0).is_space);
}

}  // namespace
}  // namespace chancery
