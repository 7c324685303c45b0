// SPDX-License-Identifier: Apache-2.0
#include "codebook/codebook.h"

#include <gtest/gtest.h>

namespace chancery {
namespace {

const Codebooks& books() {
  static const Codebooks instance = [] {
    Diagnostics diagnostics;
    const auto rulebook = Rulebook::load(disk(), CHANCERY_SOURCE_DIR "/data", diagnostics);
    Codebooks compiled = Codebooks::compile(*rulebook, diagnostics);
    for (const Error& error : diagnostics.sorted()) ADD_FAILURE() << format_error(error);
    return compiled;
  }();
  return instance;
}

Act act(std::string frame, Status status, std::optional<Tense> tense = {}) {
  Act out;
  out.frame = std::move(frame);
  out.status = status;
  out.tense = tense;
  return out;
}

Act over(std::string frame, Act content) {
  Act out = act(std::move(frame), Status::kOccurred, Tense::kPast);
  out.content = std::make_unique<Act>(std::move(content));
  return out;
}

// "AGREE future | AGREE | 036"
std::string show(const Act& act) {
  const Codes codes = books().project(act, {});
  std::string out;
  if (codes.plover) {
    out += codes.plover->type + (codes.plover->mode.empty() ? "" : "/" + codes.plover->mode);
    for (const std::string& name : codes.plover->auxiliary) out += " " + name;
  }
  out += " | " + (codes.plv ? codes.plv->cls : "") + " | " + (codes.cameo ? codes.cameo->code : "");
  return out;
}

TEST(Codebooks, StatusMakesTheCode) {
  EXPECT_EQ(show(act("meet.visit", Status::kOccurred, Tense::kPast)), "CONSULT/visit | CONSULT | 042");
  EXPECT_EQ(show(act("meet.visit.state", Status::kOccurred, Tense::kPast)), "CONSULT/visit | CONSULT | 042");
  EXPECT_EQ(show(act("meet.visit", Status::kPlanned, Tense::kFuture)), "AGREE future | AGREE | 036");
  EXPECT_EQ(show(act("meet.visit", Status::kConditional, Tense::kFuture)),
            "AGREE future hypothetical | AGREE | 036");
  EXPECT_EQ(show(act("meet.visit", Status::kNotOccurred, Tense::kPast)),
            "CONSULT/visit negation | REJECT | 042");
  EXPECT_EQ(show(act("aid.military", Status::kNotOccurred, Tense::kPast)), "AID negation | SANCTION | 072");
  EXPECT_EQ(show(act("meet", Status::kCancelled, Tense::kFuture)), "REJECT/meet future | REJECT | 125");
  EXPECT_EQ(show(act("assault.aerial", Status::kOccurred, Tense::kPast)), "ASSAULT/aerial | ASSAULT | 195");
  EXPECT_EQ(show(act("assault.aerial", Status::kPlanned, Tense::kFuture)),
            "ASSAULT/aerial future | THREATEN | ");
  EXPECT_EQ(show(act("retreat.withdraw", Status::kPlanned, Tense::kFuture)), "CONCEDE future | AGREE | 0356");
  EXPECT_EQ(show(act("no.such.frame", Status::kOccurred)), " |  | ");
}

TEST(Codebooks, OperatorsPutTheirContentIntoAMood) {
  EXPECT_EQ(show(over("invite", act("meet.visit", Status::kOffered, Tense::kFuture))), "AGREE | AGREE | 036");
  EXPECT_EQ(show(over("agree", act("agree.sign", Status::kPlanned, Tense::kFuture))), "AGREE | AGREE | 030");
  EXPECT_EQ(show(over("demand", act("retreat.withdraw", Status::kRequested))),
            "REQUEST/yield | REQUEST | 1056");
  EXPECT_EQ(show(over("refuse", act("meet", Status::kNotOccurred, Tense::kFuture))),
            "REJECT/meet | REJECT | 125");
  EXPECT_EQ(show(over("threaten", act("sanction", Status::kThreatened))),
            "THREATEN/relations | THREATEN | 1312");
  EXPECT_EQ(show(over("promise", act("aid.economic", Status::kOffered))), "AGREE | AGREE | 0331");
  EXPECT_EQ(show(over("postpone", act("meet.visit", Status::kPostponed))), "REJECT/meet | REJECT | 125");
  EXPECT_EQ(show(over("promise", act("retreat.withdraw", Status::kPlanned))), "CONCEDE | AGREE | 0356");
  EXPECT_EQ(show(over("accuse", act("assault.aerial", Status::kOccurred))), "ACCUSE/allege | ACCUSE | 1123");
  EXPECT_EQ(show(over("agree", over("promise", act("aid.economic", Status::kOffered)))),
            "AGREE | AGREE | 0331");
}

TEST(Codebooks, ChargesRefineTheCodeOfTheCharge) {
  EXPECT_EQ(show(over("accuse", act("assault.torture", Status::kOccurred))), "ACCUSE/allege | ACCUSE | 1122");
  EXPECT_EQ(show(over("accuse", act("meet.visit", Status::kOccurred))), "ACCUSE/allege | ACCUSE | 112");
  EXPECT_EQ(show(over("investigate", act("assault.mass.killing", Status::kOccurred))),
            "ACCUSE/investigate | ACCUSE | 094");
  EXPECT_EQ(show(over("demand", over("investigate", act("assault.kill", Status::kOccurred)))),
            "ACCUSE | ACCUSE | 110");
}

TEST(Codebooks, CallingForConflictTurnsOthersAgainstSomebody) {
  Act call = over("urge", act("sanction", Status::kRequested));
  EXPECT_EQ(show(call), "ACCUSE | ACCUSE | 113");
  call.recipients.emplace_back();
  EXPECT_EQ(show(call), "REQUEST/change | REQUEST | 020");
}

TEST(Codebooks, PlvCountsSomeFramesElsewhere) {
  EXPECT_EQ(show(act("coerce.blockade", Status::kOccurred, Tense::kPast)), "COERCE/restrict | ASSAULT | 191");
  EXPECT_EQ(show(act("sanction.embargo", Status::kOccurred, Tense::kPast)),
            "SANCTION/discontinue | COERCE | 163");
  EXPECT_EQ(show(act("sanction.expel", Status::kOccurred, Tense::kPast)), "SANCTION/expel | SANCTION | 166");
}

TEST(Codebooks, OwnConflictAnnouncedIsAThreat) {
  Act attack = act("assault.aerial", Status::kPlanned, Tense::kFuture);
  ActorRef actor;
  actor.group = 1;
  attack.actors.push_back(actor);
  attack.said_by.emplace_back();
  attack.said_by.back().who.group = 1;
  EXPECT_EQ(show(attack), "THREATEN/violence future | THREATEN | 1384");
  attack.said_by.back().who.group = 2;
  EXPECT_EQ(show(attack), "ASSAULT/aerial future | THREATEN | ");
}

TEST(Codebooks, HistoricalIsOverAYearBefore) {
  Act visit = act("meet.visit", Status::kOccurred, Tense::kPast);
  visit.time = StatementTime{};
  visit.time->ref.interval = *parse_reduced_date("1999-04");
  Published published;
  published.date = *parse_day("2022-02-06");
  EXPECT_EQ(books().project(visit, published).plover->auxiliary, std::vector<std::string>{"historical"});
  published.date = *parse_day("1999-06-01");
  EXPECT_TRUE(books().project(visit, published).plover->auxiliary.empty());
}

TEST(Codebooks, FaultsAreReported) {
  const MemoryFiles files(std::map<std::string, std::string>{
      {"d/codebooks/frames.tsv",
       "frame\tplover\tmode\tcontexts\tfact\tintent\task\tdemand\trefuse\tstop\tthreat\n"
       "a\tMEET\t\t\t999\t\t\t\t\t\t\na\t\t\t\t\t\t\t\t\t\t\n"}});
  Diagnostics diagnostics;
  const auto rulebook = Rulebook::load(files, "d", diagnostics);
  Codebooks::compile(*rulebook, diagnostics).check_frames({"b.c"}, diagnostics);
  std::string all;
  for (const Error& error : diagnostics.sorted()) all += format_error(error) + "\n";
  EXPECT_NE(all.find("unknown PLOVER type `MEET`"), std::string::npos) << all;
  EXPECT_NE(all.find("unknown CAMEO code `999`"), std::string::npos) << all;
  EXPECT_NE(all.find("a second line for `a`"), std::string::npos) << all;
  EXPECT_NE(all.find("operators.tsv"), std::string::npos) << all;
  EXPECT_NE(all.find("no frame `a`"), std::string::npos) << all;
}

}  // namespace
}  // namespace chancery
