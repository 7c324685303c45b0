// Tokens are spaCy's, by both paths of the tokeniser: pattern matches on odd chunks, and running text.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>

#include "base/utf8.h"
#include "golden.h"
#include "language/string_id.h"
#include "language/tokenizer.h"

namespace chancery {
namespace {

const Tokenizer& tokenizer() {
  static const auto made = [] {
    auto compiled = Tokenizer::compile(model_files());
    EXPECT_TRUE(compiled) << format_error(compiled.error());
    return *std::move(compiled);
  }();
  return made;
}

using Numbers = std::vector<std::uint64_t>;

Numbers numbers(simdjson::dom::element list) {
  Numbers out;
  for (const auto value : simdjson::dom::array(list)) out.push_back(value);
  return out;
}

// Begin, size and space of each token, in code points.
Numbers layout(std::string_view text, Tokenizer::Path path, Tokenizer::Scratch& scratch,
               std::vector<LexToken>& tokens) {
  tokens.clear();
  tokenizer().tokenize(text, scratch, tokens, path);
  const CodePointIndex index(text);
  Numbers out;
  for (const auto& token : tokens) {
    const auto begin = index.to_code_points(token.begin);
    out.insert(out.end(), {begin, index.to_code_points(token.end) - begin, token.space_after ? 1u : 0u});
  }
  return out;
}

TEST(Parity, PatternsAndTokensOfOddChunks) {
  Differences prefixes("prefixes"), suffixes("suffixes"), infixes("infixes"), addresses("addresses"),
      tokens("chunks, fast path"), reference("chunks, PCRE2 path"), norms("norms of their tokens");
  AffixPatterns::Scratch patterns;
  Tokenizer::Scratch fast, slow;
  std::vector<LexToken> found;
  for_each_golden("chunks", [&](simdjson::dom::element record) {
    const auto chunk = text_of(record.at(0));
    const auto& affixes = tokenizer().patterns();
    const auto describe = [&](const char* what) {
      return [&, what] { return fmt::format("{} {}", what, simdjson::to_string(record)); };
    };
    const std::string_view text = chunk;
    const auto prefix = affixes.prefix(text, patterns);
    const auto suffix = affixes.suffix(text, patterns);
    prefixes.add(count_code_points(text.substr(0, prefix)) == std::uint64_t(record.at(1)), describe("prefix"));
    suffixes.add(count_code_points(text.substr(text.size() - suffix)) == std::uint64_t(record.at(2)),
                 describe("suffix"));
    std::vector<Span> spans;
    affixes.infixes(text, patterns, spans);
    Numbers ends;
    for (const auto& span : spans) {
      ends.push_back(count_code_points(text.substr(0, span.begin)));
      ends.push_back(count_code_points(text.substr(0, span.end)));
    }
    infixes.add(ends == numbers(record.at(3)), describe("infix"));
    addresses.add(affixes.is_url(text, patterns) == (std::uint64_t(record.at(4)) == 1), describe("address"));

    Numbers want;
    std::uint64_t begin = 0;
    for (const auto size : numbers(record.at(5))) {
      want.insert(want.end(), {begin, size, 0});
      begin += size;
    }
    reference.add(layout(text, Tokenizer::Path::kReference, slow, found) == want, describe("tokens"));
    tokens.add(layout(text, Tokenizer::Path::kFast, fast, found) == want, describe("tokens"));
    std::map<std::string, std::uint64_t> want_norms;
    simdjson::dom::element given;
    if (!record.at(6).get(given)) {
      for (const auto [at, norm] : simdjson::dom::object(given))
        want_norms[std::string(at)] = string_id(std::string_view(norm));
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
      const auto it = want_norms.find(std::to_string(i));
      if (it != want_norms.end()) norms.add(found[i].lexeme->norm == it->second, describe("norm"));
    }
  });
  for (const auto* part : {&prefixes, &suffixes, &infixes, &addresses, &reference, &tokens, &norms})
    part->expect();
}

TEST(Parity, TokensAndNormsOfText) {
  Differences tokens("paragraphs, fast path"), reference("paragraphs, PCRE2 path"), norms("norms");
  Tokenizer::Scratch fast, slow;
  std::vector<LexToken> found;
  for_each_golden("text", [&](simdjson::dom::element record) {
    const auto text = text_of(record["text"]);
    const auto begin = numbers(record["begin"]), size = numbers(record["size"]),
               space = numbers(record["space"]);
    Numbers want;
    for (std::size_t i = 0; i < begin.size(); ++i) want.insert(want.end(), {begin[i], size[i], space[i]});
    reference.add(layout(text, Tokenizer::Path::kReference, slow, found) == want, [&] { return text; });
    tokens.add(layout(text, Tokenizer::Path::kFast, fast, found) == want, [&] { return text; });
    std::size_t at = 0;
    for (const auto norm : simdjson::dom::array(record["norm"])) {
      if (at < found.size()) {
        norms.add(found[at].lexeme->norm == string_id(std::string_view(norm)),
                  [&] { return fmt::format("'{}', want {}", found[at].lexeme->text, std::string_view(norm)); });
      }
      ++at;
    }
  });
  for (const auto* part : {&reference, &tokens, &norms}) part->expect();
}

}  // namespace
}  // namespace chancery
