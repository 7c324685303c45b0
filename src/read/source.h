// What was read and where it came from.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace chancery {

// One text as given. Owns its bytes.
struct Source {
  std::string id;     // the record's `id`, or the path as given for a plain file, "-" for standard input
  std::string title;  // empty when none was given
  std::string text;   // valid UTF-8; bytes that were not are '?' one for one, and a warning says so
  std::string date;   // as given: ISO date or instant; empty when none. A bad one is a warning, not a rejection
  std::string url;
  std::string publisher;  // the record's `source`
  std::string language;   // as given, else empty
  Place where;            // file and byte offset (line for JSON Lines) the record came from
  std::vector<Error> warnings;
};

// A document or part that could not be used, and why. Counted and shown, never dropped in silence.
struct Rejection {
  std::string id;  // of the record when it could be read, else empty
  Error error;
};

}  // namespace chancery
