// SPDX-License-Identifier: Apache-2.0
#include "codebook/contexts.h"

#include <algorithm>

namespace chancery {
namespace {

std::vector<std::string> words_of(const std::string& phrase) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < phrase.size();) {
    const std::size_t end = std::min(phrase.find(' ', at), phrase.size());
    if (end > at) out.push_back(phrase.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

}  // namespace

Contexts Contexts::compile(const Rulebook& rulebook, Diagnostics& diagnostics) {
  Contexts out;
  for (RuleTable table : rulebook.tables("codebooks", "context", diagnostics)) {
    const std::size_t index = out.contexts_.size();
    Context context;
    context.id = table.id();
    context.name = table.string("name");
    for (const std::string_view key : {"words", "verbs"}) {
      for (const std::string& phrase : table.strings(key)) {
        std::vector<std::string> words = words_of(phrase);
        if (words.empty()) {
          table.fault(ErrorCode::kRulesBadValue, "an empty phrase", {}, key);
          continue;
        }
        out.phrases_[words.front()].push_back({words, index, key == "verbs"});
      }
    }
    for (const std::string& sector : table.strings("sectors")) {
      if (!out.sectors_.emplace(sector, index).second)
        table.fault(ErrorCode::kRulesBadValue, "two contexts for the sector `" + sector + "`", {}, "sectors");
    }
    context.examples = table.examples();
    table.finish();
    out.contexts_.push_back(std::move(context));
  }
  return out;
}

void Contexts::add(const Analysis& analysis, Statement& statement) const {
  if (!statement.codes.plover) return;
  std::vector<std::string>& given = statement.codes.plover->contexts;
  const auto add = [&](std::size_t index, Span span, std::string fact) {
    const Context& context = contexts_[index];
    if (std::find(given.begin(), given.end(), context.name) != given.end()) return;
    given.push_back(context.name);
    statement.evidence.push_back({"codes.plover.contexts", context.id, span, std::move(fact)});
  };
  for (const auto* side : {&statement.act.actors, &statement.act.recipients}) {
    for (const ActorRef& who : *side) {
      for (const std::string& sector : who.actor.sectors) {
        if (const auto found = sectors_.find(sector); found != sectors_.end())
          add(found->second, who.span, sector);
      }
    }
  }
  const Sentence& sentence = analysis.sentences[statement.sentence];
  for (std::uint32_t t = sentence.first; t < sentence.last; ++t) {
    const Token& token = analysis.tokens[t];
    const std::string_view forms[] = {token.lemma, token.lower};
    for (const std::string_view form : forms) {
      const auto found = phrases_.find(form);
      if (found == phrases_.end()) continue;
      for (const Phrase& phrase : found->second) {
        const std::size_t length = phrase.words.size();
        if (t + length > sentence.last || phrase.verb != (token.pos == "VERB") || token.pos == "PRON") continue;
        bool all = true;
        for (std::size_t i = 1; i < length && all; ++i) {
          const Token& next = analysis.tokens[t + i];
          all = next.lemma == phrase.words[i] || next.lower == phrase.words[i];
        }
        if (all) add(phrase.context, {token.span.begin, analysis.tokens[t + length - 1].span.end}, {});
      }
      if (token.lemma == token.lower) break;
    }
  }
}

}  // namespace chancery
