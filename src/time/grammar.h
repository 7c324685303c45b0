// The compiled grammar: words with classes, patterns over them in a trie per level, and the cascade that runs
// them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <string>
#include <unordered_map>
#include <vector>

#include "language/analysis.h"
#include "rulebook/rulebook.h"
#include "time/meaning.h"

namespace chancery {

// A set of word classes. 192 are enough; compile reports one too many.
struct ClassSet {
  std::array<std::uint64_t, 3> bits{};
  void add(std::uint32_t id) { bits[id >> 6] |= std::uint64_t{1} << (id & 63); }
  bool has(std::uint32_t id) const { return bits[id >> 6] >> (id & 63) & 1; }
};

inline constexpr std::uint32_t kNoWord = 0xFFFFFFFFu;

// One element of a sentence: a word, a number, a sign, or what a rule made of several.
struct GrammarItem {
  Span span;
  std::uint32_t first_token = 0, last_token = 0;  // [first, last)
  std::uint32_t word = kNoWord;                   // in the lexicon
  std::int32_t number = -1;                       // of digits, number words, ordinals
  std::int32_t halves = 0;                        // the same number in halves: "2 1/2" is 5
  std::int32_t meaning = -1;                      // index in Parse::meanings
  std::uint32_t starts = 0;                       // levels in which a pattern can begin here
  ClassSet classes;
  bool joined = false;  // no white space before it
};

// Scratch of one sentence; reused from sentence to sentence.
struct Parse {
  std::vector<GrammarItem> items, next;
  std::vector<Meaning> meanings;
};

struct TimeRule {
  std::string id;
  std::uint32_t level = 0;
  std::optional<MeaningKind> kind;
  Meaning set;  // fields the rule sets
  bool sets_base = false;
  std::vector<std::uint8_t> conditions;  // on the match: see Grammar::fulfilled
  RuleTable::Examples examples;
};

class Grammar {
 public:
  static Grammar compile(const Rulebook& rulebook, Diagnostics& diagnostics);

  // Reads one sentence. False when it holds nothing of time (most sentences): then `parse` is left empty.
  bool read(const Document& document, const Analysis& analysis, const Sentence& sentence, Parse& parse) const;

  const std::vector<TimeRule>& rules() const { return rules_; }
  Day example_date() const { return example_date_; }
  std::string_view feast_rule(std::int32_t feast) const;
  bool word_in(std::string_view lower, std::string_view class_name) const;  // for the direction words

 private:
  struct Sense {
    std::uint32_t class_id;
    std::int32_t value;
    std::uint8_t conditions;  // kCapital, kNoun, …
  };
  struct Word {
    std::vector<Sense> senses;
    std::uint32_t starts = 0;
    bool dotted = false;  // an abbreviation: takes a following full stop
    bool strong = false;  // can be the reason of an expression
  };
  struct Edge {
    bool is_word;
    bool joined;
    std::uint32_t id;  // word or class
    std::uint32_t next;
  };
  struct Sequence {
    std::uint32_t rule;
    std::vector<std::uint8_t> slots;       // of each element
    std::vector<std::uint32_t> class_ids;  // of each element; kNoWord for a literal word
    std::uint8_t core_begin, core_end;
  };
  struct Node {
    std::vector<Edge> edges;
    std::uint32_t words = 0;               // of the edges, the first ones, by id
    std::vector<std::uint32_t> sequences;  // that end here
  };
  struct Level {
    std::string id;
    bool repeat = false;
    std::vector<Node> nodes;
  };
  std::uint32_t class_id(std::string_view name, bool create);
  std::uint32_t word_id(std::string_view text, bool create);
  void compile_lexicon(const Rulebook& rulebook, Diagnostics& diagnostics);
  void compile_pattern(RuleTable& table, std::uint32_t rule, std::string_view pattern);
  void finish_starts();
  void add_classes(const Meaning& meaning, GrammarItem& item) const;
  bool lex(const Document& document, const Analysis& analysis, const Sentence& sentence, Parse& parse) const;
  void numbers(Parse& parse) const;
  bool run(std::uint32_t level, const Analysis& analysis, Parse& parse) const;
  void walk(const Level& level, const std::vector<GrammarItem>& items, std::uint32_t node, std::uint32_t begin,
            std::uint32_t at, std::vector<std::uint32_t>& found) const;
  bool build(const Sequence& sequence, std::uint32_t begin, const Analysis& analysis, Parse& parse,
             Meaning& out) const;
  bool fulfilled(const TimeRule& rule, const Sequence& sequence, std::uint32_t begin, const Analysis& analysis,
                 const Parse& parse) const;

  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const;
  };
  using Ids = std::unordered_map<std::string, std::uint32_t, TextHash,
                                 std::equal_to<>>;  // looked up, never iterated into output

  Ids class_ids_, word_ids_;
  std::vector<Word> words_;
  std::vector<std::string> class_names_;
  std::array<std::uint8_t, 192> class_slots_{};  // what a word of the class fills when the pattern does not say
  ClassSet strong_;
  std::vector<TimeRule> rules_;
  std::vector<Sequence> sequences_;
  std::vector<Level> levels_;
  std::array<std::uint32_t, 192> class_starts_{};
  std::vector<std::string> feasts_;
  Day example_date_{};
};

}  // namespace chancery
