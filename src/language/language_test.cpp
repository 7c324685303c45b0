// SPDX-License-Identifier: Apache-2.0
#include "language/language.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <thread>

#include "document/document_of_lines.h"

namespace chancery {
namespace {

// Everything in an Analysis, one line a token.
std::string dump(const Analysis& analysis) {
  std::string out;
  for (const auto& t : analysis.tokens) {
    out += std::to_string(t.span.begin) + "-" + std::to_string(t.span.end) + " " + std::string(t.text) + "|" +
           std::string(t.lower) + "|" + std::string(t.lemma) + "|" + std::string(t.tag) + "|" +
           std::string(t.pos) + "|" + std::string(t.morph) + "|" + std::string(t.dep) + "|" +
           std::to_string(t.head) + "|" + std::to_string(t.sentence) + "|" + std::string(t.ent_type) +
           std::to_string(static_cast<int>(t.iob)) + (t.space_after ? "_" : "") + "\n";
  }
  for (const auto& s : analysis.sentences) {
    out += "sentence " + std::to_string(s.first) + "-" + std::to_string(s.last) + " block " +
           std::to_string(s.block) + " bytes " + std::to_string(s.span.begin) + "-" +
           std::to_string(s.span.end) + "\n";
  }
  for (const auto& e : analysis.entities) {
    out +=
        "entity " + std::to_string(e.first) + "-" + std::to_string(e.last) + " " + std::string(e.type) + "\n";
  }
  return out;
}

class LanguageTest : public testing::Test {
 protected:
  void SetUp() override {
    const char* path = std::getenv("CHANCERY_MODEL");
    if (!path || !disk().exists(path)) GTEST_SKIP() << "no model wheel at CHANCERY_MODEL";
  }
  static std::unique_ptr<Language> load(SimdLevel simd = SimdLevel::kBest) {
    auto out = Language::load(disk(), {std::getenv("CHANCERY_MODEL"), simd});
    if (!out) {
      ADD_FAILURE() << format_error(out.error());
      return nullptr;
    }
    return std::move(*out);
  }
};

constexpr SentenceMode kModes[] = {SentenceMode::kOurs, SentenceMode::kModel};

TEST_F(LanguageTest, AnalysesASentence) {
  const auto language = load();
  Language::Scratch scratch;
  const auto document = document_of_lines("President Macron didn't visit Warsaw on Tuesday.");
  for (const auto mode : kModes) {
    const auto analysis = language->analyse(document, mode, scratch);
    ASSERT_EQ(analysis.tokens.size(), 9u);
    ASSERT_EQ(analysis.sentences.size(), 1u);
    const auto& visit = analysis.tokens[4];
    EXPECT_EQ(visit.text, "visit");
    EXPECT_EQ(visit.lemma, "visit");
    EXPECT_EQ(visit.tag, "VB");
    EXPECT_EQ(visit.pos, "VERB");
    EXPECT_EQ(visit.morph, "VerbForm=Inf");
    EXPECT_TRUE(analysis.is_root(4));
    EXPECT_EQ(analysis.tokens[1].dep, "nsubj");
    EXPECT_EQ(analysis.tokens[1].head, 4u);
    EXPECT_EQ(analysis.tokens[3].lemma, "not");
    EXPECT_FALSE(analysis.tokens[2].space_after);
    EXPECT_EQ(analysis.child(4, {"dobj"}), 5u);
    ASSERT_EQ(analysis.entities.size(), 3u);
    EXPECT_EQ(analysis.entities[1].type, "GPE");
    EXPECT_EQ(analysis.tokens[5].iob, Iob::kBegin);
  }
}

// Each block is a unit of its own in kOurs; text between blocks has no tokens.
TEST_F(LanguageTest, BlocksAreUnits) {
  const auto language = load();
  Language::Scratch scratch;
  const auto document = document_of_lines(
      "Khan to visit Moscow\nThe prime minister will meet President Putin\n\nOfficials said so.");
  const auto analysis = language->analyse(document, SentenceMode::kOurs, scratch);
  ASSERT_EQ(analysis.sentences.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(analysis.sentences[i].block, i);
    EXPECT_EQ(analysis.sentences[i].span, document.blocks[i].span);
    for (auto t = analysis.sentences[i].first; t < analysis.sentences[i].last; ++t) {
      EXPECT_EQ(analysis.tokens[t].sentence, i);
      EXPECT_GE(analysis.tokens[t].head, analysis.sentences[i].first);
      EXPECT_LT(analysis.tokens[t].head, analysis.sentences[i].last);
    }
  }
}

TEST_F(LanguageTest, TitleAndTextAreUnitsOfTheModel) {
  const auto language = load();
  Language::Scratch scratch;
  Document document;
  document.content = "Khan to visit Moscow\nThe minister left.\nHe returned.";
  document.title_size = 20;
  document.text_begin = 21;
  const auto analysis = language->analyse(document, SentenceMode::kModel, scratch);
  std::string tokens;
  for (const auto& token : analysis.tokens) tokens += "[" + std::string(token.text) + "]";
  EXPECT_EQ(tokens, "[Khan][to][visit][Moscow][The][minister][left][.][\n][He][returned][.]");
  EXPECT_EQ(analysis.sentences.front().last, 4u);
}

TEST_F(LanguageTest, NothingIsFine) {
  const auto language = load();
  Language::Scratch scratch;
  for (const std::string text : {"", "\n", " \n\n "}) {
    Document document;
    document.content = text;
    for (const auto mode : kModes) {
      const auto analysis = language->analyse(document, mode, scratch);
      EXPECT_TRUE(analysis.entities.empty());
      EXPECT_EQ(analysis.child_begin.size(), analysis.tokens.size() + 1);
    }
  }
  EXPECT_TRUE(language->analyse(std::span<const Document* const>(), SentenceMode::kOurs, scratch).empty());
}

TEST_F(LanguageTest, NeitherCompanyNorThreadNorMemoryChangesAnything) {
  const auto language = load();
  std::vector<Document> documents;
  for (int i = 0; i < 40; ++i) {
    std::string text;
    for (int j = 0; j <= i % 7 * 3; ++j) {
      text += "Delegates from " + std::to_string(i * j) +
              " states, among them Kenya and Peru, met the U.N. envoy on 5 May " + std::to_string(1990 + i) +
              ". \"We won't sign it,\" Mr. X" + std::to_string(j * 31) + " said.";
      if (j % 3 == 1) text += "\n";
    }
    documents.push_back(document_of_lines(text));
  }
  std::vector<const Document*> pointers;
  for (const auto& document : documents) pointers.push_back(&document);
  for (const auto mode : kModes) {
    std::vector<std::string> expected;
    Language::Scratch scratch;
    for (const auto& analysis : language->analyse(pointers, mode, scratch)) expected.push_back(dump(analysis));
    std::vector<std::string> alone(documents.size());
    const auto work = [&](std::size_t first) {
      Language::Scratch own;
      for (std::size_t i = first; i < documents.size(); i += 2)
        alone[i] = dump(language->analyse(documents[i], mode, own));
    };
    std::thread other(work, 1);
    work(0);
    other.join();
    for (std::size_t i = 0; i < documents.size(); ++i) EXPECT_EQ(alone[i], expected[i]) << "document " << i;
  }
}

TEST_F(LanguageTest, EveryLevelGivesTheSame) {
  const auto document = document_of_lines(
      "The council, which Mrs. Osei chairs, has not yet decided whether to send 1,200 troops to Juba.");
  std::string expected;
  for (const auto level : {SimdLevel::kBest, SimdLevel::kPlain, SimdLevel::kAvx2, SimdLevel::kAvx512}) {
    if (!kernels(level)) continue;
    const auto language = load(level);
    Language::Scratch scratch;
    const auto got = dump(language->analyse(document, SentenceMode::kOurs, scratch));
    if (expected.empty()) expected = got;
    EXPECT_EQ(got, expected) << language->simd();
  }
}

// Texts that no person wrote: all must come out whole and soon. The long ones cross the borders of pieces.
TEST_F(LanguageTest, AbsurdTexts) {
  const auto language = load();
  Language::Scratch scratch;
  std::string clauses, commas, words;
  for (int i = 0; i < 900; ++i) clauses += "and the envoy who met the minister of the state ";
  for (int i = 0; i < 20000; ++i) commas += ",";
  for (int i = 0; i < 5000; ++i) words += "w" + std::to_string(i * 7919) + " ";
  const std::string texts[] = {clauses,
                               commas,
                               words,
                               std::string(100000, 'x'),
                               std::string(30000, '\n'),
                               "\xEF\xBF\xBD\xF0\x9F\x98\x80 \xCC\x81",
                               std::string("a\0b", 3)};
  for (const auto& text : texts) {
    Document document;
    document.content = text;
    document.blocks.push_back({BlockRole::kBody, {0, static_cast<std::uint32_t>(text.size())}});
    for (const auto mode : kModes) {
      const auto analysis = language->analyse(document, mode, scratch);
      ASSERT_FALSE(analysis.tokens.empty());
      EXPECT_EQ(analysis.tokens.back().span.end + (analysis.tokens.back().space_after ? 1 : 0), text.size());
      for (const auto& sentence : analysis.sentences) {
        const bool ours = mode == SentenceMode::kOurs;
        EXPECT_LE(sentence.last - sentence.first, ours ? 2048u : 8192u);
        for (auto t = sentence.first; t < sentence.last; ++t) {
          ASSERT_LT(analysis.tokens[t].head, analysis.tokens.size());
          if (ours) {
            ASSERT_GE(analysis.tokens[t].head, sentence.first);
            ASSERT_LT(analysis.tokens[t].head, sentence.last);
          }
        }
      }
    }
  }
}

TEST_F(LanguageTest, SaysWhatModelItIs) {
  const auto language = load();
  EXPECT_EQ(language->known_release(), "3.8.0");
  EXPECT_EQ(language->digest().substr(0, 7), "sha256:");
  const auto missing = Language::load(disk(), {"no/such/model", SimdLevel::kBest});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kModelMissing);
}

}  // namespace
}  // namespace chancery
