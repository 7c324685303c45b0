// SPDX-License-Identifier: Apache-2.0
#include "language/tree.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chancery {
namespace {

struct Case {
  const char* what;
  std::vector<std::uint32_t> heads;
  std::vector<std::string> labels;
  std::vector<std::uint32_t> heads_after;
  std::vector<std::string> labels_after;
  std::string starts;  // '1' where a sentence starts
};

TEST(FinishTree, MovesDecoratedDependentsAndFindsSentences) {
  const Case cases[] = {
      {"one root", {1, 1, 1}, {"nsubj", "ROOT", "dobj"}, {1, 1, 1}, {"nsubj", "ROOT", "dobj"}, "100"},
      {"two roots",
       {0, 0, 3, 3},
       {"ROOT", "punct", "nsubj", "ROOT"},
       {0, 0, 3, 3},
       {"ROOT", "punct", "nsubj", "ROOT"},
       "1010"},
      // The prep hangs on the verb but belongs to its subject.
      {"lifted", {1, 1, 1}, {"nsubj", "ROOT", "prep||nsubj"}, {1, 1, 0}, {"nsubj", "ROOT", "prep"}, "100"},
      {"breadth first, then in order",
       {3, 0, 3, 3, 2, 3},
       {"nsubj", "dobj", "conj", "ROOT", "dobj", "acl||dobj"},
       {3, 0, 3, 3, 2, 1},
       {"nsubj", "dobj", "conj", "ROOT", "dobj", "acl"},
       "100000"},
      {"nobody has the label",
       {1, 1, 1},
       {"nsubj", "ROOT", "prep||dobj"},
       {1, 1, 1},
       {"nsubj", "ROOT", "prep"},
       "100"},
      {"nothing", {}, {}, {}, {}, ""},
  };
  for (const auto& c : cases) {
    DepLabels labels;
    auto heads = c.heads;
    std::vector<LabelId> dep;
    for (const auto& label : c.labels) dep.push_back(labels.add(label));
    std::vector<std::uint8_t> starts(heads.size()), space(heads.size());
    finish_tree(labels, space, heads, dep, starts);
    EXPECT_EQ(heads, c.heads_after) << c.what;
    for (std::size_t i = 0; i < dep.size(); ++i)
      EXPECT_EQ(labels.name(dep[i]), c.labels_after[i]) << c.what << " token " << i;
    for (std::size_t i = 0; i < starts.size(); ++i)
      EXPECT_EQ(starts[i] != 0, c.starts[i] == '1') << c.what << " token " << i;
  }
}

TEST(FinishTree, WhiteSpaceIsNoHead) {
  DepLabels labels;
  std::vector<std::uint32_t> heads{2, 2, 2, 2};
  std::vector<LabelId> dep{labels.add("dep"), labels.add("dep"), labels.add("ROOT"), labels.add("prep||dep")};
  std::vector<std::uint8_t> starts(4), space{1, 0, 0, 0};
  finish_tree(labels, space, heads, dep, starts);
  EXPECT_EQ(heads[3], 1u);
}

}  // namespace
}  // namespace chancery
