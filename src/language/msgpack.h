// Reads MessagePack in place: the model's tables and weights.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace chancery {

// A cursor over bytes that must outlive it and everything read from it (strings are views). The first fault (a
// wrong type, bytes that end early, a count that cannot fit into the bytes left) is sticky: ok() is false from
// then on and every read gives 0 or an empty view, so a caller may read a whole structure and ask once. Counts
// never exceed the bytes left, so loops over them end in time. Nothing recurses: hostile nesting costs nothing.
//
//   for (auto n = in.map(); n > 0; --n) { auto name = in.string(); … one value … }
class Msgpack {
 public:
  enum class Kind : std::uint8_t {
    kEnd,
    kNil,
    kBoolean,
    kInteger,
    kReal,
    kString,
    kBinary,
    kArray,
    kMap,
    kOther
  };

  explicit Msgpack(std::string_view bytes) : bytes_(bytes) {}

  Kind kind() const;      // of the next value; kEnd at the end and after a fault
  std::uint32_t map();    // number of pairs, which follow as key, value, key, …
  std::uint32_t array();  // number of items, which follow
  std::string_view string();
  std::string_view binary();
  std::string_view text();  // a string or a binary
  std::uint64_t integer();  // negative numbers come as two's complement
  double real();            // an integer is taken too
  bool boolean();
  void nil();
  void skip();             // one value with everything in it
  std::string_view raw();  // the bytes of one value, which is skipped

  bool ok() const { return ok_; }
  bool at_end() const { return bytes_.empty(); }

 private:
  std::uint64_t take(std::size_t count);  // big-endian number of 1..8 bytes
  std::string_view take_bytes(std::size_t count);
  std::uint32_t count(std::uint64_t items, std::uint64_t least_bytes_each);
  void fail();

  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace chancery
