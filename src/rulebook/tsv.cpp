// TSV tables: comment lines, a header line, rows of plain fields (no quoting, no escapes).
// SPDX-License-Identifier: Apache-2.0
#include "rulebook/tsv.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace chancery {
namespace {

std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> out;
  for (;;) {
    const std::size_t tab = line.find('\t');
    out.push_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return out;
    line.remove_prefix(tab + 1);
  }
}

}  // namespace

std::shared_ptr<const TsvTable> parse_tsv(std::string path, std::string bytes, Diagnostics& diagnostics) {
  auto out = std::make_shared<TsvTable>();
  out->path = std::move(path);
  out->bytes = std::make_shared<const std::string>(std::move(bytes));
  const auto fault = [&](std::uint32_t line, std::uint32_t column, ErrorCode code, std::string message,
                         std::string hint) {
    diagnostics.add({code, std::move(message), {out->path, line, column}, std::move(hint)});
  };
  std::string_view rest = *out->bytes;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  std::uint32_t number = 0;
  bool valid = true;
  while (!rest.empty()) {
    ++number;
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!is_valid_utf8(line)) {
      fault(number, 1, ErrorCode::kRulesSyntax, "the line is not UTF-8", "save the file as UTF-8");
      valid = false;
      continue;
    }
    if (out->header.empty()) {
      if (line.empty() || line.starts_with('#')) continue;
      for (const std::string_view name : fields_of(line)) {
        if (std::find(out->header.begin(), out->header.end(), name) != out->header.end()) {
          fault(number, 1, ErrorCode::kRulesBadValue, fmt::format("two columns are named `{}`", name),
                "rename one of them");
        }
        out->header.emplace_back(name);
      }
      continue;
    }
    if (line.empty()) continue;
    std::vector<std::string_view> fields = fields_of(line);
    if (fields.size() != out->header.size()) {
      fault(number, 1, ErrorCode::kRulesSyntax,
            fmt::format("{} fields where the header has {}", fields.size(), out->header.size()),
            "put one tab between two fields, also where a field is empty");
      continue;
    }
    out->rows.push_back(std::move(fields));
    out->lines.push_back(number);
  }
  if (out->header.empty() && valid) {
    fault(1, 1, ErrorCode::kRulesSyntax, "no header line",
          "begin with the names of the columns, separated by tabs");
  }
  if (out->header.empty() || !valid) return nullptr;
  return out;
}

std::optional<std::size_t> TsvTable::column(std::string_view name, Diagnostics& diagnostics) const {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found != header.end()) return static_cast<std::size_t>(found - header.begin());
  diagnostics.add({ErrorCode::kRulesMissingField,
                   fmt::format("there is no column `{}`", name),
                   {path, 1, 1},
                   fmt::format("the columns are {}", fmt::join(header, ", "))});
  return std::nullopt;
}

}  // namespace chancery
