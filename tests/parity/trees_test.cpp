// Decorated labels are undone and sentences found as spaCy does, on random trees.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "golden.h"
#include "language/tree.h"

namespace chancery {
namespace {

TEST(Parity, TreesWithDecoratedLabels) {
  Differences moved("heads of random trees"), starts("their sentence starts");
  DepLabels labels;
  std::vector<LabelId> numbers;
  for_each_golden("trees", [&](simdjson::dom::element record) {
    if (numbers.empty()) {
      for (const auto name : simdjson::dom::array(record))
        numbers.push_back(labels.add(std::string_view(name)));
      return;
    }
    std::vector<std::uint32_t> heads;
    std::vector<LabelId> dep;
    std::vector<std::uint8_t> space, start;
    for (const auto head : simdjson::dom::array(record.at(0)))
      heads.push_back(static_cast<std::uint32_t>(std::uint64_t(head)));
    for (const auto label : simdjson::dom::array(record.at(1))) dep.push_back(numbers[std::uint64_t(label)]);
    for (const char c : std::string_view(record.at(2))) space.push_back(c == '1');
    auto want_heads = heads;
    for (const auto [token, head] : simdjson::dom::object(record.at(3))) {
      want_heads[std::stoul(std::string(token))] = static_cast<std::uint32_t>(std::uint64_t(head));
    }
    std::vector<std::uint8_t> want_starts(heads.size(), 0);
    for (const auto token : simdjson::dom::array(record.at(4))) want_starts[std::uint64_t(token)] = 1;

    start.resize(heads.size());
    finish_tree(labels, space, heads, dep, start);
    const auto describe = [&] { return simdjson::to_string(record); };
    moved.add(heads == want_heads, describe);
    starts.add(start == want_starts, describe);
    for (const auto label : dep) ASSERT_EQ(labels.head_of(label), DepLabels::kNone);
  });
  moved.expect();
  starts.expect();
}

}  // namespace
}  // namespace chancery
