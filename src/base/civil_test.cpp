// SPDX-License-Identifier: Apache-2.0
#include "base/civil.h"

#include <gtest/gtest.h>

namespace chancery {
namespace {

std::string show(std::string_view text) {
  const auto instant = parse_iso_instant(text);
  return instant ? format_instant(*instant) : "none";
}

TEST(Civil, ReadsIsoInstants) {
  EXPECT_EQ(show("2022-02-06"), "2022-02-06");
  EXPECT_EQ(show("2022-02-06T19:25"), "2022-02-06T19:25Z");
  EXPECT_EQ(show("2022-02-06T19:25:47.123Z"), "2022-02-06T19:25:47Z");
  EXPECT_EQ(show("2022-02-06 02:00:00+05:00"), "2022-02-05T21:00Z");
  EXPECT_EQ(show("2022-02-06T24:00"), "2022-02-07");
}

TEST(Civil, RefusesWhatDoesNotExist) {
  for (const char* text : {"2022-02-31", "0000-01-01", "2022-13-01", "2022-2-6", "2022-02-06T", "2022-02-06T25:00",
                           "2022-02-06Tx", "2022-02-06T19:25+", "2022-02-06T19:25+9", "20220206", ""}) {
    EXPECT_EQ(show(text), "none") << text;
  }
}

TEST(Civil, ReducedDatesCoverTheirPeriod) {
  const auto month = parse_reduced_date("1998-12");
  ASSERT_TRUE(month);
  EXPECT_EQ(format_instant(*month->start), "1998-12-01");
  EXPECT_EQ(format_instant(*month->end), "1999-01-01");
  EXPECT_FALSE(parse_reduced_date("98"));
  EXPECT_FALSE(parse_reduced_date("1998-00"));
}

}  // namespace
}  // namespace chancery
