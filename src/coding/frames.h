// The frames and operators of data/frames/, compiled: what words evoke them and which slot fills which role.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "coding/statement.h"
#include "rulebook/rulebook.h"

namespace chancery {

// A grammatical place at the trigger. Verbs: subject and object are the logical ones (a passive is turned
// round, control and raising are followed). Nouns: `subject` stands for by, possessive, support (the subject of
// the verb that carries the noun, "paid a visit") and modifier ("the Russian invasion"); `object` stands for
// of.
enum class SlotKind : std::uint8_t {
  kSubject,
  kObject,
  kDative,
  kPossessive,
  kModifier,
  kSupport,
  kBetween,
  kPreposition,
  kComplementSubject,
  kClauseSubject  // of the clause that a noun hangs in: "will visit at the invitation of"
};
struct Slot {
  SlotKind kind = SlotKind::kSubject;
  std::string word;  // of kPreposition: "with", "to", "of", "by"
};

// Where the content of an operator stands.
enum class ComplementKind : std::uint8_t {
  kInfinitive,
  kClause,
  kGerund,
  kObject,
  kPreposition,
  kSubject,
  kGovernor
};
struct ComplementSlot {
  ComplementKind kind = ComplementKind::kInfinitive;
  std::string word;  // of kPreposition: noun or gerund after it ("for", "of", "from")
};

// What becomes of a content, seen from the operator.
struct ComplementEffect {
  std::optional<Status> status;  // empty: as its own words say
  std::optional<Tense> tense;
  std::optional<double> factuality;  // the writer's
};

enum class Controller : std::uint8_t { kActors, kRecipients, kNone };
// Whose actors fill the other role of the content: "asked Qatar for help" is help for the one who asks.
enum class Lends : std::uint8_t { kNobody, kActors, kRecipients };

// What an operator does to the time of its content.
enum class Moves : std::uint8_t {
  kNothing,
  kTime,  // "postponed until June": a new time
  kEnd,   // "extended until June": goes on until then
  kDue    // "a deadline of 5 June to": is to be done by then
};

// What kind of word evokes it.
enum class WordClass : std::uint8_t { kVerb, kNoun, kLight, kAdjective };

// One way to say a frame: word patterns that share slots and conditions.
struct Use {
  std::uint32_t frame = 0;               // index in Frames::frames
  std::vector<Slot> actors, recipients;  // in order of preference; the first that is filled counts
  std::vector<Slot> topics, companions, instrument;
  bool symmetric = false;
  std::vector<ComplementSlot> content;
  Controller control = Controller::kActors;
  bool controls_nouns = false;  // the control holds for a content that is a noun, too: "accused X of genocide"
  Lends lends = Lends::kNobody;
  ComplementEffect effect, negated;  // negated: under a negated operator
  bool owners = true;          // of a recipient that is no actor its owner counts: "attacked an army base"
  bool mutual = false;         // several actors without a recipient act on each other
  bool needs_content = false;  // without a codable content there is no statement
  bool transparent = false;    // the operator colours its content's status and is no level of its own
  bool dissolves = false;  // negated or refused it leaves only that its content may happen: "did not rule out"
  bool presupposes = false;  // the content is a fact: a statement of its own too
  Moves moves = Moves::kNothing;
  bool needs_moved_time = false;  // "moved the talks to Friday", not "to Geneva"
  bool joins = false;        // "accompany": recipients and time of the happening of its object, told before
  bool takes_content_roles = false;  // an empty role is filled from the content: "postponed its visit to Kyiv"
  bool judges = false;  // speaks of a deed: its recipient is who did it ("condemned the attack by X")
  bool takes_recipients = false;     // recipients alone: "promised to send tanks to Kyiv" is a promise to Kyiv
  bool needs_actors = false, needs_recipients = false, needs_two = false, needs_object = false;
  bool by_sayer = false;                 // the actor is whoever says so: "said the law undermines rights"
  bool needs_operator = false;           // stands only as the content of an operator: "called for reforms"
  std::vector<std::string> under;        // … of one of these: "asked for weapons" asks for a delivery of them
  bool bare = false;                     // may stand without any actor that we know
  std::vector<std::string> objects;      // lemmas, one of which the object must have; sorted; empty: any
  std::vector<std::string> not_objects;  // lemmas that the object must not have; sorted
  std::vector<std::string> subjects, not_subjects;
  std::vector<std::string> purposes;  // lemmas, one of which must follow as an infinitive: "called him to discuss"
  std::vector<ActorKind> actor_kinds, recipient_kinds;        // empty: any
  std::vector<std::string> actor_sectors, recipient_sectors;  // PLOVER letters, one must be there; empty: any
};

// Words that evoke a use. "hold talks" = {{"hold"}, {"talk"}}.
struct Pattern {
  std::uint32_t use = 0;
  WordClass kind = WordClass::kVerb;
  std::uint8_t head = 0;                        // the word that the others hang on
  std::vector<std::vector<std::string>> words;  // alternatives for each word, sorted
};

struct Frame {
  std::string id;
  std::vector<std::string> contexts;  // for codebooks
  bool weak = false;    // people without office or country are enough: killings, arrests, protests
  bool speech = false;  // a verb of saying: gives only said_by when its content is codable
  Place place;
  std::string why;
  RuleTable::Examples examples;
};

// A field of news that borrows the words of politics: sports, business, technology.
struct Domain {
  std::string id;
  int minimum = 2;                   // so many different words of it make a passage belong to it
  bool states = true;                // a country is a political actor there, not a team
  std::vector<std::string> sectors;  // actors of these sectors are political there; sorted
  std::vector<std::string> report;   // two of these, one in twenty-five words: the whole document belongs to it; sorted
};

// A word that tells of victims: a verb counts its object (or, when intransitive, its subject), an adjective what it is
// said of, a noun itself.
struct TollWord {
  std::uint32_t kind = 0;  // 0 killed, 1 injured, 2 arrested
  bool noun = false, intransitive = false;
};

// All frames. Immutable, shared by threads.
struct Frames {
  std::vector<Frame> frames;
  std::vector<Use> uses;
  std::vector<Pattern> patterns;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_head;  // lemma of the head word → patterns
  std::unordered_map<std::string, std::uint32_t> by_id;                 // frame id → index
  std::unordered_map<std::string, std::uint32_t> evaluations;           // lemma → frame
  std::unordered_map<std::string, std::uint32_t> obligations;           // "must" → frame of who says so
  std::vector<std::string> support_verbs;    // sorted: carry a noun ("hold", "pay", "make")
  std::vector<std::string> happening_nouns;  // sorted: denote events without a frame
  std::vector<std::string> harming_verbs;    // sorted: done to their object by a happening ("a bombing killed")
  std::vector<std::string> telling_verbs;    // sorted: a time beside them is not their object's ("condemned")
  std::vector<std::string> limit_nouns;      // sorted: when they were set is not when they are ("deadline")
  std::vector<std::string> occurring_verbs;  // sorted: their subject is a happening ("occur")
  std::vector<std::string> striking_verbs;   // sorted: their object is whom a deed hits ("the raid killed")
  std::vector<std::string> own_purposes;  // sorted: an infinitive behind them is the subject's ("used it to")
  std::vector<std::string> schemes;       // sorted: an infinitive under them is of who has them ("a plan to")
  std::vector<std::string> judging_verbs;    // sorted: "call", "describe": what follows judges their object
  std::vector<std::string> judged_things;    // sorted: may be judged without an actor: "the law is a disgrace"
  std::vector<std::string> named_things;     // sorted: bear names like people's ("Hurricane Dorian")
  std::vector<std::string> partitives;       // sorted: the actor stands after of ("one of the ministers")
  std::vector<std::string> idioms;           // sorted: preposition and noun that tell of no happening ("in protest")
  std::vector<std::string> no_topics;        // sorted: what stands after on without being a topic ("the phone")
  std::vector<std::string>
      private_sectors;  // sorted: make no political event by themselves, whatever their country
  std::vector<std::string> minor_sectors;    // sorted: nor do these without a country
  std::unordered_map<std::string, std::string> currencies;  // word or sign → ISO 4217
  std::unordered_map<std::string, double> multipliers;      // "bn" → 1e9
  std::unordered_map<std::string, TollWord> toll_words;
  std::vector<std::string> weapons;  // sorted: with what a deed is done
  std::vector<Domain> domains;
  std::unordered_map<std::string, std::vector<std::uint32_t>> domain_words;  // lemma → domains

  static Frames compile(const Rulebook& rulebook, Diagnostics& diagnostics);

  const Frame* find(std::string_view id) const;
  // The frame or a more special one: is_a("meet.visit", "meet").
  static bool is_a(std::string_view frame, std::string_view family);
  // "meet" of "meet.visit".
  static std::string_view family(std::string_view frame);
};

// What the engine made of one example.
struct ExampleCoding {
  std::string content;  // the text the spans refer to
  std::vector<Statement> statements;
};

// Runs `matches`, `rejects` and `todo` of all frames through `code`, with the document date 2024-06-05 (a
// Wednesday) in mind: the caller sets it. Failures go to `diagnostics` (rules.example-failed), as do todos that
// work now. Returns how many were run.
//
//   [A President Macron] {met} with [A Chancellor Scholz] in Berlin.
//   [A text]  an actor of the first {trigger} of this frame     [R text]  a recipient of it
//   {text}    a trigger of this frame, {frame=text} of another; {text:planned} with this status
// A match gives every marked trigger, as a statement or as the content of one, with exactly the marked roles,
// and no statement whose trigger is not marked. A reject gives no act of this frame.
std::size_t check_examples(const Frames& frames, const std::function<ExampleCoding(const std::string&)>& code,
                           Diagnostics& diagnostics);

}  // namespace chancery
