// Datelines: "ISLAMABAD, Feb 6 (Reuters) –" before the first words, "Thursday, January 24, 2019" on a line of
// its own.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/date_text.h"
#include "document/document_rules.h"

namespace chancery {

struct DatelineOptions {
  // Forms without date and agency count only where a report begins: "KYIV — …", "Cairo, Egypt – …".
  bool opening = false;
  // "ISLAMABAD: The …" counts; false in texts where many paragraphs open like that (speakers of an interview).
  bool colon = false;
};

// Bytes of the dateline that opens a paragraph, with its dash and bracketed marks ("-- [TEXT]"); 0 when there
// is none.
std::uint32_t dateline_size(std::string_view paragraph, const DocumentRules& rules, DatelineOptions options);

struct DateLine {
  std::vector<std::pair<LiteralDate, bool>> dates;  // true: of an update. Spans are in the line
  bool dated = false;                               // the line is one
};
// A line of dates, times, zones, labels ("Published: …"), with a place in front at most.
DateLine read_date_line(std::string_view line, const DocumentRules& rules);

}  // namespace chancery
