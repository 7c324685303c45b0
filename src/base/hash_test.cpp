// SPDX-License-Identifier: Apache-2.0
#include "base/hash.h"

#include <gtest/gtest.h>

namespace chancery {
namespace {

TEST(Sha256, KnownAnswers) {  // FIPS 180-4 examples
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(std::string(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, PiecesDoNotMatter) {
  const std::string text(777, 'q');
  for (const std::size_t cut : {0u, 1u, 55u, 56u, 63u, 64u, 65u, 700u}) {
    Sha256 hash;
    hash.add(std::string_view(text).substr(0, cut));
    hash.add(std::string_view(text).substr(cut));
    EXPECT_EQ(hash.hex(), sha256_hex(text)) << cut;
  }
}

TEST(Sha256, EveryWayGivesTheSame) {
  std::string blocks;
  std::uint32_t x = 1;
  for (int i = 0; i < 64 * 9; ++i) blocks.push_back(static_cast<char>((x = x * 1664525u + 1013904223u) >> 24));
  std::array<std::uint32_t, 8> plain{1, 2, 3, 4, 5, 6, 7, 8}, used = plain;
  sha256_blocks_for_test(true, plain, blocks);
  sha256_blocks_for_test(false, used, blocks);
  EXPECT_EQ(plain, used);
}

TEST(ContentId, JoinsPartsByNul) {
  EXPECT_EQ(content_id("st_", {"ab", "c"}).size(), 19u);
  EXPECT_NE(content_id("st_", {"ab", "c"}), content_id("st_", {"a", "bc"}));
}

}  // namespace
}  // namespace chancery
