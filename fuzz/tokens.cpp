// Fuzz: both paths of the tokeniser give the same tokens for any text, and the tokens spell the text.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/utf8.h"
#include "language/tokenizer.h"

namespace {

const chancery::Tokenizer& tokenizer() {
  static const auto made = [] {
    const char* path = std::getenv("CHANCERY_MODEL");
    const auto files = chancery::ModelFiles::open(chancery::disk(), path ? path : CHANCERY_TEST_MODEL);
    if (!files) {
      std::fprintf(stderr, "%s\n", chancery::format_error(files.error()).c_str());
      std::exit(1);
    }
    return *chancery::Tokenizer::compile(*files);
  }();
  return made;
}

void check(bool holds) {
  if (!holds) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using chancery::Tokenizer;
  std::string text(reinterpret_cast<const char*>(data), size);
  chancery::repair_utf8(text);
  Tokenizer::Scratch fast, reference;
  std::vector<chancery::LexToken> a, b;
  tokenizer().tokenize(text, fast, a, Tokenizer::Path::kFast);
  tokenizer().tokenize(text, reference, b, Tokenizer::Path::kReference);
  check(a.size() == b.size());
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    check(a[i].begin == b[i].begin && a[i].end == b[i].end && a[i].space_after == b[i].space_after);
    check(a[i].lexeme->norm == b[i].lexeme->norm && a[i].lexeme->shape == b[i].lexeme->shape);
    check(a[i].begin == at && a[i].end > a[i].begin && a[i].end <= text.size());
    check(a[i].lexeme->text == std::string_view(text).substr(a[i].begin, a[i].end - a[i].begin));
    at = a[i].end + (a[i].space_after ? 1 : 0);
    check(!a[i].space_after || text[a[i].end] == ' ');
  }
  check(at == text.size());
  return 0;
}
