// Statement → codes: one reading of the tree (which kind of happening, in which mood), then three look-ups.
// SPDX-License-Identifier: Apache-2.0
#include "codebook/codebook.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "coding/example_marks.h"

namespace chancery {
namespace {

constexpr std::array<std::string_view, kMoods> kMoodNames = {"fact", "intent", "ask",    "demand",     "refuse",
                                                             "stop", "threat", "accuse", "investigate"};

// The lines of one table, field by field under the header's names.
class Lines {
 public:
  Lines(const Rulebook& rulebook, std::string_view path, Diagnostics& diagnostics)
      : table_(rulebook.tsv(path, diagnostics)), diagnostics_(diagnostics) {
    if (!table_)
      diagnostics.add({ErrorCode::kRulesUnreadable, "no such table", {std::string(path)}, "restore the file"});
  }

  std::size_t size() const { return table_ ? table_->rows.size() : 0; }

  std::string field(std::size_t row, std::string_view name) {
    const auto column = table_->column(name, diagnostics_);
    if (!column || *column >= table_->rows[row].size()) return {};
    return std::string(table_->rows[row][*column]);
  }

  double number(std::size_t row, std::string_view name) {
    const std::string text = field(row, name);
    double value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size()) {
      this->fault(row, "`" + std::string(name) + "` is no number: " + text);
    }
    return value;
  }

  void fault(std::size_t row, std::string message) {
    diagnostics_.add(
        {ErrorCode::kRulesBadValue, std::move(message), {table_->path, table_->lines[row], 1}, {}});
  }

  // A line of its own for each key.
  template <class Map>
  bool fresh(const Map& map, std::size_t row, const std::string& key) {
    if (!map.contains(key)) return true;
    diagnostics_.add({ErrorCode::kRulesReusedId,
                      "a second line for `" + key + "`",
                      {table_->path, table_->lines[row], 1},
                      "keep one of the two"});
    return false;
  }

 private:
  std::shared_ptr<const TsvTable> table_;
  Diagnostics& diagnostics_;
};

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// The line of the frame or of its nearest ancestor.
template <class Table>
auto inherited(const Table& table, std::string_view frame) -> decltype(&table.begin()->second) {
  while (true) {
    const auto found = table.find(frame);
    if (found != table.end()) return &found->second;
    const auto dot = frame.rfind('.');
    if (dot == std::string_view::npos) return nullptr;
    frame = frame.substr(0, dot);
  }
}

bool is_negated(Status status) {
  return status == Status::kNotOccurred || status == Status::kDenied || status == Status::kFailed;
}

// What an accusation or inquiry is about never happened by it: it only refines the code of the operator.
bool is_charge(Mood mood) { return mood == Mood::kAccuse || mood == Mood::kInvestigate; }

bool is_future(const Act& act) { return act.tense == Tense::kFuture; }

Mood mood_of_status(const Act& act) {
  switch (act.status) {
    case Status::kPlanned:
    case Status::kOffered:
      return Mood::kIntent;
    case Status::kPossible:
    case Status::kConditional:
      return is_future(act) ? Mood::kIntent : Mood::kFact;
    case Status::kRequested:
      return Mood::kAsk;
    case Status::kThreatened:
      return Mood::kThreat;
    case Status::kCancelled:
    case Status::kPostponed:
      return Mood::kRefuse;
    default:
      return Mood::kFact;
  }
}

constexpr std::string_view kCameo = "cameo/", kContext = "plover/context/", kAuxiliary = "plover/auxiliary/";

// The name of a PLOVER code in examples: "plover/accuse", "plover/accuse/allege", "plover/context/election".
std::string plover_id(std::string_view kind, std::string_view type, std::string_view name) {
  std::string out = "plover/";
  if (kind != "event") out += kind == "mode" ? type : kind;
  if (kind != "event") out += "/";
  out += name;
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '_' ? '-' : c;
  return out;
}

// Does a statement have the code of that name?
bool has_code(const Codes& codes, std::string_view id) {
  if (id.starts_with(kCameo)) return codes.cameo && codes.cameo->code == id.substr(kCameo.size());
  if (!codes.plover) return false;
  const auto named = [&](std::string_view kind, const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return plover_id(kind, {}, name) == id; });
  };
  if (id.starts_with(kContext)) return named("context", codes.plover->contexts);
  if (id.starts_with(kAuxiliary)) return named("auxiliary", codes.plover->auxiliary);
  return id == plover_id("event", {}, codes.plover->type) ||
         id == plover_id("mode", codes.plover->type, codes.plover->mode);
}

// "REQUEST meet 026"
std::string show_codes(const Codes& codes) {
  std::string out = codes.plover ? codes.plover->type : "no type";
  if (codes.plover && !codes.plover->mode.empty()) out += " " + codes.plover->mode;
  return out + " " + (codes.cameo ? codes.cameo->code : "no code");
}

// What is wrong with the coding of an example of that code; empty when nothing is.
std::string judge_code(const MarkedExample& marked, std::string_view id, const ExampleCoding& coding) {
  const auto base = static_cast<std::uint32_t>(coding.content.find(marked.text));
  bool any = false;
  for (const ExampleMark& mark : marked.marks) {
    if (mark.kind != ExampleMark::kTrigger || !mark.frame.empty()) continue;
    const Span span{mark.span.begin + base, mark.span.end + base};
    const auto hit =
        std::find_if(coding.statements.begin(), coding.statements.end(), [&](const Statement& statement) {
          return span.overlaps(statement.act.trigger) && has_code(statement.codes, id);
        });
    if (hit == coding.statements.end()) return fmt::format("\"{}\" has another code", span.of(coding.content));
    if (!any) {
      if (!same_places(hit->act.actors, marked_spans(marked, ExampleMark::kActor, base)))
        return fmt::format("other actors at \"{}\"", span.of(coding.content));
      if (!same_places(hit->act.recipients, marked_spans(marked, ExampleMark::kRecipient, base)))
        return fmt::format("other recipients at \"{}\"", span.of(coding.content));
    }
    any = true;
  }
  if (!any) return "no {trigger} is marked";
  const Statement* more = unmarked(marked, coding.statements, base);
  return more == nullptr ? std::string() : fmt::format("one statement more than marked: {}", show(more->act));
}

// Is the innermost sayer one of the actors?
bool announced_by_actor(const Act& act) {
  if (act.said_by.empty() || !act.said_by.front().who.group) return false;
  return std::any_of(act.actors.begin(), act.actors.end(),
                     [&](const ActorRef& actor) { return actor.group == act.said_by.front().who.group; });
}

}  // namespace

Codebooks Codebooks::compile(const Rulebook& rulebook, Diagnostics& diagnostics) {
  Codebooks out;
  Lines types(rulebook, "codebooks/plover_types.tsv", diagnostics);
  for (std::size_t i = 0; i < types.size(); ++i) {
    const std::string type = types.field(i, "type");
    if (!types.fresh(out.types_, i, type)) continue;
    out.types_[type] = {static_cast<int>(types.number(i, "quad")),
                        types.field(i, "intended"),
                        types.field(i, "stopped"),
                        types.field(i, "announced"),
                        types.field(i, "request_mode"),
                        types.field(i, "threat_mode"),
                        types.field(i, "stopped_mode"),
                        types.field(i, "called_for"),
                        types.field(i, "called_for_cameo")};
  }
  Lines classes(rulebook, "codebooks/plv_classes.tsv", diagnostics);
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const std::string type = classes.field(i, "type");
    if (!classes.fresh(out.plv_, i, type)) continue;
    out.plv_[type] = {classes.field(i, "past"), classes.field(i, "future"), classes.field(i, "negated_past"),
                      classes.field(i, "negated_future"), static_cast<int>(classes.number(i, "quad"))};
  }
  Lines codes(rulebook, "imported/cameo_codes.tsv", diagnostics);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const std::string code = codes.field(i, "code");
    if (!codes.fresh(out.cameo_, i, code)) continue;
    out.cameo_[code] = {codes.field(i, "root"), codes.field(i, "name"), codes.number(i, "goldstein"),
                        static_cast<int>(codes.number(i, "quad"))};
  }
  Lines names(rulebook, "imported/plover_codes.tsv", diagnostics);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string type = names.field(i, "type"), name = names.field(i, "name");
    out.plover_names_[plover_id(names.field(i, "kind"), type, name)] = name;
  }
  Lines frames(rulebook, "codebooks/frames.tsv", diagnostics);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const std::string frame = frames.field(i, "frame");
    if (!frames.fresh(out.frames_, i, frame)) continue;
    FrameLine line{frames.field(i, "plover"), frames.field(i, "mode"), words(frames.field(i, "contexts")), {}};
    if (!line.type.empty() && !out.types_.contains(line.type))
      frames.fault(i, "unknown PLOVER type `" + line.type + "`");
    if (!line.mode.empty() && !out.plover_names_.contains(plover_id("mode", line.type, line.mode)))
      frames.fault(i, "no mode `" + line.mode + "` of " + line.type);
    for (const std::string& context : line.contexts) {
      if (!out.plover_names_.contains(plover_id("context", {}, context)))
        frames.fault(i, "unknown PLOVER context `" + context + "`");
    }
    for (std::size_t mood = 0; mood < kOwnMoods; ++mood) {
      line.cameo[mood] = frames.field(i, kMoodNames[mood]);
      if (!line.cameo[mood].empty() && !out.cameo(line.cameo[mood])) {
        frames.fault(i, "unknown CAMEO code `" + line.cameo[mood] + "`");
      }
    }
    out.frames_[frame] = std::move(line);
  }
  Lines charges(rulebook, "codebooks/charges.tsv", diagnostics);
  for (std::size_t i = 0; i < charges.size(); ++i) {
    const std::string frame = charges.field(i, "frame");
    if (!charges.fresh(out.charges_, i, frame)) continue;
    for (std::size_t mood = kOwnMoods; mood < kMoods; ++mood) {
      const std::string code = charges.field(i, kMoodNames[mood]);
      if (!code.empty() && !out.cameo(code)) charges.fault(i, "unknown CAMEO code `" + code + "`");
      out.charges_[frame][mood - kOwnMoods] = code;
    }
  }
  Lines negated(rulebook, "codebooks/negated.tsv", diagnostics);
  for (std::size_t i = 0; i < negated.size(); ++i) {
    const std::string frame = negated.field(i, "frame");
    if (!negated.fresh(out.negated_, i, frame)) continue;
    for (std::size_t mood = 1; mood <= 3; ++mood) {
      const std::string code = negated.field(i, kMoodNames[mood]);
      if (!code.empty() && !out.cameo(code)) negated.fault(i, "unknown CAMEO code `" + code + "`");
      out.negated_[frame][mood - 1] = code;
    }
  }
  Lines modes(rulebook, "codebooks/modes.tsv", diagnostics);
  for (std::size_t i = 0; i < modes.size(); ++i) {
    const std::string frame = modes.field(i, "frame");
    if (!modes.fresh(out.modes_, i, frame)) continue;
    const ModeLine line{modes.field(i, "request_mode"), modes.field(i, "threat_mode")};
    for (const auto& [type, mode] :
         {std::pair{"REQUEST", line.request}, {"REJECT", line.request}, {"THREATEN", line.threat}}) {
      if (!mode.empty() && !out.plover_names_.contains(plover_id("mode", type, mode)))
        modes.fault(i, fmt::format("no mode `{}` of {}", mode, type));
    }
    out.modes_[frame] = line;
  }
  Lines others(rulebook, "codebooks/plv_frames.tsv", diagnostics);
  for (std::size_t i = 0; i < others.size(); ++i) {
    const std::string frame = others.field(i, "frame"), type = others.field(i, "type");
    if (!others.fresh(out.plv_frames_, i, frame)) continue;
    if (!out.plv_.contains(type)) others.fault(i, "unknown PLOVER type `" + type + "`");
    out.plv_frames_[frame] = type;
  }
  Lines operators(rulebook, "codebooks/operators.tsv", diagnostics);
  for (std::size_t i = 0; i < operators.size(); ++i) {
    const std::string frame = operators.field(i, "frame");
    if (!operators.fresh(out.operators_, i, frame)) continue;
    const auto name = std::find(kMoodNames.begin(), kMoodNames.end(), operators.field(i, "mood"));
    if (name == kMoodNames.end()) {
      operators.fault(i, "unknown mood `" + operators.field(i, "mood") + "`");
      continue;
    }
    out.operators_[frame] = static_cast<Mood>(name - kMoodNames.begin());
  }
  for (RuleTable table : rulebook.tables("codebooks", "code", diagnostics)) {
    const std::string id = table.id();
    const bool known =
        id.starts_with(kCameo) ? out.cameo_.contains(id.substr(kCameo.size())) : out.plover_names_.contains(id);
    if (!known)
      table.fault(ErrorCode::kRulesBadValue, "no such code `" + id + "`", "cameo/…, plover/TYPE/MODE", "id");
    out.examples_.push_back({id, table.examples()});
    table.finish();
  }
  out.contexts_ = Contexts::compile(rulebook, diagnostics);
  Lines prior(rulebook, "codebooks/prior.tsv", diagnostics);
  for (std::size_t i = 0; i < prior.size(); ++i) {
    const auto type = out.types_.find(prior.field(i, "type"));
    const auto line = out.plv_.find(prior.field(i, "type"));
    if (type == out.types_.end() || line == out.plv_.end()) {
      prior.fault(i, "unknown PLOVER type `" + prior.field(i, "type") + "`");
      continue;
    }
    out.prior_.plover = PloverCode{type->first, {}, {}, {}, type->second.quad};
    out.prior_.plv = PlvCode{line->second.past, line->second.quad};
  }
  out.dictionary_ = Prior::compile(rulebook, diagnostics);
  return out;
}

// The CAMEO code of a frame in a mood.
std::string Codebooks::code_of(const std::string& frame, const FrameLine& line, Mood mood) const {
  if (!is_charge(mood)) return line.cameo[static_cast<std::size_t>(mood)];
  const auto* charge = inherited(charges_, frame);
  return charge == nullptr ? std::string() : (*charge)[static_cast<std::size_t>(mood) - kOwnMoods];
}

// Follows operators inwards as long as the content has a code of its own in that mood.
Codebooks::Reading Codebooks::read(const Act& act) const {
  const Mood* mood = act.content ? inherited(operators_, act.frame) : nullptr;
  if (mood == nullptr) return by_status(act);
  const Act* kind = act.content.get();
  Mood effective = *mood;
  const auto turned = [&] {
    return effective == Mood::kIntent || effective == Mood::kAsk || effective == Mood::kDemand;
  };
  bool stops = false;
  // agree > promise > aid: the innermost kind, in the outermost mood; threaten > stop > aid: what is stopped is
  // what is threatened. The mood of an inner operator matters only below one that says nothing itself.
  while (kind->content && inherited(operators_, kind->frame) != nullptr && !is_charge(effective) &&
         !is_charge(*inherited(operators_, kind->frame))) {
    const Mood inner = *inherited(operators_, kind->frame);
    if (effective == Mood::kFact)
      effective = inner;
    else if (inner == Mood::kStop && turned())
      stops = !stops;
    kind = kind->content.get();
  }
  const FrameLine* line = inherited(frames_, kind->frame);
  if (line == nullptr || line->type.empty()) return by_status(act);
  Reading out{kind, effective, true};
  // "promised not to attack", "urged it to stop attacking": yielding; "promised not to help" is refusing help.
  const bool not_to = kind->status == Status::kNotOccurred && !is_negated(act.status);
  if (turned() && (stops || not_to)) {
    if (effective == Mood::kIntent && is_cooperative(line->type))
      out.mood = stops ? Mood::kThreat : Mood::kRefuse;
    else
      out.negated = true;
  }
  return out;
}

// Without an operator its own status says how it is presented.
Codebooks::Reading Codebooks::by_status(const Act& act) const {
  const FrameLine* line = inherited(frames_, act.frame);
  // "said it would not send aid" refuses it.
  if (line != nullptr && act.status == Status::kNotOccurred && is_future(act) && announced_by_actor(act) &&
      is_cooperative(line->type))
    return {&act, Mood::kRefuse, false};
  return {&act, mood_of_status(act), false};
}

bool Codebooks::is_cooperative(const std::string& type) const {
  const auto found = types_.find(type);
  return found != types_.end() && found->second.quad <= 2;
}

PloverCode Codebooks::plover(const Act& act, const Reading& reading, const FrameLine& line) const {
  PloverCode out;
  if (line.type.empty()) return out;
  const TypeLine& type = types_.find(line.type)->second;
  const bool conflict = type.announced == "THREATEN";
  const ModeLine* own = inherited(modes_, reading.act->frame);
  const std::string& request_mode = own == nullptr || own->request.empty() ? type.request_mode : own->request;
  const std::string& threat_mode = own == nullptr || own->threat.empty() ? type.threat_mode : own->threat;
  switch (reading.mood) {
    case Mood::kFact:
      out.type = line.type;
      out.mode = line.mode;
      break;
    case Mood::kIntent:
      if (reading.negated) {
        out.type = "CONCEDE";
        break;
      }
      out.type = conflict && (reading.by_operator || announced_by_actor(act)) ? type.announced : type.intended;
      if (out.type == line.type) out.mode = line.mode;
      if (out.type == "THREATEN") out.mode = threat_mode;
      break;
    case Mood::kAsk:
    case Mood::kDemand:
      out.type = "REQUEST";
      out.mode = !reading.negated ? request_mode : is_cooperative(line.type) ? "change" : "yield";
      if (reading.negated) break;
      // "called for sanctions against B": nobody is asked, B is meant.
      if (reading.by_operator && act.recipients.empty() && !type.called_for.empty()) {
        out.type = type.called_for;
        out.mode.clear();
      }
      break;
    case Mood::kRefuse:
      out.type = "REJECT";
      out.mode = request_mode;
      break;
    case Mood::kStop:
      out.type = type.stopped;
      out.mode = type.stopped_mode;
      break;
    case Mood::kThreat:
      out.type = "THREATEN";
      out.mode = threat_mode;
      break;
    case Mood::kAccuse:
    case Mood::kInvestigate:
      if (const FrameLine* charge = inherited(frames_, act.frame)) {
        out.type = charge->type;
        out.mode = charge->mode;
      }
      break;
  }
  out.contexts = line.contexts;
  out.quad = types_.find(out.type)->second.quad;
  return out;
}

std::optional<PlvCode> Codebooks::plv(const Act& act, const Reading& reading, const std::string& type,
                                      const std::string& fact_type) const {
  // A status reads the table of tenses and polarities on the plain type; an operator has already made the type.
  // What is promised or agreed to is read as what will be.
  const bool intended = reading.by_operator && reading.mood == Mood::kIntent;
  const bool negated = is_negated(act.status);
  const FrameLine* own = intended && negated ? inherited(frames_, act.frame) : nullptr;
  const bool refused = reading.mood == Mood::kRefuse && !negated;
  const bool by_type = reading.negated || (!intended && (reading.by_operator || refused));
  const auto found = plv_.find(own != nullptr ? own->type : by_type ? type : fact_type);
  if (found == plv_.end()) return std::nullopt;
  const PlvLine& line = found->second;
  const bool future = is_future(act) || act.status == Status::kPlanned || act.status == Status::kOffered;
  const std::string& name = negated ? (future ? line.negated_future : line.negated_past)
                                    : (intended || (future && !reading.by_operator) ? line.future : line.past);
  PlvCode out{name, std::nullopt};
  for (const auto& [key, row] : plv_) {
    if (row.past == name) out.quad = row.quad;
  }
  return out;
}

std::optional<CameoCode> Codebooks::cameo(const std::string& code) const {
  const auto found = cameo_.find(code);
  if (found == cameo_.end()) return std::nullopt;
  return CameoCode{code, found->second.root, found->second.quad, found->second.goldstein};
}

Codes Codebooks::project(const Act& act, const Published& published) const {
  Codes out;
  Reading reading = read(act);
  const FrameLine* line = inherited(frames_, reading.act->frame);
  if (line == nullptr) return out;
  // "will not attend": who says so of his own cooperation refuses it. (`plv` has its own table of polarities.)
  const Reading plain = reading;
  if (!reading.by_operator && act.status == Status::kNotOccurred && is_future(act) &&
      is_cooperative(line->type))
    reading.mood = Mood::kRefuse;
  PloverCode code = plover(act, reading, *line);
  // A conflict that its own actor announces is a threat in every codebook.
  const bool threat = code.type == "THREATEN" && line->type != "THREATEN";
  if (!code.type.empty()) {
    if (is_future(act) || (!reading.by_operator && act.status == Status::kPlanned))
      code.auxiliary.push_back("future");
    if (act.time && act.time->ref.interval.end && published.date &&
        *act.time->ref.interval.end + std::chrono::days{366} <= *published.date) {
      code.auxiliary.push_back("historical");
    }
    if (act.status == Status::kPossible || act.status == Status::kConditional)
      code.auxiliary.push_back("hypothetical");
    if (is_negated(act.status) && reading.mood != Mood::kRefuse) code.auxiliary.push_back("negation");
    const std::string* other = inherited(plv_frames_, reading.act->frame);
    out.plv = plv(act, plain, code.type, other == nullptr ? line->type : *other);
    out.plover = std::move(code);
  }
  if (reading.negated) {
    const auto* codes = inherited(negated_, reading.act->frame);
    if (codes != nullptr) out.cameo = cameo((*codes)[static_cast<std::size_t>(reading.mood) - 1]);
  } else {
    out.cameo = cameo(code_of(reading.act->frame, *line, threat ? Mood::kThreat : reading.mood));
  }
  if (out.plover && reading.by_operator && !reading.negated &&
      (reading.mood == Mood::kAsk || reading.mood == Mood::kDemand)) {
    const TypeLine& type = types_.find(line->type)->second;
    if (!type.called_for.empty() && out.plover->type == type.called_for)
      out.cameo = cameo(type.called_for_cameo);
  }
  // "vowed to oppose": a word promised is that word.
  if (!out.cameo && reading.by_operator && out.plover && out.plover->type == line->type)
    out.cameo = cameo(line->cameo[0]);
  if (!out.cameo && reading.by_operator) {
    if (const FrameLine* own = inherited(frames_, act.frame)) out.cameo = cameo(own->cameo[0]);
  }
  return out;
}

void Codebooks::code(Statement& statement, const Analysis& analysis, const Published& published) const {
  statement.codes = project(statement.act, published);
  contexts_.add(analysis, statement);
}

std::size_t Codebooks::check_examples(const std::function<ExampleCoding(const std::string&)>& code,
                                      Diagnostics& diagnostics) const {
  std::size_t run = 0;
  const auto check = [&](const std::string& id, const RuleTable::Examples& examples) {
    const auto fail = [&](std::string_view fault, const std::string& example, const ExampleCoding& coding,
                          const Place& place) {
      std::string hint;
      for (const Statement& statement : coding.statements)
        hint += (hint.empty() ? "coded as: " : "; ") + show_codes(statement.codes) + " " + show(statement.act);
      diagnostics.add({ErrorCode::kRulesExampleFailed, fmt::format("{}: {}: {}", id, fault, example), place,
                       hint.empty() ? "coded as: nothing" : hint});
    };
    for (std::size_t i = 0; i < examples.matches.size(); ++i, ++run) {
      const MarkedExample marked = read_marks(examples.matches[i]);
      const ExampleCoding coding = marked.fault.empty() ? code(marked.text) : ExampleCoding();
      const std::string fault = marked.fault.empty() ? judge_code(marked, id, coding) : marked.fault;
      if (!fault.empty()) fail(fault, examples.matches[i], coding, examples.match_places[i]);
    }
    for (std::size_t i = 0; i < examples.rejects.size(); ++i, ++run) {
      const ExampleCoding coding = code(examples.rejects[i]);
      if (std::any_of(coding.statements.begin(), coding.statements.end(),
                      [&](const Statement& statement) { return has_code(statement.codes, id); }))
        fail("must not match", examples.rejects[i], coding, examples.reject_places[i]);
    }
    for (std::size_t i = 0; i < examples.todo.size(); ++i, ++run) {
      const MarkedExample marked = read_marks(examples.todo[i]);
      const ExampleCoding coding = code(marked.text);
      if (marked.fault.empty() && judge_code(marked, id, coding).empty())
        fail("a todo works now; move it to matches", examples.todo[i], coding, examples.todo_places[i]);
    }
  };
  std::vector<std::string> shown;
  for (const CodeExamples& own : examples_) {
    check(own.id, own.examples);
    shown.push_back(own.id);
  }
  for (const Contexts::Context& context : contexts_.all()) {
    const std::string id = plover_id("context", {}, context.name);
    check(id, context.examples);
    shown.push_back(id);
  }
  std::sort(shown.begin(), shown.end());
  const auto missing = [&](const std::string& id, const std::string& name, std::string_view table) {
    if (std::binary_search(shown.begin(), shown.end(), id)) return;
    diagnostics.add({ErrorCode::kRulesExampleFailed,
                     fmt::format("no example reaches {} ({})", id, name),
                     {std::string(table)},
                     "give it a [[code]] with `matches` and `rejects` in data/codebooks"});
  };
  for (const auto& [code_, line] : cameo_) {
    if (code_ != line.root) missing(std::string(kCameo) + code_, line.name, "imported/cameo_codes.tsv");
  }
  for (const auto& [id, name] : plover_names_) missing(id, name, "imported/plover_codes.tsv");
  return run;
}

Codes Codebooks::guessed(const Guess& guess, const Act& act) const {
  Codes out;
  out.cameo = cameo(guess.cameo);
  if (!types_.contains(guess.type)) {
    // Words alone: the class stays the default.
    out.plover = prior_.plover;
    out.plv = prior_.plv;
    return out;
  }
  const FrameLine line{guess.type, {}, {}, {}};
  const Reading reading{&act, mood_of_status(act), false};
  PloverCode code = plover(act, reading, line);
  out.plv = plv(act, reading, code.type, line.type);
  if (reading.mood != Mood::kFact || is_negated(act.status)) out.cameo.reset();  // the dictionary codes facts
  out.plover = std::move(code);
  return out;
}

void Codebooks::check_frames(const std::vector<std::string>& known, Diagnostics& diagnostics) const {
  const auto check = [&](const std::string& frame, std::string_view table) {
    const bool found = std::any_of(known.begin(), known.end(), [&](const std::string& name) {
      return name == frame ||
             (name.size() > frame.size() && name.starts_with(frame) && name[frame.size()] == '.');
    });
    if (!found) {
      diagnostics.add({ErrorCode::kRulesBadValue,
                       "no frame `" + frame + "`",
                       {std::string(table)},
                       "name a frame of data/frames"});
    }
  };
  for (const auto& [frame, line] : frames_) check(frame, "codebooks/frames.tsv");
  for (const auto& [frame, codes] : charges_) check(frame, "codebooks/charges.tsv");
  for (const auto& [frame, codes] : negated_) check(frame, "codebooks/negated.tsv");
  for (const auto& [frame, modes] : modes_) check(frame, "codebooks/modes.tsv");
  for (const auto& [frame, type] : plv_frames_) check(frame, "codebooks/plv_frames.tsv");
  for (const auto& [frame, mood] : operators_) check(frame, "codebooks/operators.tsv");
}

}  // namespace chancery
