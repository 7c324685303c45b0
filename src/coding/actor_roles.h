// Mentions as fillers of roles: which mention a word belongs to, who is political, plurals and reciprocals,
// offices by day.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/mention.h"
#include "coding/statement.h"
#include "coding/syntax.h"

namespace chancery {

class Actors;

// `how` of a mention that the caller put in (relate): an actor whatever it is.
inline constexpr const char* kGivenMention = "given";

// One actor in a role before its office is known.
struct Filler {
  int mention = -1;
  int group = -1;   // the group meant: of the mention, or the member of a plural
  std::string how;  // slot that it came by
};

// The actor as of a day (null: unknown), by the office held then.
ResolvedActor resolve_actor(const Actors& actors, const Mention& mention, std::optional<Day> day,
                            const Published& published);

class ActorRoles {
 public:
  ActorRoles(const Document& document, const Analysis& analysis, const Syntax& grammar,
             const std::vector<Mention>& mentions, const Actors& actors, const Published& published);

  // Political actors that the nominal and its conjuncts stand for; empty when none is one.
  std::vector<Filler> fillers(std::uint32_t head, std::string_view how) const;
  // The mention that "and" joins to the front of this one, where the parser made it a modifier; -1 when there
  // is none.
  int joined_before(int found) const;
  // The other countries that share its noun: "US and North Korean envoys", "the ministers of France and Russia".
  std::vector<int> shared_noun(int found) const;
  // Owner of a thing: its possessor, modifier or what stands after of; `located`: or where it stands.
  std::vector<Filler> owner(std::uint32_t head, std::string_view how, bool located = false) const;
  // Makes an event political: has a country or an office of force or state; not "experts", "the waiter" or a
  // firm.
  bool strong(const Filler& filler) const;
  // A person of whom the text gives first name and surname and nothing else: takes part in what others make
  // political.
  bool only_named(const Filler& filler) const;
  // Is it a political actor even in news of this field? Where the whole document is a report of it (`report`),
  // a town, a captain or a country is a team's; courts, police and governments stay what they are.
  bool political_in(const Filler& filler, const Domain& domain, bool report) const;
  // An adjective or noun before a noun that names a state or people: "Russian", "US".
  bool is_modifier_actor(std::uint32_t t) const;

  bool same(const Filler& x, const Filler& y) const;
  bool plural(const Filler& filler) const;
  bool has_reciprocal(const std::vector<Filler>& fillers) const;
  std::vector<Filler> without_reciprocal(const std::vector<Filler>& fillers) const;
  ActorKind kind(const Filler& filler) const;
  std::string country(const Filler& filler) const;
  bool vague(const Filler& filler) const;  // a pronoun or a bare role: whom it means is a guess
  std::vector<std::string> sectors(const Filler& filler) const;
  ActorRef actor(const Filler& filler, std::optional<Day> day) const;
  // Country of the mention that holds the token; empty when there is none.
  std::string country_at(std::uint32_t t) const;

 private:
  bool is_credit(const Mention& mention) const;
  int mention_at(std::uint32_t t) const;
  bool political(const Mention& mention) const;
  bool known_by_name(const Mention& mention) const;
  const Mention& best_of(int mention, int group) const;

  const Document& document_;
  const Analysis& a_;
  const Syntax& g_;
  const std::vector<Mention>& mentions_;
  const Actors& actors_;
  const Published& published_;
  std::vector<int> at_;      // token → smallest mention that holds it; heads win
  std::map<int, int> best_;  // group → mention that names it best
};

}  // namespace chancery
