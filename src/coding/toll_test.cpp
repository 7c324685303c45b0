// Victims, prisoners and weapons as real sentences tell them.
// SPDX-License-Identifier: Apache-2.0
#include "coding/toll.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "document/document_of_lines.h"
#include "language/test_model.h"

namespace chancery {
namespace {

const Frames& frames() {
  static const Frames compiled = [] {
    Diagnostics diagnostics;
    const auto rulebook = Rulebook::load(disk(), std::string(CHANCERY_SOURCE_DIR) + "/data", diagnostics);
    return Frames::compile(*rulebook, diagnostics);
  }();
  return compiled;
}

std::string show(const char* name, const std::optional<Count>& count) {
  if (!count) return {};
  const auto bound = [](std::optional<std::int64_t> value) {
    return value ? fmt::format("{}", *value) : std::string("?");
  };
  return fmt::format("{} {}-{} [{}] ", name, bound(count->min), bound(count->max), count->text);
}

// What is read for the trigger at a word: "killed 17-? [at least 17 soldiers] with knives".
std::string read(const std::string& text, std::string_view trigger_word) {
  Language::Scratch scratch;
  const Document document = document_of_lines(text);
  const Analysis analysis = test_model()->analyse(document, SentenceMode::kOurs, scratch);
  const Syntax grammar(analysis, frames());
  for (const Trigger& trigger : find_triggers(document, grammar, frames())) {
    if (analysis.tokens[trigger.token].lower != trigger_word) continue;
    std::string out;
    if (const auto toll = toll_of(frames(), grammar, document, trigger))
      out = show("killed", toll->killed) + show("injured", toll->injured) + show("arrested", toll->arrested);
    for (std::uint32_t t : instruments_of(frames(), grammar, trigger))
      out += fmt::format("with {} ", analysis.tokens[t].text);
    if (!out.empty()) out.pop_back();
    return out;
  }
  return "no trigger";
}

TEST(Toll, CountsAndWeapons) {
  if (test_model() == nullptr) GTEST_SKIP() << "no language model";
  const struct {
    const char *text, *trigger, *expected;
  } cases[] = {
      {"Rebels stormed a base in Kidal, killing at least 17 soldiers and wounding dozens of civilians.",
       "stormed", "killed 17-? [at least 17 soldiers] injured 24-? [dozens]"},
      {"A suicide bombing in Kabul killed 22 people and injured up to 40 others.", "bombing",
       "killed 22-22 [22 people] injured ?-40 [up to 40 others]"},
      {"Police arrested more than 300 protesters in Minsk on Sunday.", "arrested",
       "arrested 300-? [more than 300 protesters]"},
      {"Between 10 and 15 civilians were killed in an Israeli airstrike on Gaza.", "killed",
       "killed 10-15 [Between 10 and 15 civilians]"},
      {"An attack on a mosque in Kabul left five people dead and 12 injured.", "attack",
       "killed 5-5 [five people] injured 12-12 [12]"},
      {"Twenty-two soldiers died in clashes with rebels in Mali.", "died",
       "killed 22-22 [Twenty-two soldiers]"},
      {"Police arrested a journalist in Tunis.", "arrested", "arrested 1-1 [a journalist]"},
      {"Hezbollah fired rockets at Israel, killing two farmers and a child.", "fired",
       "killed 3-3 [two farmers and a child] with rockets"},
      {"Soldiers attacked villagers with machetes.", "attacked", "with machetes"},
      {"No one was killed in the bombing of the Iraqi embassy.", "killed", ""},
      {"The army shelled the town for three days.", "shelled", ""},
      {"Police arrested protesters in Minsk.", "arrested", ""},
  };
  for (const auto& one : cases) EXPECT_EQ(read(one.text, one.trigger), one.expected) << one.text;
}

}  // namespace
}  // namespace chancery
