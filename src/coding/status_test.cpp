// Status, tense and factuality: one visit told in many ways, and the examples of data/operators/.
// SPDX-License-Identifier: Apache-2.0
#include "coding/status.h"

#include <gtest/gtest.h>

#include "document/document_of_lines.h"
#include "language/test_model.h"

namespace chancery {
namespace {

const StatusReader& reader() {
  static const StatusReader compiled = [] {
    Diagnostics diagnostics;
    const auto rulebook = Rulebook::load(disk(), std::string(CHANCERY_SOURCE_DIR) + "/data", diagnostics);
    return StatusReader::compile(*rulebook, diagnostics);
  }();
  return compiled;
}

std::string certainty(double factuality) {
  const double f = factuality < 0 ? -factuality : factuality;
  return f >= 2.5 ? "certain" : f >= 1.5 ? "probable" : "possible";
}

TEST(Status, ExamplesHold) {
  if (test_model() == nullptr) GTEST_SKIP() << "no language model";
  Language::Scratch scratch;
  Diagnostics failures;
  const std::size_t run = reader().check_examples(
      [&](const std::string& text) {
        StatusReader::Analysed out;
        out.document = std::make_unique<Document>(document_of_lines(text));
        out.analysis = test_model()->analyse(*out.document, SentenceMode::kOurs, scratch);
        return out;
      },
      failures);
  EXPECT_GT(run, 100u);
  for (const Error& error : failures.sorted()) ADD_FAILURE() << format_error(error);
}

struct Case {
  const char* text;
  const char* word;      // the last token of this form
  const char* expected;  // status/tense, then /certainty where it is fixed
};

// The statuses that every sentence of a kind must get.
const Case kTable[] = {
    {"Modi will visit Kyiv.", "visit", "planned/future/certain"},
    {"Modi is likely to visit Kyiv.", "visit", "planned/future/probable"},
    {"Modi postponed his visit to Kyiv.", "visit", "postponed/future"},
    {"Modi postponed his visit to Kyiv.", "postponed", "occurred/past/certain"},
    {"Modi cancelled his visit to Kyiv.", "visit", "cancelled/future"},
    {"Modi has not visited Kyiv.", "visited", "not_occurred/past/certain"},
    {"Modi will not visit Kyiv.", "visit", "not_occurred/future/certain"},
    {"Modi no longer visits Kyiv.", "visits", "not_occurred/now/certain"},
    {"The palace denied that Modi would visit Kyiv.", "visit", "denied/future/possible"},
    {"The palace denied that Modi would visit Kyiv.", "denied", "occurred/past/certain"},
    {"The ministry said it would sign the treaty.", "sign", "planned/future"},
    {"Washington threatened to sanction Minsk.", "sanction", "threatened/future"},
    {"The king refused to meet the envoy.", "meet", "not_occurred/future"},
    {"If Minsk attacks the town, Kyiv will sanction it.", "attacks", "conditional/future"},
    {"If Minsk attacks the town, Kyiv will sanction it.", "sanction", "conditional/future"},
    {"Modi was to have met the king.", "met", "not_occurred/past/probable"},
    {"Modi had hoped to meet the king.", "meet", "not_occurred/past/probable"},
    {"Paris refused to rule out sanctions against Minsk.", "sanctions", "possible/future"},
    {"Paris is not expected to impose the tariffs.", "impose", "not_occurred/future/probable"},
    {"Paris stopped short of expelling the envoy.", "expelling", "not_occurred/past/certain"},
};

// Their cousins.
const Case kCousins[] = {
    {"The two are set to sign a pact.", "sign", "planned/future/probable"},
    {"The two are about to sign a pact.", "sign", "planned/future/probable"},
    {"The two are going to sign a pact.", "sign", "planned/future/certain"},
    {"Modi is to visit Kyiv in May.", "visit", "planned/future/certain"},
    {"Modi plans to visit Kyiv.", "visit", "planned/future/probable"},
    {"Modi may visit Kyiv.", "visit", "possible/future/possible"},
    {"Modi did not visit Kyiv.", "visit", "not_occurred/past/certain"},
    {"Modi never visited Kyiv.", "visited", "not_occurred/past/certain"},
    {"Nobody visited Kyiv.", "visited", "not_occurred/past/certain"},
    {"Modi has yet to visit Kyiv.", "visit", "not_occurred/past/certain"},
    {"Modi left without signing the pact.", "signing", "not_occurred/past/certain"},
    {"Modi is too weak to govern the country.", "govern", "not_occurred/now/certain"},
    {"Modi failed to sign the pact.", "sign", "not_occurred/past/certain"},
    {"Modi managed to sign the pact.", "sign", "occurred/past/certain"},
    {"Modi was due to have left Kyiv.", "left", "not_occurred/past/probable"},
    {"Modi used to visit Kyiv.", "visit", "habitual/past/certain"},
    {"They frequently exchange letters.", "exchange", "habitual/now/certain"},
    {"Modi is visiting Kyiv.", "visiting", "ongoing/now/certain"},
    {"Modi has visited Kyiv.", "visited", "occurred/past/certain"},
    {"Unless Minsk withdraws, Kyiv will attack.", "attack", "conditional/future"},
    {"Kyiv will attack unless Minsk frees the men.", "frees", "conditional/future"},
    {"It is unclear whether Modi will visit Kyiv.", "visit", "possible/future/possible"},
    {"The palace could not confirm that Modi had left Kyiv.", "left", "possible/past/possible"},
    {"Kyiv would have attacked had it not been for the storm.", "attacked", "not_occurred/past"},
    {"Kyiv agreed to withdraw on condition that Minsk freed the men.", "freed", "conditional"},
    {"Will Modi visit Kyiv?", "visit", "possible/future/possible"},
    {"Why did Modi visit Kyiv?", "visit", "occurred/past/certain"},
    {"Kyiv accused Minsk of shelling the port.", "shelling", "occurred/past/possible"},
    {"Modi thanked Putin for freeing the sailors.", "freeing", "occurred/past/certain"},
    {"Washington asked Kabul to free the men.", "free", "requested/future"},
    {"Doha offered to host the talks.", "host", "offered/future"},
    {"The two agreed to sign the pact.", "sign", "planned/future/probable"},
    {"Modi said that he had visited Kyiv.", "visited", "occurred/past/certain"},
    {"He was detained after attacking the guard.", "attacking", "occurred/past"},
    {"The talks will begin on Monday.", "talks", "planned/future/certain"},
    {"The talks did not take place.", "talks", "not_occurred/past"},
    {"The upcoming summit worries Kyiv.", "summit", "planned/future"},
    {"The strike was called off.", "strike", "cancelled/future"},
    {"The army is planning an offensive.", "offensive", "planned/future"},
    {"Modi will meet the king and sign a pact.", "sign", "planned/future/certain"},
    {"The chancellor would not say whether Berlin would send tanks.", "send", "possible/future/possible"},
};

std::string read(const Case& c) {
  Language::Scratch scratch;
  const Document document = document_of_lines(c.text);
  const Analysis analysis = test_model()->analyse(document, SentenceMode::kOurs, scratch);
  for (std::uint32_t t = static_cast<std::uint32_t>(analysis.tokens.size()); t-- > 0;) {
    if (analysis.tokens[t].text != c.word) continue;
    const StatusReading reading = reader().read(document, analysis, t);
    std::string out(name_of(reading.status));
    out +=
        "/" + std::string(reading.tense ? name_of(*reading.tense) : "-") + "/" + certainty(reading.factuality);
    const std::string expected(c.expected);
    return out.rfind(expected, 0) == 0 ? expected : out;
  }
  return "no such word";
}

TEST(Status, TableOfTheArchitecture) {
  if (test_model() == nullptr) GTEST_SKIP() << "no language model";
  for (const Case& c : kTable) EXPECT_EQ(read(c), c.expected) << c.text;
}

TEST(Status, Cousins) {
  if (test_model() == nullptr) GTEST_SKIP() << "no language model";
  for (const Case& c : kCousins) EXPECT_EQ(read(c), c.expected) << c.text;
}

// What the sayer presents: read up to the verb of saying.
TEST(Status, StopsBelowTheOperator) {
  if (test_model() == nullptr) GTEST_SKIP() << "no language model";
  Language::Scratch scratch;
  const Document document = document_of_lines("The rebels claimed that they had taken the port.");
  const Analysis analysis = test_model()->analyse(document, SentenceMode::kOurs, scratch);
  const std::uint32_t claimed = 2, taken = 6;
  ASSERT_EQ(analysis.tokens[taken].text, "taken");
  EXPECT_LT(reader().read(document, analysis, taken).factuality, 2.5);
  EXPECT_EQ(reader().read(document, analysis, taken, claimed).factuality, 3);
}

}  // namespace
}  // namespace chancery
