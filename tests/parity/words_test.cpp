// Ids and lexemes are spaCy's: strings of all kinds, and every code point.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "golden.h"
#include "language/lexeme.h"
#include "language/string_id.h"
#include "language/unicode.h"

namespace chancery {
namespace {

TEST(Parity, StringIds) {
  Differences ids("string ids");
  for_each_golden("ids", [&](simdjson::dom::element record) {
    const auto text = text_of(record.at(0));
    const std::uint64_t want = record.at(1);
    ids.add(string_id(text) == want,
            [&] { return fmt::format("'{}': {}, not {}", text, string_id(text), want); });
  });
  ids.expect();
}

TEST(Parity, LexemesOfEveryCodePoint) {
  const Norms norms;  // the model's own table holds no word as short as these
  Differences sets("code point properties"), blocks("lexemes by 256");
  for_each_golden("lexemes", [&](simdjson::dom::element record) {
    simdjson::dom::object object;
    if (!record.get(object)) {
      for (const auto [key, ranges] : object) {
        std::vector<bool> want(0x110000);
        const auto list = simdjson::dom::array(ranges);
        for (std::size_t i = 0; i < list.size(); i += 2) {
          for (std::uint64_t c = list.at(i); c <= std::uint64_t(list.at(i + 1)); ++c) want[c] = true;
        }
        const auto has = key == "alpha"   ? static_cast<bool (*)(char32_t)>(is_alpha)
                         : key == "digit" ? is_digit
                         : key == "space" ? is_space
                                          : is_upper;
        for (char32_t c = 0; c < 0x110000; ++c) {
          if (c >= 0xD800 && c <= 0xDFFF) continue;
          sets.add(has(c) == want[c],
                   [&] { return fmt::format("U+{:04X} {}", static_cast<unsigned>(c), key); });
        }
      }
      return;
    }
    const auto first = static_cast<char32_t>(std::uint64_t(record.at(0)));
    Sha256 hash;
    for (auto c = first; c < first + 256; ++c) {
      if (c >= 0xD800 && c <= 0xDFFF) continue;
      for (const bool alone : {true, false}) {
        std::string text = alone ? "" : "a";
        append_utf8(text, c);
        if (!alone) text += 'b';
        const auto lower = to_lower(text);
        const auto lexeme = make_lexeme(text, lower, 0, norms);
        hash.add(fmt::format("{} {} {} {} {} {}\n", lexeme.lower_id, lexeme.norm, lexeme.prefix, lexeme.suffix,
                             lexeme.shape, lexeme.is_space ? 1 : 0));
      }
    }
    const auto want = text_of(record.at(1));
    blocks.add(hash.hex().substr(0, 16) == want,
               [&] { return fmt::format("U+{:04X}…", static_cast<unsigned>(first)); });
  });
  sets.expect();
  blocks.expect();
}

}  // namespace
}  // namespace chancery
