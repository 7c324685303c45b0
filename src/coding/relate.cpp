// Ranking of statements for a given pair.
// SPDX-License-Identifier: Apache-2.0
#include "coding/relate.h"

#include <algorithm>
#include <tuple>

#include "coding/actor_roles.h"

namespace chancery {
namespace {

bool holds(const std::vector<ActorRef>& list, const std::vector<Mention>& mentions, int wanted) {
  const int group = mentions[static_cast<std::size_t>(wanted)].group;
  for (const ActorRef& actor : list) {
    if (actor.mention == wanted) return true;
    if (group > 0 && actor.group && *actor.group == group) return true;
  }
  return false;
}

// How many clauses lie over the trigger.
int subordination(const Analysis& a, std::uint32_t t) {
  int depth = 0;
  for (int i = 0; i < 32 && !a.is_root(t); ++i, t = a.tokens[t].head) {
    const std::string_view dep = a.tokens[t].dep;
    if (dep == "advcl" || dep == "relcl" || dep == "acl" || dep == "pcomp" || dep == "parataxis") ++depth;
  }
  return depth;
}

}  // namespace

int force_mention(const Analysis& a, const GivenActor& given, std::vector<Mention>& mentions) {
  Mention out;
  out.first_token = given.first;
  out.last_token = given.last;
  out.span = a.span(given.first, given.last);
  out.head = given.first;
  for (std::uint32_t t = given.first; t < given.last; ++t) {
    const std::uint32_t head = a.tokens[t].head;
    if (head < given.first || head >= given.last || head == t) {
      out.head = t;
      if (a.tokens[t].pos != "PUNCT" && a.tokens[t].dep != "det" && a.tokens[t].dep != "amod" &&
          a.tokens[t].dep != "compound")
        break;
    }
  }
  for (const Mention& mention : mentions) {
    if (!mention.span.overlaps(out.span) || mention.how == kGivenMention) continue;
    const bool same = mention.head == out.head;
    if (!same && !(out.group < 0 && mention.span.contains(out.span))) continue;
    const Mention shape = out;
    out = mention;
    out.first_token = shape.first_token;
    out.last_token = shape.last_token;
    out.span = shape.span;
    out.head = shape.head;
    if (same) break;
  }
  out.how = kGivenMention;
  out.reciprocal = false;
  out.members.clear();
  if (out.group < 0) {
    for (const Mention& mention : mentions) out.group = std::max(out.group, mention.group);
    out.group = std::max(out.group, 0) + 1;
  }
  // Those it covers stay in the list, so that indices hold, but have no words any more.
  for (Mention& mention : mentions) {
    if (mention.span.overlaps(out.span) && mention.how != kGivenMention)
      mention.last_token = mention.first_token;
  }
  mentions.push_back(std::move(out));
  return static_cast<int>(mentions.size()) - 1;
}

std::vector<Related> relate(const std::vector<Statement>& statements, const Analysis& analysis,
                            const std::vector<Mention>& mentions, std::optional<int> source,
                            std::optional<int> target) {
  struct Ranked {
    std::tuple<int, int, int, std::uint32_t, std::size_t> key;
    Related related;
  };
  std::vector<Ranked> found;
  const std::uint32_t near = target   ? mentions[static_cast<std::size_t>(*target)].head
                             : source ? mentions[static_cast<std::size_t>(*source)].head
                                      : 0;
  for (std::size_t s = 0; s < statements.size(); ++s) {
    int depth = 0;
    bool source_above = false;
    for (const Act* act = &statements[s].act; act != nullptr; act = act->content.get(), ++depth) {
      const bool acts = source && holds(act->actors, mentions, *source);
      const bool receives = target && holds(act->recipients, mentions, *target);
      const bool target_acts = target && holds(act->actors, mentions, *target);
      const bool source_receives = source && holds(act->recipients, mentions, *source);
      Related related{s, act, depth, false, false, {}};
      int rank = -1;
      if (acts && receives) {
        rank = 0;
        related.how = "source acts on target";
        related.both = true;
      } else if (act->symmetric && acts && target_acts) {
        rank = 0;
        related.how = "symmetric";
        related.both = true;
      } else if (source_above && (receives || target_acts)) {
        // "A urged B to leave C": A and C are linked by the whole.
        rank = 1;
        related.act = &statements[s].act;
        related.depth = 0;
        related.how = "source acts, target in the content";
        related.both = true;
      } else if (acts && !target_acts) {
        rank = target ? 2 : 0;
        related.how = "source alone";
      } else if (receives && !source_receives) {
        rank = source ? 3 : 0;
        related.how = "target alone";
      } else if (target_acts && source_receives) {
        rank = 4;
        related.how = "target acts on source";
        related.both = related.reversed = true;
      }
      source_above = source_above || acts;
      if (rank < 0) continue;
      const std::uint32_t t = act->trigger_token;
      const std::uint32_t distance = t > near ? t - near : near - t;
      found.push_back({{rank, depth, t < analysis.tokens.size() ? subordination(analysis, t) : 0, distance, s},
                       std::move(related)});
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Ranked& x, const Ranked& y) { return x.key < y.key; });
  std::vector<Related> out;
  for (Ranked& ranked : found) {
    bool known = false;
    for (const Related& other : out)
      known = known || (other.statement == ranked.related.statement && other.act == ranked.related.act);
    if (!known) out.push_back(std::move(ranked.related));
  }
  return out;
}

}  // namespace chancery
