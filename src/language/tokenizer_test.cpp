// Two ways to the same tokens, on much that is random; what hostile text costs; texts whose tokens matter to
// us.
// SPDX-License-Identifier: Apache-2.0
#include "language/tokenizer.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <random>

#include "base/file_system.h"
#include "base/utf8.h"

namespace chancery {
namespace {

class TokenizerTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const char* path = std::getenv("CHANCERY_MODEL");
    if (!path || !disk().exists(path)) return;
    const auto model = ModelFiles::open(disk(), path);
    ASSERT_TRUE(model) << format_error(model.error());
    auto compiled = Tokenizer::compile(*model);
    ASSERT_TRUE(compiled) << format_error(compiled.error());
    tokenizer_ = new Tokenizer(*std::move(compiled));
  }
  static void TearDownTestSuite() {
    delete tokenizer_;
    tokenizer_ = nullptr;
  }
  void SetUp() override {
    if (!tokenizer_) GTEST_SKIP() << "needs the language model (CHANCERY_MODEL)";
  }

  // "He|_said|." with `_` for a token after white space that is no token.
  static std::string dump(std::string_view text, Tokenizer::Path path = Tokenizer::Path::kFast) {
    static Tokenizer::Scratch scratch;
    std::vector<LexToken> tokens;
    tokenizer_->tokenize(text, scratch, tokens, path);
    std::string out;
    std::uint32_t at = 0;
    for (const auto& token : tokens) {
      if (!out.empty()) out += '|';
      EXPECT_EQ(token.lexeme->text, text.substr(token.begin, token.end - token.begin));
      EXPECT_EQ(token.begin, at) << text;
      out += std::string(token.lexeme->text) + (token.space_after ? "_" : "");
      at = token.end + token.space_after;
    }
    EXPECT_EQ(at, text.size()) << text;
    return out;
  }

  static double seconds(std::string_view text) {
    Tokenizer::Scratch scratch;
    std::vector<LexToken> tokens;
    const auto start = std::chrono::steady_clock::now();
    tokenizer_->tokenize(text, scratch, tokens);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }

  static Tokenizer* tokenizer_;
};
Tokenizer* TokenizerTest::tokenizer_ = nullptr;

TEST_F(TokenizerTest, CutsAsSpacyDoes) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {" ", " "},
      {" a  b ", " |a_| |b_"},
      {"a\nb", "a|\n|b"},
      {"PM Khan won't visit.", "PM_|Khan_|wo|n't_|visit|."},
      {"\"It ended.The talks\"", "\"|It_|ended|.|The_|talks|\""},
      {"U.S. aid (US$5bn) fell 3.5%...", "U.S._|aid_|(|US$|5bn|)_|fell_|3.5|%|..."},
      {"See https://twitter.com/PTI/status/1490406386177511425?s=20!",
       "See_|https://twitter.com/PTI/status/1490406386177511425?s=20|!"},
      {"cost 5km/h, 10p.m. :) : )", "cost_|5|km/h|,_|10|p.m._|:)_|:_|)"},
      {"“we’re Sino-Russian” he", "“|we|’re_|Sino|-|Russian|”_|he"},
  };
  for (const auto& [text, tokens] : cases) {
    EXPECT_EQ(dump(text), tokens);
    EXPECT_EQ(dump(text, Tokenizer::Path::kReference), tokens);
  }
}

TEST_F(TokenizerTest, TheNormOfAContractionIsTheExceptions) {
  Tokenizer::Scratch scratch;
  std::vector<LexToken> tokens;
  tokenizer_->tokenize("can't can", scratch, tokens);
  ASSERT_EQ(tokens.size(), 3u);
  EXPECT_EQ(tokens[0].lexeme->norm, tokens[2].lexeme->norm);  // "ca" means "can"
  EXPECT_NE(tokens[0].lexeme->orth, tokens[2].lexeme->orth);
}

// Random chunks of the letters that the rules look at, and words of English that are damaged at random places.
// The number of chunks comes from CHANCERY_FUZZ_CHUNKS, 100,000 if it is not set.
TEST_F(TokenizerTest, ScannerAndPatternsAgree) {
  const char* wanted = std::getenv("CHANCERY_FUZZ_CHUNKS");
  const long chunks = wanted ? std::atol(wanted) : 100'000;
  constexpr std::string_view kSigns = "abkmgtsTBGUSCA019.,:;!?()[]{}<>_#*&'\"`$%=+-/@^|~\\ ";
  constexpr std::string_view kWords[] = {"Moscow's",  "don't",     "U.S.",  "5.30pm",       "http://a.co/b?c=d",
                                         "x@mail.ru", "10-12",     "e.g.",  "Sino-Russian", "$3.2bn",
                                         "km/h",      "(Reuters)", "--",    "'tis",         "192.168.0.1",
                                         "C$40",      "A+",        "3x4",   "I'd've",       ":-)",
                                         "and/or",    "No.7",      "p.m.",  "ended.The",    "50%",
                                         "\"Peace",   "war.\"",    "Feb.6", "US$",          "G-20"};
  std::mt19937_64 random(20220206);
  const auto pick = [&](std::size_t size) { return static_cast<std::size_t>(random() % size); };
  Tokenizer::Scratch fast, reference;
  std::vector<LexToken> a, b;
  std::string text;
  for (long left = chunks; left > 0;) {
    text.clear();
    for (int i = 0; i < 200; ++i, --left) {
      if (pick(2) == 0) {
        for (std::size_t size = 1 + pick(9); size > 0; --size) text += kSigns[pick(kSigns.size())];
      } else {
        std::string word(kWords[pick(std::size(kWords))]);
        for (std::size_t edits = pick(4); edits > 0 && !word.empty(); --edits) {
          const auto at = pick(word.size());
          switch (pick(4)) {
            case 0:
              word.erase(at, 1);
              break;
            case 1:
              word.insert(at, 1, kSigns[pick(kSigns.size())]);
              break;
            case 2:
              word[at] = kSigns[pick(kSigns.size())];
              break;
            default:
              word.insert(at, kWords[pick(std::size(kWords))]);
          }
        }
        text += word;
      }
      // Some chunks hold a letter outside ASCII: the borders of the scanner's half.
      if (pick(8) == 0) text += (const char*[]){"é", "’", "“", "µm", "°", "—", "Я", "東"}[pick(8)];
      text += ' ';
    }
    a.clear();
    b.clear();
    fast.trim(std::size_t{4} << 20);
    reference.trim(std::size_t{4} << 20);
    tokenizer_->tokenize(text, fast, a, Tokenizer::Path::kFast);
    tokenizer_->tokenize(text, reference, b, Tokenizer::Path::kReference);
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
      ASSERT_TRUE(i < a.size() && i < b.size() && a[i].begin == b[i].begin && a[i].end == b[i].end &&
                  a[i].lexeme->norm == b[i].lexeme->norm && a[i].space_after == b[i].space_after)
          << "near `" << text.substr(std::max(40u, b[std::min(i, b.size() - 1)].begin) - 40, 80) << "`";
    }
  }
}

TEST_F(TokenizerTest, HostileTextTakesLinearTime) {
  const std::size_t size = std::size_t{2} << 20;
  const auto repeat = [&](std::string_view piece) {
    std::string out;
    while (out.size() < size) out += piece;
    return out;
  };
  // Seconds are for a slow, busy machine under a sanitizer; a quadratic step would take hours.
  for (const char* piece :
       {"a", ",", ".", "…", "“", "ab-", "'s", "a.", "5km", ": ) ", ":@", "::::@@@@a.a.a.", "$5", "é,", "\n",
        "　", "http://aaaaaaaaaaaaaaaaaaaaaaaaaaaa:a:a:a:a@a.b.c.d.e.f.g. "}) {
    EXPECT_LT(seconds(repeat(piece)), 30) << piece;
  }
}

TEST_F(TokenizerTest, ForgetsWithoutHarm) {
  Tokenizer::Scratch scratch;
  std::vector<LexToken> tokens;
  for (int i = 0; i < 3000; ++i) {
    tokens.clear();
    scratch.trim(std::size_t{1} << 18);
    tokenizer_->tokenize(fmt::format("word{} number{}", i, i % 7), scratch, tokens);
    ASSERT_EQ(tokens[0].lexeme->text, fmt::format("word{}", i));
  }
  EXPECT_LT(scratch.bytes(), std::size_t{1} << 20);
}

}  // namespace
}  // namespace chancery
