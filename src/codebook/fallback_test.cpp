// What lies between two words, likeliest first.
// SPDX-License-Identifier: Apache-2.0
#include "codebook/fallback.h"

#include <gtest/gtest.h>

#include "coding/frames.h"

namespace chancery {
namespace {

struct Word {
  std::string_view lemma, pos, dep;
  std::uint32_t head;
};

struct Case {
  const char* name;
  std::vector<Word> words;
  std::string_view source, target;
  std::string near, above;  // lemmas
};

const std::vector<Case> kCases = {
    {"the verb where the paths meet, not the one of saying",
     {{"minister", "NOUN", "nsubj", 1},
      {"say", "VERB", "ROOT", 1},
      {"Paris", "PROPN", "nsubj", 3},
      {"break", "VERB", "ccomp", 1},
      {"promise", "NOUN", "dobj", 3},
      {"to", "ADP", "prep", 4},
      {"Rome", "PROPN", "pobj", 5}},
     "Paris",
     "Rome",
     "break",
     "say"},
    {"the last verb of the same subject",
     {{"student", "NOUN", "nsubj", 1},
      {"notice", "VERB", "ROOT", 1},
      {"smoke", "NOUN", "dobj", 1},
      {"report", "VERB", "conj", 1},
      {"it", "PRON", "dobj", 3},
      {"to", "ADP", "prep", 3},
      {"teacher", "NOUN", "pobj", 5}},
     "student",
     "teacher",
     "report notice",
     ""},
    {"what is hoped comes after the hope",
     {{"lawyer", "NOUN", "nsubj", 1},
      {"hope", "VERB", "ROOT", 1},
      {"convince", "VERB", "xcomp", 1},
      {"jury", "NOUN", "dobj", 2}},
     "lawyer",
     "jury",
     "hope convince",
     ""},
    {"a noun that denotes a happening",
     {{"bomb", "NOUN", "compound", 1},
      {"blast", "NOUN", "nsubj", 4},
      {"in", "ADP", "prep", 1},
      {"Rome", "PROPN", "pobj", 2},
      {"shake", "VERB", "ROOT", 4}},
     "bomb",
     "Rome",
     "blast",
     "shake"},
};

TEST(Between, LikeliestFirst) {
  const MemoryFiles files(std::map<std::string, std::string>{
      {"d/codebooks/prior_nouns.tsv", "noun\ttype\tcameo\nblast\tASSAULT\t180\n"}});
  Diagnostics diagnostics;
  const Prior dictionary = Prior::compile(*Rulebook::load(files, "d", diagnostics), diagnostics);
  const Frames frames;
  for (const Case& test : kCases) {
    SCOPED_TRACE(test.name);
    Analysis analysis;
    std::uint32_t source = kNoToken, target = kNoToken;
    for (const Word& word : test.words) {
      Token token;
      token.lemma = token.text = token.lower = word.lemma;
      token.pos = word.pos;
      token.dep = word.dep;
      token.head = word.head;
      if (word.lemma == test.source) source = static_cast<std::uint32_t>(analysis.tokens.size());
      if (word.lemma == test.target) target = static_cast<std::uint32_t>(analysis.tokens.size());
      analysis.tokens.push_back(token);
    }
    analysis.sentences.push_back({0, static_cast<std::uint32_t>(test.words.size()), {}, 0});
    analysis.link_children();
    const Path path = between(dictionary, Syntax(analysis, frames), {}, source, target);
    const auto lemmas = [&](const std::vector<std::uint32_t>& tokens) {
      std::string out;
      for (std::uint32_t t : tokens) out += (out.empty() ? "" : " ") + std::string(analysis.tokens[t].lemma);
      return out;
    };
    EXPECT_EQ(lemmas(path.near), test.near);
    EXPECT_EQ(lemmas(path.above), test.above);
  }
}

}  // namespace
}  // namespace chancery
