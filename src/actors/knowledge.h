// The actors of the world as the tables under data/ know them, and one index over all their names.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "actors/mention.h"
#include "rulebook/rulebook.h"

namespace chancery {

// Where a name comes from.
enum class NameTable : std::uint8_t {
  kState,
  kMetonym,
  kPerson,
  kOrganisation,
  kArmedGroup,
  kInstitution,
  kParty,
  kCity,
  kProvince,
  kActor,
  kRole,
  kTitle,
  kModifier
};

// How a name may be used.
enum class NameUse : std::uint8_t {
  kName,     // a name in full or an alias
  kAcronym,  // three letters or fewer, or all capitals: exact case
  kSurname,  // of a person: only with a title or after the full name
  kGeneric,  // "National Assembly": only next to its country
  kDemonym,  // "Russian"
  kAnaphor,  // "the bloc": only after the name
  kCommon    // a role, title or modifier: a common noun, any case
};

struct NameEntry {
  std::uint64_t hash = 0;
  std::string_view name;  // as the table writes it; lives as long as the Knowledge
  std::uint32_t row = 0;
  std::uint32_t next = 0;  // 1 + index of the next entry of the same hash; 0 at the end
  NameTable table{};
  NameUse use{};
};

enum class ModifierKind : std::uint8_t { kFormer, kThen, kDesignated, kActing, kLate, kCourtesy, kDegree };

// A title that stands before a name ("Prime Minister", "Gen.").
struct Title {
  std::string id;
  std::string office;                // "Prime Minister"; empty for a courtesy title
  std::vector<std::string> roles;    // office roles of the tables that it names: "HOG", "FM"; empty: any
  std::vector<std::string> sectors;  // PLOVER letters
  std::string cameo;                 // CAMEO letters after the country
  char gender = 0;                   // 'm', 'f' or 0
  bool noun = true;  // can stand alone as a role ("the president"), not only before a name ("Gen.", "Mr")
};

struct Role {
  std::string id;                    // of the hand-written rule; "role" for the imported ones
  std::vector<std::string> sectors;  // PLOVER letters, primary first
  std::string cameo;
  bool person = true;          // a person, not a body
  bool needs_country = false;  // an actor only with a country or owner ("the Russian side")
  bool generic = false;        // takes the sectors of what it belongs to ("spokesman", "official", "fighters")
};

struct OfficeRole {
  std::string title;  // where a row has none
  int level = 1;      // fame: 9 head of state or government … 1
};

struct Pronoun {
  std::string id;
  char gender = 0;  // 'm', 'f', 'n' or 0
  int person = 3;
  bool plural = false;
  bool relative = false;
  bool reciprocal = false;
  std::vector<std::string> minds;  // what only somebody can be: "it was willing to" is no empty "it"
};

// "the two countries": what it can stand for.
struct PluralPhrase {
  std::string id;
  ActorKind kind = ActorKind::kState;
  std::size_t count = 2;  // how many it stands for; 0: any number from two
  std::vector<std::string> roles;  // offices they hold ("two presidents"); empty: any
};

// A place of the tables. Coordinates are degrees; a state has none here.
struct GazetteerPlace {
  std::string name;
  std::string kind;  // "country", "capital", "city", "province"
  std::string iso3;
  std::string admin1;     // code of the province, "IQ.07"; of a province its own
  std::string geonameid;  // of a city
  std::optional<double> lat, lon;
  std::int64_t population = 0;  // of a city
  std::string fact;             // "cities 95446"
};

// Immutable after compile; shared by threads.
class Knowledge {
 public:
  static std::shared_ptr<const Knowledge> compile(const Rulebook& rulebook, Diagnostics& diagnostics);

  const NameEntry* find(std::uint64_t hash) const;  // first of that name; null when unknown
  const NameEntry* next(const NameEntry& entry) const {
    return entry.next == 0 ? nullptr : &entries_[entry.next - 1];
  }
  // False when no name starts with this sequence of words (true may be wrong, seldom).
  bool is_prefix(std::uint64_t hash) const { return (prefixes_[(hash >> 6) & kPrefixMask] >> (hash & 63)) & 1; }

  ActorCandidate candidate(NameTable table, std::uint32_t row) const;
  // Country of a row, empty when none; cheaper than candidate().
  std::string_view country(NameTable table, std::uint32_t row) const;
  // Key of the actor, equal for rows that are one actor: "state RUS", "person 123", "group Taliban AFG".
  std::string key(NameTable table, std::uint32_t row) const;
  std::string_view metonym_kind(std::uint32_t row) const;  // "capital", "seat", …
  bool state_alive(std::uint32_t row, std::optional<Day> day) const;
  std::int64_t population(std::uint32_t city_row) const;
  // All places of a name, at most 40; cities and provinces of one name and country once each.
  std::vector<GazetteerPlace> places(std::string_view name, std::optional<Day> day) const;

  std::optional<std::uint32_t> state_row(std::string_view iso3) const;
  std::string_view state_name(std::string_view iso3) const;  // the code itself when unknown
  // Persons who held the office of head of state or government or foreign minister of a country, by table
  // order.
  std::vector<std::uint32_t> holders(std::string_view iso3, const std::vector<std::string>& roles) const;

  const Title& title(std::uint32_t row) const { return titles_[row]; }
  const Role& role(std::uint32_t row) const { return roles_[row]; }
  ModifierKind modifier(std::uint32_t row) const { return modifiers_[row].first; }
  const std::string& modifier_id(std::uint32_t row) const { return modifiers_[row].second; }
  const OfficeRole& office_role(std::string_view role) const;
  const Pronoun* pronoun(std::string_view lower) const;
  const PluralPhrase* plural(std::uint64_t words) const;
  char given_name_gender(std::uint64_t word) const;                   // of a first name: 'm', 'f' or 0
  bool is_platform(std::string_view lower) const;                     // "twitter": where people post
  // Does the word make an actor a friend or foe of the country it is joined to: "pro-", "-backed"?
  // The row of the state that is usually meant by a name which two states bear ("Congo").
  std::optional<std::uint32_t> meant_state(std::string_view name) const;
  bool leans(std::string_view lower, bool before) const;
  // The country that a short name means where one of its kin is named: "the North" beside "South Korea".
  struct ShortName {
    std::vector<std::string> words, among;
    std::string country;
  };
  const std::vector<ShortName>& short_names() const { return short_names_; }

  // Splits a CAMEO code: country and PLOVER sectors. "IGOUNO" has no country.
  void read_code(std::string_view code, std::string& country, std::vector<std::string>& sectors) const;
  std::vector<std::string> plover_sectors(std::string_view cameo_letters) const;

  struct ActorExample {
    std::string rule, text;
    Place place;
    bool match = true;
  };
  std::string_view office_sector(std::string_view country,
                                 std::string_view role) const;  // of [[office-sector]]; else empty
  const std::map<std::string, std::string>& actor_ids() const {
    return actor_ids_;
  }  // id → rule, hand-written actors
  const std::vector<ActorExample>& examples() const { return examples_; }

 private:
  static constexpr std::size_t kPrefixMask = (1u << 15) - 1;
  struct Builder;
  friend struct Builder;

  ActorCandidate person(std::uint32_t row) const;
  std::string_view cell(NameTable table, std::uint32_t row, std::size_t column) const;

  std::vector<NameEntry> entries_;
  std::vector<std::uint32_t> slots_;  // 1 + index of the first entry; 0 for none; a power of two long
  std::vector<std::uint64_t> prefixes_;
  std::shared_ptr<const TsvTable> tables_[9];
  std::shared_ptr<const TsvTable> role_table_;  // keeps the names of roles alive
  std::vector<std::size_t> columns_[9];
  std::vector<std::string> pool_;  // names of hand-written files
  std::map<std::string, std::uint32_t, std::less<>> states_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> holders_;  // (country, role) packed, person row; sorted
  std::vector<ActorCandidate> actors_;                            // written by hand
  std::vector<Title> titles_;
  std::vector<Role> roles_;
  std::vector<std::pair<ModifierKind, std::string>> modifiers_;
  std::map<std::string, OfficeRole, std::less<>> office_roles_;
  std::map<std::string, Pronoun, std::less<>> pronouns_;
  std::unordered_map<std::uint64_t, PluralPhrase> plurals_;
  std::unordered_map<std::uint64_t, char> given_names_;
  std::vector<std::string> platforms_;
  std::vector<std::string> leaning_before_, leaning_after_;
  std::vector<ShortName> short_names_;
  std::vector<std::pair<std::string, std::uint32_t>> meant_states_;
  std::map<std::string, std::string, std::less<>> plover_;  // CAMEO part → PLOVER sector; empty: no sector
  std::map<std::string, std::string, std::less<>> office_sectors_;  // "VAT HOS" → "REL"
  std::map<std::string, std::string> actor_ids_;
  std::vector<ActorExample> examples_;
};

}  // namespace chancery
