// One document: its text in blocks with roles, and what is known of its date.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "base/span.h"
#include "read/source.h"

namespace chancery {

enum class BlockRole : std::uint8_t {
  kHeadline,
  kDateline,
  kByline,
  kBody,
  kHeading,
  kQuote,
  kList,
  kTable,
  kLive,
  kCaption,
  kTeaser,
  kEmbed,
  kCorrection,
  kBoilerplate
};
std::string_view name_of(BlockRole role);  // "headline", "dateline", …
// Does the article itself speak in it? Headlines, datelines, body, quotes, lists, live entries and corrections; no
// headings, tables, captions, teasers, embedded posts.
bool is_own_text(BlockRole role);

struct Block {
  BlockRole role = BlockRole::kBody;
  Span span;  // in Document::content, without surrounding white space
  std::string
      rule;  // what gave the role: id of a row of data/document, or "document/…"; empty for plain body text
};

// One clue to the date on which the document was written.
struct DateCandidate {
  std::optional<Instant> date;        // the day or instant it names, when it names one
  std::optional<Instant> not_before;  // bounds, half-open like Interval
  std::optional<Instant> not_after;
  std::string how;  // "given", "dateline", "status id in an address", "date in the address", …
  Span span;        // the words, in content; empty when it comes from outside the text
};

// The settled date. `date` is empty when nothing settles it; then relative expressions stay relative.
struct Published {
  std::optional<Instant> date;
  std::string how;
  std::optional<Instant> not_before;
  std::optional<Instant> not_after;
  bool assumed = false;  // a bound alone served as the date: all that rests on it says so
  Span span;             // the words that settled it, in content; empty when it came from outside
  std::string
      conflict;  // what speaks against it, in words: "page metadata says 2022-05-01"; empty when nothing does
};

// Owns everything. `content` is the title (if any), a line feed, and the given text unaltered: all spans of all
// later stages are byte ranges of `content`; locate() maps them to the text that the user gave.
//
//   content = "Khan to visit Moscow\nISLAMABAD, Feb 6 - Prime Minister …"
//              [0, title_size)    [text_begin, …)
struct Document {
  Source source;
  std::string content;
  std::uint32_t title_size = 0;
  std::uint32_t text_begin = 0;  // 0 without a title
  std::vector<Block> blocks;     // in text order, not overlapping
  std::vector<DateCandidate> date_candidates;
  std::string key;  // "doc_" + hash of title and text

  std::string_view text(Span span) const { return span.of(content); }
  bool in_title(Span span) const { return span.begin < text_begin; }
  // The span in the named text it lies in (the title or the given text).
  Span locate(Span span) const {
    return in_title(span) ? span : Span{span.begin - text_begin, span.end - text_begin};
  }
  const Block* block_at(std::uint32_t byte) const;  // null between blocks
};

}  // namespace chancery
