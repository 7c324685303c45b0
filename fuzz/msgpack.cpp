// Fuzz: the MessagePack cursor ends in time on any bytes and never gives a view outside them.
// SPDX-License-Identifier: Apache-2.0
#include "language/msgpack.h"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using chancery::Msgpack;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto inside = [&](std::string_view part) {
    if (!part.empty() &&
        (part.data() < bytes.data() || part.data() + part.size() > bytes.data() + bytes.size()))
      __builtin_trap();
  };
  if (data[0] & 1) {
    for (Msgpack in(bytes); in.ok() && !in.at_end();) inside(in.raw());
    return 0;
  }
  std::size_t steps = 0;
  for (Msgpack in(bytes); in.ok() && !in.at_end(); ++steps) {
    if (steps > bytes.size()) __builtin_trap();  // every read takes at least one byte
    switch (in.kind()) {
      case Msgpack::Kind::kNil:
        in.nil();
        break;
      case Msgpack::Kind::kBoolean:
        in.boolean();
        break;
      case Msgpack::Kind::kInteger:
        in.integer();
        break;
      case Msgpack::Kind::kReal:
        in.real();
        break;
      case Msgpack::Kind::kString:
      case Msgpack::Kind::kBinary:
        inside(in.text());
        break;
      case Msgpack::Kind::kArray:
        if (in.array() > bytes.size()) __builtin_trap();
        break;
      case Msgpack::Kind::kMap:
        if (in.map() > bytes.size()) __builtin_trap();
        break;
      default:
        in.skip();
        break;
    }
  }
  return 0;
}
