// Names of what a statement says, as the record writes them.
// SPDX-License-Identifier: Apache-2.0
#include "coding/statement.h"

namespace chancery {

std::string_view name_of(Status status) {
  switch (status) {
    case Status::kOccurred:
      return "occurred";
    case Status::kOngoing:
      return "ongoing";
    case Status::kHabitual:
      return "habitual";
    case Status::kPlanned:
      return "planned";
    case Status::kPossible:
      return "possible";
    case Status::kConditional:
      return "conditional";
    case Status::kNotOccurred:
      return "not_occurred";
    case Status::kCancelled:
      return "cancelled";
    case Status::kPostponed:
      return "postponed";
    case Status::kFailed:
      return "failed";
    case Status::kRequested:
      return "requested";
    case Status::kThreatened:
      return "threatened";
    case Status::kOffered:
      return "offered";
    case Status::kDenied:
      return "denied";
  }
  return {};
}

std::string_view name_of(Tense tense) {
  switch (tense) {
    case Tense::kPast:
      return "past";
    case Tense::kNow:
      return "now";
    case Tense::kFuture:
      return "future";
  }
  return {};
}

std::optional<Status> status_named(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(Status::kDenied); ++i) {
    if (name_of(static_cast<Status>(i)) == name) return static_cast<Status>(i);
  }
  return std::nullopt;
}

}  // namespace chancery
