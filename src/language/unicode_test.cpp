// Python's str on every code point.
// SPDX-License-Identifier: Apache-2.0
#include "language/unicode.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/hash.h"
#include "base/utf8.h"

namespace chancery {
namespace {

// The digest is of the same lines written by Python 3.11 (Unicode 14.0.0):
//   for v in range(0x110000):
//       if not 0xd800 <= v <= 0xdfff:
//           c = chr(v)
//           line = "%X %d%d%d%d %s\n" % (v, c.isspace(), c.isalpha(), c.isdigit(), c.isupper(), c.lower())
TEST(Unicode, EveryCodePointIsAsPythonSeesIt) {
  Sha256 hash;
  std::string line;
  for (char32_t value = 0; value <= 0x10FFFF; ++value) {
    if (value >= 0xD800 && value <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, value);
    line.clear();
    line += fmt::format("{:X} {:d}{:d}{:d}{:d} ", static_cast<std::uint32_t>(value), is_space(value),
                        is_alpha(value), is_digit(value), is_upper(value));
    append_lower(line, text);
    line += '\n';
    hash.add(line);
  }
  EXPECT_EQ(hash.hex(), "6a02fcf479a6ccb44f02f6360622521c6715b8bc97bb920fb6540b832ffe99a2");
}

TEST(Unicode, LowerCase) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},       {"NATO", "nato"},   {"İzmir", "i̇zmir"}, {"ΟΔΟΣ", "οδος"}, {"ΟΔΟΣ ΣΑΣ", "οδος σας"},
      {"Σ", "σ"},     {"ΑΣ'Β", "ασ'β"},   {"ΑΣ'", "ας'"},     {"'Σ", "'σ"},     {"Α.Σ", "α.ς"},
      {"ΑΣ1", "ας1"}, {"ÉCOLE", "école"}, {"ẞ", "ß"},         {"ǅ", "ǆ"},
  };
  for (const auto& [text, lower] : cases) EXPECT_EQ(to_lower(text), lower) << text;
}

TEST(Unicode, AWordOfLetters) {
  for (const char* text : {"a", "Zürich", "ªº", "東京"}) EXPECT_TRUE(is_alpha(text)) << text;
  for (const char* text : {"", "a1", "a b", "o'", "²"}) EXPECT_FALSE(is_alpha(text)) << text;
}

}  // namespace
}  // namespace chancery
