// Mentions in a document: pieces from the tables, entities where the tables are silent, phrases, then
// coreference.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "actors/actors.h"
#include "actors/coreference.h"
#include "actors/knowledge.h"
#include "actors/phrase.h"
#include "actors/words.h"
#include "base/one_of.h"

namespace chancery {
namespace {

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view head) { return text.starts_with(head); });
}

// Whom headings and tables name is spoken of in the article, too.
bool names_in(BlockRole role) {
  return is_own_text(role) || role == BlockRole::kHeading || role == BlockRole::kTable;
}

struct SentencePieces {
  std::uint32_t first_word = 0, last_word = 0;
  std::vector<Piece> pieces;
};

// Scratch of one find() call.
class Finder {
 public:
  Finder(const Knowledge& knowledge, const Document& document, const Analysis& analysis,
         const std::vector<Quote>& quotes, const Published& published)
      : knowledge_(knowledge), document_(document), analysis_(analysis), quotes_(quotes) {
    if (published.date)
      context_.day = day_of(*published.date);
    else if (published.not_before)
      context_.day = day_of(*published.not_before);
  }

  std::vector<Mention> run() {
    scan();
    weigh();
    for (std::uint32_t s = 0; s < analysis_.sentences.size(); ++s) read_sentence(s);
    short_names();
    name_countries();
    bare_surnames();
    pronouns();
    std::stable_sort(drafts_.begin(), drafts_.end(), [](const Draft& a, const Draft& b) {
      return a.mention.span.begin != b.mention.span.begin ? a.mention.span.begin < b.mention.span.begin
                                                          : a.mention.span.end > b.mention.span.end;
    });
    link_mentions(knowledge_, document_, analysis_, quotes_, context_.day, drafts_);
    std::vector<Mention> out;
    out.reserve(drafts_.size());
    for (Draft& draft : drafts_) out.push_back(std::move(draft.mention));
    return out;
  }

 private:
  const Token& token(std::uint32_t i) const { return analysis_.tokens[i]; }

  // First token of the sentence that ends after the byte.
  std::uint32_t token_at(std::uint32_t byte, const Sentence& sentence) const {
    auto first = analysis_.tokens.begin() + sentence.first, last = analysis_.tokens.begin() + sentence.last;
    auto found = std::partition_point(first, last, [&](const Token& t) { return t.span.end <= byte; });
    return static_cast<std::uint32_t>(found - analysis_.tokens.begin());
  }

  void scan() {
    sentences_.resize(analysis_.sentences.size());
    for (std::uint32_t s = 0; s < sentences_.size(); ++s) {
      const Sentence& sentence = analysis_.sentences[s];
      SentencePieces& here = sentences_[s];
      here.first_word = static_cast<std::uint32_t>(words_.size());
      if (sentence.first < sentence.last)
        split_words(document_.content, sentence.span.begin, sentence.span.end, words_);
      here.last_word = static_cast<std::uint32_t>(words_.size());
      here.pieces = scan_pieces(knowledge_, document_.content, words_, here.first_word, here.last_word, false);
      check_tags(sentence, here);
      use_entities(sentence, here);
    }
  }

  // Drops readings that the part of speech forbids: "may", "to protest", "public opinion".
  void check_tags(const Sentence& sentence, SentencePieces& here) {
    std::erase_if(here.pieces, [&](Piece& p) {
      std::uint32_t last = token_at(words_[p.last - 1].begin, sentence);
      if (last >= sentence.last) return true;
      std::string_view tag = token(last).tag;
      bool noun = tag.starts_with("NN");
      bool before_name =
          last + 1 < sentence.last && token(last + 1).tag.starts_with("NNP") && words_[p.first].upper;
      // "the military", "the wounded": an adjective that a verb or preposition governs is a noun.
      if (tag == "JJ" && one_of(token(last).dep, {"nsubj", "nsubjpass", "dobj", "pobj", "conj"})) noun = true;
      if (!noun && !before_name) p.uses &= static_cast<std::uint16_t>(~(kUseRole | kUseTitle));
      if (p.last - p.first == 1) {
        // "Soldiers ousted President Bazoum": a verb with a subject says nothing about a holder.
        if (tag == "VBD" && analysis_.child(last, {"nsubj"}) != kNoToken)
          p.uses &= static_cast<std::uint16_t>(~kUseModifier);
        if (!noun && tag != "JJ" && tag != "FW" && tag != "CD") {
          p.uses &= static_cast<std::uint16_t>(~(kUseName | kUseDemonym | kUseGeneric));
        }
        // The tagger takes some names for adjectives or verbs; an article inside an entity is none ("The").
        bool entity = !token(last).ent_type.empty() && words_[p.first].upper &&
                      starts_with_any(tag, {"NN", "JJ", "VB", "FW"});
        if (!tag.starts_with("NNP") && !entity) p.uses &= static_cast<std::uint16_t>(~kUseSurname);
      }
      return p.uses == 0;
    });
  }

  // Names that the tables do not hold, and longer names that only contain one that they do ("Paris Hilton",
  // "Bank of X").
  void use_entities(const Sentence& sentence, SentencePieces& here) {
    auto first = std::partition_point(analysis_.entities.begin(), analysis_.entities.end(),
                                      [&](const Entity& e) { return e.first < sentence.first; });
    std::vector<Piece> added;
    for (auto entity = first; entity != analysis_.entities.end() && entity->first < sentence.last; ++entity) {
      bool person = entity->type == "PERSON", org = entity->type == "ORG",
           place = one_of(entity->type, {"GPE", "LOC", "FAC"}), people = entity->type == "NORP",
           other = one_of(entity->type, {"EVENT", "LAW", "PRODUCT", "WORK_OF_ART"});
      if (!person && !org && !place && !people && !other) continue;
      Span span = analysis_.span(entity->first, entity->last);
      auto word = std::partition_point(words_.begin() + here.first_word, words_.begin() + here.last_word,
                                       [&](const Word& w) { return w.end <= span.begin; });
      auto begin = static_cast<std::uint32_t>(word - words_.begin());
      std::uint32_t end = begin;
      while (end < here.last_word && words_[end].end <= span.end) ++end;
      if (end > begin && words_[end - 1].possessive) --end;
      while (begin < end && one_of(fold(begin), {"the", "a", "an"})) ++begin;
      if (begin >= end || end - begin > 12) continue;

      std::uint32_t from = begin, free_capitals = 0, longest = 0;
      bool whole = false, title_inside = false, person_inside = false, role_last = false;
      std::string country;
      auto piece = std::partition_point(here.pieces.begin(), here.pieces.end(),
                                        [&](const Piece& p) { return p.last <= begin; });
      std::uint32_t covered = begin;
      for (; piece != here.pieces.end() && piece->first < end; ++piece) {
        for (std::uint32_t i = covered; i < piece->first; ++i) free_capitals += words_[i].upper ? 1 : 0;
        covered = std::max(covered, piece->last);
        if (piece->first <= begin && piece->last >= end) whole = true;
        longest = std::max(longest, piece->last - piece->first);
        bool lead = piece->is(kUseTitle | kUseRole | kUseModifier | kUseDemonym) && piece->first == from &&
                    piece->last < end;
        if (piece->is(kUseTitle | kUseRole)) title_inside = true;
        if (lead && person) from = piece->last;
        if (piece->is(kUseName) && piece->last - piece->first > 1) person_inside = true;
        role_last = piece->last >= end && piece->is(kUseRole | kUseTitle | kUseGeneric);
        if (country.empty()) country = piece_country(*piece);
      }
      for (std::uint32_t i = covered; i < end; ++i) free_capitals += words_[i].upper ? 1 : 0;
      if (whole) continue;
      Piece fresh;
      fresh.first = person ? from : begin;
      fresh.last = end;
      if (person) {
        if (person_inside || free_capitals == 0 || fresh.first >= fresh.last) continue;
        if (fresh.last - fresh.first == 1 && from == begin && !words_[fresh.first].upper) continue;
        fresh.uses = kUsePerson;
      } else if (people) {
        // "Western leaders", "Muslim states": an adjective of no country is part of what follows.
        if (longest > 0 || token(entity->last - 1).tag.starts_with("JJ")) continue;
        fresh.uses = kUseBody;
        peoples_.push_back(fresh.first);
      } else {
        if (free_capitals == 0 || person_inside || (title_inside && !org) || role_last) continue;
        if (title_inside && longest + 1 >= end - begin) continue;
        fresh.uses = place ? kUsePlace : kUseBody;
        if (place && longest > 0 && entity->type != "FAC") continue;  // "northern Syria" is Syria
        if (other) fresh.uses = 0;
        fresh.country = country;
      }
      std::erase_if(here.pieces, [&](const Piece& p) { return p.first < fresh.last && fresh.first < p.last; });
      if (fresh.uses != 0) added.push_back(fresh);
    }
    if (added.empty()) return;
    here.pieces.insert(here.pieces.end(), added.begin(), added.end());
    std::stable_sort(here.pieces.begin(), here.pieces.end(),
                     [](const Piece& a, const Piece& b) { return a.first < b.first; });
  }

  std::string fold(std::uint32_t word) const {
    return fold_name(
        std::string_view(document_.content).substr(words_[word].begin, words_[word].end - words_[word].begin),
        ' ');
  }

  std::string piece_country(const Piece& p) const {
    for (const NameEntry* entry = p.exact; entry; entry = knowledge_.next(*entry)) {
      if (entry->table == NameTable::kState && p.is(kUseName | kUseDemonym))
        return std::string(knowledge_.country(entry->table, entry->row));
    }
    return {};
  }

  // What the document is about, and who is named in full in it.
  void weigh() {
    std::map<std::string, double, std::less<>> weight;
    for (const SentencePieces& here : sentences_) {
      for (const Piece& p : here.pieces) {
        if (!p.is(kUseName | kUseDemonym)) continue;
        std::string only;
        bool state = false;
        int persons = 0;
        std::size_t seen = 0;
        for (const NameEntry* entry = p.exact; entry && seen < 64; entry = knowledge_.next(*entry), ++seen) {
          if (entry->table >= NameTable::kRole) continue;
          if (entry->use == NameUse::kName) context_.named.insert(knowledge_.key(entry->table, entry->row));
          if (entry->table == NameTable::kState || entry->table == NameTable::kMetonym) {
            if (!state || entry->use == NameUse::kName)
              only = std::string(knowledge_.country(entry->table, entry->row));
            state = true;
          } else if (entry->table == NameTable::kPerson && entry->use == NameUse::kName && !state) {
            only = persons++ == 0 ? std::string(knowledge_.country(entry->table, entry->row)) : "";
          }
        }
        if (!only.empty()) weight[only] += state ? 1 : 0.7;
      }
    }
    set_shares(weight);
    acronyms();
  }

  void set_shares(const std::map<std::string, double, std::less<>>& weight) {
    double total = 0;
    for (const auto& [country, w] : weight) total += w;
    context_.share.clear();
    std::pair<std::string, double> best, second;
    for (const auto& [country, w] : weight) {
      context_.share[country] = w / total;
      if (w > best.second) {
        second = best;
        best = {country, w};
      } else if (w > second.second) {
        second = {country, w};
      }
    }
    context_.dominant.clear();
    // Ahead by a quarter: half the countries' mentions in a document about two of them decide nothing.
    if (best.second > 0 && best.second >= 1.2 * second.second) {
      context_.dominant = best.first;
      context_.dominant_how = fmt::format("country from the document: {} ({:.0f} of {:.0f} mentions)",
                                          best.first, best.second, total);
    }
  }

  // "Shanghai Cooperation Organization's (SCO)": the full name makes its short one sure. Full names stand in
  // `named`; a body that the tables do not know gets its acronym here.
  void acronyms() {
    for (const SentencePieces& here : sentences_) {
      for (const Piece& p : here.pieces) {
        if (!p.is(kUseBody) || p.last >= here.last_word) continue;
        std::uint32_t next = p.last;
        if (next < here.last_word && words_[next].possessive) ++next;
        if (next >= here.last_word || !words_[next].all_upper) continue;
        std::uint32_t open = words_[next].begin;
        if (open == 0 || document_.content[open - 1] != '(') continue;
        std::string name(
            document_.content.substr(words_[p.first].begin, words_[p.last - 1].end - words_[p.first].begin));
        context_.acronyms.emplace(words_[next].hash, "name " + fold_name(name, '-'));
      }
    }
  }

  void read_sentence(std::uint32_t s) {
    const Sentence& sentence = analysis_.sentences[s];
    const SentencePieces& here = sentences_[s];
    if (here.pieces.empty()) return;
    const Block* block = sentence.block < document_.blocks.size() ? &document_.blocks[sentence.block] : nullptr;
    bool outside = block && !names_in(block->role);
    std::vector<Item> items = items_of(sentence, here);
    PhraseReader reader(knowledge_, document_.content, words_, here.pieces, items, context_);
    for (std::uint32_t i = static_cast<std::uint32_t>(items.size()); i-- > 0;) {
      if (items[i].kind == ItemKind::kPiece) reader.read(i);
    }
    std::size_t from = drafts_.size();
    for (std::uint32_t i = 0; i < items.size(); ++i) {
      if (items[i].kind != ItemKind::kPiece || reader.absorbed(i)) continue;
      const Reading* reading = reader.read(i);
      if (!reading) continue;
      Draft draft = draft_of(*reading, items, here.pieces);
      draft.sentence = s;
      draft.outside = outside || is_address(draft.mention);
      drafts_.push_back(std::move(draft));
    }
    apposed_names(from, s);
  }

  // "on Twitter", "took to Facebook": where something is said; nobody means it by "they" afterwards.
  bool is_address(const Mention& mention) const {
    const std::uint32_t head = token(mention.head).head;
    return token(mention.head).dep == "pobj" && one_of(token(head).lower, {"on", "to", "via", "over", "through"}) &&
           knowledge_.is_platform(token(mention.head).lower);
  }

  // "Ana Morales, the Philippine defence secretary,": an office in apposition makes a person of a proper name
  // that neither the tables nor the entity recogniser know.
  void apposed_names(std::size_t from, std::uint32_t s) {
    const Sentence& sentence = analysis_.sentences[s];
    std::size_t until = drafts_.size();
    if (until - from > 400) return;  // a list, not a sentence
    for (std::size_t i = from; i < until; ++i) {
      const Mention& role = drafts_[i].mention;
      if (!drafts_[i].role_noun || role.kind != ActorKind::kOffice || token(role.head).dep != "appos") continue;
      std::uint32_t name = token(role.head).head;
      if (name >= role.first_token || name < sentence.first || !token(name).tag.starts_with("NNP")) continue;
      std::uint32_t first = name;
      while (first > sentence.first && token(first - 1).tag.starts_with("NNP")) --first;
      bool taken =
          std::any_of(drafts_.begin() + static_cast<std::ptrdiff_t>(from), drafts_.end(), [&](const Draft& d) {
            return d.mention.first_token <= name && first < d.mention.last_token && &d.mention != &role;
          });
      if (taken) continue;
      Draft draft;
      Mention& m = draft.mention;
      m.kind = ActorKind::kPerson;
      m.first_token = first;
      m.last_token = name + 1;
      m.head = name;
      m.span = analysis_.span(first, name + 1);
      m.name = std::string(document_.text(m.span));
      m.how = "unknown person";
      m.evidence.push_back({"actor", "actors/apposition", m.span, ""});
      draft.key = "name " + fold_name(m.name, '-');
      draft.surname = fold_name(token(name).text, '-');
      draft.by_surname = first == name;
      draft.sentence = s;
      draft.outside = drafts_[i].outside;
      drafts_.push_back(std::move(draft));
    }
  }

  std::vector<Item> items_of(const Sentence& sentence, const SentencePieces& here) {
    std::vector<Item> items;
    std::uint32_t next = 0;
    for (std::uint32_t t = sentence.first; t < sentence.last;) {
      const Token& tok = token(t);
      while (next < here.pieces.size() && words_[here.pieces[next].first].begin < tok.span.begin) ++next;
      Item item;
      item.first_token = t;
      item.last_token = t + 1;
      item.span = tok.span;
      if (next < here.pieces.size() && words_[here.pieces[next].first].begin < tok.span.end) {
        const Piece& p = here.pieces[next];
        item.kind = ItemKind::kPiece;
        item.piece = next++;
        std::uint32_t end = words_[p.last - 1].end;
        while (item.last_token < sentence.last && token(item.last_token).span.begin < end) ++item.last_token;
        item.span = {words_[p.first].begin, std::max(end, item.span.begin)};
        if (item.last_token - 1 > t || tok.span.end >= end) item.span = {words_[p.first].begin, end};
        const Token& last = token(item.last_token - 1);
        item.proper = last.tag.starts_with("NNP");
        item.modifies = one_of(last.dep, {"compound", "amod", "nmod"}) && last.head >= item.last_token;
        t = item.last_token;
        items.push_back(item);
        continue;
      }
      std::string_view tag = tok.tag;
      if (tag == "POS" || one_of(tok.text, {"'s", "\u2019s", "'", "\u2019"}))
        item.kind = ItemKind::kPossessive;
      else if (one_of(tag, {"DT", "PDT", "PRP$", "WDT", "WP$"})) {
        item.kind = ItemKind::kDeterminer;
        item.indefinite = one_of(tok.lower, {"a", "an", "any", "every", "another", "no", "each"});
      } else if (tok.lower == "of")
        item.kind = ItemKind::kOf;
      else if (tag == "IN" || tag == "TO") {
        item.kind = ItemKind::kPreposition;
        item.owner = one_of(tok.lower, {"for", "from", "at", "in", "inside", "within", "across"});
      } else if (tag == ",")
        item.kind = ItemKind::kComma;
      else if (tag == "CC")
        item.kind = ItemKind::kConjunction;
      else if (starts_with_any(tag, {"NN", "JJ", "CD", "FW"}) || tag == "HYPH" || tag == "$" ||
               (one_of(tag, {"VBN", "VBG", "RB"}) && one_of(tok.dep, {"amod", "advmod", "compound"}) &&
                tok.head > t)) {
        item.kind = ItemKind::kFiller;
        item.proper = tag.starts_with("NNP");
        item.indefinite = one_of(tok.lower, {"first", "last", "next", "only", "second", "third"});
      } else {
        item.kind = ItemKind::kBreak;
      }
      items.push_back(item);
      ++t;
    }
    return items;
  }

  Draft draft_of(const Reading& reading, const std::vector<Item>& items, const std::vector<Piece>& pieces) {
    Draft draft;
    Mention& m = draft.mention;
    const Item& head = items[reading.head];
    m.first_token = items[reading.first].first_token;
    m.last_token = items[reading.last - 1].last_token;
    m.span = {items[reading.first].span.begin, items[reading.last - 1].span.end};
    m.head = head.last_token - 1;
    for (std::uint32_t t = head.first_token; t < head.last_token; ++t) {
      std::uint32_t up = token(t).head;
      if (up < head.first_token || up >= head.last_token || up == t) {
        m.head = t;
        break;
      }
    }
    m.kind = reading.kind;
    const Piece& p = pieces[head.piece];
    if (p.is(kUseBody) && std::find(peoples_.begin(), peoples_.end(), p.first) != peoples_.end())
      m.kind = ActorKind::kPeople;
    // "A Pakistani prime minister" is one of them, not the one in office.
    const bool one_of_many = reading.indefinite && reading.kind == ActorKind::kOffice;
    const std::vector<std::string> facts = one_of_many ? std::vector<std::string>() : reading.facts;
    if (!one_of_many) m.candidates = reading.candidates;
    m.country = reading.country;
    m.sectors = reading.sectors;
    m.code = reading.code;
    m.office = reading.office;
    m.former = reading.former;
    m.designated = reading.designated;
    m.plural = reading.plural || m.kind == ActorKind::kPeople;
    m.place = reading.place;
    m.adjective = reading.adjective || (m.kind == ActorKind::kPeople && head.modifies);
    m.name = reading.name;
    m.then = reading.then;
    m.roles = reading.roles;
    m.how = reading.how;
    if (facts.size() == 1) m.how += "; " + facts.front();
    m.rivals = reading.rivals;
    for (Rival& rival : m.rivals) rival.span = head.span;
    Evidence evidence{"actor", reading.rule, m.span, ""};
    if (!facts.empty()) evidence.fact = facts.front();
    m.evidence.push_back(std::move(evidence));
    for (std::size_t i = 1; i < facts.size() && i < 4; ++i) m.evidence.push_back({"actor", reading.rule, {}, facts[i]});
    draft.key = reading.key;
    if (p.is(kUseName) && p.last - p.first == 1) {
      auto found = context_.acronyms.find(words_[p.first].hash);
      if (found != context_.acronyms.end()) draft.key = found->second;
    }
    draft.surname = reading.surname;
    draft.title = reading.title;
    draft.gender = reading.gender;
    draft.definite = reading.definite;
    draft.indefinite = reading.indefinite;
    draft.by_surname = reading.by_surname;
    for (std::uint32_t i = reading.first; i < reading.head; ++i) {
      if (items[i].kind != ItemKind::kFiller) continue;
      const Token& filler = token(items[i].first_token);
      if (one_of(filler.lower, {"foreign", "international", "regional", "other"})) draft.foreign = true;
      // "Kurdish protesters": of a people without a state, perhaps not of the country spoken of.
      if (filler.ent_type == "NORP" && filler.tag.starts_with("JJ")) draft.ethnic = true;
    }
    draft.role_noun = reading.role_noun;
    draft.body = m.kind == ActorKind::kOrganisation;
    return draft;
  }

  // A ministry, an army or protesters without a country belong to the country that the document is about.
  void name_countries() {
    std::map<std::string, double, std::less<>> weight;
    for (const Draft& draft : drafts_) {
      if (draft.outside || draft.mention.country.empty()) continue;
      weight[draft.mention.country] += 1;
    }
    if (weight.empty()) return;
    set_shares(weight);
    std::unordered_map<std::string, std::string> spoken;  // role word → country it was last given
    for (Draft& draft : drafts_) {
      Mention& m = draft.mention;
      bool person = m.kind == ActorKind::kPerson && !m.sectors.empty();
      if (!draft.role_noun && !person) continue;
      std::string word = fold_name(m.office, ' ');
      if (!m.country.empty()) {
        if (draft.role_noun) spoken[word] = m.country;
        continue;
      }
      if (!m.candidates.empty()) continue;
      std::string_view letters =
          m.code.starts_with("---") ? std::string_view(m.code).substr(3) : std::string_view(m.code);
      if (letters.starts_with("IGO") || letters.starts_with("NGO") || draft.foreign) continue;
      std::string why;
      auto before = spoken.find(word);
      if (draft.role_noun && !draft.indefinite && before != spoken.end()) {
        m.country = before->second;
        why = "country from the same word before";
      } else if (!context_.dominant.empty() &&
                 !(draft.indefinite && context_.share_of(context_.dominant) < 0.6) &&
                 !(draft.ethnic && context_.share_of(context_.dominant) < 0.8)) {
        // "a government" may be anybody's, where the document speaks of several countries.
        m.country = context_.dominant;
        why = context_.dominant_how;
      } else {
        continue;
      }
      m.code = m.country + std::string(letters);
      m.how += "; " + why;
      m.evidence.push_back({"country", "actors/document-country", {}, why});
      if (draft.role_noun) draft.key = "role " + m.country + " " + fold_name(m.office, '-') + " ";
    }
  }

  // "The North halted the talks": a state that has kin in the text goes by half its name.
  void short_names() {
    for (const Knowledge::ShortName& name : knowledge_.short_names()) {
      double share = 0;
      for (const std::string& country : name.among) share += context_.share_of(country);
      const auto row = share > 0 ? knowledge_.state_row(name.country) : std::nullopt;
      if (!row) continue;
      for (std::uint32_t s = 0; s < analysis_.sentences.size(); ++s) {
        const Sentence& sentence = analysis_.sentences[s];
        for (std::uint32_t t = sentence.first + 1; t < sentence.last; ++t) {
          if (std::find(name.words.begin(), name.words.end(), token(t).text) == name.words.end() ||
              token(t - 1).lower != "the" || one_of(token(t).dep, {"compound", "amod", "nmod"}))
            continue;
          const Block* block = sentence.block < document_.blocks.size() ? &document_.blocks[sentence.block] : nullptr;
          std::erase_if(drafts_, [&](const Draft& d) {
            return d.mention.head == t && d.mention.candidates.empty() && d.mention.country.empty();
          });
          Draft draft;
          Mention& m = draft.mention;
          m.kind = ActorKind::kState;
          m.candidates.push_back(knowledge_.candidate(NameTable::kState, *row));
          m.first_token = m.head = t;
          m.last_token = t + 1;
          m.span = token(t).span;
          m.country = m.code = name.country;
          m.name = std::string(document_.text(m.span));
          m.how = "short name beside its full one";
          m.evidence.push_back({"actor", "actors/short-name", m.span, ""});
          draft.key = "state " + name.country;
          draft.sentence = s;
          draft.outside = block && !names_in(block->role);
          drafts_.push_back(std::move(draft));
        }
      }
    }
  }

  // After the full name, and after a title, the surname alone is enough.
  void bare_surnames() {
    struct Known {
      std::size_t draft;
      bool clash = false;
    };
    std::unordered_map<std::string, Known> known;
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      const Draft& draft = drafts_[i];
      if (draft.mention.kind != ActorKind::kPerson) continue;
      std::vector<std::string> keys;
      if (!draft.surname.empty()) keys.push_back(draft.surname);
      if (!draft.mention.candidates.empty()) {
        // The tables' own surname need not be the last word: "Xi Jinping".
        const std::string& name = draft.mention.candidates.front().name;
        std::string first = fold_name(std::string_view(name).substr(0, name.find(' ')), '-');
        bool family_first = false;
        for (const NameEntry* entry =
                 knowledge_.find(hash_name(std::string_view(name).substr(0, name.find(' '))));
             entry && !family_first; entry = knowledge_.next(*entry)) {
          family_first = entry->table == NameTable::kPerson && entry->use == NameUse::kSurname &&
                         knowledge_.key(NameTable::kPerson, entry->row) == draft.key;
        }
        if (family_first) keys.push_back(first);
      }
      for (std::string& key : keys) {
        auto [found, fresh] = known.emplace(std::move(key), Known{i, false});
        if (fresh) continue;
        Draft& before = drafts_[found->second.draft];
        if (before.key == draft.key) continue;
        bool was_known = !before.mention.candidates.empty(), is_known = !draft.mention.candidates.empty();
        if (!was_known && is_known)
          found->second.draft = i;
        else if (was_known == is_known && !before.by_surname && !draft.by_surname)
          found->second.clash = true;
      }
    }
    std::vector<bool> taken(analysis_.tokens.size(), false);
    for (const Draft& draft : drafts_) {
      for (std::uint32_t t = draft.mention.first_token; t < draft.mention.last_token; ++t) taken[t] = true;
    }
    for (std::uint32_t s = 0; s < sentences_.size(); ++s) {
      const Sentence& sentence = analysis_.sentences[s];
      const Block* block =
          sentence.block < document_.blocks.size() ? &document_.blocks[sentence.block] : nullptr;
      for (std::uint32_t w = sentences_[s].first_word; w < sentences_[s].last_word; ++w) {
        if (!words_[w].upper) continue;
        std::uint32_t t = token_at(words_[w].begin, sentence);
        if (t >= sentence.last || taken[t] || (!token(t).tag.starts_with("NNP") && token(t).ent_type.empty()))
          continue;
        std::string folded = fold(w);
        auto found = known.find(folded);
        Draft draft;
        if (found != known.end() && !found->second.clash) {
          const Draft& source = drafts_[found->second.draft];
          draft.mention = source.mention;
          draft.key = source.key;
          draft.surname = source.surname;
          draft.gender = source.gender;
          draft.title = source.title;
          draft.mention.former = false;
          draft.mention.then = false;
          draft.mention.how = "surname; after " + std::string(document_.text(source.mention.span));
          draft.mention.evidence.push_back({"actor", "actors/surname", token(t).span, ""});
        } else if (!famous(w, t, sentence, draft)) {
          continue;
        }
        draft.sentence = s;
        draft.outside = block && !names_in(block->role);
        draft.by_surname = true;
        draft.mention.first_token = t;
        draft.mention.last_token = t + 1;
        draft.mention.head = t;
        draft.mention.span = {words_[w].begin, words_[w].end};
        taken[t] = true;
        drafts_.push_back(std::move(draft));
      }
    }
  }

  // A bare surname in a text that never gives the full name: only when one head of state or government or
  // foreign minister of that name held office on the day, or ever, when the day is unknown; and only where
  // tagger or entity recogniser see a name (some surnames pass for organisations) or the country is spoken of.
  bool famous(std::uint32_t w, std::uint32_t t, const Sentence& sentence, Draft& draft) {
    const std::string_view entity = token(t).ent_type;
    bool person = entity == "PERSON", named = person || token(t).tag == "NNP" ||
                                              one_of(entity, {"ORG", "GPE", "NORP", "PRODUCT", "FAC", "LOC"});
    bool alone = (t == sentence.first || !token(t - 1).tag.starts_with("NNP")) &&
                 (t + 1 >= sentence.last || !token(t + 1).tag.starts_with("NNP"));
    if (!alone || one_of(token(t).dep, {"compound", "amod", "nmod"}))
      return false;  // "Brown bears", "a Johnson voter"
    std::uint32_t best = 0;
    int count = 0;
    std::string best_country;
    bool one_country = true;
    std::size_t seen = 0;
    for (const NameEntry* entry = knowledge_.find(add_word(0, words_[w].hash)); entry && seen < 400;
         entry = knowledge_.next(*entry), ++seen) {
      if (entry->table != NameTable::kPerson || entry->use != NameUse::kSurname) continue;
      ActorCandidate c = knowledge_.candidate(entry->table, entry->row);
      bool high = std::any_of(c.offices.begin(), c.offices.end(), [&](const DatedOffice& office) {
        const bool head = knowledge_.office_role(office.role).level >= 8;
        if ((!head && office.role != "FM") || office.role == "PARTY") return false;
        if (!context_.day) return head;
        // In office, or out of it for less than four years, or about to be; what is no person to the
        // recogniser, in office.
        Day day = *context_.day;
        if (!head || !person) return holds_on(office, day);
        return holds_on(office, day) ||
               (office.until && *office.until <= day && day < *office.until + std::chrono::days(4 * 365)) ||
               (office.from && day < *office.from && *office.from < day + std::chrono::days(100));
      });
      if (!high) continue;
      bool spoken = context_.share_of(c.country) > 0;
      if (!named && !spoken) continue;
      if (count > 0 && best == entry->row) continue;
      // A namesake whose country the text never names gives way.
      if (count > 0 && context_.share_of(best_country) > 0 && !spoken) continue;
      if (count > 0 && context_.share_of(best_country) == 0 && spoken) count = 0;
      one_country = count == 0 || (one_country && c.country == best_country);
      best = entry->row;
      best_country = c.country;
      ++count;
    }
    if (count != 1) {
      if (person) {
        unknown_person(w, draft);
        if (count > 1 && one_country) {
          draft.mention.country = draft.mention.code = best_country;
          draft.mention.how = "ambiguous name";
        }
        return true;
      }
      return false;
    }
    ActorCandidate c = knowledge_.candidate(NameTable::kPerson, best);
    draft.key = knowledge_.key(NameTable::kPerson, best);
    draft.surname = fold(w);
    draft.mention.kind = ActorKind::kPerson;
    draft.mention.country = c.country;
    draft.mention.code = c.country;
    draft.mention.name = c.name;
    draft.mention.how = "surname alone; the only leader of that name then";
    draft.mention.evidence.push_back(
        {"actor", "actors/bare-surname", token(t).span, c.offices.empty() ? "" : c.offices.back().fact});
    std::string first = fold_name(std::string_view(c.name).substr(0, c.name.find(' ')), '-');
    draft.gender = knowledge_.given_name_gender(hash_word(first));
    draft.mention.candidates.push_back(std::move(c));
    return true;
  }

  static std::uint64_t hash_word(std::string_view word) {
    std::vector<Word> words;
    split_words(word, 0, static_cast<std::uint32_t>(word.size()), words);
    return words.empty() ? 0 : words[0].hash;
  }

  void unknown_person(std::uint32_t w, Draft& draft) {
    draft.surname = fold(w);
    draft.key = "name " + draft.surname;
    draft.mention.kind = ActorKind::kPerson;
    draft.mention.name =
        std::string(document_.content.substr(words_[w].begin, words_[w].end - words_[w].begin));
    draft.mention.how = "unknown person";
    draft.mention.evidence.push_back({"actor", "actors/entity", {words_[w].begin, words_[w].end}, ""});
  }

  void pronouns() {
    std::vector<bool> taken(analysis_.tokens.size(), false);
    for (const Draft& draft : drafts_) {
      if (draft.mention.head < taken.size()) taken[draft.mention.head] = true;
    }
    for (std::uint32_t s = 0; s < sentences_.size(); ++s) {
      const Sentence& sentence = analysis_.sentences[s];
      const Block* block =
          sentence.block < document_.blocks.size() ? &document_.blocks[sentence.block] : nullptr;
      bool outside = block && !names_in(block->role);
      std::uint32_t w = sentences_[s].first_word;
      for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
        const Token& tok = token(t);
        while (w < sentences_[s].last_word && words_[w].end <= tok.span.begin) ++w;
        if (taken[t] || w >= sentences_[s].last_word || words_[w].begin >= tok.span.end) continue;
        Draft draft;
        std::uint32_t last = t + 1;
        // Two or three words first: "each other", "two countries", "both foreign ministers".
        std::uint64_t h = 0;
        std::string joined;
        const PluralPhrase* plural = nullptr;
        const Pronoun* pronoun = nullptr;
        std::uint32_t end_word = w;
        for (std::uint32_t k = w; k < std::min(w + 3, sentences_[s].last_word); ++k) {
          h = add_word(h, words_[k].hash);
          if (const PluralPhrase* found = knowledge_.plural(h)) {
            plural = found;
            end_word = k + 1;
          }
          if (k == w + 1) {
            if (const Pronoun* found = knowledge_.pronoun(fold(w) + " " + fold(k))) {
              pronoun = found;
              end_word = k + 1;
            }
          }
        }
        if (plural && end_word == w + 1 && !stands_alone(t, sentence)) plural = nullptr;
        if (!plural && !pronoun && one_of(tok.tag, {"PRP", "PRP$", "WP", "WP$"})) {
          pronoun = knowledge_.pronoun(fold(w));
          end_word = w + 1;
        }
        if (!plural && !pronoun) continue;
        if (plural) {
          draft.several = plural;
          draft.mention.plural = true;
          draft.mention.kind = plural->kind;
        } else {
          draft.word = pronoun;
          draft.mention.pronoun = true;
          draft.mention.plural = pronoun->plural;
          draft.mention.reciprocal = pronoun->reciprocal;
        }
        while (last < sentence.last && token(last).span.begin < words_[end_word - 1].end) ++last;
        std::uint32_t first = t;
        if (plural && t > sentence.first && token(t - 1).lower == "the") --first;
        draft.mention.first_token = first;
        draft.mention.last_token = last;
        draft.mention.head = last - 1;
        draft.mention.span = {token(first).span.begin, words_[end_word - 1].end};
        draft.sentence = s;
        draft.outside = outside;
        drafts_.push_back(std::move(draft));
        if (last > t + 1 || plural) covered_.push_back({first, last});
        t = last - 1;
      }
    }
    if (covered_.empty()) return;
    // Role nouns inside such a phrase ("the two ministers") are part of it.
    std::erase_if(drafts_, [&](const Draft& draft) {
      if (draft.several || draft.word) return false;
      auto found = std::partition_point(covered_.begin(), covered_.end(),
                                        [&](const auto& c) { return c.second <= draft.mention.head; });
      return found != covered_.end() && found->first <= draft.mention.head;
    });
  }

  bool stands_alone(std::uint32_t t, const Sentence& sentence) const {
    if (!one_of(token(t).dep, {"nsubj", "nsubjpass", "dobj", "pobj"})) return false;
    return t + 1 >= sentence.last || !starts_with_any(token(t + 1).tag, {"NN", "DT", "JJ", "PRP"});
  }

  const Knowledge& knowledge_;
  const Document& document_;
  const Analysis& analysis_;
  const std::vector<Quote>& quotes_;
  PhraseContext context_;
  std::vector<Word> words_;
  std::vector<SentencePieces> sentences_;
  std::vector<std::uint32_t> peoples_;  // first words of peoples that only the entity recogniser knows
  std::vector<Draft> drafts_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> covered_;  // tokens of plural phrases, ascending
};

}  // namespace

std::vector<Mention> Actors::find(const Document& document, const Analysis& analysis,
                                  const std::vector<Quote>& quotes, const Published& published) const {
  return Finder(*knowledge_, document, analysis, quotes, published).run();
}

}  // namespace chancery
