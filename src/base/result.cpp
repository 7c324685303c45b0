// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include <fmt/format.h>

#include <iterator>

namespace chancery {
namespace {

struct CodeRow {
  std::string_view name;
  int exit_code;
};

constexpr CodeRow kCodes[] = {
#define CHANCERY_ERROR(constant, name, exit) {name, exit},
#include "base/errors.def"
#undef CHANCERY_ERROR
};

}  // namespace

std::string_view name_of(ErrorCode code) { return kCodes[static_cast<std::size_t>(code)].name; }

int exit_code_of(ErrorCode code) { return kCodes[static_cast<std::size_t>(code)].exit_code; }

std::string format_error(const Error& error) {
  std::string out;
  auto to = std::back_inserter(out);
  if (!error.where.file.empty()) {
    fmt::format_to(to, "{}", error.where.file);
    if (error.where.line > 0) fmt::format_to(to, ":{}:{}", error.where.line, error.where.column);
    if (error.where.line == 0 && error.where.offset > 0) fmt::format_to(to, " at byte {}", error.where.offset);
    fmt::format_to(to, ": ");
  }
  fmt::format_to(to, "{}: {} [{}]", exit_code_of(error.code) == 0 ? "warning" : "error", error.message,
                 name_of(error.code));
  if (!error.hint.empty()) fmt::format_to(to, "\n  hint: {}", error.hint);
  return out;
}

}  // namespace chancery
