// Attribute ruler and lemmatiser say what spaCy's say: every rule, conflicts between rules, every exception.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <deque>

#include "golden.h"
#include "language/lemmatizer.h"
#include "language/tagger.h"
#include "language/unicode.h"
#include "language/word_annotator.h"

namespace chancery {
namespace {

TEST(Parity, LemmasOfWords) {
  const auto lemmatizer = Lemmatizer::compile(model_files());
  ASSERT_TRUE(lemmatizer) << format_error(lemmatizer.error());
  Differences lemmas("lemmas of words");
  for_each_golden("lemmas", [&](simdjson::dom::element record) {
    const auto text = text_of(record.at(0)), pos = text_of(record.at(1)), morph = text_of(record.at(2));
    std::string lemma;
    lemmatizer->lemma(text, to_lower(text), pos, morph, lemma);
    lemmas.add(lemma == text_of(record.at(3)),
               [&] { return fmt::format("{}: '{}'", simdjson::to_string(record), lemma); });
  });
  lemmas.expect();
}

TEST(Parity, RulesOnTagsAndLabels) {
  std::vector<std::string> tags;
  auto labels = std::make_shared<DepLabels>();
  const auto number_of = [&tags](const std::string& tag) {
    const auto found = std::find(tags.begin(), tags.end(), tag);
    if (found != tags.end()) return static_cast<std::uint8_t>(found - tags.begin());
    tags.push_back(tag);
    return static_cast<std::uint8_t>(tags.size() - 1);
  };
  for_each_golden("ruler", [&](simdjson::dom::element record) {
    for (const auto token : simdjson::dom::array(record)) {
      number_of(text_of(token.at(1)));
      labels->add(std::string_view(token.at(2)));
    }
  });
  const auto annotator = WordAnnotator::compile(model_files(), tags, labels);
  ASSERT_TRUE(annotator) << format_error(annotator.error());

  Differences rules("tokens under rules");
  const Norms norms;
  WordAnnotator::Scratch scratch;
  for_each_golden("ruler", [&](simdjson::dom::element record) {
    std::deque<std::string> strings;
    std::deque<Lexeme> lexemes;
    std::vector<LexToken> tokens;
    std::vector<std::uint8_t> tag;
    std::vector<LabelId> label;
    for (const auto token : simdjson::dom::array(record)) {
      const auto& text = strings.emplace_back(text_of(token.at(0)));
      const auto& lower = strings.emplace_back(to_lower(text));
      lexemes.push_back(make_lexeme(text, lower, 0, norms));
      tokens.push_back({0, 0, &lexemes.back(), false});
      tag.push_back(number_of(text_of(token.at(1))));
      label.push_back(labels->add(std::string_view(token.at(2))));
    }
    std::vector<WordAttributes> out(tokens.size());
    annotator->annotate(tokens, tag, label, scratch, out);
    std::size_t i = 0;
    for (const auto token : simdjson::dom::array(record)) {
      const auto& got = out[i++];
      const bool equal = got.tag == text_of(token.at(3)) && got.pos == text_of(token.at(4)) &&
                         got.morph == text_of(token.at(5)) && got.lemma == text_of(token.at(6));
      rules.add(equal, [&] {
        return fmt::format("{} in {}: {} {} {} '{}'", i - 1, simdjson::to_string(record), got.tag, got.pos,
                           got.morph, got.lemma);
      });
    }
  });
  rules.expect();
}

}  // namespace
}  // namespace chancery
