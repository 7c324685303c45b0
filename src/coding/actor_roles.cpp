// From words to actors in roles.
// SPDX-License-Identifier: Apache-2.0
#include "coding/actor_roles.h"

#include <algorithm>

#include "actors/actors.h"
#include "base/one_of.h"

namespace chancery {
namespace {

// How well a mention names its group.
int naming(const Mention& mention) {
  int score = 0;
  if (!mention.candidates.empty()) score += 8;
  if (!mention.pronoun) score += 4;
  if (!mention.code.empty()) score += 2;
  if (!mention.country.empty()) score += 1;
  return score;
}

}  // namespace

ResolvedActor resolve_actor(const Actors& actors, const Mention& mention, std::optional<Day> day,
                            const Published& published) {
  return actors.as_of(mention, day,
                      published.date ? std::optional<Day>(day_of(*published.date)) : std::nullopt);
}

ActorRoles::ActorRoles(const Document& document, const Analysis& analysis, const Syntax& grammar,
                       const std::vector<Mention>& mentions, const Actors& actors, const Published& published)
    : document_(document),
      a_(analysis),
      g_(grammar),
      mentions_(mentions),
      actors_(actors),
      published_(published) {
  at_.assign(a_.tokens.size(), -1);
  for (std::size_t i = 0; i < mentions_.size(); ++i) {
    const Mention& mention = mentions_[i];
    if (is_credit(mention)) continue;
    const std::uint32_t last =
        std::min<std::uint32_t>(mention.last_token, static_cast<std::uint32_t>(a_.tokens.size()));
    for (std::uint32_t t = mention.first_token; t < last; ++t) {
      if (at_[t] < 0) {
        at_[t] = static_cast<int>(i);
        continue;
      }
      const Mention& other = mentions_[static_cast<std::size_t>(at_[t])];
      const auto size = [](const Mention& m) { return m.last_token - m.first_token; };
      const bool heads = mention.head == t, other_heads = other.head == t;
      // The head belongs to the whole phrase, any other word to the smallest phrase.
      if (heads != other_heads ? heads : (heads ? size(mention) > size(other) : size(mention) < size(other)))
        at_[t] = static_cast<int>(i);
    }
    if (mention.group < 0) continue;
    auto [best, fresh] = best_.emplace(mention.group, static_cast<int>(i));
    if (!fresh && naming(mention) > naming(mentions_[static_cast<std::size_t>(best->second)]))
      best->second = static_cast<int>(i);
  }
}

// "(Reuters)": the agency that a report comes from takes no part in it.
bool ActorRoles::is_credit(const Mention& mention) const {
  const std::string_view text = document_.content;
  const Span span = mention.span;
  return mention.how != kGivenMention && span.begin > 0 && span.end < text.size() && text[span.begin - 1] == '(' &&
         text[span.end] == ')' && !mention.sectors.empty() && mention.sectors[0] == "JRN";
}

int ActorRoles::mention_at(std::uint32_t t) const { return t < at_.size() ? at_[t] : -1; }

const Mention& ActorRoles::best_of(int mention, int group) const {
  auto best = best_.find(group);
  const Mention& own = mentions_[static_cast<std::size_t>(mention)];
  if (best == best_.end()) return own;
  if (own.group == group && !own.candidates.empty()) return own;
  return mentions_[static_cast<std::size_t>(best->second)];
}

bool ActorRoles::political(const Mention& mention) const {
  if (mention.how == kGivenMention) return true;
  if (!mention.code.empty() || !mention.country.empty() || !mention.sectors.empty()) return true;
  for (const ActorCandidate& candidate : mention.candidates) {
    if (!candidate.country.empty() || !candidate.offices.empty() || candidate.kind != ActorKind::kUnknown)
      return true;
  }
  return known_by_name(mention);
}

bool ActorRoles::known_by_name(const Mention& mention) const {
  if (mention.kind != ActorKind::kPerson || mention.pronoun || mention.last_token - mention.first_token < 2 ||
      !mention.code.empty() || !mention.candidates.empty())
    return false;
  const Sentence& sentence = a_.sentences[a_.tokens[mention.head].sentence];
  if (document_.blocks[sentence.block].role == BlockRole::kHeadline) return false;
  const std::vector<std::string>& things = g_.frames().named_things;
  for (std::uint32_t t = mention.first_token; t < mention.last_token; ++t) {
    if (a_.tokens[t].pos == "ADJ" || std::binary_search(things.begin(), things.end(), a_.tokens[t].lower))
      return false;
  }
  return a_.tokens[mention.head].pos == "PROPN";
}

bool ActorRoles::only_named(const Filler& filler) const {
  return mentions_[static_cast<std::size_t>(filler.mention)].how != kGivenMention &&
         known_by_name(best_of(filler.mention, filler.group));
}

std::vector<Filler> ActorRoles::fillers(std::uint32_t head, std::string_view how) const {
  std::vector<Filler> out;
  auto add = [&](int mention, int group) {
    if (!political(best_of(mention, group)) &&
        mentions_[static_cast<std::size_t>(mention)].how != kGivenMention)
      return;
    for (const Filler& filler : out) {
      if (filler.mention == mention && filler.group == group) return;
    }
    out.push_back({mention, group, std::string(how)});
  };
  if (head == kNoToken) return out;
  for (std::uint32_t conjunct : g_.conjuncts(g_.referent(head))) {
    std::uint32_t t = conjunct;
    int found = -1;
    for (int step = 0; step < 3 && t != kNoToken; ++step) {
      found = mention_at(t);
      // A modifier inside a mention is not the mention ("Russian" of "the Russian side"); any other word of it
      // leads there.
      if (found >= 0 && mentions_[static_cast<std::size_t>(found)].head != t && how != "modifier" &&
          how != "possessive" && one_of(a_.tokens[t].dep, {"amod", "poss", "det"})) {
        found = -1;
      }
      if (found >= 0) break;
      // "one of the ministers", "dozens of protesters"
      const Token& token = a_.tokens[t];
      std::string_view word = token.lemma;
      if (token.pos == "PROPN") {  // "Members of Parliament"
        word = token.lower;
        if (word.ends_with("s")) word.remove_suffix(1);
      }
      const std::vector<std::string>& partitives = g_.frames().partitives;
      const bool partitive =
          token.pos == "NUM" || std::binary_search(partitives.begin(), partitives.end(), word);
      std::uint32_t inner = kNoToken;
      if (partitive || one_of(token.pos, {"PRON", "DET"})) {
        for (std::uint32_t c : a_.children(t)) {
          if (a_.tokens[c].dep == "prep" && a_.tokens[c].lower == "of") inner = a_.child(c, {"pobj"});
        }
      }
      // "Security Council members"
      if (inner == kNoToken && partitive) {
        for (std::uint32_t c : a_.children(t)) {
          if (a_.tokens[c].dep == "compound" && mention_at(c) >= 0 && token.pos == "NOUN") inner = c;
        }
      }
      // "nineteen countries, including Australia": those that are named.
      if (inner == kNoToken && token.pos == "NOUN") {
        for (std::uint32_t c : a_.children(t)) {
          if (a_.tokens[c].dep != "prep" || a_.tokens[c].lower != "including") continue;
          for (const Filler& named : fillers(a_.child(c, {"pobj"}), how)) add(named.mention, named.group);
        }
      }
      // "met with President Assad Tuesday": the day passes for the head.
      if (inner == kNoToken && token.ent_type == "DATE" && t > 0 && mention_at(t - 1) >= 0 &&
          a_.tokens[t - 1].head == t && a_.tokens[t - 1].dep == "compound")
        inner = t - 1;
      // "the Turkish leader, Erdogan": an apposition names whom the head only describes.
      if (inner == kNoToken) inner = a_.child(t, {"appos"});
      t = inner;
    }
    if (found < 0) continue;
    const Mention& mention = mentions_[static_cast<std::size_t>(found)];
    // "Minister A and Minister B": the parser often hangs the first under the second as a modifier.
    if (const int before = joined_before(found); before >= 0) {
      add(before, mentions_[static_cast<std::size_t>(before)].group);
    }
    for (int other : shared_noun(found)) add(other, mentions_[static_cast<std::size_t>(other)].group);
    if (mention.reciprocal) {
      out.push_back({found, -2, std::string(how)});
    } else if (!mention.members.empty()) {
      for (int member : mention.members) add(found, member);
    } else {
      add(found, mention.group);
    }
  }
  return out;
}

int ActorRoles::joined_before(int found) const {
  const Mention& mention = mentions_[static_cast<std::size_t>(found)];
  for (int i = found - 1; i >= 0 && i >= found - 4; --i) {
    const Mention& before = mentions_[static_cast<std::size_t>(i)];
    if (before.last_token > mention.first_token || !before.members.empty()) continue;
    if (before.kind != mention.kind || mention.first_token - before.last_token > 2) return -1;
    bool joined = false;
    for (std::uint32_t t = before.last_token; t < mention.first_token; ++t) {
      joined = joined || a_.tokens[t].lower == "and";
      if (a_.tokens[t].lower != "and" && a_.tokens[t].tag != ",") return -1;
    }
    return joined && one_of(a_.tokens[before.head].dep, {"nmod", "compound"}) &&
                   a_.is_ancestor(mention.head, before.head)
               ? i
               : -1;
  }
  return -1;
}

// "US and North Korean envoys", "the foreign ministers of France and Russia": one noun, several countries.
std::vector<int> ActorRoles::shared_noun(int found) const {
  std::vector<int> out;
  const Mention& mention = mentions_[static_cast<std::size_t>(found)];
  if (mention.country.empty() || one_of(a_.tokens[mention.head].tag, {"NN", "NNP", "PRP"})) return out;
  const auto is_state = [&](int i) {
    const Mention& other = mentions_[static_cast<std::size_t>(i)];
    return i != found && (other.kind == ActorKind::kState || other.adjective) && !other.country.empty() &&
           other.country != mention.country;
  };
  std::uint32_t first = mention.first_token;
  for (int i = found - 1; i >= 0 && i >= found - 6; --i) {
    const Mention& before = mentions_[static_cast<std::size_t>(i)];
    if (before.last_token > first || first - before.last_token > 2 || !is_state(i)) break;
    bool list = before.last_token < first;
    for (std::uint32_t t = before.last_token; t < first; ++t)
      list = list && (a_.tokens[t].lower == "and" || a_.tokens[t].tag == ",");
    if (!list || !one_of(a_.tokens[before.head].dep, {"nmod", "amod", "compound", "conj"}) ||
        !a_.is_ancestor(mention.head, before.head))
      break;
    out.insert(out.begin(), i);
    first = before.first_token;
  }
  for (std::uint32_t c : a_.children(mention.head)) {
    if (a_.tokens[c].dep != "prep" || !one_of(a_.tokens[c].lower, {"of", "from"})) continue;
    const std::uint32_t object = a_.child(c, {"pobj"});
    if (object == kNoToken || country_at(object) != mention.country) continue;
    for (std::uint32_t t : g_.conjuncts(object)) {
      if (const int other = mention_at(t); t != object && other >= 0 && is_state(other)) out.push_back(other);
    }
  }
  return out;
}

std::vector<Filler> ActorRoles::owner(std::uint32_t head, std::string_view how, bool located) const {
  for (std::uint32_t t : g_.conjuncts(head)) {
    if (std::uint32_t possessor = a_.child(t, {"poss"}); possessor != kNoToken) {
      if (std::vector<Filler> out = fillers(possessor, how); !out.empty()) return out;
    }
    for (std::uint32_t c : a_.children(t)) {
      if (!one_of(a_.tokens[c].dep, {"amod", "compound", "nmod"})) continue;
      // "government austerity measures": the parser may hang the first word on the second.
      for (std::uint32_t m : {c, a_.child(c, {"compound", "amod"})}) {
        if (m == kNoToken || !is_modifier_actor(m)) continue;
        if (std::vector<Filler> out = fillers(m, "modifier"); !out.empty()) return out;
      }
    }
    for (std::uint32_t c : a_.children(t)) {
      // "a hotel in Kabul": whoever's it is, it is theirs that is hit.
      if (a_.tokens[c].dep != "prep" || !(a_.tokens[c].lower == "of" || (located && one_of(a_.tokens[c].lower, {"in", "near", "outside"}))))
        continue;
      const std::uint32_t object = a_.child(c, {"pobj"});
      if (object == kNoToken) continue;
      if (std::vector<Filler> out = fillers(object, how); !out.empty()) return out;
    }
  }
  return {};
}

bool ActorRoles::strong(const Filler& filler) const {
  const Mention& best = best_of(filler.mention, filler.group);
  if (mentions_[static_cast<std::size_t>(filler.mention)].how == kGivenMention) return true;
  const Frames& frames = g_.frames();
  // A firm, a paper, a school or a crowd makes no political event by itself, whatever its country.
  auto is_private = [&](const std::vector<std::string>& sectors) {
    return !sectors.empty() && std::all_of(sectors.begin(), sectors.end(), [&](const std::string& sector) {
      return std::binary_search(frames.private_sectors.begin(), frames.private_sectors.end(), sector);
    });
  };
  if (!best.candidates.empty()) {
    return std::any_of(best.candidates.begin(), best.candidates.end(), [&](const ActorCandidate& candidate) {
      if (candidate.offices.empty()) return true;
      return !std::all_of(candidate.offices.begin(), candidate.offices.end(), [&](const DatedOffice& office) {
        // "MED" of the World Health Organization is no clinic.
        return (!office.country.empty() && is_private(office.sectors));
      });
    });
  }
  if (!best.country.empty()) return !is_private(best.sectors);
  return std::any_of(best.sectors.begin(), best.sectors.end(), [&](const std::string& sector) {
    return !is_private({sector}) &&
           !std::binary_search(frames.minor_sectors.begin(), frames.minor_sectors.end(), sector);
  });
}

bool ActorRoles::political_in(const Filler& filler, const Domain& domain, bool report) const {
  if (mentions_[static_cast<std::size_t>(filler.mention)].how == kGivenMention) return true;
  const ActorKind is = kind(filler);
  const std::vector<std::string> own = sectors(filler);
  if (report) {
    if (best_of(filler.mention, filler.group).place ||
        !(is == ActorKind::kOrganisation || is == ActorKind::kOffice))
      return false;
  } else if (country(filler).empty() && std::find(own.begin(), own.end(), "IGO") == own.end()) {
    return false;  // an "executive" or "official" of no country is nobody's government
  }
  for (const std::string& sector : own) {
    if (std::binary_search(domain.sectors.begin(), domain.sectors.end(), sector)) return true;
  }
  return !report && domain.states && is == ActorKind::kState;
}

bool ActorRoles::is_modifier_actor(std::uint32_t t) const {
  const int found = mention_at(t);
  if (found < 0) return false;
  const Mention& mention = mentions_[static_cast<std::size_t>(found)];
  // The mention must be the modifier, not the phrase around it.
  return mention.head == t && political(mention);
}

bool ActorRoles::same(const Filler& x, const Filler& y) const {
  if (x.group > 0 && y.group > 0) return x.group == y.group;
  return x.mention == y.mention && x.group == y.group;
}

bool ActorRoles::plural(const Filler& filler) const {
  return filler.mention >= 0 && mentions_[static_cast<std::size_t>(filler.mention)].plural;
}

bool ActorRoles::has_reciprocal(const std::vector<Filler>& fillers) const {
  for (const Filler& filler : fillers) {
    if (mentions_[static_cast<std::size_t>(filler.mention)].reciprocal) return true;
  }
  return false;
}

std::vector<Filler> ActorRoles::without_reciprocal(const std::vector<Filler>& fillers) const {
  std::vector<Filler> out;
  for (const Filler& filler : fillers) {
    if (!mentions_[static_cast<std::size_t>(filler.mention)].reciprocal) out.push_back(filler);
  }
  return out;
}

ActorKind ActorRoles::kind(const Filler& filler) const {
  const Mention& best = best_of(filler.mention, filler.group);
  if (best.kind != ActorKind::kUnknown || best.candidates.empty()) return best.kind;
  return best.candidates.front().kind;
}

std::string ActorRoles::country(const Filler& filler) const {
  const Mention& best = best_of(filler.mention, filler.group);
  if (!best.country.empty()) return best.country;
  if (best.candidates.empty()) return {};
  const ActorCandidate& first = best.candidates.front();
  if (!first.country.empty() || first.offices.empty()) return first.country;
  return first.offices.back().country;
}

bool ActorRoles::vague(const Filler& filler) const {
  const Mention& mention = mentions_[static_cast<std::size_t>(filler.mention)];
  return mention.pronoun || a_.tokens[mention.head].pos == "NOUN";
}

std::vector<std::string> ActorRoles::sectors(const Filler& filler) const {
  const Mention& best = best_of(filler.mention, filler.group);
  if (!best.sectors.empty()) return best.sectors;
  std::vector<std::string> out;
  for (const ActorCandidate& candidate : best.candidates) {
    for (const DatedOffice& office : candidate.offices)
      out.insert(out.end(), office.sectors.begin(), office.sectors.end());
    break;
  }
  return out;
}

ActorRef ActorRoles::actor(const Filler& filler, std::optional<Day> day) const {
  const Mention& mention = mentions_[static_cast<std::size_t>(filler.mention)];
  ActorRef out;
  out.text = std::string(document_.text(mention.span));
  out.span = mention.span;
  out.mention = filler.mention;
  if (filler.group >= 0) out.group = filler.group;
  out.actor = resolve_actor(actors_, best_of(filler.mention, filler.group), day, published_);
  if (&best_of(filler.mention, filler.group) != &mention && out.actor.how.empty()) out.actor.how = mention.how;
  return out;
}

std::string ActorRoles::country_at(std::uint32_t t) const {
  const int found = mention_at(t);
  if (found < 0) return {};
  const Mention& best = best_of(found, mentions_[static_cast<std::size_t>(found)].group);
  if (!best.country.empty()) return best.country;
  return best.candidates.empty() ? std::string() : best.candidates.front().country;
}

}  // namespace chancery
