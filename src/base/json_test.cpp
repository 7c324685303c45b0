// SPDX-License-Identifier: Apache-2.0
#include "base/json.h"

#include <gtest/gtest.h>

namespace chancery {
namespace {

TEST(JsonWriter, WritesEveryKindOneWay) {
  JsonWriter json;
  json.begin_object().key("a").begin_array().integer(-1).number(2.5).number(3).score(4).score(-2.5).end_array();
  json.key("b").begin_object().end_object().key("c").null().key("d").boolean(true).key("e").string("x").end_object();
  EXPECT_EQ(json.text(), R"({"a":[-1,2.5,3,4.0,-2.5],"b":{},"c":null,"d":true,"e":"x"})");
}

TEST(JsonWriter, EscapesWhatMustBe) {
  JsonWriter json;
  json.string(std::string("q\"b\\n\n\x01\0é", 10));
  EXPECT_EQ(json.text(), "\"q\\\"b\\\\n\\n\\u0001\\u0000é\"");
}

}  // namespace
}  // namespace chancery
