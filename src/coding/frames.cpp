// Reads data/frames/*.toml into tables that the coder scans with, and runs their examples.
// SPDX-License-Identifier: Apache-2.0
#include "coding/frames.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "coding/example_marks.h"

namespace chancery {
namespace {

// Closed class: after one of these a word of a noun pattern is no longer the head ("exchange of fire").
constexpr std::array<std::string_view, 12> kPatternPrepositions = {
    "of", "on", "for", "to", "in", "with", "against", "from", "at", "over", "by", "into"};

bool is_pattern_preposition(std::string_view word) {
  return std::find(kPatternPrepositions.begin(), kPatternPrepositions.end(), word) !=
         kPatternPrepositions.end();
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> out;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    std::size_t end = text.find(separator, begin);
    if (end == std::string_view::npos) end = text.size();
    if (end > begin) out.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

void sort_unique(std::vector<std::string>& words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
}

std::optional<Tense> tense_named(std::string_view name) {
  for (Tense tense : {Tense::kPast, Tense::kNow, Tense::kFuture}) {
    if (name_of(tense) == name) return tense;
  }
  return std::nullopt;
}

// What a status says of its content's time and truth when the rule does not.
ComplementEffect usual_effect(Status status) {
  switch (status) {
    case Status::kPlanned:
      return {status, Tense::kFuture, 2.0};
    case Status::kRequested:
      return {status, Tense::kFuture, 0.0};
    case Status::kOffered:
      return {status, Tense::kFuture, 1.0};
    case Status::kThreatened:
      return {status, Tense::kFuture, 1.0};
    case Status::kPossible:
      return {status, Tense::kFuture, 0.5};
    case Status::kConditional:
      return {status, Tense::kFuture, 0.0};
    case Status::kDenied:
      return {status, std::nullopt, 0.0};
    case Status::kCancelled:
      return {status, Tense::kFuture, -3.0};
    case Status::kPostponed:
      return {status, Tense::kFuture, 1.0};
    case Status::kNotOccurred:
      return {status, Tense::kFuture, -2.5};
    case Status::kFailed:
      return {status, Tense::kPast, -3.0};
    case Status::kOngoing:
      return {status, Tense::kNow, 3.0};
    case Status::kHabitual:
      return {status, Tense::kNow, 3.0};
    case Status::kOccurred:
      return {status, Tense::kPast, 3.0};
  }
  return {};
}

class Compiler {
 public:
  Compiler(Frames& out, const Rulebook& rulebook, Diagnostics& diagnostics)
      : out_(out), rulebook_(rulebook), diagnostics_(diagnostics) {}

  void run() {
    for (RuleTable table : rulebook_.tables("frames", "class", diagnostics_)) {
      const std::string id = table.id();
      std::vector<std::string> words = table.required_strings("words");
      classes_[id] = expand(table, "words", words);
      table.finish();
    }
    for (RuleTable table : rulebook_.tables("frames", "support", diagnostics_)) {
      table.id();
      for (std::string& word : words(table, "verbs")) out_.support_verbs.push_back(std::move(word));
      for (std::string& word : words(table, "happenings")) out_.happening_nouns.push_back(std::move(word));
      for (std::string& word : words(table, "no_topics")) out_.no_topics.push_back(std::move(word));
      for (std::string& word : words(table, "harming")) out_.harming_verbs.push_back(std::move(word));
      for (std::string& word : table.strings("idioms")) out_.idioms.push_back(std::move(word));
      for (std::string& word : words(table, "telling")) out_.telling_verbs.push_back(std::move(word));
      for (std::string& word : words(table, "limits")) out_.limit_nouns.push_back(std::move(word));
      for (std::string& word : words(table, "occurring")) out_.occurring_verbs.push_back(std::move(word));
      for (std::string& word : words(table, "striking")) out_.striking_verbs.push_back(std::move(word));
      for (std::string& word : words(table, "own_purposes")) out_.own_purposes.push_back(std::move(word));
      for (std::string& word : words(table, "schemes")) out_.schemes.push_back(std::move(word));
      for (std::string& word : words(table, "judging")) out_.judging_verbs.push_back(std::move(word));
      for (std::string& word : words(table, "judged")) out_.judged_things.push_back(std::move(word));
      for (std::string& word : words(table, "named_things")) out_.named_things.push_back(std::move(word));
      for (std::string& word : words(table, "partitives")) out_.partitives.push_back(std::move(word));
      for (std::string& sector : table.strings("private")) out_.private_sectors.push_back(std::move(sector));
      for (std::string& sector : table.strings("minor")) out_.minor_sectors.push_back(std::move(sector));
      table.finish();
    }
    static constexpr std::string_view kTolls[] = {"killed", "injured", "arrested"};
    for (RuleTable table : rulebook_.tables("frames", "toll", diagnostics_)) {
      const std::string id = table.id();
      const auto kind = std::find(std::begin(kTolls), std::end(kTolls), id) - std::begin(kTolls);
      if (kind == 3)
        table.fault(ErrorCode::kRulesBadValue, fmt::format("`{}` is no toll", id), "write killed, injured or arrested", "id");
      for (std::string_view key : {"verbs", "intransitive", "adjectives", "nouns"}) {
        for (const std::string& word : words(table, key))
          out_.toll_words.insert({word, {static_cast<std::uint32_t>(kind), key == "nouns", key == "intransitive"}});
      }
      table.finish();
    }
    for (RuleTable table : rulebook_.tables("frames", "weapons", diagnostics_)) {
      table.id();
      for (std::string& word : words(table, "words")) out_.weapons.push_back(std::move(word));
      table.finish();
    }
    sort_unique(out_.weapons);
    for (RuleTable table : rulebook_.tables("frames", "domain", diagnostics_)) {
      Domain domain;
      domain.id = table.id();
      domain.minimum = static_cast<int>(table.number("minimum").value_or(2));
      domain.states = table.boolean_or("states", true);
      domain.sectors = table.strings("sectors");
      sort_unique(domain.sectors);
      domain.report = words(table, "report");
      sort_unique(domain.report);
      for (const std::string& word : words(table, "words"))
        out_.domain_words[word].push_back(static_cast<std::uint32_t>(out_.domains.size()));
      out_.domains.push_back(std::move(domain));
      table.finish();
    }
    for (RuleTable table : rulebook_.tables("frames", "currency", diagnostics_)) {
      table.id();
      const std::string unit = table.string("unit");
      for (std::string& word : words(table, "words")) out_.currencies[word] = unit;
      table.finish();
    }
    for (RuleTable table : rulebook_.tables("frames", "multiplier", diagnostics_)) {
      table.id();
      const double value = table.number("value").value_or(1);
      for (std::string& word : words(table, "words")) out_.multipliers[word] = value;
      table.finish();
    }
    sort_unique(out_.support_verbs);
    sort_unique(out_.happening_nouns);
    sort_unique(out_.harming_verbs);
    sort_unique(out_.telling_verbs);
    sort_unique(out_.limit_nouns);
    sort_unique(out_.occurring_verbs);
    sort_unique(out_.striking_verbs);
    sort_unique(out_.own_purposes);
    sort_unique(out_.schemes);
    sort_unique(out_.judging_verbs);
    sort_unique(out_.judged_things);
    sort_unique(out_.named_things);
    sort_unique(out_.partitives);
    sort_unique(out_.no_topics);
    sort_unique(out_.idioms);
    sort_unique(out_.private_sectors);
    sort_unique(out_.minor_sectors);
    for (RuleTable table : rulebook_.tables("frames", "frame", diagnostics_)) read_frame(table);
    for (std::uint32_t i = 0; i < out_.patterns.size(); ++i) {
      const Pattern& pattern = out_.patterns[i];
      for (const std::string& head : pattern.words[pattern.head]) out_.by_head[head].push_back(i);
    }
  }

 private:
  // `@name` stands for the words of a class.
  std::vector<std::string> expand(RuleTable& table, std::string_view key,
                                  const std::vector<std::string>& words) {
    std::vector<std::string> out;
    for (const std::string& word : words) {
      if (word.empty() || word[0] != '@') {
        out.push_back(word);
        continue;
      }
      auto found = classes_.find(word.substr(1));
      if (found == classes_.end()) {
        table.fault(ErrorCode::kRulesBadValue, fmt::format("no [[class]] has the id `{}`", word.substr(1)),
                    "define the class before the first frame that uses it", key);
        continue;
      }
      out.insert(out.end(), found->second.begin(), found->second.end());
    }
    return out;
  }

  std::vector<std::string> words(RuleTable& table, std::string_view key) {
    std::vector<std::string> out = expand(table, key, table.strings(key));
    sort_unique(out);
    return out;
  }

  std::optional<Slot> slot_named(RuleTable& table, std::string_view key, const std::string& name) {
    static const std::map<std::string, SlotKind, std::less<>> kNames = {
        {"subject", SlotKind::kSubject},
        {"object", SlotKind::kObject},
        {"dative", SlotKind::kDative},
        {"possessive", SlotKind::kPossessive},
        {"modifier", SlotKind::kModifier},
        {"support", SlotKind::kSupport},
        {"between", SlotKind::kBetween},
        {"complement-subject", SlotKind::kComplementSubject},
        {"clause-subject", SlotKind::kClauseSubject}};
    if (auto found = kNames.find(name); found != kNames.end()) return Slot{found->second, {}};
    const bool plain =
        !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!plain) {
      table.fault(ErrorCode::kRulesBadValue, fmt::format("`{}` is no slot", name),
                  "write subject, object, dative, possessive, modifier, support, between, complement-subject, "
                  "clause-subject or a preposition",
                  key);
      return std::nullopt;
    }
    return Slot{SlotKind::kPreposition, name};
  }

  void read_slots(RuleTable& table, std::string_view key, std::vector<Slot>& slots) {
    if (!table.has(key)) return;
    slots.clear();
    for (const std::string& name : table.strings(key)) {
      if (auto slot = slot_named(table, key, name)) slots.push_back(std::move(*slot));
    }
  }

  void read_content(RuleTable& table, Use& use) {
    if (!table.has("content")) return;
    use.content.clear();
    for (const std::string& name : table.strings("content")) {
      if (name == "infinitive")
        use.content.push_back({ComplementKind::kInfinitive, {}});
      else if (name == "clause")
        use.content.push_back({ComplementKind::kClause, {}});
      else if (name == "gerund")
        use.content.push_back({ComplementKind::kGerund, {}});
      else if (name == "object")
        use.content.push_back({ComplementKind::kObject, {}});
      else if (name == "governor")
        use.content.push_back({ComplementKind::kGovernor, {}});
      else if (name == "subject")
        use.content.push_back({ComplementKind::kSubject, {}});
      else if (auto slot = slot_named(table, "content", name); slot && slot->kind == SlotKind::kPreposition) {
        use.content.push_back({ComplementKind::kPreposition, name});
      }
    }
  }

  void read_effect(RuleTable& table, std::string_view prefix, ComplementEffect& effect) {
    const std::string status_key = fmt::format("{}_status", prefix);
    const std::string tense_key = fmt::format("{}_tense", prefix);
    const std::string factuality_key = fmt::format("{}_factuality", prefix);
    if (table.has(status_key)) {
      const std::string name = table.string(status_key);
      if (auto status = status_named(name))
        effect = usual_effect(*status);
      else
        table.fault(ErrorCode::kRulesBadValue, fmt::format("`{}` is no status", name), {}, status_key);
    }
    if (table.has(tense_key)) {
      const std::string name = table.string(tense_key);
      if (auto tense = tense_named(name))
        effect.tense = tense;
      else
        table.fault(ErrorCode::kRulesBadValue, fmt::format("`{}` is no tense", name),
                    "write past, now or future", tense_key);
    }
    if (auto number = table.number(factuality_key)) effect.factuality = number;
  }

  std::vector<ActorKind> read_kinds(RuleTable& table, std::string_view key) {
    std::vector<ActorKind> out;
    for (const std::string& name : table.strings(key)) {
      bool known = false;
      for (int i = 0; i <= static_cast<int>(ActorKind::kPeople); ++i) {
        if (name_of(static_cast<ActorKind>(i)) != name) continue;
        out.push_back(static_cast<ActorKind>(i));
        known = true;
      }
      if (!known)
        table.fault(ErrorCode::kRulesBadValue, fmt::format("`{}` is no kind of actor", name), {}, key);
    }
    return out;
  }

  void read_use_fields(RuleTable& table, Use& use) {
    read_slots(table, "actors", use.actors);
    read_slots(table, "recipients", use.recipients);
    read_slots(table, "topics", use.topics);
    read_slots(table, "companions", use.companions);
    read_slots(table, "instrument", use.instrument);
    read_content(table, use);
    use.symmetric = table.boolean_or("symmetric", use.symmetric);
    if (table.has("control")) {
      const std::string name = table.string("control");
      if (name == "actors")
        use.control = Controller::kActors;
      else if (name == "recipients")
        use.control = Controller::kRecipients;
      else if (name == "none")
        use.control = Controller::kNone;
      else
        table.fault(ErrorCode::kRulesBadValue, fmt::format("`{}` controls nothing", name),
                    "write actors, recipients or none", "control");
    }
    read_effect(table, "content", use.effect);
    read_effect(table, "negated", use.negated);
    if (table.has("lends")) {
      const std::string name = table.string("lends");
      if (name == "actors")
        use.lends = Lends::kActors;
      else if (name == "recipients")
        use.lends = Lends::kRecipients;
      else
        table.fault(ErrorCode::kRulesBadValue, fmt::format("`{}` lends nothing", name),
                    "write actors or recipients", "lends");
    }
    use.controls_nouns = table.boolean_or("controls_nouns", use.controls_nouns);
    use.owners = table.boolean_or("owners", use.owners);
    use.mutual = table.boolean_or("mutual", use.mutual);
    use.joins = table.boolean_or("joins", use.joins);
    if (table.has("moves")) {
      const std::string moves = table.string("moves");
      if (moves == "time")
        use.moves = Moves::kTime;
      else if (moves == "end")
        use.moves = Moves::kEnd;
      else if (moves == "deadline")
        use.moves = Moves::kDue;
      else
        table.fault(ErrorCode::kRulesBadValue, fmt::format("`{}` is no way to move", moves),
                    "time, end or deadline", "moves");
    }
    use.transparent = table.boolean_or("transparent", use.transparent);
    use.dissolves = table.boolean_or("dissolves", use.dissolves);
    use.by_sayer = table.boolean_or("by_sayer", use.by_sayer);
    use.presupposes = table.boolean_or("presupposes", use.presupposes);
    use.takes_content_roles = table.boolean_or("takes_content_roles", use.takes_content_roles);
    use.judges = table.boolean_or("judges", use.judges);
    use.takes_recipients = table.boolean_or("takes_recipients", use.takes_recipients);
    if (table.has("needs")) {
      use.needs_actors = use.needs_recipients = use.needs_two = use.needs_object = use.needs_content =
          use.needs_moved_time = use.needs_operator = use.bare = false;
      for (const std::string& need : table.strings("needs")) {
        if (need == "actors")
          use.needs_actors = true;
        else if (need == "recipients")
          use.needs_recipients = true;
        else if (need == "two")
          use.needs_two = true;
        else if (need == "object")
          use.needs_object = true;
        else if (need == "content")
          use.needs_content = true;
        else if (need == "moved-time")
          use.needs_moved_time = true;
        else if (need == "operator")
          use.needs_operator = true;
        else if (need == "nothing")
          use.bare = true;
        else
          table.fault(ErrorCode::kRulesBadValue, fmt::format("`{}` is no need", need),
                      "write actors, recipients, two, object, content, moved-time, operator or nothing", "needs");
      }
    }
    if (table.has("objects")) use.objects = words(table, "objects");
    if (table.has("not_objects")) use.not_objects = words(table, "not_objects");
    if (table.has("subjects")) use.subjects = words(table, "subjects");
    if (table.has("under")) use.under = table.strings("under");
    if (table.has("not_subjects")) use.not_subjects = words(table, "not_subjects");
    if (table.has("purposes")) use.purposes = words(table, "purposes");
    if (table.has("actor_kinds")) use.actor_kinds = read_kinds(table, "actor_kinds");
    if (table.has("recipient_kinds")) use.recipient_kinds = read_kinds(table, "recipient_kinds");
    if (table.has("actor_sectors")) use.actor_sectors = table.strings("actor_sectors");
    if (table.has("recipient_sectors")) use.recipient_sectors = table.strings("recipient_sectors");
  }

  // "pay|make visit": words apart by spaces, alternatives by bars, `@class` for the words of a class.
  std::optional<Pattern> read_pattern(RuleTable& table, std::string_view key, const std::string& text,
                                      WordClass kind) {
    Pattern pattern;
    pattern.kind = kind;
    for (const std::string& word : split(text, ' ')) {
      std::vector<std::string> alternatives = expand(table, key, split(word, '|'));
      sort_unique(alternatives);
      if (alternatives.empty()) return std::nullopt;
      pattern.words.push_back(std::move(alternatives));
    }
    if (pattern.words.empty() || pattern.words.size() > 6) {
      table.fault(ErrorCode::kRulesBadValue, fmt::format("`{}` has no words, or more than six", text), {}, key);
      return std::nullopt;
    }
    if (kind == WordClass::kLight && pattern.words.size() < 2) {
      table.fault(ErrorCode::kRulesBadValue, fmt::format("`{}` is one word", text),
                  "a light-verb construction has a verb and a noun", key);
      return std::nullopt;
    }
    if (kind == WordClass::kNoun) {
      std::size_t head = pattern.words.size() - 1;
      for (std::size_t i = 1; i < pattern.words.size(); ++i) {
        if (!is_pattern_preposition(pattern.words[i][0])) continue;
        head = i - 1;
        break;
      }
      pattern.head = static_cast<std::uint8_t>(head);
    }
    return pattern;
  }

  void read_use(RuleTable& table, const Use& use, bool& evoked) {
    std::vector<Pattern> patterns;
    const std::pair<std::string_view, WordClass> kinds[] = {{"verbs", WordClass::kVerb},
                                                            {"nouns", WordClass::kNoun},
                                                            {"light", WordClass::kLight},
                                                            {"adjectives", WordClass::kAdjective}};
    for (const auto& [key, kind] : kinds) {
      // A lone class stands for one pattern with many heads; so do bars inside a word.
      for (const std::string& text : table.strings(key)) {
        if (auto pattern = read_pattern(table, key, text, kind)) patterns.push_back(std::move(*pattern));
      }
    }
    if (patterns.empty()) return;
    evoked = true;
    const auto index = static_cast<std::uint32_t>(out_.uses.size());
    out_.uses.push_back(use);
    for (Pattern& pattern : patterns) {
      pattern.use = index;
      out_.patterns.push_back(std::move(pattern));
    }
  }

  void read_frame(RuleTable& table) {
    Frame frame;
    frame.id = table.id();
    frame.place = table.place();
    frame.contexts = table.strings("contexts");
    frame.weak = table.boolean_or("weak", false);
    frame.speech = table.boolean_or("speech", false);
    const auto index = static_cast<std::uint32_t>(out_.frames.size());
    Use use;
    use.frame = index;
    use.actors = {{SlotKind::kSubject, {}}};
    read_use_fields(table, use);
    bool evoked = false;
    read_use(table, use, evoked);
    for (RuleTable sub : table.tables("use")) {
      Use own = use;
      read_use_fields(sub, own);
      bool own_evoked = false;
      read_use(sub, own, own_evoked);
      if (!own_evoked)
        sub.fault(ErrorCode::kRulesMissingField, "a use without verbs, nouns, light or adjectives");
      evoked = evoked || own_evoked;
      sub.finish();
    }
    for (const auto& [key, map] : {std::pair{"evaluations", &out_.evaluations}, {"obligations", &out_.obligations}}) {
      for (const std::string& word : words(table, key)) {
        evoked = true;
        if (!map->emplace(word, index).second) {
          table.fault(ErrorCode::kRulesBadValue, fmt::format("two frames claim `{}`", word), {}, key);
        }
      }
    }
    if (!evoked)
      table.fault(ErrorCode::kRulesMissingField,
                  "a frame without verbs, nouns, light, adjectives, evaluations or [[use]]");
    frame.why = table.string_or("why", {});
    frame.examples = table.examples();
    table.finish();
    out_.by_id.emplace(frame.id, index);
    out_.frames.push_back(std::move(frame));
  }

  Frames& out_;
  const Rulebook& rulebook_;
  Diagnostics& diagnostics_;
  std::map<std::string, std::vector<std::string>, std::less<>> classes_;
};

}  // namespace

Frames Frames::compile(const Rulebook& rulebook, Diagnostics& diagnostics) {
  Frames out;
  Compiler(out, rulebook, diagnostics).run();
  return out;
}

const Frame* Frames::find(std::string_view id) const {
  auto found = by_id.find(std::string(id));
  return found == by_id.end() ? nullptr : &frames[found->second];
}

bool Frames::is_a(std::string_view frame, std::string_view family) {
  return frame == family || (frame.size() > family.size() && frame.substr(0, family.size()) == family &&
                             frame[family.size()] == '.');
}

std::string_view Frames::family(std::string_view frame) { return frame.substr(0, frame.find('.')); }

namespace {

// What is wrong with the coding of a match; empty when nothing is.
std::string judge(const MarkedExample& marked, const std::string& frame, const ExampleCoding& coding) {
  const auto base = static_cast<std::uint32_t>(coding.content.find(marked.text));
  const std::vector<Span> actors = marked_spans(marked, ExampleMark::kActor, base);
  const std::vector<Span> recipients = marked_spans(marked, ExampleMark::kRecipient, base);
  bool first = true;
  for (const ExampleMark& mark : marked.marks) {
    if (mark.kind != ExampleMark::kTrigger) continue;
    const Span span{mark.span.begin + base, mark.span.end + base};
    const std::string& wanted = mark.frame.empty() ? frame : mark.frame;
    const Act* hit = nullptr;
    std::string near;
    for (const Statement& statement : coding.statements) {
      for (const Act* act = &statement.act; act != nullptr && hit == nullptr; act = act->content.get()) {
        if (!act->trigger.overlaps(span)) continue;
        if (act->frame == wanted)
          hit = act;
        else
          near = act->frame;
      }
    }
    if (hit == nullptr) {
      return fmt::format("no {} at \"{}\"{}", wanted, span.of(coding.content),
                         near.empty() ? "" : fmt::format(" but {}", near));
    }
    if (mark.status && hit->status != *mark.status) {
      return fmt::format("\"{}\" is {}, not {}", span.of(coding.content), name_of(hit->status),
                         name_of(*mark.status));
    }
    if (first && mark.frame.empty()) {
      first = false;
      if (!same_places(hit->actors, actors))
        return fmt::format("other actors at \"{}\"", span.of(coding.content));
      if (!same_places(hit->recipients, recipients))
        return fmt::format("other recipients at \"{}\"", span.of(coding.content));
    }
  }
  const Statement* more = unmarked(marked, coding.statements, base);
  if (more != nullptr) return fmt::format("one statement more than marked: {}", show(more->act));
  return {};
}

}  // namespace

std::size_t check_examples(const Frames& frames, const std::function<ExampleCoding(const std::string&)>& code,
                           Diagnostics& diagnostics) {
  std::size_t run = 0;
  auto fail = [&](const std::string& message, const std::string& example, const ExampleCoding& coding,
                  const Place& place) {
    std::string hint;
    for (const Statement& statement : coding.statements)
      hint += (hint.empty() ? "coded as: " : "; ") + show(statement.act);
    if (hint.empty()) hint = "coded as: nothing";
    diagnostics.add({ErrorCode::kRulesExampleFailed, fmt::format("{}: {}", message, example), place, hint});
  };
  for (const Frame& frame : frames.frames) {
    const RuleTable::Examples& examples = frame.examples;
    for (std::size_t i = 0; i < examples.matches.size(); ++i) {
      const MarkedExample marked = read_marks(examples.matches[i]);
      ++run;
      if (!marked.fault.empty()) {
        fail(fmt::format("{}: {}", frame.id, marked.fault), examples.matches[i], {}, examples.match_places[i]);
        continue;
      }
      const ExampleCoding coding = code(marked.text);
      const std::string fault = judge(marked, frame.id, coding);
      if (!fault.empty())
        fail(fmt::format("{}: {}", frame.id, fault), examples.matches[i], coding, examples.match_places[i]);
    }
    for (std::size_t i = 0; i < examples.rejects.size(); ++i) {
      ++run;
      const ExampleCoding coding = code(examples.rejects[i]);
      for (const Statement& statement : coding.statements) {
        bool hit = false;
        for (const Act* act = &statement.act; act != nullptr; act = act->content.get())
          hit = hit || act->frame == frame.id;
        if (!hit) continue;
        fail(fmt::format("{}: must not match", frame.id), examples.rejects[i], coding,
             examples.reject_places[i]);
        break;
      }
    }
    for (std::size_t i = 0; i < examples.todo.size(); ++i) {
      ++run;
      const MarkedExample marked = read_marks(examples.todo[i]);
      const ExampleCoding coding = code(marked.text);
      if (marked.fault.empty() && judge(marked, frame.id, coding).empty()) {
        fail(fmt::format("{}: a todo works now; move it to matches", frame.id), examples.todo[i], coding,
             examples.todo_places[i]);
      }
    }
  }
  return run;
}

}  // namespace chancery
