// SPDX-License-Identifier: Apache-2.0
#include "base/date_text.h"

#include <gtest/gtest.h>

#include <string>

namespace chancery {
namespace {

// "[words]=value" for each date; "----" for a missing year, the weekday as w1 … w7.
std::string show(std::string_view text) {
  std::string out;
  for (const LiteralDate& date : find_literal_dates(text)) {
    if (!out.empty()) out += " ";
    out += "[" + std::string(date.span.of(text)) + "]=";
    out += date.year ? std::to_string(*date.year) : "----";
    out += "-" + std::to_string(date.month) + "-" + std::to_string(date.day);
    if (date.weekday > 0) out += "w" + std::to_string(date.weekday);
    if (date.short_year) out += "?";
  }
  return out;
}

TEST(LiteralDate, Forms) {
  const struct {
    std::string_view text, expected;
  } kCases[] = {
      {"Feb 6, 2022", "[Feb 6, 2022]=2022-2-6"},
      {"on Feb. 6, 2022, he", "[Feb. 6, 2022]=2022-2-6"},
      {"6 February 2022.", "[6 February 2022]=2022-2-6"},
      {"Thursday, January 24, 2019", "[Thursday, January 24, 2019]=2019-1-24w4"},
      {"Thu 24 Jan 2019", "[Thu 24 Jan 2019]=2019-1-24w4"},
      {"the 6th of March, 1998", "[6th of March, 1998]=1998-3-6"},
      {"Sept. 3rd 2001", "[Sept. 3rd 2001]=2001-9-3"},
      {"2022-02-06 and 2022/02/07", "[2022-02-06]=2022-2-6 [2022/02/07]=2022-2-7"},
      {"24-Jan-2019", "[24-Jan-2019]=2019-1-24"},
      {"BOGOTA, 9 JAN 90 (EFE)", "[9 JAN 90]=1990-1-9?"},
      {"Wednesday, February 13, 2019\xC2\xA0", "[Wednesday, February 13, 2019]=2019-2-13w3"},
      {"Feb\xC2\xA0"
       "6",
       "[Feb\xC2\xA0"
       "6]=-----2-6"},
      {"Feb 6 (Reuters)", "[Feb 6]=-----2-6"},
      {"24/12/2019, 12/24/2019, 5.6.2019",
       "[24/12/2019]=2019-12-24 [12/24/2019]=2019-12-24 [5.6.2019]=2019-6-5"},
      {"from 3 May. On 4 June.", "[3 May]=-----5-3 [4 June]=-----6-4"},
      {"in November 2021 by February 15, 2022, on terms", "[February 15, 2022]=2022-2-15"},
      {"May 28, 2021, July 15, 2021.", "[May 28, 2021]=2021-5-28 [July 15, 2021]=2021-7-15"},
      {"February 29", "[February 29]=-----2-29"},
  };
  for (const auto& c : kCases) EXPECT_EQ(show(c.text), c.expected) << c.text;
}

TEST(LiteralDate, NotADate) {
  for (const std::string_view text :
       {"February 30, 2022", "2022-13-01", "03/04/2022", "May 2.5 million", "may 10:30", "Monday", "in May",
        "March 2022", "Mary 5", "1 Marchand", "32 May 2020", "12.02.2022.1", "$3/14/2022", "2022-02-061",
        "9 of the 10", "MARCHED 5", "5 Augusts"}) {
    EXPECT_EQ(show(text), "") << text;
  }
}

}  // namespace
}  // namespace chancery
