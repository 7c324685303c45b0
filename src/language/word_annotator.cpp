// SPDX-License-Identifier: Apache-2.0
#include "language/word_annotator.h"

#include <algorithm>
#include <bit>
#include <deque>
#include <tuple>
#include <utility>

namespace chancery {
namespace {

constexpr std::size_t kSets = std::size_t{1} << 13, kWays = 4;
constexpr std::size_t kMostLemmaBytes = std::size_t{4} << 20;

}  // namespace

struct WordAnnotator::Scratch::State {
  struct Seen {
    std::uint64_t orth = 0;
    std::uint32_t tag_and_label = 0;  // tag << 16 | label
    bool used = false;
    WordAttributes word;
    std::uint64_t places = 0;
  };
  // Sets of four, the oldest gives way.
  std::vector<Seen> seen;
  std::deque<std::string> lemmas;
  std::size_t lemma_bytes = 0;

  std::vector<std::uint16_t> rules;
  std::string lemma;
};

WordAnnotator::Scratch::Scratch() : state_(std::make_unique<State>()) {}
WordAnnotator::Scratch::~Scratch() = default;
WordAnnotator::Scratch::Scratch(Scratch&&) noexcept = default;
WordAnnotator::Scratch& WordAnnotator::Scratch::operator=(Scratch&&) noexcept = default;

struct WordAnnotator::State {
  AttributeRuler ruler;
  Lemmatizer lemmatizer;
  std::vector<std::string> tags;
  std::shared_ptr<const DepLabels> labels;

  // A sequence rule that matched.
  struct Match {
    std::uint32_t token;  // that it writes to
    std::uint16_t rule;
    std::uint32_t start;
  };

  RuledWord ruled(const Lexeme* lexeme, std::uint8_t tag, LabelId label) const {
    return {lexeme, tags[tag], labels->name(label)};
  }

  // All rules for one token in their order, then the lemma unless a rule set it.
  WordAttributes attributes(const RuledWord& word, std::span<const Match> matches,
                            Scratch::State& scratch) const {
    scratch.rules.clear();
    ruler.find(word, scratch.rules);
    WordAttributes out{word.tag, word.dep, {}, {}, {}};
    // (rule, start): a single rule and a sequence are never the same rule at the same token twice over.
    std::size_t next = 0;
    for (const auto rule : scratch.rules) {
      for (; next < matches.size() && matches[next].rule < rule; ++next) ruler.apply(matches[next].rule, out);
      ruler.apply(rule, out);
    }
    for (; next < matches.size(); ++next) ruler.apply(matches[next].rule, out);
    if (out.lemma.empty()) {
      lemmatizer.lemma(word.lexeme->text, word.lexeme->lower, out.pos, out.morph, scratch.lemma);
      scratch.lemma_bytes += scratch.lemma.size();
      out.lemma = scratch.lemmas.emplace_back(scratch.lemma);
    }
    return out;
  }
};

WordAnnotator::WordAnnotator(std::unique_ptr<State> state) : state_(std::move(state)) {}
WordAnnotator::WordAnnotator(WordAnnotator&&) noexcept = default;
WordAnnotator::~WordAnnotator() = default;

Result<WordAnnotator> WordAnnotator::compile(const ModelFiles& model, std::vector<std::string> tags,
                                             std::shared_ptr<const DepLabels> labels) {
  auto ruler = AttributeRuler::compile(model);
  if (!ruler) return std::move(ruler).error();
  auto lemmatizer = Lemmatizer::compile(model);
  if (!lemmatizer) return std::move(lemmatizer).error();
  return WordAnnotator(std::make_unique<State>(
      State{*std::move(ruler), *std::move(lemmatizer), std::move(tags), std::move(labels)}));
}

void WordAnnotator::annotate(std::span<const LexToken> tokens, std::span<const std::uint8_t> tags,
                             std::span<const LabelId> labels, Scratch& given,
                             std::span<WordAttributes> out) const {
  auto& scratch = *given.state_;
  const auto& state = *state_;
  if (scratch.seen.empty() || scratch.lemma_bytes > kMostLemmaBytes) {
    scratch.seen.assign(kSets * kWays, {});
    scratch.lemmas.clear();
    scratch.lemma_bytes = 0;
  }
  const auto first = state.ruler.first_places(), last = state.ruler.last_places();
  std::uint64_t follow = 0;
  std::vector<State::Match> matches;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto* const lexeme = tokens[i].lexeme;
    const auto key = std::uint32_t{tags[i]} << 16 | labels[i];
    const auto hash = (lexeme->orth ^ key) * 0x9E3779B97F4A7C15u;
    auto* const set = &scratch.seen[(hash >> 32) % kSets * kWays];
    auto* seen = std::find_if(set, set + kWays, [&](const auto& item) {
      return item.orth == lexeme->orth && item.tag_and_label == key && item.used;
    });
    if (seen == set + kWays) {
      const auto word = state.ruled(lexeme, tags[i], labels[i]);
      std::move_backward(set, set + kWays - 1, set + kWays);
      *set = {lexeme->orth, key, true, state.attributes(word, {}, scratch), state.ruler.places(word)};
      seen = set;
    }
    out[i] = seen->word;

    follow = (follow << 1 | first) & seen->places;
    for (auto ends = follow & last; ends != 0; ends &= ends - 1) {
      const auto sequence = state.ruler.sequence(std::countr_zero(ends));
      const auto start = static_cast<std::uint32_t>(i + 1 - sequence.size);
      matches.push_back({start + sequence.target, sequence.rule, start});
    }
  }

  std::sort(matches.begin(), matches.end(), [](const State::Match& a, const State::Match& b) {
    return std::tie(a.token, a.rule, a.start) < std::tie(b.token, b.rule, b.start);
  });
  for (std::size_t i = 0; i < matches.size();) {
    std::size_t end = i + 1;
    while (end < matches.size() && matches[end].token == matches[i].token) ++end;
    const auto token = matches[i].token;
    out[token] = state.attributes(state.ruled(tokens[token].lexeme, tags[token], labels[token]),
                                  std::span(matches).subspan(i, end - i), scratch);
    i = end;
  }
}

}  // namespace chancery
