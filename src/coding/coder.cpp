// Builds statements: triggers, their roles, operators over contents, and all that hangs on them.
// SPDX-License-Identifier: Apache-2.0
#include "coding/coder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "base/hash.h"
#include "base/one_of.h"
#include "actors/actors.h"
#include "coding/actor_roles.h"
#include "coding/attach.h"
#include "coding/claims.h"
#include "coding/event_time.h"
#include "coding/frames.h"
#include "coding/place.h"
#include "coding/status.h"
#include "coding/syntax.h"
#include "coding/toll.h"
#include "coding/triggers.h"

namespace chancery {
namespace {

constexpr int kMaxDepth = 4;           // levels of a statement
constexpr std::size_t kMaxSayers = 8;  // longer chains are hostile, and each statement would repeat them all

// Where it was and what it is about: what stands in the one is not looked for in the other.
struct Setting {
  std::vector<Topic> topics;
  std::optional<PlaceRef> place;
  std::vector<Evidence> evidence;
};

// A trigger with what has been found out about it.
struct Node {
  Trigger trigger;
  const Use* use = nullptr;
  const Frame* frame = nullptr;
  int parent = -1;
  std::vector<int> contents;
  bool dead = false;
  bool filled = false;
  bool symmetric = false;
  std::vector<Filler> actors, recipients;
  std::vector<std::pair<std::string, Slot>> slots;  // role → slot that filled it, for the evidence
  std::vector<std::uint32_t> joined;                // tokens of its prepositional fillers
  StatusReading status;
  std::vector<Filler> inherited, lent;  // from the operator above
  std::vector<std::string> failed;      // frames tried before, whose roles were not filled
  int joins = -1;                       // node whose happening it joins ("accompany")
  bool unsaid = false;                  // who is to do it is left unsaid: "sanctions must be lifted"
  bool modal = false;                   // evoked by an obligation: "said Qatar must mediate"
  bool buried = false;                  // told by another node: see `tells`
  int tells = -1;                       // node that tells more of the same happening: "killed in an airstrike"
  std::optional<Setting> setting;       // once asked for
};

class Run {
 public:
  Run(const Frames& frames, const StatusReader& status, const ClaimRules& claims, const Document& document,
      const Analysis& analysis, const std::vector<TimeRef>& times, const std::vector<Quote>& quotes,
      const std::vector<Mention>& mentions, const Actors& actors, const Published& published)
      : frames_(frames),
        status_(status),
        claim_rules_(claims),
        document_(document),
        a_(analysis),
        times_(times),
        quotes_(quotes),
        mentions_(mentions),
        published_(published),
        g_(analysis, frames),
        roles_(document, analysis, g_, mentions, actors, published),
        places_(document, analysis, g_, mentions, actors.knowledge(),
                published.date ? std::optional<Day>(day_of(*published.date)) : std::nullopt),
        event_times_(g_, times, [this](std::uint32_t t) {
          const int node = trigger_at_[t];
          return node < 0 ? std::string_view()
                          : std::string_view(nodes_[static_cast<std::size_t>(node)].frame->id);
        }) {}

  Coding run() {
    for (Trigger& trigger : find_triggers(document_, g_, frames_)) {
      Node node;
      node.use = &frames_.uses[trigger.use];
      node.frame = &frames_.frames[node.use->frame];
      node.trigger = std::move(trigger);
      nodes_.push_back(std::move(node));
    }
    trigger_at_.assign(a_.tokens.size(), -1);
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      trigger_at_[nodes_[i].trigger.token] = static_cast<int>(i);
      if (nodes_[i].trigger.kind == WordClass::kVerb) trigger_at_[nodes_[i].trigger.verb] = static_cast<int>(i);
    }
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const Trigger& trigger = nodes_[i].trigger;
      if (trigger.verb != kNoToken && trigger.verb != trigger.token)
        carried_.emplace(trigger.verb, static_cast<int>(i));
    }
    index_sentences();
    choose_readings();
    link_contents();
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].parent < 0) fill(static_cast<int>(i), {}, {}, 0);
    }
    take_purposes();
    take_victims();
    merge_tellings();
    for (std::size_t i = 0; i < nodes_.size(); ++i) read_level(static_cast<int>(i));
    evaluations();
    obligations();
    prune();
    drop_lonely();
    drop_other_domains();
    hush_speech();
    live_at_ = trigger_at_;
    for (int& node : live_at_) {
      if (node >= 0 && nodes_[static_cast<std::size_t>(node)].dead) node = -1;
    }
    find_claims();
    build();
    carry_times();
    lend_recipients();
    find_repeats();
    date_headlines();
    Coding out;
    out.claims = all_claims();
    out.statements = std::move(statements_);
    out.happenings = happenings();
    return out;
  }

 private:
  // What lies in each sentence, so that no step looks through the whole document for one statement.
  void index_sentences() {
    placed_.resize(a_.sentences.size());
    entities_.resize(a_.sentences.size());
    quoted_.resize(a_.sentences.size());
    for (const PlacedTime& placed : place_times(a_, times_)) {
      placed_[a_.tokens[times_[placed.time].first_token].sentence].push_back(placed);
    }
    for (const Entity& entity : a_.entities) {
      if (entity.first < a_.tokens.size()) entities_[a_.tokens[entity.first].sentence].push_back(&entity);
    }
    for (std::size_t q = 0; q < quotes_.size(); ++q) {
      for (const auto* spans : {&quotes_[q].content, &quotes_[q].cue}) {
        for (const Span& span : *spans) {
          auto at = std::lower_bound(
              a_.sentences.begin(), a_.sentences.end(), span.begin,
              [](const Sentence& sentence, std::uint32_t byte) { return sentence.span.end <= byte; });
          for (; at != a_.sentences.end() && at->span.begin < span.end; ++at) {
            auto& here = quoted_[static_cast<std::size_t>(at - a_.sentences.begin())];
            if (here.empty() || here.back() != q) here.push_back(q);
          }
        }
      }
    }
  }

  // ---- operators and their contents
  // --------------------------------------------------------------------------------

  // Nodes evoked at a complement's head, or further down where no frame knows the verbs between.
  void descend(std::uint32_t head, int depth, bool nominal, std::vector<int>& out) const {
    if (head == kNoToken || depth > 4) return;
    for (std::uint32_t t : g_.conjuncts(head)) {
      // "discussed ways to cooperate and invited each other": a finite verb goes with the one above.
      if (t != head && g_.is_verb(t) && g_.is_infinitive(head) && g_.is_finite(t)) continue;
      bool hit = false;
      if (trigger_at_[t] >= 0) {
        out.push_back(trigger_at_[t]);
        hit = true;
      } else {
        for (auto [at, end] = carried_.equal_range(t); at != end; ++at) {
          out.push_back(at->second);
          hit = true;
        }
      }
      if (hit) continue;
      if (g_.is_verb(t)) {
        for (std::uint32_t c : a_.children(t)) {
          const Token& token = a_.tokens[c];
          if (token.dep == "xcomp" || (token.dep == "ccomp" && g_.is_infinitive(c)))
            descend(c, depth + 1, nominal, out);
          else if (token.dep == "acomp")
            descend(c, depth + 1, nominal, out);
          else if (one_of(token.dep, {"dobj", "nsubjpass"}) && !g_.is_verb(c) &&
                   std::binary_search(frames_.support_verbs.begin(), frames_.support_verbs.end(),
                                      a_.tokens[t].lemma)) {
            descend(c, depth + 1, true, out);
          }
        }
      } else {
        for (std::uint32_t c : a_.children(t)) {
          const Token& token = a_.tokens[c];
          if (one_of(token.dep, {"acl", "relcl", "advcl"}) && g_.is_infinitive(c))
            descend(c, depth + 1, nominal, out);
          // "pledged 35 million dollars in aid"
          const bool sum = token.lower == "in" && (a_.tokens[t].ent_type == "MONEY" ||
                                                   frames_.currencies.contains(std::string(a_.tokens[t].lemma)));
          if (token.dep == "prep" && (sum || one_of(token.lower, {"of", "to"}))) {
            for (std::uint32_t p : a_.children(c)) {
              if (one_of(a_.tokens[p].dep, {"pobj", "pcomp"}) && trigger_at_[p] >= 0)
                descend(p, depth + 1, true, out);
            }
          }
        }
      }
    }
  }

  void complement_heads(const Node& node, const ComplementSlot& slot, std::vector<std::uint32_t>& out) const {
    const Trigger& trigger = node.trigger;
    std::vector<std::uint32_t> places = {trigger.token};
    if (trigger.verb != kNoToken && trigger.verb != trigger.token) places.push_back(trigger.verb);
    auto from_words = [&](auto&& use_child) {
      for (std::uint32_t place : places) {
        for (std::uint32_t c : a_.children(place)) use_child(c);
      }
      for (std::uint32_t word : trigger.words) {
        if (std::find(places.begin(), places.end(), word) != places.end()) continue;
        for (std::uint32_t c : a_.children(word)) use_child(c);
      }
    };
    switch (slot.kind) {
      case ComplementKind::kInfinitive:
        from_words([&](std::uint32_t c) {
          const Token& token = a_.tokens[c];
          if (c < trigger.token && c < places.back()) return;
          if (!g_.is_verb(c)) return;
          if (one_of(token.dep, {"xcomp", "ccomp", "acl", "advcl", "relcl", "dobj"}) &&
              (g_.is_infinitive(c) || (token.dep == "xcomp" && token.tag == "VB")))
            out.push_back(c);
        });
        // The recipient may have caught it: "invited him | to visit".
        if (out.empty() && trigger.verb != kNoToken) {
          for (std::uint32_t object : {a_.child(trigger.verb, {"dobj"}), a_.child(trigger.verb, {"dative"})}) {
            if (object == kNoToken) continue;
            for (std::uint32_t c : a_.children(object)) {
              if (one_of(a_.tokens[c].dep, {"acl", "relcl", "xcomp"}) && g_.is_infinitive(c)) out.push_back(c);
            }
          }
        }
        break;
      case ComplementKind::kClause:
        from_words([&](std::uint32_t c) {
          const Token& token = a_.tokens[c];
          if (!one_of(token.dep, {"ccomp", "acl", "advcl", "relcl"})) return;
          if (token.dep != "ccomp") {
            bool that = false;
            for (std::uint32_t m : a_.children(c))
              that = that || (a_.tokens[m].dep == "mark" && a_.tokens[m].lower == "that");
            if (!that) return;
          }
          if (!g_.is_infinitive(c)) out.push_back(c);
        });
        break;
      case ComplementKind::kGerund:
        from_words([&](std::uint32_t c) {
          if (one_of(a_.tokens[c].dep, {"xcomp", "ccomp", "dobj"}) && a_.tokens[c].tag == "VBG")
            out.push_back(c);
        });
        break;
      case ComplementKind::kObject: {
        if (trigger.kind == WordClass::kNoun) {
          for (const Prepositional& pp : g_.prepositional(trigger.token, kNoToken)) {
            if (a_.tokens[pp.preposition].lower == "of" && pp.distance == 0) out.push_back(pp.object);
          }
          break;
        }
        const std::uint32_t object = g_.logical_object(trigger.verb);
        if (object != kNoToken) out.push_back(object);
        break;
      }
      case ComplementKind::kSubject: {
        const std::uint32_t subject = trigger.verb != kNoToken ? g_.surface_subject(trigger.verb) : kNoToken;
        if (subject != kNoToken) out.push_back(g_.referent(subject));
        break;
      }
      case ComplementKind::kGovernor: {
        const std::uint32_t clause = g_.clause_above(trigger.token);
        if (clause != kNoToken && clause != trigger.verb) out.push_back(clause);
        // "paid a visit at the invitation of": the noun that it hangs on, or that the clause carries.
        break;
      }
      case ComplementKind::kPreposition: {
        for (const Prepositional& pp : g_.prepositional(trigger.token, trigger.verb)) {
          if (a_.tokens[pp.preposition].lower == slot.word && pp.distance <= 2) out.push_back(pp.object);
        }
        for (std::uint32_t word : trigger.words) {
          if (a_.tokens[word].lower != slot.word) continue;
          for (std::uint32_t c : a_.children(word)) {
            if (one_of(a_.tokens[c].dep, {"pobj", "pcomp"})) out.push_back(c);
          }
        }
        // "called for Israel to end the siege": the clause after for.
        from_words([&](std::uint32_t c) {
          if (!one_of(a_.tokens[c].dep, {"advcl", "ccomp", "xcomp", "acl"}) || slot.word != "for") return;
          for (std::uint32_t m : a_.children(c)) {
            if (a_.tokens[m].dep == "mark" && a_.tokens[m].lower == "for") out.push_back(c);
          }
        });
        break;
      }
    }
  }

  bool above(int ancestor, int node) const {
    for (int i = node, steps = 0; i >= 0 && steps < 64;
         i = nodes_[static_cast<std::size_t>(i)].parent, ++steps) {
      if (i == ancestor) return true;
    }
    return false;
  }

  void link_contents() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      Node& node = nodes_[i];
      std::vector<int> found;
      bool by_governor = false;
      for (const ComplementSlot& slot : node.use->content) {
        std::vector<std::uint32_t> heads;
        complement_heads(node, slot, heads);
        std::vector<int> here;
        for (std::uint32_t head : heads) descend(head, 0, false, here);
        here.erase(std::remove(here.begin(), here.end(), static_cast<int>(i)), here.end());
        // Slots stand in order of preference: what an earlier one found is enough, but clauses add up.
        if (!here.empty()) {
          found.insert(found.end(), here.begin(), here.end());
          by_governor = slot.kind == ComplementKind::kGovernor;
          break;
        }
      }
      std::sort(found.begin(), found.end());
      found.erase(std::unique(found.begin(), found.end()), found.end());
      for (int content : found) {
        Node& child = nodes_[static_cast<std::size_t>(content)];
        if (above(content, static_cast<int>(i))) continue;
        // "accusations that Iran was behind the attack": one judgement.
        if (child.use->by_sayer) {
          child.dead = child.dead || node.use->controls_nouns;
          continue;
        }
        if (by_governor) {
          // It stays a statement of its own.
          if (child.frame != node.frame) node.contents.push_back(content);
          continue;
        }
        if (child.parent >= 0) {
          // The nearer operator has it; a farther one keeps the nearer as its content.
          if (above(child.parent, static_cast<int>(i)) || above(static_cast<int>(i), child.parent)) {
            if (above(child.parent, static_cast<int>(i))) {
              auto& siblings = nodes_[static_cast<std::size_t>(child.parent)].contents;
              siblings.erase(std::remove(siblings.begin(), siblings.end(), content), siblings.end());
            } else {
              continue;
            }
          } else {
            continue;
          }
        }
        child.parent = static_cast<int>(i);
        node.contents.push_back(content);
      }
    }
  }

  // Of several readings of the same words the first whose roles the sentence can fill. An infinitive's subject
  // comes from elsewhere, so only what its own clause must hold is asked.
  void choose_readings() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].trigger.losers.empty() || feasible(nodes_[i])) continue;
      const std::vector<Trigger> readings = nodes_[i].trigger.losers;
      for (std::size_t r = 0; r < readings.size(); ++r) {
        if (readings[r].token != nodes_[i].trigger.token) continue;
        Node other;
        other.trigger = readings[r];
        other.use = &frames_.uses[readings[r].use];
        other.frame = &frames_.frames[other.use->frame];
        if (!feasible(other)) continue;
        other.trigger.losers.assign(readings.begin() + static_cast<std::ptrdiff_t>(r) + 1, readings.end());
        other.failed.push_back(nodes_[i].frame->id);
        nodes_[i] = std::move(other);
        break;
      }
    }
  }

  bool feasible(const Node& node) const {
    const Use& use = *node.use;
    std::set<std::uint32_t> used;
    const std::uint32_t verb = node.trigger.verb;
    const bool own_clause = node.trigger.kind != WordClass::kNoun && verb != kNoToken && g_.is_finite(verb);
    if (use.by_sayer) return judges(node) && !sayers_of(node.trigger.token).empty();
    if (use.needs_actors && own_clause && !use.takes_content_roles) {
      bool filled = false;
      for (const Slot& slot : use.actors) filled = filled || !slot_fillers(node, slot, {}, true, used).empty();
      if (!filled && !g_.is_passive(verb)) return false;
    }
    if (use.needs_recipients && !use.joins) {
      bool filled = false;
      for (const Slot& slot : use.recipients)
        filled = filled || !slot_fillers(node, slot, {}, false, used).empty();
      if (!filled) return false;
    }
    if (use.needs_content) {
      std::vector<int> found;
      for (const ComplementSlot& slot : use.content) {
        std::vector<std::uint32_t> heads;
        complement_heads(node, slot, heads);
        for (std::uint32_t head : heads) descend(head, 0, false, found);
      }
      if (found.empty()) return false;
    }
    return true;
  }

  // ---- roles
  // -------------------------------------------------------------------------------------------------------

  bool kinds_fit(const std::vector<ActorKind>& kinds, const std::vector<std::string>& sectors,
                 const Filler& filler) const {
    if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), roles_.kind(filler)) == kinds.end())
      return false;
    if (sectors.empty()) return true;
    for (const std::string& sector : roles_.sectors(filler)) {
      if (std::find(sectors.begin(), sectors.end(), sector) != sectors.end()) return true;
    }
    return false;
  }

  // A noun of asking, saying or deciding: "acceded to the protesters' demands".
  bool is_words(std::uint32_t t) const {
    const Node& node = nodes_[static_cast<std::size_t>(trigger_at_[t])];
    return node.trigger.kind == WordClass::kNoun && (node.frame->speech || !node.use->content.empty());
  }

  // "freed soldiers captured by rebels", read as if a verb that takes no clause had one: the noun is the object of both.
  std::uint32_t misread_object(std::uint32_t verb) const {
    if (verb == kNoToken || a_.child(verb, {"dobj"}) != kNoToken || trigger_at_[verb] < 0) return kNoToken;
    const Node& above = nodes_[static_cast<std::size_t>(trigger_at_[verb])];
    if (above.frame->speech || above.trigger.kind != WordClass::kVerb || g_.is_passive(verb)) return kNoToken;
    for (const ComplementSlot& slot : above.use->content) {
      if (slot.kind == ComplementKind::kClause) return kNoToken;
    }
    const std::uint32_t clause = a_.child(verb, {"ccomp"});
    if (clause == kNoToken || clause < verb || !one_of(a_.tokens[clause].tag, {"VBD", "VBN"}) ||
        a_.child(clause, {"aux", "auxpass", "mark", "neg"}) != kNoToken)
      return kNoToken;
    const std::uint32_t noun = a_.child(clause, {"nsubj", "nsubjpass"});
    return noun != kNoToken && noun > verb && noun < clause ? noun : kNoToken;
  }
  // The verb of such a clause is a participle of its seeming subject.
  bool misread_relative(std::uint32_t verb) const {
    return verb != kNoToken && a_.tokens[verb].dep == "ccomp" && misread_object(a_.tokens[verb].head) != kNoToken;
  }

  std::vector<Filler> slot_fillers(const Node& node, const Slot& slot, const std::vector<Filler>& inherited,
                                   bool actor_role, std::set<std::uint32_t>& used) const {
    const Trigger& trigger = node.trigger;
    const bool noun = trigger.kind == WordClass::kNoun;
    const std::uint32_t verb = trigger.verb;
    std::vector<Filler> out;
    auto take = [&](std::uint32_t head, std::string_view how) {
      if (head == kNoToken || !out.empty()) return;
      // A word of the pattern does nothing itself ("troop withdrawal"), though it may be whom it is done to ("train troops").
      const bool matched = actor_role && head != trigger.object &&
                           std::find(trigger.words.begin(), trigger.words.end(), head) != trigger.words.end();
      if (!matched) out = roles_.fillers(head, how);
      if (out.empty() && !actor_role && node.use->owners && !node.use->symmetric &&
          (trigger_at_[head] < 0 || is_words(head)))
        out = roles_.owner(head, how, Frames::family(node.frame->id) == "assault");
      if (!out.empty()) used.insert(head);
    };
    auto take_preposition = [&](std::string_view word, int farthest) {
      for (std::uint32_t matched : trigger.words) {
        if (a_.tokens[matched].lower == word && a_.tokens[matched].pos == "ADP")
          take(a_.child(matched, {"pobj"}), word);
      }
      // Of the phrases with this word the nearest that holds an actor.
      for (const Prepositional& pp : g_.prepositional(trigger.token, verb)) {
        if (!out.empty()) break;
        if (pp.gerund || pp.distance > farthest || a_.tokens[pp.preposition].lower != word ||
            used.count(pp.object))
          continue;
        take(pp.object, word);
      }
      // "the normalisation of relations with China": of the nouns among the words.
      for (std::uint32_t matched : trigger.words) {
        if (!out.empty() || !noun || matched == trigger.token || !g_.is_noun(matched)) continue;
        for (const Prepositional& pp : g_.prepositional(matched, kNoToken)) {
          if (out.empty() && !pp.gerund && pp.distance == 0 && a_.tokens[pp.preposition].lower == word && word != "of")
            take(pp.object, word);
        }
      }
    };
    auto possessive = [&] {
      take(a_.child(trigger.token, {"poss"}), "possessive");
      for (std::uint32_t word : trigger.words) {
        if (out.empty() && word != trigger.token && g_.is_noun(word))
          take(a_.child(word, {"poss"}), "possessive");
      }
    };
    auto modifier = [&] {
      for (std::uint32_t c : a_.children(trigger.token)) {
        if (!one_of(a_.tokens[c].dep, {"amod", "compound", "nmod"}) || !out.empty()) continue;
        // "the Kabul bombing", "the Geneva talks": a place, not an actor.
        const Use& use = frames_.uses[trigger.use];
        if ((frames_.frames[use.frame].weak || use.symmetric) && places_.is_town(c)) continue;
        if (roles_.is_modifier_actor(c)) take(c, "modifier");
        // "the US-led war"
        if (a_.tokens[c].lemma == "lead" && out.empty()) take(a_.child(c, {"npadvmod", "compound", "nsubj"}), "modifier");
      }
      // "died in an Israeli air raid": of the noun among the words.
      for (std::uint32_t word : trigger.words) {
        if (noun || word == trigger.token || !g_.is_noun(word)) continue;
        for (std::uint32_t c : a_.children(word)) {
          if (out.empty() && one_of(a_.tokens[c].dep, {"amod", "compound", "nmod"}) && roles_.is_modifier_actor(c) &&
              !places_.is_town(c))
            take(c, "modifier");
        }
      }
    };
    auto passive_noun = [&] {  // "Ukraine's invasion by Russia"
      for (std::uint32_t c : a_.children(trigger.token)) {
        if (one_of(a_.tokens[c].dep, {"prep", "agent"}) && a_.tokens[c].lower == "by") return true;
      }
      return false;
    };
    switch (slot.kind) {
      case SlotKind::kSubject:
        if (noun) {
          take_preposition("by", 1);
          const std::uint32_t owner = a_.child(trigger.token, {"poss"});
          const bool pronoun = owner != kNoToken && a_.tokens[owner].pos == "PRON";
          // "Khan made his visit": the subject names whom the possessive only points at.
          if (out.empty() && pronoun && verb != kNoToken)
            take(g_.referent(g_.logical_subject(verb)), "support");
          // "told Israel to halt its offensive": bound by the controlled subject.
          if (out.empty() && pronoun && verb == kNoToken && !inherited.empty()) out = inherited;
          if (out.empty() && !passive_noun()) possessive();
          if (out.empty() && verb != kNoToken) take(g_.referent(g_.logical_subject(verb)), "support");
          if (out.empty()) modifier();
          if (out.empty()) out = inherited;
        } else if (verb != kNoToken && trigger.kind == WordClass::kAdjective) {
          take(g_.referent(g_.surface_subject(verb)), "subject");  // "was disappointed by": no passive
        } else if (misread_relative(verb)) {
          const std::uint32_t agent = a_.child(verb, {"agent"});
          if (agent != kNoToken) take(a_.child(agent, {"pobj"}), "subject");
        } else if (verb != kNoToken) {
          const std::uint32_t own = g_.own_subject(verb);
          if (own == kNoToken && !inherited.empty() && !g_.is_passive(verb)) {
            out = inherited;
          } else {
            const std::uint32_t doer = g_.referent(g_.logical_subject(verb));
            take(doer, "subject");
            // "US missiles hit Baghdad": whose weapons they are.
            if (out.empty() && doer != kNoToken && Frames::family(node.frame->id) == "assault" &&
                std::binary_search(frames_.weapons.begin(), frames_.weapons.end(), a_.tokens[doer].lemma))
              out = roles_.owner(doer, "owner of the weapon");
            if (out.empty() && own == kNoToken && !g_.is_passive(verb)) out = inherited;
          }
        }
        break;
      case SlotKind::kObject:
        if (noun) {
          take_preposition("of", 0);
          if (out.empty() && passive_noun()) possessive();
          // "A suicide bombing killed ten people".
          if (const std::uint32_t head = a_.tokens[trigger.token].head;
              out.empty() && a_.tokens[trigger.token].dep == "nsubj" &&
              std::binary_search(frames_.harming_verbs.begin(), frames_.harming_verbs.end(), a_.tokens[head].lemma))
            take(g_.referent(a_.child(head, {"dobj"})), "object");
        } else {
          std::uint32_t object =
              verb == kNoToken || trigger.kind == WordClass::kAdjective ? kNoToken : g_.logical_object(verb);
          if (misread_relative(verb)) object = g_.own_subject(verb);
          if (object == kNoToken && trigger.kind == WordClass::kVerb) object = misread_object(verb);
          take(g_.referent(object), "object");
          if (out.empty() && verb != kNoToken && g_.is_passive(verb) && g_.own_subject(verb) == kNoToken)
            out = inherited;
          for (std::uint32_t word : trigger.words) {
            if (out.empty() && a_.tokens[word].pos == "ADP") take(a_.child(word, {"pobj"}), "object");
            // "tried to assassinate the minister"
            if (out.empty() && word != verb && g_.is_verb(word)) take(g_.referent(g_.logical_object(word)), "object");
          }
          // "took UN peacekeepers hostage", read as a compound.
          if (const std::uint32_t whom = object == kNoToken ? kNoToken : a_.child(object, {"compound"});
              out.empty() && whom != kNoToken && g_.is_noun(whom) && a_.tokens[whom].tag == "NNS" &&
              std::find(trigger.words.begin(), trigger.words.end(), object) != trigger.words.end())
            take(whom, "object");
          if (out.empty() && object != kNoToken &&
              std::find(trigger.words.begin(), trigger.words.end(), object) != trigger.words.end()) {
            for (const Prepositional& pp : g_.prepositional(object, kNoToken)) {
              if (pp.distance == 0 && a_.tokens[pp.preposition].lower == "of") take(pp.object, "of");
            }
          }
        }
        break;
      case SlotKind::kDative:
        if (verb != kNoToken) take(g_.dative(verb), "dative");
        break;
      case SlotKind::kPossessive:
        possessive();
        break;
      case SlotKind::kModifier:
        modifier();
        break;
      case SlotKind::kSupport:
        if (verb != kNoToken) take(g_.referent(g_.logical_subject(verb)), "support");
        break;
      case SlotKind::kBetween:
        take_preposition("between", 2);
        break;
      case SlotKind::kComplementSubject:
        for (std::uint32_t place : {trigger.token, verb}) {
          if (place == kNoToken) continue;
          for (std::uint32_t c : a_.children(place)) {
            if (one_of(a_.tokens[c].dep, {"ccomp", "advcl", "acl", "xcomp"}) && c > trigger.token &&
                out.empty())
              take(g_.own_subject(c), "subject of the complement");
          }
        }
        break;
      case SlotKind::kClauseSubject: {
        const std::uint32_t clause = g_.clause_above(trigger.token);
        if (clause != kNoToken) take(g_.referent(g_.surface_subject(clause)), "subject of the clause");
        break;
      }
      case SlotKind::kPreposition:
        take_preposition(slot.word, slot.word == "of" ? 0 : 2);
        break;
    }
    std::vector<Filler> kept;
    for (Filler& filler : out) {
      if (actor_role ? kinds_fit(node.use->actor_kinds, node.use->actor_sectors, filler)
                     : kinds_fit(node.use->recipient_kinds, node.use->recipient_sectors, filler)) {
        kept.push_back(std::move(filler));
      }
    }
    return kept;
  }

  void add_distinct(std::vector<Filler>& to, const std::vector<Filler>& from) const {
    for (const Filler& filler : from) {
      bool known = false;
      for (const Filler& other : to) known = known || roles_.same(filler, other);
      if (!known && to.size() < 32) to.push_back(filler);
    }
  }

  void fill(int index, const std::vector<Filler>& subject, const std::vector<Filler>& other, int depth) {
    Node& node = nodes_[static_cast<std::size_t>(index)];
    if (node.filled || depth > 16) return;
    node.filled = true;
    node.inherited = subject;
    node.lent = other;
    const Use& use = *node.use;
    std::set<std::uint32_t> used;
    bool reciprocal = false;
    if (use.by_sayer) {
      fill_judgement(node);
      return;
    }
    if (use.symmetric) {
      for (const Slot& slot : use.actors) {
        std::vector<Filler> found = slot_fillers(node, slot, subject, true, used);
        reciprocal = reciprocal || roles_.has_reciprocal(found);
        if (!found.empty()) node.slots.emplace_back("actors", slot);
        add_distinct(node.actors, roles_.without_reciprocal(found));
      }
      for (const Slot& slot : use.recipients) {
        std::vector<Filler> found = slot_fillers(node, slot, {}, true, used);
        if (!found.empty()) node.slots.emplace_back("actors", slot);
        add_distinct(node.actors, roles_.without_reciprocal(found));
      }
      if (!other.empty()) add_distinct(node.actors, other);
      node.symmetric = true;
    } else {
      for (const Slot& slot : use.actors) {
        std::vector<Filler> found = slot_fillers(node, slot, subject, true, used);
        if (found.empty()) continue;
        node.slots.emplace_back("actors", slot);
        node.actors = roles_.without_reciprocal(found);
        break;
      }
      const bool of_deed = use.judges && holds_object(node);
      for (const Slot& slot : use.recipients) {
        // "praised the attack on X by Y": not X.
        if (of_deed && !one_of(slot.word, {"by", "from"})) continue;
        std::vector<Filler> found = slot_fillers(node, slot, subject, false, used);
        if (found.empty()) continue;
        node.slots.emplace_back("recipients", slot);
        if (roles_.has_reciprocal(found)) {
          reciprocal = true;
          break;
        }
        for (const Filler& filler : found) {
          bool acts = false;
          for (const Filler& actor : node.actors) acts = acts || roles_.same(filler, actor);
          if (!acts) node.recipients.push_back(filler);
        }
        if (!node.recipients.empty()) break;
      }
      if (node.recipients.empty() && !reciprocal) add_distinct(node.recipients, without(other, node.actors));
      if (reciprocal) {
        node.symmetric = true;
        node.recipients.clear();
      }
      if (use.mutual && node.actors.size() >= 2 && node.recipients.empty()) node.symmetric = true;
    }
    node.joined.assign(used.begin(), used.end());
    if (node.actors.empty() && Frames::is_a(node.frame->id, "retreat.release")) node.actors = captors(node);
    for (int content : node.contents) {
      const bool to_recipients = use.control == Controller::kRecipients;
      std::vector<Filler> inherited =
          to_recipients ? (node.symmetric && !use.symmetric ? node.actors : node.recipients) : node.actors;
      if (use.control == Controller::kNone) inherited.clear();
      const Trigger& below = nodes_[static_cast<std::size_t>(content)].trigger;
      if (below.kind == WordClass::kNoun && below.verb == kNoToken && !use.controls_nouns) inherited.clear();
      std::vector<Filler> rest;
      if (use.lends == Lends::kActors) rest = node.actors;
      if (use.lends == Lends::kRecipients) rest = node.recipients;
      fill(content, inherited, without(rest, inherited), depth + 1);
      // "invited each other to visit": each visits the other.
      Node& child = nodes_[static_cast<std::size_t>(content)];
      if (reciprocal && to_recipients && child.recipients.empty()) child.symmetric = true;
    }
    // "condemned Russia's invasion", "rejected Iran's demand": whose deed or word it is.
    if (!node.actors.empty() && node.recipients.empty() && !node.symmetric && !use.recipients.empty() &&
        !use.takes_recipients) {
      for (int content : node.contents) {
        const Node& child = nodes_[static_cast<std::size_t>(content)];
        if (child.trigger.kind == WordClass::kNoun && child.trigger.verb == kNoToken && child.parent == index)
          add_distinct(node.recipients, without(child.actors, node.actors));
      }
    }
    // "demanded an end to Israel's attacks", "the release of men held by Iran": asked of whoever does it.
    if (use.control == Controller::kRecipients && use.effect.status == Status::kRequested && node.recipients.empty() &&
        !node.actors.empty()) {
      for (int content : node.contents) {
        if (!nodes_[static_cast<std::size_t>(content)].symmetric)
          add_distinct(node.recipients, without(nodes_[static_cast<std::size_t>(content)].actors, node.actors));
      }
    }
    if (use.judges && !node.actors.empty() && node.recipients.empty() && !node.symmetric) {
      for (int content : node.contents)
        add_distinct(node.recipients, without(nodes_[static_cast<std::size_t>(content)].actors, node.actors));
    }
    if (use.takes_content_roles || use.takes_recipients) {
      for (int content : node.contents) {
        const Node& child = nodes_[static_cast<std::size_t>(content)];
        if (node.actors.empty() && !use.takes_recipients) add_distinct(node.actors, child.actors);
        if (node.recipients.empty() && !node.symmetric) {
          add_distinct(node.recipients, without(child.recipients, node.actors));
          if (child.symmetric && node.recipients.empty())
            add_distinct(node.recipients, without(child.actors, node.actors));
        }
      }
    }
  }

  // Who says the words at a token, the innermost first asked; empty when nobody whom we know does.
  std::vector<Filler> sayers_of(std::uint32_t t) const {
    const Quote* inner = nullptr;
    std::uint32_t smallest = 0;
    for (std::size_t q : quoted_[a_.tokens[t].sentence]) {
      const Quote& quote = quotes_[q];
      if (quote.negated || quote.source_head == kNoToken || quote.kind != QuoteKind::kSaying) continue;
      std::uint32_t size = 0;
      bool inside = false;
      for (const Span& span : quote.content) {
        inside = inside || span.contains(a_.tokens[t].span);
        size += span.size();
      }
      if (inside && (inner == nullptr || size < smallest)) {
        inner = &quote;
        smallest = size;
      }
    }
    return inner == nullptr ? std::vector<Filler>() : roles_.fillers(inner->source_head, "sayer");
  }

  // Whom a judgement of the noun is about: the actor that it is, or whose it is; none may be left for a law or
  // decision.
  struct Judged {
    std::vector<Filler> whom;
    bool thing = false;  // a law, a decision, "this"
  };
  Judged judged(std::uint32_t noun, std::string_view how) const {
    Judged out;
    if (noun == kNoToken) return out;
    noun = g_.referent(noun);
    out.whom = roles_.fillers(noun, how);
    if (out.whom.empty()) out.whom = roles_.owner(noun, how);
    const auto& things = frames_.judged_things;
    out.thing = std::binary_search(things.begin(), things.end(), a_.tokens[noun].lemma) ||
                one_of(a_.tokens[noun].lower, {"this", "that", "it", "these", "those"});
    return out;
  }

  // "to save lives", "were hurt" say nothing about their subject.
  bool judges(const Node& node) const {
    const std::uint32_t verb = node.trigger.verb;
    return verb != kNoToken && !g_.is_passive(verb) && !g_.is_infinitive(verb);
  }

  void fill_judgement(Node& node) {
    const std::uint32_t subject =
        node.trigger.verb == kNoToken ? kNoToken : g_.surface_subject(node.trigger.verb);
    const std::vector<Filler> sayers = sayers_of(node.trigger.token);
    if (sayers.empty() || subject == kNoToken || !judges(node)) return;
    Judged found = judged(subject, "subject of the judgement");
    for (const Filler& sayer : sayers) {
      for (const Filler& target : found.whom) {
        if (roles_.same(sayer, target)) return;
      }
    }
    if (found.whom.empty() && !(found.thing && roles_.strong(sayers[0]))) return;
    node.actors = sayers;
    node.recipients = std::move(found.whom);
  }

  // "the release of sailors seized by Iran": who holds them sets them free.
  std::vector<Filler> captors(const Node& node) {
    for (const Filler& filler : node.recipients) {
      if (filler.mention < 0) continue;
      for (std::uint32_t c : a_.children(mentions_[static_cast<std::size_t>(filler.mention)].head)) {
        if (!one_of(a_.tokens[c].dep, {"acl", "relcl"}) || !g_.is_passive(c) || trigger_at_[c] < 0) continue;
        const int found = trigger_at_[c];
        const std::string& id = nodes_[static_cast<std::size_t>(found)].frame->id;
        if (Frames::family(id) != "coerce" && !Frames::is_a(id, "assault.abduct")) continue;
        if (nodes_[static_cast<std::size_t>(found)].parent < 0) fill(found, {}, {}, 1);
        return nodes_[static_cast<std::size_t>(found)].actors;
      }
    }
    return {};
  }

  // Is a content of it what its object names?
  bool holds_object(const Node& node) const {
    if (node.trigger.verb == kNoToken) return false;
    const std::uint32_t object = g_.logical_object(node.trigger.verb);
    return object != kNoToken && std::any_of(node.contents.begin(), node.contents.end(), [&](int content) {
      const Trigger& trigger = nodes_[static_cast<std::size_t>(content)].trigger;
      return trigger.token == object;
    });
  }

  std::vector<Filler> without(const std::vector<Filler>& list, const std::vector<Filler>& taken) const {
    std::vector<Filler> out;
    for (const Filler& filler : list) {
      bool known = false;
      for (const Filler& other : taken) known = known || roles_.same(filler, other);
      if (!known) out.push_back(filler);
    }
    return out;
  }

  // "sent doctors to help Haiti": what is done for a purpose is done to those whom the purpose names.
  void take_purposes() {
    for (Node& node : nodes_) {
      const std::uint32_t verb = node.trigger.verb;
      if (verb == kNoToken || node.symmetric || node.actors.empty() || !node.recipients.empty() ||
          node.use->recipients.empty())
        continue;
      std::vector<std::uint32_t> places = {verb};
      if (const std::uint32_t object = a_.child(verb, {"dobj"}); object != kNoToken) places.push_back(object);
      for (std::uint32_t place : places) {
        for (std::uint32_t c : a_.children(place)) {
          if (!one_of(a_.tokens[c].dep, {"advcl", "acl", "xcomp"}) || !g_.is_infinitive(c) || trigger_at_[c] < 0)
            continue;
          const Node& purpose = nodes_[static_cast<std::size_t>(trigger_at_[c])];
          if (purpose.parent < 0 && node.recipients.empty())
            add_distinct(node.recipients, without(purpose.recipients, node.actors));
        }
      }
    }
  }

  // "the bombing killed five villagers", "missiles targeting US troops": those whom the deed hit.
  void take_victims() {
    const auto& striking = frames_.striking_verbs;
    for (Node& node : nodes_) {
      if (!node.frame->weak || !node.recipients.empty() || node.symmetric || node.use->by_sayer) continue;
      std::uint32_t deed = node.trigger.token;
      if (g_.is_verb(deed)) deed = a_.child(deed, {"dobj"});
      if (deed == kNoToken || !g_.is_noun(deed)) continue;
      auto hit = [&](std::uint32_t verb) {
        if (!node.recipients.empty() ||
            !std::binary_search(striking.begin(), striking.end(), a_.tokens[verb].lemma) || g_.is_passive(verb))
          return;
        const std::uint32_t object = a_.child(verb, {"dobj"});
        if (object == kNoToken) return;
        std::vector<Filler> found = roles_.fillers(object, "hit");
        if (found.empty()) found = roles_.owner(object, "hit");
        add_distinct(node.recipients, without(found, node.actors));
      };
      const Token& token = a_.tokens[deed];
      if (token.dep == "nsubj" && g_.is_verb(token.head)) {
        for (std::uint32_t verb : g_.conjuncts(token.head)) hit(verb);
      }
      for (std::uint32_t c : a_.children(deed)) {
        if (!one_of(a_.tokens[c].dep, {"acl", "relcl"}) || !g_.is_verb(c)) continue;
        const std::uint32_t subject = g_.own_subject(c);
        if (subject == kNoToken || g_.referent(subject) == deed) hit(c);
      }
    }
  }

  // "killed in an airstrike", "bombed the town, killing ten": one happening, told by two words. The first stands,
  // and takes from the other what it lacks.
  void merge_tellings() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      Node& node = nodes_[i];
      if (node.dead || node.symmetric || !is_toll_of(node) || node.trigger.verb != node.trigger.token) continue;
      const int found = means_of(static_cast<int>(i));
      if (found >= 0) {
        Node& means = nodes_[static_cast<std::size_t>(found)];
        if (node.actors.empty()) node.actors = means.actors;
        if (node.recipients.empty()) node.recipients = means.recipients;
        if (node.slots.empty() || !means.slots.empty()) {
          for (const auto& slot : means.slots) node.slots.push_back(slot);
        }
        if (means.frame->id != "assault") node.frame = means.frame;
        node.tells = found;
        bury(found);
        continue;
      }
      const int cause = cause_of(static_cast<int>(i));
      if (cause < 0) continue;
      Node& deed = nodes_[static_cast<std::size_t>(cause)];
      if (deed.recipients.empty()) deed.recipients = node.recipients;
      deed.tells = static_cast<int>(i);
      bury(static_cast<int>(i));
    }
  }

  // The frames that say what became of the victims, not how.
  static bool is_toll_of(const Node& node) {
    return node.contents.empty() && (node.frame->id == "assault.kill" || node.frame->id == "assault");
  }

  // The deed by which the victims of this node came to harm: "in an air raid", "by shelling".
  int means_of(int index) const {
    const Node& node = nodes_[static_cast<std::size_t>(index)];
    for (const Prepositional& pp : g_.prepositional(node.trigger.token, node.trigger.verb)) {
      if (pp.gerund || pp.distance > 2 || !one_of(a_.tokens[pp.preposition].lower, {"in", "by", "during", "from", "with"}))
        continue;
      const int found = trigger_at_[pp.object];
      if (found < 0 || found == index) continue;
      const Node& means = nodes_[static_cast<std::size_t>(found)];
      if (means.dead || means.parent >= 0 || means.symmetric || !means.contents.empty() ||
          means.trigger.verb != kNoToken || Frames::family(means.frame->id) != "assault" ||
          means.frame->id == "assault.fight")
        continue;
      if (!node.actors.empty() && !without(means.actors, node.actors).empty()) continue;
      return found;
    }
    return -1;
  }

  // The deed whose result this participle tells: "shelled the town, killing ten".
  int cause_of(int index) const {
    const Node& node = nodes_[static_cast<std::size_t>(index)];
    const std::uint32_t verb = node.trigger.verb;
    if (node.parent >= 0 || a_.tokens[verb].tag != "VBG" || !one_of(a_.tokens[verb].dep, {"advcl", "xcomp"}) ||
        g_.own_subject(verb) != kNoToken)
      return -1;
    const std::uint32_t above = a_.tokens[verb].head;
    int found = trigger_at_[above];
    if (found < 0) {
      if (const auto carried = carried_.find(above); carried != carried_.end()) found = carried->second;
    }
    if (found < 0 || above > verb) return -1;
    const Node& deed = nodes_[static_cast<std::size_t>(found)];
    if (deed.dead || Frames::family(deed.frame->id) != "assault" || deed.parent >= 0) return -1;
    return found;
  }

  void bury(int index) {
    nodes_[static_cast<std::size_t>(index)].dead = true;
    nodes_[static_cast<std::size_t>(index)].buried = true;
  }

  // ---- status
  // ------------------------------------------------------------------------------------------------------

  // The word whose tense and mood are the happening's: of "held talks" the verb.
  static std::uint32_t status_word(const Trigger& trigger) {
    return trigger.kind == WordClass::kLight ? trigger.verb : trigger.token;
  }

  void read_level(int index) {
    Node& node = nodes_[static_cast<std::size_t>(index)];
    std::uint32_t stop = kNoToken;
    int over = node.parent;
    while (over >= 0 && nodes_[static_cast<std::size_t>(over)].use->transparent)
      over = nodes_[static_cast<std::size_t>(over)].parent;
    if (over >= 0) {
      const Trigger& above = nodes_[static_cast<std::size_t>(over)].trigger;
      stop = above.verb != kNoToken ? above.verb : above.token;
    }
    // "at the invitation of": the visit may be a plan, the invitation is made.
    for (const ComplementSlot& slot : node.use->content) {
      if (slot.kind == ComplementKind::kGovernor && node.trigger.verb == kNoToken)
        stop = a_.tokens[node.trigger.token].head;
    }
    std::uint32_t word = status_word(node.trigger);
    if (node.parent < 0 && node.trigger.verb != kNoToken) {
      if (const std::uint32_t copula = first_to(g_, node.trigger.verb); copula != kNoToken) word = copula;
    }
    // "will travel to Kyiv for talks", "arrives for a visit": as real as the journey.
    if (node.trigger.kind == WordClass::kNoun && node.trigger.verb == kNoToken &&
        a_.tokens[node.trigger.token].dep == "pobj" &&
        a_.tokens[a_.tokens[node.trigger.token].head].lower == "for") {
      const std::uint32_t above = g_.clause_above(node.trigger.token);
      if (above != kNoToken && trigger_at_[above] >= 0 &&
          Frames::family(nodes_[static_cast<std::size_t>(trigger_at_[above])].frame->id) == "meet") {
        word = above;
      }
    }
    node.status = status_.read(document_, a_, word, stop);
    if (node.use->by_sayer) {
      // The judging is done, whatever is judged; "does not undermine" judges nothing.
      const std::uint32_t no = a_.child(node.trigger.verb, {"neg"});
      if (no != kNoToken &&
          std::find(node.trigger.words.begin(), node.trigger.words.end(), no) == node.trigger.words.end())
        node.actors.clear();
      node.status = {};
      node.status.status = Status::kOccurred;
      node.status.tense = Tense::kPast;
      node.status.factuality = 3;
      return;
    }
    // "is the first to visit": the visit was made.
    if (word != status_word(node.trigger) &&
        (node.status.status == Status::kOngoing || node.status.status == Status::kHabitual)) {
      node.status.status = Status::kOccurred;
      node.status.tense = Tense::kPast;
    }
    look_ahead(node.trigger, node.status);
  }

  // "visits Moscow on Friday", "talks begin on Monday": what the present tense puts on a day to come is a plan.
  void look_ahead(const Trigger& trigger, StatusReading& status) const {
    if (status.tense != Tense::kNow || status.negated || !published_.date ||
        !one_of_status(status.status, {Status::kOccurred, Status::kOngoing, Status::kHabitual}))
      return;
    const TimeRef* when = day_to_come(trigger);
    if (when == nullptr) return;
    status.status = Status::kPlanned;
    status.tense = Tense::kFuture;
    status.factuality = std::min(status.factuality, 2.5);
    status.evidence.push_back({"status", "time/ahead", when->span, {}});
  }
  const TimeRef* day_to_come(const Trigger& trigger) const {
    const std::vector<PlacedTime>& here = placed_[a_.tokens[trigger.token].sentence];
    if (here.empty()) return nullptr;
    const std::uint32_t verb = trigger.verb;
    std::vector<TimeLender> words = {{trigger.token, {}}};
    bool lent = true;
    if (verb != kNoToken) {
      // "expects talks on Friday", "plans to meet on Friday": the day is what is expected, not the expecting.
      const auto& telling = frames_.telling_verbs;
      if (!g_.is_finite(verb) || (verb == trigger.token &&
                                  (a_.child(verb, {"xcomp", "ccomp"}) != kNoToken ||
                                   std::binary_search(telling.begin(), telling.end(), a_.tokens[verb].lemma))))
        return nullptr;
      words.push_back({verb, {}});
      // "leaves on Sunday for Beijing, where he meets Xi", but "the plant, which makes arms, closes next year"
      const std::uint32_t subject = g_.own_subject(verb);
      lent = verb != trigger.token || a_.tokens[verb].dep == "conj" ||
             (a_.tokens[verb].dep == "relcl" && subject != kNoToken && a_.tokens[subject].tag != "WDT");
    }
    if (lent) {
      for (const TimeLender& lender : time_lenders(g_, trigger)) words.push_back(lender);
    }
    for (const TimeLender& word : words) {
      if (word.terms != TimeLender::Terms::kSame) continue;
      for (const PlacedTime& placed : here) {
        const TimeRef& time = times_[placed.time];
        const bool point =
            time.op == TimeOperator::kNone || time.op == TimeOperator::kOn || time.op == TimeOperator::kWithin;
        if (point && dates(time) && time.interval.start && *time.interval.start > *published_.date &&
            (placed.governor == word.word ||
             (g_.lemma(word.word) != "be" && dated_word(g_, placed.governor, trigger_at_) == word.word)))
          return &time;
      }
    }
    return nullptr;
  }

  // The status of a content under its operator.
  static StatusReading under(const Node& parent, const StatusReading& own) {
    StatusReading out = own;
    const bool undone = parent.status.status == Status::kNotOccurred || parent.status.negated;
    const ComplementEffect* effect = &parent.use->effect;
    ComplementEffect open{Status::kPossible, std::nullopt, 0.0};
    if (undone)
      effect = parent.use->negated.status ? &parent.use->negated : (parent.use->effect.status ? &open : effect);
    if (!effect->status && !parent.use->presupposes && parent.status.status != Status::kOccurred) {
      // "urged them to resume talks": what is begun or resumed shares the operator's own status.
      out.status = parent.status.status;
      out.tense = parent.status.tense;
      out.factuality = parent.status.factuality;
    }
    if (effect->status) {
      out.status = *effect->status;
      // "promised not to attack"
      if (own.negated && one_of_status(out.status, {Status::kPlanned, Status::kRequested, Status::kOffered,
                                                    Status::kThreatened, Status::kPossible})) {
        out.status = Status::kNotOccurred;
        out.factuality = -std::abs(effect->factuality.value_or(2.0));
      } else if (effect->factuality) {
        out.factuality = *effect->factuality;
      }
      if (effect->tense) out.tense = effect->tense;
    }
    return out;
  }
  static bool one_of_status(Status status, std::initializer_list<Status> list) {
    return std::find(list.begin(), list.end(), status) != list.end();
  }

  // ---- judgements ("said Putin showed empathy")
  // --------------------------------------------------------------------

  struct Judgement {
    std::uint32_t frame = 0;
    std::uint32_t token = 0;
    Filler sayer;
    std::vector<Filler> targets;
  };

  void evaluations() {
    if (frames_.evaluations.empty()) return;
    for (const Quote& quote : quotes_) {
      if (quote.source_head == kNoToken || quote.negated) continue;
      const std::vector<Filler> sayers = roles_.fillers(quote.source_head, "sayer");
      if (sayers.empty()) continue;
      std::uint32_t last = kNoToken;  // one a sentence
      for (const Span& span : quote.content) judge(span, sayers[0], last);
    }
    for (std::uint32_t t = 0; t < a_.tokens.size(); ++t) {
      const auto& verbs = frames_.judging_verbs;
      if (std::binary_search(verbs.begin(), verbs.end(), a_.tokens[t].lemma)) judge_by_verb(t);
    }
  }

  const std::uint32_t* evaluation(std::uint32_t t) const {
    if (g_.is_verb(t) && !one_of(a_.tokens[t].dep, {"acomp", "oprd", "ccomp", "attr", "conj"})) return nullptr;
    auto found = frames_.evaluations.find(std::string(a_.tokens[t].lemma));
    if (found == frames_.evaluations.end()) found = frames_.evaluations.find(std::string(a_.tokens[t].lower));
    return found == frames_.evaluations.end() ? nullptr : &found->second;
  }
  bool negated_verb(std::uint32_t verb) const { return a_.child(verb, {"neg"}) != kNoToken; }

  void judge(const Span& span, const Filler& sayer, std::uint32_t& last) {
    auto at = std::lower_bound(a_.tokens.begin(), a_.tokens.end(), span.begin,
                               [](const Token& token, std::uint32_t byte) { return token.span.begin < byte; });
    for (; at != a_.tokens.end() && at->span.end <= span.end; ++at) {
      const auto t = static_cast<std::uint32_t>(at - a_.tokens.begin());
      if ((trigger_at_[t] >= 0 && !nodes_[static_cast<std::size_t>(trigger_at_[t])].use->by_sayer) ||
          at->sentence == last || (at->pos == "PROPN" && at->text != at->lower) ||
          !is_own_text(document_.blocks[a_.sentences[at->sentence].block].role))
        continue;
      const std::uint32_t* frame = evaluation(t);
      if (frame == nullptr) continue;
      // Whose quality it is: the subject of the clause it is predicated in.
      std::uint32_t verb = t;
      bool plain = true;   // predicated itself, or of the noun that is
      bool shown = false;  // "showed courage"
      for (int i = 0; i < 6 && !g_.is_verb(verb) && !a_.is_root(verb); ++i) {
        const Token& word = a_.tokens[verb];
        const bool of = one_of(word.dep, {"pobj", "prep"}) &&
                        one_of(word.dep == "prep" ? word.lower : a_.tokens[word.head].lower, {"of", "as"});
        shown = shown || (word.dep == "dobj" && one_of(a_.tokens[word.head].lemma,
                                                       {"show", "demonstrate", "display", "have", "exhibit"}));
        plain = plain && (of || one_of(word.dep, {"acomp", "attr", "oprd", "amod", "compound", "conj"}));
        verb = word.head;
      }
      // "called it a breach": said by whoever calls it so.
      const auto& judging = frames_.judging_verbs;
      if (!g_.is_verb(verb) || (!plain && !shown) || negated_verb(verb) ||
          (verb != t && std::binary_search(judging.begin(), judging.end(), a_.tokens[verb].lemma)))
        continue;
      std::uint32_t subject = g_.referent(g_.surface_subject(verb));
      Judged found;
      for (int i = 0; i < 4 && subject != kNoToken; ++i) {
        // "is the first leader who showed": the antecedent is predicated of the subject.
        const std::uint32_t head = a_.tokens[subject].head;
        if (a_.tokens[subject].dep == "attr" && g_.is_verb(head)) {
          subject = g_.referent(g_.surface_subject(head));
          continue;
        }
        found.whom = roles_.fillers(subject, "subject of the judgement");
        if (found.whom.empty() && plain) found = judged(subject, "subject of the judgement");
        break;
      }
      if (found.whom.empty() && !(found.thing && plain && condemns(*frame) && roles_.strong(sayer))) continue;
      if (!found.whom.empty() && roles_.same(found.whom[0], sayer)) continue;
      judgements_.push_back({*frame, t, sayer, std::move(found.whom)});
      last = at->sentence;
    }
  }

  // "this is great" is no praise of anybody, "this is a disgrace" condemns whoever did it.
  bool condemns(std::uint32_t frame) const { return frames_.frames[frame].id != "praise"; }

  // "called the order swift and decisive", "described the law as shameful", "termed her a liar".
  void judge_by_verb(std::uint32_t verb) {
    const Token& token = a_.tokens[verb];
    if (!g_.is_verb(verb) || !is_own_text(document_.blocks[a_.sentences[token.sentence].block].role) ||
        negated_verb(verb) || g_.is_infinitive(verb) || a_.child(verb, {"aux"}) != kNoToken)
      return;
    if (trigger_at_[verb] >= 0) {
      const std::string_view family =
          Frames::family(nodes_[static_cast<std::size_t>(trigger_at_[verb])].frame->id);
      if (one_of(family, {"criticise", "praise", "accuse", "condemn", "reject", "defend"})) return;
    }
    std::vector<Filler> sayers = roles_.fillers(g_.referent(g_.logical_subject(verb)), "subject");
    if (sayers.empty() || !roles_.strong(sayers[0])) return;
    const bool passive = g_.is_passive(verb);
    const std::uint32_t stop = std::min(a_.sentences[token.sentence].last, verb + 25);
    std::uint32_t object = passive ? g_.surface_subject(verb) : kNoToken;
    for (std::uint32_t t = verb + 1; t < stop; ++t) {
      const Token& word = a_.tokens[t];
      const std::uint32_t* frame = evaluation(t);
      if (frame != nullptr && (object != kNoToken || passive) && trigger_at_[t] < 0) {
        Judged found = judged(object, "object");
        if (found.whom.empty() && !found.thing) return;
        if (!found.whom.empty() && roles_.same(found.whom[0], sayers[0])) return;
        for (const Judgement& other : judgements_) {
          if (other.token == t) return;
        }
        judgements_.push_back({*frame, verb, sayers[0], std::move(found.whom)});
        return;
      }
      if (g_.is_verb(t) && (g_.is_finite(t) || one_of(word.dep, {"relcl", "acl", "advcl"}))) return;
      if (object == kNoToken && g_.is_noun(t) && !one_of(word.dep, {"compound", "poss", "nmod"})) object = t;
    }
  }

  // ---- obligations ("said Qatar must mediate"): who says so asks it of the subject
  // --------------------------------------------------------------------

  void obligations() {
    if (frames_.obligations.empty()) return;
    std::set<std::uint32_t> seen;
    for (const Quote& quote : quotes_) {
      if (quote.source_head == kNoToken || quote.negated || quote.kind != QuoteKind::kSaying) continue;
      const std::vector<Filler> sayers = roles_.fillers(quote.source_head, "sayer");
      if (sayers.empty() || !roles_.strong(sayers[0])) continue;
      for (const Span& span : quote.content) {
        auto at = std::lower_bound(a_.tokens.begin(), a_.tokens.end(), span.begin,
                                   [](const Token& token, std::uint32_t byte) { return token.span.begin < byte; });
        for (; at != a_.tokens.end() && at->span.end <= span.end; ++at) {
          const auto t = static_cast<std::uint32_t>(at - a_.tokens.begin());
          if (seen.insert(t).second) oblige(t, sayers);
        }
      }
    }
  }

  void oblige(std::uint32_t t, const std::vector<Filler>& sayers) {
    const Token& token = a_.tokens[t];
    const auto found = frames_.obligations.find(std::string(token.pos == "AUX" ? token.lower : token.lemma));
    if (found == frames_.obligations.end() || !is_own_text(document_.blocks[a_.sentences[token.sentence].block].role))
      return;
    // "must act": the modal's verb; "needs to act", "has to act": the infinitive below.
    std::uint32_t clause = token.dep == "aux" && token.tag == "MD" ? token.head : t;
    if (clause == t && !g_.is_verb(t)) return;
    // A protasis, a relative clause or another's reported words are not what the sayer asks.
    if (!a_.is_root(clause) && !one_of(a_.tokens[clause].dep, {"ccomp", "conj", "parataxis"})) return;
    std::uint32_t done = clause;
    if (clause == t) {
      done = a_.child(t, {"xcomp"});
      if (done == kNoToken || !g_.is_infinitive(done) || a_.child(t, {"aux", "neg"}) != kNoToken) return;
    }
    const bool passive = g_.is_passive(done);
    const std::uint32_t subject = g_.surface_subject(clause);
    if (subject == kNoToken) return;
    std::vector<Filler> asked;
    if (!passive) asked = roles_.fillers(subject, "subject of the obligation");
    for (const Filler& filler : asked) {
      for (const Filler& sayer : sayers) {
        if (roles_.same(filler, sayer) || a_.tokens[subject].lower == "we" || a_.tokens[subject].lower == "i") return;
        // "President Ruto said Kenya must change": his own country's intention.
        if (roles_.kind(filler) == ActorKind::kState && roles_.country(filler) == roles_.country(sayer)) return;
      }
    }
    Node node;
    node.frame = &frames_.frames[found->second];
    for (const Pattern& pattern : frames_.patterns) {
      if (frames_.uses[pattern.use].frame == found->second) {
        node.use = &frames_.uses[pattern.use];
        break;
      }
    }
    if (node.use == nullptr) return;
    std::vector<int> contents;
    descend(done, 0, false, contents);
    // The obligation is the next node: what needs an operator finds it there.
    const int index = static_cast<int>(nodes_.size());
    nodes_.push_back(node);
    for (int content : contents) {
      Node& child = nodes_[static_cast<std::size_t>(content)];
      if (child.parent >= 0 || child.frame->speech || child.use->by_sayer) continue;
      child.parent = index;
      const bool was = std::exchange(child.unsaid, passive && child.trigger.verb == done);
      if (needs_met(child, !child.contents.empty())) {
        node.contents.push_back(content);
      } else {
        child.parent = -1;
        child.unsaid = was;
      }
    }
    nodes_.pop_back();
    // Without a deed that we know it takes two that we know: "said Iran must choose".
    if (node.contents.empty() && (asked.empty() || !roles_.strong(asked[0]))) return;
    node.modal = true;
    node.trigger.token = t;
    node.trigger.words = {t};
    node.actors = sayers;
    node.recipients = asked;
    node.filled = true;
    node.status.status = Status::kOccurred;
    node.status.tense = Tense::kPast;
    node.status.factuality = 3;
    nodes_.push_back(std::move(node));
  }

  // ---- which nodes stand
  // -------------------------------------------------------------------------------------------

  static bool is_plural(const std::vector<Filler>& fillers, const ActorRoles& roles) {
    return fillers.size() >= 2 || (fillers.size() == 1 && roles.plural(fillers[0]));
  }

  bool somebody_strong(int index, int depth) const {
    const Node& node = nodes_[static_cast<std::size_t>(index)];
    for (const auto* side : {&node.actors, &node.recipients}) {
      if (std::any_of(side->begin(), side->end(), [&](const Filler& filler) { return roles_.strong(filler); })) return true;
    }
    return depth < kMaxDepth && std::any_of(node.contents.begin(), node.contents.end(),
                                            [&](int content) { return somebody_strong(content, depth + 1); });
  }

  // "The Security Council met": a body of many.
  bool convenes(const Node& node) const {
    if (node.actors.size() != 1 || node.trigger.kind != WordClass::kVerb ||
        roles_.kind(node.actors[0]) != ActorKind::kOrganisation ||
        g_.logical_object(node.trigger.verb) != kNoToken)
      return false;
    const std::vector<std::string> sectors = roles_.sectors(node.actors[0]);
    return std::find(sectors.begin(), sectors.end(), "IGO") != sectors.end();
  }

  bool needs_met(const Node& node, bool has_content) const {
    const Use& use = *node.use;
    if (use.needs_content && !has_content) return false;
    if (use.needs_moved_time) {
      const std::vector<PlacedTime>& here = placed_[a_.tokens[node.trigger.token].sentence];
      if (std::none_of(here.begin(), here.end(),
                       [&](const PlacedTime& placed) { return moved_by(node, placed); }))
        return false;
    }
    if (use.needs_operator) {
      if (node.parent < 0) return false;
      const std::string& over = nodes_[static_cast<std::size_t>(node.parent)].frame->id;
      return use.under.empty() || std::any_of(use.under.begin(), use.under.end(),
                                              [&](const std::string& name) { return Frames::is_a(over, name); });
    }
    // "was accused": by whom is left unsaid.
    const bool unsaid = node.unsaid || (node.trigger.verb == node.trigger.token && node.trigger.verb != kNoToken &&
                        g_.is_passive(node.trigger.verb) && !node.recipients.empty());
    if (use.needs_actors && node.actors.empty() && !unsaid) return false;
    if (use.needs_recipients && node.recipients.empty() && !(node.symmetric && !use.symmetric) &&
        !(use.judges && has_content))
      return false;
    if (use.needs_two && !is_plural(node.actors, roles_) && !convenes(node)) return false;
    if (use.needs_object && node.trigger.verb != kNoToken && g_.logical_object(node.trigger.verb) == kNoToken)
      return false;
    if (!node.frame->weak && node.parent < 0) {
      bool strong = false;
      // Of an operator, those of its content count, too.
      for (int content : node.contents) strong = strong || somebody_strong(content, 0);
      for (const Filler& filler : node.actors) strong = strong || roles_.strong(filler);
      // "Ann Lee joined Chicago": a country or town is no politics of somebody of whom we know but the name.
      const bool named =
          !node.actors.empty() && std::all_of(node.actors.begin(), node.actors.end(),
                                              [&](const Filler& filler) { return roles_.only_named(filler); });
      for (const Filler& filler : node.recipients) {
        if (named && roles_.sectors(filler).empty()) continue;
        // "The firm was ordered to": an authority that goes without saying.
        strong = strong || roles_.strong(filler) || (unsaid && !roles_.country(filler).empty());
      }
      if (!strong) return false;
    }
    if (use.bare) return true;
    return !node.actors.empty() || !node.recipients.empty() || has_content || node.unsaid;
  }

  void prune() {
    // Contents first: an operator may need one.
    std::vector<int> order;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].parent < 0) post_order(static_cast<int>(i), 0, order);
    }
    for (int index : order) {
      Node& node = nodes_[static_cast<std::size_t>(index)];
      auto& contents = node.contents;
      contents.erase(std::remove_if(contents.begin(), contents.end(),
                                    [&](int c) { return nodes_[static_cast<std::size_t>(c)].dead; }),
                     contents.end());
      if (join(index)) continue;
      if (node.buried) continue;
      same_place(index);
      same_as_before(index);
      node.dead = node.dead || !needs_met(node, !contents.empty());
      if (node.dead && contents.empty()) try_losers(index);
      if (!node.dead) continue;
      // Without its operator a content stands alone only where the operator says nothing about its truth.
      for (int content : contents) {
        Node& child = nodes_[static_cast<std::size_t>(content)];
        if (child.parent != index) continue;
        // "turned down a request to extradite": what is asked for is what is refused, though nobody asks.
        if (node.parent >= 0 && node.use->effect.status == Status::kRequested) {
          child.parent = node.parent;
          nodes_[static_cast<std::size_t>(node.parent)].contents.push_back(content);
          continue;
        }
        // "The resignation was welcomed": what a noun names has its own truth, whoever judges it.
        const bool named = child.trigger.kind == WordClass::kNoun && child.trigger.verb == kNoToken &&
                           node.use->effect.status &&
                           one_of_status(*node.use->effect.status, {Status::kPossible, Status::kOccurred});
        if (node.use->effect.status && !node.use->presupposes && !named)
          kill(content);
        else
          child.parent = -1;
      }
      contents.clear();
    }
  }

  // The best reading lacks its roles: the next one may have them.
  void try_losers(int index) {
    Node& node = nodes_[static_cast<std::size_t>(index)];
    const std::vector<Trigger> losers = std::move(node.trigger.losers);
    node.trigger.losers.clear();
    for (std::size_t i = 0; i < losers.size() && node.dead; ++i) {
      const Use& use = frames_.uses[losers[i].use];
      if (losers[i].token != node.trigger.token || use.needs_content || use.joins) continue;
      node.failed.push_back(node.frame->id);
      node.trigger = losers[i];
      node.trigger.losers.assign(losers.begin() + static_cast<std::ptrdiff_t>(i) + 1, losers.end());
      node.use = &use;
      node.frame = &frames_.frames[use.frame];
      node.filled = false;
      node.symmetric = false;
      node.actors.clear();
      node.recipients.clear();
      node.slots.clear();
      fill(index, std::vector<Filler>(node.inherited), std::vector<Filler>(node.lent), 0);
      read_level(index);
      node.dead = !needs_met(node, false);
    }
  }

  void post_order(int index, int depth, std::vector<int>& out) const {
    if (depth <= 64) {
      for (int content : nodes_[static_cast<std::size_t>(index)].contents) {
        if (nodes_[static_cast<std::size_t>(content)].parent == index) post_order(content, depth + 1, out);
      }
    }
    out.push_back(index);
  }

  void kill(int index) {
    Node& node = nodes_[static_cast<std::size_t>(index)];
    node.dead = true;
    for (int content : node.contents) {
      if (nodes_[static_cast<std::size_t>(content)].parent == index) kill(content);
    }
  }

  // "was due to visit Berlin but cancelled the trip": what an operator speaks of is the one told before.
  void same_as_before(int index) {
    Node& node = nodes_[static_cast<std::size_t>(index)];
    if (node.parent < 0 || !nodes_[static_cast<std::size_t>(node.parent)].use->takes_content_roles ||
        node.trigger.kind != WordClass::kNoun || needs_met(node, false))
      return;
    bool definite = false;
    for (std::uint32_t c : a_.children(node.trigger.token))
      definite = definite || one_of(a_.tokens[c].lower, {"the", "that", "this", "his", "her", "its", "their"});
    if (!definite) return;
    for (int i = index - 1; i >= 0 && i >= index - 12; --i) {
      const Node& other = nodes_[static_cast<std::size_t>(i)];
      if (other.frame != node.frame || other.dead || i == node.parent ||
          (other.recipients.empty() && other.actors.size() < 2))
        continue;
      if (node.actors.empty() || node.symmetric) node.actors = other.actors;
      node.recipients = other.recipients;
      return;
    }
  }

  // "visit the country": the host of the visit told before.
  void same_place(int index) {
    Node& node = nodes_[static_cast<std::size_t>(index)];
    if (node.frame->id != "meet.visit" || !node.recipients.empty() || node.actors.empty()) return;
    std::vector<std::uint32_t> places;
    if (node.trigger.verb == node.trigger.token) places.push_back(g_.logical_object(node.trigger.verb));
    for (const Prepositional& pp : g_.prepositional(node.trigger.token, node.trigger.verb)) {
      if (pp.distance <= 1 && one_of(a_.tokens[pp.preposition].lower, {"to", "in"}))
        places.push_back(pp.object);
    }
    bool vague = false;
    for (std::uint32_t t : places) {
      if (t == kNoToken || !one_of(a_.tokens[t].lemma,
                                   {"country", "nation", "kingdom", "republic", "capital", "city", "island"}))
        continue;
      for (std::uint32_t c : a_.children(t))
        vague = vague || one_of(a_.tokens[c].lower, {"the", "that", "this"});
    }
    if (!vague) return;
    for (int i = index - 1; i >= 0 && i >= index - 12; --i) {
      const Node& other = nodes_[static_cast<std::size_t>(i)];
      if (other.frame == node.frame && !other.recipients.empty()) {
        node.recipients = other.recipients;
        return;
      }
    }
  }

  // "A delegation will accompany him": the happening of the one accompanied, told before.
  bool join(int index) {
    Node& node = nodes_[static_cast<std::size_t>(index)];
    if (!node.use->joins) return false;
    const std::vector<Filler> whom = node.recipients;
    node.recipients.clear();
    node.dead = true;
    if (node.actors.empty() || whom.empty()) return true;
    for (int i = static_cast<int>(nodes_.size()) - 1; i >= 0; --i) {
      const Node& other = nodes_[static_cast<std::size_t>(i)];
      if (i == index || other.dead || other.use->joins || other.frame != node.frame || other.recipients.empty())
        continue;
      if (i > index && a_.tokens[other.trigger.token].sentence != a_.tokens[node.trigger.token].sentence)
        continue;
      bool there = false;
      for (const Filler& filler : other.actors) there = there || roles_.same(filler, whom[0]);
      // "him", "the president": who travels is whoever was said to, if he is of their country.
      for (const Filler& filler : other.actors) {
        there = there || (i < index && roles_.vague(whom[0]) && !roles_.country(filler).empty() &&
                          roles_.country(filler) == roles_.country(node.actors[0]));
      }
      if (!there) continue;
      node.recipients = other.recipients;
      node.joins = i;
      node.dead = false;
      return true;
    }
    return true;
  }

  // An attack or arrest of nobody by nobody belongs to the article only where the article speaks of political
  // actors or says in which country it was.
  void drop_lonely() {
    for (const Node& node : nodes_) {
      if (node.dead) continue;
      for (const auto* side : {&node.actors, &node.recipients}) {
        for (const Filler& filler : *side) {
          if (roles_.strong(filler) || !roles_.country(filler).empty()) return;
        }
      }
    }
    const auto only_named = [&](const Filler& filler) { return roles_.only_named(filler); };
    for (Node& node : nodes_) {
      if (!node.contents.empty() || node.parent >= 0) continue;
      if (!std::all_of(node.actors.begin(), node.actors.end(), only_named) ||
          !std::all_of(node.recipients.begin(), node.recipients.end(), only_named))
        continue;
      const std::optional<PlaceRef>& place = setting(node).place;
      node.dead = !node.frame->weak || !place || place->iso3.empty() || place->from_dateline;
    }
  }

  // "Spain attacked in the second half", "Microsoft sued a rival": in news of sports, business and technology
  // the same words are political only of political actors.
  void drop_other_domains() {
    const std::size_t count = a_.sentences.size();
    std::vector<std::vector<std::pair<std::uint32_t, std::string_view>>> words(count);  // domain and word
    for (const Token& token : a_.tokens) {
      auto found = frames_.domain_words.find(std::string(token.lemma));
      if (found == frames_.domain_words.end()) found = frames_.domain_words.find(std::string(token.lower));
      if (found == frames_.domain_words.end()) continue;
      for (std::uint32_t domain : found->second) words[token.sentence].emplace_back(domain, found->first);
    }
    std::vector<bool> report;
    for (const Domain& domain : frames_.domains) report.push_back(is_report(domain));
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (nodes_[i].dead || nodes_[i].parent >= 0) continue;
      const std::size_t here = a_.tokens[nodes_[i].trigger.token].sentence;
      std::set<std::pair<std::uint32_t, std::string_view>> near;
      for (std::size_t s = here > 0 ? here - 1 : 0; s < count && s <= here + 1; ++s)
        near.insert(words[s].begin(), words[s].end());
      for (std::uint32_t d = 0; d < frames_.domains.size() && !nodes_[i].dead; ++d) {
        const Domain& domain = frames_.domains[d];
        const auto number =
            std::count_if(near.begin(), near.end(), [&](const auto& word) { return word.first == d; });
        if ((report[d] && !political_tree(static_cast<int>(i), domain, true)) ||
            (number >= domain.minimum && !political_tree(static_cast<int>(i), domain, false)))
          kill(static_cast<int>(i));
      }
    }
  }

  // Two different words of it, and one in twenty-five.
  bool is_report(const Domain& domain) const {
    std::vector<std::string_view> found;
    std::size_t count = 0;
    for (const Token& token : a_.tokens) {
      auto word = std::lower_bound(domain.report.begin(), domain.report.end(), token.lemma);
      if (word == domain.report.end() || *word != token.lemma) {
        word = std::lower_bound(domain.report.begin(), domain.report.end(), token.lower);
        if (word == domain.report.end() || *word != token.lower) continue;
      }
      ++count;
      if (found.size() < 2 && (found.empty() || found[0] != *word)) found.push_back(*word);
    }
    return found.size() == 2 && count * 25 >= a_.tokens.size();
  }

  bool political_tree(int index, const Domain& domain, bool report) const {
    const Node& node = nodes_[static_cast<std::size_t>(index)];
    for (const auto* side : {&node.actors, &node.recipients}) {
      for (const Filler& filler : *side) {
        if (roles_.political_in(filler, domain, report)) return true;
      }
    }
    for (int content : node.contents) {
      if (nodes_[static_cast<std::size_t>(content)].parent == index && political_tree(content, domain, report))
        return true;
    }
    return false;
  }

  // A verb of saying whose words are coded gives only the sayer.
  void hush_speech() {
    std::vector<std::uint32_t> starts;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (!nodes_[i].dead && !nodes_[i].frame->speech) starts.push_back(nodes_[i].trigger.token);
    }
    for (const Judgement& judgement : judgements_) starts.push_back(judgement.token);
    std::sort(starts.begin(), starts.end());
    for (Node& node : nodes_) {
      if (node.dead || !node.frame->speech) continue;
      auto coded_between = [&](std::uint32_t begin, std::uint32_t end) {
        auto at = std::lower_bound(
            starts.begin(), starts.end(), begin,
            [&](std::uint32_t t, std::uint32_t byte) { return a_.tokens[t].span.begin < byte; });
        return at != starts.end() && a_.tokens[*at].span.end <= end;
      };
      const Span own = a_.tokens[node.trigger.token].span;
      bool coded = false;
      // "to note", "to say the least": nobody says it. ("is expected to announce" has a subject further up.)
      if (node.parent < 0 && node.trigger.verb != kNoToken && !g_.is_finite(node.trigger.verb) &&
          g_.own_subject(node.trigger.verb) == kNoToken && a_.tokens[node.trigger.verb].dep != "conj" &&
          (a_.tokens[node.trigger.verb].dep != "xcomp" ||
           a_.tokens[a_.tokens[node.trigger.verb].head].dep == "advcl")) {
        node.dead = true;
        continue;
      }
      for (std::size_t q : quoted_[a_.tokens[node.trigger.token].sentence]) {
        const Quote& quote = quotes_[q];
        bool cue = quote.cue_head == node.trigger.token;
        for (const Span& span : quote.cue) cue = cue || span.overlaps(own);
        if (!cue) continue;
        for (const Span& span : quote.content) coded = coded || coded_between(span.begin, span.end);
      }
      const std::uint32_t clause =
          a_.child(node.trigger.verb == kNoToken ? node.trigger.token : node.trigger.verb, {"ccomp"});
      if (clause != kNoToken) {
        const auto [first, last] = a_.subtree(clause);
        const Span span = a_.span(first, last);
        coded = coded || coded_between(span.begin, span.end);
      }
      if (coded) node.dead = true;
    }
  }

  // ---- statements
  // --------------------------------------------------------------------------------------------------

  Act make_act(int index, std::optional<StatusReading> given, std::vector<Evidence>& evidence) {
    const std::string prefix;
    const Node& node = nodes_[static_cast<std::size_t>(index)];
    const StatusReading& status = given ? *given : node.status;
    Act act;
    act.frame = node.frame->id;
    act.trigger_token = node.trigger.token;
    act.trigger = a_.tokens[node.trigger.token].span;
    // A verb and its particle are one trigger.
    for (std::uint32_t word : node.trigger.words) {
      if (word == act.trigger_token + 1 && (a_.tokens[word].dep == "prt" || a_.tokens[word].tag == "RP"))
        act.trigger.end = a_.tokens[word].span.end;
    }
    act.trigger_text = std::string(document_.text(act.trigger));
    act.symmetric = node.symmetric;
    act.status = status.status;
    act.tense = status.tense;
    act.factuality = status.factuality;
    if (status.condition) act.condition = Condition{*status.condition, {}};
    static constexpr std::string_view kKinds[] = {"verb", "noun", "light", "adjective"};
    const Pattern& pattern = frames_.patterns[node.trigger.pattern];
    evidence.push_back({prefix + "frame",
                        fmt::format("{}/{}", act.frame,
                                    node.modal ? "obligation" : kKinds[static_cast<int>(pattern.kind)]),
                        act.trigger,
                        {}});
    for (Evidence reason : status.evidence) {
      reason.field = prefix + reason.field;
      evidence.push_back(std::move(reason));
    }
    attach_time(index, act);
    const Setting& where = setting(nodes_[static_cast<std::size_t>(index)]);
    act.topics = where.topics;
    act.place = where.place;
    evidence.insert(evidence.end(), where.evidence.begin(), where.evidence.end());
    attach_amounts(node, act);
    attach_companions(node, act);
    if (node.frame->weak) {
      act.toll = toll_of(frames_, g_, document_, node.trigger);
      if (!act.toll && node.tells >= 0)
        act.toll = toll_of(frames_, g_, document_, nodes_[static_cast<std::size_t>(node.tells)].trigger);
      attach_instruments(node, act);
    }
    std::optional<Day> day = day_of_event(act);
    // An undated content is seen from the day of the operator that holds it.
    for (int above = node.parent; !act.time && above >= 0;
         above = nodes_[static_cast<std::size_t>(above)].parent) {
      Act shell;
      shell.tense = nodes_[static_cast<std::size_t>(above)].status.tense;
      attach_time(above, shell);
      if (!shell.time) continue;
      day = day_of_event(shell);
      break;
    }
    for (const Filler& filler : node.actors) act.actors.push_back(roles_.actor(filler, day));
    for (const Filler& filler : node.recipients) act.recipients.push_back(roles_.actor(filler, day));
    if (node.frame->weak) settle_victims(node, act);
    part_strangers(act.actors, act.recipients);
    part_strangers(act.recipients, act.actors);
    for (std::size_t i = 0; i < act.actors.size(); ++i) {
      evidence.push_back({fmt::format("{}actors[{}]", prefix, i),
                          fmt::format("{}/{}", act.frame, node.actors[i].how), act.actors[i].span,
                          act.actors[i].actor.how});
    }
    for (std::size_t i = 0; i < act.recipients.size(); ++i) {
      evidence.push_back({fmt::format("{}recipients[{}]", prefix, i),
                          fmt::format("{}/{}", act.frame, node.recipients[i].how), act.recipients[i].span,
                          act.recipients[i].actor.how});
    }
    if (act.time) {
      evidence.push_back(
          {prefix + "time", act.time->ref.carried ? "time/clause" : "time/attached", act.time->ref.span, {}});
    }
    if (const ClaimReading* reading = claim_at(index)) {
      act.claim = make_claim(*reading, act, status);
      // "It was not the first attack": attacks there were.
      if (act.claim->status == "denied" && act.status == Status::kNotOccurred && act.tense != Tense::kFuture &&
          reading->claim.kind != "never" && reading->predicate != kNoToken && !status.finite) {
        act.status = Status::kOccurred;
        act.factuality = 3;
      }
      evidence.push_back({prefix + "claim", act.claim->rule, act.claim->span, {}});
    }
    return act;
  }

  // "The government thanked China": not China's. What only the text's one country told is no country here.
  void part_strangers(std::vector<ActorRef>& side, const std::vector<ActorRef>& other) const {
    for (ActorRef& one : side) {
      const bool guessed = one.mention >= 0 &&
                           std::any_of(mentions_[static_cast<std::size_t>(one.mention)].evidence.begin(),
                                       mentions_[static_cast<std::size_t>(one.mention)].evidence.end(),
                                       [](const Evidence& e) { return e.rule == "actors/document-country"; });
      if (!guessed) continue;
      for (const ActorRef& partner : other) {
        if (partner.actor.kind != ActorKind::kState || partner.actor.country != one.actor.country) continue;
        if (one.actor.code.starts_with(one.actor.country)) one.actor.code.replace(0, one.actor.country.size(), "---");
        one.actor.country.clear();
        one.actor.how += "; not that of the other side";
        break;
      }
    }
  }

  // "Three people were killed in Kabul": people of the place, where nothing else says whose they are.
  void settle_victims(const Node& node, Act& act) const {
    std::string country = act.place && act.place->how != "dateline" ? act.place->iso3 : std::string();
    if (node.tells >= 0) {
      // "killed in the shelling of southern Lebanon"
      for (const Filler& filler : nodes_[static_cast<std::size_t>(node.tells)].recipients) {
        if (country.empty()) country = roles_.country(filler);
      }
    }
    if (country.empty()) return;
    for (ActorRef& victim : act.recipients) {
      ResolvedActor& who = victim.actor;
      const bool body = who.code.starts_with("IGO") || who.code.starts_with("NGO") || who.code.starts_with("---IGO") ||
                        who.code.starts_with("---NGO");
      if (!who.country.empty() || !who.id.empty() || body || who.kind == ActorKind::kState) continue;
      if (who.code.empty() && who.kind != ActorKind::kGroup && who.kind != ActorKind::kPeople) continue;
      who.country = country;
      who.code = country + (who.code.starts_with("---") ? who.code.substr(3) : who.code);
      who.how += "; country of the place";
    }
  }

  std::optional<Day> day_of_event(const Act& act) const {
    if (act.time && act.time->ref.interval.start) return day_of(*act.time->ref.interval.start);
    if (published_.date) return day_of(*published_.date);
    return std::nullopt;
  }

  // All trees under a node: one for each content, transparent operators taken out.
  void grow(int index, std::optional<StatusReading> given, int depth,
            const std::function<void(Act, std::vector<Evidence>)>& emit) {
    const Node& node = nodes_[static_cast<std::size_t>(index)];
    const StatusReading status = given ? *given : node.status;
    Node coloured;
    coloured.use = node.use;
    coloured.status = status;
    // "refused to rule out sanctions", "did not rule out": nothing is left but that it may happen.
    const bool undone = status.negated || status.status == Status::kNotOccurred;
    for (int middle : node.contents) {
      const Node& inner = nodes_[static_cast<std::size_t>(middle)];
      const bool refused =
          node.use->effect.status == Status::kNotOccurred && inner.use->dissolves && !inner.contents.empty();
      const std::vector<int> last =
          refused ? inner.contents
                  : (node.use->dissolves && undone ? std::vector<int>{middle} : std::vector<int>{});
      if (last.empty()) continue;
      for (int content : last) {
        StatusReading open = nodes_[static_cast<std::size_t>(content)].status;
        open.status = Status::kPossible;
        open.tense = Tense::kFuture;
        open.factuality = 0.5;
        open.evidence.push_back({"status",
                                 fmt::format("{}/refused", refused ? inner.frame->id : node.frame->id),
                                 a_.tokens[node.trigger.token].span,
                                 {}});
        grow(content, open, depth, emit);
      }
      return;
    }
    if (node.use->transparent) {
      for (int content : node.contents) {
        StatusReading below = under(coloured, nodes_[static_cast<std::size_t>(content)].status);
        below.evidence.push_back(
            {"status", fmt::format("{}/operator", node.frame->id), a_.tokens[node.trigger.token].span, {}});
        grow(content, below, depth, emit);
      }
      return;
    }
    if (node.contents.empty() || depth >= kMaxDepth) {
      std::vector<Evidence> evidence;
      Act act = make_act(index, status, evidence);
      emit(std::move(act), std::move(evidence));
      return;
    }
    for (int content : node.contents) {
      StatusReading below = under(coloured, nodes_[static_cast<std::size_t>(content)].status);
      below.evidence.push_back(
          {"status", fmt::format("{}/content", node.frame->id), a_.tokens[node.trigger.token].span, {}});
      grow(content, below, depth + 1, [&](Act inner, std::vector<Evidence> reasons) {
        std::vector<Evidence> evidence;
        Act act = make_act(index, status, evidence);
        // "agreed in May to sign by July": from the agreement on.
        if (inner.time && inner.time->ref.op == TimeOperator::kBy && inner.tense == Tense::kFuture &&
            act.time && act.time->ref.interval.start && inner.time->ref.interval.end &&
            *act.time->ref.interval.start < *inner.time->ref.interval.end)
          inner.time->ref.interval.start = act.time->ref.interval.start;
        if (node.use->moves != Moves::kNothing) move_time(node, inner, reasons);
        act.content = std::make_unique<Act>(std::move(inner));
        for (Evidence& reason : reasons) {
          reason.field = "content." + reason.field;
          evidence.push_back(std::move(reason));
        }
        emit(std::move(act), std::move(evidence));
      });
    }
  }

  void build() {
    struct Made {
      std::uint32_t token;
      Act act;
      std::vector<Evidence> evidence;
      int node;
    };
    std::vector<Made> made;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const Node& node = nodes_[i];
      if (node.dead) continue;
      const bool top = node.parent < 0 || (nodes_[static_cast<std::size_t>(node.parent)].use->presupposes &&
                                           !nodes_[static_cast<std::size_t>(node.parent)].dead);
      if (!top) continue;
      std::optional<StatusReading> status;
      if (node.parent >= 0) status = under(nodes_[static_cast<std::size_t>(node.parent)], node.status);
      grow(static_cast<int>(i), status, 1, [&](Act act, std::vector<Evidence> evidence) {
        made.push_back({act.trigger_token, std::move(act), std::move(evidence), static_cast<int>(i)});
      });
    }
    for (const Judgement& judgement : judgements_) made.push_back(make_judgement<Made>(judgement));
    std::stable_sort(made.begin(), made.end(), [](const Made& x, const Made& y) { return x.token < y.token; });
    std::map<Span, int> ordinals;
    for (Made& item : made) {
      Statement statement;
      const Span trigger = item.act.trigger;
      statement.id = content_id("st_", {document_.key, fmt::format("{}-{}", trigger.begin, trigger.end),
                                        fmt::format("{}", ordinals[trigger]++)});
      statement.sentence = a_.tokens[item.token].sentence;
      statement.in_title = document_.in_title(trigger);
      statement.evidence = std::move(item.evidence);
      statement.act = std::move(item.act);
      attach_sayers(statement, item.node < 0 ? nullptr : &nodes_[static_cast<std::size_t>(item.node)]);
      if (item.node >= 0) {
        const Node& node = nodes_[static_cast<std::size_t>(item.node)];
        std::set<std::string> seen = {node.frame->id};
        for (const Trigger& loser : node.trigger.losers) {
          const std::string& id = frames_.frames[frames_.uses[loser.use].frame].id;
          if (seen.insert(id).second)
            statement.rivals.push_back(
                {"frame", id, id, trigger, "a longer or more special pattern matches these words"});
        }
        for (const std::string& id : node.failed) {
          if (seen.insert(id).second)
            statement.rivals.push_back({"frame", id, id, trigger, "its roles are not filled"});
        }
      }
      statements_.push_back(std::move(statement));
      nodes_of_.push_back(item.node);
    }
    // What holds only if something else does: name the statement that the protasis is.
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      Act& act = statements_[i].act;
      if (!act.condition) continue;
      for (std::size_t j = i > 16 ? i - 16 : 0; j < statements_.size() && j < i + 16; ++j) {
        if (j == i || !act.condition->span.contains(statements_[j].act.trigger)) continue;
        act.condition->statement = statements_[j].id;
        break;
      }
    }
  }

  template <class Made>
  Made make_judgement(const Judgement& judgement) {
    Act act;
    act.frame = frames_.frames[judgement.frame].id;
    act.trigger_token = judgement.token;
    act.trigger = a_.tokens[judgement.token].span;
    act.trigger_text = std::string(document_.text(act.trigger));
    const std::optional<Day> day =
        published_.date ? std::optional<Day>(day_of(*published_.date)) : std::nullopt;
    act.actors.push_back(roles_.actor(judgement.sayer, day));
    for (const Filler& target : judgement.targets) act.recipients.push_back(roles_.actor(target, day));
    act.status = Status::kOccurred;
    act.tense = Tense::kPast;
    act.factuality = 3;
    std::vector<Evidence> evidence;
    evidence.push_back({"frame", act.frame + "/evaluation", act.trigger, {}});
    evidence.push_back({"actors[0]", act.frame + "/sayer", act.actors[0].span, act.actors[0].actor.how});
    for (std::size_t i = 0; i < act.recipients.size(); ++i) {
      evidence.push_back({fmt::format("recipients[{}]", i), act.frame + "/judged", act.recipients[i].span,
                          act.recipients[i].actor.how});
    }
    return Made{judgement.token, std::move(act), std::move(evidence), -1};
  }

  // ---- claims about it
  // -----------------------------------------------------------------------------------------------------

  void find_claims() {
    const auto event_at = [&](std::uint32_t t) -> ClaimRules::Event {
      // A frame whose roles the sentence leaves open still says what kind of happening it is.
      const auto known = [](const Node& node) {
        return !node.dead || (!node.use->needs_content && !node.frame->speech);
      };
      if (const int node = trigger_at_[t]; node >= 0 && known(nodes_[static_cast<std::size_t>(node)]))
        return {nodes_[static_cast<std::size_t>(node)].trigger.token, true};
      for (auto [at, end] = carried_.equal_range(t); at != end; ++at) {
        if (known(nodes_[static_cast<std::size_t>(at->second)]))
          return {nodes_[static_cast<std::size_t>(at->second)].trigger.token, true};
      }
      // Of words that no frame knows those that mean something done: "is" and "the best" do not.
      const bool happens = status_.is_happening(a_, t) &&
                           (g_.is_verb(t) ? a_.tokens[t].pos == "VERB" : a_.tokens[t].pos == "NOUN");
      return happens ? ClaimRules::Event{t, false} : ClaimRules::Event{};
    };
    claims_ = claim_rules_.find(g_, document_, times_, event_at);
    claim_of_node_.assign(nodes_.size(), -1);
    for (std::size_t i = 0; i < claims_.size(); ++i) {
      const int node = trigger_at_[claims_[i].event];
      if (node >= 0 && claim_of_node_[static_cast<std::size_t>(node)] < 0)
        claim_of_node_[static_cast<std::size_t>(node)] = static_cast<int>(i);
    }
    made_claims_.resize(claims_.size());
  }

  const ClaimReading* claim_at(int node) const {
    const int found = claim_of_node_[static_cast<std::size_t>(node)];
    return found < 0 ? nullptr : &claims_[static_cast<std::size_t>(found)];
  }

  // By the words alone: whom the text means by them elsewhere does not matter.
  void describe(const Mention& mention, ClaimRole& role) const {
    role.office = mention.office;
    role.country = mention.country;
    role.sectors = mention.sectors;
    role.code = mention.code;
    // "a Western leader": of many countries, whatever the mention without its adjective would be.
    for (std::uint32_t c : a_.children(mention.head)) {
      if (a_.tokens[c].dep != "amod" || (c >= mention.first_token && c < mention.last_token) ||
          a_.tokens[c].text.empty() || a_.tokens[c].text[0] < 'A' || a_.tokens[c].text[0] > 'Z')
        continue;
      role.country.clear();
      role.code.clear();
    }
  }

  // One role of the query. A description ("a Pakistani premier") asks for any actor that fits it.
  ClaimRole claim_role(std::string_view role, const ActorRef& ref, int mention) const {
    ClaimRole out;
    out.role = std::string(role);
    out.text = ref.text;
    out.span = ref.span;
    out.country = ref.actor.country;
    out.sectors = ref.actor.sectors;
    out.code = ref.actor.code;
    if (mention >= 0) {
      const Mention& found = mentions_[static_cast<std::size_t>(mention)];
      out.general = found.kind != ActorKind::kPerson && found.kind != ActorKind::kState;
      bool determined = false;
      for (std::uint32_t c : a_.children(found.head)) {
        if (!one_of(a_.tokens[c].dep, {"det", "poss", "neg"})) continue;
        determined = true;
        out.general = one_of(a_.tokens[c].lower, {"a", "an", "any", "no", "another", "some", "neither"});
      }
      if (!determined &&
          (found.kind == ActorKind::kPerson || found.kind == ActorKind::kState || !ref.actor.id.empty()))
        out.general = false;
      if (out.general) describe(found, out);
    }
    if (!out.general) {
      out.id = ref.actor.id;
      out.name = ref.actor.name;
    }
    return out;
  }

  // The actors that the claim itself names: "the first premier to visit", "the first by a premier". False when
  // it names none.
  bool name_claimed(const ClaimReading& reading, std::optional<Day> day, ParsedClaim& out) const {
    std::uint32_t head = reading.holder != kNoToken ? reading.holder : reading.by;
    // "Macron made the first visit by a French president": of all such visits, not of his.
    for (std::uint32_t c : a_.children(reading.event)) {
      if (head == kNoToken && one_of(a_.tokens[c].dep, {"prep", "agent"}) && a_.tokens[c].lower == "by")
        head = a_.child(c, {"pobj"});
    }
    if (head == kNoToken) return false;
    const Span words = head == reading.holder ? reading.holder_span : phrase(a_, head);
    for (const Filler& filler : roles_.fillers(head, "claim")) {
      ClaimRole role = claim_role("actors", roles_.actor(filler, day), filler.mention);
      if (head == reading.holder) {
        role.general = true;
        role.id.clear();
        role.name.clear();
        role.text = std::string(document_.text(words));
        role.span = words;
        if (filler.mention >= 0) describe(mentions_[static_cast<std::size_t>(filler.mention)], role);
      }
      out.roles.push_back(std::move(role));
    }
    if (out.roles.empty()) {
      ClaimRole role;
      role.role = "actors";
      role.text = std::string(document_.text(words));
      role.span = words;
      role.general = true;
      out.roles.push_back(std::move(role));
    }
    return true;
  }

  // The frame that a noun alone evokes, where its sentence has made no trigger of it; empty when there is none.
  std::string frame_of_noun(std::uint32_t t) const {
    if (g_.is_verb(t)) return {};
    const auto found = frames_.by_head.find(std::string(a_.tokens[t].lemma));
    if (found == frames_.by_head.end()) return {};
    for (const std::uint32_t pattern : found->second) {
      const Pattern& one = frames_.patterns[pattern];
      if (one.kind == WordClass::kNoun && one.words.size() == 1 && !frames_.uses[one.use].needs_content)
        return frames_.frames[frames_.uses[one.use].frame].id;
    }
    return {};
  }

  // Of an act, as the query that it makes.
  ParsedClaim make_claim(const ClaimReading& reading, const Act& act, const StatusReading& status) {
    ParsedClaim out = reading.finish(published_.date, &act);
    if (out.period_text.empty() && out.kind == "last" && act.time && out.period.start)
      out.period_text = std::string(document_.text(act.time->ref.span));
    out.frame = act.frame;
    if (!name_claimed(reading, day_of_event(act), out)) {
      for (const ActorRef& actor : act.actors) out.roles.push_back(claim_role("actors", actor, actor.mention));
      if (!reading.as.empty()) {
        for (ClaimRole& role : out.roles) role.office = reading.as;
      }
    }
    for (const ActorRef& recipient : act.recipients)
      out.roles.push_back(claim_role("recipients", recipient, recipient.mention));
    set_claim_status(reading, status, out);
    if (const std::size_t i = static_cast<std::size_t>(&reading - claims_.data()); !made_claims_[i])
      made_claims_[i] = out;
    return out;
  }

  // How the claim is made: by its copula where it is predicated, else with the happening.
  void set_claim_status(const ClaimReading& reading, const StatusReading& status, ParsedClaim& out) const {
    StatusReading own = status;
    if (reading.predicate != kNoToken) own = status_.read(document_, a_, reading.predicate);
    const bool never = out.kind == "never";
    // Of what there never was the happening itself is denied: what is asserted is that.
    double factuality = never ? 3 : own.factuality;
    if (reading.negated) factuality = -std::abs(factuality);
    out.factuality = std::round(std::clamp(factuality * reading.factor, -3.0, 3.0) * 100) / 100;
    if (out.factuality <= -1)
      out.status = "denied";
    else if (!never && own.status == Status::kConditional)
      out.status = "conditional";
    else if (out.factuality < 1.5 || own.status == Status::kPossible)
      out.status = "possible";
    else
      out.status = "asserted";
  }

  // Each claim once: as its statement has it, or by its words alone where no frame knows the happening.
  std::vector<ParsedClaim> all_claims() {
    std::vector<ParsedClaim> out;
    for (std::size_t i = 0; i < claims_.size(); ++i) {
      if (!made_claims_[i]) {
        const ClaimReading& reading = claims_[i];
        ParsedClaim claim = reading.finish(published_.date, nullptr);
        if (const int node = trigger_at_[reading.event];
            node >= 0 && !nodes_[static_cast<std::size_t>(node)].use->needs_content)
          claim.frame = nodes_[static_cast<std::size_t>(node)].frame->id;
        const std::optional<Day> day = published_.date ? std::optional(day_of(*published_.date)) : std::nullopt;
        const bool named = name_claimed(reading, day, claim);
        if (const int node = trigger_at_[reading.event]; node >= 0) {
          const Node& told = nodes_[static_cast<std::size_t>(node)];
          for (const Filler& filler : told.actors) {
            if (!named) claim.roles.push_back(claim_role("actors", roles_.actor(filler, day), filler.mention));
          }
          for (const Filler& filler : told.recipients)
            claim.roles.push_back(claim_role("recipients", roles_.actor(filler, day), filler.mention));
        } else {
          claim.frame = frame_of_noun(reading.event);
        }
        set_claim_status(reading, status_.read(document_, a_, reading.event), claim);
        made_claims_[i] = std::move(claim);
      }
      out.push_back(std::move(*made_claims_[i]));
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const ParsedClaim& x, const ParsedClaim& y) { return x.span.begin < y.span.begin; });
    return out;
  }

  // ---- what hangs on a happening
  // -----------------------------------------------------------------------------------

  const Trigger* nearest_content(const Node& node) const {
    const Trigger* out = nullptr;
    for (int content : node.contents) {
      const Trigger& trigger = nodes_[static_cast<std::size_t>(content)].trigger;
      if (out == nullptr || trigger.token < out->token) out = &trigger;
    }
    return out;
  }

  void attach_time(int index, Act& act) {
    const Node& node = nodes_[static_cast<std::size_t>(index)];
    const ClaimReading* claim = claim_at(index);
    const Trigger* parent = node.parent < 0 ? nullptr : &nodes_[static_cast<std::size_t>(node.parent)].trigger;
    const Trigger* later = sets_apart(node) ? nearest_content(node) : nullptr;
    int best = 0;
    const TimeRef* chosen = nullptr;
    const std::uint32_t copula = node.trigger.verb == kNoToken ? kNoToken : first_to(g_, node.trigger.verb);
    for (const PlacedTime& placed : placed_[a_.tokens[node.trigger.token].sentence]) {
      const TimeRef& time = times_[placed.time];
      if (!dates(time)) continue;
      if (moved_by(node, placed) ||
          (node.parent >= 0 && moved_by(nodes_[static_cast<std::size_t>(node.parent)], placed)))
        continue;
      // "the first since 2012", "the first in five years": the period asked about is not when it happens.
      if (claim != nullptr && !claim->dates_happening(time.span)) continue;
      int score = time_score(g_, time, placed.governor, node.trigger, parent, later, live_at_);
      // "In 2013 he became the first premier to visit": the visit's year, too.
      if (score == 0 && copula != kNoToken && placed.governor == copula &&
          time.first_token < node.trigger.token)
        score = 80;
      // "a summit scheduled for 5 May": the summit's day, whatever came of it.
      const bool undone = act.status == Status::kPostponed || act.status == Status::kCancelled;
      if (score == 0 && scheduled(node.trigger.token, placed.governor)) score = 80;
      if (score <= 35 || (!undone && !tense_fits(act, time))) continue;
      const bool finer = chosen != nullptr && score + 15 >= best && best + 15 >= score &&
                         time.interval.known() && time.granularity != Granularity::kNone &&
                         (chosen->granularity == Granularity::kNone || time.granularity < chosen->granularity ||
                          !chosen->interval.known());
      if (chosen == nullptr || finer || score > best + 15) {
        best = std::max(score, best);
        chosen = &time;
      }
    }
    if (chosen != nullptr) {
      act.time = StatementTime{*chosen};
      // What was done by a day began nobody says when.
      if (chosen->op == TimeOperator::kBy && act.tense == Tense::kPast) act.time->ref.interval.start.reset();
      join_days(act.time->ref);
      event_times_.resolve(act.time->ref);
      // "days after the coup" of what is past: not after the report.
      Interval& at = act.time->ref.interval;
      if (chosen->from_event && act.tense == Tense::kPast && at.start && !at.end && published_.date &&
          *at.start <= *published_.date)
        at.end = Instant{day_of(*published_.date) + std::chrono::days{1}};
      if (at.known()) return;
      // "On Friday it voted to ban guns, a week before the deadline": the day rather than what hangs on an event.
      std::optional<StatementTime> own;
      own.swap(act.time);
      borrow_time(node, claim, act);
      if (!act.time) act.time = std::move(own);
      return;
    }
    borrow_time(node, claim, act);
  }

  // What is still to come is dated apart from the act itself: "agreed in May to sign by July".
  static bool sets_apart(const Node& node) {
    const std::optional<Status>& effect = node.use->effect.status;
    return effect && *effect != Status::kOccurred && *effect != Status::kCancelled &&
           *effect != Status::kDenied;
  }
  static bool dates(const TimeRef& time) {
    return (time.type != TimeType::kDuration || time.interval.known() || time.from_event) &&
           time.value != "PRESENT_REF";
  }
  // A plan does not lie in the past, nor a deed in the future.
  bool tense_fits(const Act& act, const TimeRef& time) const {
    if (!published_.date || !time.interval.known()) return true;
    if (act.tense == Tense::kFuture && time.interval.end && *time.interval.end <= *published_.date)
      return false;
    return act.tense != Tense::kPast || !time.interval.start || *time.interval.start <= *published_.date ||
           time.op == TimeOperator::kBy;
  }

  // "on December 5 and 6": one time.
  void join_days(TimeRef& time) const {
    for (const PlacedTime& placed : placed_[time.sentence]) {
      const TimeRef& next = times_[placed.time];
      if (next.first_token <= time.last_token || next.first_token > time.last_token + 2 ||
          !next.range_span.empty() || next.granularity != time.granularity || !time.interval.end ||
          next.interval.start != time.interval.end || a_.tokens[time.last_token].lower != "and")
        continue;
      time.interval.end = next.interval.end;
      time.range_span = {time.span.begin, next.span.end};
      return;
    }
  }

  // A participle under a noun that no frame knows: "scheduled", "planned".
  bool scheduled(std::uint32_t noun, std::uint32_t verb) const {
    return verb != kNoToken && live_at_[verb] < 0 && !g_.is_verb(noun) && a_.tokens[verb].head == noun &&
           a_.tokens[verb].tag == "VBN" && one_of(a_.tokens[verb].dep, {"acl", "relcl"});
  }

  // Whether a time says when an operator moves its content to ("until June", "to 5 May"), or from when ("from
  // March").
  enum class MovedTime : std::uint8_t { kNot, kTo, kFrom };
  MovedTime moved(const Node& node, const PlacedTime& placed) const {
    if (node.use->moves == Moves::kNothing || node.contents.empty()) return MovedTime::kNot;
    const TimeRef& time = times_[placed.time];
    const Trigger& trigger = node.trigger;
    const std::uint32_t behind =
        trigger.verb == kNoToken ? trigger.token : std::max(trigger.verb, trigger.token);
    if (time.first_token <= behind || time.first_token == 0) return MovedTime::kNot;
    // The word before it, over "early", "the end of".
    std::uint32_t before = time.first_token - 1;
    if (!time.op_span.empty()) {
      for (int i = 0; i < 4 && before > behind && a_.tokens[before].span.begin > time.op_span.begin; ++i)
        --before;
    }
    const std::string_view word = a_.tokens[before].lower;
    const bool until = one_of(word, {"until", "till", "til"});
    const bool to = one_of(word, {"to", "for", "into"}) && node.use->moves == Moves::kTime;
    const bool from = word == "from" && node.use->moves != Moves::kDue;
    const bool due = node.use->moves == Moves::kDue && one_of(word, {"of", "by", "for"});
    if (!until && !to && !from && !due) return MovedTime::kNot;
    // It hangs on the operator, or the parser has hung it on what is moved ("the talks from March").
    std::uint32_t up = placed.governor;
    bool own = false;
    for (int i = 0; i < 4 && !own; ++i) {
      own = up == trigger.verb || up == trigger.token ||
            std::find(trigger.words.begin(), trigger.words.end(), up) != trigger.words.end();
      // "scheduled for 5 May" is a clause of the content's own.
      if (a_.is_root(up) || (!own && (g_.is_verb(up) || (to && i > 0)))) break;
      up = a_.tokens[up].head;
    }
    if (!own) return MovedTime::kNot;
    return from ? MovedTime::kFrom : MovedTime::kTo;
  }
  bool moved_by(const Node& node, const PlacedTime& placed) const {
    return moved(node, placed) != MovedTime::kNot;
  }

  // "postponed the talks from March until June": the content is now of June, and was of March.
  void move_time(const Node& node, Act& content, std::vector<Evidence>& evidence) const {
    bool anew = false;
    for (const PlacedTime& placed : placed_[a_.tokens[node.trigger.token].sentence]) {
      const TimeRef& time = times_[placed.time];
      const MovedTime how = dates(time) ? moved(node, placed) : MovedTime::kNot;
      if (how == MovedTime::kNot) continue;
      StatementTime told{time};
      Interval& when = told.ref.interval;
      // The day or month itself, not the stretch up to it or the range of both.
      if (node.use->moves != Moves::kEnd) {
        if (const auto own = parse_reduced_date(time.value)) {
          when = *own;
        } else if (!when.start && when.end && time.granularity == Granularity::kWeek) {
          when.start = *when.end - std::chrono::days{7};
        }
        told.ref.op = TimeOperator::kNone;
        told.ref.range_span = {};
      }
      if (node.use->moves == Moves::kDue) {
        told.ref.op = TimeOperator::kBy;
        when.start = published_.date ? std::optional(Instant{day_of(*published_.date)}) : std::nullopt;
        if (when.start && when.end && *when.start >= *when.end) when.start.reset();
      }
      if (how == MovedTime::kFrom) {
        content.former_time = told;
        if (!content.time) content.time = std::move(told);
        evidence.push_back({"former_time", node.frame->id + "/from", time.span, {}});
      } else {
        anew = true;
        // "rescheduled for Friday": the next one, although the verb is past.
        if (node.use->moves == Moves::kTime && time.anchor == AnchorKind::kDocumentDate &&
            time.granularity == Granularity::kDay && published_.date && when.start && when.end &&
            *when.end <= *published_.date &&
            *when.start + std::chrono::days{7} >= Instant{day_of(*published_.date)}) {
          when = {*when.start + std::chrono::days{7}, *when.end + std::chrono::days{7}};
          told.ref.value = format_day(day_of(*when.start));
        }
        if (!content.former_time && node.use->moves == Moves::kTime) content.former_time = content.time;
        content.time = std::move(told);
        evidence.push_back({"time", node.frame->id + "/to", time.span, {}});
      }
    }
    if (!anew && !content.former_time && node.use->moves == Moves::kTime) content.former_time = content.time;
  }

  // A happening without a time in its own words has that of the clause it belongs to.
  void borrow_time(const Node& node, const ClaimReading* claim, Act& act) const {
    if (act.status == Status::kHabitual || Frames::is_a(act.frame, "state")) return;
    const std::vector<PlacedTime>& here = placed_[a_.tokens[node.trigger.token].sentence];
    if (here.empty()) return;
    const Node* over = node.parent < 0 ? nullptr : &nodes_[static_cast<std::size_t>(node.parent)];
    std::vector<TimeLender> lenders = time_lenders(g_, node.trigger);
    // "voted on Monday to ban guns": the vote is the ban.
    if (over != nullptr && over->use->transparent && act.status == Status::kOccurred)
      lenders.push_back({over->trigger.verb != kNoToken ? over->trigger.verb : over->trigger.token, {}});
    for (const TimeLender& lender : lenders) {
      // "demanded talks on Monday": not the talks.
      if (over != nullptr && sets_apart(*over) && !over->use->transparent &&
          (lender.word == over->trigger.verb || lender.word == over->trigger.token))
        return;
      for (const PlacedTime& placed : here) {
        const TimeRef& time = times_[placed.time];
        if (!dates(time) || !time.interval.known() || !tense_fits(act, time)) continue;
        if (moved_by(node, placed) || (over != nullptr && moved_by(*over, placed))) continue;
        if (claim != nullptr && !claim->dates_happening(time.span)) continue;
        if (placed.governor != lender.word && dated_word(g_, placed.governor, live_at_) != lender.word)
          continue;
        if (lender.terms == TimeLender::Terms::kOpening && time.first_token > lender.word) continue;
        if (lender.terms == TimeLender::Terms::kYear && time.granularity < Granularity::kYear) continue;
        act.time = StatementTime{time};
        TimeRef& ref = act.time->ref;
        ref.carried = true;
        if (lender.terms == TimeLender::Terms::kSince) {
          ref.op = TimeOperator::kSince;
          ref.interval.end.reset();
        }
        return;
      }
    }
  }

  const Setting& setting(Node& node) const {
    if (node.setting) return *node.setting;
    Setting found;
    found.topics = topics(node);
    std::vector<Span> taken;
    for (const Topic& topic : found.topics) taken.push_back(topic.span);
    for (std::uint32_t word : node.joined) taken.push_back(a_.tokens[word].span);
    found.place = places_.of(node.trigger, taken, node.frame->weak, found.evidence);
    return node.setting.emplace(std::move(found));
  }

  std::vector<Topic> topics(const Node& node) const {
    std::vector<Topic> out;
    auto add = [&](std::uint32_t head, bool gerund) {
      for (Topic& topic : topics_of(g_, document_, head, gerund)) {
        if (out.size() < 16) out.push_back(std::move(topic));
      }
    };
    for (const Slot& slot : node.use->topics) {
      if (!out.empty()) break;
      if (slot.kind == SlotKind::kObject && node.trigger.verb != kNoToken) {
        const std::uint32_t object = g_.logical_object(node.trigger.verb);
        if (object != kNoToken && object != node.trigger.token) add(object, false);
      }
      if (slot.kind != SlotKind::kPreposition) continue;
      const std::uint32_t carrier = node.trigger.verb != kNoToken ? node.trigger.verb : node.trigger.governor;
      for (const Prepositional& pp : g_.prepositional(node.trigger.token, carrier)) {
        if (a_.tokens[pp.preposition].lower != slot.word || pp.distance > 2) continue;
        if (one_of(a_.tokens[pp.object].ent_type, {"DATE", "TIME"})) continue;
        if (std::binary_search(frames_.no_topics.begin(), frames_.no_topics.end(), a_.tokens[pp.object].lemma))
          continue;
        if (std::find(node.joined.begin(), node.joined.end(), pp.object) != node.joined.end()) continue;
        add(pp.object, pp.gerund);
        break;
      }
    }
    return out;
  }

  void attach_amounts(const Node& node, Act& act) const {
    if (node.trigger.verb == kNoToken && node.trigger.kind != WordClass::kNoun) return;
    const std::uint32_t top = node.trigger.verb == kNoToken ? node.trigger.token : node.trigger.verb;
    const auto [first, last] = a_.subtree(top);
    for (const Entity* found : entities_[a_.tokens[node.trigger.token].sentence]) {
      const Entity& entity = *found;
      if (entity.type != "MONEY" || entity.first < first || entity.last > last || act.amounts.size() >= 4)
        continue;
      if (entity.first < node.trigger.token && node.trigger.kind == WordClass::kVerb && !g_.is_passive(top))
        continue;
      // Inside a content it belongs to the content.
      bool below = false;
      for (int content : node.contents) {
        const Trigger& inner = nodes_[static_cast<std::size_t>(content)].trigger;
        below = below || entity.first > inner.token;
      }
      if (below) continue;
      std::uint32_t from = entity.first;
      if (from > 0 && a_.tokens[from - 1].tag == "$") --from;
      if (auto amount = read_money(document_.text(a_.span(from, entity.last)))) {
        amount->span = a_.span(from, entity.last);
        amount->text = std::string(document_.text(amount->span));
        act.amounts.push_back(std::move(*amount));
      }
    }
  }

  std::optional<Amount> read_money(std::string_view text) const {
    Amount amount;
    double value = 0, fraction = 0;
    bool digits = false;
    std::size_t i = 0;
    std::string unit;
    double scale = 1;
    auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    while (i < text.size()) {
      if (is_digit(text[i]) && !digits) {
        digits = true;
        for (; i < text.size() &&
               (is_digit(text[i]) || (text[i] == ',' && i + 1 < text.size() && is_digit(text[i + 1])));
             ++i) {
          if (text[i] != ',') value = value * 10 + (text[i] - '0');
        }
        if (i + 1 < text.size() && text[i] == '.' && is_digit(text[i + 1])) {
          fraction = 1;
          for (++i; i < text.size() && is_digit(text[i]); ++i) {
            fraction /= 10;
            value += fraction * (text[i] - '0');
          }
        }
        continue;
      }
      std::string word;
      if (static_cast<unsigned char>(text[i]) >= 0x80) {
        while (i < text.size() && static_cast<unsigned char>(text[i]) >= 0x80) word += text[i++];
      } else if (text[i] == '$') {
        word = text[i++];
      } else {
        while (i < text.size() && ((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z'))) {
          word += static_cast<char>(text[i] | 0x20);
          ++i;
        }
        if (word.empty()) {
          ++i;
          continue;
        }
      }
      if (auto found = frames_.multipliers.find(word); found != frames_.multipliers.end())
        scale *= found->second;
      else if (auto money = frames_.currencies.find(word); money != frames_.currencies.end())
        unit = money->second;
    }
    if (!digits) {
      if (scale == 1) return std::nullopt;
      value = 1;
    }
    if (unit.empty()) return std::nullopt;
    amount.value = value * scale;
    amount.unit = unit;
    return amount;
  }

  void attach_instruments(const Node& node, Act& act) const {
    for (std::uint32_t t : instruments_of(frames_, g_, node.trigger)) {
      if (std::find(node.joined.begin(), node.joined.end(), t) != node.joined.end()) continue;
      RoleFiller filler;
      std::uint32_t first = t;
      for (std::uint32_t c : a_.children(t)) {
        if (c < t && one_of(a_.tokens[c].dep, {"amod", "compound", "nummod", "det", "nmod"})) first = std::min(first, a_.subtree(c).first);
      }
      filler.span = a_.span(first, t + 1);
      filler.text = std::string(document_.text(filler.span));
      act.instrument.push_back(std::move(filler));
    }
  }

  void attach_companions(const Node& node, Act& act) const {
    const std::uint32_t verb = node.trigger.verb;
    std::vector<std::uint32_t> heads;
    for (const Slot& slot : node.use->companions) {
      if (slot.kind != SlotKind::kPreposition) continue;
      for (const Prepositional& pp : g_.prepositional(node.trigger.token, verb)) {
        if (pp.distance <= 1 && a_.tokens[pp.preposition].lower == slot.word && !pp.gerund &&
            g_.is_noun(pp.object))
          heads.push_back(pp.object);
      }
    }
    // "accompanied by a delegation".
    for (std::uint32_t place : {verb, node.trigger.token}) {
      if (place == kNoToken || node.frame->id != "meet.visit") continue;
      for (std::uint32_t c : a_.children(place)) {
        if (!one_of(a_.tokens[c].dep, {"advcl", "acl", "conj"}) ||
            !one_of(a_.tokens[c].lemma, {"accompany", "join", "flank"}) || !g_.is_passive(c))
          continue;
        if (std::uint32_t agent = g_.logical_subject(c); agent != kNoToken) heads.push_back(agent);
      }
    }
    for (std::uint32_t head : heads) {
      for (std::uint32_t t : g_.conjuncts(head)) {
        if (std::find(node.joined.begin(), node.joined.end(), t) != node.joined.end() ||
            act.companions.size() >= 8)
          continue;
        RoleFiller filler;
        filler.span = phrase(a_, t);
        filler.text = std::string(document_.text(filler.span));
        const std::vector<Filler> found = roles_.fillers(t, "companion");
        if (found.size() == 1) filler.actor = roles_.actor(found[0], day_of_event(act));
        act.companions.push_back(std::move(filler));
      }
    }
  }

  // ---- who says so
  // -------------------------------------------------------------------------------------------------

  // Who the words of a source are: an actor that we know, the one in apposition ("her mother, Anna Schmidt"),
  // who put out the paper ("a statement from the palace"), else whatever the text names.
  void name_sayer(const Quote& quote, ActorRef& who) const {
    const std::optional<Day> day =
        published_.date ? std::optional<Day>(day_of(*published_.date)) : std::nullopt;
    std::vector<std::uint32_t> heads;
    for (const std::uint32_t head : {quote.source_head, quote.author_head}) {
      if (head == kNoToken) continue;
      heads.push_back(head);
      for (std::uint32_t t : {head, partitive_object(head)}) {
        if (t == kNoToken) continue;
        const std::uint32_t name = a_.child(t, {"appos"});
        if (name != kNoToken) heads.push_back(name);
      }
    }
    for (const std::uint32_t head : heads) {
      const std::vector<Filler> found = roles_.fillers(head, "sayer");
      if (found.empty()) continue;
      ActorRef actor = roles_.actor(found[0], day);
      if (who.actor.how.empty()) who = actor;
      if (actor.actor.name.empty()) continue;
      who = std::move(actor);
      return;
    }
    // "the director of the agency, Anna Schmidt": hung on the agency.
    if (!heads.empty()) {
      for (const Entity* entity : entities_[a_.tokens[heads.front()].sentence]) {
        const std::uint32_t last = entity->last - 1;
        if (entity->type == "PERSON" && a_.tokens[last].dep == "appos" &&
            quote.source.front().contains(a_.tokens[last].span))
          heads.push_back(last);
      }
    }
    for (const std::uint32_t head : heads) {
      for (const Entity* entity : entities_[a_.tokens[head].sentence]) {
        if (head < entity->first || head >= entity->last || !one_of(entity->type, {"PERSON", "ORG"})) continue;
        who.actor.name = std::string(document_.text(a_.span(entity->first, entity->last)));
        if (who.actor.kind == ActorKind::kUnknown)
          who.actor.kind = entity->type == "PERSON" ? ActorKind::kPerson : ActorKind::kOrganisation;
        if (who.actor.how.empty()) who.actor.how = "name in the text";
        return;
      }
    }
  }
  // "the attack, allegedly carried out by X": what links the actor to the happening is said by somebody.
  bool hedged_role(const Quote& quote, const Act& act) const {
    if (quote.cue_head == kNoToken || !quote.source.empty() || a_.tokens[quote.cue_head].pos != "ADV")
      return false;
    if (act.trigger_token == kNoToken || act.trigger_token > quote.cue_head) return false;
    for (const ActorRef& actor : act.actors) {
      for (const Span& span : quote.content) {
        if (span.overlaps(actor.span)) return true;
      }
    }
    return false;
  }
  // "one of these groups, the X": the apposition hangs on the noun inside.
  std::uint32_t partitive_object(std::uint32_t head) const {
    if (a_.tokens[head].pos != "NUM" && a_.tokens[head].pos != "PRON" && a_.tokens[head].pos != "DET")
      return kNoToken;
    for (const std::uint32_t c : a_.children(head)) {
      if (a_.tokens[c].dep == "prep" && a_.tokens[c].lower == "of") return a_.child(c, {"pobj"});
    }
    return kNoToken;
  }

  // How the sayer of `quote` presents a happening: as it reads up to the verb of saying. Where the statement does
  // not stand as its own words read, the sayer has no other view of it than the writer.
  double presented(const Quote& quote, const Act& act, const Node* node) const {
    if (node == nullptr || node->parent >= 0 || quote.cue_head == kNoToken ||
        act.factuality != node->status.factuality)
      return act.factuality;
    const double said = status_.read(document_, a_, status_word(node->trigger), quote.cue_head).factuality;
    if (quote.stance == CueStance::kDenies) return -said;
    return quote.stance == CueStance::kDoubts ? -said / 2 : said;
  }

  void attach_sayers(Statement& statement, const Node* node) {
    std::vector<std::size_t> around;
    for (std::size_t q : quoted_[statement.sentence]) {
      if (quotes_[q].kind != QuoteKind::kSaying || quotes_[q].negated) continue;
      bool inside = false;
      for (const Span& span : quotes_[q].content) inside = inside || span.contains(statement.act.trigger);
      inside = inside || hedged_role(quotes_[q], statement.act);
      if (!inside) continue;
      // The cue may be this very happening ("denied that …").
      bool own = false;
      for (const Act* act = &statement.act; act != nullptr; act = act->content.get()) {
        own = own || quotes_[q].cue_head == act->trigger_token;
        for (const Span& span : quotes_[q].cue) own = own || span.overlaps(act->trigger);
      }
      if (!own) around.push_back(q);
    }
    auto size_of = [&](std::size_t q) {
      std::uint32_t size = 0;
      for (const Span& span : quotes_[q].content) size += span.size();
      return size;
    };
    auto depth_of = [&](std::size_t q) {
      int depth = 0;
      for (int i = quotes_[q].parent; i >= 0 && depth < 16; i = quotes_[static_cast<std::size_t>(i)].parent)
        ++depth;
      return depth;
    };
    std::stable_sort(around.begin(), around.end(), [&](std::size_t x, std::size_t y) {
      if (depth_of(x) != depth_of(y)) return depth_of(x) > depth_of(y);
      return size_of(x) < size_of(y);
    });
    if (around.size() > kMaxSayers) around.resize(kMaxSayers);
    for (std::size_t q : around) {
      const Quote& quote = quotes_[q];
      Sayer sayer;
      sayer.anonymous = quote.anonymous;
      sayer.quoted = quote.direct;
      if (!quote.cue.empty()) {
        sayer.cue_span = quote.cue.front();
        sayer.cue_text = std::string(document_.text(sayer.cue_span));
      }
      if (!quote.source.empty()) {
        name_sayer(quote, sayer.who);
        sayer.who.span = quote.source.front();
        // "a report which said": whom the relative pronoun stands for.
        if (quote.source_head != kNoToken && quote.source.size() == 1 &&
            !sayer.who.span.overlaps(a_.tokens[quote.source_head].span))
          sayer.who.span = phrase(a_, quote.source_head);
        sayer.who.text = std::string(document_.text(sayer.who.span));
      }
      sayer.factuality = presented(quote, statement.act, node);
      statement.act.said_by.push_back(std::move(sayer));
      statement.evidence.push_back({fmt::format("said_by[{}]", statement.act.said_by.size() - 1),
                                    quote.evidence.empty() ? "attribution" : quote.evidence.front().rule,
                                    quote.cue.empty() ? Span{} : quote.cue.front(),
                                    {}});
    }
  }

  // ---- across sentences
  // --------------------------------------------------------------------------------------------

  static bool same_actors(const std::vector<ActorRef>& x, const std::vector<ActorRef>& y) {
    if (x.size() != y.size()) return false;
    for (const ActorRef& one : x) {
      bool hit = false;
      for (const ActorRef& other : y) hit = hit || same_actor(one, other);
      if (!hit) return false;
    }
    return true;
  }
  static bool same_actor(const ActorRef& x, const ActorRef& y) {
    if (x.group && y.group && *x.group > 0 && *x.group == *y.group) return true;
    if (!x.actor.id.empty() && x.actor.id == y.actor.id) return true;
    return false;
  }
  // A state and those who govern it: "Moscow" for "Russia".
  static bool same_side(const ActorRef& x, const ActorRef& y) {
    return same_actor(x, y) || (!x.actor.country.empty() && x.actor.country == y.actor.country &&
                                x.actor.kind != ActorKind::kPerson && y.actor.kind != ActorKind::kPerson);
  }

  // Narrative time: a plan told before gives its time to what belongs to it; a dated sentence to those after
  // it.
  void carry_times() {
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      Statement& now = statements_[i];
      if (now.act.time || Frames::is_a(now.act.frame, "state")) continue;
      const Statement* from = nullptr;
      const int node = nodes_of_[i];
      if (node >= 0 && nodes_[static_cast<std::size_t>(node)].joins >= 0) {
        for (std::size_t j = 0; j < statements_.size(); ++j) {
          if (nodes_of_[j] == nodes_[static_cast<std::size_t>(node)].joins && statements_[j].act.time)
            from = &statements_[j];
        }
      }
      for (std::size_t j = i; j-- > 0 && from == nullptr;) {
        const Statement& before = statements_[j];
        if (now.sentence - before.sentence > 4) break;
        if (!before.act.time || before.act.status == Status::kHabitual || now.act.status == Status::kHabitual)
          continue;
        if (carries(before, now) || same_clause_chain(i, j)) from = &before;
      }
      if (from == nullptr) {
        if (const TimeRef* time = opening_time(now)) {
          set_time(now, *time);
          continue;
        }
        continue;
      }
      set_time(now, from->act.time->ref);
    }
  }

  // "travelled to Tokyo in March and invited him": one subject, one run of deeds.
  bool same_clause_chain(std::size_t now, std::size_t before) const {
    const int x = nodes_of_[before], y = nodes_of_[now];
    if (x < 0 || y < 0 || statements_[now].sentence != statements_[before].sentence) return false;
    if (statements_[now].act.status != Status::kOccurred || statements_[before].act.status != Status::kOccurred)
      return false;
    const std::uint32_t first = nodes_[static_cast<std::size_t>(x)].trigger.verb;
    std::uint32_t verb = nodes_[static_cast<std::size_t>(y)].trigger.verb;
    for (int i = 0; i < 6 && verb != kNoToken && first != kNoToken; ++i) {
      if (a_.tokens[verb].dep != "conj" || g_.own_subject(verb) != kNoToken) return false;
      verb = a_.tokens[verb].head;
      if (verb == first) return true;
    }
    return false;
  }

  void set_time(Statement& statement, TimeRef time) {
    time.carried = true;
    statement.evidence.push_back({"time", "time/carried", time.span, {}});
    statement.act.time = StatementTime{std::move(time)};
  }

  bool carries(const Statement& before, const Statement& now) const {
    const Act& x = before.act;
    const Act& y = now.act;
    const bool future = x.status == Status::kPlanned && y.status == Status::kPlanned;
    const bool meeting = Frames::is_a(x.frame, "meet") || Frames::is_a(x.frame, "negotiate");
    // The same happening told again.
    if (x.frame == y.frame && x.status == y.status && (future || meeting) && same_actors(x.actors, y.actors) &&
        same_actors(x.recipients, y.recipients))
      return true;
    // What is planned for a planned visit or meeting of the same sides.
    if (future && meeting) {
      std::vector<ActorRef> sides_x, sides_y;
      for (const auto* list : {&x.actors, &x.recipients})
        sides_x.insert(sides_x.end(), list->begin(), list->end());
      for (const auto* list : {&y.actors, &y.recipients})
        sides_y.insert(sides_y.end(), list->begin(), list->end());
      for (const ActorRef& side : sides_y) {
        bool hit = false;
        for (const ActorRef& other : sides_x) hit = hit || same_country(side, other);
        if (!hit) return false;
      }
      return sides_y.size() >= 2 || now.sentence == before.sentence;
    }
    // What the same participants did at a dated meeting.
    if (x.status == Status::kOccurred && y.status == Status::kOccurred && meeting && y.actors.size() >= 2 &&
        x.frame != y.frame) {
      std::vector<ActorRef> all = x.actors;
      all.insert(all.end(), x.recipients.begin(), x.recipients.end());
      return same_actors(all, y.actors);
    }
    return false;
  }
  static bool same_country(const ActorRef& x, const ActorRef& y) {
    return same_actor(x, y) || (!x.actor.country.empty() && x.actor.country == y.actor.country);
  }

  // The time that opens the sentence before in the same paragraph ("During last year's summit, …").
  const TimeRef* opening_time(const Statement& statement) const {
    if (statement.act.status != Status::kOccurred || statement.sentence == 0) return nullptr;
    const Sentence& before = a_.sentences[statement.sentence - 1];
    const Sentence& now = a_.sentences[statement.sentence];
    if (before.block != now.block) return nullptr;
    // A change of tense or a time of its own ends it.
    const std::uint32_t trigger = statement.act.trigger_token;
    if (trigger != kNoToken) {
      for (std::uint32_t c : a_.children(trigger)) {
        if (a_.tokens[c].dep == "aux" && one_of(a_.tokens[c].lower, {"has", "have"})) return nullptr;
      }
    }
    for (const PlacedTime& placed : placed_[statement.sentence]) {
      const TimeRef& time = times_[placed.time];
      if (time.first_token >= now.first && time.last_token <= now.last && time.type == TimeType::kDate)
        return nullptr;
    }
    for (const PlacedTime& placed : placed_[statement.sentence - 1]) {
      const TimeRef& time = times_[placed.time];
      if (time.first_token < before.first || time.last_token > before.last || time.type != TimeType::kDate ||
          !time.interval.known())
        continue;
      if (published_.date && time.interval.start && *time.interval.start > *published_.date) continue;
      // Before the main verb's subject.
      std::uint32_t root = before.first;
      for (std::uint32_t t = before.first; t < before.last; ++t) {
        if (a_.is_root(t)) root = t;
      }
      const std::uint32_t subject = g_.is_verb(root) ? g_.own_subject(root) : kNoToken;
      if (subject != kNoToken && time.first_token < a_.subtree(subject).first) return &time;
    }
    return nullptr;
  }

  // "Russia is ready to help Pakistan, and Moscow will extend cooperation": the same receiver, unless one is
  // named.
  void lend_recipients() {
    for (std::size_t i = 1; i < statements_.size(); ++i) {
      Act& now = statements_[i].act;
      if (!now.recipients.empty() || now.actors.size() != 1 || now.symmetric) continue;
      if (!Frames::is_a(now.frame, "cooperate") && !Frames::is_a(now.frame, "aid")) continue;
      for (std::size_t j = i; j-- > 0;) {
        if (statements_[j].sentence != statements_[i].sentence) break;
        const Act* before = &statements_[j].act;
        while (before->content) before = before->content.get();
        const bool kin = Frames::is_a(before->frame, "cooperate") || Frames::is_a(before->frame, "aid");
        if (!kin || before->actors.size() != 1 || before->recipients.empty() ||
            !same_country(before->actors[0], now.actors[0]))
          continue;
        now.recipients = before->recipients;
        statements_[i].evidence.push_back(
            {"recipients[0]", now.frame + "/context", before->recipients[0].span, {}});
        break;
      }
    }
  }

  static bool times_fit(const Act& x, const Act& y) {
    if (!x.time || !y.time) return true;
    const Interval& a = x.time->ref.interval;
    const Interval& b = y.time->ref.interval;
    if (!a.known() || !b.known()) return true;
    if (a.end && b.start && *a.end <= *b.start) return false;
    if (b.end && a.start && *b.end <= *a.start) return false;
    return true;
  }

  static bool statuses_fit(Status x, Status y) {
    auto open = [](Status status) {
      return one_of_status(status, {Status::kPlanned, Status::kPossible, Status::kConditional});
    };
    return x == y || (open(x) && open(y));
  }

  static bool same_happening(const Act& x, const Act& y) {
    const bool frames = x.frame == y.frame;
    if (Frames::is_a(x.frame, "state")) return false;  // each time something else is said
    if (!frames || !statuses_fit(x.status, y.status) || !times_fit(x, y)) return false;
    if (x.actors.empty() && x.recipients.empty()) return false;
    auto sides = [](const std::vector<ActorRef>& p, const std::vector<ActorRef>& q) {
      if (p.size() != q.size()) return false;
      for (const ActorRef& one : p) {
        bool hit = false;
        for (const ActorRef& other : q) hit = hit || same_side(one, other);
        if (!hit) return false;
      }
      return true;
    };
    if (!sides(x.actors, y.actors) || !sides(x.recipients, y.recipients)) return false;
    if ((x.content == nullptr) != (y.content == nullptr)) return false;
    return x.content == nullptr || same_happening(*x.content, *y.content);
  }

  void find_repeats() {
    // The first of each happening; texts with very many statements compare only with the latest.
    std::vector<std::size_t> firsts;
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      bool repeated = false;
      const std::size_t from = firsts.size() > 200 ? firsts.size() - 200 : 0;
      for (std::size_t f = from; f < firsts.size() && !repeated; ++f) {
        const Statement& first = statements_[firsts[f]];
        if (first.act.trigger == statements_[i].act.trigger || nodes_of_[i] < 0) continue;
        if (!same_happening(first.act, statements_[i].act)) continue;
        statements_[i].act.repeats = first.id;
        statements_[i].evidence.push_back({"repeats", "repeats/same-actors", first.act.trigger, {}});
        repeated = true;
      }
      if (!repeated) firsts.push_back(i);
    }
  }

  bool is_headline(const Statement& statement) const {
    const std::uint32_t block = a_.sentences[statement.sentence].block;
    return block < document_.blocks.size() && document_.blocks[block].role == BlockRole::kHeadline;
  }

  // A headline leaves the day to the lead that tells it again.
  void date_headlines() {
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      Statement& headline = statements_[i];
      if (headline.act.time || !is_headline(headline)) continue;
      for (std::size_t j = i + 1; j < statements_.size() && statements_[j].sentence - headline.sentence <= 3; ++j) {
        const Statement& lead = statements_[j];
        if (lead.act.repeats != headline.id || !lead.act.time || lead.act.status != headline.act.status) continue;
        set_time(headline, lead.act.time->ref);
        break;
      }
    }
  }

  // ---- happenings
  // --------------------------------------------------------------------------------------------------

  std::vector<Happening> happenings() const {
    std::vector<Happening> out = status_.happenings(document_, a_);
    std::vector<bool> there(a_.tokens.size(), false);
    for (Happening& happening : out) {
      there[happening.token] = true;
      if (happening.tense == Tense::kNow) {
        Trigger word;
        word.token = happening.token;
        word.verb = g_.is_verb(happening.token) ? happening.token : kNoToken;
        StatusReading reading;
        reading.status = happening.status;
        reading.tense = happening.tense;
        reading.factuality = happening.factuality;
        look_ahead(word, reading);
        happening.status = reading.status;
        happening.tense = reading.tense;
        happening.factuality = reading.factuality;
      }
      if (const int node = trigger_at_[happening.token]; node >= 0)
        happening.frame = nodes_[static_cast<std::size_t>(node)].frame->id;
    }
    // Words that only a frame knows to denote a happening.
    for (const Node& node : nodes_) {
      if (there[node.trigger.token] || node.dead) continue;
      there[node.trigger.token] = true;
      const Token& token = a_.tokens[node.trigger.token];
      StatusReading reading = status_.read(document_, a_, node.trigger.token);
      out.push_back({node.trigger.token, token.span, std::string(token.lemma), node.frame->id, reading.status,
                     reading.tense, reading.factuality, std::move(reading.evidence)});
    }
    std::sort(out.begin(), out.end(), [](const Happening& x, const Happening& y) { return x.token < y.token; });
    return out;
  }

  const Frames& frames_;
  const StatusReader& status_;
  const ClaimRules& claim_rules_;
  const Document& document_;
  const Analysis& a_;
  const std::vector<TimeRef>& times_;
  const std::vector<Quote>& quotes_;
  const std::vector<Mention>& mentions_;
  const Published& published_;
  Syntax g_;
  ActorRoles roles_;
  Places places_;
  EventTimes event_times_;
  std::vector<Node> nodes_;
  std::vector<int> trigger_at_;                // token → node it is the trigger of, -1
  std::vector<int> live_at_;                   // the same of those that become statements
  std::multimap<std::uint32_t, int> carried_;  // light or support verb → nodes of its nouns
  std::vector<Judgement> judgements_;
  std::vector<ClaimReading> claims_;
  std::vector<int> claim_of_node_;                       // node → claim, -1
  std::vector<std::optional<ParsedClaim>> made_claims_;  // of each claim, once a statement has it
  std::vector<std::vector<PlacedTime>> placed_;          // by sentence
  std::vector<std::vector<const Entity*>> entities_;     // by sentence
  std::vector<std::vector<std::size_t>> quoted_;         // sentence → quotes with content or cue in it
  std::vector<Statement> statements_;
  std::vector<int> nodes_of_;  // statement → node, -1 for a judgement
};

}  // namespace

struct Coder::Rules {
  Frames frames;
  StatusReader status;
  ClaimRules claims;
};

Coder Coder::compile(const Rulebook& rulebook, Diagnostics& diagnostics) {
  auto rules = std::make_unique<const Rules>(Rules{Frames::compile(rulebook, diagnostics),
                                                   StatusReader::compile(rulebook, diagnostics),
                                                   ClaimRules::compile(rulebook, diagnostics)});
  return Coder(std::move(rules));
}

Coding Coder::code(const Document& document, const Analysis& analysis, const std::vector<TimeRef>& times,
                   const std::vector<Quote>& quotes, const std::vector<Mention>& mentions, const Actors& actors,
                   const Published& published) const {
  return Run(rules_->frames, rules_->status, rules_->claims, document, analysis, times, quotes, mentions,
             actors, published)
      .run();
}

const Frames& Coder::frames() const { return rules_->frames; }
const StatusReader& Coder::status() const { return rules_->status; }
const ClaimRules& Coder::claims() const { return rules_->claims; }

Coder::Coder(std::unique_ptr<const Rules> rules) : rules_(std::move(rules)) {}
Coder::Coder(Coder&&) noexcept = default;
Coder& Coder::operator=(Coder&&) noexcept = default;
Coder::~Coder() = default;

}  // namespace chancery
