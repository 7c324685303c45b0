// Compiles the tables into one index. Rows are indexed by name and read in full only when a name is hit, so
// that loading 60,000 rows costs a few hundredths of a second.
// SPDX-License-Identifier: Apache-2.0
#include "actors/knowledge.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "actors/words.h"

namespace chancery {
namespace {

template <class F>
void each_part(std::string_view list, char separator, F&& f) {
  while (!list.empty()) {
    std::size_t at = list.find(separator);
    std::string_view part = list.substr(0, at);
    if (!part.empty()) f(part);
    if (at == std::string_view::npos) return;
    list.remove_prefix(at + 1);
  }
}

std::string_view field(std::string_view& rest, char separator) {
  std::size_t at = rest.find(separator);
  std::string_view out = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
  return out;
}

std::optional<Day> first_day(std::string_view text) {
  auto interval = parse_reduced_date(text);
  if (!interval || !interval->start) return std::nullopt;
  return day_of(*interval->start);
}

// `to` is the last day; the day after is returned.
std::optional<Day> day_after(std::string_view text) {
  auto interval = parse_reduced_date(text);
  if (!interval || !interval->end) return std::nullopt;
  return day_of(*interval->end);
}

std::string dates(std::string_view from, std::string_view to) {
  if (from.empty() && to.empty()) return {};
  return fmt::format(" {}/{}", from, to);
}

std::uint32_t pack_country(std::string_view iso3) {
  if (iso3.size() != 3) return 0;
  return static_cast<std::uint32_t>((iso3[0] - 'A') * 26 * 26 + (iso3[1] - 'A') * 26 + (iso3[2] - 'A')) &
         0xFFFF;
}

// Offices by which a holder is looked up without a name ("the Russian president").
enum HolderRole : std::uint32_t {
  kHolderNone = 0,
  kHolderState = 1,
  kHolderGovernment = 2,
  kHolderForeign = 3
};
HolderRole holder_role(std::string_view role) {
  if (role == "HOS") return kHolderState;
  if (role == "HOG") return kHolderGovernment;
  if (role == "FM") return kHolderForeign;
  return kHolderNone;
}

constexpr std::string_view kPaths[] = {
    "imported/states.tsv",  "imported/metonyms.tsv",     "imported/persons.tsv",
    "imported/orgs.tsv",    "imported/armed_groups.tsv", "imported/institutions.tsv",
    "imported/parties.tsv", "imported/cities.tsv",       "imported/admin1.tsv"};
const std::vector<std::string_view> kColumns[] = {
    {"iso3", "name", "other_names", "demonyms", "capital", "from", "to", "status", "wikidata"},
    {"metonym", "actor", "sector", "kind"},
    {"country", "name", "aliases", "surname", "wikidata", "offices"},
    {"acronym", "name", "aliases", "code", "from", "to"},
    {"name", "aliases", "iso3", "code", "from", "to", "list"},
    {"name", "aliases", "generic", "iso3", "code"},
    {"iso3", "name", "acronym", "first_year", "last_year", "sector"},
    {"geonameid", "iso3", "name", "aliases", "population", "kind", "admin1", "lat", "lon"},
    {"code", "iso3", "name", "aliases", "lat", "lon"}};

std::size_t at(NameTable table) { return static_cast<std::size_t>(table); }

}  // namespace

struct Knowledge::Builder {
  Knowledge& out;
  const Rulebook& rulebook;
  Diagnostics& diagnostics;
  std::vector<Word> words;

  // A name of one to three letters, or in capitals throughout, is matched in its own case only.
  NameUse use_of(std::string_view name, NameUse use) const {
    if (use != NameUse::kName && use != NameUse::kDemonym) return use;
    if (name.substr(0, 4) == "the ") return NameUse::kAnaphor;
    bool capitals = true;
    for (const Word& word : words)
      capitals = capitals && (word.all_upper || (word.upper && word.end - word.begin == 1));
    bool acronym = name.size() <= 3 || (capitals && words.size() <= 4);
    return acronym && use == NameUse::kName ? NameUse::kAcronym : use;
  }

  void add(std::string_view name, NameTable table, NameUse use, std::size_t row) {
    words.clear();
    split_words(name, 0, static_cast<std::uint32_t>(name.size()), words);
    if (words.empty() || words.size() > 12) return;
    use = use_of(name, use);
    std::uint64_t h = 0;
    for (const Word& word : words) {
      h = add_word(h, word.hash);
      out.prefixes_[(h >> 6) & kPrefixMask] |= std::uint64_t{1} << (h & 63);
    }
    insert(h, name, table, use, row);
  }

  // The last word of a name counts as surname too; a source's own surname may be spelt otherwise ("al-Asad").
  void add_last_word(std::string_view name, std::string_view known, std::size_t row) {
    words.clear();
    split_words(name, 0, static_cast<std::uint32_t>(name.size()), words);
    if (words.size() < 2) return;
    std::string_view last = name.substr(words.back().begin);
    if (!words.back().upper) return;  // "Moon Jae-in"
    if (last != known) add(last, NameTable::kPerson, NameUse::kSurname, row);
  }

  void insert(std::uint64_t h, std::string_view name, NameTable table, NameUse use, std::size_t row) {
    if (out.entries_.size() * 2 >= out.slots_.size()) grow();
    NameEntry entry{h, name, static_cast<std::uint32_t>(row), 0, table, use};
    std::size_t slot = h & (out.slots_.size() - 1);
    while (out.slots_[slot] != 0 && out.entries_[out.slots_[slot] - 1].hash != h)
      slot = (slot + 1) & (out.slots_.size() - 1);
    entry.next = out.slots_[slot];
    out.entries_.push_back(entry);
    out.slots_[slot] = static_cast<std::uint32_t>(out.entries_.size());
  }

  void grow() {
    std::vector<std::uint32_t> old(std::max<std::size_t>(out.slots_.size() * 2, std::size_t{1} << 18));
    std::swap(old, out.slots_);
    for (std::uint32_t head : old) {
      if (head == 0) continue;
      std::size_t slot = out.entries_[head - 1].hash & (out.slots_.size() - 1);
      while (out.slots_[slot] != 0) slot = (slot + 1) & (out.slots_.size() - 1);
      out.slots_[slot] = head;
    }
  }

  void tables() {
    for (std::size_t i = 0; i < std::size(kPaths); ++i) {
      auto table = rulebook.tsv(kPaths[i], diagnostics);
      bool whole = table != nullptr;
      std::vector<std::size_t> columns;
      if (table) {
        for (std::string_view name : kColumns[i]) {
          auto column = table->column(name, diagnostics);
          if (column)
            columns.push_back(*column);
          else
            whole = false;
        }
      }
      out.tables_[i] = whole ? table : std::make_shared<TsvTable>();
      out.columns_[i] = std::move(columns);
    }
  }

  std::size_t rows(NameTable table) const { return out.tables_[at(table)]->rows.size(); }
  std::string_view cell(NameTable table, std::size_t row, std::size_t column) const {
    return out.cell(table, static_cast<std::uint32_t>(row), column);
  }
  void add_list(std::string_view list, NameTable table, NameUse use, std::size_t row) {
    each_part(list, '|', [&](std::string_view name) { add(name, table, use, row); });
  }

  void states() {
    for (std::size_t i = 0; i < rows(NameTable::kState); ++i) {
      out.states_.emplace(cell(NameTable::kState, i, 0), static_cast<std::uint32_t>(i));
      add(cell(NameTable::kState, i, 1), NameTable::kState, NameUse::kName, i);
      add_list(cell(NameTable::kState, i, 2), NameTable::kState, NameUse::kName, i);
      add_list(cell(NameTable::kState, i, 3), NameTable::kState, NameUse::kDemonym, i);
    }
    for (RuleTable rule : rulebook.tables("actors", "state-name", diagnostics)) {
      (void)rule.id();
      (void)rule.string_or("why", "");
      const std::string country = rule.string_or("country", "");
      const auto row = out.state_row(country);
      for (std::string& name : rule.required_strings("names")) {
        if (!row) continue;
        out.meant_states_.emplace_back(name, *row);
        add(keep(std::move(name)), NameTable::kState, NameUse::kName, *row);
      }
      rule.finish();
    }
    for (std::size_t i = 0; i < rows(NameTable::kMetonym); ++i) {
      add(cell(NameTable::kMetonym, i, 0), NameTable::kMetonym, NameUse::kName, i);
    }
  }

  void persons(const std::vector<std::string>& family_first) {
    for (std::size_t i = 0; i < rows(NameTable::kPerson); ++i) {
      std::string_view country = cell(NameTable::kPerson, i, 0), name = cell(NameTable::kPerson, i, 1);
      add(name, NameTable::kPerson, NameUse::kName, i);
      add_list(cell(NameTable::kPerson, i, 2), NameTable::kPerson, NameUse::kName, i);
      std::string_view surname = cell(NameTable::kPerson, i, 3);
      if (std::binary_search(family_first.begin(), family_first.end(), country)) {
        add(name.substr(0, name.find(' ')), NameTable::kPerson, NameUse::kSurname, i);
      }
      if (!surname.empty()) add(surname, NameTable::kPerson, NameUse::kSurname, i);
      add_last_word(name, surname, i);
      const std::string_view aliases = cell(NameTable::kPerson, i, 2);
      for (std::size_t from = 0; from < aliases.size();) {
        const std::string_view alias = aliases.substr(from, aliases.find('|', from) - from);
        add_last_word(alias, surname, i);
        from += alias.size() + 1;
      }

      std::string_view offices = cell(NameTable::kPerson, i, 5);
      std::uint32_t seen = 0;
      for (std::size_t from = offices.find("l;"); from != std::string_view::npos;
           from = offices.find("l;", from + 2)) {
        if (from != 0 && offices[from - 1] != '|') continue;
        std::string_view rest = offices.substr(from + 2);
        HolderRole role = holder_role(rest.substr(0, rest.find(';')));
        if (role == kHolderNone || (seen & (1u << role)) != 0) continue;
        seen |= 1u << role;
        out.holders_.emplace_back(pack_country(country) << 2 | role, static_cast<std::uint32_t>(i));
      }
    }
    std::sort(out.holders_.begin(), out.holders_.end());
  }

  void bodies() {
    for (std::size_t i = 0; i < rows(NameTable::kOrganisation); ++i) {
      std::string_view acronym = cell(NameTable::kOrganisation, i, 0),
                       name = cell(NameTable::kOrganisation, i, 1);
      add(acronym, NameTable::kOrganisation, NameUse::kName, i);
      if (name != acronym) add(name, NameTable::kOrganisation, NameUse::kName, i);
      add_list(cell(NameTable::kOrganisation, i, 2), NameTable::kOrganisation, NameUse::kName, i);
    }
    for (std::size_t i = 0; i < rows(NameTable::kArmedGroup); ++i) {
      add(cell(NameTable::kArmedGroup, i, 0), NameTable::kArmedGroup, NameUse::kName, i);
      add_list(cell(NameTable::kArmedGroup, i, 1), NameTable::kArmedGroup, NameUse::kName, i);
    }
    for (std::size_t i = 0; i < rows(NameTable::kInstitution); ++i) {
      add(cell(NameTable::kInstitution, i, 0), NameTable::kInstitution, NameUse::kName, i);
      each_part(cell(NameTable::kInstitution, i, 1), '|', [&](std::string_view name) {
        bool plain = std::none_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        add(name, NameTable::kInstitution, plain ? NameUse::kGeneric : NameUse::kName, i);
      });
      add_list(cell(NameTable::kInstitution, i, 2), NameTable::kInstitution, NameUse::kGeneric, i);
    }
    for (std::size_t i = 0; i < rows(NameTable::kParty); ++i) {
      add(cell(NameTable::kParty, i, 1), NameTable::kParty, NameUse::kName, i);
      each_part(cell(NameTable::kParty, i, 2), '|', [&](std::string_view acronym) {
        // The column also holds plain words ("Muslim"); a short name shows two capitals.
        auto capitals =
            std::count_if(acronym.begin(), acronym.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        if (capitals >= 2) add(acronym, NameTable::kParty, NameUse::kName, i);
      });
    }
  }

  void places(const std::vector<std::string>& dropped) {
    auto plain = [&](std::string_view name) {
      return std::find(dropped.begin(), dropped.end(), name) != dropped.end();
    };
    for (std::size_t i = 0; i < rows(NameTable::kCity); ++i) {
      add(cell(NameTable::kCity, i, 2), NameTable::kCity, NameUse::kName, i);
      add_list(cell(NameTable::kCity, i, 3), NameTable::kCity, NameUse::kName, i);
    }
    for (std::size_t i = 0; i < rows(NameTable::kProvince); ++i) {
      if (const auto name = cell(NameTable::kProvince, i, 2); !plain(name))
        add(name, NameTable::kProvince, NameUse::kName, i);
      each_part(cell(NameTable::kProvince, i, 3), '|', [&](std::string_view name) {
        if (!plain(name)) add(name, NameTable::kProvince, NameUse::kName, i);
      });
    }
  }

  // Names of hand-written files are owned by the pool; it is reserved beforehand, so views stay good.
  std::string_view keep(std::string name) {
    out.pool_.push_back(std::move(name));
    return out.pool_.back();
  }

  void examples(RuleTable& rule, const std::string& id) {
    RuleTable::Examples found = rule.examples();
    for (std::size_t i = 0; i < found.matches.size(); ++i) {
      out.examples_.push_back({"actors/" + id, found.matches[i], found.match_places[i], true});
    }
    for (std::size_t i = 0; i < found.rejects.size(); ++i) {
      out.examples_.push_back({"actors/" + id, found.rejects[i], found.reject_places[i], false});
    }
  }

  static bool starts_with_any(std::string_view name, const std::vector<std::string>& heads) {
    return std::any_of(heads.begin(), heads.end(),
                       [&](const std::string& head) { return name.starts_with(head); });
  }

  void roles(const std::vector<std::string>& dropped, const std::vector<std::string>& dropped_starts,
             const std::vector<std::string>& needs_country, const std::vector<std::string>& generic) {
    auto in = [](const std::vector<std::string>& list, std::string_view name) {
      return std::find(list.begin(), list.end(), name) != list.end();
    };
    auto table = rulebook.tsv("imported/roles.tsv", diagnostics);
    if (table) {
      auto role = table->column("role", diagnostics), cameo = table->column("cameo", diagnostics),
           plover = table->column("plover", diagnostics), kind = table->column("kind", diagnostics);
      if (role && cameo && plover && kind) {
        role_rows = table;
        for (const auto& row : table->rows) {
          if (in(dropped, row[*role]) || starts_with_any(row[*role], dropped_starts)) continue;
          Role entry;
          entry.id = "role";
          entry.cameo = std::string(row[*cameo]);
          entry.sectors = sectors_of(row[*plover], row[*cameo]);
          entry.person = row[*kind] == "person" || (row[*kind].empty() && !is_body(row[*role]));
          entry.needs_country = in(needs_country, row[*role]);
          entry.generic = in(generic, row[*role]);
          out.roles_.push_back(std::move(entry));
          add(row[*role], NameTable::kRole, NameUse::kCommon, out.roles_.size() - 1);
        }
      }
    }
    for (RuleTable rule : rulebook.tables("actors", "role", diagnostics)) {
      std::string id = rule.id();
      Role entry;
      entry.id = id;
      entry.sectors = rule.strings("sectors");
      entry.cameo = rule.string_or("cameo", joined(entry.sectors));
      entry.person = rule.boolean_or("person", true);
      entry.needs_country = rule.boolean_or("needs_country", false);
      for (std::string& word : rule.required_strings("words")) {
        entry.generic = in(generic, word);
        out.roles_.push_back(entry);
        add(keep(std::move(word)), NameTable::kRole, NameUse::kCommon, out.roles_.size() - 1);
      }
      examples(rule, id);
      rule.finish();
    }
  }

  // Dictionary rows without a kind: the head noun tells bodies from persons.
  bool is_body(std::string_view role) const {
    for (std::string_view noun : {"ministry", "ministries", "office", "department", "agency", "council",
                                  "force", "court", "party", "group", "committee", "commission", "army",
                                  "hospital", "university", "union", "company", "embassy"}) {
      if (role.ends_with(noun) || role.starts_with(noun)) return true;
    }
    return false;
  }

  static std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += part;
    return text;
  }

  std::vector<std::string> sectors_of(std::string_view plover, std::string_view cameo) const {
    std::vector<std::string> list;
    for (std::size_t i = 0; i + 3 <= plover.size(); i += 3) list.emplace_back(plover.substr(i, 3));
    for (std::string& sector : out.plover_sectors(cameo)) {
      if (list.size() < 3 && std::find(list.begin(), list.end(), sector) == list.end() &&
          plover.size() < cameo.size()) {
        list.push_back(std::move(sector));
      }
    }
    return list;
  }

  // [[actor]]: names, and roles whose days must not be empty or overlap. `until` is the last day.
  void actors() {
    std::map<std::string, std::string> owners;
    for (RuleTable rule : rulebook.tables("actors", "actor", diagnostics)) {
      std::string id = rule.id();
      ActorCandidate actor;
      actor.id = rule.string_or("wikidata", "x:actors/" + id);
      std::string kind = rule.string_or("kind", "person");
      actor.kind = kind == "organisation" ? ActorKind::kOrganisation
                   : kind == "state"      ? ActorKind::kState
                                          : ActorKind::kPerson;
      std::vector<std::string> names = rule.required_strings("names");
      actor.name = names.empty() ? id : names.front();
      for (RuleTable part : rule.tables("roles")) {
        DatedOffice office;
        office.code = part.string("code");
        office.title = part.string_or("title", "");
        office.role = part.string_or("role", "");
        std::string source = part.string_or("source", "");
        auto from = part.reduced_date("from"), until = part.reduced_date("until");
        if (from && from->start) office.from = day_of(*from->start);
        if (until && until->end) office.until = day_of(*until->end);
        if (office.from && office.until && *office.until <= *office.from) {
          part.fault(ErrorCode::kRulesInterval, "the role ends before it starts",
                     "`until` is the last day, not before `from`", "until");
        }
        out.read_code(office.code, office.country, office.sectors);
        office.fact = fmt::format("actors {}{}", id, source.empty() ? "" : " (" + source + ")");
        part.finish();
        actor.offices.push_back(std::move(office));
      }
      std::stable_sort(actor.offices.begin(), actor.offices.end(),
                       [](const DatedOffice& a, const DatedOffice& b) { return a.from < b.from; });
      for (std::size_t i = 1; i < actor.offices.size(); ++i) {
        const DatedOffice &before = actor.offices[i - 1], &after = actor.offices[i];
        if (!before.until || !after.from || *after.from < *before.until - std::chrono::days(1)) {
          rule.fault(ErrorCode::kRulesInterval,
                     fmt::format("the roles {} and {} overlap", before.code, after.code),
                     "end the first on the day the second begins, or the day before", "roles");
        }
      }
      for (const DatedOffice& office : actor.offices) {
        if (actor.country.empty()) actor.country = office.country;
      }
      std::vector<std::string> wrong = rule.strings("examples");
      Place place = rule.place("examples");
      for (std::string& text : wrong) out.examples_.push_back({"actors/" + id, std::move(text), place, true});
      examples(rule, id);
      for (std::string& name : names) {
        auto [owner, fresh] = owners.emplace(fold_name(name, ' '), id);
        if (!fresh && owner->second != id) {
          rule.fault(ErrorCode::kRulesAmbiguousName,
                     fmt::format("`{}` and `{}` both claim the name {}", owner->second, id, name),
                     "give one of them a longer name", "names");
        }
      }
      rule.finish();
      out.actor_ids_.emplace(actor.id, id);
      out.actors_.push_back(std::move(actor));
      std::size_t row = out.actors_.size() - 1;
      for (std::string& name : names) {
        std::string_view kept = keep(std::move(name));
        add(kept, NameTable::kActor, NameUse::kName, row);
      }
    }
    for (RuleTable rule : rulebook.tables("actors", "office-sector", diagnostics)) {
      (void)rule.id();
      (void)rule.string_or("why", "");
      out.office_sectors_.emplace(rule.string("country") + " " + rule.string("role"), rule.string("sector"));
      rule.finish();
    }
  }

  void titles() {
    for (RuleTable rule : rulebook.tables("actors", "title", diagnostics)) {
      Title title;
      title.id = rule.id();
      title.office = rule.string_or("office", "");
      title.roles = rule.strings("roles");
      title.sectors = rule.strings("sectors");
      title.cameo = rule.string_or("cameo", joined(title.sectors));
      title.noun = rule.boolean_or("noun", true);
      std::string gender = rule.string_or("gender", "");
      title.gender = gender.empty() ? '\0' : gender[0];
      std::vector<std::string> names = rule.required_strings("words");
      examples(rule, title.id);
      rule.finish();
      out.titles_.push_back(std::move(title));
      for (std::string& word : names)
        add(keep(std::move(word)), NameTable::kTitle, NameUse::kCommon, out.titles_.size() - 1);
    }
  }

  void modifiers() {
    static constexpr std::pair<std::string_view, ModifierKind> kKinds[] = {
        {"former", ModifierKind::kFormer},
        {"then", ModifierKind::kThen},
        {"designated", ModifierKind::kDesignated},
        {"acting", ModifierKind::kActing},
        {"late", ModifierKind::kLate},
        {"courtesy", ModifierKind::kCourtesy},
        {"degree", ModifierKind::kDegree}};
    for (RuleTable rule : rulebook.tables("actors", "modifier", diagnostics)) {
      std::string id = rule.id(), kind = rule.string("kind");
      auto found =
          std::find_if(std::begin(kKinds), std::end(kKinds), [&](const auto& k) { return k.first == kind; });
      if (found == std::end(kKinds)) {
        rule.fault(ErrorCode::kRulesBadValue, fmt::format("unknown kind `{}`", kind),
                   "one of former, then, designated, acting, late, courtesy, degree", "kind");
      } else {
        out.modifiers_.emplace_back(found->second, id);
        for (std::string& word : rule.required_strings("words")) {
          add(keep(std::move(word)), NameTable::kModifier, NameUse::kCommon, out.modifiers_.size() - 1);
        }
      }
      examples(rule, id);
      rule.finish();
    }
  }

  void pronouns() {
    for (RuleTable rule : rulebook.tables("actors", "pronoun", diagnostics)) {
      Pronoun pronoun;
      pronoun.id = rule.id();
      std::string gender = rule.string_or("gender", "");
      pronoun.gender = gender.empty() ? '\0' : gender[0];
      pronoun.person = static_cast<int>(rule.integer("person").value_or(3));
      pronoun.plural = rule.boolean_or("plural", false);
      pronoun.relative = rule.boolean_or("relative", false);
      pronoun.reciprocal = rule.boolean_or("reciprocal", false);
      pronoun.minds = rule.strings("minds");
      for (const std::string& word : rule.required_strings("words"))
        out.pronouns_.emplace(fold_name(word, ' '), pronoun);
      examples(rule, pronoun.id);
      rule.finish();
    }
    for (RuleTable rule : rulebook.tables("actors", "plural", diagnostics)) {
      PluralPhrase plural;
      plural.id = rule.id();
      std::string kind = rule.string_or("kind", "unknown");
      plural.kind = kind == "state"    ? ActorKind::kState
                    : kind == "person" ? ActorKind::kPerson
                                       : ActorKind::kUnknown;
      plural.count =
          static_cast<std::size_t>(std::clamp<std::int64_t>(rule.integer("count").value_or(2), 0, 20));
      plural.roles = rule.strings("roles");
      for (const std::string& word : rule.required_strings("words"))
        out.plurals_.emplace(hash_name(word), plural);
      examples(rule, plural.id);
      rule.finish();
    }
  }

  void small_tables() {
    for (RuleTable rule : rulebook.tables("actors", "sector", diagnostics)) {
      (void)rule.id();
      std::string plover = rule.string_or("plover", "");
      for (const std::string& part : rule.required_strings("cameo"))
        out.plover_[part] = plover.empty() ? part : plover;
      rule.finish();
    }
    for (RuleTable rule : rulebook.tables("actors", "office", diagnostics)) {
      (void)rule.id();
      OfficeRole office{rule.string_or("title", ""), static_cast<int>(rule.integer("level").value_or(1))};
      out.office_roles_.emplace(rule.string("role"), std::move(office));
      rule.finish();
    }
    for (RuleTable rule : rulebook.tables("actors", "given-name", diagnostics)) {
      (void)rule.id();
      (void)rule.string_or("why", "");
      std::string gender = rule.string("gender");
      for (const std::string& name : rule.required_strings("names")) {
        out.given_names_.emplace(hash_name(name), gender.empty() ? '\0' : gender[0]);
      }
      rule.finish();
    }
  }

  void short_names() {
    for (RuleTable rule : rulebook.tables("actors", "short-name", diagnostics)) {
      (void)rule.id();
      (void)rule.string_or("why", "");
      Knowledge::ShortName name;
      name.words = rule.required_strings("words");
      name.among = rule.required_strings("among");
      name.country = rule.string_or("country", "");
      out.short_names_.push_back(std::move(name));
      rule.finish();
    }
  }

  std::vector<std::string> list(std::string_view family, std::string_view key) {
    std::vector<std::string> found;
    for (RuleTable rule : rulebook.tables("actors", family, diagnostics)) {
      (void)rule.id();
      (void)rule.string_or("why", "");
      for (std::string& word : rule.required_strings(key)) found.push_back(std::move(word));
      rule.finish();
    }
    return found;
  }

  std::shared_ptr<const TsvTable> role_rows;  // keeps the bytes of role names alive
};

std::shared_ptr<const Knowledge> Knowledge::compile(const Rulebook& rulebook, Diagnostics& diagnostics) {
  auto out = std::make_shared<Knowledge>();
  Builder builder{*out, rulebook, diagnostics, {}, nullptr};
  out->prefixes_.assign(kPrefixMask + 1, 0);
  out->entries_.reserve(160000);
  out->pool_.reserve(4096);
  builder.small_tables();
  builder.tables();
  builder.states();
  std::vector<std::string> family_first = builder.list("name-order", "countries");
  std::sort(family_first.begin(), family_first.end());
  builder.persons(family_first);
  builder.bodies();
  builder.places(builder.list("not-a-place", "words"));
  builder.roles(builder.list("not-a-role", "words"), builder.list("not-a-role-start", "words"),
                builder.list("needs-country", "words"), builder.list("generic", "words"));
  builder.actors();
  builder.titles();
  builder.modifiers();
  builder.pronouns();
  out->platforms_ = builder.list("platform", "words");
  out->leaning_before_ = builder.list("leaning", "before");
  out->leaning_after_ = builder.list("leaning-behind", "behind");
  builder.short_names();
  out->role_table_ = builder.role_rows;
  return out;
}

std::string_view Knowledge::cell(NameTable table, std::uint32_t row, std::size_t column) const {
  return tables_[at(table)]->rows[row][columns_[at(table)][column]];
}

const NameEntry* Knowledge::find(std::uint64_t hash) const {
  if (slots_.empty()) return nullptr;
  std::size_t slot = hash & (slots_.size() - 1);
  while (slots_[slot] != 0) {
    const NameEntry& entry = entries_[slots_[slot] - 1];
    if (entry.hash == hash) return &entry;
    slot = (slot + 1) & (slots_.size() - 1);
  }
  return nullptr;
}

std::optional<std::uint32_t> Knowledge::state_row(std::string_view iso3) const {
  auto found = states_.find(iso3);
  if (found == states_.end()) return std::nullopt;
  return found->second;
}

std::string_view Knowledge::state_name(std::string_view iso3) const {
  auto row = state_row(iso3);
  return row ? cell(NameTable::kState, *row, 1) : iso3;
}

std::string_view Knowledge::office_sector(std::string_view country, std::string_view role) const {
  auto found = office_sectors_.find(fmt::format("{} {}", country, role));
  return found == office_sectors_.end() ? std::string_view{} : std::string_view(found->second);
}

std::string_view Knowledge::metonym_kind(std::uint32_t row) const { return cell(NameTable::kMetonym, row, 3); }

bool Knowledge::state_alive(std::uint32_t row, std::optional<Day> day) const {
  std::string_view from = cell(NameTable::kState, row, 5), to = cell(NameTable::kState, row, 6);
  if (!day) return to.empty();
  auto start = first_day(from), end = day_after(to);
  return (!start || *start <= *day) && (!end || *day < *end);
}

std::int64_t Knowledge::population(std::uint32_t row) const {
  std::string_view text = cell(NameTable::kCity, row, 4);
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::vector<std::uint32_t> Knowledge::holders(std::string_view iso3,
                                              const std::vector<std::string>& roles) const {
  std::vector<std::uint32_t> out;
  for (const std::string& name : roles) {
    HolderRole role = holder_role(name);
    if (role == kHolderNone) continue;
    std::uint32_t key = pack_country(iso3) << 2 | role;
    auto first =
        std::lower_bound(holders_.begin(), holders_.end(), std::pair<std::uint32_t, std::uint32_t>{key, 0});
    for (; first != holders_.end() && first->first == key; ++first) out.push_back(first->second);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<GazetteerPlace> Knowledge::places(std::string_view name, std::optional<Day> day) const {
  constexpr std::size_t kMost = 40;
  std::vector<GazetteerPlace> out;
  auto degrees = [](std::string_view text) -> std::optional<double> {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
  };
  for (const NameEntry* entry = find(hash_name(name)); entry && out.size() < kMost; entry = next(*entry)) {
    if (entry->use != NameUse::kName && entry->use != NameUse::kAcronym) continue;
    if (entry->use == NameUse::kAcronym && entry->name != name) continue;
    GazetteerPlace place;
    const std::uint32_t row = entry->row;
    switch (entry->table) {
      case NameTable::kState:
        if (!state_alive(row, day)) continue;
        place.kind = "country";
        place.iso3 = std::string(cell(NameTable::kState, row, 0));
        place.name = std::string(cell(NameTable::kState, row, 1));
        place.fact = "states " + place.iso3;
        break;
      case NameTable::kCity:
        place.kind = cell(NameTable::kCity, row, 5) == "capital" ? "capital" : "city";
        place.iso3 = std::string(cell(NameTable::kCity, row, 1));
        place.name = std::string(cell(NameTable::kCity, row, 2));
        place.geonameid = std::string(cell(NameTable::kCity, row, 0));
        place.population = population(row);
        place.admin1 = std::string(cell(NameTable::kCity, row, 6));
        place.lat = degrees(cell(NameTable::kCity, row, 7));
        place.lon = degrees(cell(NameTable::kCity, row, 8));
        place.fact = "cities " + place.geonameid;
        break;
      case NameTable::kProvince:
        place.kind = "province";
        place.admin1 = std::string(cell(NameTable::kProvince, row, 0));
        place.iso3 = std::string(cell(NameTable::kProvince, row, 1));
        place.name = std::string(cell(NameTable::kProvince, row, 2));
        place.lat = degrees(cell(NameTable::kProvince, row, 4));
        place.lon = degrees(cell(NameTable::kProvince, row, 5));
        place.fact = "admin1 " + place.admin1;
        break;
      default:
        continue;
    }
    const bool known = std::any_of(out.begin(), out.end(), [&](const GazetteerPlace& other) {
      return other.fact == place.fact;
    });
    if (!known) out.push_back(std::move(place));
  }
  return out;
}

const OfficeRole& Knowledge::office_role(std::string_view role) const {
  static const OfficeRole kOther;
  auto found = office_roles_.find(role);
  return found == office_roles_.end() ? kOther : found->second;
}

const Pronoun* Knowledge::pronoun(std::string_view lower) const {
  auto found = pronouns_.find(lower);
  return found == pronouns_.end() ? nullptr : &found->second;
}

const PluralPhrase* Knowledge::plural(std::uint64_t words) const {
  auto found = plurals_.find(words);
  return found == plurals_.end() ? nullptr : &found->second;
}

char Knowledge::given_name_gender(std::uint64_t word) const {
  auto found = given_names_.find(add_word(0, word));
  return found == given_names_.end() ? '\0' : found->second;
}

std::optional<std::uint32_t> Knowledge::meant_state(std::string_view name) const {
  for (const auto& [words, row] : meant_states_) {
    if (words == name) return row;
  }
  return std::nullopt;
}

bool Knowledge::leans(std::string_view lower, bool before) const {
  const auto& words = before ? leaning_before_ : leaning_after_;
  return std::find(words.begin(), words.end(), lower) != words.end();
}

bool Knowledge::is_platform(std::string_view lower) const {
  return std::find(platforms_.begin(), platforms_.end(), lower) != platforms_.end();
}

std::vector<std::string> Knowledge::plover_sectors(std::string_view letters) const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i + 3 <= letters.size(); i += 3) {
    auto found = plover_.find(letters.substr(i, 3));
    if (found != plover_.end() && std::find(out.begin(), out.end(), found->second) == out.end())
      out.push_back(found->second);
  }
  return out;
}

void Knowledge::read_code(std::string_view code, std::string& country,
                          std::vector<std::string>& sectors) const {
  country.clear();
  std::string_view rest = code;
  std::string_view head = code.substr(0, 3);
  if (states_.contains(head)) {
    country = std::string(head);
    rest = code.substr(3);
  } else if (head == "IGO" || head == "IMG" || head == "MNC" || head == "INT") {
    rest = code.substr(std::min<std::size_t>(3, code.size()));
    if (head == "MNC" && states_.contains(rest.substr(0, 3))) {
      country = std::string(rest.substr(0, 3));
      rest = rest.substr(3);
    }
  }
  sectors = plover_sectors(rest);
}

std::string_view Knowledge::country(NameTable table, std::uint32_t row) const {
  switch (table) {
    case NameTable::kState:
    case NameTable::kParty:
    case NameTable::kPerson:
      return cell(table, row, 0);
    case NameTable::kMetonym: {
      std::string_view head = cell(table, row, 1).substr(0, 3);
      return states_.contains(head) ? head : std::string_view{};
    }
    case NameTable::kArmedGroup:
      return states_.contains(cell(table, row, 2)) ? cell(table, row, 2) : std::string_view{};
    case NameTable::kInstitution:
      return cell(table, row, 3);
    case NameTable::kCity:
    case NameTable::kProvince:
      return cell(table, row, 1);
    case NameTable::kOrganisation: {
      std::string_view code = cell(table, row, 3);
      return states_.contains(code.substr(0, 3)) ? code.substr(0, 3) : std::string_view{};
    }
    default:
      return {};
  }
}

std::string Knowledge::key(NameTable table, std::uint32_t row) const {
  switch (table) {
    case NameTable::kState:
      return fmt::format("state {}", cell(table, row, 0));
    case NameTable::kMetonym: {
      std::string_view actor = cell(table, row, 1);
      std::string_view kind = cell(table, row, 3);
      if (kind == "capital" || kind == "seat") return fmt::format("state {}", actor);
      return fmt::format("metonym {} {}", cell(table, row, 0), actor);
    }
    case NameTable::kArmedGroup:
      return fmt::format("group {} {}", cell(table, row, 0), cell(table, row, 2));
    default:
      return fmt::format("{} {}", static_cast<int>(table), row);
  }
}

ActorCandidate Knowledge::person(std::uint32_t row) const {
  ActorCandidate out;
  out.kind = ActorKind::kPerson;
  std::string_view country = cell(NameTable::kPerson, row, 0), qid = cell(NameTable::kPerson, row, 4);
  out.name = std::string(cell(NameTable::kPerson, row, 1));
  bool organisation = !states_.contains(country);
  if (!organisation) out.country = std::string(country);
  std::string_view first_table;
  each_part(cell(NameTable::kPerson, row, 5), '|', [&](std::string_view text) {
    std::string_view table = field(text, ';'), role = field(text, ';'), sector = field(text, ';'),
                     from = field(text, ';'), to = field(text, ';'), end = field(text, ';'),
                     title = field(text, ';'), own = field(text, ';');
    DatedOffice office;
    std::string_view table_name = table == "l"                    ? "leaders"
                                  : table == "o" && role == "ORG" ? "org_leaders"
                                  : table == "o"                  ? "officials"
                                                                  : "parties";
    if (first_table.empty()) first_table = table_name;
    office.role = std::string(role);
    office.title = std::string(title.empty() ? std::string_view(office_role(role).title) : title);
    std::string_view where = own.empty() ? country : own;
    if (states_.contains(where)) {
      office.country = std::string(where);
      if (std::string_view other = office_sector(where, role); !other.empty()) sector = other;
      office.sectors = plover_sectors(sector);
      office.code = fmt::format("{}{}", where, sector);
    } else {
      // A body: its own code, looked up by its short name.
      for (const NameEntry* entry = find(hash_name(where)); entry; entry = next(*entry)) {
        if (entry->table != NameTable::kOrganisation || entry->name != where) continue;
        office.code = std::string(cell(NameTable::kOrganisation, entry->row, 3));
        read_code(office.code, office.country, office.sectors);
        break;
      }
    }
    office.from = first_day(from);
    office.until = day_after(to);
    office.end_unknown = to.empty() && end != "current";
    if (office.end_unknown) {  // `end` may say when the holder was last seen in office
      office.seen = office.from;
      if (auto seen = first_day(end); seen && (!office.seen || *seen > *office.seen)) office.seen = seen;
    }
    office.fact = fmt::format("{}{}", table_name, dates(from, to));
    out.offices.push_back(std::move(office));
  });
  std::stable_sort(out.offices.begin(), out.offices.end(),
                   [](const DatedOffice& a, const DatedOffice& b) { return a.from < b.from; });
  if (!qid.empty())
    out.id = std::string(qid);
  else {
    std::string place = fold_name(country, '-');
    out.id = fmt::format("x:{}/{}-{}", first_table, place, fold_name(out.name, '-'));
  }
  return out;
}

ActorCandidate Knowledge::candidate(NameTable table, std::uint32_t row) const {
  if (table == NameTable::kActor) return actors_[row];
  if (table == NameTable::kPerson) return person(row);
  ActorCandidate out;
  DatedOffice office;
  switch (table) {
    case NameTable::kState: {
      std::string_view iso3 = cell(table, row, 0), qid = cell(table, row, 8);
      out.id = qid.empty() ? fmt::format("x:states/{}", fold_name(iso3, '-')) : std::string(qid);
      out.name = std::string(cell(table, row, 1));
      out.kind = ActorKind::kState;
      out.country = std::string(iso3);
      return out;
    }
    case NameTable::kMetonym: {
      std::string_view actor = cell(table, row, 1), sector = cell(table, row, 2);
      std::string_view iso3 = actor.substr(0, 3);
      auto state = state_row(iso3);
      if (state && actor.size() == 3)
        out = candidate(NameTable::kState, *state);
      else
        out.id = fmt::format("x:metonyms/{}", fold_name(cell(table, row, 0), '-'));
      if (out.name.empty()) out.name = std::string(cell(table, row, 0));
      std::string_view kind = cell(table, row, 3);
      if (kind != "capital" && kind != "seat") {
        out.id = fmt::format("x:metonyms/{}", fold_name(cell(table, row, 0), '-'));
        out.name = std::string(cell(table, row, 0));
        out.kind = ActorKind::kOrganisation;
      } else {
        out.kind = ActorKind::kState;
      }
      if (state) {
        out.country = std::string(iso3);
        office.country = out.country;
        office.code = fmt::format("{}{}{}", iso3, actor.size() == 6 ? "REB" : "", sector);
      } else {
        office.code = actor == "EUU" ? fmt::format("IGOEEC{}", sector == "GOV" ? "" : sector)
                                     : fmt::format("IGO{}", sector);
      }
      office.sectors = plover_sectors(sector);
      office.fact = fmt::format("metonyms {}", cell(table, row, 0));
      out.offices.push_back(std::move(office));
      return out;
    }
    case NameTable::kOrganisation: {
      std::string_view acronym = cell(table, row, 0), from = cell(table, row, 4), to = cell(table, row, 5);
      out.id = fmt::format("x:orgs/{}", fold_name(acronym, '-'));
      out.name = std::string(cell(table, row, 1));
      out.kind = ActorKind::kOrganisation;
      office.code = std::string(cell(table, row, 3));
      read_code(office.code, office.country, office.sectors);
      out.country = office.country;
      office.from = first_day(from);
      office.until = day_after(to);
      office.fact = fmt::format("orgs {}{}", acronym, dates(from, to));
      out.offices.push_back(std::move(office));
      return out;
    }
    case NameTable::kArmedGroup: {
      // One row for each period: all rows of this name and country, which the import leaves side by side.
      std::string_view name = cell(table, row, 0), iso3 = cell(table, row, 2);
      std::uint32_t first = row, last = row + 1;
      auto count = static_cast<std::uint32_t>(tables_[at(table)]->rows.size());
      while (first > 0 && cell(table, first - 1, 0) == name) --first;
      while (last < count && cell(table, last, 0) == name) ++last;
      for (std::uint32_t i = first; i < last; ++i) {
        if (cell(table, i, 2) != iso3) continue;
        std::string_view from = cell(table, i, 4), to = cell(table, i, 5);
        DatedOffice period;
        period.code = std::string(cell(table, i, 3));
        read_code(period.code, period.country, period.sectors);
        period.from = first_day(from);
        period.until = day_after(to);
        period.fact = fmt::format("armed_groups {}{}", name, dates(from, to));
        out.offices.push_back(std::move(period));
      }
      std::stable_sort(out.offices.begin(), out.offices.end(),
                       [](const DatedOffice& a, const DatedOffice& b) { return a.from < b.from; });
      out.id = fmt::format("x:armed_groups/{}-{}", fold_name(iso3, '-'), fold_name(name, '-'));
      out.name = std::string(name);
      out.kind = ActorKind::kOrganisation;
      out.country = out.offices.empty() ? "" : out.offices.front().country;
      return out;
    }
    case NameTable::kInstitution: {
      std::string_view name = cell(table, row, 0), iso3 = cell(table, row, 3);
      if (name.empty()) name = cell(table, row, 2).substr(0, cell(table, row, 2).find('|'));
      out.id = fmt::format("x:institutions/{}-{}", fold_name(iso3, '-'), fold_name(name, '-'));
      out.name = std::string(name);
      office.code = std::string(cell(table, row, 4));
      office.fact = fmt::format("institutions {} {}", iso3, name);
      break;
    }
    case NameTable::kParty: {
      std::string_view name = cell(table, row, 1), iso3 = cell(table, row, 0);
      out.id = fmt::format("x:parties/{}-{}", fold_name(iso3, '-'), fold_name(name, '-'));
      out.name = std::string(name);
      office.code = fmt::format("{}{}", iso3, cell(table, row, 5));
      office.fact = fmt::format("parties {} {}", iso3, name);
      break;
    }
    case NameTable::kCity:
    case NameTable::kProvince: {
      bool city = table == NameTable::kCity;
      out.id = fmt::format("x:{}/{}", city ? "cities" : "admin1", fold_name(cell(table, row, 0), '-'));
      out.name = std::string(cell(table, row, 2));
      office.code = std::string(cell(table, row, 1));
      office.fact = fmt::format("{} {}", city ? "cities" : "admin1", cell(table, row, 0));
      out.kind = ActorKind::kUnknown;
      out.country = office.code;
      office.country = office.code;
      out.offices.push_back(std::move(office));
      return out;
    }
    default:
      return out;
  }
  out.kind = ActorKind::kOrganisation;
  read_code(office.code, office.country, office.sectors);
  out.country = office.country;
  out.offices.push_back(std::move(office));
  return out;
}

}  // namespace chancery
