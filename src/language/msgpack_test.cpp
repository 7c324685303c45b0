// SPDX-License-Identifier: Apache-2.0
#include "language/msgpack.h"

#include <gtest/gtest.h>

#include <string>

namespace chancery {
namespace {

std::string bytes(std::initializer_list<int> values) {
  std::string out;
  for (const int v : values) out.push_back(static_cast<char>(v));
  return out;
}

TEST(Msgpack, ReadsEveryKindOfNumber) {
  const auto data =
      bytes({0x07, 0xff, 0xcc, 200,  0xcd, 1,    0,    0xce, 0,    1, 0, 0,    0xcf, 0,    0, 0, 1, 0, 0, 0,
             0,    0xd0, 0x80, 0xd1, 0xff, 0x00, 0xca, 0x3f, 0xc0, 0, 0, 0xcb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0});
  Msgpack in(data);
  EXPECT_EQ(in.integer(), 7u);
  EXPECT_EQ(static_cast<std::int64_t>(in.integer()), -1);
  EXPECT_EQ(in.integer(), 200u);
  EXPECT_EQ(in.integer(), 256u);
  EXPECT_EQ(in.integer(), 65536u);
  EXPECT_EQ(in.integer(), std::uint64_t{1} << 32);
  EXPECT_EQ(static_cast<std::int64_t>(in.integer()), -128);
  EXPECT_EQ(static_cast<std::int64_t>(in.integer()), -256);
  EXPECT_EQ(in.real(), 1.5);
  EXPECT_EQ(in.real(), 1.5);
  EXPECT_TRUE(in.ok());
  EXPECT_TRUE(in.at_end());
}

TEST(Msgpack, SkipsWholeStructures) {
  // {"a": [1, {"b": nil}], "c": true}
  const auto data = bytes({0x82, 0xa1, 'a', 0x92, 1, 0x81, 0xa1, 'b', 0xc0, 0xa1, 'c', 0xc3});
  Msgpack in(data);
  ASSERT_EQ(in.map(), 2u);
  EXPECT_EQ(in.string(), "a");
  in.skip();
  EXPECT_EQ(in.text(), "c");
  EXPECT_TRUE(in.boolean());
  EXPECT_TRUE(in.ok());
}

TEST(Msgpack, FaultsStick) {
  const std::string cases[] = {
      "",                                     // nothing
      bytes({0xdd, 0xff, 0xff, 0xff, 0xff}),  // four billion items in no bytes
      bytes({0xdf, 0, 0, 0, 2, 1, 2}),        // two pairs in two bytes
      bytes({0xdb, 0, 0, 0, 9, 'x'}),         // a string that ends early
      bytes({0xc1}),                          // never used
      bytes({0xcf, 1}),                       // half a number
      std::string(100000, '\x91'),            // nested a hundred thousand deep, then nothing
  };
  for (const auto& data : cases) {
    Msgpack in(data);
    in.skip();
    EXPECT_FALSE(in.ok()) << data.size();
    EXPECT_EQ(in.map(), 0u);
    EXPECT_EQ(in.array(), 0u);
    EXPECT_EQ(in.string(), "");
    EXPECT_EQ(in.integer(), 0u);
  }
}

}  // namespace
}  // namespace chancery
