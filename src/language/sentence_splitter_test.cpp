// Where sentences begin: a bar marks each border.
// SPDX-License-Identifier: Apache-2.0
#include "language/sentence_splitter.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>

#include "base/file_system.h"
#include "language/tokenizer.h"

namespace chancery {
namespace {

class SentenceSplitterTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const char* path = std::getenv("CHANCERY_MODEL");
    if (!path || !disk().exists(path)) return;
    const auto model = ModelFiles::open(disk(), path);
    ASSERT_TRUE(model) << format_error(model.error());
    auto compiled = Tokenizer::compile(*model);
    ASSERT_TRUE(compiled) << format_error(compiled.error());
    tokenizer_ = new Tokenizer(*std::move(compiled));
    Diagnostics diagnostics;
    const auto rulebook = Rulebook::load(disk(), std::string(CHANCERY_SOURCE_DIR) + "/data", diagnostics);
    splitter_ = SentenceSplitter::compile(*rulebook, diagnostics);
  }
  static void TearDownTestSuite() {
    delete tokenizer_;
    tokenizer_ = nullptr;
  }
  void SetUp() override {
    if (!tokenizer_) GTEST_SKIP() << "needs the language model (CHANCERY_MODEL)";
  }
  static std::vector<LexToken> tokenize(std::string_view text) {
    static Tokenizer::Scratch scratch;
    std::vector<LexToken> tokens;
    tokenizer_->tokenize(text, scratch, tokens);
    return tokens;
  }
  // The text with a bar before every sentence but the first.
  static std::string cut(std::string_view text) {
    const auto tokens = tokenize(text);
    std::vector<std::uint8_t> starts(tokens.size());
    splitter_.split(tokens, starts);
    std::string out;
    std::size_t at = 0;
    for (std::size_t i = 1; i < tokens.size(); ++i) {
      if (!starts[i]) continue;
      out.append(text.substr(at, tokens[i].begin - at)).append("|");
      at = tokens[i].begin;
    }
    return out.append(text.substr(at));
  }

  static Tokenizer* tokenizer_;
  static SentenceSplitter splitter_;
};
Tokenizer* SentenceSplitterTest::tokenizer_ = nullptr;
SentenceSplitter SentenceSplitterTest::splitter_;

TEST_F(SentenceSplitterTest, ExamplesOfTheRules) {
  Diagnostics diagnostics;
  splitter_.run_examples(tokenize, diagnostics);
  for (const auto& fault : diagnostics.sorted()) ADD_FAILURE() << format_error(fault);
}

TEST_F(SentenceSplitterTest, Borders) {
  for (const std::string marked : {
           "Diplomats said PM Khan will fly to Ankara. |He leaves on Monday.",
           "ANKARA, Mar. 4 (Agency) - The foreign minister met his guest. |Both men smiled.",
           "TUNIS (Agency) -- The cabinet fell. |A new one is sought.",
           "Gen. Haftar and Lt. Col. Ben Ali met J. K. Smith and George W. Bush. |They spoke of U.S. President "
           "Biden.",
           "He was sworn in in the U.S. |The ceremony was short.",
           "The envoy said: \"We agree.\" |He did not say on what.",
           "\"Will you sign?\" Merkel asked. |\"No!\" he shouted. |Nobody laughed.",
           "\"Who pays?\" she asked; nobody knew. |Then it rained.",
           "“We signed.” |“You did not.”",
           "The envoy said “we agree”. |He did not say on what.",  // a stop after a mark of several bytes
           "(The talks had failed in May.) |A second round began.",
           "The talks failed (see p. 12 of the report). |A second round began.",
           "The army left ... after two days. |It returned.",
           "We waited... |Nobody came.",
           "Inflation hit 3.5 percent in Sept. 2021. |It fell later.",
           "1. The parties cease fire. |2. The parties withdraw.",
           "The meeting ended.|The ministers left at 5 p.m. |On Monday they met again.",
           "They met at 9 a.m. Moscow time on Friday; no deal came. |Talks go on.",
           "Resolution No. 1701 was cited. |Was it binding? |Yes!",
           "The vote was lost by Smith & Co. |But he stayed.",
           "Nine people died. |al-Shabab claimed the attack.",
           "He said that 'war is over.' |Then he left.",
           "The ministers met in Washington, D.C. |They agreed.",
           "He moved from St. Petersburg to Mt. Lebanon. |His wife stayed.",
           "She thanked Pres. Tokayev, Amb. Kim, etc. and left. |The hall was empty.",
           "U.N. Secretary-General Guterres flew in. |So did E.U. envoys.",
           "Iran, Iraq, etc. |They all voted no.",
           "Polls open at 9 p.m. E.T. on Sunday and cost $2. 6 million. |Nobody paid.",
           "Trade fell in 2020. |15 ships left [...] |20 came back.",
       }) {
    std::string text;
    for (const char c : marked) text += c == '|' ? std::string() : std::string(1, c);
    EXPECT_EQ(cut(text), marked);
  }
  EXPECT_EQ(cut("Points: • the first one • the second one"), "Points: |• the first one |• the second one");
}

TEST_F(SentenceSplitterTest, WhiteSpaceBelongsToTheSentenceBefore) {
  EXPECT_EQ(cut("It ended.  \n It began."), "It ended.  \n |It began.");
  EXPECT_EQ(cut("  It ended. "), "  It ended. ");
  EXPECT_EQ(cut("no stop here\n\nnor here"), "no stop here\n\n|nor here");
  EXPECT_EQ(cut(""), "");
  EXPECT_EQ(cut("..."), "...");
}

TEST_F(SentenceSplitterTest, FaultsOfTheTablesAreReported) {
  Diagnostics diagnostics;
  const std::map<std::string, std::string> files{
      {"d/language/x.toml",
       "[[abbreviation]]\nid = \"a\"\nbefore = \"verb\"\nwords = [\"Mr.\"]\nmatches = [\"x\"]\nrejects = "
       "[\"y\"]\n"
       "[[abbreviation]]\nid = \"b\"\nbefore = \"name\"\nwords = [\"Mr\", \"Dr.\", \"Dr.\"]\nmatches = "
       "[\"x\"]\nrejects = [\"y\"]\n[[sentence_words]]\nid = \"verbs\"\nwords = [\"a\"]\nmatches = "
       "[\"x\"]\n"
       "rejects = [\"y\"]\n"}};
  const auto rulebook = Rulebook::load(MemoryFiles(files), "d", diagnostics);
  SentenceSplitter::compile(*rulebook, diagnostics);
  std::string all;
  for (const auto& fault : diagnostics.sorted()) all += format_error(fault) + "\n";
  for (const char* part : {"unknown value `verb`", "`Mr` does not end", "`Dr.` stands in this table twice",
                           "unknown list `verbs`"}) {
    EXPECT_NE(all.find(part), std::string::npos) << part << "\n" << all;
  }
}

}  // namespace
}  // namespace chancery
