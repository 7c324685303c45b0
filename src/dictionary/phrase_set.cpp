// SPDX-License-Identifier: Apache-2.0
#include "dictionary/phrase_set.h"

#include <algorithm>

#include "actors/words.h"

namespace chancery {

bool TextWord::is(std::uint64_t word) const {
  return hash == word || std::find(stems.begin(), stems.end(), word) != stems.end();
}

std::int32_t PhraseSet::add(const std::vector<PhraseWord>& phrase, std::int32_t value) {
  if (phrase.empty()) return kNone;
  std::uint64_t state = 0;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    state = add_word(state, phrase[i].hash);
    const auto at = states_.emplace(state, kNone).first;
    if (i + 1 < phrase.size()) continue;
    if (at->second == kNone) at->second = value;
    return at->second;
  }
  return kNone;
}

PhraseSet::Found PhraseSet::longest(const std::vector<TextWord>& words, std::uint32_t at,
                                    std::uint32_t end) const {
  Found best;
  int budget = 256;  // steps; only phrases of many stems that are beginnings of each other come near
  walk(words, at, end, 0, budget, best);
  return best;
}

void PhraseSet::walk(const std::vector<TextWord>& words, std::uint32_t at, std::uint32_t end,
                     std::uint64_t state, int& budget, Found& best) const {
  if (at >= end || --budget < 0) return;
  const auto step = [&](std::uint64_t word) {
    const auto next = states_.find(add_word(state, word));
    if (next == states_.end()) return;
    if (next->second != kNone && at + 1 > best.last) best = {next->second, at + 1};
    if (at + 1 < end && !words[at + 1].apart) walk(words, at + 1, end, next->first, budget, best);
  };
  step(words[at].hash);
  for (const std::uint64_t stem : words[at].stems) step(stem);
}

}  // namespace chancery
