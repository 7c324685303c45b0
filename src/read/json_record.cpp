// JSON by simdjson, its values copied out so that records outlive the parser's buffer.
// SPDX-License-Identifier: Apache-2.0
#include "read/json_record.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <limits>

#include "base/utf8.h"

namespace chancery {
namespace {

constexpr std::size_t kKeepCapacity = std::size_t{1} << 20;  // scratch of a longer line is given back

// Value of four hexadecimal digits at `at`; -1 when they are not there.
int hex4(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const char c = text[i];
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

// Escapes of half a surrogate pair (\ud83d alone) name no character: makes them \ufffd. Returns how many there
// were.
std::size_t repair_surrogates(std::string& line) {
  std::size_t replaced = 0;
  for (std::size_t at = line.find('\\'); at < line.size() && at + 1 < line.size(); at = line.find('\\', at)) {
    const int value = line[at + 1] == 'u' ? hex4(line, at + 2) : -1;
    if (value < 0xD800 || value > 0xDFFF) {
      at += 2;
      continue;
    }
    const bool pair =
        value < 0xDC00 && line.compare(at + 6, 2, "\\u") == 0 && (hex4(line, at + 8) & 0xFC00) == 0xDC00;
    if (!pair) {
      line.replace(at, 6, "\\ufffd");
      ++replaced;
    }
    at += pair ? 12 : 6;
  }
  return replaced;
}

std::optional<Span> span_in(simdjson::dom::object object) {
  simdjson::dom::array list;
  if (object["span"].get_array().get(list) || list.size() != 2) return std::nullopt;
  std::uint64_t begin = 0, end = 0;
  if (list.at(0).get_uint64().get(begin) || list.at(1).get_uint64().get(end)) return std::nullopt;
  if (begin > end || end > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return Span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

}  // namespace

const JsonRecord::Field* JsonRecord::find(std::string_view key) const {
  const auto found =
      std::find_if(fields_.begin(), fields_.end(), [&](const Field& field) { return field.key == key; });
  return found == fields_.end() ? nullptr : &*found;
}

Error JsonRecord::wrong(const Field& field, std::string_view wanted) const {
  static constexpr std::string_view kNames[] = {"null",     "true or false", "a number",
                                                "a string", "a list",        "an object"};
  std::string hint;
  if (field.kind == Kind::kNumber) hint = fmt::format("put it in quotation marks: \"{}\": \"…\"", field.key);
  return {ErrorCode::kInputField,
          fmt::format("`{}` is {} where {} is needed", field.key, kNames[static_cast<std::size_t>(field.kind)],
                      wanted),
          where_, std::move(hint)};
}

Result<std::string> JsonRecord::string(std::string_view key) const {
  const Field* field = find(key);
  if (field == nullptr) return Error{ErrorCode::kInputField, fmt::format("`{}` is missing", key), where_, {}};
  if (field->kind != Kind::kString) return wrong(*field, "a string");
  return field->text;
}

Result<std::optional<std::string>> JsonRecord::optional_string(std::string_view key) const {
  const Field* field = find(key);
  if (field == nullptr || field->kind == Kind::kNull) return std::optional<std::string>();
  if (field->kind != Kind::kString) return wrong(*field, "a string");
  return std::optional<std::string>(field->text);
}

Result<std::optional<Span>> JsonRecord::span(std::string_view key) const {
  const Field* field = find(key);
  if (field == nullptr || field->kind == Kind::kNull) return std::optional<Span>();
  if (field->kind != Kind::kObject) return wrong(*field, "an object with a span");
  if (!field->span) {
    return Error{ErrorCode::kInputField, fmt::format("`{}` has no good span", key), where_,
                 "write {\"span\": [begin, end]} with whole numbers, begin not after end"};
  }
  return field->span;
}

struct JsonParser::State {
  simdjson::dom::parser parser;
};

JsonParser::JsonParser() : state_(std::make_unique<State>()) {}
JsonParser::~JsonParser() = default;

Result<JsonRecord> JsonParser::parse(std::string line, Place where) {
  JsonRecord out;
  out.where_ = where;
  const auto parse = [&](simdjson::dom::element& root) {
    line.reserve(line.size() + simdjson::SIMDJSON_PADDING);
    return state_->parser.parse(line.data(), line.size(), false).get(root);
  };
  simdjson::dom::element root;
  auto fault = parse(root);
  if (fault == simdjson::UTF8_ERROR) {
    const std::size_t bytes = repair_utf8(line);
    out.warnings_.push_back({ErrorCode::kInputEncoding,
                             fmt::format("{} bytes are no UTF-8 and were replaced by `?`", bytes), where,
                             "save the file as UTF-8"});
    fault = parse(root);
  }
  if (fault == simdjson::STRING_ERROR) {
    if (const std::size_t count = repair_surrogates(line)) {
      out.warnings_.push_back(
          {ErrorCode::kInputEncoding,
           fmt::format("{} escapes of half a surrogate pair were replaced by U+FFFD", count),
           where,
           {}});
      fault = parse(root);
    }
  }
  simdjson::dom::object object;
  if (!fault && root.get_object().get(object)) {
    return Error{ErrorCode::kInputNotJson, "the line is JSON but no object", where,
                 "write one {…} on each line"};
  }
  if (fault) {
    return Error{
        ErrorCode::kInputNotJson,
        fmt::format("the line (from byte {}) is not JSON: {}", where.offset, simdjson::error_message(fault)),
        where, "write one {…} on each line, without line breaks inside"};
  }
  for (const auto& [key, value] : object) {
    JsonRecord::Field field;
    field.key = key;
    switch (value.type()) {
      case simdjson::dom::element_type::STRING:
        field.kind = JsonRecord::Kind::kString;
        field.text = std::string(value.get_string().value_unsafe());
        break;
      case simdjson::dom::element_type::OBJECT:
        field.kind = JsonRecord::Kind::kObject;
        field.span = span_in(value.get_object().value_unsafe());
        break;
      case simdjson::dom::element_type::ARRAY:
        field.kind = JsonRecord::Kind::kList;
        break;
      case simdjson::dom::element_type::BOOL:
        field.kind = JsonRecord::Kind::kBoolean;
        break;
      case simdjson::dom::element_type::NULL_VALUE:
        field.kind = JsonRecord::Kind::kNull;
        break;
      default:
        field.kind = JsonRecord::Kind::kNumber;
        break;
    }
    out.fields_.push_back(std::move(field));
  }
  if (const auto* id = out.find("id"); id != nullptr) out.id_ = id->text;
  if (line.size() > kKeepCapacity) state_ = std::make_unique<State>();
  return out;
}

}  // namespace chancery
