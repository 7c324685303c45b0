// The time stage on the examples of data/time, on the document date's sources and conflicts, and on hostile
// input.
// SPDX-License-Identifier: Apache-2.0
#include "time/time.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "document/document_of_lines.h"
#include "language/test_model.h"
#include "time/calendar.h"
#include "time/examples.h"

namespace chancery {
namespace {

const TimeGrammar& grammar() {
  static const TimeGrammar compiled = [] {
    Diagnostics diagnostics;
    const auto rulebook = Rulebook::load(disk(), std::string(CHANCERY_SOURCE_DIR) + "/data", diagnostics);
    return TimeGrammar::compile(*rulebook, diagnostics);
  }();
  return compiled;
}

Analysis analyse(const Document& document) {
  static Language::Scratch scratch;
  return test_model()->analyse(document, SentenceMode::kOurs, scratch);
}

Published on(std::string_view day) {
  Published published;
  if (const auto date = parse_day(day)) published.date = *date;
  published.how = "given";
  return published;
}

// "value start/end" of each expression, for short tables.
std::string read(const std::string& text, std::string_view date, std::vector<DateCandidate> candidates = {}) {
  Document document = document_of_lines(text);
  document.date_candidates = std::move(candidates);
  const Analysis analysis = analyse(document);
  const Times times =
      date.empty() ? grammar().read(document, analysis) : grammar().read(document, analysis, on(date));
  std::string out;
  for (const TimeRef& ref : times.refs) {
    if (!out.empty()) out += " | ";
    out += fmt::format("{} {} {}/{}", document.text(ref.span), ref.value,
                       ref.interval.start ? format_instant(*ref.interval.start) : "",
                       ref.interval.end ? format_instant(*ref.interval.end) : "");
    if (ref.assumed) out += " assumed";
  }
  return out;
}

#define NEEDS_MODEL() \
  if (test_model() == nullptr) GTEST_SKIP() << "no language model (CHANCERY_MODEL)"

TEST(TimeRules, Compile) {
  Diagnostics diagnostics;
  const auto rulebook = Rulebook::load(disk(), std::string(CHANCERY_SOURCE_DIR) + "/data", diagnostics);
  (void)TimeGrammar::compile(*rulebook, diagnostics);
  for (const Error& error : diagnostics.sorted())
    if (error.where.file.find("/time/") != std::string::npos || error.where.file.starts_with("time/"))
      ADD_FAILURE() << format_error(error);
}

TEST(TimeRules, TheTableHolds) {
  NEEDS_MODEL();
  const auto table = disk().read(std::string(CHANCERY_SOURCE_DIR) + "/tests/golden/time_expressions.txt");
  ASSERT_TRUE(table);
  std::istringstream lines{std::string(*table)};
  int sentences = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    ++sentences;
    const auto marked = mark_times(grammar(), analyse, line);
    ASSERT_TRUE(marked) << line;
    EXPECT_EQ(*marked, line);
  }
  EXPECT_GT(sentences, 600);
}

TEST(TimeRules, ExamplesHold) {
  NEEDS_MODEL();
  Diagnostics diagnostics;
  check_time_examples(grammar(), analyse, diagnostics);
  for (const Error& error : diagnostics.sorted()) ADD_FAILURE() << format_error(error);
}

TEST(Times, WithoutADateStayOpen) {
  NEEDS_MODEL();
  EXPECT_EQ(read("He arrived on Thursday.", ""), "Thursday XXXX-WXX-4 /");
  EXPECT_EQ(read("He arrived last month.", ""), "last month XXXX-XX /");
  EXPECT_EQ(read("He arrived in May.", ""), "May XXXX-05 /");
  EXPECT_EQ(read("He arrived yesterday.", ""), "yesterday XXXX-XX-XX /");
}

TEST(Times, AStoryKeepsItsYear) {
  NEEDS_MODEL();
  EXPECT_EQ(read("He will step down on Friday.\nThe late president died in 2008.", "2022-02-21"),
            "Friday 2022-02-25 2022-02-25/2022-02-26 | 2008 2008 2008-01-01/2009-01-01");
  EXPECT_EQ(read("In April 1999 the premier paid a visit to Moscow. In May he flew to Beijing.", "2022-02-21"),
            "April 1999 1999-04 1999-04-01/1999-05-01 | May 1999-05 1999-05-01/1999-06-01");
}

TEST(Times, ACaptionIsReadWithTheArticlesDate) {
  NEEDS_MODEL();
  Document document = document_of_lines(
      "In April 1999 the premier flew to Moscow.\nThe premier landed in May.\nIn June he flew to Beijing.");
  ASSERT_EQ(document.blocks.size(), 3u);
  document.blocks[1].role = BlockRole::kCaption;
  const Analysis analysis = analyse(document);
  std::string values;
  for (const TimeRef& ref : grammar().read(document, analysis, on("2022-02-21")).refs)
    values += ref.value + " ";
  EXPECT_EQ(values, "1999-04 2021-05 1999-06 ");
}

TEST(Times, CarriedTimeIsTheLastOneSpokenOf) {
  NEEDS_MODEL();
  const Document document =
      document_of_lines("He met the king last month. He thanked him. They will meet in May. All agreed.");
  const Analysis analysis = analyse(document);
  const Times times = grammar().read(document, analysis, on("2022-02-21"));
  ASSERT_EQ(analysis.sentences.size(), 4u);
  ASSERT_EQ(times.refs.size(), 2u);
  EXPECT_EQ(times.carried, (std::vector<std::int32_t>{-1, 0, 0, 1}));
}

// What is no date stands in the table too.
TEST(Times, NothingLiesBeyondTheCalendar) {
  NEEDS_MODEL();
  for (const char* text : {"He will meet them next century.", "He will leave in 9000 years.",
                           "It ends next Friday and later this year.", "by the end of next decade"})
    (void)read(text, "9999-12-31");
  for (const char* text :
       {"He left last century.", "He left 9000 years ago.", "It was last Friday and earlier this year."})
    (void)read(text, "0001-01-01");
}

// What each is counted from and how finely it is known: "words: granularity, anchor 'its words'".
std::string anchors(const std::string& text, std::string_view date) {
  const Document document = document_of_lines(text);
  const Analysis analysis = analyse(document);
  std::string out;
  for (const TimeRef& ref : grammar().read(document, analysis, on(date)).refs) {
    if (!out.empty()) out += "; ";
    out += fmt::format("{}: {}, {}", document.text(ref.span),
                       ref.granularity == Granularity::kNone ? "none" : name_of(ref.granularity),
                       ref.anchor == AnchorKind::kNone ? "none" : name_of(ref.anchor));
    if (!ref.anchor_span.empty()) out += fmt::format(" '{}'", document.text(ref.anchor_span));
    if (!ref.range_span.empty()) out += fmt::format(" in '{}'", document.text(ref.range_span));
  }
  return out;
}

TEST(Times, SayWhatTheyAreCountedFrom) {
  NEEDS_MODEL();
  const std::pair<const char*, const char*> cases[] = {
      {"He arrived on Thursday.", "Thursday: day, document date"},
      {"He arrived on 3 March 2021.", "3 March 2021: day, none"},
      {"He arrived at 5 p.m. on Friday.", "5 p.m. on Friday: hour, document date"},
      {"He arrived at 5:30 p.m.", "5:30 p.m: minute, document date"},
      {"He arrived on Friday morning.", "Friday morning: day_part, document date"},
      {"He arrived over the weekend.", "the weekend: weekend, document date"},
      {"He arrived last week.", "last week: week, document date"},
      {"He arrived last month.", "last month: month, document date"},
      {"He arrived in the third quarter of 2021.", "the third quarter of 2021: quarter, none"},
      {"He arrived in the summer of 2021.", "the summer of 2021: season, none"},
      {"He arrived in the first half of 2021.", "the first half of 2021: half_year, none"},
      {"He arrived in 2021.", "2021: year, none"},
      {"He arrived in the 1990s.", "the 1990s: decade, none"},
      {"He arrived in the 19th century.", "the 19th century: century, none"},
      {"He came on May 3, 2019 and left two days later.",
       "May 3, 2019: day, none; two days later: day, narrative 'May 3, 2019'"},
      {"He came two days before May 3, 2019.", "two days before May 3, 2019: day, time 'May 3, 2019'"},
      {"He came two days after the summit.", "two days: none, event 'the summit'"},
      {"They will meet on Tuesday week.", "Tuesday week: day, time 'Tuesday'"},
      {"He stayed for three weeks.", "three weeks: none, none"},
      {"He stayed over the past three weeks.", "the past three weeks: none, document date"},
      {"They met from 3 to 5 February.",
       "3: day, document date in '3 to 5 February'; 5 February: day, document date in '3 to 5 February'"},
      {"He left the following day.", "the following day: day, none"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(anchors(text, "2022-02-21"), expected) << text;
}

// What is not known says why; what has two readings names the one that lost.
std::string reasons(const std::string& text, std::string_view date) {
  const Document document = document_of_lines(text);
  const Analysis analysis = analyse(document);
  const Times times =
      date.empty() ? grammar().read(document, analysis) : grammar().read(document, analysis, on(date));
  std::string out;
  for (const TimeRef& ref : times.refs) {
    if (!out.empty()) out += " | ";
    out += ref.value;
    for (const Evidence& evidence : ref.evidence)
      if (!evidence.fact.empty()) out += fmt::format(" ({})", evidence.fact);
    for (const Rival& rival : ref.rivals) out += fmt::format(" or {}: {}", rival.value, rival.why);
  }
  return out;
}

TEST(Times, TheUnknownSaysWhy) {
  NEEDS_MODEL();
  EXPECT_EQ(reasons("He died on 31 February 2021.", "2022-02-21"), "XXXX-XX-XX (no such day)");
  EXPECT_EQ(reasons("He arrived on Thursday.", ""), "XXXX-WXX-4 (no date to count from)");
  EXPECT_EQ(reasons("He arrived in May.", ""), "XXXX-05 (no date to count from)");
  EXPECT_EQ(reasons("He left the following day.", "2022-02-21"), "XXXX-XX-XX (no time spoken of before)");
  EXPECT_EQ(reasons("He left 99999 years ago.", "2022-02-21"), "PAST_REF (beyond the calendar)");
}

TEST(Times, ReadingsThatCompeteAreNamed) {
  NEEDS_MODEL();
  EXPECT_EQ(reasons("The vote on Thursday.", "2022-02-21"),
            "2022-02-17 (document date 2022-02-21) or 2022-02-24: no verb says whether it looks ahead");
  EXPECT_EQ(reasons("He arrived on Monday.", "2022-02-21"),
            "2022-02-21 (document date 2022-02-21) or 2022-02-14: may be a week before the report");
  EXPECT_EQ(reasons("The form is dated 5/3/2019.", "2022-02-21"),
            "2019-05-03 or 2019-03-05: may name the day first");
  EXPECT_EQ(reasons("He left on Friday, 2 March 2022.", "2022-02-21"),
            "2022-03-02 or XXXX-WXX-5: the date is another day of the week");
  EXPECT_EQ(reasons("The September vote.", "2022-02-21"),
            "2021-09 (document date 2022-02-21) or 2022-09: no verb says which year");
  // A verb that decides leaves no rival.
  EXPECT_EQ(reasons("They will vote on Thursday.", "2022-02-21"), "2022-02-24 (document date 2022-02-21)");
  EXPECT_EQ(reasons("They voted in September.", "2022-02-21"), "2021-09 (document date 2022-02-21)");
}

TEST(Times, AThousandDatesInOneSentence) {
  NEEDS_MODEL();
  std::string text = "They met on";
  for (int i = 0; i < 1000; ++i) text += fmt::format(" {} May {},", 1 + i % 28, 1000 + i);
  text += " and left.";
  Document document = document_of_lines(text);
  const Analysis analysis = analyse(document);
  const std::size_t found = grammar().read(document, analysis, on("2022-02-21")).refs.size();
  EXPECT_GE(found, 1000u);
  EXPECT_LE(found, 1002u);  // the language stage cuts so long a sentence, perhaps within a date
}

DateCandidate dated(std::string_view day, std::string how) {
  DateCandidate c;
  c.date = *parse_iso_instant(day);
  c.how = std::move(how);
  return c;
}
DateCandidate not_before(std::string_view day, std::string how) {
  DateCandidate c;
  c.not_before = *parse_iso_instant(day);
  c.how = std::move(how);
  return c;
}
DateCandidate not_after(std::string_view day, std::string how) {
  DateCandidate c;
  c.not_after = *parse_iso_instant(day);
  c.how = std::move(how);
  return c;
}

std::string settled(const std::string& text, std::vector<DateCandidate> candidates,
                    BlockRole first_role = BlockRole::kBody) {
  Document document = document_of_lines(text);
  if (!document.blocks.empty()) document.blocks[0].role = first_role;
  document.date_candidates = std::move(candidates);
  const Analysis analysis = analyse(document);
  const Published p = grammar().settle_date(document, analysis);
  return fmt::format("{} {}{}{}", p.date ? format_instant(*p.date) : "-", p.how, p.assumed ? " assumed" : "",
                     p.conflict.empty() ? "" : " !" + p.conflict);
}

TEST(DocumentDate, EachSource) {
  NEEDS_MODEL();
  EXPECT_EQ(settled("No date here.", {}), "- ");
  EXPECT_EQ(settled("No date here.", {dated("2022-02-21", "given")}), "2022-02-21 given");
  EXPECT_EQ(settled("No date here.", {dated("2022-02-21", "page metadata")}), "2022-02-21 page metadata");
  EXPECT_EQ(settled("No date here.", {dated("2022-02-21", "date in the address")}),
            "2022-02-21 date in the address");
  EXPECT_EQ(settled("ISLAMABAD, February 6, 2022\nHe left.", {}, BlockRole::kDateline), "2022-02-06 dateline");
  EXPECT_EQ(
      settled("ISLAMABAD, Feb. 6\nHe left.", {dated("2022-02-08", "page metadata")}, BlockRole::kDateline),
      "2022-02-06 dateline");
  EXPECT_EQ(settled("No date here.", {not_before("2022-02-06T19:25:47Z", "status id in an address")}),
            "2022-02-06T19:25:47Z status id in an address (lower bound) assumed");
  EXPECT_EQ(settled("He resigned on March 3, 2021.", {}),
            "2021-03-03 past full date in the text (lower bound) assumed");
  EXPECT_EQ(settled("No date here.", {not_after("2022-02-06", "fetch time")}), "- ");
}

TEST(DocumentDate, Conflicts) {
  NEEDS_MODEL();
  // Metadata later than the text says: the dateline is nearer to the writing.
  EXPECT_EQ(settled("ISLAMABAD, February 6, 2022\nHe left.", {dated("2022-05-01", "page metadata")},
                    BlockRole::kDateline),
            "2022-02-06 dateline !page metadata says 2022-05-01");
  // Republished: of two dates of the page that agree with the text, the earlier; one that the text contradicts
  // loses.
  EXPECT_EQ(settled("He left.", {dated("2022-05-01", "page metadata"), dated("2022-02-06", "feed")}),
            "2022-02-06 feed !page metadata says 2022-05-01");
  EXPECT_EQ(settled("He will arrive on February 23, 2022.",
                    {dated("2022-05-01", "page metadata"), dated("2022-02-06", "date in the address")}),
            "2022-02-06 date in the address !page metadata says 2022-05-01");
  EXPECT_EQ(settled("He resigned on March 3, 2021.", {dated("2020-01-01", "page metadata")}),
            "2021-03-03 past full date in the text (lower bound) assumed !page metadata says 2020-01-01, which "
            "the text contradicts");
  // An old post embedded in a new page is a lower bound and no more.
  EXPECT_EQ(settled("He left.", {not_before("2015-02-06", "status id in an address"),
                                 dated("2022-02-21", "page metadata")}),
            "2022-02-21 page metadata");
  // A lower bound does not serve against what the text speaks of as to come, nor against a time of fetching.
  EXPECT_EQ(
      settled("He will arrive on February 3, 2022.", {not_before("2022-02-06", "status id in an address")}),
      "-  !status id in an address is 2022-02-06, later than what the text speaks of as to come");
  EXPECT_EQ(settled("He left.", {not_before("2022-02-06", "status id in an address"),
                                 not_after("2021-01-01", "fetch time")})
                .substr(0, 2),
            "- ");
  // The caller's word stands, and the conflict is told.
  EXPECT_EQ(settled("He resigned on March 3, 2021.", {dated("2020-01-01", "given")}),
            "2020-01-01 given !past full date in the text is 2021-03-03");
  EXPECT_EQ(settled("He left.", {dated("9999-12-31", "given")}), "9999-12-31 given");
  // What was to come when it was said may have passed when it was reported.
  EXPECT_EQ(
      settled("He said the vote would be held on May 3, 2021.", {dated("2022-02-06", "date in the address")}),
      "2022-02-06 date in the address");
  EXPECT_EQ(settled("The vote will be held on May 3, 2021.", {dated("2022-02-06", "date in the address")}),
            "2022-02-06 date in the address !the text speaks of 2021-05-03 as to come");
  // An old post does not date a text that tells of later months as past; a date of a life dates nothing.
  EXPECT_EQ(settled("In March 2021 the president resigned.", {not_before("2015-02-06", "embedded post")}),
            "-  !embedded post is 2015-02-06, but the text tells of 2021-03-01 as past");
  EXPECT_EQ(settled("In March 2021 the president resigned.", {dated("2019-02-06", "page metadata")}),
            "2019-02-06 page metadata !past month or year in the text is 2021-03-01");
  EXPECT_EQ(settled("He was born on May 3, 1950.", {}), "- ");
  // A story republished keeps the day on which it first appeared; WARC-Date and the time of fetching only bound
  // it.
  EXPECT_EQ(
      settled("He left.", {dated("2022-05-01", "page metadata"), dated("2019-05-05", "first publication line"),
                           not_after("2022-05-02T10:00:00Z", "WARC-Date")}),
      "2019-05-05 first publication line !page metadata says 2022-05-01");
  EXPECT_EQ(settled("He left.",
                    {dated("2022-05-09", "page metadata"), not_after("2022-05-02T10:00:00Z", "WARC-Date")}),
            "-  !page metadata says 2022-05-09, which the text contradicts");
  EXPECT_EQ(settled("He left.", {dated("2021-01-01T18:58:33Z", "status id in the document's address")}),
            "2021-01-01T18:58:33Z status id in the document's address");
  EXPECT_EQ(settled("He has led the party since May 3, 2021.", {dated("2020-01-01", "given")}),
            "2020-01-01 given !past full date in the text is 2021-05-03");
  // A month alone bounds the day; a dateline without its year takes it from there.
  DateCandidate month = not_before("2022-02-01", "date in the address");
  month.not_after = *parse_iso_instant("2022-03-01");
  EXPECT_EQ(settled("ISLAMABAD, Feb. 6\nHe left.", {month}, BlockRole::kDateline), "2022-02-06 dateline");
  EXPECT_EQ(settled("He left.", {month}), "2022-02-01 date in the address (lower bound) assumed");
  EXPECT_EQ(settled("He left.", {month, dated("2022-02-06", "page metadata")}), "2022-02-06 page metadata");
  EXPECT_EQ(settled("He left.", {month, dated("2022-05-06", "page metadata")}),
            "2022-02-01 date in the address (lower bound) assumed !page metadata says 2022-05-06, which the "
            "text contradicts");
  // Updated later, stamped in the far future, posted again by others.
  EXPECT_EQ(settled("ISLAMABAD, February 6, 2022\nHe left.", {dated("2022-02-07", "update line")},
                    BlockRole::kDateline),
            "2022-02-06 dateline");
  EXPECT_EQ(settled("ISLAMABAD, February 6, 2022\nHe left.", {dated("9999-12-31", "page metadata")},
                    BlockRole::kDateline),
            "2022-02-06 dateline !page metadata says 9999-12-31");
  EXPECT_EQ(
      settled("ISLAMABAD, February 6, 2022\nHe left.", {not_before("2022-03-06", "embedded post")},
              BlockRole::kDateline),
      "2022-03-06 embedded post (lower bound) assumed !dateline says 2022-02-06, which the text contradicts");
  EXPECT_EQ(settled("He left.", {dated("2022-02-06", "given"), not_before("2022-03-06", "embedded post")}),
            "2022-02-06 given !embedded post is 2022-03-06");
  EXPECT_EQ(settled("He left.", {dated("2022-02-06", "given"), not_after("2021-03-06", "fetch time")}),
            "2022-02-06 given !must be before 2021-03-06");
  // Dates of several years make a history, not a lower bound.
  EXPECT_EQ(settled("He came on March 3, 1918. He left on May 5, 1921.", {}), "- ");
}

TEST(Calendar, MovableFeasts) {
  EXPECT_EQ(format_day(easter(2022)), "2022-04-17");
  EXPECT_EQ(format_day(easter(2000)), "2000-04-23");
  EXPECT_EQ(format_day(orthodox_easter(2022)), "2022-04-24");
  EXPECT_EQ(format_day(*islamic_day_in(2022, 10, 1)),
            "2022-05-03");  // Eid al-Fitr; Mecca kept it a day earlier
  EXPECT_EQ(format_day(rosh_hashanah(2021)), "2021-09-07");
  EXPECT_EQ(format_day(rosh_hashanah(2022)), "2022-09-26");
  EXPECT_EQ(format_day(passover(2023)), "2023-04-06");
  EXPECT_EQ(format_day(passover(2024)), "2024-04-23");
  EXPECT_EQ(format_day(hanukkah(2021)), "2021-11-29");
  EXPECT_EQ(format_day(hanukkah(2022)), "2022-12-19");
  const std::pair<int, const char*> diwalis[] = {
      {2017, "2017-10-19"}, {2019, "2019-10-27"}, {2020, "2020-11-14"}, {2021, "2021-11-04"},
      {2022, "2022-10-24"}, {2023, "2023-11-12"}, {2024, "2024-10-31"}, {2025, "2025-10-20"}};
  for (const auto& [year, day] : diwalis) EXPECT_EQ(format_day(diwali(year)), day);
  const std::pair<int, const char*> holis[] = {{2018, "2018-03-02"}, {2019, "2019-03-21"}, {2020, "2020-03-10"},
                                               {2021, "2021-03-29"}, {2022, "2022-03-18"}, {2023, "2023-03-08"},
                                               {2024, "2024-03-25"}, {2025, "2025-03-14"}};
  for (const auto& [year, day] : holis) EXPECT_EQ(format_day(holi(year)), day);
  const std::pair<int, const char*> new_years[] = {
      {1968, "1968-01-30"}, {2000, "2000-02-05"}, {2020, "2020-01-25"},
      {2021, "2021-02-12"}, {2022, "2022-02-01"}, {2023, "2023-01-22"},
      {2024, "2024-02-10"}, {2025, "2025-01-29"}, {2033, "2033-01-31"}};
  for (const auto& [year, day] : new_years) EXPECT_EQ(format_day(lunar_new_year(year)), day);
  EXPECT_EQ(format_day(*islamic_day_in(2022, 12, 10)), "2022-07-10");
}

TEST(Calendar, Values) {
  const Day day = *parse_day("2021-01-03");  // the Sunday of the last ISO week of 2020
  EXPECT_EQ(timex_value(period_of(day, Granularity::kWeek)), "2020-W53");
  EXPECT_EQ(timex_value(period_of(day, Granularity::kSeason)), "2020-WI");
  EXPECT_EQ(timex_value(shifted(period_of(day, Granularity::kMonth), -13)), "2019-12");
  EXPECT_EQ(timex_value(shifted(period_of(day, Granularity::kYear), -2510)), "BC0490");
  EXPECT_FALSE(interval_of(shifted(period_of(day, Granularity::kYear), -2510)).known());
}

}  // namespace
}  // namespace chancery
