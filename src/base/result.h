// Expected failure as a value.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace chancery {

enum class ErrorCode : std::uint8_t {
#define CHANCERY_ERROR(constant, name, exit) constant,
#include "base/errors.def"
#undef CHANCERY_ERROR
};

// "rules.unknown-field": as messages, rejections and docs/errors/ write it.
std::string_view name_of(ErrorCode code);
// Exit code of the command line that this error leads to (docs/commands.md).
int exit_code_of(ErrorCode code);

// Where it happened. Empty and 0 where unknown.
struct Place {
  std::string file;          // as the caller named it; never an absolute path that the caller did not give
  std::uint32_t line = 0;    // from 1
  std::uint32_t column = 0;  // from 1, in code points
  std::uint64_t offset = 0;  // in bytes, for data without lines
};

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;  // what is wrong, in one line without a full stop
  Place where;
  std::string hint;  // what to do about it; may be empty
};

// "data/frames/x.toml:3:1: error: unknown field `verb` [rules.unknown-field]\n  hint: did you mean `verbs`?"
std::string format_error(const Error& error);

// A value or an Error. Test with `if (!result)`; reading the wrong side ends the program.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace chancery
