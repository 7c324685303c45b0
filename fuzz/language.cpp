// Fuzz: any text has an analysis whose tokens spell it, whose heads stay in their sentence and whose spans are
// in order.
// SPDX-License-Identifier: Apache-2.0
#include "language/language.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/utf8.h"
#include "document/document_of_lines.h"

namespace {

const chancery::Language& language() {
  static const auto made = [] {
    const char* path = std::getenv("CHANCERY_MODEL");
    auto loaded = chancery::Language::load(chancery::disk(), {path ? path : CHANCERY_TEST_MODEL});
    if (!loaded) {
      std::fprintf(stderr, "%s\n", chancery::format_error(loaded.error()).c_str());
      std::exit(1);
    }
    return *std::move(loaded);
  }();
  return *made;
}

void check(bool holds) {
  if (!holds) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chancery;
  std::string text(reinterpret_cast<const char*>(data), size);
  repair_utf8(text);
  const Document document = document_of_lines(text);
  static Language::Scratch scratch;
  for (const auto mode : {SentenceMode::kOurs, SentenceMode::kModel}) {
    const auto analysis = language().analyse(document, mode, scratch);
    const auto& tokens = analysis.tokens;
    std::uint32_t at = 0, next = 0;
    for (std::uint32_t i = 0; i < tokens.size(); ++i) {
      const auto& token = tokens[i];
      check(token.span.begin >= at && token.span.end > token.span.begin && token.span.end <= text.size());
      check(token.text == token.span.of(document.content));
      check(token.sentence < analysis.sentences.size());
      const auto& sentence = analysis.sentences[token.sentence];
      check(sentence.first <= i && i < sentence.last);
      check(token.head < tokens.size());
      if (mode == SentenceMode::kOurs) check(sentence.first <= token.head && token.head < sentence.last);
      check(!token.dep.empty() && !token.tag.empty() && !token.pos.empty());
      check((token.iob == Iob::kOut) == token.ent_type.empty());
      at = token.span.end;
    }
    for (const auto& sentence : analysis.sentences) {
      check(sentence.first == next && sentence.last > sentence.first);
      next = sentence.last;
    }
    check(next == tokens.size());
    for (std::uint32_t i = 0; i < tokens.size(); ++i) check(analysis.is_ancestor(tokens[i].head, i));
  }
  return 0;
}
