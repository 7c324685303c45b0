// TABARI and PETRARCH dictionaries → a rulebook that a person can read, and every line that could not be
// honoured. SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"
#include "rulebook/rulebook.h"

namespace chancery {

struct Imported {
  std::vector<std::pair<std::string, std::string>> files;   // path under the rulebook's folder, content
  std::vector<std::pair<std::string, std::size_t>> counts;  // table ("actors"), its rows; in the order of files
  std::vector<Error>
      faults;  // import.*, by file and line; import.read-as and input.encoding: honoured, but read so
};

// Reads all files under `folder`: actors, agents, verbs, discards and issues, told apart by name, else by
// content. Names of files in faults and in the tables are relative to `folder`. `tabari`: words are stems, and
// `;` begins a comment. Time and memory are linear in the files. Errors: input.unreadable (no folder, or
// nothing in it that is a dictionary).
Result<Imported> import_dictionaries(const FileSystem& files, const std::string& folder, bool tabari);

}  // namespace chancery
