// SPDX-License-Identifier: Apache-2.0
#include "rulebook/format.h"

#include <gtest/gtest.h>

#include "base/file_system.h"

namespace chancery {
namespace {

std::string formatted(std::string_view text) {
  const auto out = format_rules(text, "x.toml");
  return out ? *out : format_error(out.error());
}

TEST(FormatRules, OneLayout) {
  const struct {
    std::string_view text, expected;
  } kCases[] = {
      {"", ""},
      {"# only a comment", "# only a comment\n"},
      {"[[a]]\nid='x'   # why\nmatches=[ \"m\" ,]\nverbs = [\"b\",\n  \"c\" ]\n\n\n[[a]]\nid = \"y\"",
       "[[a]]\nid      = 'x'  # why\nverbs   = [\"b\", \"c\"]\nmatches = [\"m\"]\n\n[[a]]\nid      = \"y\"\n"},
      {"# file\r\n\r\n# table\r\n[[a]] # here\r\n# field\r\nn=1\r\nid = \"x, [y] # z\"\r\n# end\r\n",
       "# file\n\n# table\n[[a]]  # here\nid      = \"x, [y] # z\"\n# field\nn       = 1\n\n# end\n"},
      {"[[a]]\nroles=[{code=\"X\",from=2004-01-17},{}]\n[a.b]\n\"k y\" = {a=1}\n",
       "[[a]]\nroles   = [{ code = \"X\", from = 2004-01-17 }, {}]\n\n[a.b]\n\"k y\"   = { a = 1 }\n"},
      {"long = [ # why\n  1,\n]\n", "long    = [ # why\n  1,\n]\n"},
      {"s = \"\"\"\n  two\n  # lines \"\"\"\"\nt = '''a'''",
       "s       = \"\"\"\n  two\n  # lines \"\"\"\"\nt       = '''a'''\n"},
      {"a = [\n\"x\" , \"y\",\n  \"z\"]\n", "a       = [\n  \"x\",\n  \"y\",\n  \"z\",\n]\n"},
      {"s = \"a\\\"b]\"\n", "s       = \"a\\\"b]\"\n"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(formatted(c.text), c.expected) << c.text;
    EXPECT_EQ(formatted(c.expected), c.expected) << c.text;
  }
}

TEST(FormatRules, LongListsAreFilled) {
  std::string text = "words = [";
  for (int i = 0; i < 40; ++i) text += "\"word" + std::to_string(i) + "\", ";
  const std::string out = formatted(text + "]");
  std::size_t longest = 0, lines = 0;
  for (std::size_t at = 0; at < out.size(); ++lines) {
    const std::size_t end = out.find('\n', at);
    longest = std::max(longest, end - at);
    at = end + 1;
  }
  EXPECT_LE(longest, 112u);
  EXPECT_EQ(lines, 4u);
  EXPECT_EQ(formatted(out), out);
}

TEST(FormatRules, WhatDoesNotParseIsLeft) {
  EXPECT_NE(formatted("a = \n").find("x.toml:1:"), std::string::npos);
  EXPECT_NE(formatted("a = 1\na = 2\n").find("[rules.syntax]"), std::string::npos);
}

TEST(FormatRules, OwnFilesKeepTheirMeaningAndSettle) {
  std::vector<Error> faults;
  const std::string folder = CHANCERY_SOURCE_DIR "/data";
  std::size_t files = 0;
  for (const std::string& path : disk().list(folder, faults)) {
    if (!path.ends_with(".toml")) continue;
    const auto text = disk().read(path);
    ASSERT_TRUE(text);
    const auto once = format_rules(*text, path);
    ASSERT_TRUE(once) << format_error(once.error());
    const auto twice = format_rules(*once, path);
    ASSERT_TRUE(twice);
    EXPECT_EQ(*once, *twice) << path;
    ++files;
  }
  EXPECT_GT(files, 0u);
  EXPECT_TRUE(faults.empty());
}

}  // namespace
}  // namespace chancery
