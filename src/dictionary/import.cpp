// Reads other coders' dictionaries line by line. What a line says goes into a table; what cannot be honoured
// into the faults, with the line and the reason. Faults of the old readers are not repeated: dates are checked,
// no last actor is lost. SPDX-License-Identifier: Apache-2.0
#include "dictionary/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>

#include "base/utf8.h"
#include "dictionary/notation.h"

namespace chancery {
namespace {

constexpr std::size_t kLongestName = 24;  // words of a name or an agent
constexpr std::size_t kMostWays = 10000;  // phrases that one synset may stand for, with those in it
constexpr std::size_t kMostNames = 64;    // spellings that one line with substitutions or plurals may stand for

constexpr std::string_view kSettings = R"([[dictionary]]
id             = "imported"
stems          = {}
require_dyad   = true
comma_least    = 2
comma_most     = 9
former         = ["former", "ex"]
former_code    = "ELI"
weak_agents    = ["PPL"]
joins          = ["of", "in", "from", "at"]
not_countries  = ["IGO", "NGO", "NGM", "MNC", "IMG", "ISM", "INT", "UIS", "UNO", "EUR"]
why            = "`stems`: words match what begins so. `require_dyad`: an event needs a source and a target. `comma_…`: words of an aside between commas that is passed over. `former`: agents after these words get `former_code` in place of their own. `weak_agents` are dropped beside others. `joins`: a body and the actor behind it, \"police in Oslo\". `not_countries`: beginnings of actor codes that name no country."
)";

using Line = std::uint32_t;

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return out;
}

std::string replaced(std::string text, char from, char to) {
  std::replace(text.begin(), text.end(), from, to);
  return text;
}

// A TSV file in the making.
class Table {
 public:
  explicit Table(std::string header) : text_(std::move(header) + "\n") {}
  void row(std::initializer_list<std::string_view> fields) {
    bool first = true;
    for (const std::string_view field : fields) {
      if (!first) text_ += '\t';
      first = false;
      for (const char c : field) text_ += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
    }
    text_ += '\n';
    ++rows_;
  }
  std::string take(std::string_view about) { return fmt::format("# {}\n{}", about, text_); }
  std::size_t rows() const { return rows_; }

 private:
  std::string text_;
  std::size_t rows_ = 0;
};

enum class Kind { kUnknown, kActors, kAgents, kVerbs, kDiscards, kIssues };

struct SourceLine {
  Line number;
  std::string text;  // without comments, trimmed at the end
};

class Importer {
 public:
  Importer(const FileSystem& files, std::string folder, bool tabari)
      : files_(files), folder_(std::move(folder)), tabari_(tabari) {}

  Result<Imported> run() {
    std::vector<Error> unreadable;
    std::vector<std::string> paths = files_.list(folder_, unreadable);
    if (!unreadable.empty()) return unreadable.front();
    int found = 0;
    for (const std::string& path : paths) {
      file_ = path.starts_with(folder_ + "/") ? path.substr(folder_.size() + 1) : path;
      Result<std::string> bytes = files_.read(path, std::size_t{256} << 20);
      if (!bytes) return std::move(bytes).error();
      const Kind kind = read_lines(std::move(*bytes));
      if (kind == Kind::kUnknown) {
        fault(ErrorCode::kImportLine, 0, "not read: neither actors, agents, verbs, discards nor issues",
              "give it a name with one of these words if it is one of them");
        continue;
      }
      ++found;
      switch (kind) {
        case Kind::kActors:
          actors();
          break;
        case Kind::kAgents:
          agents();
          break;
        case Kind::kVerbs:
          verbs();
          break;
        case Kind::kDiscards:
          discards();
          break;
        default:
          issues();
          break;
      }
    }
    if (found == 0) {
      return Error{ErrorCode::kInputUnreadable,
                   "no dictionary in this folder",
                   {folder_},
                   "it should hold files such as my.actors.txt and my.verbs.txt"};
    }
    finish_synsets();
    return take();
  }

 private:
  // ---- lines and faults ----

  void fault(ErrorCode code, Line line, std::string message, std::string hint = {}) {
    faults_.push_back({code, std::move(message), {file_, line, line == 0 ? 0u : 1u}, std::move(hint)});
  }
  void fault(Line line, Error error) {
    fault(error.code, line, std::move(error.message), std::move(error.hint));
  }
  std::string source(Line line) const { return fmt::format("{}:{}", file_, line); }

  // Fills lines_; says what kind of dictionary it is.
  Kind read_lines(std::string bytes) {
    lines_.clear();
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
    if (!is_valid_utf8(bytes)) {
      std::string text;
      for (const char c : bytes) append_utf8(text, static_cast<unsigned char>(c));
      bytes = std::move(text);
      fault(ErrorCode::kInputEncoding, 0, "not UTF-8: read as Latin-1");
    }
    std::map<Kind, int> votes;
    Line number = 0;
    bool in_comment = false;
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
      std::string line = bytes.substr(at, end - at);
      at = end + 1;
      ++number;
      line = without_comments(std::move(line), in_comment);
      if (trim(line).empty()) continue;
      vote(line, votes);
      lines_.push_back({number, std::move(line)});
    }
    const std::string name = upper(file_.substr(file_.rfind('/') + 1));
    for (const auto& [word, kind] : {std::pair{"ACTOR", Kind::kActors}, std::pair{"AGENT", Kind::kAgents},
                                     std::pair{"DISCARD", Kind::kDiscards}, std::pair{"ISSUE", Kind::kIssues},
                                     std::pair{"VERB", Kind::kVerbs}}) {
      if (name.find(word) != name.npos) return kind;
    }
    for (const Kind kind : {Kind::kIssues, Kind::kVerbs, Kind::kAgents, Kind::kActors}) {
      if (votes[kind] > 0 && votes[kind] * 20 >= static_cast<int>(lines_.size())) return kind;
    }
    return Kind::kUnknown;
  }

  static std::string without_comments(std::string line, bool& in_comment) {
    std::string out;
    for (std::size_t at = 0; at < line.size();) {
      if (in_comment) {
        const std::size_t close = line.find("-->", at);
        if (close == line.npos) break;
        in_comment = false;
        at = close + 3;
      } else if (line.compare(at, 4, "<!--") == 0) {
        in_comment = true;
        at += 4;
      } else if (line[at] == '#' && line.compare(at, 3, "###") == 0 && at > 0 && line[at - 1] == '[') {
        out += "###";  // the code that discards
        at += 3;
      } else if (line[at] == '#' || line[at] == ';' || line.compare(at, 2, "<!") == 0) {
        break;
      } else {
        out += line[at++];
      }
    }
    while (!out.empty() && (out.back() == ' ' || out.back() == '\t' || out.back() == '\r')) out.pop_back();
    return out;
  }

  static void vote(std::string_view line, std::map<Kind, int>& votes) {
    const std::string_view text = trim(line);
    if (text.starts_with("<ISSUE")) votes[Kind::kIssues] += 100000;
    if (text.starts_with("---") || (text.starts_with("- ") && text.find('*') != text.npos))
      ++votes[Kind::kVerbs];
    if (text.find("[~") != text.npos || text.find("~]") != text.npos) ++votes[Kind::kAgents];
    if (text.find('[') != text.npos) ++votes[Kind::kActors];
  }

  // The texts in square brackets, and what stands before the first. A bracket that is not closed is a fault.
  struct Bracketed {
    std::string before;
    std::vector<std::string> inside;
    bool closed = true;
  };
  Bracketed brackets(const SourceLine& line) {
    Bracketed out;
    std::string_view text = line.text;
    std::size_t open = text.find('[');
    out.before = trim(text.substr(0, open));
    while (open != text.npos) {
      const std::size_t close = text.find(']', open);
      if (close == text.npos) {
        fault(ErrorCode::kImportLine, line.number, "`[` is not closed");
        out.closed = false;
        break;
      }
      out.inside.emplace_back(trim(text.substr(open + 1, close - open - 1)));
      open = text.find('[', close);
    }
    return out;
  }

  // False, with a fault, for a phrase that has no word or too many.
  bool phrase_fits(Line line, std::string_view phrase) {
    const std::size_t size = phrase_words(phrase, false).size();
    if (size == 0) fault(ErrorCode::kImportLine, line, fmt::format("`{}` has no letter to look for", phrase));
    if (size > kLongestName)
      fault(ErrorCode::kImportLine, line, fmt::format("more than {} words", kLongestName));
    return size > 0 && size <= kLongestName;
  }

  // ---- actors ----

  struct Actor {
    std::vector<std::pair<std::string, Line>> names;
    std::vector<DatedCode> codes;
    bool had_code = false;  // also one that could not be used
  };

  void actors() {
    const std::optional<Day> horizon = latest_full_day();
    Actor actor;
    for (const SourceLine& line : lines_) {
      const Bracketed parts = brackets(line);
      std::string name = parts.before;
      const bool synonym = name.starts_with('+');
      if (synonym) name = trim(std::string_view(name).substr(1));
      if (name.starts_with('<') || name == "~FINISH") continue;
      if (!name.empty() && !synonym) {
        if (!actor.names.empty() && !actor.had_code && parts.inside.empty()) {
          const auto& [before, number] = actor.names.back();
          fault(ErrorCode::kImportReadAs, number,
                fmt::format("`{}` has no code of its own: read as another name of `{}`, the next line", before,
                            name),
                "write + before the names that share a code");
        } else {
          flush(actor);
        }
      }
      if (!name.empty()) actor.names.emplace_back(name, line.number);
      if (actor.names.empty()) {
        fault(ErrorCode::kImportLine, line.number, "a code without a name before it");
        continue;
      }
      if (!parts.closed) actor.had_code = true;
      for (const std::string& inside : parts.inside) {
        actor.had_code = true;
        if (auto code = dated_code(line.number, inside, horizon)) actor.codes.push_back(std::move(*code));
      }
    }
    flush(actor);
  }

  std::optional<Day> latest_full_day() const {
    std::optional<Day> latest;
    for (const SourceLine& line : lines_) {
      const std::string& text = line.text;
      for (std::size_t at = text.find('['); at < text.size(); ++at) {
        if (text[at] < '0' || text[at] > '9') continue;
        const std::size_t end = std::min(text.find_first_not_of("0123456789", at), text.size());
        if (end - at == 8) {
          const auto day = read_day(std::string_view(text).substr(at, 8), std::nullopt);
          if (day && (!latest || *latest < day->day)) latest = day->day;
        }
        at = end;
      }
    }
    return latest;
  }

  std::optional<DatedCode> dated_code(Line line, std::string_view inside, std::optional<Day> horizon) {
    const auto fail = [&](ErrorCode code, std::string message, std::string hint = {}) {
      fault(code, line, std::move(message), std::move(hint));
      return std::nullopt;
    };
    const std::size_t end = std::min(inside.find_first_of(" \t<>"), inside.size());
    DatedCode out;
    out.code = inside.substr(0, end);
    if (out.code == "+++")
      return fail(ErrorCode::kImportCode, "`+++` (set aside as too complex) has no counterpart");
    const bool null = out.code == "---";
    if (out.code.empty() || (!null && !std::all_of(out.code.begin(), out.code.end(), [](char c) {
          return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/';
        }))) {
      return fail(ErrorCode::kImportCode, fmt::format("`{}` is no actor code", inside));
    }
    std::string spec;
    for (const char c : inside.substr(end)) {
      if (c != ' ' && c != '\t') spec += c;
    }
    if (spec.empty()) return out;
    const auto day = [&](std::string_view digits) -> std::optional<Day> {
      const auto read = read_day(digits, horizon);
      if (!read) {
        fault(ErrorCode::kImportDate, line, fmt::format("`{}` is no day: write YYMMDD or YYYYMMDD", digits),
              digits.size() == 7 ? "seven digits: the old readers took them for six and the role never held"
                                 : "");
        return std::nullopt;
      }
      if (read->moved) {
        fault(ErrorCode::kImportReadAs, line,
              fmt::format(
                  "`{}` read as {}: with 20 before it, it would lie after the latest day written in full, {}",
                  digits, format_day(read->day), format_day(*horizon)));
      }
      return read->day;
    };
    const std::size_t dash = spec.find('-');
    if (spec.front() == '<') {
      const auto before = day(std::string_view(spec).substr(1));
      if (!before) return std::nullopt;
      out.until = *before - std::chrono::days{1};
    } else if (spec.front() == '>') {
      out.from = day(std::string_view(spec).substr(1));
      if (!out.from) return std::nullopt;
    } else if (dash != spec.npos) {
      out.from = day(std::string_view(spec).substr(0, dash));
      out.until = day(std::string_view(spec).substr(dash + 1));
      if (!out.from || !out.until) return std::nullopt;
      if (*out.until < *out.from)
        return fail(ErrorCode::kImportDate, fmt::format("`{}` ends before it starts", spec));
    } else {
      return fail(ErrorCode::kImportDate, fmt::format("`{}` alone says neither from, until nor between", spec),
                  "write >DAY, <DAY or DAY-DAY; the old readers lost its first digit");
    }
    return out;
  }

  void flush(Actor& actor) {
    if (!actor.names.empty() && actor.codes.empty()) {
      fault(ErrorCode::kImportLine, actor.names.front().second,
            fmt::format("`{}` has no code{}", actor.names.front().first,
                        actor.had_code ? " that can be used" : ""));
    } else if (!actor.names.empty()) {
      const std::string codes = format_dated_codes(actor.codes);
      for (const auto& [name, line] : actor.names) {
        if (phrase_fits(line, name)) actors_.row({name, codes, source(line)});
      }
    }
    actor = {};
  }

  // ---- agents ----

  void agents() {
    std::map<std::string, std::vector<std::string>> sets;
    for (const SourceLine& line : lines_) {
      const std::string_view text = trim(line.text);
      if (text.starts_with('!') && text.find('=') != text.npos) {
        const std::size_t equal = text.find('=');
        std::vector<std::string>& members = sets[std::string(trim(text.substr(0, equal)))];
        for (std::string_view rest = text.substr(equal + 1); !rest.empty();) {
          const std::size_t comma = std::min(rest.find(','), rest.size());
          if (!trim(rest.substr(0, comma)).empty()) members.emplace_back(trim(rest.substr(0, comma)));
          rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
        continue;
      }
      if (text.starts_with('<') || text == "~FINISH") continue;
      const Bracketed parts = brackets(line);
      if (parts.inside.empty()) {
        if (parts.closed) fault(ErrorCode::kImportLine, line.number, "an agent without a code");
        continue;
      }
      std::string code;
      for (const char c : parts.inside.front()) {
        if (c != ' ' && c != '\t') code += c;
      }
      const bool suffix = code.starts_with('~'), prefix = code.ends_with('~');
      if (suffix == prefix || code.size() < 2) {
        fault(ErrorCode::kImportCode, line.number,
              fmt::format("`{}` is no agent code: ~GOV adds to the end, NGO~ to the beginning",
                          parts.inside.front()));
        continue;
      }
      std::string phrase = parts.before;
      std::optional<std::string> plural;
      const std::size_t brace = phrase.find('{');
      if (brace != phrase.npos) {
        const std::size_t close = phrase.find('}', brace);
        if (close == phrase.npos) {
          fault(ErrorCode::kImportLine, line.number, "`{` is not closed");
          continue;
        }
        plural = trim(std::string_view(phrase).substr(brace + 1, close - brace - 1));
        phrase = trim(std::string_view(phrase).substr(0, brace));
      }
      agent(line.number, phrase, plural, code, sets);
    }
  }

  void agent(Line line, const std::string& phrase, const std::optional<std::string>& plural,
             const std::string& code, const std::map<std::string, std::vector<std::string>>& sets) {
    std::vector<std::string> spellings{phrase};
    bool substituted = false;
    for (std::size_t i = 0; i < spellings.size() && spellings.size() <= kMostNames;) {
      const std::size_t open = spellings[i].find('!');
      const std::size_t close = open == std::string::npos ? open : spellings[i].find('!', open + 1);
      if (close == std::string::npos) {
        ++i;
        continue;
      }
      substituted = true;
      const auto set = sets.find(spellings[i].substr(open, close - open + 1));
      if (set == sets.end()) {
        fault(ErrorCode::kImportSynset, line,
              fmt::format("no set `{}` is defined above", spellings[i].substr(open, close - open + 1)));
        return;
      }
      const std::string before = spellings[i].substr(0, open), after = spellings[i].substr(close + 1);
      spellings.erase(spellings.begin() + static_cast<std::ptrdiff_t>(i));
      for (const std::string& member : set->second) spellings.push_back(before + member + after);
    }
    if (spellings.size() > kMostNames) {
      fault(ErrorCode::kImportLine, line, fmt::format("stands for more than {} spellings", kMostNames));
      return;
    }
    for (const std::string& spelling : spellings) {
      if (!phrase_fits(line, spelling)) continue;
      std::string many;
      if (plural) {
        many = *plural;
      } else if (!substituted && !tabari_) {
        std::string_view stem = spelling;
        while (stem.ends_with('_')) stem.remove_suffix(1);
        many = regular_plural(stem);
      }
      agents_.row({spelling, many, code, source(line)});
    }
  }

  // ---- discards and issues ----

  void discards() {
    for (const SourceLine& line : lines_) {
      std::string_view text = trim(line.text);
      if (text.starts_with('<') || text == "~FINISH") continue;
      const bool story = text.starts_with('+');
      if (story) text = trim(text.substr(1));
      text = trim(text.substr(0, text.find('[')));
      if (phrase_fits(line.number, text))
        discards_.row({text, story ? "story" : "sentence", source(line.number)});
    }
  }

  void issues() {
    std::string category;
    for (const SourceLine& line : lines_) {
      std::string_view text = trim(line.text);
      if (text.starts_with("<ISSUE")) {
        const std::size_t at = text.find("CATEGORY=\"");
        const std::size_t from = at == text.npos ? at : at + 10;
        category =
            from == text.npos ? std::string() : std::string(text.substr(from, text.find('"', from) - from));
        if (category.empty()) fault(ErrorCode::kImportLine, line.number, "an issue without CATEGORY=\"…\"");
        continue;
      }
      if (text.starts_with('<') || text == "~FINISH") continue;
      const std::string_view scope = text.starts_with("~~")  ? "not in story"
                                     : text.starts_with('~') ? "not in sentence"
                                                             : "counts";
      while (text.starts_with('~')) text.remove_prefix(1);
      const Bracketed parts = brackets({line.number, std::string(text)});
      if (!parts.closed) continue;
      const std::string code = parts.inside.empty() ? category : parts.inside.front();
      if (code.empty()) {
        fault(ErrorCode::kImportCode, line.number, "an issue without a code outside of any category");
        continue;
      }
      for (const std::string& spelling : issue_spellings(line.number, replaced(parts.before, '+', ' '))) {
        if (phrase_fits(line.number, spelling))
          issues_.row({spelling, code, scope, category, source(line.number)});
      }
    }
  }

  std::vector<std::string> issue_spellings(Line line, const std::string& phrase) {
    std::vector<std::string> out{std::string()};
    for (std::string_view rest = phrase; !rest.empty();) {
      const std::size_t blank = std::min(rest.find_first_of(" \t"), rest.size());
      std::string_view word = rest.substr(0, blank);
      rest = trim(rest.substr(blank));
      std::vector<std::string> forms;
      const bool noun = word.starts_with("n:"), verb = word.starts_with("v:");
      if (noun || verb) word.remove_prefix(2);
      forms.emplace_back(word);
      if (noun) forms.push_back(regular_plural(word));
      if (verb) {
        for (std::string& form : regular_forms(word)) forms.push_back(std::move(form));
      }
      std::vector<std::string> more;
      for (const std::string& one : out) {
        for (const std::string& form : forms) more.push_back(one.empty() ? form : one + " " + form);
      }
      if (more.size() > kMostNames) {
        fault(ErrorCode::kImportLine, line, fmt::format("stands for more than {} spellings", kMostNames));
        return {};
      }
      out = std::move(more);
    }
    return out;
  }

  // ---- verbs ----

  struct Term {
    std::string file;
    Line line;
    std::string text;
    bool plural;
  };
  struct PatternLine {
    std::string file, block, text, code;
    Line line;
    Notation notation;
    std::vector<std::string> synsets;
  };

  void verbs() {
    const auto starts = [&](std::string_view what) {
      return std::any_of(lines_.begin(), lines_.end(),
                         [&](const SourceLine& line) { return trim(line.text).starts_with(what); });
    };
    const bool blocks = starts("---");
    const bool second = std::any_of(lines_.begin(), lines_.end(), [](const SourceLine& line) {
      return trim(line.text).starts_with("-") && line.text.find_first_of("({") != line.text.npos &&
             line.text.find('|') == line.text.npos;
    });
    const Notation notation = tabari_  ? Notation::kTabari
                              : second ? Notation::kPetrarch2
                                       : Notation::kPetrarch1;
    std::string block, code = "---", section;
    std::string synset;  // the one that is open
    bool plurals = false;
    for (const SourceLine& line : lines_) {
      const std::string_view text = trim(line.text);
      if (text == "~FINISH") break;
      if (text.starts_with('<')) {
        section = text.starts_with("</") ? std::string() : std::string(text);
        continue;
      }
      if (section == "<NOUN>" || section == "<ADJECTIVE>" || section == "<TIME>" || section == "<NOUNS>" ||
          section == "<ADJECTIVES>") {
        fault(ErrorCode::kImportLine, line.number,
              fmt::format("a line of {}: the parse tells nouns from verbs", section));
        continue;
      }
      if (text.starts_with("---")) {
        synset.clear();
        begin_block(line, block, code);
      } else if (text.starts_with('&')) {
        synset = trim(text.substr(1));
        plurals = !synset.ends_with('_') && !tabari_;
        while (synset.ends_with('_')) synset.pop_back();
        synset = upper(synset);
        if (synset.empty()) fault(ErrorCode::kImportSynset, line.number, "`&` without a name");
        synsets_[synset];
        synset_places_.emplace(synset, std::pair(file_, line.number));
      } else if (text.starts_with('+') && !synset.empty()) {
        const std::string_view term = trim(text.substr(1));
        const bool braces = term.starts_with('{');
        std::string plain = replaced(replaced(std::string(term), '{', ' '), '}', ' ');
        plain = trim(plain);
        if (phrase_fits(line.number, plain)) {
          synsets_[synset].push_back(
              {file_, line.number, plain,
               plurals && !braces && !plain.ends_with('_') && plain.find('&') == plain.npos});
        }
      } else if (text.starts_with('-')) {
        synset.clear();
        pattern(line, block, notation);
      } else if (text.starts_with('~')) {
        transformation(line, text);
      } else {
        synset.clear();
        if (!blocks) {
          block = new_block(text.substr(0, text.find_first_of(" \t[{")));
          code = "---";
        }
        verb(line, block, code);
      }
    }
  }

  std::string new_block(std::string_view name) {
    std::string plain = upper(trim(name));
    while (plain.ends_with('_')) plain.pop_back();
    if (plain.empty()) plain = "VERB";
    const int times = ++blocks_[plain];
    return times == 1 ? plain : fmt::format("{}.{}", plain, times);
  }

  void begin_block(const SourceLine& line, std::string& block, std::string& code) {
    const Bracketed parts = brackets(line);
    std::string_view name = parts.before;
    while (name.starts_with('-')) name.remove_prefix(1);
    while (name.ends_with('-')) name.remove_suffix(1);
    block = new_block(replaced(std::string(trim(name)), ' ', '_'));
    code = "---";
    if (parts.inside.empty()) return;
    if (parts.inside.size() > 1) {
      fault(ErrorCode::kImportReadAs, line.number, fmt::format("two codes: `{}` counts", parts.inside.front()));
    }
    if (auto checked = checked_code(line.number, parts.inside.front())) code = std::move(*checked);
  }

  std::optional<std::string> checked_code(Line line, const std::string& text) {
    auto code = parse_event_code(text);
    if (!code) {
      fault(line, std::move(code).error());
      return std::nullopt;
    }
    return text;
  }

  void verb(const SourceLine& line, const std::string& block, const std::string& block_code) {
    const Bracketed parts = brackets(line);
    if (!parts.closed) return;
    if (block.empty()) {
      fault(ErrorCode::kImportLine, line.number, "a verb before the first block `--- NAME [CODE] ---`");
      return;
    }
    std::string code = block_code;
    if (!parts.inside.empty()) {
      auto checked = checked_code(line.number, parts.inside.front());
      if (!checked) return;
      code = std::move(*checked);
    }
    std::string word = parts.before;
    std::vector<std::string> forms;
    bool listed = false;
    const std::size_t brace = word.find('{');
    if (brace != word.npos) {
      const std::size_t close = word.find('}', brace);
      if (close == word.npos) {
        fault(ErrorCode::kImportLine, line.number, "`{` is not closed");
        return;
      }
      listed = true;
      for (std::string_view rest = trim(std::string_view(word).substr(brace + 1, close - brace - 1));
           !rest.empty();) {
        const std::size_t blank = std::min(rest.find_first_of(" \t"), rest.size());
        forms.emplace_back(rest.substr(0, blank));
        rest = trim(rest.substr(blank));
      }
      word = trim(std::string_view(word).substr(0, brace));
    }
    word = replaced(std::move(word), ' ', '_');
    if (!phrase_fits(line.number, word)) return;
    if (!listed && !tabari_) forms = inflected(word);
    forms.insert(forms.begin(), word);
    std::string joined;
    for (const std::string& form : forms) joined += (joined.empty() ? "" : " ") + form;
    verbs_.row({word, joined, code, block, source(line.number)});
  }

  // The word behind `+` is inflected, else the only or the first one.
  static std::vector<std::string> inflected(const std::string& word) {
    const std::size_t plus = word.find('+');
    const std::size_t begin = plus == word.npos ? 0 : plus + 1;
    std::size_t end = std::min(word.find('_', begin), word.size());
    std::vector<std::string> out;
    for (const std::string& form : regular_forms(std::string_view(word).substr(begin, end - begin))) {
      out.push_back(word.substr(0, begin) + form + word.substr(end));
    }
    return out;
  }

  void pattern(const SourceLine& line, const std::string& block, Notation notation) {
    std::string_view text = trim(line.text);
    const std::size_t close = text.rfind(']'), open = text.rfind('[');
    if (open == text.npos || close == text.npos || close < open) {
      fault(ErrorCode::kImportPattern, line.number, "a pattern without a code in `[…]`");
      return;
    }
    if (block.empty()) {
      fault(ErrorCode::kImportPattern, line.number, "a pattern before the first verb");
      return;
    }
    auto code = checked_code(line.number, std::string(trim(text.substr(open + 1, close - open - 1))));
    if (!code) return;
    const std::string_view body = trim(text.substr(1, open - 1));
    Result<std::vector<std::string>> ways = std::vector<std::string>{std::string(body)};
    if (body.find('|') != body.npos) ways = alternatives(body);
    if (!ways) {
      fault(line.number, std::move(ways).error());
      return;
    }
    for (const std::string& way : *ways) {
      auto parsed = parse_pattern(way, notation);
      if (!parsed) {
        fault(line.number, std::move(parsed).error());
        return;
      }
      PatternLine out{file_, block, way, *code, line.number, notation, {}};
      for (const auto* side : {&parsed->before, &parsed->after}) {
        for (const PatternElement& element : *side) {
          if (element.kind == ElementKind::kSynset) out.synsets.push_back(upper(element.synset));
        }
      }
      patterns_.push_back(std::move(out));
    }
  }

  void transformation(const SourceLine& line, std::string_view text) {
    fault(ErrorCode::kImportLine, line.number,
          fmt::format("`{}`: transformations of two verbs are not carried over", text));
  }

  // ---- synsets, once all files are read ----

  // Names of the synsets that a term refers to.
  static std::vector<std::string> references(std::string_view text) {
    std::vector<std::string> out;
    for (std::size_t at = text.find('&'); at != text.npos; at = text.find('&', at + 1)) {
      const std::size_t end = std::min(text.find_first_of(" \t_", at), text.size());
      out.push_back(upper(text.substr(at + 1, end - at - 1)));
    }
    return out;
  }

  // The name of a synset that is meant, when the reference has more than its name: &TIETYPES_MEMOS.
  bool known(const std::string& name) const { return synsets_.contains(name); }

  void finish_synsets() {
    // Terms that lead back to their own synset are left out, so what is written has no cycle.
    std::map<std::string, int> state;  // 1: being visited, 2: done
    std::vector<std::string> in_order;
    for (const auto& [name, terms] : synsets_) in_order.push_back(name);
    std::sort(in_order.begin(), in_order.end(), [&](const std::string& a, const std::string& b) {
      return synset_places_[a] < synset_places_[b];
    });
    for (const std::string& name : in_order) visit(name, state, 0);
    for (auto& [name, terms] : synsets_) {
      const auto& [file, line] = synset_places_[name];
      file_ = file;
      if (terms.empty()) fault(ErrorCode::kImportSynset, line, fmt::format("`&{}` has no words", name));
      std::set<std::string> seen;
      for (const Term& term : terms) {
        if (!seen.insert(upper(term.text)).second) continue;
        file_ = term.file;
        synset_table_.row(
            {name, term.text, term.plural ? regular_plural(term.text) : std::string(), source(term.line)});
      }
    }
    for (const PatternLine& pattern : patterns_) {
      file_ = pattern.file;
      const auto missing =
          std::find_if(pattern.synsets.begin(), pattern.synsets.end(),
                       [&](const std::string& name) { return !known(name) || synsets_[name].empty(); });
      if (missing != pattern.synsets.end()) {
        fault(ErrorCode::kImportSynset, pattern.line, fmt::format("no synset `&{}` has words", *missing));
        continue;
      }
      pattern_table_.row(
          {pattern.block, pattern.text, pattern.code, name_of(pattern.notation), source(pattern.line)});
    }
  }

  void visit(const std::string& name, std::map<std::string, int>& state, int depth) {
    constexpr int kDeepest = 50;
    if (state[name] == 2) return;
    state[name] = 1;
    std::vector<Term>& terms = synsets_[name];
    std::erase_if(terms, [&](const Term& term) {
      for (const std::string& to : references(term.text)) {
        file_ = term.file;
        if (!known(to)) {
          fault(ErrorCode::kImportSynset, term.line, fmt::format("no synset `&{}` is defined", to));
          return true;
        }
        if (state[to] == 1 || depth > kDeepest) {
          fault(ErrorCode::kImportSynset, term.line,
                fmt::format("`&{}` leads back to itself through `&{}`", name, to));
          return true;
        }
        visit(to, state, depth + 1);
      }
      std::size_t ways = term.plural ? 2 : 1;
      for (const std::string& to : references(term.text)) ways = std::min(ways * ways_[to], kMostWays + 1);
      if (ways_[name] + ways > kMostWays) {
        fault(ErrorCode::kImportSynset, term.line,
              fmt::format("`&{}` would stand for more than {} phrases", name, kMostWays));
        return true;
      }
      ways_[name] += ways;
      return false;
    });
    state[name] = 2;
  }

  // ---- the result ----

  Imported take() {
    Imported out;
    std::stable_sort(faults_.begin(), faults_.end(), [](const Error& a, const Error& b) {
      return std::tie(a.where.file, a.where.line) < std::tie(b.where.file, b.where.line);
    });
    const auto table = [&](std::string_view name, Table& rows, std::string_view about) {
      out.counts.emplace_back(name, rows.rows());
      out.files.emplace_back(fmt::format("dictionary/{}.tsv", name), rows.take(about));
    };
    out.files.emplace_back("dictionary/settings.toml", fmt::format(fmt::runtime(kSettings), tabari_));
    table(
        "actors", actors_,
        "Names and their codes. Of several codes the first whose days hold counts, else the one without days.");
    table("agents", agents_, "Bodies and people: ~GOV goes behind the actor's code, NGO~ before it.");
    table("verbs", verbs_,
          "Verbs with their forms, the code of the verb alone, and the block whose patterns it shares. + marks "
          "the word that is inflected.");
    table("patterns", pattern_table_,
          "* the verb, $ source, + target, % a compound that is both, ^ an actor passed over; _ joins, a blank "
          "leaves room.");
    table("synsets", synset_table_, "Words that stand for each other in patterns.");
    table("discards", discards_, "Phrases that silence a sentence or the whole story.");
    table("issues", issues_, "Phrases counted as topics of a sentence.");
    Table faults("file\tline\tcode\tmessage\thint");
    for (const Error& error : faults_) {
      faults.row({error.where.file, fmt::format("{}", error.where.line), name_of(error.code), error.message,
                  error.hint});
    }
    out.files.emplace_back(
        "dictionary/faults.tsv",
        faults.take("Lines that could not be honoured, and why; import.read-as: honoured, but read so."));
    out.faults = std::move(faults_);
    return out;
  }

  const FileSystem& files_;
  const std::string folder_;
  const bool tabari_;

  std::string file_;  // being read, for faults and sources
  std::vector<SourceLine> lines_;
  std::vector<Error> faults_;
  std::map<std::string, int> blocks_;
  std::map<std::string, std::vector<Term>> synsets_;
  std::map<std::string, std::pair<std::string, Line>> synset_places_;
  std::map<std::string, std::size_t> ways_;  // of each synset
  std::vector<PatternLine> patterns_;

  Table actors_{"name\tcodes\tsource"};
  Table agents_{"agent\tplural\tcode\tsource"};
  Table verbs_{"verb\tforms\tcode\tblock\tsource"};
  Table pattern_table_{"block\tpattern\tcode\tnotation\tsource"};
  Table synset_table_{"synset\tterm\tplural\tsource"};
  Table discards_{"phrase\tscope\tsource"};
  Table issues_{"phrase\tcode\tscope\tcategory\tsource"};
};

}  // namespace

Result<Imported> import_dictionaries(const FileSystem& files, const std::string& folder_given, bool tabari) {
  std::string folder = folder_given;
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  return Importer(files, std::move(folder), tabari).run();
}

}  // namespace chancery
