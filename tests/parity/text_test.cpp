// The whole language stage on running text, sentences as the model makes them: every field is spaCy's.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/utf8.h"
#include "golden.h"
#include "language/language.h"

namespace chancery {
namespace {

std::vector<std::string> strings(simdjson::dom::element list) {
  std::vector<std::string> out;
  for (const auto value : simdjson::dom::array(list)) out.push_back(text_of(value));
  return out;
}

std::vector<std::uint64_t> numbers(simdjson::dom::element list) {
  std::vector<std::uint64_t> out;
  for (const auto value : simdjson::dom::array(list)) out.push_back(value);
  return out;
}

// The gates of docs/language.md; beyond the first, a difference that rounding explains is allowed.
TEST(Parity, AllFieldsOfText) {
  LanguageOptions options;
  const char* model = std::getenv("CHANCERY_MODEL");
  options.model_path = model ? model : CHANCERY_TEST_MODEL;
  const auto language = Language::load(disk(), options);
  ASSERT_TRUE(language) << format_error(language.error());
  Language::Scratch scratch;

  Differences tokens("tokens"), tags("tags"), arcs("heads with labels"), starts("sentence starts"),
      entities("entity tokens"), lemmas("lemmas"), parts("parts of speech"), morphs("morphology");
  for_each_golden("text", [&](simdjson::dom::element record) {
    Document document;
    document.content = text_of(record["text"]);
    document.blocks.push_back({BlockRole::kBody, {0, static_cast<std::uint32_t>(document.content.size())}});
    const auto analysis = (*language)->analyse(document, SentenceMode::kModel, scratch);
    const CodePointIndex index(document.content);
    const auto begin = numbers(record["begin"]), size = numbers(record["size"]),
               space = numbers(record["space"]);
    std::size_t same = 0;
    while (same < std::min(begin.size(), analysis.tokens.size())) {
      const auto& token = analysis.tokens[same];
      if (index.to_code_points(token.span.begin) != begin[same] ||
          index.to_code_points(token.span.end) != begin[same] + size[same] ||
          token.space_after != (space[same] == 1)) {
        break;
      }
      ++same;
    }
    const bool equal = same == begin.size() && same == analysis.tokens.size();
    tokens.add(equal, [&] { return fmt::format("token {} of {}", same, document.content); });
    if (!equal) return;

    const auto tag = strings(record["tag"]), pos = strings(record["pos"]), morph = strings(record["morph"]),
               lemma = strings(record["lemma"]), dep = strings(record["dep"]);
    const auto head = numbers(record["head"]), start = numbers(record["start"]);
    std::vector<std::string> entity(begin.size());
    for (const auto span : simdjson::dom::array(record["ents"])) {
      for (std::uint64_t i = span.at(0); i < std::uint64_t(span.at(1)); ++i) {
        entity[i] = (i == std::uint64_t(span.at(0)) ? "B-" : "I-") + text_of(span.at(2));
      }
    }
    for (std::uint32_t i = 0; i < analysis.tokens.size(); ++i) {
      const auto& token = analysis.tokens[i];
      const auto differs = [&](std::string_view want, std::string_view got) {
        return [&document, &token, i, want, got] {
          return fmt::format("{} '{}': '{}', not '{}', in {}", i, token.text, got, want,
                             document.content.substr(0, 300));
        };
      };
      tags.add(token.tag == tag[i], differs(tag[i], token.tag));
      parts.add(token.pos == pos[i], differs(pos[i], token.pos));
      morphs.add(token.morph == morph[i], differs(morph[i], token.morph));
      lemmas.add(token.lemma == lemma[i], differs(lemma[i], token.lemma));
      const auto want_arc = fmt::format("{} {}", head[i], dep[i]),
                 arc = fmt::format("{} {}", token.head, token.dep);
      arcs.add(arc == want_arc, differs(want_arc, arc));
      const auto got_entity = token.iob == Iob::kOut
                                  ? std::string()
                                  : (token.iob == Iob::kBegin ? "B-" : "I-") + std::string(token.ent_type);
      entities.add(got_entity == entity[i], differs(entity[i], got_entity));
      const bool is_start = analysis.sentences[token.sentence].first == i;
      starts.add(is_start == (start[i] == 1),
                 differs(start[i] ? "start" : "inside", is_start ? "start" : "inside"));
    }
  });
  tokens.expect();
  tags.expect(0.9999);
  arcs.expect(0.999);
  starts.expect(0.999);
  entities.expect(0.999);
  lemmas.expect(0.9999);
  parts.expect(0.9999);
  morphs.expect(0.9999);
}

}  // namespace
}  // namespace chancery
