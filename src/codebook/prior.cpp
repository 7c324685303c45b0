// A look-up along the dependency path.
// SPDX-License-Identifier: Apache-2.0
#include "codebook/prior.h"

#include <algorithm>

#include "base/one_of.h"

namespace chancery {
namespace {

// Objects first, then what stands nearest behind, then the words before these.
std::vector<std::uint32_t> near_words(const Analysis& a, std::uint32_t verb) {
  std::vector<std::uint32_t> near;
  for (std::uint32_t c : a.children(verb)) {
    if (one_of(a.tokens[c].dep, {"dobj", "nsubjpass", "prt", "xcomp"})) near.push_back(c);
  }
  // "the letter that she sent"
  if (a.tokens[verb].dep == "relcl") near.push_back(a.tokens[verb].head);
  for (std::uint32_t c : a.children(verb)) {
    if (!one_of(a.tokens[c].dep, {"prep", "agent"})) continue;
    near.push_back(c);
    for (std::uint32_t object : a.children(c)) {
      if (one_of(a.tokens[object].dep, {"pobj", "pcomp"})) near.push_back(object);
    }
  }
  for (std::size_t i = 0, n = near.size(); i < n; ++i) {
    for (std::uint32_t c : a.children(near[i])) {
      if (one_of(a.tokens[c].dep, {"compound", "amod"})) near.push_back(c);
    }
  }
  return near;
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
  each("codebooks/prior_verbs.tsv", {"verb", "with", "type", "cameo"}, [&](const std::vector<std::string>& f) {
    out.own_[f[1].empty() ? f[0] : f[0] + " " + f[1]] = {f[2], f[3]};
  });
  each("codebooks/prior_nouns.tsv", {"noun", "type", "cameo"}, [&](const std::vector<std::string>& f) {
    out.nouns_[f[0]] = {f[1], f[2]};
  });
  each("codebooks/prior_kinds.tsv", {"kind", "word"}, [&](const std::vector<std::string>& f) {
    const auto space = f[1].rfind(' ');
    if (space == std::string::npos) {
      out.kinds_[f[1]].push_back({{}, f[0]});
    } else {
      out.kinds_[f[1].substr(space + 1)].push_back({f[1].substr(0, space), f[0]});
    }
  });
  return out;
}

std::vector<std::string> Prior::kinds(const Analysis& a, std::uint32_t t) const {
  std::vector<std::string> out;
  if (t == kNoToken) return out;
  const auto found = kinds_.find(a.tokens[t].lemma);
  if (found == kinds_.end()) return out;
  for (const auto& [before, kind] : found->second) {
    bool fits = before.empty();
    for (std::uint32_t c : a.children(t)) fits = fits || a.tokens[c].lower == before;
    if (fits) out.push_back("@" + kind);
  }
  return out;
}

Prior::Parties Prior::parties(const Analysis& a, std::uint32_t verb, std::uint32_t source,
                              std::uint32_t target) const {
  Parties out;
  const auto add = [&](std::uint32_t party, std::string_view role) {
    for (const std::string& kind : kinds(a, party)) out.push_back(std::string(role) + kind);
  };
  for (std::uint32_t doer : {source, a.child(verb, {"nsubj"})}) add(doer, "<");
  for (std::uint32_t sufferer : {target, a.child(verb, {"nsubjpass"})}) add(sufferer, ">");
  for (std::uint32_t party : {source, target, a.child(verb, {"nsubj", "nsubjpass"}), a.child(verb, {"dobj"})})
    add(party, "");
  return out;
}

std::optional<Guess> Prior::special(const Analysis& a, std::uint32_t verb, std::uint32_t source,
                                    std::uint32_t target) const {
  if (a.tokens[verb].pos != "VERB") return std::nullopt;
  const std::string lemma(a.tokens[verb].lemma);
  const auto with = [&](const std::string& word) -> std::optional<Guess> {
    const auto own = own_.find(lemma + " " + word);
    if (own == own_.end()) return std::nullopt;
    return Guess{verb, own->second.first, own->second.second, "prior/" + lemma + "+" + word};
  };
  for (std::uint32_t word : near_words(a, verb)) {
    if (auto guess = with(std::string(a.tokens[word].lemma))) return guess;
  }
  for (const std::string& kind : parties(a, verb, source, target)) {
    if (auto guess = with(kind)) return guess;
  }
  return std::nullopt;
}

std::optional<Guess> Prior::firm(const Analysis& a, std::uint32_t verb) const {
  const std::string lemma(a.tokens[verb].lemma);
  const auto own = own_.find(lemma + " *");
  if (a.tokens[verb].pos != "VERB" || own == own_.end()) return std::nullopt;
  return Guess{verb, own->second.first, own->second.second, "prior/" + lemma};
}

std::optional<Guess> Prior::plain(const Analysis& a, std::uint32_t t, std::uint32_t source,
                                  std::uint32_t target) const {
  const std::string lemma(a.tokens[t].lemma);
  if (a.tokens[t].pos != "VERB") {
    const auto noun = nouns_.find(lemma);
    if (noun == nouns_.end()) return std::nullopt;
    return Guess{t, noun->second.first, noun->second.second, "prior/" + lemma};
  }
  const auto known = verbs_.find(lemma);
  if (known != verbs_.end() && !known->second.block.empty()) {
    for (std::uint32_t word : near_words(a, t)) {
      if (a.tokens[word].dep == "prep") continue;
      // What the two are called says nothing.
      const bool before = one_of(a.tokens[word].dep, {"compound", "amod"});
      const std::uint32_t named = before ? a.tokens[word].head : word;
      if (named == source || named == target) continue;
      const std::string with(a.tokens[word].lemma);
      if (const auto found = words_.find(known->second.block + " " + with); found != words_.end())
        return Guess{t, found->second.first, found->second.second, "prior/" + lemma + "+" + with};
    }
  }
  if (const auto own = own_.find(lemma); own != own_.end())
    return Guess{t, own->second.first, own->second.second, "prior/" + lemma};
  if (known != verbs_.end() && !known->second.code.first.empty())
    return Guess{t, known->second.code.first, known->second.code.second, "prior/" + lemma};
  return std::nullopt;
}

std::optional<Guess> Prior::instead(const Analysis& a, std::uint32_t t, std::string_view type,
                                    std::uint32_t source, std::uint32_t target) const {
  if (a.tokens[t].pos != "VERB") return std::nullopt;
  for (const std::string& kind : parties(a, t, source, target)) {
    const auto other = own_.find("=" + std::string(type) + " " + kind);
    if (other == own_.end()) continue;
    return Guess{t, other->second.first, other->second.second,
                 "prior/" + std::string(a.tokens[t].lemma) + "+" + kind};
  }
  return std::nullopt;
}

}  // namespace chancery
