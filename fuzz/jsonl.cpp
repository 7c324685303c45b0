// Fuzz: any bytes as JSON Lines or plain text, gzip or not, give sources with valid text or rejections with a
// message.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/utf8.h"
#include "read/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chancery;
  if (size == 0) return 0;
  std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const char* const names[] = {"x.jsonl", "x.txt", "x.jsonl.gz", "x.gz"};
  const std::string name = names[data[0] % 4];
  const MemoryFiles files({{name, bytes}});
  ReadOptions options;
  options.record_limit = 1 << 16;
  options.line_skip_limit = 1 << 18;
  SourceReader reader(files, {name}, options);
  std::size_t items = 0;
  while (auto item = reader.next()) {
    if (++items > (std::size_t{1} << 20)) __builtin_trap();
    if (const auto* source = std::get_if<Source>(&*item)) {
      if (!is_valid_utf8(source->text) || !is_valid_utf8(source->title) || !is_valid_utf8(source->id))
        __builtin_trap();
    } else if (std::get<Rejection>(*item).error.message.empty()) {
      __builtin_trap();
    }
  }
  RecordReader records(files, {name}, options);
  while (auto item = records.next()) {
    if (const auto* record = std::get_if<JsonRecord>(&*item)) {
      (void)record->span("source");
      (void)record->optional_string("date");
    }
  }
  return 0;
}
