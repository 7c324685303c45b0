// SPDX-License-Identifier: Apache-2.0
#include "language/network.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <deque>
#include <sstream>

#include "language/entities.h"
#include "language/parser.h"
#include "language/tagger.h"
#include "language/unicode.h"

namespace chancery {
namespace {

// Words between spaces as tokens, with the library's norms: enough for plain words.
struct Words {
  explicit Words(std::string_view text) {
    const Norms norms;
    std::istringstream in{std::string(text)};
    for (std::string word; in >> word;) {
      const auto& kept = strings.emplace_back(word);
      const auto& lower = strings.emplace_back(to_lower(kept));
      lexemes.push_back(make_lexeme(kept, lower, 0, norms));
      tokens.push_back({0, 0, &lexemes.back(), true});
    }
  }
  std::deque<std::string> strings;
  std::deque<Lexeme> lexemes;
  std::vector<LexToken> tokens;
};

struct Vectors {
  Floats shared, entity;
};

class NetworkTest : public testing::Test {
 protected:
  void SetUp() override {
    const char* path = std::getenv("CHANCERY_MODEL");
    if (!path || !disk().exists(path)) GTEST_SKIP() << "no model wheel at CHANCERY_MODEL";
    auto files = ModelFiles::open(disk(), path);
    ASSERT_TRUE(files) << files.error().message;
    files_ = std::make_unique<ModelFiles>(std::move(*files));
  }
  Network network(SimdLevel level = SimdLevel::kBest) {
    auto out = Network::load(*files_, *kernels(level));
    if (!out) ADD_FAILURE() << out.error().message;
    return std::move(*out);
  }
  // The vectors of all tokens, computed in stretches of `step` tokens, `together` of them at a time.
  static Vectors encode(const Network& network, const std::vector<LexToken>& tokens, NetworkScratch& scratch,
                        std::uint32_t step = 2000, std::size_t together = 1) {
    Vectors out{Floats(tokens.size() * kWidth), Floats(tokens.size() * kWidth)};
    std::vector<Stretch> stretches;
    for (std::uint32_t i = 0; i < tokens.size(); i += step) {
      stretches.push_back(
          {tokens, i, std::min<std::uint32_t>(i + step, static_cast<std::uint32_t>(tokens.size())), i});
    }
    for (std::size_t i = 0; i < stretches.size(); i += together) {
      network.encode(std::span(stretches).subspan(i, std::min(together, stretches.size() - i)), scratch,
                     out.shared.data(), out.entity.data());
    }
    return out;
  }
  static void expect_same(const Vectors& a, const Vectors& b, const std::string& what) {
    ASSERT_EQ(a.shared.size(), b.shared.size());
    EXPECT_EQ(0, std::memcmp(a.shared.data(), b.shared.data(), a.shared.size() * sizeof(float))) << what;
    EXPECT_EQ(0, std::memcmp(a.entity.data(), b.entity.data(), a.entity.size() * sizeof(float))) << what;
  }

  std::unique_ptr<ModelFiles> files_;
};

// Published rows and a parse of spaCy's own release.
TEST_F(NetworkTest, TheQuickBrownFox) {
  const auto net = network();
  Words words("The quick brown fox jumps over the lazy dog .");
  words.tokens[8].space_after = words.tokens[9].space_after = false;
  NetworkScratch scratch;
  const auto& first = words.lexemes.front();
  const auto mixing =
      net.mixing({first.norm, first.prefix, first.suffix, first.shape, true, false}, false, scratch);
  const float mixed[] = {0.5469365f, 0.0655831f, -0.0534346f}, last[] = {0.4501141f, -0.0115833f, 0.2075590f};
  const auto vectors = encode(net, words.tokens, scratch);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(mixing[i], mixed[i], 2e-6) << i;
    EXPECT_NEAR(vectors.shared[i], last[i], 2e-6) << i;
  }

  const auto& best = *kernels(SimdLevel::kBest);
  const auto tagger = Tagger::load(*files_, best);
  const auto parser = Parser::load(*files_, best);
  ASSERT_TRUE(tagger && parser);
  std::vector<std::uint8_t> tags(10);
  Floats scores;
  tagger->tag(vectors.shared.data(), tags, scores);
  ParserScratch room;
  std::vector<std::uint32_t> heads(10);
  std::vector<LabelId> labels(10);
  parser->prepare(vectors.shared.data(), 10, room);
  parser->parse(0, true, room, heads, labels);
  std::string got;
  for (std::size_t i = 0; i < 10; ++i) {
    got += tagger->tags()[tags[i]] + "/" + std::to_string(heads[i]) + "/" +
           std::string(parser->labels().name(labels[i])) + " ";
  }
  EXPECT_EQ(
      got,
      "DT/3/det JJ/3/amod JJ/3/amod NN/4/nsubj VBZ/4/ROOT IN/4/prep DT/8/det JJ/8/amod NN/5/pobj ./4/punct ");
}

TEST_F(NetworkTest, NeitherMemoryNorBatchNorLevelChangesABit) {
  std::string text;
  for (int i = 0; i < 150; ++i) {
    text += "Ministers from " + std::to_string(i % 37) + " states met in Geneva on Tuesday and agreed w" +
            std::to_string(i * 7919 % 1000) + "x to talk again . ";
  }
  const Words words(text);
  const auto net = network();
  NetworkScratch scratch;
  const auto expected = encode(net, words.tokens, scratch);
  expect_same(expected, encode(net, words.tokens, scratch), "all remembered");
  for (const std::uint32_t step : {1u, 2u, 3u, 5u, 17u, 64u, 1001u}) {
    NetworkScratch cold;
    expect_same(expected, encode(net, words.tokens, cold, step), "stretches of " + std::to_string(step));
    expect_same(expected, encode(net, words.tokens, cold, step, 1900 / step),
                "batches of " + std::to_string(step));
  }
  for (const auto level : {SimdLevel::kPlain, SimdLevel::kAvx2, SimdLevel::kAvx512}) {
    if (!kernels(level)) continue;
    NetworkScratch cold;
    const auto part = std::vector<LexToken>(words.tokens.begin(), words.tokens.begin() + 200);
    NetworkScratch other;
    expect_same(encode(net, part, other), encode(network(level), part, cold),
                std::string(kernels(level)->name));
  }
}

TEST_F(NetworkTest, ForgetsWithoutHarm) {
  std::string text;
  for (int i = 0; i < 9000; ++i) text += "q" + std::to_string(i) + " ";
  const Words words(text);
  const auto net = network();
  NetworkScratch small(0, 0);
  const auto first = encode(net, words.tokens, small, 1000);
  expect_same(first, encode(net, words.tokens, small, 1000), "after everything was forgotten");
  EXPECT_GT(small.misses, 15000u);
}

}  // namespace
}  // namespace chancery
