// Frames compiled from rules in memory: inheritance of uses, patterns, and faults with their places.
// SPDX-License-Identifier: Apache-2.0
#include "coding/frames.h"

#include <gtest/gtest.h>

namespace chancery {
namespace {

std::string dump(const Diagnostics& diagnostics) {
  std::string out;
  for (const Error& error : diagnostics.sorted()) out += format_error(error) + "\n";
  return out;
}

Frames compile(const std::string& toml, Diagnostics& diagnostics) {
  const auto rulebook = Rulebook::load(MemoryFiles({{"data/frames/a.toml", toml}}), "data", diagnostics);
  return Frames::compile(*rulebook, diagnostics);
}

TEST(Frames, AUseTakesFromItsFrameWhatItLeavesOut) {
  Diagnostics diagnostics;
  const Frames frames = compile(
      "[[class]]\nid = \"trip\"\nwords = [\"visit\", \"tour\"]\n"
      "[[frame]]\nid = \"meet.visit\"\nverbs = [\"visit\"]\nrecipients = [\"object\", \"to\"]\nneeds = "
      "[\"recipients\"]\n"
      "matches = [\"x\"]\nrejects = [\"y\"]\n"
      "[[frame.use]]\nnouns = [\"@trip\", \"exchange of visit\"]\nactors = [\"possessive\"]\n",
      diagnostics);
  EXPECT_EQ(dump(diagnostics), "");
  ASSERT_EQ(frames.uses.size(), 2u);
  EXPECT_EQ(frames.uses[1].recipients.size(), 2u);
  EXPECT_TRUE(frames.uses[1].needs_recipients);
  EXPECT_EQ(frames.uses[0].actors[0].kind, SlotKind::kSubject);
  EXPECT_EQ(frames.uses[1].actors[0].kind, SlotKind::kPossessive);
  EXPECT_EQ(frames.by_head.at("tour").size(), 1u);
  EXPECT_EQ(frames.by_head.at("visit").size(), 2u);     // verb and class
  EXPECT_EQ(frames.by_head.at("exchange").size(), 1u);  // head before the preposition
}

TEST(Frames, FaultsNameFileLineAndRepair) {
  Diagnostics diagnostics;
  compile(
      "[[frame]]\nid = \"a\"\nverbs = [\"@nobody\"]\nneeds = [\"actor\"]\nmatches = [\"x\"]\nrejects = "
      "[\"y\"]\ncolour = 1\n",
      diagnostics);
  const std::string faults = dump(diagnostics);
  EXPECT_NE(faults.find("data/frames/a.toml:3"), std::string::npos) << faults;
  EXPECT_NE(faults.find("no [[class]] has the id `nobody`"), std::string::npos) << faults;
  EXPECT_NE(faults.find("`actor` is no need"), std::string::npos) << faults;
  EXPECT_NE(faults.find("unknown field `colour`"), std::string::npos) << faults;
}

TEST(Frames, FamiliesAreDotted) {
  EXPECT_TRUE(Frames::is_a("meet.visit", "meet"));
  EXPECT_FALSE(Frames::is_a("meeting", "meet"));
  EXPECT_EQ(Frames::family("assault.bombing.suicide"), "assault");
}

}  // namespace
}  // namespace chancery
