// SPDX-License-Identifier: Apache-2.0
#include "language/wheel.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <numeric>
#include <optional>
#include <thread>

#include "base/hash.h"

namespace chancery {
namespace {

// Sorted by bytes: the digest depends on the order.
constexpr std::array<std::string_view, 14> kFiles = {"attribute_ruler/patterns",
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

// The real model needs 14 MB in all; these bound what a hostile file can cost.
constexpr std::size_t kMaxWheel = std::size_t{64} << 20;
constexpr std::size_t kMaxFile = std::size_t{16} << 20;

struct Known {
  std::string_view digest, release;
};
constexpr Known kKnown[] = {{"sha256:11a0b899ba927054a2b32290bd07fb459a2fd89fa7589968d4311c1a6ac18844", "3.8.0"}};

constexpr std::string_view kFolder = "en_core_web_sm";

// "x/en_core_web_sm_y/en_core_web_sm_y-3.8.0/config.cfg" → "x/en_core_web_sm_y/en_core_web_sm_y-3.8.0/"
std::optional<std::string_view> model_root(std::string_view path) {
  constexpr std::string_view kConfig = "config.cfg";
  if (!path.ends_with(kConfig)) return std::nullopt;
  const auto root = path.substr(0, path.size() - kConfig.size());
  if (!root.ends_with('/')) return std::nullopt;
  const auto slash = root.substr(0, root.size() - 1).rfind('/');
  const auto name = root.substr(slash == std::string_view::npos ? 0 : slash + 1);
  if (!name.starts_with(kFolder) || name.find('-') == std::string_view::npos) return std::nullopt;
  return root;
}

// --- zip
// --------------------------------------------------------------------------------------------------------------

struct Member {
  std::string_view name;
  std::uint32_t crc = 0, packed = 0, size = 0, header = 0;
  std::uint16_t method = 0, flags = 0;
};

std::uint32_t number(std::string_view bytes, std::size_t at,
                     int size) {  // little-endian; the caller checked the bounds
  std::uint32_t out = 0;
  for (int i = size - 1; i >= 0; --i)
    out = out << 8 | static_cast<std::uint8_t>(bytes[at + static_cast<std::size_t>(i)]);
  return out;
}

// The members of the central directory; nothing when the bytes are no plain zip.
std::optional<std::vector<Member>> list_members(std::string_view zip) {
  constexpr std::size_t kEnd = 22, kEntry = 46;
  if (zip.size() < kEnd) return std::nullopt;
  const std::size_t last = zip.size() - kEnd;
  std::size_t end = last + 1;
  for (std::size_t back = 0; back <= std::min<std::size_t>(last, 0xffff); ++back) {
    if (number(zip, last - back, 4) == 0x06054b50 && number(zip, last - back + 20, 2) == back) {
      end = last - back;
      break;
    }
  }
  if (end > last) return std::nullopt;
  const std::uint32_t count = number(zip, end + 10, 2);
  const std::uint64_t size = number(zip, end + 12, 4), start = number(zip, end + 16, 4);
  if (start + size > end) return std::nullopt;
  auto directory = zip.substr(start, size);
  std::vector<Member> out;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (directory.size() < kEntry || number(directory, 0, 4) != 0x02014b50) return std::nullopt;
    const std::size_t name = number(directory, 28, 2);
    const std::size_t all = kEntry + name + number(directory, 30, 2) + number(directory, 32, 2);
    if (directory.size() < all) return std::nullopt;
    Member member;
    member.name = directory.substr(kEntry, name);
    member.flags = static_cast<std::uint16_t>(number(directory, 8, 2));
    member.method = static_cast<std::uint16_t>(number(directory, 10, 2));
    member.crc = number(directory, 16, 4);
    member.packed = number(directory, 20, 4);
    member.size = number(directory, 24, 4);
    member.header = number(directory, 42, 4);
    out.push_back(member);
    directory.remove_prefix(all);
  }
  return out;
}

// Unpacks one member; on failure gives the reason.
std::string unpack(std::string_view zip, const Member& member, std::string& out) {
  constexpr std::size_t kHeader = 30;
  if (member.flags & 1) return "is encrypted";
  if (member.size > kMaxFile || member.packed > zip.size()) return "is larger than any file of this model";
  if (std::uint64_t{member.header} + kHeader > zip.size()) return "lies outside the file";
  if (number(zip, member.header, 4) != 0x04034b50) return "has no header where the directory says";
  const std::uint64_t begin = std::uint64_t{member.header} + kHeader + number(zip, member.header + 26, 2) +
                              number(zip, member.header + 28, 2);
  if (begin + member.packed > zip.size()) return "is cut off";
  const auto packed = zip.substr(begin, member.packed);
  if (member.method == 0) {
    if (member.packed != member.size) return "has the wrong size";
    out.assign(packed);
  } else if (member.method == 8) {
    out.resize(member.size);
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return "cannot be unpacked";
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = member.packed;
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = member.size;
    const int state = inflate(&stream, Z_FINISH);
    const bool whole = state == Z_STREAM_END && stream.total_out == member.size;
    inflateEnd(&stream);
    if (!whole) return "cannot be unpacked";
  } else {
    return "is packed in an unknown way";
  }
  const auto crc = crc32(0, reinterpret_cast<const Bytef*>(out.data()), static_cast<uInt>(out.size()));
  return crc == member.crc ? std::string() : "has a wrong checksum";
}

// --- settings
// ---------------------------------------------------------------------------------------------------------

// Everything that the arithmetic takes for granted, as config.cfg writes it.
struct Setting {
  std::string_view section, key, value;
};
constexpr Setting kSettings[] = {
    {"nlp", "lang", R"("en")"},
    {"nlp", "pipeline", R"(["tok2vec","tagger","parser","senter","attribute_ruler","lemmatizer","ner"])"},
    {"nlp", "disabled", R"(["senter"])"},
    {"nlp", "tokenizer", R"({"@tokenizers":"spacy.Tokenizer.v1"})"},
    {"components.lemmatizer", "mode", R"("rule")"},
    {"components.lemmatizer", "overwrite", "false"},
    {"components.parser", "learn_tokens", "false"},
    {"components.parser.model", "@architectures", R"("spacy.TransitionBasedParser.v2")"},
    {"components.parser.model", "state_type", R"("parser")"},
    {"components.parser.model", "extra_state_tokens", "false"},
    {"components.parser.model", "hidden_width", "64"},
    {"components.parser.model", "maxout_pieces", "2"},
    {"components.parser.model", "use_upper", "true"},
    {"components.parser.model.tok2vec", "@architectures", R"("spacy.Tok2VecListener.v1")"},
    {"components.parser.model.tok2vec", "upstream", R"("tok2vec")"},
    {"components.ner.model", "@architectures", R"("spacy.TransitionBasedParser.v2")"},
    {"components.ner.model", "state_type", R"("ner")"},
    {"components.ner.model", "extra_state_tokens", "false"},
    {"components.ner.model", "hidden_width", "64"},
    {"components.ner.model", "maxout_pieces", "2"},
    {"components.ner.model", "use_upper", "true"},
    {"components.ner.model.tok2vec", "@architectures", R"("spacy.Tok2Vec.v2")"},
    {"components.ner.model.tok2vec.embed", "@architectures", R"("spacy.MultiHashEmbed.v2")"},
    {"components.ner.model.tok2vec.embed", "width", "96"},
    {"components.ner.model.tok2vec.embed", "attrs", R"(["NORM","PREFIX","SUFFIX","SHAPE"])"},
    {"components.ner.model.tok2vec.embed", "rows", "[5000,1000,2500,2500]"},
    {"components.ner.model.tok2vec.embed", "include_static_vectors", "false"},
    {"components.ner.model.tok2vec.encode", "@architectures", R"("spacy.MaxoutWindowEncoder.v2")"},
    {"components.ner.model.tok2vec.encode", "width", "96"},
    {"components.ner.model.tok2vec.encode", "depth", "4"},
    {"components.ner.model.tok2vec.encode", "window_size", "1"},
    {"components.ner.model.tok2vec.encode", "maxout_pieces", "3"},
    {"components.tagger.model", "@architectures", R"("spacy.Tagger.v2")"},
    {"components.tagger.model", "normalize", "false"},
    {"components.tagger.model.tok2vec", "@architectures", R"("spacy.Tok2VecListener.v1")"},
    {"components.tagger.model.tok2vec", "upstream", R"("tok2vec")"},
    {"components.tok2vec.model", "@architectures", R"("spacy.Tok2Vec.v2")"},
    {"components.tok2vec.model.embed", "@architectures", R"("spacy.MultiHashEmbed.v2")"},
    {"components.tok2vec.model.embed", "width", "${components.tok2vec.model.encode:width}"},
    {"components.tok2vec.model.embed", "attrs", R"(["NORM","PREFIX","SUFFIX","SHAPE","SPACY","IS_SPACE"])"},
    {"components.tok2vec.model.embed", "rows", "[5000,1000,2500,2500,50,50]"},
    {"components.tok2vec.model.embed", "include_static_vectors", "false"},
    {"components.tok2vec.model.encode", "@architectures", R"("spacy.MaxoutWindowEncoder.v2")"},
    {"components.tok2vec.model.encode", "width", "96"},
    {"components.tok2vec.model.encode", "depth", "4"},
    {"components.tok2vec.model.encode", "window_size", "1"},
    {"components.tok2vec.model.encode", "maxout_pieces", "3"},
};

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string without_spaces(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ') out.push_back(c);
  }
  return out;
}

// The first setting that differs, as "[section] key"; empty when all are as expected.
std::string first_difference(std::string_view config) {
  std::array<bool, std::size(kSettings)> seen{};
  std::string_view section;
  while (!config.empty()) {
    const auto end = std::min(config.find('\n'), config.size());
    const auto line = trim(config.substr(0, end));
    config.remove_prefix(std::min(end + 1, config.size()));
    if (line.starts_with('[') && line.ends_with(']')) section = line.substr(1, line.size() - 2);
    const auto equal = line.find('=');
    if (equal == std::string_view::npos) continue;
    const auto key = trim(line.substr(0, equal));
    for (std::size_t i = 0; i < std::size(kSettings); ++i) {
      if (kSettings[i].section != section || kSettings[i].key != key) continue;
      if (without_spaces(line.substr(equal + 1)) != kSettings[i].value)
        return "[" + std::string(section) + "] " + std::string(key);
      seen[i] = true;
    }
  }
  const auto missing = std::find(seen.begin(), seen.end(), false);
  if (missing == seen.end()) return {};
  const auto& setting = kSettings[missing - seen.begin()];
  return "[" + std::string(setting.section) + "] " + std::string(setting.key);
}

// Runs job(0) … job(count - 1) on two threads: unpacking the two large files is most of the time until the
// first result.
template <class Job>
void in_two_threads(std::size_t count, const Job& job) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i; (i = next.fetch_add(1)) < count;) job(i);
  };
  std::thread second(work);
  work();
  second.join();
}

}  // namespace

Error model_damaged(const std::string& path, std::string message) {
  return {ErrorCode::kModelDamaged, std::move(message), {path}, "fetch the model again"};
}

Error model_unsupported(const std::string& path, std::string message) {
  return {ErrorCode::kModelUnsupported, std::move(message), {path}, "use en_core_web_sm 3.7 or 3.8"};
}

std::string_view ModelFiles::file(std::string_view name) const {
  const auto found = std::find(kFiles.begin(), kFiles.end(), name);
  return found == kFiles.end() ? std::string_view() : std::string_view(contents_[found - kFiles.begin()]);
}

std::string_view ModelFiles::known_release() const {
  for (const auto& known : kKnown) {
    if (known.digest == digest_) return known.release;
  }
  return {};
}

Result<ModelFiles> ModelFiles::open(const FileSystem& files, const std::string& given) {
  if (given.empty() || !files.exists(given)) {
    return Error{ErrorCode::kModelMissing,
                 "there is no language model here",
                 {given},
                 "fetch the model, or say where its wheel or unpacked folder lies"};
  }

  // Find the folder of the model, or the wheel.
  std::string root, wheel_path;
  if (!files.is_folder(given)) {
    wheel_path = given;
  } else if (files.exists(given + "/config.cfg")) {
    root = given + "/";
  } else {
    std::vector<Error> ignored;
    for (const auto& path : files.list(given, ignored)) {
      const auto name = std::string_view(path).substr(path.rfind('/') + 1);
      if (const auto found = model_root(path)) {
        root = *found;
        break;
      }
      if (name.starts_with(kFolder) && name.ends_with(".whl") && wheel_path.empty()) wheel_path = path;
    }
    if (!root.empty()) wheel_path.clear();
    if (root.empty() && wheel_path.empty()) {
      return Error{ErrorCode::kModelMissing,
                   "this folder holds no language model",
                   {given},
                   "say where the wheel of en_core_web_sm or its unpacked folder lies"};
    }
  }

  ModelFiles out;
  out.path_ = given;
  out.contents_.resize(kFiles.size());
  std::array<std::string, kFiles.size()> faults, hashes;
  std::string wheel;
  std::array<Member, kFiles.size()> members;
  std::array<std::size_t, kFiles.size()> order;
  std::iota(order.begin(), order.end(), std::size_t{0});

  if (!wheel_path.empty()) {
    auto bytes = files.read(wheel_path, kMaxWheel);
    if (!bytes) return model_damaged(wheel_path, "cannot read the model: " + bytes.error().message);
    wheel = std::move(*bytes);
    const auto all = list_members(wheel);
    if (!all) return model_damaged(wheel_path, "this is no wheel, or it is cut off");
    std::string_view inner;
    for (const auto& member : *all) {
      if (const auto found = model_root(member.name)) inner = *found;
    }
    if (inner.empty()) return model_unsupported(wheel_path, "this archive holds no en_core_web_sm");
    for (std::size_t i = 0; i < kFiles.size(); ++i) {
      const auto found = std::find_if(all->begin(), all->end(), [&](const Member& member) {
        return member.name.starts_with(inner) && member.name.substr(inner.size()) == kFiles[i];
      });
      if (found == all->end())
        return model_damaged(wheel_path, "the model lacks its file " + std::string(kFiles[i]));
      members[i] = *found;
    }
    std::sort(order.begin(), order.end(),
              [&](auto a, auto b) { return members[a].packed > members[b].packed; });
  }

  in_two_threads(kFiles.size(), [&](std::size_t job) {
    const std::size_t i = order[job];
    if (wheel_path.empty()) {
      auto bytes = files.read(root + std::string(kFiles[i]), kMaxFile);
      if (bytes) {
        out.contents_[i] = std::move(*bytes);
      } else {
        faults[i] = "is missing or cannot be read";
      }
    } else {
      faults[i] = unpack(wheel, members[i], out.contents_[i]);
    }
    if (faults[i].empty()) hashes[i] = sha256_hex(out.contents_[i]);
  });
  std::string lines;
  for (std::size_t i = 0; i < kFiles.size(); ++i) {
    if (!faults[i].empty())
      return model_damaged(given, "the model's file " + std::string(kFiles[i]) + " " + faults[i]);
    lines += hashes[i] + "  " + std::string(kFiles[i]) + "\n";
  }
  out.digest_ = "sha256:" + sha256_hex(lines);

  if (const auto difference = first_difference(out.file("config.cfg")); !difference.empty()) {
    return model_unsupported(given, "the model's settings differ from en_core_web_sm at " + difference);
  }
  return out;
}

}  // namespace chancery
