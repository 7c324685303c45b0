// Writes JSON one way: fields in the order they are given, numbers as the shortest text that reads back, no spaces.
// Equal results are equal bytes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace chancery {

// Appends to a string. The caller keeps the nesting right; commas are put in by the writer.
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& string(std::string_view value);
  JsonWriter& integer(std::int64_t value);
  JsonWriter& number(double value);  // integers without a point: 3, 2.5, -0.1
  JsonWriter& score(double value);   // always with a point: 4.0, -2.5
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  JsonWriter& raw(std::string_view json);  // one finished value

  const std::string& text() const { return out_; }
  std::string take();

 private:
  void separate();

  std::string out_;
  bool first_ = true;
};

}  // namespace chancery
