// From the names that the user gives to Sources and Rejections, one at a time.
// SPDX-License-Identifier: Apache-2.0
#include "read/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <deque>

#include "base/civil.h"
#include "base/utf8.h"
#include "read/gunzip.h"

namespace chancery {
namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool named_jsonl(std::string_view path) {
  std::string name = lower_ascii(path.substr(path.size() > 16 ? path.size() - 16 : 0));
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  return name.ends_with(".jsonl") || name.ends_with(".ndjson");
}

// What a file is by its first bytes, when it is surely no plain text; else empty.
std::string_view known_other_format(std::string_view text) {
  struct Mark {
    std::string_view bytes, what;
  };
  static constexpr Mark kMarks[] = {{"%PDF-", "a PDF file"},
                                    {"\x89PNG", "a PNG image"},
                                    {"\xFF\xD8\xFF", "a JPEG image"},
                                    {"GIF8", "a GIF image"},
                                    {"PK\x03\x04", "a zip archive or an office file"},
                                    {"\xD0\xCF\x11\xE0", "an office file"},
                                    {"BZh", "bzip2 data"},
                                    {"\xFD"
                                     "7zXZ",
                                     "xz data"},
                                    {"\x28\xB5\x2F\xFD", "zstd data"},
                                    {"\xFF\xFE", "UTF-16 text"},
                                    {"\xFE\xFF", "UTF-16 text"},
                                    {"{\\rtf", "an RTF file"},
                                    {"WARC/1.", "a WARC archive"}};
  for (const Mark& mark : kMarks) {
    if (text.starts_with(mark.bytes)) return mark.what;
  }
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  const std::string start = lower_ascii(text.substr(first, 15));
  if (start.starts_with("<!doctype html") || start.starts_with("<html")) return "an HTML page";
  if (start.starts_with("<?xml")) return "an XML file";
  return {};
}

Error too_large(Place where, std::string_view what, std::size_t limit) {
  return {ErrorCode::kInputTooLarge, fmt::format("{} is larger than {} MiB", what, limit >> 20),
          std::move(where), "split it into smaller documents"};
}

// Lines of a stream, without "\n" or "\r\n".
class Lines {
 public:
  enum class Kind { kLine, kTooLong, kEnd };
  Lines(std::unique_ptr<ByteStream> stream, const ReadOptions& options)
      : stream_(std::move(stream)), options_(options) {}

  Kind next(std::string& line) {
    line.clear();
    if (given_up_) return Kind::kEnd;
    line_offset_ = offset_;
    std::size_t skipped = 0;
    for (;;) {
      if (at_ == size_ && !refill()) break;
      const char* from = buffer_.data() + at_;
      const void* found = std::memchr(from, '\n', size_ - at_);
      const std::size_t part =
          found ? static_cast<std::size_t>(static_cast<const char*>(found) - from) : size_ - at_;
      if (skipped > 0 || line.size() + part > options_.record_limit) {
        skipped += part + 1;
        line.clear();
      } else {
        line.append(from, part);
      }
      at_ += part + (found ? 1 : 0);
      offset_ += part + (found ? 1 : 0);
      if (found) return finish(line, skipped);
      if (skipped > options_.line_skip_limit) {
        given_up_ = true;
        return finish(line, skipped);
      }
    }
    return offset_ > line_offset_ ? finish(line, skipped) : Kind::kEnd;
  }

  std::uint32_t number() const { return number_; }              // of the last line, from 1
  std::uint64_t line_offset() const { return line_offset_; }    // of its first byte in the unpacked data
  const std::optional<Error>& fault() const { return fault_; }  // why the stream ended before its end
  bool ended() const { return at_ == size_ && (ended_ || given_up_); }
  bool given_up() const { return given_up_; }

 private:
  Kind finish(std::string& line, std::size_t skipped) {
    ++number_;
    if (line.ends_with('\r')) line.pop_back();
    if (number_ == 1 && line.starts_with(kBom)) line.erase(0, kBom.size());
    return skipped > 0 ? Kind::kTooLong : Kind::kLine;
  }

  bool refill() {
    if (ended_) return false;
    at_ = size_ = 0;
    Result<std::size_t> got = stream_->read(buffer_.data(), buffer_.size());
    if (got) size_ = *got;
    if (!got) fault_ = std::move(got).error();
    ended_ = size_ == 0;
    return !ended_;
  }

  std::unique_ptr<ByteStream> stream_;
  const ReadOptions& options_;
  std::string buffer_ = std::string(1 << 16, '\0');
  std::size_t at_ = 0, size_ = 0;
  std::uint64_t offset_ = 0, line_offset_ = 0;
  std::uint32_t number_ = 0;
  bool ended_ = false, given_up_ = false;
  std::optional<Error> fault_;
};

}  // namespace

namespace detail {

class Inputs {
 public:
  using Item = std::variant<Source, JsonRecord, Rejection>;

  Inputs(const FileSystem& files, std::vector<std::string> inputs, ReadOptions options,
         std::unique_ptr<ByteStream> standard_input)
      : files_(files),
        inputs_(inputs.begin(), inputs.end()),
        options_(options),
        standard_input_(std::move(standard_input)) {}

  std::optional<Item> next() {
    for (;;) {
      if (lines_) {
        if (std::optional<Item> item = next_line()) return item;
        continue;
      }
      if (!rejections_.empty()) {
        Item item = std::move(rejections_.front());
        rejections_.pop_front();
        return item;
      }
      if (!paths_.empty()) {
        const std::string path = std::move(paths_.front());
        paths_.pop_front();
        if (std::optional<Item> item = open(path)) return item;
        continue;
      }
      if (inputs_.empty()) return std::nullopt;
      expand(inputs_.front());
      inputs_.pop_front();
    }
  }

 private:
  void expand(const std::string& input) {
    if (input == "-" || !files_.is_folder(input)) {
      paths_.push_back(input);
      return;
    }
    std::vector<Error> faults;
    for (std::string& path : files_.list(input, faults)) paths_.push_back(std::move(path));
    for (Error& fault : faults) rejections_.push_back({{}, std::move(fault)});
  }

  std::optional<Item> open(const std::string& path) {
    std::unique_ptr<ByteStream> stream;
    if (path == "-") {
      stream = std::move(standard_input_);
      if (!stream) {
        return Rejection{
            path, {ErrorCode::kInputUnreadable, "standard input is not there or was read already", {path}, {}}};
      }
    } else {
      Result<std::unique_ptr<ByteStream>> opened = files_.open(path);
      if (!opened) return Rejection{path, std::move(opened).error()};
      stream = std::move(*opened);
    }
    stream = gunzip(std::move(stream), path);
    path_ = path;
    const bool jsonl =
        options_.format == InputFormat::kJsonl || (options_.format == InputFormat::kAuto && named_jsonl(path));
    if (!jsonl) return whole_text(*stream);
    lines_.emplace(std::move(stream), options_);
    return std::nullopt;
  }

  Item whole_text(ByteStream& stream) {
    Source out;
    out.id = path_;
    out.where.file = path_;
    std::string chunk(1 << 16, '\0');
    for (;;) {
      Result<std::size_t> got = stream.read(chunk.data(), chunk.size());
      if (!got) {
        if (out.text.empty()) return Rejection{path_, std::move(got).error()};
        out.warnings.push_back(std::move(got).error());
        break;
      }
      if (*got == 0) break;
      if (out.text.size() + *got > options_.record_limit) {
        return Rejection{path_, too_large(out.where, "the text", options_.record_limit)};
      }
      out.text.append(chunk, 0, *got);
    }
    if (const std::string_view what = known_other_format(out.text); !what.empty()) {
      return Rejection{path_,
                       {ErrorCode::kInputFormat, fmt::format("this is {}, not plain text", what), out.where,
                        "give its text as a UTF-8 file or as JSON Lines"}};
    }
    if (out.text.starts_with(kBom)) out.text.erase(0, kBom.size());
    if (const std::size_t bytes = repair_utf8(out.text)) {
      out.warnings.push_back({ErrorCode::kInputEncoding,
                              fmt::format("{} bytes are no UTF-8 and were replaced by `?`", bytes), out.where,
                              "save the file as UTF-8"});
    }
    if (out.text.find_first_not_of(" \t\r\n") == std::string::npos) {
      out.warnings.push_back({ErrorCode::kInputEmpty, "the text is empty", out.where, {}});
    }
    return out;
  }

  // Nothing for an empty line and at the end of the file (then lines_ is reset).
  std::optional<Item> next_line() {
    std::string line;
    const Lines::Kind kind = lines_->next(line);
    const Place where{path_, lines_->number(), 1, lines_->line_offset()};
    if (kind == Lines::Kind::kEnd) {
      std::optional<Error> fault = lines_->fault();
      lines_.reset();
      if (fault) return Rejection{{}, std::move(*fault)};
      return std::nullopt;
    }
    if (kind == Lines::Kind::kTooLong) {
      Error error = too_large(where, "the line", options_.record_limit);
      if (lines_->given_up()) error.hint = "it does not seem to end: the rest of the file was not read";
      return Rejection{{}, std::move(error)};
    }
    if (line.find_first_not_of(" \t\r") == std::string::npos) return std::nullopt;
    Result<JsonRecord> record = parser_.parse(std::move(line), where);
    if (record) return Item(std::move(*record));
    // A last line that was cut off with its file is told of once, by the fault of the file.
    if (lines_->fault() && lines_->ended()) return std::nullopt;
    return Rejection{{}, std::move(record).error()};
  }

  const FileSystem& files_;
  std::deque<std::string> inputs_;  // as given
  std::deque<std::string> paths_;   // files of the input being read
  std::deque<Rejection> rejections_;
  ReadOptions options_;
  std::unique_ptr<ByteStream> standard_input_;
  std::string path_;  // of the open file
  std::optional<Lines> lines_;
  JsonParser parser_;
};

}  // namespace detail

Result<Source> source_of(const JsonRecord& record) {
  Source out;
  out.where = record.where();
  out.warnings = record.warnings();
  Result<std::string> id = record.string("id");
  if (!id) return std::move(id).error();
  if (id->empty())
    return Error{ErrorCode::kInputField, "`id` is empty", record.where(), "give each record a name of its own"};
  Result<std::string> text = record.string("text");
  if (!text) return std::move(text).error();
  out.id = std::move(*id);
  out.text = std::move(*text);
  const std::pair<std::string_view, std::string*> optional[] = {{"title", &out.title},
                                                                {"date", &out.date},
                                                                {"url", &out.url},
                                                                {"source", &out.publisher},
                                                                {"language", &out.language}};
  for (const auto& [key, to] : optional) {
    Result<std::optional<std::string>> value = record.optional_string(key);
    if (!value) return std::move(value).error();
    *to = value->value_or("");
  }
  if (!out.date.empty() && !parse_iso_instant(out.date) && !parse_reduced_date(out.date)) {
    out.warnings.push_back({ErrorCode::kInputDate, fmt::format("`date` is no ISO date: \"{}\"", out.date),
                            record.where(),
                            "write 2022-02-06 or 2022-02-06T19:25Z; the record is read as if it had no date"});
  }
  if (out.text.find_first_not_of(" \t\r\n") == std::string::npos && out.title.empty()) {
    out.warnings.push_back({ErrorCode::kInputEmpty, "the text is empty", record.where(), {}});
  }
  return out;
}

SourceReader::SourceReader(const FileSystem& files, std::vector<std::string> inputs, ReadOptions options,
                           std::unique_ptr<ByteStream> standard_input)
    : inputs_(std::make_unique<detail::Inputs>(files, std::move(inputs), options, std::move(standard_input))) {}
SourceReader::~SourceReader() = default;

std::optional<SourceReader::Item> SourceReader::next() {
  auto item = inputs_->next();
  if (!item) return std::nullopt;
  if (auto* rejection = std::get_if<Rejection>(&*item)) return std::move(*rejection);
  if (auto* source = std::get_if<Source>(&*item)) return std::move(*source);
  const JsonRecord& record = std::get<JsonRecord>(*item);
  Result<Source> source = source_of(record);
  if (!source) return Rejection{record.id(), std::move(source).error()};
  return std::move(*source);
}

RecordReader::RecordReader(const FileSystem& files, std::vector<std::string> inputs, ReadOptions options,
                           std::unique_ptr<ByteStream> standard_input) {
  options.format = InputFormat::kJsonl;
  inputs_ = std::make_unique<detail::Inputs>(files, std::move(inputs), options, std::move(standard_input));
}
RecordReader::~RecordReader() = default;

std::optional<RecordReader::Item> RecordReader::next() {
  auto item = inputs_->next();
  if (!item) return std::nullopt;
  if (auto* rejection = std::get_if<Rejection>(&*item)) return std::move(*rejection);
  return std::move(std::get<JsonRecord>(*item));
}

}  // namespace chancery
