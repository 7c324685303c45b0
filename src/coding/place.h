// Where a happening was: which phrase of its clause names a place, and which place of the gazetteer that is.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/knowledge.h"
#include "actors/mention.h"
#include "coding/statement.h"
#include "coding/syntax.h"
#include "coding/triggers.h"

namespace chancery {

// Reads one document. Borrows its arguments.
class Places {
 public:
  Places(const Document& document, const Analysis& analysis, const Syntax& grammar,
         const std::vector<Mention>& mentions, const Knowledge& knowledge, std::optional<Day> day);

  // The place of a trigger: by in, at, near and the like, by a modifier ("the Kabul bombing"), by a phrase that opens
  // the sentence. Words inside `taken` (topics) are about something else. `physical`: it happens somewhere, so the
  // dateline serves the first paragraph when nothing else does.
  std::optional<PlaceRef> of(const Trigger& trigger, const std::vector<Span>& taken, bool physical,
                             std::vector<Evidence>& evidence) const;

  // Does the word before a noun name a town and no country?
  bool is_town(std::uint32_t t) const;

 private:
  struct Named {
    Span span;
    std::uint32_t first = 0, last = 0;  // tokens
  };
  bool is_happening(std::uint32_t t) const;
  std::optional<Named> named_at(std::uint32_t t) const;
  std::optional<Named> border_at(std::uint32_t t) const;
  PlaceRef resolve(const Named& named, std::string how, std::vector<Evidence>& evidence) const;
  double share(std::string_view iso3) const;

  const Document& document_;
  const Analysis& a_;
  const Syntax& g_;
  const Knowledge& knowledge_;
  std::optional<Day> day_;
  std::map<std::string, double, std::less<>> shares_;  // country → part of the document's mentions
  std::optional<Span> dateline_;                       // its place
  std::size_t told_from_it_ = 0;                       // the first block of the body after it
};

}  // namespace chancery
