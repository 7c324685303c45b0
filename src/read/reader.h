// Reads what the user names: files, folders, standard input; plain text or JSON Lines, gzip or not.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/file_system.h"
#include "read/json_record.h"
#include "read/source.h"

namespace chancery {

enum class InputFormat : std::uint8_t {
  kAuto,  // by name: .jsonl, .ndjson and the same with .gz are JSON Lines, all else is text
  kText,  // a file is one document
  kJsonl  // a line is one document
};

struct ReadOptions {
  InputFormat format = InputFormat::kAuto;
  std::size_t record_limit = std::size_t{16} << 20;  // bytes of one text or one line; more is rejected
  std::size_t line_skip_limit = std::size_t{1}
                                << 30;  // bytes of an overlong line to pass over before the file is given up
};

namespace detail {
class Inputs;
}

// Streams documents in the order of the inputs, a folder's files sorted by path. Holds one record at a time.
// Everything that cannot be used becomes a Rejection and the rest goes on. Not thread-safe; `files` must
// outlive it.
//
//   SourceReader reader(disk(), {"reports/", "-"}, {}, standard_input());
//   while (auto item = reader.next()) { … std::get_if<Source>(&*item) … }
//
// Errors in rejections: input.unreadable, input.not-json, input.field, input.too-large, input.truncated,
// input.format. Warnings in sources: input.encoding, input.empty, input.date, input.truncated.
class SourceReader {
 public:
  using Item = std::variant<Source, Rejection>;
  // `standard_input` serves the input "-"; it can be read once.
  SourceReader(const FileSystem& files, std::vector<std::string> inputs, ReadOptions options = {},
               std::unique_ptr<ByteStream> standard_input = nullptr);
  ~SourceReader();
  std::optional<Item> next();

 private:
  std::unique_ptr<detail::Inputs> inputs_;
};

// The same for other records than documents (relate, resolve): every input is JSON Lines, whatever its name.
class RecordReader {
 public:
  using Item = std::variant<JsonRecord, Rejection>;
  RecordReader(const FileSystem& files, std::vector<std::string> inputs, ReadOptions options = {},
               std::unique_ptr<ByteStream> standard_input = nullptr);
  ~RecordReader();
  std::optional<Item> next();

 private:
  std::unique_ptr<detail::Inputs> inputs_;
};

// {id, text, title?, date?, url?, source?, language?} as a Source. Errors: input.field.
Result<Source> source_of(const JsonRecord& record);

}  // namespace chancery
