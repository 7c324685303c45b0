// A place is read from the words of the clause and looked up in the gazetteer; among namesakes the text decides: a
// country or province named beside it, the countries that the document speaks of, and the size of the place.
// SPDX-License-Identifier: Apache-2.0
#include "coding/place.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/one_of.h"

namespace chancery {
namespace {

constexpr double kMargin = 0.7;  // by which the best namesake leads one of another country

bool is_place_type(std::string_view type) { return one_of(type, {"GPE", "LOC", "FAC"}); }

bool is_province_word(std::string_view word) {
  return one_of(word, {"province", "region", "oblast", "state", "governorate", "district", "county", "prefecture"});
}

}  // namespace

Places::Places(const Document& document, const Analysis& analysis, const Syntax& grammar,
               const std::vector<Mention>& mentions, const Knowledge& knowledge, std::optional<Day> day)
    : document_(document), a_(analysis), g_(grammar), knowledge_(knowledge), day_(day) {
  double total = 0;
  for (const Mention& mention : mentions) {
    std::string_view country = mention.country;
    if (country.empty() && mention.candidates.size() == 1) country = mention.candidates[0].country;
    if (country.empty()) continue;
    shares_[std::string(country)] += 1;
    total += 1;
  }
  for (auto& [country, count] : shares_) count /= total;
  for (const Block& block : document_.blocks) {
    if (block.role != BlockRole::kDateline) continue;
    // "KABUL, Afghanistan (Reuters) —": the first name.
    Span name = block.span;
    const std::string_view text = document_.text(block.span);
    name.end = name.begin + static_cast<std::uint32_t>(std::min(text.size(), text.find_first_of(",(-:/;")));
    for (const std::string_view dash : {" \u2013", " \u2014"}) {
      const std::size_t at = document_.text(name).find(dash);
      if (at != std::string_view::npos) name.end = name.begin + static_cast<std::uint32_t>(at);
    }
    while (name.end > name.begin && document_.content[name.end - 1] == ' ') --name.end;
    if (!name.empty() && !knowledge_.places(document_.text(name), day_).empty()) dateline_ = name;
    while (told_from_it_ < document_.blocks.size() && (document_.blocks[told_from_it_].role != BlockRole::kBody ||
                                                       document_.blocks[told_from_it_].span.begin < block.span.end))
      ++told_from_it_;
    break;
  }
}

double Places::share(std::string_view iso3) const {
  auto found = shares_.find(iso3);
  return found == shares_.end() ? 0 : found->second;
}

// Does a frame know the noun as something done?
bool Places::is_happening(std::uint32_t t) const {
  const Frames& frames = g_.frames();
  const auto found = frames.by_head.find(std::string(a_.tokens[t].lemma));
  return found != frames.by_head.end() && std::any_of(found->second.begin(), found->second.end(), [&](std::uint32_t p) {
    return frames.patterns[p].kind == WordClass::kNoun;
  });
}

// The entity that holds the token, without article; or a noun that heads one ("the city of Basra", "Kabul province").
std::optional<Places::Named> Places::named_at(std::uint32_t t) const {
  auto entity_of = [&](std::uint32_t token) -> std::optional<Named> {
    auto after = std::partition_point(a_.entities.begin(), a_.entities.end(),
                                      [&](const Entity& e) { return e.last <= token; });
    if (after == a_.entities.end() || after->first > token || !is_place_type(after->type)) return std::nullopt;
    std::uint32_t first = after->first;
    while (first < token && one_of(a_.tokens[first].lower, {"the", "a", "an"})) ++first;
    return Named{a_.span(first, after->last), first, after->last};
  };
  if (auto own = entity_of(t)) return own;
  // A name that the recogniser missed.
  if (a_.tokens[t].tag.starts_with("NNP")) {
    std::uint32_t first = t;
    while (first > 0 && a_.tokens[first - 1].sentence == a_.tokens[t].sentence &&
           a_.tokens[first - 1].tag.starts_with("NNP") && a_.tokens[first - 1].head == t)
      --first;
    const Span span = a_.span(first, t + 1);
    if (!knowledge_.places(document_.text(span), day_).empty()) return Named{span, first, t + 1};
    return std::nullopt;
  }
  if (!g_.is_noun(t)) return std::nullopt;
  for (std::uint32_t c : a_.children(t)) {
    const Token& token = a_.tokens[c];
    if (one_of(token.dep, {"compound", "nmod", "appos"})) {
      // "in a US air raid" is nowhere in America.
      const bool doer = token.dep != "appos" && is_happening(t) && !is_town(c);
      if (auto inner = entity_of(c); inner && !doer) return inner;
    }
    if (token.dep == "prep" && one_of(token.lower, {"of", "in", "near", "outside"})) {
      const std::uint32_t object = a_.child(c, {"pobj"});
      if (object != kNoToken) {
        if (auto inner = entity_of(object)) return inner;
      }
    }
  }
  return std::nullopt;
}

// "the border between X and Y", "the Turkish-Syrian border", "the border with Y": the whole phrase.
std::optional<Places::Named> Places::border_at(std::uint32_t t) const {
  if (!one_of(a_.tokens[t].lemma, {"border", "frontier"})) return std::nullopt;
  std::uint32_t first = t, last = t + 1;
  bool named = false;
  for (std::uint32_t c : a_.children(t)) {
    const Token& token = a_.tokens[c];
    if (one_of(token.dep, {"amod", "compound", "nmod", "poss"})) {
      first = std::min(first, c);
      while (first > 0 && a_.tokens[first].iob == Iob::kIn) --first;  // "Turkish-Syrian"
      named = named || is_place_type(token.ent_type) || token.ent_type == "NORP";
    }
    if (token.dep == "prep" && one_of(token.lower, {"between", "with"})) {
      const std::uint32_t object = a_.child(c, {"pobj"});
      if (object == kNoToken) continue;
      for (std::uint32_t end : g_.conjuncts(object)) {
        named = named || is_place_type(a_.tokens[end].ent_type);
        last = std::max(last, end + 1);
      }
    }
  }
  if (!named) return std::nullopt;
  return Named{a_.span(first, last), first, last};
}

PlaceRef Places::resolve(const Named& named, std::string how, std::vector<Evidence>& evidence) const {
  PlaceRef out;
  out.span = named.span;
  out.text = std::string(document_.text(named.span));
  out.name = out.text;
  out.how = how;
  std::string fact;
  if (one_of(a_.tokens[named.last - 1].lemma, {"border", "frontier"}) ||
      a_.tokens[named.first].lemma == "border") {
    out.kind = "border";
    evidence.push_back({"place", "place/" + how, out.span, {}});
    return out;
  }
  std::vector<GazetteerPlace> found = knowledge_.places(out.text, day_);
  bool province_meant = named.last < a_.tokens.size() && is_province_word(a_.tokens[named.last].lower);
  if (found.empty()) {
    // "Kabul province" as one entity, "Mexico City", "northern Iraq".
    std::uint32_t first = named.first, last = named.last;
    if (last - first > 1 && (is_province_word(a_.tokens[last - 1].lower) || a_.tokens[last - 1].lower == "city")) {
      province_meant = a_.tokens[last - 1].lower != "city";
      --last;
    }
    while (last - first > 1 && one_of(a_.tokens[first].lower, {"northern", "southern", "eastern", "western", "central",
                                                               "north", "south", "east", "west", "-", "greater",
                                                               "northeastern", "northwestern", "southeastern",
                                                               "southwestern", "downtown", "rural", "mainland"})) {
      ++first;
    }
    if (last - first < named.last - named.first) {
      found = knowledge_.places(document_.text(a_.span(first, last)), day_);
      if (!found.empty() && first > named.first) out.how += "; part of it";
    }
  }
  // What stands beside it: "Basra, Iraq", "Paris, Texas", "the Iraqi city of Basra".
  std::string beside_iso3, beside_admin1, beside_admin1_iso3, beside_fact;
  if (named.last + 1 < a_.tokens.size() && a_.tokens[named.last].text == "," ) {
    if (auto next = named_at(named.last + 1)) {
      for (const GazetteerPlace& place : knowledge_.places(document_.text(next->span), day_)) {
        const bool country = place.kind == "country" && beside_iso3.empty();
        const bool province = place.kind == "province" && beside_admin1.empty() && beside_iso3.empty();
        if (country) beside_iso3 = place.iso3;
        if (province) {
          beside_admin1 = place.admin1;
          beside_admin1_iso3 = place.iso3;
        }
        if (country || province) beside_fact = place.fact;
      }
    }
  }
  if (!beside_iso3.empty() || !beside_admin1.empty()) {
    std::erase_if(found, [&](const GazetteerPlace& place) {
      return (!beside_iso3.empty() && place.iso3 != beside_iso3) ||
             (!beside_admin1.empty() && place.admin1 != beside_admin1);
    });
    if (found.empty()) {  // too small for the tables, but where it lies is said
      out.kind = "city";
      out.iso3 = beside_iso3.empty() ? beside_admin1_iso3 : beside_iso3;
      out.admin1 = beside_admin1;
      out.how += "; country by what stands beside it";
      evidence.push_back({"place", "place/" + how, out.span, beside_fact});
      return out;
    }
  }
  auto score = [&](const GazetteerPlace& place) {
    double s = 0;
    if (place.kind == "country") s += 8;
    if (place.kind == "province") s += province_meant ? 9 : 4.5;
    if (place.kind == "city" || place.kind == "capital") s += std::log10(1.0 + static_cast<double>(place.population));
    if (place.kind == "capital") s += 1.5;
    const double here = share(place.iso3);
    if (here > 0) s += 1.5 + 3 * here;
    return s;
  };
  std::stable_sort(found.begin(), found.end(), [&](const GazetteerPlace& x, const GazetteerPlace& y) {
    const double sx = score(x), sy = score(y);
    return sx != sy ? sx > sy : x.fact < y.fact;
  });
  if (!found.empty()) {
    const GazetteerPlace& best = found.front();
    const auto rival = std::find_if(found.begin() + 1, found.end(), [&](const GazetteerPlace& other) {
      return other.iso3 != best.iso3 && score(best) - score(other) < kMargin;
    });
    if (rival == found.end()) {
      out.name = best.name;
      out.kind = best.kind;
      out.iso3 = best.iso3;
      out.admin1 = best.admin1;
      out.geonameid = best.geonameid;
      out.lat = best.lat;
      out.lon = best.lon;
      fact = best.fact;
    } else {
      out.how += fmt::format("; ambiguous: {} {} or {} {}", best.name, best.iso3, rival->name, rival->iso3);
    }
  } else {
    out.how += "; not in the gazetteer";
  }
  evidence.push_back({"place", "place/" + how, out.span, fact});
  return out;
}

bool Places::is_town(std::uint32_t t) const {
  if (!one_of(a_.tokens[t].dep, {"compound", "nmod"}) || a_.tokens[t].ent_type != "GPE") return false;
  const auto named = named_at(t);
  if (!named) return false;
  const std::vector<GazetteerPlace> places = knowledge_.places(document_.text(named->span), day_);
  auto is_country = [](const GazetteerPlace& place) { return place.kind == "country"; };
  return !places.empty() && std::none_of(places.begin(), places.end(), is_country);
}

std::optional<PlaceRef> Places::of(const Trigger& trigger, const std::vector<Span>& taken, bool physical,
                                   std::vector<Evidence>& evidence) const {
  auto is_taken = [&](std::uint32_t t) {
    return std::any_of(taken.begin(), taken.end(), [&](const Span& span) { return span.contains(a_.tokens[t].span); });
  };
  for (const Prepositional& pp : g_.prepositional(trigger.token, trigger.verb)) {
    if (pp.gerund || pp.distance > 2) continue;
    const std::string_view preposition = a_.tokens[pp.preposition].lower;
    if (!one_of(preposition, {"in", "at", "near", "outside", "inside", "across", "around", "throughout", "along", "off",
                              "on", "over", "within"}))
      continue;
    if (auto border = border_at(pp.object)) return resolve(*border, std::string(preposition), evidence);
    if (one_of(preposition, {"on", "over"}) || is_taken(pp.object)) continue;  // "on Ukraine" is a topic
    if (auto named = named_at(pp.object)) {
      PlaceRef place = resolve(*named, std::string(preposition), evidence);
      if (!place.kind.empty()) return place;
      // "at the palace in Paris", "near a base outside Basra": what it lies in.
      for (std::uint32_t c : a_.children(pp.object)) {
        if (a_.tokens[c].dep != "prep" || !one_of(a_.tokens[c].lower, {"in", "near", "outside", "at"})) continue;
        const std::uint32_t around = a_.child(c, {"pobj"});
        const auto wider = around == kNoToken ? std::nullopt : named_at(around);
        if (!wider) continue;
        evidence.pop_back();
        PlaceRef in = resolve(*wider, std::string(preposition), evidence);
        in.how += fmt::format("; {} {}", a_.tokens[c].lower, in.name);
        in.text = std::move(place.text);
        in.span = place.span;
        return in;
      }
      return place;
    }
  }
  // "the Kabul bombing", "the Geneva talks"
  if (trigger.kind == WordClass::kNoun || trigger.kind == WordClass::kLight) {
    for (std::uint32_t c : a_.children(trigger.token)) {
      if (is_town(c)) return resolve(*named_at(c), "modifier", evidence);
    }
  }
  const Sentence& sentence = a_.sentences[a_.tokens[trigger.token].sentence];
  // "In Kabul, …" opens the sentence.
  if (sentence.first + 1 < sentence.last && one_of(a_.tokens[sentence.first].lower, {"in", "at", "near"})) {
    const std::uint32_t object = a_.child(sentence.first, {"pobj"});
    if (object != kNoToken && !is_taken(object)) {
      if (auto named = named_at(object)) return resolve(*named, std::string(a_.tokens[sentence.first].lower), evidence);
    }
  }
  if (physical && dateline_) {
    // Only the first paragraph after the dateline is told from there.
    const bool next = sentence.block == told_from_it_;
    if (next) {
      std::uint32_t first = 0;
      while (first < a_.tokens.size() && a_.tokens[first].span.end <= dateline_->begin) ++first;
      std::uint32_t last = first;
      while (last < a_.tokens.size() && a_.tokens[last].span.begin < dateline_->end) ++last;
      if (last > first) {
        PlaceRef place = resolve({*dateline_, first, last}, "dateline", evidence);
        place.from_dateline = true;
        if (!place.iso3.empty()) return place;
        evidence.pop_back();
      }
    }
  }
  return std::nullopt;
}

}  // namespace chancery
