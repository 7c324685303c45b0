// What people read when a rule file is wrong: each folder beside this file is one bad rulebook.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "document/document_rules.h"

namespace chancery {
namespace {

constexpr std::string_view kFolder = CHANCERY_SOURCE_DIR "/tests/diagnostics/";

std::vector<std::string> cases() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.is_directory()) out.push_back(entry.path().filename().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string messages(const std::string& name) {
  Diagnostics diagnostics;
  const auto rulebook = Rulebook::load(disk(), std::string(kFolder) + name, diagnostics);
  const DocumentRules rules = DocumentRules::compile(*rulebook, diagnostics);
  rulebook->check_unread(diagnostics);
  if (diagnostics.empty()) rules.check_examples(diagnostics);
  std::string out;
  for (const Error& error : diagnostics.sorted()) out += format_error(error) + "\n";
  for (std::size_t at = out.find(kFolder); at != out.npos; at = out.find(kFolder))
    out.erase(at, kFolder.size());
  return out;
}

TEST(Diagnostics, EachBadRulebookTellsItsFaults) {
  for (const std::string& name : cases()) {
    const std::string path = std::string(kFolder) + name + "/expected.txt";
    const std::string found = messages(name);
    if (std::getenv("CHANCERY_UPDATE") != nullptr) std::ofstream(path) << found;
    const auto expected = disk().read(path);
    ASSERT_TRUE(expected) << name;
    EXPECT_EQ(found, *expected) << name;
  }
}

TEST(Diagnostics, TenMistakesAreTenMessages) {
  const std::string found = messages("ten-mistakes");
  EXPECT_GE(std::count(found.begin(), found.end(), '['), 10);
  std::set<std::string> places;
  for (std::size_t at = found.find("blocks.toml:"); at != found.npos; at = found.find("blocks.toml:", at + 1)) {
    places.insert(found.substr(at, found.find(' ', at) - at));
  }
  EXPECT_GE(places.size(), 10u) << found;
}

// Dates and names of actors have their cases beside the actors' own tests.
TEST(Diagnostics, EveryCodeOfTheRulesHasACase) {
  std::string all;
  for (const std::string& name : cases()) all += messages(name);
  for (const ErrorCode code :
       {ErrorCode::kRulesUnreadable, ErrorCode::kRulesSyntax, ErrorCode::kRulesUnknownField,
        ErrorCode::kRulesMissingField, ErrorCode::kRulesWrongType, ErrorCode::kRulesBadValue,
        ErrorCode::kRulesReusedId, ErrorCode::kRulesNoExamples, ErrorCode::kRulesExampleFailed}) {
    const std::string name = "[" + std::string(name_of(code)) + "]";
    if (code == ErrorCode::kRulesUnreadable) {
      EXPECT_NE(messages("no-such-folder").find(name), std::string::npos);
    } else {
      EXPECT_NE(all.find(name), std::string::npos) << name;
    }
  }
}

}  // namespace
}  // namespace chancery
