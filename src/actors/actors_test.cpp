// Actors: names, offices by day, bare phrases.
// SPDX-License-Identifier: Apache-2.0
#include "actors/actors.h"

#include <gtest/gtest.h>

#include <chrono>

#include "actors/knowledge.h"
#include "actors/words.h"

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
               {"status", "status"},     {"branches", "branch"}};
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
