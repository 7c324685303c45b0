// Loads the knowledge under data/ and hands it out table by table. The only file that knows toml++.
// SPDX-License-Identifier: Apache-2.0
#include "rulebook/rulebook.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <map>
#include <mutex>
#include <set>
#include <tuple>

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "base/hash.h"
#include "rulebook/tsv.h"

namespace chancery {
namespace {

constexpr std::size_t kFileLimit = std::size_t{256} << 20;

using IdPlaces = std::map<std::string, std::map<std::string, Place>>;  // family → id → where it was first used

Place place_at(const std::string& file, const toml::source_region& region) {
  return {file, region.begin.line, region.begin.column};
}

std::string_view type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "true or false";
    case toml::node_type::date:
      return "a date";
    case toml::node_type::time:
      return "a time of day";
    case toml::node_type::date_time:
      return "a date with a time";
    case toml::node_type::none:
      break;
  }
  return "nothing";
}

// Edits (insert, delete, replace, swap of neighbours) that make `a` into `b`.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      cost[i][j] =
          std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

// "did you mean `verbs`?", or which names there are.
std::string hint_for(std::string_view name, const std::set<std::string, std::less<>>& known) {
  constexpr std::size_t kLongestName = 64;  // bounds the work on a hostile file
  std::string_view best;
  std::size_t least = std::min<std::size_t>(name.size() / 3 + 1, 4);
  for (const std::string& candidate : known) {
    if (name.size() > kLongestName || candidate.size() > kLongestName) continue;
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < least || (distance == least && best.empty())) {
      least = distance;
      best = candidate;
    }
  }
  if (!best.empty()) return fmt::format("did you mean `{}`?", best);
  return known.empty() ? std::string("remove it") : fmt::format("known here: {}", fmt::join(known, ", "));
}

bool is_id(std::string_view text) {
  const auto word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const auto joint = [](char c) { return c == '.' || c == '-' || c == '_' || c == '/'; };
  if (text.empty() || !word(text.front()) || !word(text.back())) return false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (!word(text[i]) && !(joint(text[i]) && word(text[i - 1]))) return false;
  }
  return true;
}

// The keys of a table in the order of the file (toml++ keeps them sorted by name).
std::vector<const toml::key*> keys_in_file_order(const toml::table& table) {
  std::vector<const toml::key*> out;
  for (auto it = table.cbegin(); it != table.cend(); ++it) out.push_back(&it->first);
  std::sort(out.begin(), out.end(), [](const toml::key* a, const toml::key* b) {
    const auto &x = a->source().begin, &y = b->source().begin;
    return std::tie(x.line, x.column) < std::tie(y.line, y.column);
  });
  return out;
}

std::string plain_folder(std::string folder) {
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  return folder;
}

bool is_imported(std::string_view path) {
  return path.starts_with("imported/") || path.find("/imported/") != path.npos;
}

// "frames" holds "frames/visit.toml" and "frames.toml".
bool holds(std::string_view topic, std::string_view path) {
  if (topic.empty()) return true;
  if (!path.starts_with(topic)) return false;
  return path.substr(topic.size()).starts_with('/') || path.substr(topic.size()) == ".toml";
}

}  // namespace

std::vector<Error> Diagnostics::sorted() const {
  const auto order = [](const Error& error) {
    return std::tie(error.where.file, error.where.line, error.where.column, error.code, error.message,
                    error.hint);
  };
  std::vector<Error> out = errors_;
  std::stable_sort(out.begin(), out.end(), [&](const Error& a, const Error& b) { return order(a) < order(b); });
  // Two stages that read the same table find the same fault.
  out.erase(
      std::unique(out.begin(), out.end(), [&](const Error& a, const Error& b) { return order(a) == order(b); }),
      out.end());
  return out;
}

struct Rulebook::Files {
  struct Toml {
    std::string name;  // for messages: as the caller named the folder
    toml::table root;
  };
  std::map<std::string, Toml> tomls;  // by path under the folder
  std::map<std::string, std::shared_ptr<const TsvTable>> tsvs;
  std::vector<std::string> paths;
  std::string digest;

  std::mutex guard;  // of `asked`
  std::set<std::pair<std::string, std::string>> asked;
};

struct RuleTable::State {
  const toml::table* table = nullptr;
  std::string file;
  Place where;
  std::string family;
  bool imported = false;
  Diagnostics* diagnostics = nullptr;
  std::shared_ptr<IdPlaces> ids;  // of one call of Rulebook::tables
  std::set<std::string, std::less<>> known;
  std::optional<std::string> id;

  // The node under `key`, which is known from now on; null when absent.
  const toml::node* get(std::string_view key) {
    known.emplace(key);
    return table->get(key);
  }
  void wrong_type(const toml::node& node, std::string_view key, std::string_view wanted) {
    diagnostics->add({ErrorCode::kRulesWrongType,
                      fmt::format("`{}` is {} where {} is needed", key, type_name(node), wanted),
                      place_at(file, node.source()),
                      {}});
  }
  void missing(std::string_view key) {
    diagnostics->add({ErrorCode::kRulesMissingField, fmt::format("`{}` is missing", key), where,
                      fmt::format("add a line `{} = …`", key)});
  }
  void read_strings(std::string_view key, std::vector<std::string>& out, std::vector<Place>* places) {
    const toml::node* node = get(key);
    if (node == nullptr) return;
    const auto add = [&](const toml::node& item) {
      const auto* text = item.as_string();
      if (text == nullptr) {
        wrong_type(item, key, "a string");
        return;
      }
      out.push_back(text->get());
      if (places != nullptr) places->push_back(place_at(file, item.source()));
    };
    if (const toml::array* list = node->as_array()) {
      for (const toml::node& item : *list) add(item);
    } else if (node->is_string()) {
      add(*node);
    } else {
      wrong_type(*node, key, "a list of strings");
    }
  }
  RuleTable child(const toml::table& sub, std::string_view key) const {
    auto state = std::make_shared<State>();
    state->table = &sub;
    state->file = file;
    state->where = place_at(file, sub.source());
    state->family = family + "." + std::string(key);
    state->imported = imported;
    state->diagnostics = diagnostics;
    state->ids = ids;
    return RuleTable(std::move(state));
  }
  void read_tables(const toml::node& node, std::string_view key, std::vector<RuleTable>& out) {
    if (const toml::table* one = node.as_table()) {
      out.push_back(child(*one, key));
      return;
    }
    const toml::array* list = node.as_array();
    if (list == nullptr) {
      wrong_type(node, key, "a list of tables");
      return;
    }
    for (const toml::node& item : *list) {
      if (const toml::table* sub = item.as_table()) {
        out.push_back(child(*sub, key));
      } else {
        wrong_type(item, key, "a table");
      }
    }
  }
};

std::string RuleTable::id() {
  if (state_->id) return *state_->id;
  std::string text = string("id");
  state_->id = text;
  if (text.empty()) return text;
  if (!is_id(text)) {
    fault(ErrorCode::kRulesBadValue, fmt::format("`{}` is no id", text),
          "write lower-case words and digits joined by `.`, `-`, `_` or `/`", "id");
    return text;
  }
  const auto [first, fresh] = (*state_->ids)[state_->family].emplace(text, place("id"));
  if (!fresh) {
    fault(ErrorCode::kRulesReusedId, fmt::format("the id `{}` is used already", text),
          fmt::format("first used at {}:{}:{}; choose another name", first->second.file, first->second.line,
                      first->second.column),
          "id");
  }
  return text;
}

std::string RuleTable::string(std::string_view key) {
  const toml::node* node = state_->get(key);
  if (node == nullptr) {
    state_->missing(key);
    return {};
  }
  const auto* text = node->as_string();
  if (text == nullptr) {
    state_->wrong_type(*node, key, "a string");
    return {};
  }
  if (text->get().empty()) fault(ErrorCode::kRulesBadValue, fmt::format("`{}` is empty", key), {}, key);
  return text->get();
}

std::string RuleTable::string_or(std::string_view key, std::string fallback) {
  const toml::node* node = state_->get(key);
  if (node == nullptr) return fallback;
  if (const auto* text = node->as_string()) return text->get();
  state_->wrong_type(*node, key, "a string");
  return fallback;
}

std::vector<std::string> RuleTable::strings(std::string_view key) {
  std::vector<std::string> out;
  state_->read_strings(key, out, nullptr);
  return out;
}

std::vector<std::string> RuleTable::required_strings(std::string_view key) {
  const toml::node* node = state_->get(key);
  if (node == nullptr) {
    state_->missing(key);
    return {};
  }
  if (node->is_array() && node->as_array()->empty()) {
    fault(ErrorCode::kRulesBadValue, fmt::format("`{}` is an empty list", key), {}, key);
  }
  return strings(key);
}

std::optional<std::int64_t> RuleTable::integer(std::string_view key) {
  const toml::node* node = state_->get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_integer()) return value->get();
  state_->wrong_type(*node, key, "a whole number");
  return std::nullopt;
}

std::optional<double> RuleTable::number(std::string_view key) {
  const toml::node* node = state_->get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_floating_point()) return value->get();
  if (const auto* value = node->as_integer()) return static_cast<double>(value->get());
  state_->wrong_type(*node, key, "a number");
  return std::nullopt;
}

bool RuleTable::boolean_or(std::string_view key, bool fallback) {
  const toml::node* node = state_->get(key);
  if (node == nullptr) return fallback;
  if (const auto* value = node->as_boolean()) return value->get();
  state_->wrong_type(*node, key, "true or false");
  return fallback;
}

std::optional<Interval> RuleTable::reduced_date(std::string_view key) {
  const toml::node* node = state_->get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_date()) {
    const toml::date date = value->get();
    if (const auto day = make_day(date.year, date.month, date.day)) {
      return Interval{Instant{*day}, Instant{*day + std::chrono::days{1}}};
    }
  } else if (const auto* text = node->as_string()) {
    if (const auto interval = parse_reduced_date(text->get())) return interval;
  } else {
    state_->wrong_type(*node, key, "a date");
    return std::nullopt;
  }
  fault(ErrorCode::kRulesBadValue, fmt::format("`{}` is no date", key),
        "write 1998-03-14, \"1998-03\" or \"1998\"", key);
  return std::nullopt;
}

std::vector<RuleTable> RuleTable::tables(std::string_view key) {
  std::vector<RuleTable> out;
  if (const toml::node* node = state_->get(key)) state_->read_tables(*node, key, out);
  return out;
}

std::optional<RuleTable> RuleTable::table(std::string_view key) {
  const toml::node* node = state_->get(key);
  if (node == nullptr) return std::nullopt;
  if (const toml::table* sub = node->as_table()) return state_->child(*sub, key);
  state_->wrong_type(*node, key, "a table");
  return std::nullopt;
}

std::vector<std::string> RuleTable::keys() const {
  std::vector<std::string> out;
  for (const toml::key* key : keys_in_file_order(*state_->table)) out.emplace_back(key->str());
  return out;
}

bool RuleTable::has(std::string_view key) const { return state_->table->contains(key); }

RuleTable::Examples RuleTable::examples() {
  Examples out;
  string_or("why", {});
  state_->read_strings("matches", out.matches, &out.match_places);
  state_->read_strings("rejects", out.rejects, &out.reject_places);
  state_->read_strings("todo", out.todo, &out.todo_places);
  // A list of the wrong type is told of as that.
  const auto lacks = [&](const std::vector<std::string>& list, std::string_view key) {
    const toml::node* node = state_->table->get(key);
    return list.empty() && (node == nullptr || (node->is_array() && node->as_array()->empty()));
  };
  const bool no_match = lacks(out.matches, "matches"), no_reject = lacks(out.rejects, "rejects");
  if (!state_->imported && (no_match || no_reject)) {
    const std::string_view what = !no_match    ? "examples that must not match"
                                  : !no_reject ? "examples that must match"
                                               : "examples";
    fault(ErrorCode::kRulesNoExamples, fmt::format("the rule has no {}", what),
          fmt::format("add `{} = [\"…\"]`", no_match ? "matches" : "rejects"));
  }
  return out;
}

void RuleTable::finish() {
  state_->known.emplace("why");  // a reason may stand anywhere
  for (const toml::key* key : keys_in_file_order(*state_->table)) {
    if (state_->known.contains(key->str())) continue;
    state_->diagnostics->add({ErrorCode::kRulesUnknownField, fmt::format("unknown field `{}`", key->str()),
                              place_at(state_->file, key->source()), hint_for(key->str(), state_->known)});
  }
}

void RuleTable::fault(ErrorCode code, std::string message, std::string hint, std::string_view key) {
  state_->diagnostics->add({code, std::move(message), place(key), std::move(hint)});
}

Place RuleTable::place(std::string_view key) const {
  if (key.empty()) return state_->where;
  const auto found = state_->table->find(key);
  return found == state_->table->cend() ? state_->where : place_at(state_->file, found->first.source());
}

std::shared_ptr<const Rulebook> Rulebook::load(const FileSystem& files, const std::string& folder_given,
                                               Diagnostics& diagnostics) {
  const std::string folder = plain_folder(folder_given);
  std::shared_ptr<Rulebook> out(new Rulebook);
  out->files_ = std::make_shared<Files>();
  const auto unreadable = [&](Error error) {
    error.code = ErrorCode::kRulesUnreadable;
    diagnostics.add(std::move(error));
  };
  std::vector<Error> faults;
  std::vector<std::string> names = files.list(folder, faults);
  for (Error& fault : faults) unreadable(std::move(fault));
  std::sort(names.begin(), names.end());

  struct RuleFile {
    std::string name, path, bytes;
    bool is_toml;
  };
  std::vector<RuleFile> found;
  for (const std::string& name : names) {
    const bool is_toml = name.ends_with(".toml");
    if (!is_toml && !name.ends_with(".tsv")) continue;
    Result<std::string> bytes = files.read(name, kFileLimit);
    if (!bytes) {
      unreadable(std::move(bytes).error());
      continue;
    }
    const std::string path = name.starts_with(folder + "/") ? name.substr(folder.size() + 1) : name;
    out->files_->paths.push_back(path);
    found.push_back({name, path, *std::move(bytes), is_toml});
  }

  // Half of the time goes into the tables, half into TOML: side by side.
  Diagnostics table_faults;
  auto tables = std::async(std::launch::async, [&] {
    Sha256 hash;
    const auto part = [&](std::string_view text) {
      hash.add(std::to_string(text.size()));
      hash.add(":");
      hash.add(text);
    };
    for (const RuleFile& file : found) {
      part(file.path);
      part(file.bytes);
    }
    out->files_->digest = "sha256:" + hash.hex();
    for (RuleFile& file : found) {
      if (file.is_toml) continue;
      if (auto table = parse_tsv(file.name, std::move(file.bytes), table_faults))
        out->files_->tsvs.emplace(file.path, std::move(table));
    }
  });
  for (const RuleFile& file : found) {
    if (!file.is_toml) continue;
    toml::parse_result result = toml::parse(std::string_view(file.bytes));
    if (!result) {
      const toml::parse_error& error = result.error();
      diagnostics.add({ErrorCode::kRulesSyntax, std::string(error.description()),
                       place_at(file.name, error.source()), "the rest of this file was not read"});
      continue;
    }
    out->files_->tomls.emplace(file.path, Files::Toml{file.name, std::move(result).table()});
  }
  tables.get();
  for (Error& fault : table_faults.sorted()) diagnostics.add(std::move(fault));
  return out;
}

std::vector<RuleTable> Rulebook::tables(std::string_view topic, std::string_view name,
                                        Diagnostics& diagnostics) const {
  {
    const std::lock_guard lock(files_->guard);
    files_->asked.emplace(topic, name);
  }
  std::vector<RuleTable> out;
  const auto ids = std::make_shared<IdPlaces>();
  for (const auto& [path, file] : files_->tomls) {
    if (!holds(topic, path)) continue;
    const toml::node* node = file.root.get(name);
    if (node == nullptr) continue;
    RuleTable::State root;
    root.table = &file.root;
    root.file = file.name;
    root.family = topic;
    root.imported = is_imported(path);
    root.diagnostics = &diagnostics;
    root.ids = ids;
    root.read_tables(*node, name, out);
  }
  return out;
}

std::shared_ptr<const TsvTable> Rulebook::tsv(std::string_view path, Diagnostics&) const {
  const auto found = files_->tsvs.find(std::string(path));
  return found == files_->tsvs.end() ? nullptr : found->second;
}

std::vector<std::string> Rulebook::paths() const { return files_->paths; }

void Rulebook::check_unread(Diagnostics& diagnostics) const {
  const std::lock_guard lock(files_->guard);
  for (const auto& [path, file] : files_->tomls) {
    std::set<std::string, std::less<>> known;
    for (const auto& [topic, name] : files_->asked) {
      if (holds(topic, path)) known.insert(name);
    }
    for (const toml::key* key : keys_in_file_order(file.root)) {
      if (known.contains(key->str())) continue;
      diagnostics.add({ErrorCode::kRulesUnknownField,
                       fmt::format("nothing reads `{}` in this file", key->str()),
                       place_at(file.name, key->source()), hint_for(key->str(), known)});
    }
  }
}

const std::string& Rulebook::digest() const { return files_->digest; }

}  // namespace chancery
