// What the notations of old dictionaries mean, and what the import makes of good and bad lines. Coding with a
// dictionary needs the language model: tests/e2e/test_import.py. SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "dictionary/import.h"
#include "dictionary/notation.h"

namespace chancery {
namespace {

// "$ W_ * +": kinds in reading order, `_` before what is joined to it.
std::string dump(const VerbPattern& pattern) {
  std::string out;
  const auto add = [&](char kind, bool joined) {
    out += (out.empty() ? "" : joined ? "_" : " ") + std::string(1, kind);
  };
  const auto side = [&](const std::vector<PatternElement>& elements) {
    for (const PatternElement& element : elements)
      add("W&$+%^"[static_cast<std::size_t>(element.kind)], element.joined);
  };
  side(pattern.before);
  add('*', pattern.verb_joined);
  side(pattern.after);
  return out;
}

TEST(Notation, patterns) {
  const struct {
    std::string_view text;
    Notation notation;
    std::string_view want;
  } cases[] = {
      {"SAID WOULD * TO_LEAVE", Notation::kPetrarch1, "W W * W_W"},
      {"+ KNOWN_ * IN_ $", Notation::kPetrarch1, "+ W * W $"},
      {"IN_AND_*_OUT_AGAIN", Notation::kPetrarch1, "W_W_*_W_W"},
      {"IN_^ % * &TIES_TALKS", Notation::kTabari, "W_^ % * &_W"},
      {"* SERIES (OF {AIR RAIDS})", Notation::kPetrarch2, "* W W W W"},
      {"SIT-IN *", Notation::kPetrarch1, "W_W *"},
      {"DID N'T *", Notation::kPetrarch1, "W_W *"},
  };
  for (const auto& c : cases) {
    const auto pattern = parse_pattern(c.text, c.notation);
    ASSERT_TRUE(pattern) << c.text;
    EXPECT_EQ(dump(*pattern), c.want) << c.text;
  }
  for (const std::string_view bad : {"", "*", "SAID", "* TO *", "* ^", "* (TO", "* TO}", "* ((A))", "* &"}) {
    EXPECT_FALSE(parse_pattern(bad, Notation::kPetrarch2)) << bad;
  }
  std::string long_one = "*";
  for (int i = 0; i < 100; ++i) long_one += " WORD";
  EXPECT_FALSE(parse_pattern(long_one, Notation::kPetrarch1));
}

TEST(Notation, the_longer_pattern_weighs_more) {
  const auto weight = [](std::string_view text) { return parse_pattern(text, Notation::kPetrarch1)->weight; };
  EXPECT_GT(weight("HEAVILY UNJUSTLY *"), weight("HEAVILY *"));
  EXPECT_EQ(weight("$ * + NOW"), weight("* NOW"));
}

TEST(Notation, event_codes) {
  const auto pair = parse_event_code("042:043");
  ASSERT_TRUE(pair);
  EXPECT_EQ(pair->forward + "/" + pair->reverse, "042/043");
  EXPECT_EQ(parse_event_code(":173")->reverse, "173");
  EXPECT_TRUE(parse_event_code("023?")->subordinate);
  EXPECT_TRUE(parse_event_code("111!")->dominant);
  EXPECT_TRUE(parse_event_code("---")->null);
  EXPECT_TRUE(parse_event_code("###")->discard);
  for (const std::string_view bad : {"+++", "", ":", "04 2;", "0/2"})
    EXPECT_FALSE(parse_event_code(bad)) << bad;
}

TEST(Notation, days) {
  const auto read = [](std::string_view digits, std::string_view horizon = {}) {
    const auto day = read_day(digits, parse_day(horizon));
    return day ? format_day(day->day) + (day->moved ? " moved" : "") : std::string("no day");
  };
  EXPECT_EQ(read("780427"), "1978-04-27");
  EXPECT_EQ(read("030527"), "2003-05-27");
  EXPECT_EQ(read("130304"), "2013-03-04");
  EXPECT_EQ(read("210304", "2015-12-31"), "1921-03-04 moved");
  EXPECT_EQ(read("20040229"), "2004-02-29");
  for (const std::string_view bad : {"2004017", "201005011", "20030229", "991301", "", "2004-1-1", "04"})
    EXPECT_EQ(read(bad), "no day") << bad;
}

TEST(Notation, dated_codes_read_back) {
  for (const std::string_view text :
       {"NOR", "NORGOV 2005-03-01..2009-10-16; NORBUS 2009-10-17..; NORELI ..2005-02-28", "---; FRO/BIL"}) {
    const auto codes = parse_dated_codes(text);
    ASSERT_TRUE(codes) << text;
    EXPECT_EQ(format_dated_codes(*codes), text);
  }
  for (const std::string_view bad :
       {"NOR 2005", "NOR ..", "NOR 2005-02-30..", "NOR 2009-01-01..2005-01-01", "NOR; "}) {
    EXPECT_TRUE(bad == "NOR; " || !parse_dated_codes(bad)) << bad;
  }
}

TEST(Notation, regular_forms) {
  EXPECT_EQ(fmt::format("{}", fmt::join(regular_forms("PLAY"), " ")), "PLAYS PLAYED PLAYING");
  EXPECT_EQ(fmt::format("{}", fmt::join(regular_forms("CARRY"), " ")), "CARRIES CARRIED CARRYING");
  EXPECT_EQ(fmt::format("{}", fmt::join(regular_forms("SEIZE"), " ")), "SEIZES SEIZED SEIZING");
  EXPECT_EQ(fmt::format("{}", fmt::join(regular_forms("AGREE"), " ")), "AGREES AGREED AGREEING");
  EXPECT_EQ(fmt::format("{}", fmt::join(regular_forms("PRESS"), " ")), "PRESSES PRESSED PRESSING");
  EXPECT_EQ(regular_plural("MINISTRY"), "MINISTRIES");
  EXPECT_EQ(regular_plural("CONGRESS"), "CONGRESSES");
}

// The rows of one table, without source, fields parted by " | "; and the faults as "file:line code".
std::pair<std::vector<std::string>, std::vector<std::string>> imported(const std::string& name,
                                                                       const std::string& content,
                                                                       std::string_view table,
                                                                       bool tabari = false) {
  const MemoryFiles files(std::map<std::string, std::string>{{"d/" + name, content}});
  const auto result = import_dictionaries(files, "d", tabari);
  std::pair<std::vector<std::string>, std::vector<std::string>> out;
  if (!result) {
    out.first.push_back("error: " + result.error().message);
    return out;
  }
  for (const auto& [path, text] : result->files) {
    if (path != fmt::format("dictionary/{}.tsv", table)) continue;
    std::size_t line = 0;
    for (std::size_t at = 0; at < text.size(); ++line) {
      const std::size_t end = text.find('\n', at);
      std::string row = text.substr(at, end - at);
      at = end + 1;
      if (line < 2) continue;
      row.resize(row.rfind('\t'));
      std::string spaced;
      for (const char c : row) spaced += c == '\t' ? std::string(" | ") : std::string(1, c);
      out.first.push_back(std::move(spaced));
    }
  }
  for (const Error& fault : result->faults)
    out.second.push_back(fmt::format("{}:{} {}", fault.where.file, fault.where.line, name_of(fault.code)));
  return out;
}

using Rows = std::vector<std::string>;

TEST(Import, actors) {
  const auto [rows, faults] = imported("x.actors.txt",
                                       "<!-- several\nlines [OUT] -->\nNORWAY_ [NOR] # "
                                       "comment\n+OSLO_\n\nOLA_DAL\t; tabari's comment\n\t[NORGOV > 20050301]\n"
                                       "\t[NORELI <050301] [NORBUS 20100101-20111231]\nEND_OF_FILE [FIN]",
                                       "actors");
  EXPECT_EQ(rows, (Rows{"NORWAY_ | NOR", "OSLO_ | NOR",
                        "OLA_DAL | NORGOV 2005-03-01..; NORELI ..2005-02-28; NORBUS 2010-01-01..2011-12-31",
                        "END_OF_FILE | FIN"}));
  EXPECT_EQ(faults, Rows{});
}

TEST(Import, agents) {
  const auto [rows, faults] = imported("x.agents.txt",
                                       "!PERSON! = MAN, WOMEN\nPOLICE {} [ ~COP]\nDEPUTY [~LEG]\nGOLDEN_GOOSE "
                                       "{GOLDEN_GEESE} [GGS~]\nFISHER!PERSON! [~LAB]\n"
                                       "LOST!THING! [~GOV]\nBOTH [~GOV~]\nNONE [GOV]\nNO_CODE\n",
                                       "agents");
  EXPECT_EQ(rows, (Rows{"POLICE |  | ~COP", "DEPUTY | DEPUTIES | ~LEG", "GOLDEN_GOOSE | GOLDEN_GEESE | GGS~",
                        "FISHERMAN |  | ~LAB", "FISHERWOMEN |  | ~LAB"}));
  EXPECT_EQ(faults, (Rows{"x.agents.txt:6 import.synset", "x.agents.txt:7 import.code",
                          "x.agents.txt:8 import.code", "x.agents.txt:9 import.line"}));
}

TEST(Import, verbs_of_blocks) {
  const auto [rows, faults] = imported(
      "x.verbs.txt", "--- BREAK [171] ---\nBREAK {BROKE BROKEN}\n+CORDON_OFF\nWIRE_+TAP [172]\n", "verbs");
  EXPECT_EQ(rows, (Rows{"BREAK | BREAK BROKE BROKEN | 171 | BREAK",
                        "+CORDON_OFF | +CORDON_OFF +CORDONS_OFF +CORDONED_OFF +CORDONING_OFF | 171 | BREAK",
                        "WIRE_+TAP | WIRE_+TAP WIRE_+TAPS WIRE_+TAPED WIRE_+TAPING | 172 | BREAK"}));
  EXPECT_EQ(faults, Rows{});
}

TEST(Import, patterns_of_tabari) {
  const auto [rows, faults] = imported("x.verbs",
                                       "<SYNSETS>\n&SHIP\n+BOAT\n</SYNSETS>\nSEIZ [171] ; stem\n- * { &SHIP | "
                                       "CREW } [172]\n<NOUN>\nSEIZURE\n</NOUN>\n~FINISH\nNOT READ\n",
                                       "patterns", true);
  EXPECT_EQ(rows, (Rows{"SEIZ | *  &SHIP  | 172 | tabari", "SEIZ | *  CREW  | 172 | tabari"}));
  EXPECT_EQ(faults, (Rows{"x.verbs:8 import.line"}));
}

TEST(Import, discards_and_issues) {
  EXPECT_EQ(imported("x.discards.txt", "+HAND BALL # sport\nYEARS AGO\n", "discards").first,
            (Rows{"HAND BALL | story", "YEARS AGO | sentence"}));
  EXPECT_EQ(imported("x.issues.txt",
                     "<ISSUE CATEGORY=\"FISH\" TYPE=\"ALL\">\nn:cod [COD]\nfish+meal\n~cod liver\n</ISSUE>\n",
                     "issues")
                .first,
            (Rows{"cod | COD | counts | FISH", "cods | COD | counts | FISH", "fish meal | FISH | counts | FISH",
                  "cod liver | FISH | not in sentence | FISH"}));
}

TEST(Import, kinds_are_told_by_content_too) {
  EXPECT_EQ(imported("first.txt", "NORWAY_ [NOR]\n", "actors").first, (Rows{"NORWAY_ | NOR"}));
  EXPECT_EQ(imported("second.txt", "DEPUTY [~LEG]\n", "agents").first, (Rows{"DEPUTY | DEPUTIES | ~LEG"}));
  EXPECT_EQ(imported("notes.txt", "Dear colleague\n", "actors").first,
            (Rows{"error: no dictionary in this folder"}));
}

TEST(Import, synsets_that_lead_back_are_cut_where_they_do) {
  const auto [rows, faults] = imported(
      "x.verbs.txt", "&ROPE\n+&KNOT\n+CORD\n&KNOT\n+&ROPE\n+TIE\n&SELF\n+&SELF\n--- PULL [010] ---\nPULL\n",
      "synsets");
  EXPECT_EQ(rows, (Rows{"KNOT | TIE | TIES", "ROPE | &KNOT | ", "ROPE | CORD | CORDS"}));
  EXPECT_EQ(faults, (Rows{"x.verbs.txt:5 import.synset", "x.verbs.txt:7 import.synset",
                          "x.verbs.txt:8 import.synset"}));
}

TEST(Import, synsets_do_not_explode) {
  std::string text = "&S0\n+A\n+B\n";
  for (int i = 1; i < 40; ++i) text += fmt::format("&S{}\n+&S{} &S{}\n", i, i - 1, i - 1);
  const auto [rows, faults] = imported("x.verbs.txt", text + "--- PULL [010] ---\nPULL\n", "synsets");
  ASSERT_GE(faults.size(), 2u);
  EXPECT_EQ(faults[1],
            "x.verbs.txt:9 import.synset");  // 4, 16, 256, 65536 phrases; [0] says that no words are left
}

}  // namespace
}  // namespace chancery
