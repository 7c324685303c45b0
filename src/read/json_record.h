// One record of a JSON Lines file, read field by field.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/span.h"

namespace chancery {

// Owns its values. Getters answer with input.field, at the record, when a field is missing or of another kind.
class JsonRecord {
 public:
  Result<std::string> string(std::string_view key) const;                          // required; may be empty
  Result<std::optional<std::string>> optional_string(std::string_view key) const;  // absent or null: nullopt
  // `{"span": [begin, end]}` with 0 ≤ begin ≤ end, in the unit the caller asked for (--offsets); absent or
  // null: nullopt.
  Result<std::optional<Span>> span(std::string_view key) const;

  const std::string& id() const { return id_; }  // empty when there is none or it is no string
  const Place& where() const { return where_; }
  const std::vector<Error>& warnings() const { return warnings_; }  // repaired bytes

 private:
  friend class JsonParser;
  enum class Kind : std::uint8_t { kNull, kBoolean, kNumber, kString, kList, kObject };
  struct Field {
    std::string key;
    Kind kind = Kind::kNull;
    std::string text;          // of a string
    std::optional<Span> span;  // of an object that holds a good one
  };
  const Field* find(std::string_view key) const;
  Error wrong(const Field& field, std::string_view wanted) const;

  std::vector<Field> fields_;
  std::string id_;
  Place where_;
  std::vector<Error> warnings_;
};

// Parses one line after the other; keeps scratch memory between them. One thread at a time.
class JsonParser {
 public:
  JsonParser();
  ~JsonParser();
  JsonParser(const JsonParser&) = delete;
  JsonParser& operator=(const JsonParser&) = delete;

  // Consumes `line` (repairs bytes that are not UTF-8 and halves of surrogate pairs, with a warning).
  // Errors: input.not-json, also for JSON that is not one object.
  Result<JsonRecord> parse(std::string line, Place where);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chancery
