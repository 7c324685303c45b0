// Works on lines and brackets, so comments survive; toml++ only proves that nothing else has changed.
// SPDX-License-Identifier: Apache-2.0
#include "rulebook/format.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "base/utf8.h"

namespace chancery {
namespace {

constexpr std::size_t kColumns = 112;
constexpr std::size_t kKeyWidth = 7;  // "matches", "rejects"

std::string_view trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t\r\n");
  if (from == text.npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

// Where the string that begins at `at` ends (behind its closing quotes). The text is known to parse.
std::size_t string_end(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string three(3, quote);
  if (text.substr(at, 3) == three) {
    for (std::size_t i = at + 3; i < text.size(); ++i) {
      if (quote == '"' && text[i] == '\\') {
        ++i;
      } else if (text.substr(i, 3) == three) {
        i += 3;
        while (i < text.size() && text[i] == quote) ++i;  // up to two quotes more belong to it
        return i;
      }
    }
    return text.size();
  }
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      return i + 1;
    }
  }
  return text.size();
}

// Goes over `text` from `at` and calls `visit(position, depth)` for every sign outside strings and comments,
// the comment's '#' included; stops where it answers false. Returns where it stopped.
template <class Visit>
std::size_t scan(std::string_view text, std::size_t at, Visit visit) {
  int depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      at = string_end(text, at);
      continue;
    }
    if (c == ']' || c == '}') --depth;
    if (!visit(at, depth)) return at;
    if (c == '[' || c == '{') ++depth;
    if (c == '#') {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    ++at;
  }
  return at;
}

struct Entry {
  std::vector<std::string> comments;  // lines above
  std::string key;
  std::string value;
  std::string remark;  // comment on its line, with '#'
};

struct Table {
  std::vector<std::string> comments;
  std::string header;  // empty for the keys before the first table
  std::string remark;
  std::vector<Entry> entries;
  std::vector<std::string> tail;  // comments after the last entry, with a blank line behind them
};

// Top-level elements of a list; nothing when it holds comments.
std::optional<std::vector<std::string>> elements(std::string_view list) {
  std::vector<std::string> out;
  std::string_view inner = list.substr(1, list.size() - 2);
  bool comment = false;
  std::size_t from = 0;
  const auto add = [&](std::size_t to) {
    const std::string_view item = trimmed(inner.substr(from, to - from));
    if (!item.empty()) out.emplace_back(item);
    from = to + 1;
  };
  scan(inner, 0, [&](std::size_t at, int depth) {
    comment = comment || inner[at] == '#';
    if (depth == 0 && inner[at] == ',') add(at);
    return true;
  });
  add(inner.size());
  if (comment) return std::nullopt;
  return out;
}

// Outside strings: one space after commas and around `=`, none inside brackets, one inside braces.
std::string spaced(std::string_view value) {
  std::string out;
  std::size_t at = 0;
  const auto end_with = [&](std::string_view tail) {
    while (out.ends_with(' ')) out.pop_back();
    out += tail;
  };
  while (at < value.size()) {
    const char c = value[at];
    if (c == '"' || c == '\'') {
      const std::size_t end = string_end(value, at);
      out += value.substr(at, end - at);
      at = end;
      continue;
    }
    ++at;
    if (c == ',') {
      end_with(", ");
    } else if (c == '=') {
      end_with(" = ");
    } else if (c == '{') {
      out += "{ ";
    } else if (c == '}') {
      end_with(out.ends_with("{ ") ? "}" : " }");
    } else if (c == ']') {
      while (out.ends_with(' ') || out.ends_with(',')) out.pop_back();
      out += "]";
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      if (!out.empty() && out.back() != ' ' && out.back() != '[') out += ' ';
    } else {
      out += c;
    }
  }
  return out;
}

bool is_plain_list(std::string_view value) {
  return value.size() >= 2 && value.front() == '[' && value.back() == ']';
}

class Writer {
 public:
  void table(const Table& table) {
    if (!out_.empty()) out_ += "\n";
    lines(table.comments);
    if (!table.header.empty()) out_ += table.header + (table.remark.empty() ? "" : "  " + table.remark) + "\n";
    for (const Entry& entry : table.entries) {
      lines(entry.comments);
      out_ +=
          entry.key + std::string(entry.key.size() < kKeyWidth ? kKeyWidth - entry.key.size() : 0, ' ') + " = ";
      value(entry, std::max(entry.key.size(), kKeyWidth) + 3);
      if (!entry.remark.empty()) out_ += "  " + entry.remark;
      out_ += "\n";
    }
    if (!table.tail.empty()) {
      if (!out_.empty()) out_ += "\n";
      lines(table.tail);
    }
  }
  std::string take() { return std::move(out_); }

 private:
  void lines(const std::vector<std::string>& comments) {
    for (const std::string& line : comments) out_ += line + "\n";
  }

  void value(const Entry& entry, std::size_t column) {
    if (entry.value.find("\"\"\"") != std::string::npos || entry.value.find("'''") != std::string::npos) {
      out_ += entry.value;
      return;
    }
    const auto items = is_plain_list(entry.value) ? elements(entry.value) : std::nullopt;
    if (!items) {
      const bool list = is_plain_list(entry.value);
      out_ += list ? entry.value : spaced(entry.value);
      return;
    }
    const std::size_t first = entry.value.find_first_not_of(" \t\r", 1);
    if (entry.value[first] == '\n' && !items->empty()) {  // its writer wants one on each line
      out_ += "[\n";
      for (const std::string& item : *items) out_ += "  " + spaced(item) + ",\n";
      out_ += "]";
      return;
    }
    std::size_t at = column + 1;
    out_ += "[";
    for (std::size_t i = 0; i < items->size(); ++i) {
      const std::string item = spaced((*items)[i]);
      const std::size_t size = count_code_points(item) + 1;  // the comma or the bracket
      if (i > 0 && at + 1 + size > kColumns) {
        out_ += ",\n" + std::string(column + 1, ' ');
        at = column + 1;
      } else if (i > 0) {
        out_ += ", ";
        at += 1;
      }
      out_ += item;
      at += size;
    }
    out_ += "]";
  }

  std::string out_;
};

// id first, reason and examples last.
int rank(std::string_view key) {
  static constexpr std::array<std::string_view, 4> kLast = {"why", "matches", "rejects", "todo"};
  if (key == "id") return 0;
  const auto found = std::find(kLast.begin(), kLast.end(), key);
  return found == kLast.end() ? 1 : 2 + static_cast<int>(found - kLast.begin());
}

std::vector<Table> read(std::string_view text) {
  std::vector<Table> out(1);
  std::vector<std::string> comments;
  std::size_t at = 0;
  const auto rest_of_line = [&] {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line(trimmed(text.substr(at, end - at)));
    at = std::min(end + 1, text.size());
    return line;
  };
  while (at < text.size()) {
    if (text[at] == ' ' || text[at] == '\t' || text[at] == '\r') {
      ++at;
    } else if (text[at] == '\n') {
      ++at;
      // A comment with a blank line below it speaks of the file or the tables that follow, not of one field.
      if (!comments.empty() && !comments.back().empty()) comments.emplace_back();
    } else if (text[at] == '#') {
      comments.push_back(rest_of_line());
    } else if (text[at] == '[') {
      Table table;
      const std::size_t from = at;
      at = scan(text, at, [&](std::size_t i, int) { return text[i] != '\n' && text[i] != '#'; });
      table.header = trimmed(text.substr(from, at - from));
      table.remark = rest_of_line();
      table.comments = std::move(comments);
      comments.clear();
      out.push_back(std::move(table));
    } else {
      Entry entry;
      const std::size_t from = at;
      at = scan(text, at, [&](std::size_t i, int) { return text[i] != '='; });
      entry.key = trimmed(text.substr(from, at - from));
      const std::size_t begin = ++at;
      at = scan(text, begin,
                [&](std::size_t i, int depth) { return depth > 0 || (text[i] != '\n' && text[i] != '#'); });
      entry.value = trimmed(text.substr(begin, at - begin));
      entry.remark = rest_of_line();
      for (std::string& line : comments) {
        if (!line.empty()) entry.comments.push_back(std::move(line));
      }
      comments.clear();
      out.back().entries.push_back(std::move(entry));
    }
  }
  while (!comments.empty() && comments.back().empty()) comments.pop_back();
  out.back().tail = std::move(comments);
  return out;
}

}  // namespace

Result<std::string> format_rules(std::string_view text, const std::string& path) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const toml::parse_result before = toml::parse(text);
  if (!before) {
    const toml::source_position where = before.error().source().begin;
    return Error{ErrorCode::kRulesSyntax,
                 std::string(before.error().description()),
                 {path, where.line, where.column},
                 "mend it first: the file was left as it is"};
  }
  std::vector<Table> tables = read(text);
  if (tables.front().entries.empty() && tables.front().tail.empty()) tables.erase(tables.begin());
  Writer writer;
  for (Table& table : tables) {
    std::stable_sort(table.entries.begin(), table.entries.end(),
                     [](const Entry& a, const Entry& b) { return rank(a.key) < rank(b.key); });
    writer.table(table);
  }
  std::string out = writer.take();
  const toml::parse_result after = toml::parse(out);
  if (!after || !(before.table() == after.table())) {
    return Error{
        ErrorCode::kInternal, "formatting would change the meaning; the file was left as it is", {path}, {}};
  }
  return out;
}

}  // namespace chancery
