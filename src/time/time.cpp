// SPDX-License-Identifier: Apache-2.0
#include "time/time.h"

#include "time/grammar.h"
#include "time/resolve.h"

namespace chancery {

std::string_view name_of(TimeType type) {
  static constexpr std::string_view kNames[] = {"DATE", "TIME", "DURATION", "SET"};
  return kNames[static_cast<std::size_t>(type)];
}

std::string_view name_of(TimeOperator op) {
  static constexpr std::string_view kNames[] = {"", "on", "by", "within", "since", "until", "before", "after"};
  return kNames[static_cast<std::size_t>(op)];
}

std::string_view name_of(Granularity granularity) {
  static constexpr std::string_view kNames[] = {"",       "second",    "minute", "hour",   "day_part",
                                                "day",    "weekend",   "week",   "month",  "quarter",
                                                "season", "half_year", "year",   "decade", "century"};
  return kNames[static_cast<std::size_t>(granularity)];
}

std::string_view name_of(AnchorKind kind) {
  static constexpr std::string_view kNames[] = {"", "document date", "narrative", "time", "event"};
  return kNames[static_cast<std::size_t>(kind)];
}

TimeGrammar TimeGrammar::compile(const Rulebook& rulebook, Diagnostics& diagnostics) {
  return TimeGrammar(std::make_shared<const Grammar>(Grammar::compile(rulebook, diagnostics)));
}

Times TimeGrammar::read(const Document& document, const Analysis& analysis) const {
  const Expressions expressions = find_expressions(*grammar_, document, analysis);
  return anchor(*grammar_, document, analysis, expressions, settle(*grammar_, document, analysis, expressions));
}

Times TimeGrammar::read(const Document& document, const Analysis& analysis, const Published& published) const {
  return anchor(*grammar_, document, analysis, find_expressions(*grammar_, document, analysis), published);
}

Published TimeGrammar::settle_date(const Document& document, const Analysis& analysis) const {
  return settle(*grammar_, document, analysis, find_expressions(*grammar_, document, analysis));
}

}  // namespace chancery
