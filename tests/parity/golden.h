// Reads the golden files of this folder (docs/language.md says how they are made).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <simdjson.h>
#include <zlib.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "language/wheel.h"

namespace chancery {

// The records of golden/NAME.jsonl.gz without the first line, which says what the file holds.
inline std::vector<std::string> golden_lines(const std::string& name) {
  const std::string path = CHANCERY_SOURCE_DIR "/tests/parity/golden/" + name + ".jsonl.gz";
  std::string bytes;
  if (const gzFile file = gzopen(path.c_str(), "rb")) {
    char buffer[1 << 16];
    for (int got; (got = gzread(file, buffer, sizeof buffer)) > 0;)
      bytes.append(buffer, static_cast<std::size_t>(got));
    gzclose(file);
  }
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < bytes.size();) {
    const auto end = std::min(bytes.find('\n', begin), bytes.size());
    lines.push_back(bytes.substr(begin, end - begin));
    begin = end + 1;
  }
  EXPECT_GT(lines.size(), 1u) << path << " cannot be read";
  if (!lines.empty()) lines.erase(lines.begin());
  return lines;
}

// Calls `check` with each record of the golden file.
template <class Check>
void for_each_golden(const std::string& name, Check check) {
  simdjson::dom::parser parser;
  for (const auto& line : golden_lines(name)) check(simdjson::dom::element(parser.parse(line).value()));
}

inline std::string text_of(simdjson::dom::element value) { return std::string(std::string_view(value)); }

// The pinned wheel, opened once. CHANCERY_MODEL names it.
inline const ModelFiles& model_files() {
  static const auto files = [] {
    const char* path = std::getenv("CHANCERY_MODEL");
    auto opened = ModelFiles::open(disk(), path ? path : CHANCERY_TEST_MODEL);
    if (!opened) {
      ADD_FAILURE() << format_error(opened.error());
      std::exit(1);
    }
    return *std::move(opened);
  }();
  return files;
}

// Counts what differs and keeps the first differences for the message.
class Differences {
 public:
  explicit Differences(std::string what) : what_(std::move(what)) {}

  void add(bool equal, const auto& describe) {
    ++total_;
    if (equal) return;
    if (++count_ <= 10) first_ += describe() + "\n";
  }
  std::size_t total() const { return total_; }
  std::size_t count() const { return count_; }

  // At least `share` of what was compared is equal. Prints the counts in any case.
  void expect(double share = 1) const {
    const double equal = total_ ? 1 - static_cast<double>(count_) / static_cast<double>(total_) : 0;
    std::printf("%-22s %7zu compared, %zu differ (%.4f %% equal)\n", what_.c_str(), total_, count_,
                100 * equal);
    EXPECT_GE(equal, share) << what_ << ", the first differences:\n" << first_;
    if (equal >= share && count_) std::printf("%s", first_.c_str());
  }

 private:
  std::string what_, first_;
  std::size_t total_ = 0, count_ = 0;
};

}  // namespace chancery
