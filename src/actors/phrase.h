// Reads one noun phrase: which names, titles, adjectives of countries and role nouns it holds and what they
// make together. Shared by mentions in a document and by bare phrases, so both follow the same tables.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "actors/knowledge.h"
#include "actors/words.h"

namespace chancery {

// What words can be; a piece may be several at once ("US": a state and an adjective).
enum PieceUse : std::uint16_t {
  kUseName = 1,  // of a person, state, body or place
  kUseSurname = 2,
  kUseGeneric = 4,
  kUseDemonym = 8,
  kUseAnaphor = 16,
  kUseRole = 32,
  kUseTitle = 64,  // stands before a name
  kUseModifier = 128,
  kUsePerson = 256,  // by the entity recogniser only: an unknown person
  kUseBody = 512,    // by the entity recogniser only: an unknown organisation
  kUsePlace = 1024   // by the entity recogniser only: an unknown place
};

// Words [first, last) that stand in the tables, or that the entity recogniser marked.
struct Piece {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  const NameEntry* exact = nullptr;     // chain of entries of these words
  const NameEntry* singular = nullptr;  // chain of entries of their singular
  std::uint16_t uses = 0;
  std::string country;  // of an unknown body: the state named inside it

  bool is(std::uint16_t use) const { return (uses & use) != 0; }
};

enum class ItemKind : std::uint8_t {
  kPiece,
  kDeterminer,
  kFiller,
  kOf,
  kPreposition,
  kComma,
  kConjunction,
  kPossessive,
  kBreak
};

// One step of a phrase: a piece, or a single other word or sign.
struct Item {
  ItemKind kind = ItemKind::kBreak;
  std::uint32_t piece = 0;        // kPiece only
  std::uint32_t first_token = 0;  // tokens of a document; words of a bare phrase
  std::uint32_t last_token = 0;
  Span span;
  bool proper = false;      // a filler tagged or written as part of a name
  bool indefinite = false;  // kDeterminer: "a", "any", "every"
  bool owner = false;       // kPreposition: brings an owner ("for", "from", "at", "in")
  bool modifies = false;    // a piece that grammar makes the modifier of a noun after it
};

// Persons of one name in one setting, best first; the setting decides the scores, so it is part of the cache's
// key.
struct Namesakes {
  struct One {
    double score = 0;
    ActorCandidate actor;
    std::string key;
  };
  std::vector<One> best;  // at most four
  std::string country;    // of all that are as likely as the best; empty when they differ
};

// What the whole document says about who it may speak of.
struct PhraseContext {
  std::optional<Day> day;                                   // of the document
  std::map<std::string, double, std::less<>> share;         // country → share of the mentions of countries
  std::unordered_set<std::string> named;                    // keys of actors named in full
  std::unordered_map<std::uint64_t, std::string> acronyms;  // introduced in the text: hash of "SCO" → key
  std::string dominant;  // the country that the document is about; empty when none
  std::string dominant_how;
  // Filled while reading: a text that repeats "President Khan" weighs the Khans once. Belongs to one call, as
  // all of this.
  mutable std::unordered_map<std::string, Namesakes> namesakes;
  double share_of(std::string_view country) const {
    auto found = share.find(country);
    return found == share.end() ? 0 : found->second;
  }
};

// What one head item names. Items [first, last) make the phrase.
struct Reading {
  std::uint32_t first = 0, last = 0, head = 0;
  ActorKind kind = ActorKind::kUnknown;
  std::vector<ActorCandidate> candidates;
  std::string name;  // as the text has it, when no candidate gives one
  std::string country;
  std::vector<std::string> sectors;  // PLOVER
  std::string cameo;                 // CAMEO letters after the country
  std::string code;
  std::string office;
  std::string key;                 // equal keys are one actor; empty when unknown
  std::string surname;             // of a person, folded
  std::vector<std::string> roles;  // office roles that a title names
  const Title* title = nullptr;
  bool former = false, then = false, designated = false, plural = false, place = false, adjective = false;
  bool definite = false, indefinite = false, by_surname = false, role_noun = false;
  char gender = 0;
  std::string how;
  std::string rule;
  std::vector<std::string> rules;  // ids of the hand-written rules that took part
  std::vector<std::string> facts;
  std::vector<Rival> rivals;
};

// Longest matches of words [first, last), from left to right. `relaxed`: a text without capitals.
std::vector<Piece> scan_pieces(const Knowledge& knowledge, std::string_view text,
                               const std::vector<Word>& words, std::uint32_t first, std::uint32_t last,
                               bool relaxed);

// Reads the heads of one sentence or phrase. Keeps references to its arguments.
class PhraseReader {
 public:
  PhraseReader(const Knowledge& knowledge, std::string_view text, const std::vector<Word>& words,
               const std::vector<Piece>& pieces, const std::vector<Item>& items, const PhraseContext& context);

  // The reading with this item as head; null when the item names nobody by itself.
  const Reading* read(std::uint32_t item) { return read(item, 0); }
  // The phrase is this name and nothing else: a short or plain name may then be taken at its word.
  void stands_alone() { alone_ = true; }
  bool absorbed(std::uint32_t item) const {
    return absorbed_[item];
  }  // part of another's name; valid after all reads

 private:
  const Reading* read(std::uint32_t item, int depth);
  bool read_name(std::uint32_t item, Reading& out, int depth);
  // Is the name one of small places alone, none of a country that the text speaks of?
  bool names_only_places(const Piece& p) const;
  // Is it the surname of a head of state or government in office on the day (or ever, when no day is known)?
  bool bears_a_chief(const Piece& p) const;
  std::string adjective_before(std::uint32_t item) const;
  bool only_stands_by(std::uint32_t item) const;
  bool read_person(std::uint32_t item, Reading& out, int depth);
  bool read_role(std::uint32_t item, Reading& out, int depth);
  bool read_demonym(std::uint32_t item, Reading& out);
  struct Left;
  Left look_left(std::uint32_t item, int depth, bool for_person);
  std::optional<std::uint32_t> complement(std::uint32_t item, bool& of);
  void fill_holders(Reading& out);
  const Namesakes& namesakes(const Piece& piece, bool surname, const Title* title, const std::string& country,
                             int setting);
  const Piece& piece(std::uint32_t item) const { return pieces_[items_[item].piece]; }
  bool is_piece(std::uint32_t item, std::uint16_t use) const {
    return items_[item].kind == ItemKind::kPiece && piece(item).is(use);
  }
  std::string demonym_country(const Piece& piece) const;
  std::string text_of(const Piece& piece) const;
  const Title* title_of(const Piece& piece) const;
  const Role* role_of(const Piece& piece, bool* plural) const;
  const Role* last_words(const Piece& piece, bool* plural) const;

  const Knowledge& knowledge_;
  std::string_view text_;
  const std::vector<Word>& words_;
  const std::vector<Piece>& pieces_;
  const std::vector<Item>& items_;
  const PhraseContext& context_;
  std::vector<std::uint8_t> state_;  // 0 unread, 1 reading, 2 nothing, 3 read
  std::vector<Reading> readings_;
  std::vector<std::uint32_t> reading_of_;
  std::vector<bool> absorbed_;
  bool alone_ = false;
};

// Is the office held on the day? Without a known end it is good for five years after the holder was last seen.
bool holds_on(const DatedOffice& office, Day day);
// Does a title name this office? Compares roles and, for heads of state and government, the words.
bool title_fits(const Title& title, const DatedOffice& office);

}  // namespace chancery
