// What stands between quotation marks, and that the rule files compile.
// SPDX-License-Identifier: Apache-2.0
#include "attribution/quotation.h"

#include <gtest/gtest.h>

#include "attribution/attribution.h"
#include "document/document_of_lines.h"

namespace chancery {
namespace {

// The stretches found in `text`, each in bars.
std::string quoted(const std::string& text) {
  const Document document = document_of_lines(text);
  Analysis analysis;
  analysis.link_children();
  std::string out;
  for (const Quotation& quotation : find_quotations(document, analysis)) {
    out += "|" + std::string(quotation.span.of(document.content)) + "|";
  }
  return out;
}

TEST(Quotations, MarksAreMatched) {
  const std::pair<const char*, const char*> cases[] = {
      {"He said \"no\" and left.", "|\"no\"|"},
      {"He said “no” and “yes”.", "|“no”||“yes”|"},
      {"''We go,'' he said. ''Now.''", "|''We go,''||''Now.''|"},
      {"It's the ministers' talk, isn't it?", ""},
      {"Khan calls it a 'mistake' again", "|'mistake'|"},
      {"The '90s weren't kind", ""},
      {"and the rest,” said Khan. “Now go.”", "|and the rest,”||“Now go.”|"},
      {"He said: “It is over.\n“It is gone,” he said.", "|“It is over.||“It is gone,”|"},
      {"\"One,\" he said, \"two.\"", "|\"One,\"||\"two.\"|"},
      {"He called it “a ‘so-called’ truce”.", "|“a ‘so-called’ truce”|"},
      {"“The “wall” is up,” he said.", "|“The “wall” is up,”|"},
      {"\"The \"wall\" is up,\" he said. \"Yes.\"", "|\"The \"wall\" is up,\"||\"Yes.\"|"},
      {"He said “it is up. She said “no.” And “yes.”", "|“it is up. She said “no.”||“yes.”|"},
      {"", ""},
      {"\"", "|\"|"},
      {"\" \" \" \"", "|\" \"||\" \"|"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(quoted(text), expected) << text;
}

// Marks that never close are looked through once, not once for each: this would take minutes else.
TEST(Quotations, OpenMarksWithoutEnd) {
  std::string text;
  for (int i = 0; i < 200000; ++i) text += "“a ";
  EXPECT_EQ(quoted(text.c_str()), "|" + text.substr(0, text.size() - 1) + "|");
}

TEST(Attribution, RulesCompile) {
  Diagnostics diagnostics;
  const auto rulebook = Rulebook::load(disk(), std::string(CHANCERY_SOURCE_DIR) + "/data", diagnostics);
  (void)Attribution::compile(*rulebook, diagnostics);
  for (const Error& error : diagnostics.sorted()) {
    if (error.where.file.find("data/attribution") != std::string::npos) ADD_FAILURE() << format_error(error);
  }
}

}  // namespace
}  // namespace chancery
