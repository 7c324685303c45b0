// Fuzz: any bytes as a rule file or a table load or are reported with a place.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string>

#include "rulebook/rulebook.h"

namespace {

// Asks for what a frame has, so that the getters see every type.
void read(chancery::RuleTable rule, int depth) {
  rule.id();
  rule.strings("verbs");
  rule.string_or("why", "");
  rule.boolean_or("symmetric", false);
  rule.integer("polarity");
  rule.number("weight");
  rule.reduced_date("from");
  if (depth < 3) {
    for (auto& sub : rule.tables("slots")) read(sub, depth + 1);
    if (auto sub = rule.table("effect")) read(*sub, depth + 1);
  }
  rule.examples();
  rule.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chancery;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const MemoryFiles files({{"data/frames/x.toml", bytes}, {"data/imported/x.tsv", bytes}});
  Diagnostics diagnostics;
  const auto rulebook = Rulebook::load(files, "data", diagnostics);
  if (rulebook) {
    for (auto& rule : rulebook->tables("frames", "frame", diagnostics)) read(rule, 0);
    if (const auto table = rulebook->tsv("imported/x.tsv", diagnostics)) table->column("code", diagnostics);
    rulebook->check_unread(diagnostics);
  }
  for (const auto& error : diagnostics.sorted()) {
    if (error.message.empty() || error.where.file.empty()) __builtin_trap();
  }
  return 0;
}
