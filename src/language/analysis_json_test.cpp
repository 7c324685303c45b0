// Recorded parses become an Analysis.
// SPDX-License-Identifier: Apache-2.0
#include "language/analysis_json.h"

#include <gtest/gtest.h>

namespace chancery {
namespace {

constexpr std::string_view kText = "“Yes,” PM Khan said.\nNo.";
constexpr std::string_view kRecord = R"({"sentences":[{"span":[0,20]},{"span":[21,24]}],"tokens":[
{"span":[0,1],"text":"“","lemma":"\"","tag":"``","pos":"PUNCT","morph":"","head":6,"dep":"punct","ent_iob":"O","ent_type":"","ws":false},
{"span":[1,4],"text":"Yes","lemma":"yes","tag":"UH","pos":"INTJ","morph":"","head":6,"dep":"ccomp","ent_iob":"O","ent_type":"","ws":false},
{"span":[4,5],"text":",","lemma":",","tag":",","pos":"PUNCT","morph":"","head":6,"dep":"punct","ent_iob":"O","ent_type":"","ws":false},
{"span":[5,6],"text":"”","lemma":"\"","tag":"''","pos":"PUNCT","morph":"","head":6,"dep":"punct","ent_iob":"O","ent_type":"","ws":true},
{"span":[7,9],"text":"PM","lemma":"PM","tag":"NNP","pos":"PROPN","morph":"Number=Sing","head":5,"dep":"compound","ent_iob":"O","ent_type":"","ws":true},
{"span":[10,14],"text":"Khan","lemma":"Khan","tag":"NNP","pos":"PROPN","morph":"Number=Sing","head":6,"dep":"nsubj","ent_iob":"B","ent_type":"PERSON","ws":true},
{"span":[15,19],"text":"said","lemma":"say","tag":"VBD","pos":"VERB","morph":"Tense=Past","head":6,"dep":"ROOT","ent_iob":"O","ent_type":"","ws":false},
{"span":[19,20],"text":".","lemma":".","tag":".","pos":"PUNCT","morph":"","head":6,"dep":"punct","ent_iob":"O","ent_type":"","ws":false},
{"span":[21,23],"text":"No","lemma":"no","tag":"UH","pos":"INTJ","morph":"","head":8,"dep":"ROOT","ent_iob":"O","ent_type":"","ws":false},
{"span":[23,24],"text":".","lemma":".","tag":".","pos":"PUNCT","morph":"","head":8,"dep":"punct","ent_iob":"O","ent_type":"","ws":false}]})";

TEST(AnalysisJson, CodePointSpansBecomeBytesAndLinksAreSet) {
  const auto document = document_of_lines(kText);
  ASSERT_EQ(document.blocks.size(), 2u);
  const auto analysis = analysis_from_json(document, kRecord);
  ASSERT_TRUE(analysis) << format_error(analysis.error());
  ASSERT_EQ(analysis->tokens.size(), 10u);
  EXPECT_EQ(analysis->tokens[6].text, "said");
  EXPECT_EQ(analysis->child(6, {"nsubj"}), 5u);
  ASSERT_EQ(analysis->sentences.size(), 2u);
  EXPECT_EQ(analysis->sentences[1].first, 8u);
  EXPECT_EQ(analysis->sentences[1].block, 1u);
  ASSERT_EQ(analysis->entities.size(), 1u);
  EXPECT_EQ(analysis->entities[0].type, "PERSON");
}

TEST(AnalysisJson, ARecordOfAnotherTextIsRefused) {
  const auto document = document_of_lines("Some other text of the same length.");
  EXPECT_FALSE(analysis_from_json(document, kRecord));
}

}  // namespace
}  // namespace chancery
