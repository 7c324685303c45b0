// The knowledge under data/: TOML rules and TSV tables, with every fault of every file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "base/file_system.h"
#include "base/result.h"

namespace chancery {

class RuleTable;

// Faults found so far, in file and line order when asked for. Compilers of all stages add to one list.
class Diagnostics {
 public:
  void add(Error error) { errors_.push_back(std::move(error)); }
  bool empty() const { return errors_.empty(); }
  std::vector<Error> sorted() const;  // by file, line, column, code

 private:
  std::vector<Error> errors_;
};

// One TOML table of a rule file, read field by field. Each getter checks the type, remembers that the field is
// known, and reports faults into the Diagnostics with file, line and column; finish() reports the fields nobody
// asked for, with the nearest known name as hint. Cheap to copy; lives as long as its Rulebook.
//
//   for (RuleTable rule : rulebook.tables("frames", "frame", diagnostics)) {
//     Frame frame;
//     frame.id = rule.id();
//     frame.verbs = rule.strings("verbs");
//     for (RuleTable slot : rule.tables("slots")) { … slot.finish(); }
//     rule.examples();            // a hand-written rule must have `matches` and `rejects`
//     rule.finish();
//   }
class RuleTable {
 public:
  // `id`: required, `[a-z0-9]` words joined by `.`, `-`, `_`, `/`; unique in its family (rules.reused-id names
  // the first place).
  std::string id();
  std::string string(std::string_view key);  // required
  std::string string_or(std::string_view key, std::string fallback);
  std::vector<std::string> strings(
      std::string_view key);  // a list; a single string counts as a list of one; [] when absent
  std::vector<std::string> required_strings(std::string_view key);
  std::optional<std::int64_t> integer(std::string_view key);
  std::optional<double> number(std::string_view key);
  bool boolean_or(std::string_view key, bool fallback);
  std::optional<Interval> reduced_date(std::string_view key);  // TOML date, or "1998", "1998-03"
  std::vector<RuleTable> tables(std::string_view key);         // [[sub]] tables or arrays of inline tables
  std::optional<RuleTable> table(std::string_view key);        // one sub-table
  std::vector<std::string> keys() const;  // of the table, in file order (marks nothing as known)
  bool has(std::string_view key) const;

  struct Examples {
    std::vector<std::string> matches, rejects, todo;
    std::vector<Place> match_places, reject_places, todo_places;
  };
  // Reads `matches`, `rejects`, `todo` and `why`. Without both of the first two: rules.no-examples.
  Examples examples();

  void finish();  // reports unknown fields; call once, last
  void fault(ErrorCode code, std::string message, std::string hint = {},
             std::string_view key = {});  // at the key, else the table
  Place place(std::string_view key = {}) const;

  struct State;
  explicit RuleTable(std::shared_ptr<State> state) : state_(std::move(state)) {}

 private:
  std::shared_ptr<State> state_;
};

// A TSV file with a header line: rows of fields as views into the file's bytes. `#` lines before the header are
// comments (imported tables: source, date, licence, tool).
struct TsvTable {
  std::string path;
  std::vector<std::string> header;
  std::vector<std::vector<std::string_view>> rows;
  std::vector<std::uint32_t> lines;  // line of each row, from 1
  std::shared_ptr<const std::string> bytes;

  // Index of a column; reports rules.missing-field and returns nullopt when absent.
  std::optional<std::size_t> column(std::string_view name, Diagnostics& diagnostics) const;
};

// All rule files of one folder. Immutable after load, shared by threads; two can live in one process.
class Rulebook {
 public:
  // Reads `folder`/**/*.toml and *.tsv. Files that cannot be read or parsed are reported and left out.
  static std::shared_ptr<const Rulebook> load(const FileSystem& files, const std::string& folder,
                                              Diagnostics& diagnostics);

  // All [[name]] tables of the TOML files under `topic` ("frames" = data/frames/**), in file and line order.
  // Top-level keys of those files that are not in any asked-for `name` are reported by check_unread().
  std::vector<RuleTable> tables(std::string_view topic, std::string_view name, Diagnostics& diagnostics) const;
  // The TSV file at `path` under the folder ("imported/states.tsv"); null when there is none.
  std::shared_ptr<const TsvTable> tsv(std::string_view path, Diagnostics& diagnostics) const;
  std::vector<std::string> paths() const;

  // After all stages have compiled: top-level tables that nobody asked for.
  void check_unread(Diagnostics& diagnostics) const;

  // "sha256:…" over paths and bytes of all files, sorted by path. Does not depend on where the folder lies.
  const std::string& digest() const;

 private:
  Rulebook() = default;
  struct Files;
  std::shared_ptr<Files> files_;
};

}  // namespace chancery
