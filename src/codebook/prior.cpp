// A look-up along the dependency path.
// SPDX-License-Identifier: Apache-2.0
#include "codebook/prior.h"

#include <algorithm>

#include "base/one_of.h"

namespace chancery {
namespace {

constexpr int kMaxClimb = 24;

bool is_predicate(const Analysis& a, std::uint32_t t) {
  return a.tokens[t].pos == "VERB" && a.tokens[t].dep != "amod" && a.tokens[t].dep != "aux";
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

}  // namespace

Prior Prior::compile(const Rulebook& rulebook, Diagnostics& diagnostics) {
  Prior out;
  const auto each = [&](std::string_view path, std::initializer_list<std::string_view> names,
                        const auto& take) {
    const auto table = rulebook.tsv(path, diagnostics);
    if (!table) return;
    std::vector<std::size_t> columns;
    for (std::string_view name : names) {
      const auto column = table->column(name, diagnostics);
      if (!column) return;
      columns.push_back(*column);
    }
    for (const auto& row : table->rows) {
      std::vector<std::string> fields;
      for (std::size_t column : columns)
        fields.emplace_back(column < row.size() ? row[column] : std::string_view());
      take(fields);
    }
  };
  each("imported/prior_verbs.tsv", {"verb", "block", "type", "cameo"}, [&](const std::vector<std::string>& f) {
    out.verbs_[f[0]] = {f[1], {f[2], f[3]}};
  });
  each("imported/prior_words.tsv", {"block", "word", "type", "cameo"}, [&](const std::vector<std::string>& f) {
    out.words_[f[0] + " " + f[1]] = {f[2], f[3]};
  });
  each("codebooks/prior_verbs.tsv", {"verb", "type", "cameo"}, [&](const std::vector<std::string>& f) {
    out.own_[f[0]] = {f[1], f[2]};
  });
  return out;
}

std::vector<std::uint32_t> Prior::predicates(const Analysis& a, std::uint32_t source, std::uint32_t target) {
  const std::vector<std::uint32_t> up_source = ancestors(a, source), up_target = ancestors(a, target);
  std::vector<std::uint32_t> order;
  const auto add = [&](std::uint32_t t) {
    if (is_predicate(a, t) && std::find(order.begin(), order.end(), t) == order.end()) order.push_back(t);
  };
  std::size_t s = up_source.size(), t = up_target.size();
  while (s > 0 && t > 0 && up_source[s - 1] == up_target[t - 1]) --s, --t;
  if (up_source.empty() || up_target.empty()) s = t = 0;  // one alone: the verbs above it, nearest first
  // Where they meet, the first of the words shared.
  if (s < up_source.size() && !up_target.empty()) add(up_source[s]);
  for (std::size_t i = t; i-- > 0;) add(up_target[i]);
  for (std::size_t i = s; i-- > 0;) add(up_source[i]);
  for (std::size_t i = s; i < up_source.size(); ++i) add(up_source[i]);
  for (std::size_t i = t; i < up_target.size(); ++i) add(up_target[i]);
  return order;
}

std::optional<Guess> Prior::of(const Analysis& a, std::uint32_t verb) const {
  const std::string lemma(a.tokens[verb].lemma);
  const auto known = verbs_.find(lemma);
  if (known != verbs_.end() && !known->second.block.empty()) {
    // Its object first, then what stands nearest behind it.
    std::vector<std::uint32_t> near;
    for (std::uint32_t c : a.children(verb)) {
      if (one_of(a.tokens[c].dep, {"dobj", "nsubjpass", "prt", "xcomp"})) near.push_back(c);
    }
    for (std::uint32_t c : a.children(verb)) {
      if (!one_of(a.tokens[c].dep, {"prep", "agent"})) continue;
      for (std::uint32_t object : a.children(c)) {
        if (one_of(a.tokens[object].dep, {"pobj", "pcomp"})) near.push_back(object);
      }
    }
    for (std::size_t i = 0, n = near.size(); i < n; ++i) {
      for (std::uint32_t c : a.children(near[i])) {
        if (one_of(a.tokens[c].dep, {"compound", "amod"})) near.push_back(c);
      }
    }
    for (std::uint32_t word : near) {
      const auto found = words_.find(known->second.block + " " + std::string(a.tokens[word].lemma));
      if (found != words_.end())
        return Guess{verb, found->second.first, found->second.second,
                     "prior/" + lemma + "+" + std::string(a.tokens[word].lemma)};
    }
  }
  if (const auto own = own_.find(lemma); own != own_.end())
    return Guess{verb, own->second.first, own->second.second, "prior/" + lemma};
  if (known != verbs_.end() && !known->second.code.first.empty())
    return Guess{verb, known->second.code.first, known->second.code.second, "prior/" + lemma};
  return std::nullopt;
}

}  // namespace chancery
