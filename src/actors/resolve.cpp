// A phrase out of its sentence: the same tables and the same phrase grammar, on words alone.
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "actors/actors.h"
#include "actors/knowledge.h"
#include "actors/phrase.h"
#include "actors/words.h"
#include "base/one_of.h"

namespace chancery {
namespace {

constexpr std::size_t kLongestPhrase = 2000;  // bytes; what follows is left out
constexpr std::size_t kLongestContext = 20000;

std::string_view cut(std::string_view text, std::size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

// Words and the signs between them as items. Function words are a closed class of English.
std::vector<Item> items_of(std::string_view text, const std::vector<Word>& words,
                           const std::vector<Piece>& pieces) {
  std::vector<Item> items;
  std::size_t next = 0;
  for (std::uint32_t w = 0; w < words.size();) {
    std::uint32_t from = w == 0 ? 0 : words[w - 1].end;
    for (std::uint32_t i = from; i < words[w].begin; ++i) {
      if (one_of(text.substr(i, 1), {",", ";", ":", "(", ")", "\""})) {
        Item sign;
        sign.kind = text[i] == ',' ? ItemKind::kComma : ItemKind::kBreak;
        sign.first_token = sign.last_token = w;
        sign.span = {i, i + 1};
        items.push_back(sign);
      }
    }
    Item item;
    item.first_token = w;
    item.last_token = w + 1;
    item.span = {words[w].begin, words[w].end};
    if (next < pieces.size() && pieces[next].first == w) {
      item.kind = ItemKind::kPiece;
      item.piece = static_cast<std::uint32_t>(next);
      item.last_token = pieces[next].last;
      item.span.end = words[pieces[next].last - 1].end;
      item.proper = words[w].upper;
      w = pieces[next++].last;
      items.push_back(item);
      continue;
    }
    std::string lower = fold_name(text.substr(words[w].begin, words[w].end - words[w].begin), ' ');
    if (words[w].possessive)
      item.kind = ItemKind::kPossessive;
    else if (lower == "of")
      item.kind = ItemKind::kOf;
    else if (one_of(lower, {"a", "an", "the", "this", "these", "those", "its", "his", "her", "their", "some",
                            "several", "many", "all", "other", "another"})) {
      item.kind = ItemKind::kDeterminer;
    } else if (one_of(lower, {"for", "from", "at", "in", "inside", "within", "across", "on", "by", "to", "with",
                              "against", "near", "over", "under", "between", "into", "as"})) {
      item.kind = ItemKind::kPreposition;
      item.owner = one_of(lower, {"for", "from", "at", "in", "inside", "within", "across"});
    } else if (one_of(lower, {"and", "or", "but"})) {
      item.kind = ItemKind::kConjunction;
    } else if (one_of(lower, {"who", "whom", "whose", "which", "that", "is", "are", "was", "were", "has",
                              "have", "had", "will"})) {
      item.kind = ItemKind::kBreak;
    } else {
      item.kind = ItemKind::kFiller;
      item.proper = words[w].upper && w > 0;
    }
    items.push_back(item);
    ++w;
  }
  return items;
}

// The main noun phrase ends at the first preposition, clause or comma after something was named. A role noun
// with a plain word after it ("official residence") is no head.
std::optional<std::uint32_t> head_of(const std::vector<Item>& items, const std::vector<Piece>& pieces,
                                     std::uint32_t from, std::uint32_t& end) {
  std::optional<std::uint32_t> head;
  std::uint32_t i = from;
  for (; i < items.size(); ++i) {
    if (items[i].kind == ItemKind::kPiece) {
      std::uint16_t uses = pieces[items[i].piece].uses;
      if ((uses & ~kUseModifier) != 0) head = i;
    } else if (items[i].kind == ItemKind::kFiller) {
      bool role = head && *head + 1 == i &&
                  (pieces[items[*head].piece].uses & ~(kUseRole | kUseTitle | kUseSurname)) == 0;
      if (role && !items[i].proper) head.reset();
    } else if (items[i].kind != ItemKind::kDeterminer && items[i].kind != ItemKind::kPossessive) {
      if (head || i + 1 >= items.size() || items[i].kind == ItemKind::kBreak) break;
      if (items[i].kind == ItemKind::kPreposition) break;
    }
  }
  end = i;
  return head;
}

Mention mention_of(const Reading& reading) {
  Mention m;
  m.kind = reading.kind;
  m.candidates = reading.candidates;
  m.country = reading.country;
  m.sectors = reading.sectors;
  m.code = reading.code;
  m.office = reading.office;
  m.roles = reading.roles;
  m.name = reading.name;
  m.former = reading.former;
  m.then = reading.then;
  m.designated = reading.designated;
  m.plural = reading.plural;
  m.how = reading.how;
  return m;
}

}  // namespace

Resolution Actors::resolve(std::string_view phrase, std::string_view context, std::optional<Day> day) const {
  Resolution out;
  phrase = cut(phrase, kLongestPhrase);
  context = cut(context, kLongestContext);
  PhraseContext about;
  about.day = day;
  if (!context.empty()) {
    std::vector<Word> words;
    split_words(context, 0, static_cast<std::uint32_t>(context.size()), words);
    std::map<std::string, double, std::less<>> weight;
    double total = 0;
    for (const Piece& piece :
         scan_pieces(*knowledge_, context, words, 0, static_cast<std::uint32_t>(words.size()), false)) {
      for (const NameEntry* entry = piece.exact; entry; entry = knowledge_->next(*entry)) {
        if (entry->table >= NameTable::kRole) continue;
        if (entry->use == NameUse::kName) about.named.insert(knowledge_->key(entry->table, entry->row));
        if (entry->table != NameTable::kState && entry->table != NameTable::kMetonym) continue;
        std::string country(knowledge_->country(entry->table, entry->row));
        if (country.empty()) continue;
        weight[country] += 1;
        total += 1;
      }
    }
    double best = 0, second = 0;
    for (const auto& [country, w] : weight) {
      about.share[country] = w / total;
      if (w > best) {
        second = best;
        best = w;
        about.dominant = country;
      } else {
        second = std::max(second, w);
      }
    }
    if (best <= second) about.dominant.clear();
    about.dominant_how = "country from the context: " + about.dominant;
  }

  std::vector<Word> words;
  split_words(phrase, 0, static_cast<std::uint32_t>(phrase.size()), words);
  bool relaxed = std::none_of(words.begin(), words.end(), [](const Word& w) { return w.upper; });
  std::vector<Piece> pieces =
      scan_pieces(*knowledge_, phrase, words, 0, static_cast<std::uint32_t>(words.size()), relaxed);
  // Names of cities in lower case are too often common words; a lone surname is nobody.
  std::vector<Item> items = items_of(phrase, words, pieces);
  PhraseReader reader(*knowledge_, phrase, words, pieces, items, about);
  auto plain = std::count_if(items.begin(), items.end(),
                             [](const Item& item) { return item.kind != ItemKind::kDeterminer; });
  if (plain == 1) reader.stands_alone();

  std::uint32_t end = 0;
  auto head = head_of(items, pieces, 0, end);
  const Reading* reading = head ? reader.read(*head) : nullptr;
  if (!reading && head) {
    // The last piece says nothing by itself ("fleet group"): the one before it.
    for (std::uint32_t i = *head; i-- > 0 && !reading;) reading = reader.read(i);
  }
  if (!reading && end < items.size() && items[end].kind == ItemKind::kOf) {
    // "a team of heavily armed police": what the first noun is full of.
    std::uint32_t end2 = 0;
    auto next = head_of(items, pieces, end + 1, end2);
    if (next) reading = reader.read(*next);
  }
  bool beside = false;
  if (!reading && end < items.size()) {
    // Nobody in the main phrase: "targets in Syria" at least names a country.
    for (std::uint32_t i = end; i < items.size() && !reading; ++i) reading = reader.read(i);
    beside = reading != nullptr;
  }
  if (!reading) {
    out.how = "nothing known";
    if (!phrase.empty()) out.sectors = {"UNK"};
    return out;
  }
  Mention mention = mention_of(*reading);
  out.rules.push_back(reading->rule);
  for (const std::string& id : reading->rules) out.rules.push_back("actors/" + id);
  // An unknown name, then its office: "Hotak, of the provincial council".
  if (mention.candidates.empty() && mention.sectors.empty() && !beside && end < items.size() &&
      items[end].kind == ItemKind::kComma) {
    std::uint32_t end2 = 0;
    auto next = head_of(items, pieces, end + 1, end2);
    const Reading* apposition = next ? reader.read(*next) : nullptr;
    if (apposition && apposition->role_noun) {
      mention = mention_of(*apposition);
      mention.name = reading->name;
      out.rules.push_back("actors/apposition");
    }
  }
  if (mention.country.empty() && mention.candidates.empty() && !about.dominant.empty() &&
      (reading->role_noun || reading->kind == ActorKind::kPerson) && !mention.code.starts_with("IGO")) {
    mention.country = about.dominant;
    std::string letters = mention.code.starts_with("---") ? mention.code.substr(3) : mention.code;
    mention.code = mention.country + letters;
    mention.how += "; " + about.dominant_how;
  }
  ResolvedActor actor = as_of(mention, std::nullopt, day);
  out.id = actor.id;
  out.name = actor.name;
  out.country = actor.country;
  out.sectors = actor.sectors;
  out.code = actor.code;
  out.how = actor.how;
  if (beside) {
    out.name.clear();
    out.sectors.clear();
    out.code = out.country;
    out.how = "only a country is known; " + out.how;
  }
  if (out.country.empty()) {
    std::string_view code = out.code;
    if (code.starts_with("IGOUNO"))
      out.country = "UNO";
    else if (code.starts_with("IGOEEC"))
      out.country = "EUR";
    else if (code.starts_with("IGO") || code.starts_with("MNC") || code.starts_with("IMG"))
      out.country = std::string(code.substr(0, 3));
  }
  return out;
}

}  // namespace chancery
