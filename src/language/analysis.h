// The grammar of a document: sentences and tokens as vectors with indices.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "document/document.h"

namespace chancery {

constexpr std::uint32_t kNoToken = 0xFFFFFFFFu;

enum class Iob : std::uint8_t { kOut, kBegin, kIn };

// One token. The string_views live as long as the Analysis that holds the token.
struct Token {
  Span span;                // in Document::content
  std::string_view text;    // the same bytes
  std::string_view lower;   // lower case, Python's rules
  std::string_view lemma;
  std::string_view tag;     // Penn tag: "NNP", "VBD"
  std::string_view pos;     // Universal POS: "PROPN", "VERB", "AUX"; white space is "SPACE"
  std::string_view morph;   // "Number=Sing|Person=3", empty when none
  std::string_view dep;     // ClearNLP label: "nsubj", "dobj", "prep", "pobj", "ROOT"
  std::string_view ent_type;  // "PERSON", "GPE", …, empty outside entities
  std::uint32_t head = 0;   // token index in the Analysis; a root's own index for a root
  std::uint32_t sentence = 0;
  Iob iob = Iob::kOut;
  bool space_after = false;  // one ' ' follows and belongs to no token
};

struct Sentence {
  std::uint32_t first = 0;  // token range [first, last)
  std::uint32_t last = 0;
  Span span;                // of its tokens that are not white space at the ends
  std::uint32_t block = 0;  // index in Document::blocks
};

struct Entity {
  std::uint32_t first = 0;  // token range [first, last)
  std::uint32_t last = 0;
  std::string_view type;
};

// Owns its strings. Movable; copies are forbidden because tokens point into it. The Document must outlive it.
// Sentences do not cross blocks. Tokens of all blocks stand in one vector in text order.
struct Analysis {
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
  std::vector<Entity> entities;

  // Direct dependents of each token in ascending order: children of t are
  // child_list[child_begin[t] .. child_begin[t + 1]). Filled by link_children().
  std::vector<std::uint32_t> child_begin;
  std::vector<std::uint32_t> child_list;

  // Keeps strings that are not in the content (lemmas, lower-cased forms) alive.
  std::vector<std::shared_ptr<const void>> keep_alive;

  Analysis() = default;
  Analysis(Analysis&&) = default;
  Analysis& operator=(Analysis&&) = default;
  Analysis(const Analysis&) = delete;
  Analysis& operator=(const Analysis&) = delete;

  struct Children {
    const std::uint32_t* first;
    const std::uint32_t* last;
    const std::uint32_t* begin() const { return first; }
    const std::uint32_t* end() const { return last; }
    bool empty() const { return first == last; }
  };
  Children children(std::uint32_t token) const {
    return {child_list.data() + child_begin[token], child_list.data() + child_begin[token + 1]};
  }
  bool is_root(std::uint32_t token) const { return tokens[token].head == token; }
  // First child with one of the labels; kNoToken when there is none.
  std::uint32_t child(std::uint32_t token, std::initializer_list<std::string_view> labels) const;
  // Token range [first, last) of the whole subtree (leftmost to rightmost descendant).
  std::pair<std::uint32_t, std::uint32_t> subtree(std::uint32_t token) const;
  bool is_ancestor(std::uint32_t ancestor, std::uint32_t token) const;  // a token is its own ancestor
  Span span(std::uint32_t first, std::uint32_t last) const;            // of tokens [first, last), last > first
  void link_children();                                                // after heads are set
};

}  // namespace chancery
