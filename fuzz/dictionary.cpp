// Fuzz: whatever lines a dictionary has, the import ends, and the rulebook it writes compiles without a fault.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "dictionary/dictionary.h"
#include "dictionary/import.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chancery;
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::map<std::string, std::string> given;
  for (const char* name : {"x.actors.txt", "x.agents.txt", "x.verbs.txt", "x.discards.txt", "x.issues.txt"}) {
    given.emplace(std::string("d/") + name, bytes);
  }
  const auto imported = import_dictionaries(MemoryFiles(std::move(given)), "d", (data[0] & 1) != 0);
  if (!imported) return 0;
  std::map<std::string, std::string> written;
  for (const auto& [path, content] : imported->files) written.emplace("r/" + path, content);
  const MemoryFiles files(std::move(written));
  Diagnostics diagnostics;
  const auto rulebook = Rulebook::load(files, "r", diagnostics);
  Dictionary::compile(*rulebook, diagnostics);
  rulebook->check_unread(diagnostics);
  if (!diagnostics.empty()) __builtin_trap();
  return 0;
}
