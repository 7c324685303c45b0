// What `relate` answers where no frame links the two words: a guess from what happens between them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "codebook/codebook.h"
#include "coding/relate.h"
#include "coding/statement.h"
#include "coding/syntax.h"

namespace chancery {

struct Fallback {
  Codes codes;
  Status status = Status::kOccurred;
  std::vector<Evidence> evidence;  // empty for the default of data/codebooks/prior.tsv
  bool stated = false;             // a statement's, whose trigger lies between the two
};

// What happens between two words, likeliest first: verbs, and nouns that `happenings` or the dictionary name.
//
//   "[A] noticed smoke and reported it to [B]"    reported, noticed     the last verb whose subject A is, too
//   "a blast near [B] killed [A]"                 killed, blast         where the paths meet, then down to the
//   target
//
// then down to the source: these are `near`; then what governs the words. One of the two may be kNoToken: then
// all that stands over the other is `above`, nearest first.
struct Path {
  std::vector<std::uint32_t> near, above;
};
Path between(const Prior& dictionary, const Syntax& grammar, const std::vector<Happening>& happenings,
             std::uint32_t source, std::uint32_t target);

// The first of them that a statement, a frame or the dictionary knows; else the nearest statement; else the
// default. The words are the heads of what is marked; kNoToken: implied.
Fallback fall_back(const Codebooks& codebooks, const Syntax& grammar, const std::vector<Statement>& statements,
                   const std::vector<Happening>& happenings, const Published& published, std::uint32_t source,
                   std::uint32_t target);

// What is likelier than the statement of this link. For one that has but one of the two in a role, the first
// that lies near: nullopt when nothing near is known, or the trigger is itself one of those near. For one that
// has both, only what those who take part make of the trigger ("the bomber travelled to").
std::optional<Fallback> nearer(const Codebooks& codebooks, const Syntax& grammar,
                               const std::vector<Statement>& statements,
                               const std::vector<Happening>& happenings, const Published& published,
                               std::uint32_t source, std::uint32_t target, const Related& link);

}  // namespace chancery
