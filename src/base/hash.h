// Content hashes: SHA-256 (FIPS 180-4).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace chancery {

class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);
  // 64 lower-case hexadecimal digits. Ends the computation.
  std::string hex();

 private:
  std::array<std::uint32_t, 8> state_;
  std::array<unsigned char, 64> buffer_;
  std::uint64_t size_ = 0;
};

// For tests: feeds whole blocks of 64 bytes to the plain loop or to what this machine uses.
void sha256_blocks_for_test(bool plain, std::array<std::uint32_t, 8>& state, std::string_view blocks);

std::string sha256_hex(std::string_view bytes);

// "st_" + first 16 hexadecimal digits of the SHA-256 of the parts joined by NUL.
std::string content_id(std::string_view prefix, std::initializer_list<std::string_view> parts);

}  // namespace chancery
