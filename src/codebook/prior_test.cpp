// The path between two actors and what its verbs say.
// SPDX-License-Identifier: Apache-2.0
#include "codebook/prior.h"

#include <gtest/gtest.h>

namespace chancery {
namespace {

struct Word {
  std::string_view lemma, pos, dep;
  std::uint32_t head;
};

Analysis analysis_of(const std::vector<Word>& words) {
  Analysis out;
  for (const Word& word : words) {
    Token token;
    token.lemma = token.text = token.lower = word.lemma;
    token.pos = word.pos;
    token.dep = word.dep;
    token.head = word.head;
    out.tokens.push_back(token);
  }
  out.sentences.push_back({0, static_cast<std::uint32_t>(words.size()), {}, 0});
  out.link_children();
  return out;
}

// "Minister said Paris broke a promise to Rome": the source is either of the first two actors, the target Rome.
const std::vector<Word> kSentence = {{"minister", "NOUN", "nsubj", 1}, {"say", "VERB", "ROOT", 1},
                                     {"Paris", "PROPN", "nsubj", 3},   {"break", "VERB", "ccomp", 1},
                                     {"a", "DET", "det", 5},           {"promise", "NOUN", "dobj", 3},
                                     {"to", "ADP", "prep", 5},         {"Rome", "PROPN", "pobj", 6}};

TEST(Prior, TheVerbWhereThePathsMeetComesFirst) {
  const Analysis analysis = analysis_of(kSentence);
  EXPECT_EQ(Prior::predicates(analysis, 2, 7), (std::vector<std::uint32_t>{3, 1}));
  EXPECT_EQ(Prior::predicates(analysis, 0, 7), (std::vector<std::uint32_t>{1, 3}));
  EXPECT_EQ(Prior::predicates(analysis, kNoToken, 7), (std::vector<std::uint32_t>{3, 1}));
}

TEST(Prior, AWordUnderTheVerbDecidesBeforeTheVerb) {
  const MemoryFiles files(std::map<std::string, std::string>{
      {"d/imported/prior_verbs.tsv", "verb\tblock\ttype\tcameo\nbreak\tbreak\tSANCTION\t160\nsay\tsay\t\t\n"},
      {"d/imported/prior_words.tsv", "block\tword\ttype\tcameo\nbreak\tpromise\tREJECT\t120\n"},
      {"d/codebooks/prior_verbs.tsv", "verb\ttype\tcameo\nsay\tSTATE\t010\n"}});
  Diagnostics diagnostics;
  const auto rulebook = Rulebook::load(files, "d", diagnostics);
  const Prior prior = Prior::compile(*rulebook, diagnostics);
  const Analysis analysis = analysis_of(kSentence);
  EXPECT_EQ(prior.of(analysis, 3)->rule, "prior/break+promise");
  EXPECT_EQ(prior.of(analysis, 3)->cameo, "120");
  EXPECT_EQ(prior.of(analysis, 1)->type, "STATE");
  EXPECT_FALSE(prior.of(analysis, 5));
}

}  // namespace
}  // namespace chancery
