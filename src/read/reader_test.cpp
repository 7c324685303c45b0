// Good and bad input, all in memory.
// SPDX-License-Identifier: Apache-2.0
#include "read/reader.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <map>

namespace chancery {
namespace {

using Files = std::map<std::string, std::string>;

std::string gzip(std::string_view text) {
  z_stream z{};
  deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&z, text.size()) + 64, '\0');
  z.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<unsigned>(text.size());
  z.next_out = reinterpret_cast<unsigned char*>(out.data());
  z.avail_out = static_cast<unsigned>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

std::string show(const Error& error) {
  return std::string(name_of(error.code)) + "@" + error.where.file + ":" + std::to_string(error.where.line) +
         "+" + std::to_string(error.where.offset);
}

// One line for each item: "id|title|text|warnings" or "!id code@file:line+offset".
std::string read_all(const Files& files, std::vector<std::string> inputs, ReadOptions options = {},
                     std::unique_ptr<ByteStream> standard_input = nullptr) {
  const MemoryFiles memory(files);
  SourceReader reader(memory, std::move(inputs), options, std::move(standard_input));
  std::string out;
  while (auto item = reader.next()) {
    if (const auto* rejection = std::get_if<Rejection>(&*item)) {
      out += "!" + rejection->id + " " + show(rejection->error) + "\n";
      continue;
    }
    const Source& source = std::get<Source>(*item);
    out += source.id + "|" + source.title + "|" + source.text;
    for (const Error& warning : source.warnings) out += "|" + show(warning);
    out += "\n";
  }
  return out;
}

TEST(SourceReader, FilesFoldersAndStandardInputInOrder) {
  const Files files{
      {"in/b.txt", "B"}, {"in/a/c.txt", "C"}, {"in/d.jsonl", R"({"id":"1","text":"D"})"}, {"z.txt", "Z"}};
  EXPECT_EQ(read_all(files, {"z.txt", "in", "-"}, {}, stream_of("S")),
            "z.txt||Z\nin/a/c.txt||C\nin/b.txt||B\n1||D\n-||S\n");
}

TEST(SourceReader, WhatIsNotThereIsRejectedAndTheRestGoesOn) {
  EXPECT_EQ(read_all({{"a.txt", "A"}}, {"none.txt", "-", "a.txt"}),
            "!none.txt input.unreadable@none.txt:0+0\n!- input.unreadable@-:0+0\na.txt||A\n");
}

TEST(SourceReader, JsonLines) {
  const std::string lines =
      "\xEF\xBB\xBF{\"id\":\"1\",\"text\":\"A\",\"title\":\"T\",\"more\":[{}]}\r\n"
      "\n"
      "{\"id\":\"2\",\"text\":\n"
      "{\"id\":\"3\"}\n"
      "{\"text\":\"x\"}\n"
      "{\"id\":4,\"text\":\"x\"}\n"
      "[1]\n"
      "{\"id\":\"5\",\"text\":\"x\",\"title\":5}\n"
      "{\"id\":\"6\",\"text\":\"x\",\"date\":\"last week\",\"title\":null}\n"
      "{\"id\":\"7\",\"text\":\"\"}\n"
      "{\"id\":\"8\",\"text\":\"\\ud83d \\ud83d\\ude00\"}\n"
      "{\"id\":\"9\",\"text\":\"a\xFF\xFE\"}\n"
      "{\"id\":\"10\",\"text\":\"last\"}";
  EXPECT_EQ(read_all({{"x.ndjson", lines}}, {"x.ndjson"}),
            "1|T|A\n"
            "! input.not-json@x.ndjson:3+51\n"
            "!3 input.field@x.ndjson:4+69\n"
            "! input.field@x.ndjson:5+80\n"
            "! input.field@x.ndjson:6+93\n"
            "! input.not-json@x.ndjson:7+113\n"
            "!5 input.field@x.ndjson:8+117\n"
            "6||x|input.date@x.ndjson:9+149\n"
            "7|||input.empty@x.ndjson:10+203\n"
            "8||\xEF\xBF\xBD \xF0\x9F\x98\x80|input.encoding@x.ndjson:11+224\n"
            "9||a??|input.encoding@x.ndjson:12+264\n"
            "10||last\n");
}

TEST(SourceReader, OverlongLineCostsOnlyItself) {
  ReadOptions options;
  options.record_limit = 100;
  const std::string good = R"({"id":"1","text":"A"})";
  for (const std::size_t size : {101, 70000, 200000}) {
    const std::string lines = good + "\n" + std::string(size, 'x') + "\n" + good;
    EXPECT_EQ(read_all({{"x.jsonl", lines}}, {"x.jsonl"}, options),
              "1||A\n! input.too-large@x.jsonl:2+22\n1||A\n")
        << size;
  }
  options.line_skip_limit = 100000;
  EXPECT_EQ(
      read_all({{"x.jsonl", good + "\n" + std::string(1 << 20, 'x') + "\n" + good}}, {"x.jsonl"}, options),
      "1||A\n! input.too-large@x.jsonl:2+22\n");
  EXPECT_EQ(read_all({{"x.txt", std::string(101, 'x')}}, {"x.txt"}, options),
            "!x.txt input.too-large@x.txt:0+0\n");
}

TEST(SourceReader, OddTexts) {
  using namespace std::string_literals;
  const struct {
    std::string bytes, expected;
  } kCases[] = {
      {"", "x|||input.empty@x:0+0\n"},
      {"\xEF\xBB\xBF\n", "x||\n|input.empty@x:0+0\n"},
      {"\xEF\xBB\xBFhi", "x||hi\n"},
      {"a\0b"s, "x||a\0b\n"s},
      {"caf\xE9 \xC3\xA9", "x||caf? \xC3\xA9|input.encoding@x:0+0\n"},
      {"%PDF-1.4", "!x input.format@x:0+0\n"},
      {"\xFF\xFEh\0i\0"s, "!x input.format@x:0+0\n"},
      {"\n<!DOCTYPE HTML><p>hi", "!x input.format@x:0+0\n"},
  };
  for (const auto& c : kCases) EXPECT_EQ(read_all({{"x", c.bytes}}, {"x"}), c.expected) << c.bytes;
}

TEST(SourceReader, TwoMegabytesWithoutAFullStopAndAMillionCommas) {
  for (const std::string& text : {std::string(2 << 20, 'a'), std::string(1000000, ',')}) {
    const MemoryFiles memory(Files{{"x", text}});
    SourceReader reader(memory, {"x"});
    auto item = reader.next();
    ASSERT_TRUE(item);
    EXPECT_EQ(std::get<Source>(*item).text, text);
  }
}

TEST(Gzip, ByMagicBytesWhateverTheName) {
  EXPECT_EQ(read_all({{"x.txt", gzip("hello")},
                      {"y.gz", "plain"},
                      {"z.txt.gz", gzip("a") + gzip("b") + std::string(9, '\0')},
                      {"w.JSONL.GZ", gzip(R"({"id":"1","text":"A"})")},
                      {"v.gz", gzip("")}},
                     {"x.txt", "y.gz", "z.txt.gz", "w.JSONL.GZ", "v.gz"}),
            "x.txt||hello\ny.gz||plain\nz.txt.gz||ab\n1||A\nv.gz|||input.empty@v.gz:0+0\n");
}

TEST(Gzip, NothingOfTheGoodPartIsLost) {
  std::string text, lines;
  std::uint32_t noise = 1;
  for (int i = 0; i < 5000; ++i) {
    noise = noise * 1664525u + 1013904223u;
    text += std::to_string(noise) + (i % 9 == 0 ? "\n" : " ");
    lines += "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"" + std::to_string(noise) + "\"}\n";
  }
  const std::string packed = gzip(text), packed_lines = gzip(lines);
  // Without its last bytes (the check sum) all of the data is there.
  EXPECT_EQ(read_all({{"x", packed.substr(0, packed.size() - 3)}}, {"x"}),
            "x||" + text + "|input.truncated@x:0+0\n");
  // Half of it: a good beginning.
  const MemoryFiles half(Files{{"x", packed.substr(0, packed.size() / 2)}});
  auto item = SourceReader(half, {"x"}).next();
  ASSERT_TRUE(item && std::holds_alternative<Source>(*item));
  const Source& source = std::get<Source>(*item);
  EXPECT_GT(source.text.size(), text.size() / 3);
  EXPECT_TRUE(text.starts_with(source.text));
  ASSERT_EQ(source.warnings.size(), 1u);
  // JSON Lines: whole records, then one rejection for the file.
  const std::string out =
      read_all({{"x.jsonl", packed_lines.substr(0, packed_lines.size() / 2)}, {"y", "Y"}}, {"x.jsonl", "y"});
  EXPECT_TRUE(out.starts_with("0||")) << out.substr(0, 100);
  EXPECT_TRUE(out.ends_with("\n! input.truncated@x.jsonl:0+0\ny||Y\n")) << out.substr(out.size() - 100);
  EXPECT_EQ(std::count(out.begin(), out.end(), '!'), 1);
  EXPECT_GT(std::count(out.begin(), out.end(), '\n'), 1500);
  // Damaged in the middle; something else behind it; nothing but a header.
  std::string damaged = packed;
  damaged[damaged.size() / 2] ^= 0x55;
  EXPECT_NE(read_all({{"x", damaged}}, {"x"}).find("|input.truncated@x"), std::string::npos);
  EXPECT_EQ(read_all({{"x", gzip("A") + "tail"}}, {"x"}), "x||A|input.truncated@x:0+0\n");
  EXPECT_EQ(read_all({{"x", packed.substr(0, 4)}}, {"x"}), "!x input.truncated@x:0+0\n");
}

TEST(Gzip, ABombIsCapped) {
  const std::string bomb = gzip(std::string(64 << 20, 'a'));
  ReadOptions options;
  options.record_limit = 1 << 20;
  options.line_skip_limit = 8 << 20;
  EXPECT_EQ(read_all({{"x", bomb}}, {"x"}, options), "!x input.too-large@x:0+0\n");
  EXPECT_EQ(read_all({{"x.jsonl", bomb}}, {"x.jsonl"}, options), "! input.too-large@x.jsonl:1+0\n");
}

TEST(RecordReader, SpansAndOptionalFields) {
  const MemoryFiles files(Files{
      {"x",
       R"({"id":"1","text":"T","source":{"span":[3,8],"text":"he"},"target":null,"bad":{"span":[4,2]},"n":1})"}});
  RecordReader reader(files, {"x"});
  auto item = reader.next();
  ASSERT_TRUE(item && std::holds_alternative<JsonRecord>(*item));
  const JsonRecord& record = std::get<JsonRecord>(*item);
  EXPECT_EQ(record.id(), "1");
  const auto source = record.span("source"), target = record.span("target"), bad = record.span("bad");
  ASSERT_TRUE(source && target);
  EXPECT_EQ(**source, (Span{3, 8}));
  EXPECT_FALSE(target->has_value());
  EXPECT_FALSE(bad);
  EXPECT_FALSE(record.string("n"));
  EXPECT_FALSE(record.span("text"));
  ASSERT_TRUE(record.optional_string("context"));
  EXPECT_FALSE(record.optional_string("context")->has_value());
  EXPECT_FALSE(reader.next());
}

}  // namespace
}  // namespace chancery
