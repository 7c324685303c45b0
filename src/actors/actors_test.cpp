// Actors: names, offices by day, bare phrases.
// SPDX-License-Identifier: Apache-2.0
#include "actors/actors.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>

#include "actors/knowledge.h"
#include "actors/words.h"
#include "document/document_of_lines.h"
#include "language/test_model.h"

namespace chancery {
namespace {

const Actors& actors() {
  static const Actors kActors = [] {
    Diagnostics diagnostics;
    auto rulebook = Rulebook::load(disk(), std::string(CHANCERY_SOURCE_DIR) + "/data", diagnostics);
    Actors out = Actors::compile(*rulebook, diagnostics);
    for (const Error& error : diagnostics.sorted()) ADD_FAILURE() << format_error(error);
    return out;
  }();
  return kActors;
}

TEST(Words, FoldAndSplitAlike) {
  struct Case {
    const char *a, *b;
    bool same;
  } cases[] = {{"Sana'a", "Sana\u2019a", true},
               {"Recep Tayyip Erdo\u011fan", "Recep Tayyip Erdogan", true},
               {"C\u00f4te d'Ivoire", "Cote d Ivoire", true},
               {"Ban Ki-moon", "Ban Ki moon", true},
               {"U.S.", "U S", true},
               {"US", "U S", false},
               {"Lech Wa\u0142\u0119sa", "Lech Walesa", true}};
  for (const Case& c : cases) EXPECT_EQ(hash_name(c.a) == hash_name(c.b), c.same) << c.a << " / " << c.b;
  EXPECT_EQ(fold_name("Kofi Annan", '-'), "kofi-annan");
}

TEST(Words, SingularsOfRoleNouns) {
  struct Case {
    const char *plural, *singular;
  } cases[] = {{"soldiers", "soldier"},  {"ministries", "ministry"}, {"policemen", "policeman"},
               {"witnesses", "witness"}, {"forces", "force"},        {"congress", "congress"},
               {"status", "status"},     {"branches", "branch"},     {"envoys", "envoy"},
               {"attorneys", "attorney"}};
  for (const Case& c : cases) {
    std::vector<Word> a, b;
    split_words(c.plural, 0, static_cast<std::uint32_t>(std::string_view(c.plural).size()), a);
    split_words(c.singular, 0, static_cast<std::uint32_t>(std::string_view(c.singular).size()), b);
    EXPECT_EQ(a[0].singular, b[0].hash) << c.plural;
  }
}

TEST(Resolve, PhrasesByDay) {
  struct Case {
    const char *phrase, *context, *day, *code;
  } cases[] = {
      {"former Pakistani president Asif Ali Zardari", "", "2022-02-06", "PAKELI"},
      {"Asif Ali Zardari", "", "2011-05-01", "PAKGOV"},
      {"then PM Nawaz Sharif", "", "1999-04-10", "PAKGOV"},
      {"Ministry of Defence of the Russian Federation", "", "2022-02-06", "RUSGOVMIL"},
      {"Hezbollah fighters", "", "2022-02-06", "LBNREB"},
      {"a spokesman for the Kremlin", "", "2022-02-06", "RUSGOV"},
      {"the Taliban", "", "1998-01-01", "AFGGOV"},
      {"the Taliban", "", "2010-01-01", "AFGREB"},
      {"the Taliban", "", "2022-01-01", "AFGGOV"},
      {"Ban Ki-moon", "", "2005-03-01", "KORGOV"},  // foreign minister before he went to New York
      {"Ban Ki-moon", "", "2010-03-01", "IGOUNO"},
      {"Defense Minister", "German", "2022-02-06", "DEUGOVMIL"},
      {"US President Donald Trump", "", "2018-01-01", "USAGOV"},
      {"Donald Trump", "", "2022-01-01", "USAELI"},
      {"the Russian side", "", "2022-01-01", "RUSGOV"},
      {"soldiers", "", "2022-01-01", "---MIL"},
      {"nobody in particular", "", "2022-01-01", ""},
  };
  for (const Case& c : cases) {
    Resolution got = actors().resolve(c.phrase, c.context, parse_day(c.day));
    EXPECT_EQ(got.code, c.code) << c.phrase << " on " << c.day << ": " << got.how;
  }
}

// The broken interval of a well-known dictionary, which its reader took in silence, and its like.
TEST(HandActors, FaultsAreReported) {
  struct Case {
    const char *roles, *fault;
  } cases[] = {
      {"{ code = \"KORGOV\", from = 2006-12-01, until = 2004-01-17 }", "rules.interval"},
      {"{ code = \"KORGOV\", from = 2004-01-17, until = 2006-11-30 }, { code = \"IGOUNO\", from = 2005-01-01 }",
       "rules.interval"},
      {"{ code = \"KORGOV\", from = 2004-01-17, until = 2006-11-30 }, { code = \"IGOUNO\", from = 2006-11-30 }",
       nullptr},
      {"{ code = \"KORGOV\", form = 2004-01-17 }", "rules.unknown-field"},
  };
  for (const Case& c : cases) {
    std::map<std::string, std::string> text;
    text["data/actors/a.toml"] = std::string("[[actor]]\nid = \"x\"\nnames = [\"Some Body\"]\nroles = [ ") +
                                 c.roles + " ]\nmatches = [\"a\"]\nrejects = [\"b\"]\n";
    MemoryFiles files(text);
    Diagnostics diagnostics;
    Actors::compile(*Rulebook::load(files, "data", diagnostics), diagnostics);
    bool found = false;
    for (const Error& error : diagnostics.sorted())
      found = found || (c.fault && name_of(error.code) == c.fault);
    EXPECT_EQ(found, c.fault != nullptr) << c.roles;
    for (const Error& error : diagnostics.sorted()) {
      if (!c.fault && error.where.file == "data/actors/a.toml") ADD_FAILURE() << format_error(error);
    }
  }
}

TEST(HandActors, OneNameIsNotTwoActors) {
  std::map<std::string, std::string> text;
  text["data/actors/a.toml"] =
      "[[actor]]\nid = \"x\"\nnames = [\"Some Body\"]\nmatches = [\"a\"]\nrejects = [\"b\"]\n"
      "[[actor]]\nid = \"y\"\nnames = [\"some body\"]\nmatches = [\"a\"]\nrejects = [\"b\"]\n";
  MemoryFiles files(text);
  Diagnostics diagnostics;
  Actors::compile(*Rulebook::load(files, "data", diagnostics), diagnostics);
  bool found = false;
  for (const Error& error : diagnostics.sorted())
    found = found || name_of(error.code) == "rules.ambiguous-name";
  EXPECT_TRUE(found);
}

TEST(Examples, PhrasesHold) {
  Diagnostics diagnostics;
  EXPECT_GT(actors().check_examples(nullptr, diagnostics), 80u);
  for (const Error& error : diagnostics.sorted()) ADD_FAILURE() << format_error(error);
}

class Parsed : public testing::Test {
 protected:
  void SetUp() override {
    if (!test_model()) GTEST_SKIP() << "no language model";
  }
  static Analysis analyse(const Document& document) {
    static Language::Scratch scratch;
    return test_model()->analyse(document, SentenceMode::kOurs, scratch);
  }
  struct Found {
    Document document;
    Analysis analysis;
    std::vector<Mention> mentions;
    const Mention* at(std::string_view words, int nth = 0) const {
      for (const Mention& m : mentions) {
        if (document.text(m.span) == words && nth-- == 0) return &m;
      }
      return nullptr;
    }
  };
  static std::unique_ptr<Found> find(std::string_view text, std::string_view day) {
    auto out = std::make_unique<Found>();
    out->document = document_of_lines(text);
    out->analysis = analyse(out->document);
    Published published;
    if (auto date = parse_day(day)) published.date = *date;
    out->mentions = actors().find(out->document, out->analysis, {}, published);
    return out;
  }
};

TEST_F(Parsed, SentencesOfTheRulesHold) {
  Diagnostics diagnostics;
  actors().check_examples(analyse, diagnostics);
  for (const Error& error : diagnostics.sorted()) ADD_FAILURE() << format_error(error);
}

TEST_F(Parsed, MentionsAndTheirCodes) {
  struct Case {
    const char *text, *day, *words, *event, *code;
  } cases[] = {
      {"In May 1999 then PM Nawaz Sharif went to Moscow.", "2022-02-06", "then PM Nawaz Sharif", "1999-05-01",
       "PAKGOV"},
      {"Former president Asif Ali Zardari spoke in Karachi.", "2022-02-06", "Former president Asif Ali Zardari",
       "", "PAKELI"},
      {"The Pakistani premier will fly to Moscow.", "2022-02-06", "The Pakistani premier", "", "PAKGOV"},
      {"The Kremlin rejected the plan.", "2022-02-06", "Kremlin", "", "RUSGOV"},
      {"Taliban fighters entered Kabul.", "2021-08-16", "Taliban fighters", "", "AFGGOV"},
      {"Taliban fighters attacked a convoy.", "2011-08-16", "Taliban fighters", "", "AFGREB"},
      {"Ana Morales, the Philippine defence secretary, resigned.", "2022-02-06", "Ana Morales", "",
       "PHLGOVMIL"},
      {"Kenya sent troops. The Ministry of Foreign Affairs in Nairobi confirmed it.", "2022-02-06",
       "The Ministry of Foreign Affairs", "", "KENGOV"},
  };
  for (const Case& c : cases) {
    auto found = find(c.text, c.day);
    const Mention* m = found->at(c.words);
    ASSERT_NE(m, nullptr) << c.text;
    EXPECT_EQ(actors().as_of(*m, parse_day(c.event), parse_day(c.day)).code, c.code)
        << c.text << " (" << m->how << ")";
    EXPECT_FALSE(m->evidence.empty()) << c.text;
  }
}

TEST_F(Parsed, OfficeWithoutANameHasTheHolderOfTheDay) {
  auto found = find("The British prime minister met the French president.", "2019-10-01");
  const Mention* m = found->at("The British prime minister");
  ASSERT_NE(m, nullptr);
  EXPECT_EQ(actors().as_of(*m, std::nullopt, parse_day("2019-10-01")).name, "Boris Johnson");
  EXPECT_EQ(actors().as_of(*m, parse_day("2005-10-01"), parse_day("2019-10-01")).name, "Tony Blair");
}

TEST_F(Parsed, NamesakesStayUnresolvedWithRivals) {
  auto found = find("The Social Democratic Party won.", "2019-10-01");
  for (const Mention& m : found->mentions) {
    if (found->document.text(m.span).find("Social") == std::string_view::npos) continue;
    EXPECT_TRUE(m.candidates.empty()) << m.how;
    EXPECT_FALSE(m.rivals.empty());
  }
}

TEST_F(Parsed, TimeIsLinearInHostileText) {
  auto seconds = [](std::size_t words) {
    Document document;
    for (std::size_t i = 0; i < words; ++i)
      document.content += i % 3 == 0 ? "President " : i % 3 == 1 ? "Khan " : "Sharif ";
    document.blocks.push_back({BlockRole::kBody, {0, static_cast<std::uint32_t>(document.content.size() - 1)}});
    Analysis analysis;
    std::uint32_t at = 0;
    for (std::size_t i = 0; i < words; ++i) {
      Token token;
      auto end = static_cast<std::uint32_t>(document.content.find(' ', at));
      token.span = {at, end};
      token.text = token.lower = token.lemma = std::string_view(document.content).substr(at, end - at);
      token.tag = "NNP";
      token.pos = "PROPN";
      token.dep = "compound";
      token.head = 0;
      analysis.tokens.push_back(token);
      at = end + 1;
    }
    analysis.sentences.push_back({0, static_cast<std::uint32_t>(words), document.blocks[0].span, 0});
    analysis.link_children();
    auto start = std::chrono::steady_clock::now();
    actors().find(document, analysis, {}, {});
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  (void)seconds(10000);
  double one = seconds(30000), four = seconds(120000);
  EXPECT_LT(four, one * 10 + 0.5) << one << " s for a quarter";
}

TEST(Resolve, HostilePhrases) {
  std::string many;
  for (int i = 0; i < 200000; ++i) many += "President Khan of ";
  auto start = std::chrono::steady_clock::now();
  actors().resolve(many, many, std::nullopt);
  actors().resolve("", "", std::nullopt);
  actors().resolve(",,,((''s's ’s of of the", "", std::nullopt);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(3));
}

}  // namespace
}  // namespace chancery
