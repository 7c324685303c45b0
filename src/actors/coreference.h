// Which mentions of one document are the same actor, by rules in order of precision.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "actors/knowledge.h"
#include "actors/mention.h"
#include "actors/phrase.h"
#include "attribution/quote.h"
#include "document/document.h"
#include "language/analysis.h"

namespace chancery {

// A mention in the making: what the record keeps, and what only coreference needs.
struct Draft {
  Mention mention;
  std::string key;
  std::string surname;
  const Title* title = nullptr;
  const Pronoun* word = nullptr;          // a pronoun
  const PluralPhrase* several = nullptr;  // "the two countries"
  char gender = 0;
  bool definite = false, indefinite = false, by_surname = false, role_noun = false, body = false, owned = false;
  bool foreign = false;  // "foreign forces": not those of the country spoken of
  bool ethnic = false;   // "Kurdish protesters"
  bool outside = false;  // in a teaser, caption or other text that is not the article's own
  std::uint32_t sentence = 0;
};

// Sets group, members, and for pronouns and descriptions what they take over from their antecedent.
// `drafts` in text order.
void link_mentions(const Knowledge& knowledge, const Document& document, const Analysis& analysis,
                   const std::vector<Quote>& quotes, std::optional<Day> day, std::vector<Draft>& drafts);

}  // namespace chancery
