// Marked texts that rules give as examples, and whether a coding is what the marks say. frames.h shows the
// marks. SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/span.h"
#include "coding/statement.h"

namespace chancery {

struct ExampleMark {
  enum Kind { kActor, kRecipient, kTrigger } kind = kActor;
  Span span;
  std::string frame;  // of a trigger; empty: the one whose example it is
  std::optional<Status> status;
};

// An example without its mark-up.
struct MarkedExample {
  std::string text;
  std::vector<ExampleMark> marks;
  std::string fault;  // empty when well formed
};

MarkedExample read_marks(const std::string& example);

// The marked spans of one kind, in a text that begins at `base`.
std::vector<Span> marked_spans(const MarkedExample& marked, ExampleMark::Kind kind, std::uint32_t base);
// Does each actor stand at one of the spans and each span at an actor?
bool same_places(const std::vector<ActorRef>& found, const std::vector<Span>& marked);
// The first statement whose trigger no mark covers; null when each is marked.
const Statement* unmarked(const MarkedExample& marked, const std::vector<Statement>& statements,
                          std::uint32_t base);
// "meet(occurred) "met" A[Macron] R[Scholz]"
std::string show(const Act& act);

}  // namespace chancery
