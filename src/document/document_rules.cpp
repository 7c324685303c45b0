// SPDX-License-Identifier: Apache-2.0
#include "document/document_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "document/address.h"
#include "document/words.h"

namespace chancery {
namespace {

constexpr std::size_t kLookAt = 300;        // bytes of a line that `starts` and `is` can need
constexpr std::size_t kLongestLine = 1500;  // `has` looks into no longer one: captions and credits are short

std::optional<BlockRole> role_named(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(BlockRole::kBoilerplate); ++i) {
    if (name_of(static_cast<BlockRole>(i)) == name) return static_cast<BlockRole>(i);
  }
  return std::nullopt;
}

std::vector<std::string> phrases(RuleTable& table, std::string_view key) {
  std::vector<std::string> out;
  for (const std::string& phrase : table.strings(key)) {
    out.push_back(folded(phrase, kLookAt));
    if (out.back().empty())
      table.fault(ErrorCode::kRulesBadValue, fmt::format("an empty phrase in `{}`", key), {}, key);
  }
  return out;
}

bool is_word_byte(char c) { return is_ascii_alnum(c) || static_cast<unsigned char>(c) >= 0x80; }

// `phrase` at the start of `line`, and not in the middle of a word.
bool begins(std::string_view line, std::string_view phrase) {
  if (!line.starts_with(phrase)) return false;
  return line.size() == phrase.size() || !is_ascii_letter(phrase.back()) ||
         !is_ascii_alnum(line[phrase.size()]);
}

// "read more: …", "related | …", "file – …": the mark follows, with or without a space before it. Plain letters
// and hyphens need a space: "read-only".
bool mark_follows(std::string_view rest, const std::vector<std::string>& marks) {
  const bool space = rest.starts_with(' ');
  if (space) rest.remove_prefix(1);
  return std::any_of(marks.begin(), marks.end(), [&](const std::string& mark) {
    return rest.starts_with(mark) &&
           (mark != "-" || (space && (rest.size() == 1 || rest[1] == ' ' || rest[1] == '-')));
  });
}

bool contains_phrase(std::string_view line, std::string_view phrase) {
  for (std::size_t at = line.find(phrase); at != line.npos; at = line.find(phrase, at + 1)) {
    const bool left = at == 0 || !is_word_byte(phrase.front()) || !is_word_byte(line[at - 1]);
    const std::size_t end = at + phrase.size();
    const bool right = end == line.size() || !is_word_byte(phrase.back()) || !is_word_byte(line[end]);
    if (left && right) return true;
  }
  return false;
}

bool rule_matches(const BlockRule& rule, std::string_view line, std::string_view start) {
  if (rule.max_words > 0 && count_words(line, rule.max_words + 1) > rule.max_words) return false;
  for (const std::string& phrase : rule.starts) {
    if (begins(start, phrase) && (rule.then.empty() || mark_follows(start.substr(phrase.size()), rule.then)))
      return true;
  }
  if (!rule.is.empty() && start.size() < kLookAt) {
    std::string_view whole = start;
    while (!whole.empty() && std::string_view(":.>|)] ").find(whole.back()) != std::string_view::npos)
      whole.remove_suffix(1);
    if (std::find(rule.is.begin(), rule.is.end(), whole) != rule.is.end()) return true;
  }
  if (rule.has.empty() || line.size() > kLongestLine) return false;
  const std::string all = folded(line, kLongestLine);
  std::string_view where = all;
  if (rule.brackets) {
    if (!all.ends_with(')') && !all.ends_with(']')) return false;
    const std::size_t open = all.rfind(all.back() == ')' ? '(' : '[');
    if (open == all.npos) return false;
    where = where.substr(open);
  }
  return std::any_of(rule.has.begin(), rule.has.end(),
                     [&](const std::string& phrase) { return contains_phrase(where, phrase); });
}

void add_names(std::string_view list, std::vector<std::string>& out) {
  while (!list.empty()) {
    const std::size_t bar = std::min(list.find('|'), list.size());
    if (bar > 0) out.push_back(lower_ascii(list.substr(0, bar)));
    list.remove_prefix(std::min(bar + 1, list.size()));
  }
}

// The tables are the actors' knowledge; a rulebook without them has only the places of [[place]].
void read_places(const Rulebook& rulebook, Diagnostics& diagnostics, std::vector<std::string>& out) {
  static constexpr std::pair<std::string_view, std::string_view> kColumns[] = {
      {"imported/cities.tsv", "name"}, {"imported/cities.tsv", "aliases"},
      {"imported/admin1.tsv", "name"}, {"imported/admin1.tsv", "aliases"},
      {"imported/states.tsv", "name"}, {"imported/states.tsv", "capital"}};
  for (const auto& [path, name] : kColumns) {
    const auto table = rulebook.tsv(path, diagnostics);
    if (!table) continue;
    const auto column = table->column(name, diagnostics);
    if (!column) continue;
    for (const auto& row : table->rows) add_names(row[*column], out);
  }
}

void report(Diagnostics& diagnostics, const Place& where, const std::string& id, std::string_view text,
            bool wanted) {
  diagnostics.add(
      {ErrorCode::kRulesExampleFailed,
       fmt::format("`{}` {} \"{}\"", id, wanted ? "does not match" : "must not match but does", text),
       where,
       {}});
}

}  // namespace

DocumentRules DocumentRules::compile(const Rulebook& rulebook, Diagnostics& diagnostics) {
  DocumentRules out;
  for (RuleTable table : rulebook.tables("document", "block", diagnostics)) {
    BlockRule rule;
    rule.id = table.id();
    const std::string role = table.string("role");
    if (const auto known = role_named(role)) {
      rule.role = *known;
    } else if (!role.empty()) {
      table.fault(ErrorCode::kRulesBadValue, fmt::format("`{}` is no role", role),
                  "headline, dateline, byline, body, heading, quote, list, table, live, caption, teaser, "
                  "embed, correction or boilerplate",
                  "role");
    }
    rule.starts = phrases(table, "starts");
    rule.then = phrases(table, "then");
    rule.is = phrases(table, "is");
    rule.has = phrases(table, "has");
    const std::int64_t most = table.integer("max_words").value_or(0);
    if (most < 0) table.fault(ErrorCode::kRulesBadValue, "`max_words` is negative", {}, "max_words");
    rule.max_words = static_cast<std::size_t>(std::max<std::int64_t>(most, 0));
    rule.brackets = table.boolean_or("brackets", false);
    rule.opens = table.boolean_or("opens", false);
    if (rule.starts.empty() && rule.is.empty() && rule.has.empty()) {
      table.fault(ErrorCode::kRulesMissingField, "the rule can match nothing", "add `starts`, `is` or `has`");
    }
    rule.examples = table.examples();
    table.finish();
    out.blocks.push_back(std::move(rule));
  }
  for (RuleTable table : rulebook.tables("document", "words", diagnostics)) {
    const std::string id = table.id();
    const std::vector<std::string> words = table.required_strings("words");
    if (id == "finite") out.finite_words.insert(words.begin(), words.end());
    if (!id.empty() && id != "finite")
      table.fault(ErrorCode::kRulesBadValue, fmt::format("nothing reads the list `{}`", id), {}, "id");
    table.finish();
  }
  for (RuleTable table : rulebook.tables("document", "agency", diagnostics)) {
    table.id();
    for (std::string& name : table.required_strings("names")) out.agencies.insert(std::move(name));
    table.finish();
  }
  for (RuleTable table : rulebook.tables("document", "no_place", diagnostics)) {
    table.id();
    for (std::string& word : table.required_strings("words")) out.no_places.insert(std::move(word));
    table.finish();
  }
  for (RuleTable table : rulebook.tables("document", "place", diagnostics)) {
    table.id();
    for (const std::string& name : table.required_strings("names")) out.places.push_back(lower_ascii(name));
    table.finish();
  }
  read_places(rulebook, diagnostics, out.places);
  std::sort(out.places.begin(), out.places.end());
  out.places.erase(std::unique(out.places.begin(), out.places.end()), out.places.end());
  for (RuleTable table : rulebook.tables("document", "date_label", diagnostics)) {
    table.id();
    const std::string kind = table.string("kind");
    if (!kind.empty() && kind != "published" && kind != "updated") {
      table.fault(ErrorCode::kRulesBadValue, fmt::format("`{}` is no kind", kind), "write published or updated",
                  "kind");
    }
    for (std::string& label : phrases(table, "labels"))
      out.labels.emplace_back(std::move(label), kind == "updated");
    table.finish();
  }
  std::sort(out.labels.begin(), out.labels.end(), [](const auto& a, const auto& b) {
    return a.first.size() != b.first.size() ? a.first.size() > b.first.size() : a.first < b.first;
  });
  for (RuleTable table : rulebook.tables("document", "status_address", diagnostics)) {
    StatusAddress status;
    status.id = table.id();
    status.hosts = table.required_strings("hosts");
    status.after = table.required_strings("after");
    const std::int64_t shift = table.integer("shift").value_or(0);
    if (shift < 0 || shift > 63) table.fault(ErrorCode::kRulesBadValue, "`shift` is not 0 to 63", {}, "shift");
    status.shift = static_cast<unsigned>(shift) & 63u;
    status.epoch = table.integer("epoch").value_or(0);
    status.least = static_cast<std::uint64_t>(std::max<std::int64_t>(table.integer("least").value_or(0), 0));
    status.examples = table.examples();
    table.finish();
    out.statuses.push_back(std::move(status));
  }
  return out;
}

bool DocumentRules::is_place(std::string_view name) const {
  return std::binary_search(places.begin(), places.end(), lower_ascii(name));
}

std::optional<std::size_t> DocumentRules::match(std::string_view line) const {
  for (;;) {
    const std::string start = folded(line, kLookAt);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      if (rule_matches(blocks[i], line, start)) return i;
    }
    const std::size_t inner = line.find_first_not_of("([*");
    if (inner == 0 || inner == line.npos) return std::nullopt;
    line.remove_prefix(inner);
  }
}

std::optional<Instant> DocumentRules::status_time(std::string_view address) const {
  const AddressParts parts = split_address(address);
  for (const StatusAddress& status : statuses) {
    const bool host = std::any_of(status.hosts.begin(), status.hosts.end(), [&](const std::string& name) {
      return parts.host == name ||
             (parts.host.ends_with(name) && parts.host[parts.host.size() - name.size() - 1] == '.');
    });
    if (!host) continue;
    for (std::size_t i = 1; i < parts.path.size(); ++i) {
      if (std::find(status.after.begin(), status.after.end(), parts.path[i - 1]) == status.after.end())
        continue;
      std::string_view digits = parts.path[i];
      digits = digits.substr(0, std::min(digits.find_first_not_of("0123456789"), digits.size()));
      std::uint64_t number = 0;
      const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
      if (digits.empty() || fault != std::errc() || number < status.least || number > (std::uint64_t{1} << 62))
        continue;
      const auto milliseconds = static_cast<std::int64_t>(number >> status.shift) + status.epoch;
      return Instant{std::chrono::seconds{milliseconds / 1000}};
    }
  }
  return std::nullopt;
}

std::size_t DocumentRules::check_examples(Diagnostics& diagnostics) const {
  std::size_t run = 0;
  const auto check = [&](const std::string& id, const RuleTable::Examples& examples, const auto& matches) {
    for (std::size_t i = 0; i < examples.matches.size(); ++i, ++run) {
      if (!matches(examples.matches[i]))
        report(diagnostics, examples.match_places[i], id, examples.matches[i], true);
    }
    for (std::size_t i = 0; i < examples.todo.size(); ++i, ++run) {
      if (!matches(examples.todo[i])) continue;
      diagnostics.add({ErrorCode::kRulesExampleFailed,
                       fmt::format("`{}` matches its todo \"{}\" now", id, examples.todo[i]),
                       examples.todo_places[i], "move it to `matches`"});
    }
    for (std::size_t i = 0; i < examples.rejects.size(); ++i, ++run) {
      if (matches(examples.rejects[i]))
        report(diagnostics, examples.reject_places[i], id, examples.rejects[i], false);
    }
  };
  for (const BlockRule& rule : blocks) {
    check(rule.id, rule.examples, [&](const std::string& text) {
      const auto found = match(text);
      return found && blocks[*found].id == rule.id;
    });
  }
  for (const StatusAddress& status : statuses) {
    check(status.id, status.examples, [&](const std::string& text) { return status_time(text).has_value(); });
  }
  return run;
}

}  // namespace chancery
