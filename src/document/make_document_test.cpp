// Blocks, roles and date candidates of short invented reports.
// SPDX-License-Identifier: Apache-2.0
#include "document/make_document.h"

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "document/address.h"
#include "document/dateline.h"
#include "document/words.h"

namespace chancery {
namespace {

const DocumentRules& rules() {
  static const DocumentRules compiled = [] {
    Diagnostics diagnostics;
    const auto rulebook = Rulebook::load(disk(), CHANCERY_SOURCE_DIR "/data", diagnostics);
    DocumentRules out = DocumentRules::compile(*rulebook, diagnostics);
    for (const Error& error : diagnostics.sorted()) ADD_FAILURE() << format_error(error);
    return out;
  }();
  return compiled;
}

Document document(std::string text, std::string title = {}) {
  Source source;
  source.id = "x";
  source.text = std::move(text);
  source.title = std::move(title);
  return make_document(std::move(source), rules());
}

// "role: text" for each block; line breaks inside as "/".
std::string blocks(std::string text, std::string title = {}) {
  const Document made = document(std::move(text), std::move(title));
  std::string out;
  for (const Block& block : made.blocks) {
    std::string words(made.text(block.span));
    for (char& c : words) c = c == '\n' ? '/' : c;
    out += std::string(name_of(block.role)) + ": " + words + "\n";
  }
  return out;
}

constexpr const char* kBody = "The two ministers met in Vienna on Tuesday and agreed to meet again.";

std::string with_body(const std::string& text) {
  std::string out = text;
  for (std::size_t at = out.find('$'); at != out.npos; at = out.find('$')) out.replace(at, 1, kBody);
  return out;
}

void check_blocks(std::initializer_list<std::pair<std::string, std::string>> cases) {
  for (const auto& [text, expected] : cases) EXPECT_EQ(blocks(with_body(text)), with_body(expected)) << text;
}

TEST(DocumentRules, ExamplesHold) {
  Diagnostics diagnostics;
  EXPECT_GT(rules().check_examples(diagnostics), 60u);
  for (const Error& error : diagnostics.sorted()) ADD_FAILURE() << format_error(error);
}

TEST(Blocks, LineBreaks) {
  check_blocks({
      {"", ""},
      {" \n\t\n", ""},
      {"$\n$", "body: $\nbody: $\n"},
      {"$\r\n\r\n$\r\n", "body: $\nbody: $\n"},
      {"He said the talks\nwould go on.", "body: He said the talks/would go on.\n"},
      {"He said the talks\n\nwould go on.", "body: He said the talks\nbody: would go on.\n"},
      {"The talks ended.\nbut nobody left.", "body: The talks ended.\nbody: but nobody left.\n"},
      {"He named three: \nbread, salt and tea", "body: He named three:\nbody: bread, salt and tea\n"},
      {"He called it \xE2\x80\x9C"
       "a farce\xE2\x80\x9D\nand left.",
       "body: He called it \xE2\x80\x9C"
       "a farce\xE2\x80\x9D\nbody: and left.\n"},
      {"  $  \xC2\xA0\n", "body: $\n"},
  });
}

TEST(Blocks, HardWrappedTextIsJoined) {
  const std::string text =
      "The foreign ministers of the seven states met in the old town hall of\n"
      "Lucerne on Thursday and spoke for nine hours about the treaty that their\n"
      "Presidents had signed in the spring. Nobody left the room before midnight.\n"
      "Later, Minister Anna Berg said the treaty stood.\n"
      "A second round will be held in June, diplomats said, if the parliament of\n"
      "Estonia has voted by then.\n";
  const std::string out = blocks(text);
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 2) << out;
  EXPECT_NE(out.find("their/Presidents"), std::string::npos) << out;
}

TEST(Blocks, OneSentenceALineIsNotWrapped) {
  EXPECT_EQ(
      blocks(
          "Berg met Lund in Oslo\nLund thanked Berg\nBerg invited Lund to Riga\nLund will visit Riga in May"),
      "body: Berg met Lund in Oslo\nbody: Lund thanked Berg\nbody: Berg invited Lund to Riga\nbody: Lund will "
      "visit Riga in May\n");
}

TEST(Blocks, Headline) {
  check_blocks({
      {"Ministers meet in Vienna\n$", "headline: Ministers meet in Vienna\nbody: $\n"},
      {"Will they meet again?\n\n$", "headline: Will they meet again?\nbody: $\n"},
      {"Berg: \xE2\x80\x98We will not go\xE2\x80\x99\n$",
       "headline: Berg: \xE2\x80\x98We will not go\xE2\x80\x99\nbody: $\n"},
      {"Ministers meet in Vienna", "body: Ministers meet in Vienna\n"},
      {"Ministers met in Vienna.\n$", "body: Ministers met in Vienna.\nbody: $\n"},
      {"Ministers meet in Vienna\nand talk about the treaty for nine hours.",
       "body: Ministers meet in Vienna/and talk about the treaty for nine hours.\n"},
      {"Explainer: What the treaty says\n$", "headline: Explainer: What the treaty says\nbody: $\n"},
      {"Ministers meet in Vienna\nThursday, January 24, 2019\n$",
       "headline: Ministers meet in Vienna\ndateline: Thursday, January 24, 2019\nbody: $\n"},
  });
  EXPECT_EQ(blocks(kBody, "Ministers meet"), with_body("headline: Ministers meet\nbody: $\n"));
  EXPECT_EQ(blocks(with_body("Ministers Meet\n$"), "Ministers meet"),
            with_body("headline: Ministers meet\nheadline: Ministers Meet\nbody: $\n"));
  EXPECT_EQ(blocks("", "Ministers meet"), "headline: Ministers meet\n");
}

TEST(Blocks, Heading) {
  check_blocks({
      {"$\nThe long road to Vienna\n$", "body: $\nheading: The long road to Vienna\nbody: $\n"},
      {"$\n\nWhat is at stake?\n\n$", "body: $\nheading: What is at stake?\nbody: $\n"},
      {"$\nEstonia\xE2\x80\x99s role\n$", "body: $\nheading: Estonia\xE2\x80\x99s role\nbody: $\n"},
      {"$\nWhat Is Known\n$", "body: $\nheading: What Is Known\nbody: $\n"},
      // Sentences that lack their stop, the end of the text, a paragraph that goes on.
      {"$\nBerg said the treaty stood\n$", "body: $\nbody: Berg said the treaty stood\nbody: $\n"},
      {"$\nThe long road to Vienna", "body: $\nbody: The long road to Vienna\n"},
      {"$\nThe talks took place in\nthe hall of the old town.",
       "body: $\nbody: The talks took place in/the hall of the old town.\n"},
      {"$\nThe demands:\n$", "body: $\nbody: The demands:\nbody: $\n"},
  });
}

TEST(Blocks, OtherRoles) {
  check_blocks({
      {"$\nRead more: Ministers fly home\n$", "body: $\nteaser: Read more: Ministers fly home\nbody: $\n"},
      {"$\nAlso read:\nMinisters fly home\n$",
       "body: $\nteaser: Also read:\nteaser: Ministers fly home\nbody: $\n"},
      {"$\nRelated stories\nMinisters fly home\nTreaty in doubt\n$",
       "body: $\nteaser: Related stories\nteaser: Ministers fly home\nteaser: Treaty in doubt\nbody: $\n"},
      {"$\nhttps://example.org/a?b=c\n$", "body: $\nembed: https://example.org/a?b=c\nbody: $\n"},
      {"$ https://t.example/abc\n$", "body: $\nembed: https://t.example/abc\nbody: $\n"},
      {"He wrote on www.example.org/a that all was well.",
       "body: He wrote on www.example.org/a that all was well.\n"},
      {"$\n\xE2\x80\x94 Anna Berg (@aberg) May 5, 2021\n$",
       "body: $\nembed: \xE2\x80\x94 Anna Berg (@aberg) May 5, 2021\nbody: $\n"},
      {"Photo: Example Agency\n$", "caption: Photo: Example Agency\nbody: $\n"},
      {"$\nCorrection: the date was wrong.", "body: $\ncorrection: Correction: the date was wrong.\n"},
      {"$\n\xC2\xA9 2022 The Example", "body: $\nboilerplate: \xC2\xA9 2022 The Example\n"},
      {"$\n- trade and energy\n- visas\n1. An end to the tariffs",
       "body: $\nlist: - trade and energy\nlist: - visas\nlist: 1. An end to the tariffs\n"},
      {"> $", "quote: > $\n"},
      {"Talks end\nBy Jane Roe and JOHN DOE\n$",
       "headline: Talks end\nbyline: By Jane Roe and JOHN DOE\nbody: $\n"},
      {"By Monday nothing was left of the treaty.", "body: By Monday nothing was left of the treaty.\n"},
      {"By the river\n$", "headline: By the river\nbody: $\n"},
      {"2022. It was the year of the treaty.", "body: 2022. It was the year of the treaty.\n"},
  });
}

TEST(Dateline, Prefix) {
  const struct {
    std::string dateline, rest;
  } kCases[] = {
      {"ISLAMABAD, Feb 6 (Reuters) \xE2\x80\x93", " The premier"},
      {"MOSCOW (AP) \xE2\x80\x94", " Russia"},
      {"WASHINGTON \xE2\x80\x94", " The senator"},
      {"KYIV, Ukraine \xE2\x80\x94", " Russia"},
      {"Cairo, Egypt \xE2\x80\x93", " Talks"},
      {"PARIS, 3 March (AFP) -", " \xE2\x80\x9CNo\xE2\x80\x9D, he"},
      {"(Reuters) -", " The premier"},
      {"Reuters -", " China"},
      {"NEW DELHI:", " The government"},
      {"Geneva, 24 January 2019 \xE2\x80\x93", " The envoy"},
      {"24 January 2019 \xE2\x80\x93", " The envoy"},
      {"BOGOTA, 9 JAN 90 (EFE) -- [TEXT]", " THE ARMY SAID"},
      {"PORT-AU-PRINCE, Haiti, March 3 (Xinhua) --", " Police"},
      {"BEIJING, Feb. 5, 2022 (PTI):", " China"},
      {"Brussels, Monday (dpa) -", " The"},
      {"Canadian Press - OTTAWA, Ont. (CP) -", " The"},
      {"OSLO - (AFP) -", " The"},
      {"By Jane Roe OSLO (Reuters) -", " The"},
      {"example.org -", " The"},
      {"Athens --", " The council"},
      {"UNITED NATIONS \xE2\x80\x94", " The council"},
      {"", "DOUBTFUL CLAIMS \xE2\x80\x94 The minister"},
      {"", "BERG: The treaty stands."},
      {"SAN JOSE (COSTA RICA), 9 JAN 90 (EFE) -- [TEXT] [BY ROE]", " THE ARMY"},
      {"CLANDESTINE, NO DATE (RADIO EXAMPLE) -- [TEXT]", " THE ARMY"},
      {"", "By Friday OSLO was quiet - The army had left."},
      {"", "Macron \xE2\x80\x93 who was in Rome \xE2\x80\x93 left."},
      {"", "BREAKING: Ministers meet"},
      {"", "TREATY \xE2\x80\x93 A FARCE, SAYS BERG"},
      {"", "The treaty (1998) \xE2\x80\x93 signed in Rome \xE2\x80\x93 stands."},
      {"", "Berg said: The treaty stands."},
      {"", "Enough \xE2\x80\x94 The treaty is dead."},
      {"", "On May 5 \xE2\x80\x93 the day of the vote \xE2\x80\x93 he left."},
      {"", "On May 5 - The Day of Europe - he left."},
      {"", "A U.S.-Russia summit is near - Berg"},
      {"Thursday, May 7, 2015", " On Tuesday the council met."},
      {"", "Thursday, May 7, 2015, was cold."},
  };
  for (const auto& c : kCases)
    EXPECT_EQ(dateline_size(c.dateline + c.rest, rules(), {true, true}), c.dateline.size())
        << c.dateline + c.rest;
}

TEST(Dateline, SpeakersOfAnInterviewAreNone) {
  EXPECT_EQ(
      blocks("BERG: The treaty stands and we will keep it.\nLUND: The treaty is dead and you know it."),
      "body: BERG: The treaty stands and we will keep it.\nbody: LUND: The treaty is dead and you know it.\n");
  EXPECT_EQ(blocks("OSLO: The treaty stands and we will keep it.\nThe treaty is dead."),
            "dateline: OSLO:\nbody: The treaty stands and we will keep it.\nbody: The treaty is dead.\n");
}

TEST(Dateline, Lines) {
  for (const std::string line : {"Thursday, January 24, 2019", "24 January 2019",
                                 "Published: Jan 24, 2019 10:15 GMT", "Geneva, 24 January 2019", "Feb 6",
                                 "Updated 6 Feb 2022, 7:25 pm IST | Published 5 Feb 2022", "2019-01-24"}) {
    EXPECT_TRUE(read_date_line(line, rules()).dated) << line;
  }
  for (const std::string line : {"January 24, 2019 was cold", "Monday", "10:15 GMT",
                                 "The war of 24 January 2019", "24 January 2019: the army moves", "Updated"}) {
    EXPECT_FALSE(read_date_line(line, rules()).dated) << line;
  }
  // Further down they are the headings of a chronology.
  EXPECT_EQ(blocks(with_body("24 January 2019\n$\n25 January 2019\n$")),
            with_body("dateline: 24 January 2019\nbody: $\nheading: 25 January 2019\nbody: $\n"));
}

std::string dates(const std::string& text, const std::string& date = {}, const std::string& url = {}) {
  Source source;
  source.text = text;
  source.date = date;
  source.url = url;
  const Document made = make_document(std::move(source), rules());
  std::string out;
  for (const DateCandidate& c : made.date_candidates) {
    out += c.how + ":";
    if (c.date) out += " " + format_instant(*c.date);
    if (c.not_before) out += " >=" + format_instant(*c.not_before);
    if (c.not_after) out += " <" + format_instant(*c.not_after);
    if (!c.span.empty()) out += " [" + std::string(made.text(c.span)) + "]";
    out += "\n";
  }
  return out;
}

TEST(Dates, Candidates) {
  const std::string body = kBody;
  EXPECT_EQ(dates(body), "");
  EXPECT_EQ(dates(body, "2022-02-06T19:25:00+05:00"), "given: 2022-02-06T14:25Z\n");
  EXPECT_EQ(dates(body, "2022-02"), "given: >=2022-02-01 <2022-03-01\n");
  EXPECT_EQ(dates(body, "yesterday"), "");
  EXPECT_EQ(dates("OSLO, 5 May 2021 (Reuters) - " + body), "dateline: 2021-05-05 [5 May 2021]\n");
  EXPECT_EQ(dates("OSLO, 5 May (Reuters) - " + body), "");
  EXPECT_EQ(dates("OSLO, Dec 31 (Reuters) - " + body, "2021-01-01"),
            "given: 2021-01-01\ndateline: 2020-12-31 [Dec 31]\n");
  EXPECT_EQ(dates("OSLO, Jan 2 (Reuters) - " + body + "\nhttps://twitter.com/a/status/1345082000000000000"),
            "status id in an address: >=2021-01-01T18:58:33Z "
            "[https://twitter.com/a/status/1345082000000000000]\ndateline: 2021-01-02 [Jan 2]\n");
  EXPECT_EQ(dates("Updated May 6, 2021 | Published May 5, 2021\n" + body),
            "dateline: 2021-05-05 [May 5, 2021]\nupdate line: 2021-05-06 [May 6, 2021]\n");
  EXPECT_EQ(dates(body + "\nhttps://mobile.twitter.com/a/status/1490406386177511425?s=20, and more"),
            "status id in an address: >=2022-02-06T19:25:47Z "
            "[https://mobile.twitter.com/a/status/1490406386177511425?s=20]\n");
  EXPECT_EQ(dates(body + "\nhttps://nottwitter.com/a/status/1490406386177511425"), "");
  EXPECT_EQ(dates(body + "\n\xE2\x80\x94 Anna Berg (@aberg) May 5, 2021"),
            "embedded post: >=2021-05-04 [May 5, 2021]\n");
  EXPECT_EQ(dates("He recalled May 5, 2021. " + body), "");
  EXPECT_EQ(dates("Originally published May 5, 2021\n" + body), "dateline: 2021-05-05 [May 5, 2021]\n");
  EXPECT_EQ(dates(body + "\nThis article was originally published on 5 May 2019."),
            "first publication line: 2019-05-05 [5 May 2019]\n");
}

TEST(Dates, InTheAddress) {
  const struct {
    std::string url, expected;
  } kCases[] = {
      {"https://e.org/2022/02/06/talks", "date in the address: 2022-02-06\n"},
      {"https://e.org/world/2022/feb/06/talks", "date in the address: 2022-02-06\n"},
      {"https://e.org/talks-2022-02-06.html", "date in the address: 2022-02-06\n"},
      {"https://e.org/news/20220206-talks", "date in the address: 2022-02-06\n"},
      {"https://e.org/2022/02/talks", "date in the address: >=2022-02-01 <2022-03-01\n"},
      {"https://e.org/2022/13/06/talks", ""},
      {"https://e.org/20220231/talks?d=2022-02-06", ""},
      {"https://e.org/id/1202202061", ""},
      {"", ""},
  };
  for (const auto& c : kCases) EXPECT_EQ(dates(kBody, {}, c.url), c.expected) << c.url;
}

TEST(Address, FoundAndSplit) {
  const std::string text =
      "See (https://e.org/a_(b)), www.e.org. and e.org/x; not U.S./China, either/or, 1.5/2 or a.b";
  std::string found;
  for (const Span& span : find_addresses(text)) found += std::string(span.of(text)) + " ";
  EXPECT_EQ(found, "https://e.org/a_(b) www.e.org e.org/x ");
  const AddressParts parts = split_address("HTTPS://WWW.E.org:80/a//b/?q=/c");
  EXPECT_EQ(parts.host, "e.org");
  EXPECT_EQ(parts.path, (std::vector<std::string_view>{"a", "b"}));
}

// Whatever the text: blocks are in order, on code point borders, without outer white space, and together hold
// every byte that is no white space; locate() leads back to the same bytes of the given title and text.
void check_spans(const Source& source) {
  const Document made = make_document(source, rules());
  std::uint32_t at = 0;
  std::size_t lost = 0;
  const auto gap = [&](std::uint32_t begin, std::uint32_t end) {
    lost += trim(made.content, {begin, end}).size();
  };
  for (const Block& block : made.blocks) {
    ASSERT_LE(at, block.span.begin);
    ASSERT_LT(block.span.begin, block.span.end);
    ASSERT_LE(block.span.end, made.content.size());
    gap(at, block.span.begin);
    at = block.span.end;
    ASSERT_EQ(trim(made.content, block.span), block.span);
    ASSERT_TRUE(is_valid_utf8(made.text(block.span)));
    const std::string& named = made.in_title(block.span) ? made.source.title : made.source.text;
    ASSERT_EQ(made.locate(block.span).of(named), made.text(block.span));
    ASSERT_EQ(made.block_at(block.span.begin), &block);
    ASSERT_EQ(made.block_at(block.span.end - 1), &block);
  }
  gap(at, static_cast<std::uint32_t>(made.content.size()));
  ASSERT_EQ(lost, 0u);
}

TEST(Property, SpansHoldForAnyText) {
  const std::vector<std::string> parts = {"OSLO, May 5 (AP) \xE2\x80\x94 ",
                                          "Read more: ",
                                          "\n",
                                          "\n\n",
                                          "\r\n",
                                          " ",
                                          "\xC2\xA0",
                                          "\xE2\x80\xA8",
                                          "https://e.org/a",
                                          "By Jane Roe",
                                          "Berg met Lund.",
                                          "and left",
                                          "The long road",
                                          "\xE2\x80\x9C"
                                          "No\xE2\x80\x9D",
                                          "- ",
                                          "1. ",
                                          "> ",
                                          "(",
                                          ")",
                                          ":",
                                          "\xEF\xBB\xBF",
                                          std::string(1, '\0'),
                                          "5 May 2021",
                                          "\xF0\x9F\x98\x80",
                                          "Photo: ",
                                          "\xC2\xA9 2022",
                                          "Related stories",
                                          "\xE2\x80\x94 A (@a) May 5, 2021",
                                          "?",
                                          "x.com/a/status/1490406386177511425"};
  std::uint32_t noise = 7;
  const auto random = [&](std::size_t below) {
    noise = noise * 1664525u + 1013904223u;
    return static_cast<std::size_t>(noise >> 8) % below;
  };
  for (int i = 0; i < 20000; ++i) {
    Source source;
    for (std::size_t n = random(12); n > 0; --n) source.text += parts[random(parts.size())];
    if (random(3) == 0) source.title = parts[random(parts.size())];
    SCOPED_TRACE(source.title + "|" + source.text);
    check_spans(source);
    if (HasFatalFailure()) return;
  }
}

TEST(Property, LargeInputsStayLinear) {
  std::string addresses, lines;
  for (int i = 0; i < 100000; ++i) addresses += " https://e.org/a", lines += "Also read:\nA title\n";
  for (const std::string& text :
       {std::string(2 << 20, 'a'), std::string(1000000, ','), std::string(1000000, '-'),
        std::string(1000000, '\n'), std::string(1000000, '('), "He wrote." + addresses, lines,
        std::string(500000, '[') + "TEXT]"}) {
    Source source;
    source.text = text;
    check_spans(source);
  }
}

}  // namespace
}  // namespace chancery
