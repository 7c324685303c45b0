// Who is mentioned: all readings, all offices with their dates, and which mentions are the same.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "base/evidence.h"
#include "base/span.h"

namespace chancery {

enum class ActorKind : std::uint8_t { kUnknown, kPerson, kState, kOrganisation, kGroup, kOffice, kPeople };
std::string_view name_of(ActorKind kind);  // "unknown", "person", "state", …

// One office held from `from` up to but not including `until` (an end in the tables is the last day; the day
// after stands here).
struct DatedOffice {
  std::string title;                 // "Prime Minister"; empty when only the sector is known
  std::string country;               // ISO 3166-1 alpha-3, or empty
  std::vector<std::string> sectors;  // PLOVER letters, primary first
  std::string code;                  // CAMEO: country + sectors, "PAKGOV"
  std::optional<Day> from;
  std::optional<Day> until;
  bool end_unknown = false;  // no end in the tables: good for about five years after `seen`, and said so
  std::optional<Day> seen;   // the last day that it is known to have been held; `from` when only that is known
  std::string fact;          // table row it rests on: "leaders 2018-08-18/2022-04-10"
  std::string role;          // office role of the tables, "HOG"; empty for bodies
};

// One actor that a mention may stand for.
struct ActorCandidate {
  std::string id;  // Wikidata Q or "x:table/slug"
  std::string name;
  ActorKind kind = ActorKind::kUnknown;
  std::string country;               // own country; empty when none
  std::vector<DatedOffice> offices;  // in order of `from`
};

struct Mention {
  Span span;                      // the phrase that names it, in content: "PM Khan", "the Russian side", "he"
  std::uint32_t first_token = 0;  // tokens [first_token, last_token)
  std::uint32_t last_token = 0;
  std::uint32_t head = 0;  // head token
  ActorKind kind = ActorKind::kUnknown;
  std::vector<ActorCandidate> candidates;  // best first; empty for an actor known only by description
  std::string country;               // from the words themselves ("the Pakistani premier"); empty when none
  std::vector<std::string> sectors;  // PLOVER letters, from the words themselves
  std::string code;                  // CAMEO, from the words themselves
  std::string office;                // title given by the words: "Prime Minister", "former president"
  std::vector<std::string> roles;    // office roles that the title names, "HOG"; empty when there is none
  std::string name;                  // as the words have it, when no candidate gives one
  bool former = false;               // "former", "ex-": counts as ELI at the time of the document
  bool then = false;                 // "then PM": the office of the event's day, not of the document's
  bool designated = false;           // "president-elect": has the office from its start date
  bool plural = false;
  bool pronoun = false;
  bool place = false;      // the words also name a place (state, capital, seat, city, province): coding decides
  bool adjective = false;  // an adjective or noun before another noun: "Russian" gas, a "Kremlin" statement
  int group = -1;          // coreference group in the document, numbered in order of first mention from 1
  std::vector<int>
      members;              // groups that a plural stands for ("they", "both", "the two countries"); else empty
  bool reciprocal = false;  // "each other", "one another"
  std::string how;          // "title + surname; leaders 2018-08-18/2022-04-10"
  std::vector<Evidence> evidence;
  std::vector<Rival> rivals;
};

// The actor as of one day: what goes into the record.
struct ResolvedActor {
  std::string name;
  std::string id;
  ActorKind kind = ActorKind::kUnknown;
  std::string country;
  std::vector<std::string> sectors;
  std::string code;
  std::string office;
  std::string how;
};

}  // namespace chancery
