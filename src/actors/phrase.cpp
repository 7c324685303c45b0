// The grammar of actor phrases. A head (name, role noun or adjective of a country) looks left over its titles,
// adjectives and owners, and right over "of X"; what it finds decides country, sectors and which of several
// namesakes is meant.
// SPDX-License-Identifier: Apache-2.0
#include "actors/phrase.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/one_of.h"

namespace chancery {
namespace {

constexpr int kMaxDepth = 6;    // owners of owners
constexpr int kMaxLeft = 10;    // items looked at to the left of a head
constexpr int kMaxFillers = 4;  // "the new and highly controversial" …
constexpr std::size_t kMaxNamesakes = 400;
constexpr double kMargin = 1.0;  // by which a namesake must win

bool same_word(std::string_view text, const Word& word, std::string_view name, const Word& part) {
  return text.substr(word.begin, word.end - word.begin) == name.substr(part.begin, part.end - part.begin);
}

// May this entry be meant by these words, given their capitals?
bool fits_case(const NameEntry& entry, std::string_view text, const Word* words, std::uint32_t count,
               bool relaxed) {
  std::vector<Word> parts;
  split_words(entry.name, 0, static_cast<std::uint32_t>(entry.name.size()), parts);
  if (parts.size() != count) return true;  // found by its singular
  for (std::uint32_t i = 0; i < count; ++i) {
    const Word &word = words[i], &part = parts[i];
    switch (entry.use) {
      case NameUse::kAcronym:
        if (!same_word(text, word, entry.name, part)) return false;
        break;
      case NameUse::kCommon:
        if (part.all_upper && !same_word(text, word, entry.name, part)) return false;
        if (part.upper && !word.upper && !relaxed) return false;
        break;
      case NameUse::kAnaphor:
        if (part.upper && !word.upper) return false;
        break;
      default:
        if (part.upper && !word.upper && !relaxed) return false;
    }
  }
  return true;
}

std::uint16_t use_bit(const NameEntry& entry) {
  switch (entry.table) {
    case NameTable::kRole:
      return kUseRole;
    case NameTable::kTitle:
      return kUseTitle;
    case NameTable::kModifier:
      return kUseModifier;
    default:
      break;
  }
  switch (entry.use) {
    case NameUse::kSurname:
      return kUseSurname;
    case NameUse::kGeneric:
      return kUseGeneric;
    case NameUse::kDemonym:
      return kUseDemonym;
    case NameUse::kAnaphor:
      return kUseAnaphor;
    default:
      return kUseName;
  }
}

}  // namespace

bool holds_on(const DatedOffice& office, Day day) {
  if (office.from && day < *office.from) return false;
  if (office.until) return day < *office.until;
  if (!office.end_unknown || !office.seen) return true;
  return day < *office.seen + std::chrono::days(5 * 365 + 1);
}

bool title_fits(const Title& title, const DatedOffice& office) {
  if (title.roles.empty()) return true;
  return std::find(title.roles.begin(), title.roles.end(), office.role) != title.roles.end();
}

std::vector<Piece> scan_pieces(const Knowledge& knowledge, std::string_view text,
                               const std::vector<Word>& words, std::uint32_t first, std::uint32_t last,
                               bool relaxed) {
  auto longest_at = [&](std::uint32_t i) {
    Piece best;
    std::uint64_t sequence = 0;
    for (std::uint32_t j = i; j < last; ++j) {
      Piece here;
      here.first = i;
      here.last = j + 1;
      std::uint64_t h = add_word(sequence, words[j].hash);
      auto look = [&](std::uint64_t hash, bool singular) {
        const NameEntry* head = knowledge.find(hash);
        bool any = false;
        std::size_t seen = 0;
        std::uint16_t known = 0;
        for (const NameEntry* entry = head; entry && seen < kMaxNamesakes;
             entry = knowledge.next(*entry), ++seen) {
          std::uint16_t bit = use_bit(*entry);
          if ((known & bit) != 0 && bit != kUseName && bit != kUseDemonym) continue;
          if (singular && bit != kUseRole && bit != kUseTitle) continue;
          if (!fits_case(*entry, text, &words[i], j + 1 - i, relaxed)) continue;
          known |= bit;
          any = true;
        }
        here.uses |= known;
        return any ? head : nullptr;
      };
      here.exact = look(h, false);
      if (words[j].singular != words[j].hash) here.singular = look(add_word(sequence, words[j].singular), true);
      if (here.exact || here.singular) best = here;
      if (!knowledge.is_prefix(h)) break;
      sequence = h;
    }
    return best;
  };
  const std::uint64_t article = hash_name("the");
  std::vector<Piece> out;
  for (std::uint32_t i = first; i < last;) {
    const Piece best = longest_at(i);
    // "the State Department" is no department of "the state": a longer name begins behind the article.
    const bool shadowed = best.uses != 0 && best.last > i + 1 && add_word(0, words[i].hash) == article &&
                          longest_at(i + 1).last > best.last;
    if (best.uses != 0 && !shadowed) {
      i = best.last;
      out.push_back(best);
    } else {
      ++i;
    }
  }
  return out;
}

PhraseReader::PhraseReader(const Knowledge& knowledge, std::string_view text, const std::vector<Word>& words,
                           const std::vector<Piece>& pieces, const std::vector<Item>& items,
                           const PhraseContext& context)
    : knowledge_(knowledge),
      text_(text),
      words_(words),
      pieces_(pieces),
      items_(items),
      context_(context),
      state_(items.size(), 0),
      reading_of_(items.size(), 0),
      absorbed_(items.size(), false) {
  readings_.reserve(items.size());  // read() hands out pointers
}

std::string PhraseReader::text_of(const Piece& p) const {
  return std::string(text_.substr(words_[p.first].begin, words_[p.last - 1].end - words_[p.first].begin));
}

std::string PhraseReader::demonym_country(const Piece& p) const {
  std::string best;
  double score = -1;
  for (const NameEntry* entry = p.exact; entry; entry = knowledge_.next(*entry)) {
    if (entry->table != NameTable::kState) continue;
    if (entry->use != NameUse::kDemonym && entry->use != NameUse::kName && entry->use != NameUse::kAcronym)
      continue;
    std::string country(knowledge_.country(entry->table, entry->row));
    double here = 1 + context_.share_of(country) + (knowledge_.state_alive(entry->row, context_.day) ? 1 : 0);
    if (here > score || (here == score && country < best)) {
      score = here;
      best = country;
    }
  }
  return best;
}

const Title* PhraseReader::title_of(const Piece& p) const {
  for (const NameEntry* chain : {p.exact, p.singular}) {
    for (const NameEntry* entry = chain; entry; entry = knowledge_.next(*entry)) {
      if (entry->table == NameTable::kTitle) return &knowledge_.title(entry->row);
    }
  }
  return nullptr;
}

// The last words of a name that proved nobody's: "Santa Marta Self Defense Forces" are forces.
const Role* PhraseReader::last_words(const Piece& p, bool* plural) const {
  for (std::uint32_t from = p.first + 1; from < p.last; ++from) {
    std::uint64_t exact = 0, singular = 0;
    for (std::uint32_t i = from; i < p.last; ++i) {
      singular = add_word(exact, words_[i].singular);
      exact = add_word(exact, words_[i].hash);
    }
    Piece part;
    part.first = from;
    part.last = p.last;
    part.exact = knowledge_.find(exact);
    part.singular = singular == exact ? nullptr : knowledge_.find(singular);
    if (const Role* role = role_of(part, plural)) return role;
  }
  return nullptr;
}

const Role* PhraseReader::role_of(const Piece& p, bool* plural) const {
  for (const NameEntry* chain : {p.exact, p.singular}) {
    for (const NameEntry* entry = chain; entry; entry = knowledge_.next(*entry)) {
      if (entry->table != NameTable::kRole) continue;
      if (plural) *plural = chain == p.singular;
      return &knowledge_.role(entry->row);
    }
  }
  return nullptr;
}

// What stands before a head, nearest first.
struct PhraseReader::Left {
  std::uint32_t first = 0;            // where the phrase begins
  const Title* title = nullptr;       // nearest title or role with an office
  std::vector<std::uint32_t> titles;  // items of titles and roles before a name, nearest first
  bool former = false, then = false, designated = false, late = false, definite = false, indefinite = false;
  std::string country;  // by an adjective or a state's name
  std::string country_how;
  const Reading* owner = nullptr;  // possessor, or body before a role ("Hezbollah fighters")
  bool possessive = false;
  char gender = 0;
  std::vector<std::string> rules;
};

PhraseReader::Left PhraseReader::look_left(std::uint32_t item, int depth, bool for_person) {
  Left left;
  left.first = item;
  int fillers = 0;
  bool ordinal = false;
  std::uint32_t at = item;
  for (int steps = 0; at > 0 && steps < kMaxLeft; ++steps) {
    std::uint32_t i = at - 1;
    const Item& here = items_[i];
    if (here.kind == ItemKind::kDeterminer) {
      (here.indefinite || ordinal ? left.indefinite : left.definite) = true;
      if (!for_person || !left.titles.empty()) left.first = i;
      break;
    }
    if (here.kind == ItemKind::kPossessive) {
      if (i == 0 || items_[i - 1].kind != ItemKind::kPiece) break;
      if (for_person && left.titles.empty()) break;
      const Reading* owner = read(i - 1, depth + 1);
      if (!owner) break;
      left.owner = owner;
      left.possessive = true;
      left.definite = true;
      left.first = owner->first;
      if (left.country.empty()) {
        left.country = owner->country;
        left.country_how = "possessive";
      }
      break;
    }
    if (here.kind == ItemKind::kFiller) {
      // Before a name only titles count; an unknown capitalised word there belongs to the name or to another
      // phrase.
      if (for_person && (left.titles.empty() || here.proper)) break;
      if (++fillers > kMaxFillers) break;
      ordinal = ordinal || here.indefinite;  // "the first Pakistani premier to" is nobody yet
      at = i;
      if (!here.proper && !for_person) left.first = i;
      continue;
    }
    if (here.kind != ItemKind::kPiece) break;
    const Piece& p = piece(i);
    if (p.is(kUseModifier)) {
      for (const NameEntry* entry = p.exact; entry; entry = knowledge_.next(*entry)) {
        if (entry->table != NameTable::kModifier) continue;
        left.rules.push_back(knowledge_.modifier_id(entry->row));
        switch (knowledge_.modifier(entry->row)) {
          case ModifierKind::kFormer:
            left.former = true;
            break;
          case ModifierKind::kThen:
            left.then = true;
            break;
          case ModifierKind::kDesignated:
            left.designated = true;
            break;
          case ModifierKind::kLate:
            left.late = true;
            break;
          default:
            break;
        }
      }
      if (left.country.empty() || left.first == at) left.first = i;
      absorbed_[i] = true;
      at = i;
      continue;
    }
    bool role_like = p.is(kUseTitle | kUseRole);
    if (for_person && role_like && !p.is(kUseDemonym) && left.country.empty()) {
      const Title* title = title_of(p);
      if (!left.title && title && (!title->roles.empty() || !title->sectors.empty())) left.title = title;
      if (title && title->gender) left.gender = title->gender;
      if (title) left.rules.push_back(title->id);
      left.titles.push_back(i);
      left.first = i;
      absorbed_[i] = true;
      at = i;
      continue;
    }
    if ((p.is(kUseDemonym) || p.is(kUseName)) && only_stands_by(i)) {
      left.first = i;
      absorbed_[i] = true;
      at = i;
      continue;
    }
    if (p.is(kUseDemonym) || (p.is(kUseName) && !demonym_country(p).empty())) {
      if (for_person && left.titles.empty() && !p.is(kUseDemonym)) break;  // "Russia Putin": two phrases
      if (!left.country.empty()) break;
      left.country = demonym_country(p);
      left.country_how = p.is(kUseDemonym) ? "country adjective" : "country name";
      left.first = i;
      absorbed_[i] = true;
      at = i;
      continue;
    }
    if (for_person && left.titles.empty()) break;
    if (left.owner || depth > kMaxDepth) break;
    const Reading* owner = read(i, depth + 1);
    if (!owner) break;
    left.owner = owner;
    if (left.country.empty()) {
      left.country = owner->country;
      left.country_how = "owner";
    }
    left.first = owner->first;
    left.former = left.former || owner->former;
    absorbed_[i] = true;
    // The owner has read what stands before it, but a modifier there may be the head's: "a former White House
    // official".
    for (std::uint32_t k = left.first; k-- > 0;) {
      if (items_[k].kind == ItemKind::kDeterminer) {
        (items_[k].indefinite ? left.indefinite : left.definite) = true;
        left.first = k;
        break;
      }
      if (!is_piece(k, kUseModifier)) break;
      for (const NameEntry* entry = piece(k).exact; entry; entry = knowledge_.next(*entry)) {
        if (entry->table != NameTable::kModifier) continue;
        left.rules.push_back(knowledge_.modifier_id(entry->row));
        if (knowledge_.modifier(entry->row) == ModifierKind::kFormer) left.former = true;
      }
      absorbed_[k] = true;
      left.first = k;
    }
    break;
  }
  return left;
}

// The head of the phrase after a preposition that follows `item`; over one that names nobody to the next
// ("professor of history at X").
std::optional<std::uint32_t> PhraseReader::complement(std::uint32_t item, bool& of) {
  std::uint32_t i = item + 1;
  if (i < items_.size() && items_[i].kind == ItemKind::kFiller && !items_[i].proper)
    ++i;  // "an official based in"
  for (int hops = 0; hops < 3 && i < items_.size(); ++hops) {
    bool here_of = items_[i].kind == ItemKind::kOf;
    bool owner = items_[i].kind == ItemKind::kPreposition && items_[i].owner;
    if (!here_of && !owner) return std::nullopt;
    std::optional<std::uint32_t> head;
    std::uint32_t j = i + 1;
    for (int steps = 0; j < items_.size() && steps < 12; ++j, ++steps) {
      ItemKind kind = items_[j].kind;
      if (kind == ItemKind::kPiece) {
        if (piece(j).is(static_cast<std::uint16_t>(~kUseModifier))) head = j;
      } else if (kind == ItemKind::kFiller) {
        bool on = j + 1 < items_.size() && items_[j + 1].kind == ItemKind::kPiece;
        if (head && !items_[j].proper && !on) break;
      } else if (kind != ItemKind::kDeterminer && kind != ItemKind::kPossessive) {
        break;
      }
    }
    if (head) {
      of = here_of;
      return head;
    }
    i = j;
  }
  return std::nullopt;
}

const Reading* PhraseReader::read(std::uint32_t item, int depth) {
  if (items_[item].kind != ItemKind::kPiece) return nullptr;
  if (state_[item] == 3) return &readings_[reading_of_[item]];
  if (state_[item] != 0 || depth > kMaxDepth) return nullptr;
  state_[item] = 1;
  const Piece& p = piece(item);
  Reading out;
  out.head = item;
  out.first = item;
  out.last = item + 1;
  bool found = false;
  // "President Bush" is no town in Egypt, nor is the Bush of a day when one of that name governs.
  const bool person = p.is(kUseSurname) && names_only_places(p) &&
                      (bears_a_chief(p) || !look_left(item, depth, true).titles.empty());
  if (p.is(kUsePerson) || person) found = read_person(item, out, depth);
  if (!found && p.is(kUseName | kUseGeneric | kUseBody | kUsePlace | kUseAnaphor))
    found = read_name(item, out, depth);
  if (!found && p.is(kUseSurname)) found = read_person(item, out, depth);
  bool name_failed = !found && p.is(kUseName | kUseGeneric) && p.last - p.first > 1;
  if (!found && (p.is(kUseRole | kUseTitle) || name_failed)) found = read_role(item, out, depth);
  if (!found && p.is(kUseDemonym)) found = read_demonym(item, out);
  if (!found) {
    state_[item] = 2;
    return nullptr;
  }
  if (out.code.empty() && (!out.country.empty() || !out.cameo.empty())) {
    out.code = (out.country.empty() ? "---" : out.country) + out.cameo;
  }
  readings_.push_back(std::move(out));
  reading_of_[item] = static_cast<std::uint32_t>(readings_.size() - 1);
  state_[item] = 3;
  return &readings_.back();
}

namespace {

struct Scored {
  double score = 0;
  NameTable table{};
  std::uint32_t row = 0;
  std::string key;
  std::string country;
};

}  // namespace

bool PhraseReader::read_name(std::uint32_t item, Reading& out, int depth) {
  const Piece& p = piece(item);
  if (p.is(kUseBody | kUsePlace) && !p.exact) {
    out.kind = p.is(kUseBody) ? ActorKind::kOrganisation : ActorKind::kUnknown;
    out.name = text_of(p);
    out.key = "name " + fold_name(out.name, '-');
    out.country = p.country;
    if (out.country.empty() && p.is(kUseBody)) {
      out.country = adjective_before(item);  // "Iraqi Kurds"
      if (!out.country.empty()) {
        absorbed_[item - 1] = true;
        out.first = item - 1;
        out.code = out.country;
      }
    }
    out.place = p.is(kUsePlace);
    out.how = p.country.empty() ? "unknown name" : "unknown name; country inside it";
    out.rule = "actors/entity";
    return true;
  }
  if (p.last - p.first == 1) {
    auto introduced = context_.acronyms.find(words_[p.first].hash);
    if (introduced != context_.acronyms.end() && words_[p.first].all_upper) {
      out.kind = ActorKind::kOrganisation;
      out.name = text_of(p);
      out.key = introduced->second;
      out.how = "short name introduced in the text";
      out.rule = "actors/acronym";
      return true;
    }
  }
  Left left;
  bool looked = false;
  auto wanted_country = [&]() -> const std::string& {
    if (!looked) {
      looked = true;
      left = look_left(item, depth, false);
      // A name needs no owner; only an adjective or possessor right before it counts.
    }
    return left.country;
  };
  bool needs_country = false;
  for (const NameEntry* entry = p.exact; entry && !needs_country; entry = knowledge_.next(*entry)) {
    needs_country = entry->table == NameTable::kInstitution || entry->table == NameTable::kParty ||
                    entry->use == NameUse::kAcronym ||
                    (entry->table == NameTable::kMetonym && item > 0 && items_[item - 1].kind == ItemKind::kPossessive);
  }
  // "the US Congress", "Mexican PAN": the adjective belongs to the body. Before states and persons it does not.
  std::string own;
  if (needs_country && item > 0) own = wanted_country();

  std::vector<Scored> found;
  std::size_t seen = 0;
  std::uint32_t count = p.last - p.first;
  bool has_person = false, has_role = p.is(kUseRole);
  for (const NameEntry* entry = p.exact; entry && seen < kMaxNamesakes;
       entry = knowledge_.next(*entry), ++seen) {
    if (entry->table >= NameTable::kRole || entry->use == NameUse::kSurname || entry->use == NameUse::kDemonym)
      continue;
    if (!fits_case(*entry, text_, &words_[p.first], count, false) && !items_[item].proper) continue;
    Scored s;
    s.table = entry->table;
    s.row = entry->row;
    s.key = knowledge_.key(entry->table, entry->row);
    s.country = std::string(knowledge_.country(entry->table, entry->row));
    bool named = context_.named.contains(s.key);
    bool acronym = entry->use == NameUse::kAcronym;
    switch (entry->table) {
      case NameTable::kState:
        s.score = knowledge_.state_alive(entry->row, context_.day) ? 10 : 4;
        break;
      case NameTable::kMetonym:
        // "Peru's Congress" is not America's.
        if (left.possessive && !own.empty() && own != s.country) continue;
        s.score = 8;
        break;
      case NameTable::kOrganisation:
        s.score = acronym && count == 1 && p.last - p.first == 1 ? 7 : 8;
        break;
      case NameTable::kArmedGroup:
        s.score = 6;
        break;
      case NameTable::kInstitution:
        s.score = acronym ? 4.5 : 6;
        break;
      case NameTable::kParty:
        s.score = acronym ? 2 : 4;
        break;
      case NameTable::kCity:
        s.score = 1 + std::log10(1.0 + static_cast<double>(knowledge_.population(entry->row))) / 2;
        break;
      case NameTable::kProvince:
        s.score = 3;
        break;
      case NameTable::kPerson:
        s.score = count == 1 ? 1 : 6;
        has_person = true;
        break;
      default:
        break;
    }
    if (entry->use == NameUse::kGeneric) s.score = 0;
    if (entry->use == NameUse::kAnaphor && !named) continue;
    if (named && acronym) s.score += 5;
    if (entry->table != NameTable::kState && !s.country.empty()) {
      double share = context_.share_of(s.country);
      s.score += share > 0 ? 1.5 + 3 * share : 0;
      if (!own.empty()) s.score += own == s.country ? 8 : -6;
    }
    if (entry->use == NameUse::kGeneric && s.score < 2) {
      if (s.country != context_.dominant || s.country.empty()) continue;
    }
    if (acronym && s.score < 4.5 && entry->table != NameTable::kState && !alone_) continue;
    // A party's or agency's name of one word is too often a plain word; and "Kyiv police" is not the police of
    // elsewhere.
    bool weak = entry->table == NameTable::kParty || entry->table == NameTable::kInstitution;
    if (weak && s.score < (count == 1 && !alone_ && entry->table == NameTable::kParty ? 4.6 : 1.5)) continue;
    found.push_back(std::move(s));
  }
  if (found.empty()) return false;
  if (has_person) {
    bool other = std::any_of(found.begin(), found.end(), [](const Scored& s) {
      return s.table != NameTable::kPerson && s.table != NameTable::kActor && s.score >= 6;
    });
    if (!other) return read_person(item, out, depth);
    std::erase_if(found, [](const Scored& s) { return s.table == NameTable::kPerson; });
  }
  std::stable_sort(found.begin(), found.end(), [](const Scored& a, const Scored& b) {
    return a.score != b.score ? a.score > b.score : a.key < b.key;
  });
  // "Congo": of states of one name the one usually meant, unless the text weighs the other.
  if (const auto meant = knowledge_.meant_state(text_of(p))) {
    for (Scored& s : found) s.score += s.table == NameTable::kState && s.row == *meant ? 1.2 * kMargin : 0;
    std::stable_sort(found.begin(), found.end(), [](const Scored& a, const Scored& b) { return a.score > b.score; });
  }
  const Scored& best = found.front();
  out.name = text_of(p);
  bool clear = true;
  for (std::size_t i = 1; i < found.size(); ++i) {
    if (found[i].key == best.key || best.score - found[i].score >= kMargin) continue;
    bool same_place = found[i].country == best.country && !best.country.empty() &&
                      best.table != NameTable::kParty && best.table != NameTable::kArmedGroup;
    if (!same_place) clear = false;
  }
  for (std::size_t i = 1; i < found.size() && out.rivals.size() < 4; ++i) {
    if (found[i].key == best.key || (found[i].country == best.country && !best.country.empty())) continue;
    if (best.score - found[i].score > 4) break;
    ActorCandidate rival = knowledge_.candidate(found[i].table, found[i].row);
    out.rivals.push_back({"actor",
                          fmt::format("{} {}", rival.name, rival.country),
                          "actors/name",
                          {},
                          clear ? "less likely in this text" : "as likely in this text"});
  }
  bool uses_left = looked && !own.empty() && own == best.country;
  if (uses_left)
    out.first = left.first;
  else if (looked) {
    for (std::uint32_t i = left.first; i < item; ++i) absorbed_[i] = false;
  }
  if (!clear) {
    bool places = best.table == NameTable::kCity || best.table == NameTable::kProvince;
    bool one_country =
        std::all_of(found.begin(), found.end(), [&](const Scored& f) { return f.country == best.country; });
    if (places && !one_country) return false;  // "Northern" is a province of many states
    if (has_role) return false;                // "parliament": a role noun rather than one of many bodies
    bool same = std::all_of(found.begin(), found.end(), [&](const Scored& s) {
      return s.country == best.country || best.score - s.score >= kMargin;
    });
    if (same) out.country = best.country;
    out.kind = ActorKind::kOrganisation;
    if (best.table == NameTable::kCity || best.table == NameTable::kProvince) {
      out.kind = ActorKind::kUnknown;
      out.place = true;
    }
    out.rivals.insert(out.rivals.begin(),
                      {"actor",
                       fmt::format("{} {}", knowledge_.candidate(best.table, best.row).name, best.country),
                       "actors/name",
                       {},
                       "as likely in this text"});
    out.how = "ambiguous name";
    out.rule = "actors/ambiguous";
    out.key = "name " + fold_name(out.name, '-');
    return true;
  }
  ActorCandidate winner = knowledge_.candidate(best.table, best.row);
  out.kind = winner.kind;
  out.key = best.key;
  out.country = winner.country;
  out.place =
      best.table == NameTable::kState || best.table == NameTable::kCity || best.table == NameTable::kProvince;
  out.how = "name";
  out.rule = "actors/name";
  if (best.table == NameTable::kMetonym) {
    std::string_view kind = knowledge_.metonym_kind(best.row);
    out.place = kind == "capital" || kind == "seat" || kind == "headquarters";
    out.how = kind == "capital" ? fmt::format("capital of {}", knowledge_.state_name(winner.country))
                                : fmt::format("{} of {}", kind, knowledge_.state_name(winner.country));
    out.rule = "actors/metonym";
  }
  if (!winner.offices.empty()) {
    out.sectors = winner.offices.front().sectors;
    if (winner.offices.size() == 1) out.code = winner.offices.front().code;
    for (const DatedOffice& office : winner.offices) {
      if (!office.fact.empty()) out.facts.push_back(office.fact);
    }
  } else {
    out.code = out.country;
    out.facts.push_back("states " + out.country);
  }
  out.candidates.push_back(std::move(winner));
  return true;
}

// Weighs all persons of a name by title, country, day and fame. `setting`: bit 0 former, 1 then, 2 designated.
const Namesakes& PhraseReader::namesakes(const Piece& p, bool surname, const Title* title,
                                         const std::string& wanted, int setting) {
  std::string cache_key = fmt::format("{:x} {} {} {} {}", p.exact ? p.exact->hash : 0, surname,
                                      title ? title->id : "", wanted, setting);
  auto [cached, fresh] = context_.namesakes.try_emplace(std::move(cache_key));
  if (!fresh) return cached->second;
  bool former = (setting & 1) != 0, then = (setting & 2) != 0, designated = (setting & 4) != 0;
  std::vector<Namesakes::One> found;
  std::vector<std::uint32_t> seen_rows;
  std::size_t seen = 0;
  for (const NameEntry* entry = p.exact; entry && seen < kMaxNamesakes;
       entry = knowledge_.next(*entry), ++seen) {
    bool by_hand = entry->table == NameTable::kActor &&
                   knowledge_.candidate(entry->table, entry->row).kind == ActorKind::kPerson;
    if (entry->table != NameTable::kPerson && !by_hand) continue;
    if ((entry->use == NameUse::kSurname) != surname) continue;
    if (by_hand) found.clear();  // a correction: it stands for what the imports say
    if (!by_hand && std::find(seen_rows.begin(), seen_rows.end(), entry->row) != seen_rows.end()) continue;
    seen_rows.push_back(entry->row);
    std::string_view country = knowledge_.country(entry->table, entry->row);
    if (surname && !wanted.empty() && country != wanted) continue;
    Namesakes::One one;
    one.actor = knowledge_.candidate(entry->table, entry->row);
    one.key = knowledge_.key(entry->table, entry->row);
    const ActorCandidate& c = one.actor;
    int level = 0;
    double fit = 0;
    bool any_fit = false, active = false;
    for (const DatedOffice& office : c.offices) {
      level = std::max(level, knowledge_.office_role(office.role).level);
      active = active || (context_.day && holds_on(office, *context_.day));
      if (!title || title->roles.empty() || !title_fits(*title, office)) continue;
      any_fit = true;
      double here = 2;
      if (context_.day) {
        if (holds_on(office, *context_.day))
          here = former ? 3 : 6;
        else if (office.from && *context_.day < *office.from)
          here = designated ? 4 : 0;
        else if (former || then)
          here = 5;
      }
      fit = std::max(fit, here + knowledge_.office_role(office.role).level / 10.0);
    }
    // A surname with an office that he never held is somebody else.
    if (surname && title && !title->roles.empty() && !any_fit) continue;
    one.score = fit + level / 3.0;
    double share = context_.share_of(c.country);
    one.score += share > 0 ? 1.5 + 3 * share : 0;
    if (!wanted.empty()) one.score += c.country == wanted ? 6 : -6;
    if (surname && context_.named.contains(one.key)) one.score += 8;
    if (active) one.score += 2;
    found.push_back(std::move(one));
    if (by_hand) break;
  }
  std::stable_sort(found.begin(), found.end(), [](const Namesakes::One& a, const Namesakes::One& b) {
    return a.score != b.score ? a.score > b.score : a.actor.id < b.actor.id;
  });
  Namesakes& out = cached->second;
  bool same = std::all_of(found.begin(), found.end(), [&](const auto& f) {
    return f.actor.country == found[0].actor.country || found[0].score - f.score >= kMargin;
  });
  if (same && !found.empty()) out.country = found[0].actor.country;
  if (found.size() > 4) found.resize(4);
  out.best = std::move(found);
  return out;
}

bool PhraseReader::names_only_places(const Piece& p) const {
  std::size_t seen = 0;
  for (const NameEntry* entry = p.exact; entry && seen < kMaxNamesakes; entry = knowledge_.next(*entry), ++seen) {
    if (entry->use != NameUse::kName && entry->use != NameUse::kAcronym) continue;
    if (entry->table != NameTable::kCity && entry->table != NameTable::kProvince) return false;
    // A large town, or one of a country that the text speaks of, is meant as often as the person.
    if (entry->table == NameTable::kProvince ||
        knowledge_.population(entry->row) > 200'000 ||
        context_.share_of(knowledge_.country(entry->table, entry->row)) > 0)
      return false;
  }
  return p.is(kUseName);
}

bool PhraseReader::bears_a_chief(const Piece& p) const {
  if (!p.is(kUseSurname)) return false;
  std::size_t seen = 0;
  for (const NameEntry* entry = p.exact; entry && seen < kMaxNamesakes; entry = knowledge_.next(*entry), ++seen) {
    if (entry->table != NameTable::kPerson || entry->use != NameUse::kSurname) continue;
    for (const DatedOffice& office : knowledge_.candidate(entry->table, entry->row).offices) {
      if (knowledge_.office_role(office.role).level >= 8 && (!context_.day || holds_on(office, *context_.day)))
        return true;
    }
  }
  return false;
}

// The country whose name or adjective stands right before the name, with nothing but a space between.
std::string PhraseReader::adjective_before(std::uint32_t item) const {
  if (item == 0 || items_[item - 1].kind != ItemKind::kPiece) return {};
  const Piece &before = piece(item - 1), &own = piece(item);
  if (!before.is(kUseDemonym | kUseName) || words_[before.last - 1].end + 1 != words_[own.first].begin) return {};
  return demonym_country(before);
}

// "pro-Russian rebels", "US-backed rebels": the country stands by them, they are not its own.
bool PhraseReader::only_stands_by(std::uint32_t item) const {
  const Span span = items_[item].span;
  auto word_at = [&](std::uint32_t begin, std::uint32_t end) {
    return fold_name(text_.substr(begin, end - begin), ' ');
  };
  auto letter = [&](std::uint32_t at) { return static_cast<unsigned char>(text_[at] | 0x20) - 'a' + 0u < 26u; };
  if (span.begin > 1 && text_[span.begin - 1] == '-') {
    std::uint32_t begin = span.begin - 1;
    while (begin > 0 && letter(begin - 1)) --begin;
    return knowledge_.leans(word_at(begin, span.begin - 1), true);
  }
  if (span.end + 1 < text_.size() && text_[span.end] == '-') {
    std::uint32_t end = span.end + 1;
    while (end < text_.size() && letter(end)) ++end;
    return knowledge_.leans(word_at(span.end + 1, end), false);
  }
  return false;
}

bool PhraseReader::read_person(std::uint32_t item, Reading& out, int depth) {
  const Piece& p = piece(item);
  Left left = look_left(item, depth, true);
  bool full = p.is(kUseName) && !names_only_places(p), surname = p.is(kUseSurname) && !full;
  if (surname && left.titles.empty() && !p.is(kUsePerson) && !bears_a_chief(p)) return false;
  out.kind = ActorKind::kPerson;
  out.name = text_of(p);
  out.first = left.first;
  out.former = left.former;
  out.then = left.then;
  out.designated = left.designated;
  out.gender = left.gender;
  out.rules = left.rules;
  out.by_surname = !full && p.last - p.first == 1;
  {
    const Word& last = words_[p.last - 1];
    out.surname = fold_name(text_.substr(last.begin, last.end - last.begin), '-');
    if (!out.gender) out.gender = knowledge_.given_name_gender(words_[p.first].hash);
  }
  if (left.titles.empty()) {
    // "Russian Putin" is no title: without one the adjective does not belong to the name.
    for (std::uint32_t i = left.first; i < item; ++i) absorbed_[i] = false;
    out.first = item;
  }
  // Words before the name: office and sectors.
  if (!left.titles.empty()) {
    const Piece& nearest = piece(left.titles.front());
    const Title* title = title_of(nearest);
    const Role* role = role_of(nearest, nullptr);
    out.title = left.title;
    if (title && (!title->sectors.empty() || !title->roles.empty())) {
      out.office = text_of(nearest);
      out.sectors = title->sectors;
      out.cameo = title->cameo;
      out.roles = title->roles;
      if (role && role->sectors.size() > out.sectors.size()) {
        out.sectors = role->sectors;
        out.cameo = role->cameo;
      }
    } else if (role) {
      out.office = text_of(nearest);
      out.sectors = role->sectors;
      out.cameo = role->cameo;
    }
    for (std::size_t i = 1; i < left.titles.size();
         ++i) {  // "foreign ministry spokesman", "Prime Minister Gen. X"
      const Role* more = role_of(piece(left.titles[i]), nullptr);
      const Title* other = title_of(piece(left.titles[i]));
      if (out.cameo.empty() && other) {
        out.sectors = other->sectors;
        out.cameo = other->cameo;
        out.office = text_of(piece(left.titles[i]));
      } else if (more && role && role->generic) {
        out.sectors = more->sectors;
        out.cameo = more->cameo;
      }
    }
    if (left.owner && !left.owner->candidates.empty() && left.owner->kind == ActorKind::kOrganisation) {
      out.sectors = left.owner->sectors;
    }
  }
  if (!left.titles.empty()) out.country = left.country;

  const Namesakes& found = namesakes(p, surname, left.title, out.country,
                                     (left.former ? 1 : 0) | (left.then ? 2 : 0) | (left.designated ? 4 : 0));
  // With a surname and a courtesy title alone, only somebody well known or named before can be meant.
  double floor =
      surname ? ((left.title && !left.title->roles.empty()) || !out.country.empty() ? 2.0 : 4.9) : -100;
  bool winner = !found.best.empty() && found.best[0].score >= floor &&
                (found.best.size() == 1 || found.best[0].score - found.best[1].score >= kMargin);
  std::string words = left.title ? "title" : left.titles.empty() ? "" : "role";
  if (winner) {
    ActorCandidate c = found.best[0].actor;
    out.key = found.best[0].key;
    if (!c.country.empty()) out.country = c.country;  // "the US-backed president Saddam Hussein"
    out.how = surname         ? (words.empty() ? "surname" : words + " + surname")
              : words.empty() ? "name"
                              : words + " + name";
    out.rule = surname ? "actors/title-surname" : words.empty() ? "actors/name" : "actors/title-name";
    for (const DatedOffice& office : c.offices) {
      if (!left.title || title_fits(*left.title, office)) out.facts.push_back(office.fact);
    }
    std::vector<Word> first_word;
    split_words(c.name, 0, static_cast<std::uint32_t>(std::min<std::size_t>(c.name.size(), 64)), first_word);
    if (!out.gender && !first_word.empty()) out.gender = knowledge_.given_name_gender(first_word[0].hash);
    for (std::size_t i = 1; i < found.best.size() && i < 4; ++i) {
      const ActorCandidate& rival = found.best[i].actor;
      out.rivals.push_back({"actor",
                            fmt::format("{} {} {}", rival.id, rival.name, rival.country),
                            out.rule,
                            {},
                            "less likely in this text"});
    }
    out.candidates.push_back(std::move(c));
    if (out.cameo.empty()) out.code = out.country;
    return true;
  }
  const bool chief = surname && names_only_places(p) && bears_a_chief(p);
  if (!found.best.empty() && (full || chief || !left.titles.empty()) && out.country.empty()) {
    out.country = found.country;  // "President Bush": two of them, of one country
  }
  for (std::size_t i = 0; i < found.best.size() && i < 4; ++i) {
    const ActorCandidate& rival = found.best[i].actor;
    out.rivals.push_back({"actor",
                          fmt::format("{} {} {}", rival.id, rival.name, rival.country),
                          "actors/ambiguous",
                          {},
                          "as likely in this text"});
  }
  out.key = "name " + fold_name(out.name, '-');
  if (!found.best.empty()) {
    out.how = "ambiguous name";
    out.rule = "actors/ambiguous";
  } else {
    out.how = words.empty() ? "unknown person" : "unknown person; " + words;
    out.rule = words.empty() ? "actors/entity" : "actors/title-unknown";
  }
  return p.is(kUsePerson) || !left.titles.empty() || full || chief;
}

void PhraseReader::fill_holders(Reading& out) {
  if (!out.title || out.country.empty() || out.plural) return;
  std::vector<std::string> roles;
  std::string_view chief =
      out.title->roles.empty() ? std::string_view{} : std::string_view(out.title->roles.front());
  if (chief != "HOS" && chief != "HOG" && chief != "FM")
    return;  // "the health minister" is not the foreign minister
  for (const std::string& role : out.title->roles) {
    if (role == "HOS" || role == "HOG" || role == "FM") roles.push_back(role);
  }
  if (roles.empty()) return;
  std::string office = fold_name(out.title->office, ' ');
  for (std::uint32_t row : knowledge_.holders(out.country, roles)) {
    ActorCandidate c = knowledge_.candidate(NameTable::kPerson, row);
    bool fits = std::any_of(c.offices.begin(), c.offices.end(), [&](const DatedOffice& o) {
      if (o.country != out.country || std::find(roles.begin(), roles.end(), o.role) == roles.end())
        return false;
      if (o.role == "FM" || out.title->id == "leader" || out.title->id == "monarch") return true;
      std::string title = fold_name(o.title, ' ');
      // The words of the office must agree: a king is head of state but no president.
      return title.find(office) != std::string::npos ||
             (office == "prime minister" && title.find("premier") != std::string::npos);
    });
    if (fits) out.candidates.push_back(std::move(c));
    if (out.candidates.size() >= 40) break;
  }
  if (context_.day) {
    std::stable_partition(out.candidates.begin(), out.candidates.end(), [&](const ActorCandidate& c) {
      return std::any_of(c.offices.begin(), c.offices.end(), [&](const DatedOffice& o) {
        return title_fits(*out.title, o) && holds_on(o, *context_.day);
      });
    });
  }
}

bool PhraseReader::read_role(std::uint32_t item, Reading& out, int depth) {
  const Piece& p = piece(item);
  bool plural = false;
  const Role* role = role_of(p, &plural);
  const Title* title = title_of(p);
  if (title && !title->noun) title = nullptr;
  if (!role && !title) role = last_words(p, &plural);
  if (!role && !title) return false;
  // "foreign ministers" may stand in the tables beside "foreign minister".
  plural = plural || (p.singular && !p.is(kUseName));
  Left left = look_left(item, depth, false);
  out.first = left.first;
  out.role_noun = true;
  out.rules = left.rules;
  if (title) out.rules.push_back(title->id);
  if (role) out.rules.push_back(role->id);
  out.plural = plural;
  out.definite = left.definite;
  out.indefinite = left.indefinite;
  out.former = left.former;
  out.then = left.then;
  out.designated = left.designated;
  out.name = text_of(p);
  out.country = left.country;
  std::string why = left.country_how;
  out.sectors = title && !title->sectors.empty() ? title->sectors
                : role                           ? role->sectors
                                                 : std::vector<std::string>{};
  out.cameo = title && !title->cameo.empty() ? title->cameo : role ? role->cameo : "";
  if (role && title && role->cameo.size() > out.cameo.size()) {
    out.cameo = role->cameo;
    out.sectors = role->sectors;
  }
  if (title) {
    out.title = title;
    out.roles = title->roles;
  }
  out.office = out.name;
  bool person = title || (role && role->person);
  // "forces" and "troops" stay a body, however many they are.
  Piece one = p;
  one.exact = nullptr;
  const Role* each = p.singular ? role_of(one, nullptr) : nullptr;  // "peacekeepers" are persons
  const bool body_word = role && !role->person && p.exact && !(each && each->person);
  out.kind = plural && !body_word ? ActorKind::kGroup : person ? ActorKind::kOffice : ActorKind::kOrganisation;
  out.rule = left.country.empty() ? "actors/role" : "actors/country-office";

  const Reading* owner = left.owner;
  bool of = false;
  auto right = complement(item, of);
  bool extended = false;
  if (right && (!owner || owner->country.empty())) {
    const Reading* there = read(*right, depth + 1);
    // "police in Karachi" and "protesters from Peru" take a country; an ambassador "to" a country does not.
    if (there && (of || there->place || there->kind != ActorKind::kPerson)) {
      bool generic = role ? role->generic : title && (title->id == "spokesperson" || title->id == "leader");
      if (out.country.empty() && !there->country.empty()) {
        out.country = there->country;
        why = of ? "of its owner" : "by place or owner";
        out.rule = "actors/office-of";
      }
      if ((of || generic) && !owner && !there->place) {
        owner = there;
        extended = of;
      } else if (generic && !owner && there->rule == "actors/metonym" &&
                 (left.country.empty() || left.country == there->country) &&
                 (title || out.cameo.starts_with("GOV"))) {
        // "officials in Kabul" are the government's, "Israeli soldiers in Ramallah" are only there.
        owner = there;
      } else if (of) {
        extended = true;
      }
      if (extended) out.last = there->last;
    }
  }
  bool generic = role && role->generic;
  if (owner) {
    out.rules.insert(out.rules.end(), owner->rules.begin(), owner->rules.end());
    bool body = owner->kind == ActorKind::kOrganisation || owner->rule == "actors/metonym";
    if (owner->role_noun && (generic || out.cameo == "GOV")) {
      // "foreign ministry spokesman", "senior ministers from X's cabinet"
      if (!owner->cameo.empty() && (generic || owner->cameo.size() > out.cameo.size())) {
        out.cameo = owner->cameo;
        out.sectors = owner->sectors;
      }
      if (!owner->code.empty() && owner->code.substr(0, 3) == "IGO") out.code = owner->code;
      if (out.candidates.empty() && !owner->candidates.empty() && owner->kind == ActorKind::kOrganisation)
        out.candidates = owner->candidates;
    } else if (body && !owner->candidates.empty()) {
      const ActorCandidate& c = owner->candidates.front();
      bool armed = std::any_of(owner->sectors.begin(), owner->sectors.end(), [](const std::string& s) {
        return s == "REB" || s == "UAF" || s == "CRM" || s == "PRM";
      });
      if (generic || armed || c.offices.size() > 1) {
        out.candidates = {c};  // Hezbollah's fighters, the Kremlin's spokesman: coded as what they belong to
        out.sectors = owner->sectors;
        out.code = c.offices.size() == 1 ? c.offices.front().code : "";
        out.cameo.clear();
        if (c.offices.size() > 1) out.code = "";
      } else if (out.country.empty()) {
        std::string base = c.offices.empty() ? "" : c.offices.front().code;
        out.code = base.find(out.cameo) == std::string::npos ? base + out.cameo : base;
      } else if (owner->rule != "actors/metonym" && out.cameo == "GOV" && !owner->sectors.empty()) {
        out.sectors = owner->sectors;
        out.code = c.offices.empty() ? "" : c.offices.front().code;
      }
      out.facts = owner->facts;
    } else if (body && generic && !owner->sectors.empty()) {
      out.sectors = owner->sectors;
      out.cameo = owner->cameo;
    } else if (owner->rule == "actors/entity" && owner->kind == ActorKind::kOrganisation && out.cameo == "GOV" &&
               (generic || (title && one_of(title->id, {"president", "vice-president"})))) {
      // "the vice president of Hooli": no government's; what the body is stays unknown.
      out.sectors.clear();
      out.cameo.clear();
    }
    if (!why.empty() || owner)
      out.how = fmt::format("role; {} of {}", out.name, owner->name.empty() ? "its owner" : owner->name);
  }
  bool needs = role && role->needs_country && !title;
  if (needs && out.country.empty() && !owner && depth == 0) return false;
  if (left.former || left.late) out.former = true;
  if (out.how.empty())
    out.how = out.country.empty() ? "role" : fmt::format("{}; {}", why, title ? "office" : "role");
  // Who is it? The country's holders of the office; the day decides later.
  if (title && out.candidates.empty() && !out.former) fill_holders(out);
  out.key = fmt::format("role {} {} {}", out.country, fold_name(out.name, '-'), owner ? owner->key : "");
  return true;
}

bool PhraseReader::read_demonym(std::uint32_t item, Reading& out) {
  const Piece& p = piece(item);
  std::string country = demonym_country(p);
  if (country.empty()) return false;
  bool alone = item + 1 >= items_.size() ||
               (items_[item + 1].kind != ItemKind::kFiller && items_[item + 1].kind != ItemKind::kPiece);
  if (items_[item].modifies) alone = false;
  // "Kosovo Albanians": where they live, not whose kin they are.
  if (const std::string home = alone ? adjective_before(item) : std::string(); !home.empty() && home != country) {
    country = home;
    absorbed_[item - 1] = true;
    out.first = item - 1;
  }
  out.country = country;
  out.code = country;
  out.name = text_of(p);
  if (!alone) {
    out.adjective = true;
    out.kind = ActorKind::kState;
    auto row = knowledge_.state_row(country);
    if (row) out.candidates.push_back(knowledge_.candidate(NameTable::kState, *row));
    out.key = "state " + country;
    out.how = "country adjective";
    out.rule = "actors/adjective";
    return true;
  }
  out.kind = ActorKind::kPeople;
  out.plural = true;
  if (item > 0 && items_[item - 1].kind == ItemKind::kDeterminer) out.first = item - 1;
  out.key = "people " + country;
  out.how = "people of a country";
  out.rule = "actors/people";
  out.facts.push_back("states " + country);
  return true;
}

}  // namespace chancery
