// How TABARI and PETRARCH write words, patterns, dates and codes. Shared by the import, which checks them, and
// by the dictionary, which compiles them. SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "base/result.h"

namespace chancery {

// Which reader a file was written for. TABARI's words are stems unless `_` or `=` follows; PETRARCH's are
// whole.
enum class Notation : std::uint8_t { kTabari, kPetrarch1, kPetrarch2 };
std::string_view name_of(Notation notation);  // "tabari", "petrarch1", "petrarch2"
std::optional<Notation> notation_named(std::string_view name);

// One word of a phrase as it is looked up: letters folded, hyphens and points end a word.
struct PhraseWord {
  std::uint64_t hash = 0;
  bool joined = false;  // no other word may stand before it
};
constexpr std::uint64_t kStemMark = 0x5374656D;  // a stem's hash is that of its letters with these bits flipped

// The words of a phrase; `_` joins, a blank lets other words stand between. Empty when it has no word.
std::vector<PhraseWord> phrase_words(std::string_view phrase, bool stems);

enum class ElementKind : std::uint8_t { kWord, kSynset, kSource, kTarget, kCompound, kSkip };
struct PatternElement {
  ElementKind kind = ElementKind::kWord;
  bool joined = false;  // nothing may stand between it and what comes before it
  bool head = false;    // must head its noun phrase (a bare word of PETRARCH 2)
  std::uint64_t word = 0;
  std::string synset;  // without `&`
};

// "- SAID_WOULD * FROM $": what stands before the verb and after it, in reading order.
struct VerbPattern {
  std::vector<PatternElement> before, after;
  bool verb_joined = false;  // the verb follows the last of `before` at once
  int weight = 0;            // letters of its words: the longer pattern is tried first
};
// `text` is the pattern without `-` and code. Errors: import.pattern (without place).
Result<VerbPattern> parse_pattern(std::string_view text, Notation notation);
// TABARI's `{ A | B }` written out; the text itself where there is none. Errors: import.pattern (more than 64
// ways).
Result<std::vector<std::string>> alternatives(std::string_view text);

// "[032:033]", "[023?]", "[111!]", "[---]", "[###]", without the brackets.
struct EventCode {
  std::string forward, reverse;  // empty when that side has none
  bool subordinate = false;      // `?`: only when the sentence gives nothing else
  bool dominant = false;         // `!`: then nothing else of the sentence counts
  bool null = false;             // `---`
  bool discard = false;          // `###`
};
// Errors: import.code.
Result<EventCode> parse_event_code(std::string_view text);

// A code and the days on which it holds: "AFGGOV 1978-04-27..1978-04-30".
struct DatedCode {
  std::string code;
  std::optional<Day> from;
  std::optional<Day> until;  // the last day
};
// The form of actors.tsv; codes are parted by "; ". Errors: rules.bad-value (without place).
std::string format_dated_codes(const std::vector<DatedCode>& codes);
Result<std::vector<DatedCode>> parse_dated_codes(std::string_view text);

// "030527" and "20030527", as dictionaries write days. A two-digit year up to 30 is of this century, unless
// that lies after `horizon`, the latest day that the file writes in full; then `moved` is set. Nothing for
// seven digits, nine and more, or a day that does not exist.
struct ReadDay {
  Day day;
  bool moved = false;
};
std::optional<ReadDay> read_day(std::string_view digits, std::optional<Day> horizon);

// PLAY → PLAYS PLAYED PLAYING, by PETRARCH's rules for verbs.
std::vector<std::string> regular_forms(std::string_view verb);
std::string regular_plural(std::string_view noun);

}  // namespace chancery
