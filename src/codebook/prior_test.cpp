// What verbs and nouns say by themselves, and who changes it.
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

// "Minister said Paris broke a promise to Rome."
const std::vector<Word> kSentence = {{"minister", "NOUN", "nsubj", 1}, {"say", "VERB", "ROOT", 1},
                                     {"Paris", "PROPN", "nsubj", 3},   {"break", "VERB", "ccomp", 1},
                                     {"a", "DET", "det", 5},           {"promise", "NOUN", "dobj", 3},
                                     {"to", "ADP", "prep", 5},         {"Rome", "PROPN", "pobj", 6}};

Prior prior_of(std::map<std::string, std::string> tables) {
  const MemoryFiles files(std::move(tables));
  Diagnostics diagnostics;
  return Prior::compile(*Rulebook::load(files, "d", diagnostics), diagnostics);
}

TEST(Prior, AWordUnderTheVerbDecidesBeforeTheVerb) {
  const Prior prior = prior_of(
      {{"d/imported/prior_verbs.tsv", "verb\tblock\ttype\tcameo\nbreak\tbreak\tSANCTION\t160\nsay\tsay\t\t\n"},
       {"d/imported/prior_words.tsv", "block\tword\ttype\tcameo\nbreak\tpromise\tREJECT\t120\n"},
       {"d/codebooks/prior_verbs.tsv", "verb\twith\ttype\tcameo\nsay\t\tSTATE\t010\n"},
       {"d/codebooks/prior_nouns.tsv", "noun\ttype\tcameo\npromise\tAGREE\t030\n"}});
  const Analysis analysis = analysis_of(kSentence);
  EXPECT_EQ(prior.plain(analysis, 3, kNoToken, kNoToken)->rule, "prior/break+promise");
  EXPECT_EQ(prior.plain(analysis, 3, kNoToken, kNoToken)->cameo, "120");
  EXPECT_EQ(prior.plain(analysis, 1, kNoToken, kNoToken)->type, "STATE");
  EXPECT_EQ(prior.plain(analysis, 5, kNoToken, kNoToken)->type, "AGREE");
  EXPECT_FALSE(prior.plain(analysis, 2, kNoToken, kNoToken));
}

TEST(Prior, WhoTakesPartChangesWhatAVerbSays) {
  const Prior prior =
      prior_of({{"d/codebooks/prior_verbs.tsv",
                 "verb\twith\ttype\tcameo\nbring\t\tAID\t070\nbring\t@weapon\tASSAULT\t180\n"
                 "hunt\t<@police\tACCUSE\t090\n=AID\t<@weapon\tASSAULT\t180\n"},
                {"d/codebooks/prior_kinds.tsv", "kind\tword\nweapon\tcar bomb\npolice\tofficer\n"}});
  // "officer brings a bomb", once with "car" before the last word
  const auto sentence = [](std::string_view verb, std::string_view before) {
    return analysis_of({{"officer", "NOUN", "nsubj", 1},
                        {verb, "VERB", "ROOT", 1},
                        {before, "NOUN", "compound", 3},
                        {"bomb", "NOUN", "dobj", 1}});
  };
  EXPECT_EQ(prior.special(sentence("bring", "car"), 1, 0, 3)->rule, "prior/bring+@weapon");
  EXPECT_FALSE(prior.special(sentence("bring", "bath"), 1, 0, 3));
  EXPECT_EQ(prior.special(sentence("hunt", "bath"), 1, 0, kNoToken)->type, "ACCUSE");
  EXPECT_EQ(prior.instead(sentence("help", "car"), 1, "AID", 3, 0)->rule, "prior/help+<@weapon");
  EXPECT_FALSE(prior.instead(sentence("help", "car"), 1, "AID", 0, 3));  // a bomb that is helped is no doer
}

}  // namespace
}  // namespace chancery
