// Statements, frames and the dictionary along the path between two words.
// SPDX-License-Identifier: Apache-2.0
#include "codebook/fallback.h"

#include <algorithm>

#include "base/one_of.h"

namespace chancery {
namespace {

constexpr int kMaxClimb = 24;

bool is_predicate(const Analysis& a, std::uint32_t t) {
  return a.tokens[t].pos == "VERB" && a.tokens[t].dep != "amod" && a.tokens[t].dep != "aux";
}

const Happening* happening_at(const std::vector<Happening>& happenings, std::uint32_t t) {
  const auto found = std::lower_bound(happenings.begin(), happenings.end(), t,
                                      [](const Happening& h, std::uint32_t token) { return h.token < token; });
  return found != happenings.end() && found->token == t ? &*found : nullptr;
}

std::vector<std::uint32_t> ancestors(const Analysis& a, std::uint32_t t) {
  std::vector<std::uint32_t> out;
  for (int i = 0; t != kNoToken && i < kMaxClimb; ++i) {
    out.push_back(t);
    if (a.is_root(t)) break;
    t = a.tokens[t].head;
  }
  return out;
}

// Is the word part of the nominal: reached from its head without a verb between?
bool part_of(const Analysis& a, std::uint32_t nominal, std::uint32_t t) {
  for (int i = 0; i < kMaxClimb && t != kNoToken; ++i) {
    if (t == nominal) return true;
    if (a.is_root(t) || is_predicate(a, t)) return false;
    t = a.tokens[t].head;
  }
  return false;
}

// What words about the target say: what its speaker does himself, what others have to do, or something else.
enum class SaidOf { kOther, kSpeaker, kDuty };

SaidOf said_of(const Analysis& a, std::uint32_t verb, std::uint32_t target) {
  if (target == kNoToken) return SaidOf::kOther;
  for (std::uint32_t clause : a.children(verb)) {
    if (a.tokens[clause].dep != "ccomp" || !a.is_ancestor(clause, target)) continue;
    const std::uint32_t subject = a.child(clause, {"nsubj", "nsubjpass"});
    if (subject == kNoToken || a.tokens[subject].tag == "PRP") return SaidOf::kSpeaker;
    for (std::uint32_t c : a.children(clause)) {
      if (a.tokens[c].dep == "aux" && (a.tokens[c].lower == "must" || a.tokens[c].lower == "should"))
        return SaidOf::kDuty;
    }
  }
  return SaidOf::kOther;
}

// Does the word stand at the verb as the one spoken to?
bool spoken_to(const Analysis& a, std::uint32_t verb, std::uint32_t t) {
  if (t == kNoToken) return false;
  const Token& token = a.tokens[t];
  return token.head == verb ? token.dep == "dobj" || token.dep == "dative"
                            : token.dep == "pobj" && a.tokens[token.head].head == verb &&
                                  one_of(a.tokens[token.head].lower, {"to", "with"});
}

// Reads words one after the other.
class Reader {
 public:
  Reader(const Codebooks& codebooks, const Syntax& grammar, const std::vector<Statement>& statements,
         const std::vector<Happening>& happenings, const Published& published, std::uint32_t source,
         std::uint32_t target)
      : codebooks_(codebooks),
        a_(grammar.analysis()),
        statements_(statements),
        happenings_(happenings),
        published_(published),
        source_(source),
        target_(target) {}

  // What one word says; it may be carried by another ("held talks": the noun).
  std::optional<Fallback> read(std::uint32_t t, bool carried = false) {
    Act act;
    if (const Happening* happening = happening_at(happenings_, t)) {
      act.frame = happening->frame;
      act.status = happening->status;
      act.tense = happening->tense;
    }
    const Span span = a_.tokens[t].span;
    const Prior& dictionary = codebooks_.dictionary();
    // That a conflict did not happen makes no friends as long as the conflict itself is but a guess.
    const auto settle = [](Codes codes, const auto& of_fact) {
      if (codes.plover && codes.plv && codes.plover->quad.value_or(0) > 2 && codes.plv->quad.value_or(0) <= 2)
        codes.plv = of_fact().plv;
      return codes;
    };
    const auto answer = [&](const Guess& guess, const Act& as) {
      Codes codes = settle(codebooks_.guessed(guess, as), [&] { return codebooks_.guessed(guess, Act{}); });
      return Fallback{std::move(codes), as.status, {{"frame", guess.rule, span, {}}}, false};
    };
    std::optional<Guess> guess = dictionary.special(a_, t, source_, target_);
    if (!guess) {
      std::optional<Fallback> framed;
      for (const Statement& statement : statements_) {
        if (statement.act.trigger_token == t && statement.codes.plover)
          framed = Fallback{statement.codes, statement.act.status, statement.evidence, true};
      }
      if (!framed) guess = dictionary.firm(a_, t);
      if (!framed && !guess && !act.frame.empty()) {
        Codes codes = codebooks_.project(act, published_);
        if (codes.plover)
          framed = Fallback{std::move(codes), act.status, {{"frame", "prior/" + act.frame, span, {}}}, false};
      }
      if (!framed && !guess) guess = dictionary.plain(a_, t, source_, target_);
      if (const auto other = dictionary.instead(a_, t,
                                                framed  ? framed->codes.plover->type
                                                : guess ? guess->type
                                                        : "",
                                                source_, target_))
        return answer(*other, Act{});  // whether it went off or not
      if (framed) return framed;
    }
    if (!guess || guess->type == "NONE") return std::nullopt;
    if (guess->type == "LIGHT") {
      const std::uint32_t noun = carried ? kNoToken : a_.child(t, {"dobj"});
      return noun == kNoToken ? std::nullopt : read(noun, true);
    }
    if (guess->type == "AGREE") {  // "intends to bomb": what is intended may say more
      if (!intent_) intent_ = answer(*guess, act);
      return std::nullopt;
    }
    if (guess->type == "STATE") {
      const SaidOf said = said_of(a_, t, target_);
      if (said == SaidOf::kSpeaker) {  // "said it will not accept": what it will do, if that is known
        if (!speaker_) speaker_ = answer(*guess, act);
        return std::nullopt;
      }
      if (said == SaidOf::kDuty) *guess = {t, "REQUEST", "100", "prior/must"};
      if (spoken_to(a_, t, target_)) guess->type = "CONSULT";  // words to somebody are a contact
    }
    return answer(*guess, act);
  }

  // What those who take part make of a word whatever frame it evokes: a bomber's visit is none.
  std::optional<Fallback> by_parties(std::uint32_t t) {
    const std::optional<Guess> guess = codebooks_.dictionary().special(a_, t, source_, target_);
    if (!guess || guess->type == "NONE" || guess->rule.find('@') == std::string::npos) return std::nullopt;
    return read(t);
  }

  // What a speaker said of himself, where nothing else is known.
  std::optional<Fallback> speaker() { return std::move(speaker_); }
  // What is found, or the intention it lies under unless what is intended is a material conflict.
  std::optional<Fallback> under_intent(std::optional<Fallback> found) {
    const bool conflict = found && found->codes.plover &&
                          (found->codes.plover->quad == 4 || found->codes.plover->type == "THREATEN");
    return intent_ && !conflict ? std::move(intent_) : std::move(found);
  }

 private:
  const Codebooks& codebooks_;
  const Analysis& a_;
  const std::vector<Statement>& statements_;
  const std::vector<Happening>& happenings_;
  const Published& published_;
  const std::uint32_t source_, target_;
  std::optional<Fallback> speaker_, intent_;
};

}  // namespace

Path between(const Prior& dictionary, const Syntax& grammar, const std::vector<Happening>& happenings,
             std::uint32_t source, std::uint32_t target) {
  const Analysis& a = grammar.analysis();
  const std::vector<std::uint32_t> up_source = ancestors(a, source), up_target = ancestors(a, target);
  Path path;
  const auto put = [&](std::uint32_t t, std::vector<std::uint32_t>& order) {
    const bool noun = a.tokens[t].pos == "NOUN" &&
                      (happening_at(happenings, t) != nullptr || dictionary.knows_noun(a.tokens[t].lemma));
    if (!noun && !is_predicate(a, t)) return;
    for (const auto* listed : {&path.near, &path.above}) {
      if (std::find(listed->begin(), listed->end(), t) != listed->end()) return;
    }
    order.push_back(t);
  };
  const auto add = [&](std::uint32_t t) { put(t, path.near); };
  const auto climb = [&](std::uint32_t t) { put(t, path.above); };
  if (up_source.empty() || up_target.empty()) {  // one alone: what stands above it, nearest first
    for (std::uint32_t t : up_source) climb(t);
    for (std::uint32_t t : up_target) climb(t);
    return path;
  }
  std::size_t s = up_source.size(), t = up_target.size();
  while (s > 0 && t > 0 && up_source[s - 1] == up_target[t - 1]) --s, --t;
  // "In an interview with [B], [A] denied": what it happened in.
  for (const auto& [arm, meet] : {std::pair{&up_target, t}, std::pair{&up_source, s}}) {
    if (meet < 3 || meet >= arm->size() || !is_predicate(a, (*arm)[meet])) continue;
    const Token& noun = a.tokens[(*arm)[meet - 2]];
    const Token& preposition = a.tokens[(*arm)[meet - 1]];
    if (noun.dep == "pobj" && preposition.dep == "prep" &&
        one_of(preposition.lower, {"in", "during", "at", "via", "through"}))
      add((*arm)[meet - 2]);
  }
  // The verb nearest the target that the source is the subject of; "hopes to convince" before "convince".
  for (std::size_t i = 1; i < up_target.size() && i <= t; ++i) {
    const std::uint32_t verb = up_target[i];
    if (!is_predicate(a, verb)) continue;
    const std::uint32_t subject = grammar.referent(grammar.surface_subject(verb));
    if (subject == kNoToken || !part_of(a, subject, source) || part_of(a, subject, target)) continue;
    std::size_t top = i;
    while (top + 1 < up_target.size() && a.tokens[up_target[top]].dep == "xcomp" &&
           is_predicate(a, up_target[top + 1])) {
      const std::uint32_t above = grammar.referent(grammar.surface_subject(up_target[top + 1]));
      if (above == kNoToken || !part_of(a, above, source)) break;
      ++top;
    }
    for (std::size_t j = top + 1; j-- > i;) add(up_target[j]);
    break;
  }
  if (s < up_source.size()) add(up_source[s]);
  for (std::size_t i = t; i-- > 1;) add(up_target[i]);
  for (std::size_t i = s; i-- > 1;) add(up_source[i]);
  if (t > 0) add(up_target[0]);
  if (s > 0) add(up_source[0]);
  for (std::size_t i = s; i < up_source.size(); ++i) climb(up_source[i]);
  for (std::size_t i = t; i < up_target.size(); ++i) climb(up_target[i]);
  return path;
}

Fallback fall_back(const Codebooks& codebooks, const Syntax& grammar, const std::vector<Statement>& statements,
                   const std::vector<Happening>& happenings, const Published& published, std::uint32_t source,
                   std::uint32_t target) {
  Reader reader(codebooks, grammar, statements, happenings, published, source, target);
  const Path path = between(codebooks.dictionary(), grammar, happenings, source, target);
  for (const auto* order : {&path.near, &path.above}) {
    for (std::uint32_t t : *order) {
      if (std::optional<Fallback> found = reader.read(t)) return *reader.under_intent(std::move(found));
    }
    if (std::optional<Fallback> intent = reader.under_intent(std::nullopt)) return std::move(*intent);
  }
  if (auto words = reader.speaker()) return std::move(*words);
  const std::uint32_t near = target != kNoToken ? target : source;
  const Statement* nearest = nullptr;
  const auto distance = [&](const Statement& statement) {
    const std::uint32_t t = statement.act.trigger_token;
    return t > near ? t - near : near - t;
  };
  for (const Statement& statement : statements) {
    if (!statement.codes.plover || near == kNoToken) continue;
    if (nearest == nullptr || distance(statement) < distance(*nearest)) nearest = &statement;
  }
  if (nearest != nullptr) return {nearest->codes, nearest->act.status, nearest->evidence, false};
  return {codebooks.prior(), Status::kOccurred, {}, false};
}

std::optional<Fallback> nearer(const Codebooks& codebooks, const Syntax& grammar,
                               const std::vector<Statement>& statements,
                               const std::vector<Happening>& happenings, const Published& published,
                               std::uint32_t source, std::uint32_t target, const Related& link) {
  Reader reader(codebooks, grammar, statements, happenings, published, source, target);
  const std::uint32_t trigger = link.act->trigger_token;
  if (link.both) return trigger == kNoToken ? std::nullopt : reader.by_parties(trigger);
  const Path path = between(codebooks.dictionary(), grammar, happenings, source, target);
  if (std::find(path.near.begin(), path.near.end(), trigger) != path.near.end()) return std::nullopt;
  for (std::uint32_t t : path.near) {
    if (std::optional<Fallback> found = reader.read(t)) return reader.under_intent(std::move(found));
  }
  return reader.under_intent(std::nullopt);
}

}  // namespace chancery
