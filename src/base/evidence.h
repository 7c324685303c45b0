// Why a field is as it is: part of every result.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/span.h"

namespace chancery {

// One reason: which rule, which words, which fact.
struct Evidence {
  std::string field;  // field of the record it speaks of: "status", "time", "actors[0]"
  std::string rule;   // rule id, "tense/will", "meet.visit/verb"
  Span span;          // the words, in the document's content; empty when the reason is a fact alone
  std::string fact;   // table row used, "leaders Q155164 2018-08-18/2022-04-10"; may be empty
};

// A reading that lost, and why.
struct Rival {
  std::string field;
  std::string value;
  std::string rule;
  Span span;
  std::string why;
};

}  // namespace chancery
