// Rule files in memory: every getter, every fault with its place.
// SPDX-License-Identifier: Apache-2.0
#include "rulebook/rulebook.h"

#include <gtest/gtest.h>

namespace chancery {
namespace {

std::string dump(const Diagnostics& diagnostics) {
  std::string out;
  for (const Error& error : diagnostics.sorted()) out += format_error(error) + "\n";
  return out;
}

using Files = std::map<std::string, std::string>;

TEST(Rulebook, ReadsEveryKindOfField) {
  Diagnostics diagnostics;
  const Files files{
      {"data/topic/a.toml",
       "[[rule]]\nid = \"b.c-d/e_1\"\nwords = [\"x\", \"y\"]\none = \"z\"\nn = 3\nx = 2\nyes = true\n"
       "day = 2004-01-17\nmonth = \"2004-02\"\nsub = [{ a = 1 }, { a = 2 }]\n"
       "[rule.single]\nb = \"c\"\n[[rule.more]]\nq = 1.5\n"}};
  const auto rulebook = Rulebook::load(MemoryFiles(files), "data/", diagnostics);
  auto rules = rulebook->tables("topic", "rule", diagnostics);
  ASSERT_EQ(rules.size(), 1u);
  RuleTable rule = rules[0];
  EXPECT_EQ(rule.id(), "b.c-d/e_1");
  EXPECT_EQ(rule.strings("words"), (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(rule.strings("one"), std::vector<std::string>{"z"});
  EXPECT_TRUE(rule.strings("absent").empty());
  EXPECT_EQ(rule.integer("n"), 3);
  EXPECT_EQ(rule.number("x"), 2.0);
  EXPECT_TRUE(rule.boolean_or("yes", false));
  EXPECT_EQ(rule.string_or("absent too", "f"), "f");
  EXPECT_EQ(format_instant(*rule.reduced_date("day")->end), "2004-01-18");
  EXPECT_EQ(format_instant(*rule.reduced_date("month")->end), "2004-03-01");
  auto subs = rule.tables("sub");
  ASSERT_EQ(subs.size(), 2u);
  EXPECT_EQ(subs[1].integer("a"), 2);
  EXPECT_EQ(subs[1].place("a").line, 10u);
  EXPECT_EQ(rule.table("single")->string("b"), "c");
  EXPECT_EQ(rule.tables("more")[0].number("q"), 1.5);
  EXPECT_EQ(rule.place().line, 1u);
  EXPECT_EQ(rule.keys().front(), "id");
  EXPECT_EQ(rule.keys().back(), "more");
  rule.finish();
  rulebook->check_unread(diagnostics);
  EXPECT_EQ(dump(diagnostics), "");
}

TEST(Rulebook, TopicIsAFolderOrAFile) {
  Diagnostics diagnostics;
  const Files files{{"d/time/a.toml", "[[r]]\nid=\"a\""},
                    {"d/time.toml", "[[r]]\nid=\"b\""},
                    {"d/timely/c.toml", "[[r]]\nid=\"c\""}};
  const auto rulebook = Rulebook::load(MemoryFiles(files), "d", diagnostics);
  std::string ids;
  for (RuleTable rule : rulebook->tables("time", "r", diagnostics)) ids += rule.id();
  EXPECT_EQ(ids, "ba");
  EXPECT_EQ(rulebook->tables("time/a", "r", diagnostics).size(), 1u);
  EXPECT_EQ(dump(diagnostics), "");
  rulebook->check_unread(diagnostics);
  EXPECT_EQ(dump(diagnostics),
            "d/timely/c.toml:1:3: error: nothing reads `r` in this file [rules.unknown-field]\n  hint: "
            "remove it\n");
}

TEST(Rulebook, DigestDependsOnPathsAndBytesOnly) {
  Diagnostics diagnostics;
  const auto digest = [&](Files files, const std::string& folder) {
    return Rulebook::load(MemoryFiles(std::move(files)), folder, diagnostics)->digest();
  };
  const std::string base = digest({{"a/x.toml", "k = 1"}, {"a/y.tsv", "n\n1"}}, "a");
  EXPECT_EQ(base.substr(0, 7), "sha256:");
  EXPECT_EQ(
      base,
      digest({{"other/place/x.toml", "k = 1"}, {"other/place/y.tsv", "n\n1"}, {"other/place/README.md", "!"}},
             "other/place/"));
  EXPECT_NE(base, digest({{"a/x.toml", "k = 2"}, {"a/y.tsv", "n\n1"}}, "a"));
  EXPECT_NE(base, digest({{"a/z.toml", "k = 1"}, {"a/y.tsv", "n\n1"}}, "a"));
}

TEST(Rulebook, TsvKeepsLinesAndToleratesCarriageReturns) {
  Diagnostics diagnostics;
  const Files files{{"d/imported/t.tsv", "# from somewhere\r\ncode\tname\r\n1\t\r\n#2\tx\r\n\r\n3\ty"}};
  const auto rulebook = Rulebook::load(MemoryFiles(files), "d", diagnostics);
  const auto table = rulebook->tsv("imported/t.tsv", diagnostics);
  ASSERT_TRUE(table);
  EXPECT_EQ(table->header, (std::vector<std::string>{"code", "name"}));
  ASSERT_EQ(table->rows.size(), 3u);
  EXPECT_EQ(table->rows[0][1], "");
  EXPECT_EQ(table->rows[1][0], "#2");
  EXPECT_EQ(table->lines, (std::vector<std::uint32_t>{3, 4, 6}));
  EXPECT_EQ(table->column("name", diagnostics), 1u);
  EXPECT_FALSE(rulebook->tsv("none.tsv", diagnostics));
  EXPECT_EQ(dump(diagnostics), "");
}

// One id may be used in different families, and two compilations of one rulebook do not see each other's ids.
TEST(Rulebook, IdsAreUniqueInTheirFamily) {
  Diagnostics diagnostics;
  const Files files{{"d/t/a.toml", "[[r]]\nid=\"a\"\n[[q]]\nid=\"a\"\n"},
                    {"d/t/b.toml", "[[r]]\nid=\"b\"\n[[r]]\nid = \"a\"\n"}};
  const auto rulebook = Rulebook::load(MemoryFiles(files), "d", diagnostics);
  for (RuleTable rule : rulebook->tables("t", "q", diagnostics)) rule.id();
  for (int i = 0; i < 2; ++i) {
    for (RuleTable rule : rulebook->tables("t", "r", diagnostics)) rule.id(), rule.id();
  }
  EXPECT_EQ(dump(diagnostics),
            "d/t/b.toml:4:1: error: the id `a` is used already [rules.reused-id]\n"
            "  hint: first used at d/t/a.toml:2:1; choose another name\n");
}

}  // namespace
}  // namespace chancery
