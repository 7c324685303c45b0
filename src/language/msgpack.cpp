// SPDX-License-Identifier: Apache-2.0
#include "language/msgpack.h"

#include <bit>

namespace chancery {
namespace {

constexpr bool within(std::uint8_t lead, std::uint8_t first, std::uint8_t last) {
  return lead >= first && lead <= last;
}

}  // namespace

void Msgpack::fail() {
  ok_ = false;
  bytes_ = {};
}

std::uint64_t Msgpack::take(std::size_t count) {
  if (bytes_.size() < count) {
    fail();
    return 0;
  }
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes_[i]);
  bytes_.remove_prefix(count);
  return value;
}

std::string_view Msgpack::take_bytes(std::size_t count) {
  if (bytes_.size() < count) {
    fail();
    return {};
  }
  const auto out = bytes_.substr(0, count);
  bytes_.remove_prefix(count);
  return out;
}

std::uint32_t Msgpack::count(std::uint64_t items, std::uint64_t least_bytes_each) {
  if (!ok_ || items * least_bytes_each > bytes_.size()) {
    fail();
    return 0;
  }
  return static_cast<std::uint32_t>(items);
}

Msgpack::Kind Msgpack::kind() const {
  if (bytes_.empty()) return Kind::kEnd;
  const auto lead = static_cast<std::uint8_t>(bytes_.front());
  if (lead <= 0x7f || lead >= 0xe0 || within(lead, 0xcc, 0xd3)) return Kind::kInteger;
  if (lead <= 0x8f || lead == 0xde || lead == 0xdf) return Kind::kMap;
  if (lead <= 0x9f || lead == 0xdc || lead == 0xdd) return Kind::kArray;
  if (lead <= 0xbf || within(lead, 0xd9, 0xdb)) return Kind::kString;
  if (within(lead, 0xc4, 0xc6)) return Kind::kBinary;
  if (lead == 0xc0) return Kind::kNil;
  if (lead == 0xc2 || lead == 0xc3) return Kind::kBoolean;
  if (lead == 0xca || lead == 0xcb) return Kind::kReal;
  return Kind::kOther;
}

std::uint32_t Msgpack::map() {
  const auto lead = take(1);
  if (within(lead, 0x80, 0x8f)) return count(lead & 0x0f, 2);
  if (lead == 0xde) return count(take(2), 2);
  if (lead == 0xdf) return count(take(4), 2);
  fail();
  return 0;
}

std::uint32_t Msgpack::array() {
  const auto lead = take(1);
  if (within(lead, 0x90, 0x9f)) return count(lead & 0x0f, 1);
  if (lead == 0xdc) return count(take(2), 1);
  if (lead == 0xdd) return count(take(4), 1);
  fail();
  return 0;
}

std::string_view Msgpack::string() {
  const auto lead = take(1);
  if (within(lead, 0xa0, 0xbf)) return take_bytes(lead & 0x1f);
  if (lead == 0xd9) return take_bytes(take(1));
  if (lead == 0xda) return take_bytes(take(2));
  if (lead == 0xdb) return take_bytes(take(4));
  fail();
  return {};
}

std::string_view Msgpack::binary() {
  const auto lead = take(1);
  if (lead == 0xc4) return take_bytes(take(1));
  if (lead == 0xc5) return take_bytes(take(2));
  if (lead == 0xc6) return take_bytes(take(4));
  fail();
  return {};
}

std::string_view Msgpack::text() { return kind() == Kind::kBinary ? binary() : string(); }

std::uint64_t Msgpack::integer() {
  const auto lead = take(1);
  if (!ok_) return 0;
  if (lead <= 0x7f) return lead;
  if (lead >= 0xe0) return lead | ~std::uint64_t{0xff};
  if (within(lead, 0xcc, 0xcf)) return take(std::size_t{1} << (lead - 0xcc));
  if (within(lead, 0xd0, 0xd3)) {
    const std::size_t size = std::size_t{1} << (lead - 0xd0);
    const auto shift = 64 - 8 * size;
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(take(size) << shift) >> shift);
  }
  fail();
  return 0;
}

double Msgpack::real() {
  if (kind() == Kind::kInteger) return static_cast<double>(static_cast<std::int64_t>(integer()));
  const auto lead = take(1);
  if (lead == 0xca) return std::bit_cast<float>(static_cast<std::uint32_t>(take(4)));
  if (lead == 0xcb) return std::bit_cast<double>(take(8));
  fail();
  return 0;
}

bool Msgpack::boolean() {
  const auto lead = take(1);
  if (lead != 0xc2 && lead != 0xc3) fail();
  return lead == 0xc3;
}

void Msgpack::nil() {
  if (take(1) != 0xc0) fail();
}

void Msgpack::skip() {
  // Each container adds its items to the values still to skip; count() keeps the sum below the bytes left plus
  // those already counted, so it cannot overflow.
  for (std::uint64_t left = 1; left > 0 && ok_; --left) {
    switch (kind()) {
      case Kind::kMap:
        left += 2 * std::uint64_t{map()};
        break;
      case Kind::kArray:
        left += array();
        break;
      case Kind::kString:
        string();
        break;
      case Kind::kBinary:
        binary();
        break;
      case Kind::kInteger:
        integer();
        break;
      case Kind::kReal:
        real();
        break;
      case Kind::kBoolean:
        boolean();
        break;
      case Kind::kNil:
        nil();
        break;
      case Kind::kEnd:
      case Kind::kOther:
        fail();
        break;
    }
  }
}

std::string_view Msgpack::raw() {
  const auto before = bytes_;
  skip();
  return ok_ ? before.substr(0, before.size() - bytes_.size()) : std::string_view();
}

}  // namespace chancery
