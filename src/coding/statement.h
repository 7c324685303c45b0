// What one passage of one document says happened, will happen or did not.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/mention.h"
#include "base/evidence.h"
#include "base/span.h"
#include "language/analysis.h"
#include "time/time_ref.h"

namespace chancery {

enum class Status : std::uint8_t {
  kOccurred, kOngoing, kHabitual, kPlanned, kPossible, kConditional, kNotOccurred, kCancelled, kPostponed, kFailed,
  kRequested, kThreatened, kOffered, kDenied  // of a content only
};
enum class Tense : std::uint8_t { kPast, kNow, kFuture };  // towards the document date
std::string_view name_of(Status status);                   // "occurred", "not_occurred", …
std::optional<Status> status_named(std::string_view name);
std::string_view name_of(Tense tense);

// An actor in a role.
struct ActorRef {
  std::string text;
  Span span;
  ResolvedActor actor;
  std::optional<int> group;
  int mention = -1;  // index in the mentions of the document; -1 when none
};

// companions and instrument: an actor, or words alone.
struct RoleFiller {
  std::string text;
  Span span;
  std::optional<ActorRef> actor;
};

struct Sayer {
  ActorRef who;              // text and span empty when the sayer is left unsaid ("reportedly")
  bool anonymous = false;
  std::string cue_text;
  Span cue_span;
  bool quoted = false;
  std::optional<double> factuality;  // as this sayer presents it, -3..3
};

struct StatementTime {
  TimeRef ref;               // its text is content.substr(ref.span)
};

struct PlaceRef {
  std::string text;
  Span span;
  std::string name, kind, iso3, admin1, geonameid, how;
  bool from_dateline = false;  // no words of the sentence say so
  std::optional<double> lat, lon;
};

struct Amount {
  std::string text;
  Span span;
  double value = 0;
  std::string unit;  // ISO 4217 for money, else the noun counted
  std::string of;    // what it is an amount of; may be empty
};

struct Count {
  std::optional<std::int64_t> min, max;
  std::string text;
  Span span;
};
struct Toll {
  std::optional<Count> killed, injured, arrested;
};

struct Topic {
  std::string text;
  Span span;
};

// What holds only if: the words of the protasis, or a statement of the same document.
struct Condition {
  Span span;
  std::string statement;  // id; empty when the protasis is no statement
};

// What a claim asks of one role. With `general` any actor of this description counts ("a Pakistani premier"), and
// neither id nor name is given; a description that no actor is known by has its words alone.
struct ClaimRole {
  std::string role;  // "actors", "recipients"
  std::string text;
  Span span;
  bool general = false;
  std::string id, name, country, code, office;
  std::vector<std::string> sectors;  // PLOVER letters
};

// An assertion about history, as a query that can be checked: of the happenings of this frame with these roles in
// this period, the one told is the first, the last, the n-th, the only one, the most of its kind; or there is none.
struct ParsedClaim {
  std::string rule;       // "claim/first"
  std::string text;
  Span span;
  std::string kind;       // first, last, nth, only, never, superlative
  std::optional<int> n;   // 1 of a first; of a superlative its rank
  std::string measure;    // of a superlative: "killed", "size", …; empty when only the words say
  std::string frame;      // empty when no frame knows the happening
  std::vector<ClaimRole> roles;
  std::string period_text;
  Interval period;        // without a start: since ever, or since what only the words tell
  std::string status;     // how the claim is made: asserted, possible, conditional, denied
  double factuality = 3;  // the writer's of the claim, -3..3
};

// One level of a statement: the fields from `frame` to `said_by` of the record.
struct Act {
  std::string frame;      // "meet.visit"
  std::uint32_t trigger_token = kNoToken;
  std::string trigger_text;
  Span trigger;
  std::vector<ActorRef> actors, recipients;
  bool symmetric = false;
  std::vector<RoleFiller> companions, instrument;
  Status status = Status::kOccurred;
  std::optional<Tense> tense;
  double factuality = 3;  // the writer's, -3..3
  std::optional<Condition> condition;
  std::optional<StatementTime> time;
  std::optional<StatementTime> former_time;  // when it was to have been before it was moved, where the text tells
  std::optional<PlaceRef> place;
  std::vector<Amount> amounts;
  std::optional<Toll> toll;
  std::vector<Topic> topics;
  std::unique_ptr<Act> content;
  std::optional<ParsedClaim> claim;
  std::string repeats;    // id of the first statement of the same happening
  std::vector<Sayer> said_by;  // innermost first
};

struct PloverCode {
  std::string type, mode;               // empty when none
  std::vector<std::string> contexts, auxiliary;
  std::optional<int> quad;
};
struct PlvCode {
  std::string cls;
  std::optional<int> quad;
};
struct CameoCode {
  std::string code, root;
  std::optional<int> quad;
  std::optional<double> goldstein;
};
// The code of an imported dictionary, as its owner wrote it.
struct DictionaryCode {
  std::string code;
  std::vector<std::pair<std::string, int>> issues;  // topics of the sentence and how often each is named
};
struct Codes {
  std::optional<PloverCode> plover;
  std::optional<PlvCode> plv;
  std::optional<CameoCode> cameo;
  std::optional<DictionaryCode> dictionary;
};

struct Statement {
  std::string id;
  Act act;
  std::uint32_t sentence = 0;  // index in Analysis::sentences
  bool in_title = false;
  Codes codes;                 // filled by the codebook stage
  std::vector<Evidence> evidence;
  std::vector<Rival> rivals;

  // Frames from outside in.
  std::vector<std::string> path() const {
    std::vector<std::string> out;
    for (const Act* level = &act; level != nullptr; level = level->content.get()) out.push_back(level->frame);
    return out;
  }
};

// Every event-denoting verb and noun, whether or not a frame knows it.
struct Happening {
  std::uint32_t token = 0;
  Span span;
  std::string lemma;
  std::string frame;  // empty when no frame knows it
  Status status = Status::kOccurred;
  std::optional<Tense> tense;
  double factuality = 3;
  std::vector<Evidence> evidence;  // the words that decided, field "status"
};

}  // namespace chancery
