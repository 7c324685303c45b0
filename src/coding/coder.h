// Analysis, TimeRefs, Quotes and Mentions → Statements: who did what to whom, as the text presents it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "actors/mention.h"
#include "attribution/quote.h"
#include "coding/statement.h"
#include "document/document.h"
#include "language/analysis.h"
#include "rulebook/rulebook.h"
#include "time/time_ref.h"

namespace chancery {

class Actors;
class ClaimRules;
class StatusReader;
struct Frames;

struct Coding {
  std::vector<Statement> statements;  // by trigger position; without codes
  std::vector<Happening> happenings;  // by token
  std::vector<ParsedClaim> claims;    // by position; those of statements and those that no frame knows
};

// Immutable after compile(), shared by threads. code() keeps all it needs per call; its time is linear in the
// text but for capped searches inside one sentence.
class Coder {
 public:
  // Faults go to the diagnostics; a coder compiled from a faulty rulebook must not be used.
  static Coder compile(const Rulebook& rulebook, Diagnostics& diagnostics);

  Coding code(const Document& document, const Analysis& analysis, const std::vector<TimeRef>& times,
              const std::vector<Quote>& quotes, const std::vector<Mention>& mentions, const Actors& actors,
              const Published& published) const;

  const Frames& frames() const;
  const StatusReader& status() const;
  const ClaimRules& claims() const;

  Coder(Coder&&) noexcept;
  Coder& operator=(Coder&&) noexcept;
  ~Coder();

 private:
  struct Rules;
  explicit Coder(std::unique_ptr<const Rules> rules);
  std::unique_ptr<const Rules> rules_;
};

}  // namespace chancery
