// Periods of claims: counted back from the report, or from a happening that is past. What is found in sentences
// is tested by the examples of data/claims/. SPDX-License-Identifier: Apache-2.0
#include "coding/claims.h"

#include <gtest/gtest.h>

namespace chancery {
namespace {

std::string days(const Interval& interval) {
  const auto show = [](const std::optional<Instant>& instant) {
    return instant ? format_instant(*instant) : "…";
  };
  return std::string(show(interval.start)) + " " + show(interval.end);
}

Act act_on(const char* day) {
  Act act;
  act.tense = Tense::kPast;
  act.time = StatementTime{};
  act.time->ref.interval = *parse_reduced_date(day);
  return act;
}

TEST(Claims, LengthsCountBackFromTheReport) {
  struct Case {
    const char* report;
    int months, days;
    const char* period;
  };
  for (const Case& c :
       {Case{"2022-02-21", 240, 0, "2002-02-21 2022-02-21"}, Case{"2024-02-29", 12, 0, "2023-02-28 2024-02-29"},
        Case{"2024-03-31", 1, 0, "2024-02-29 2024-03-31"}, Case{"2024-01-05", 3, 0, "2023-10-05 2024-01-05"},
        Case{"2024-03-01", 0, 14, "2024-02-16 2024-03-01"},
        Case{"2024-03-01", 60000, 0, "… 2024-03-01"},  // before year 1
        Case{"2024-03-01", 0, 0, "… 2024-03-01"}}) {   // "in years"
    ClaimReading reading;
    reading.claim.kind = "first";
    reading.bound = ClaimReading::Bound::kLength;
    reading.months = c.months;
    reading.days = c.days;
    EXPECT_EQ(days(reading.finish(Instant{*parse_day(c.report)}, nullptr).period), c.period)
        << c.report << " " << c.months;
  }
}

TEST(Claims, AHappeningOfThePastIsTheEndOfItsPeriod) {
  ClaimReading reading;
  reading.claim.kind = "first";
  reading.bound = ClaimReading::Bound::kLength;
  reading.months = 120;
  const std::optional<Instant> report = Instant{*parse_day("2022-02-21")};
  Act act = act_on("2013-04");
  EXPECT_EQ(days(reading.finish(report, &act).period), "2003-04-01 2013-05-01");
  act.tense = Tense::kFuture;
  EXPECT_EQ(days(reading.finish(report, &act).period), "2012-02-21 2022-02-21")
      << "what is to come is counted from the report";
}

TEST(Claims, TheLastBeginsTheTimeWithoutAnother) {
  ClaimReading reading;
  reading.claim.kind = "last";
  const Act act = act_on("2019-11");
  EXPECT_EQ(days(reading.finish(Instant{*parse_day("2022-02-21")}, &act).period), "2019-11-01 2022-02-21");
}

TEST(Claims, WithoutADateOfTheDocumentNoPeriodIsInvented) {
  ClaimReading reading;
  reading.claim.kind = "first";
  reading.bound = ClaimReading::Bound::kLength;
  reading.months = 240;
  EXPECT_EQ(days(reading.finish(std::nullopt, nullptr).period), "… …");
}

}  // namespace
}  // namespace chancery
