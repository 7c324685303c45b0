// Compiles an imported dictionary and codes with it: every verb it knows, the longest of its patterns that
// fits, source and target where the pattern names them, else first actor before and after.
// SPDX-License-Identifier: Apache-2.0
#include "dictionary/dictionary.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "actors/words.h"
#include "base/hash.h"
#include "base/one_of.h"
#include "coding/status.h"
#include "coding/triggers.h"
#include "dictionary/match.h"
#include "dictionary/sentence.h"

namespace chancery {
namespace {

constexpr std::uint32_t kReach = 80;       // words on either side of a verb that its patterns see
constexpr int kSteps = 50000;              // of matching, for one verb
constexpr std::size_t kMostTerms = 20000;  // of one synset with all that it holds
constexpr std::size_t kMostEnds = 40;      // actors on one side of an event

struct VerbRow {
  EventCode code;
  std::string code_text, source;
  std::vector<std::int32_t> patterns;  // longest first
  std::string frame;
};
struct VerbForm {
  std::uint32_t trigger = 0;        // which of its words is inflected
  std::vector<std::int32_t> verbs;  // rows
};
struct Discard {
  bool story = false;
  std::string source;
};
enum class IssueScope { kCounts, kNotInSentence, kNotInStory };
struct Issue {
  std::string code, source;
  IssueScope scope = IssueScope::kCounts;
};

std::string slug(std::string_view text) {
  std::string out = fold_name(text, '-');
  return out.empty() ? "verb" : out;
}

// A table of the dictionary with its columns by name; no rows when there is no such table.
class Columns {
 public:
  Columns(const Rulebook& rulebook, std::string_view name, std::initializer_list<std::string_view> wanted,
          Diagnostics& diagnostics)
      : table_(rulebook.tsv(fmt::format("dictionary/{}.tsv", name), diagnostics)) {
    if (table_ == nullptr) return;
    for (const std::string_view column : wanted) {
      const auto at = table_->column(column, diagnostics);
      if (!at) {
        table_ = nullptr;
        return;
      }
      at_.push_back(*at);
    }
  }
  std::size_t rows() const { return table_ == nullptr ? 0 : table_->rows.size(); }
  std::string_view get(std::size_t row, std::size_t column) const { return table_->rows[row][at_[column]]; }
  Place place(std::size_t row) const { return {table_->path, table_->lines[row], 1}; }

 private:
  std::shared_ptr<const TsvTable> table_;
  std::vector<std::size_t> at_;
};

}  // namespace

struct Dictionary::Rules {
  Names names;
  AsideLimits asides;
  bool require_dyad = true;
  PhraseSet form_phrases;
  std::vector<VerbForm> forms;
  std::vector<VerbRow> verbs;
  std::vector<CompiledPattern> patterns;
  std::vector<SynsetTerms> synsets;
  PhraseSet discard_phrases, issue_phrases;
  std::vector<Discard> discards;
  std::vector<Issue> issues;
};

namespace {

// Sorts the codes of a name out into days: the first whose days hold, by sweeping over the days on which
// something changes.
NameCodes sort_out(const std::vector<std::pair<DatedCode, std::int32_t>>& codes) {
  NameCodes out;
  std::map<Day, std::vector<std::pair<std::size_t, bool>>> changes;  // day → code, begins
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const auto& [code, row] = codes[i];
    if (!code.from && !code.until) {
      if (out.always < 0) out.always = row;
      continue;
    }
    out.latest = row;
    changes[code.from.value_or(Day::min())].emplace_back(i, true);
    if (code.until) changes[*code.until + std::chrono::days{1}].emplace_back(i, false);
  }
  std::set<std::size_t> holding;
  for (const auto& [day, here] : changes) {
    for (const auto& [code, begins] : here) {
      if (begins) {
        holding.insert(code);
      } else {
        holding.erase(code);
      }
    }
    const std::int32_t row = holding.empty() ? -1 : codes[*holding.begin()].second;
    if (out.days.empty() || out.days.back().row != row) out.days.push_back({day, row});
  }
  return out;
}

}  // namespace

// ---- compile ----

namespace {

template <class R>
class Compiler {
 public:
  Compiler(const Rulebook& rulebook, Diagnostics& diagnostics, R& rules)
      : book_(rulebook), diagnostics_(diagnostics), r_(rules) {}

  void run() {
    settings();
    actors();
    agents();
    synsets();
    patterns();
    verbs();
    discards();
    issues();
  }

 private:
  void fault(const Place& place, Error error) {
    error.where = place;
    if (error.code != ErrorCode::kRulesInterval) error.code = ErrorCode::kRulesBadValue;
    diagnostics_.add(std::move(error));
  }
  void fault(const Place& place, std::string message) {
    diagnostics_.add({ErrorCode::kRulesBadValue, std::move(message), place, {}});
  }

  std::vector<std::uint64_t> words(const std::vector<std::string>& list) const {
    std::vector<std::uint64_t> out;
    for (const std::string& word : list)
      out.push_back(phrase_words(word, false).empty() ? 0 : phrase_words(word, false).front().hash);
    return out;
  }

  void settings() {
    for (RuleTable table : book_.tables("dictionary", "dictionary", diagnostics_)) {
      table.id();
      Names& names = r_.names;
      names.stems = table.boolean_or("stems", false);
      r_.require_dyad = table.boolean_or("require_dyad", true);
      r_.asides.least = static_cast<std::uint32_t>(
          std::clamp<std::int64_t>(table.integer("comma_least").value_or(2), 0, 1000));
      r_.asides.most = static_cast<std::uint32_t>(
          std::clamp<std::int64_t>(table.integer("comma_most").value_or(9), 0, 1000));
      names.former = words(table.strings("former"));
      names.former_code = table.string_or("former_code", "ELI");
      names.weak_agents = table.strings("weak_agents");
      names.joins = words(table.strings("joins"));
      names.not_countries = table.strings("not_countries");
      table.finish();
    }
  }

  std::vector<PhraseWord> phrase(std::string_view text) const { return phrase_words(text, r_.names.stems); }

  void actors() {
    const Columns table(book_, "actors", {"name", "codes", "source"}, diagnostics_);
    std::vector<std::vector<std::pair<DatedCode, std::int32_t>>> codes;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      auto parsed = parse_dated_codes(table.get(row, 1));
      if (!parsed) {
        fault(table.place(row), std::move(parsed).error());
        continue;
      }
      const std::int32_t name =
          r_.names.actor_phrases.add(phrase(table.get(row, 0)), static_cast<std::int32_t>(codes.size()));
      if (name < 0) {
        fault(table.place(row), "the name has no letter to look for");
        continue;
      }
      if (static_cast<std::size_t>(name) == codes.size()) codes.emplace_back();
      for (DatedCode& code : *parsed) {
        codes[static_cast<std::size_t>(name)].emplace_back(
            code, static_cast<std::int32_t>(r_.names.actor_rows.size()));
        r_.names.actor_rows.push_back({std::move(code.code), std::string(table.get(row, 2))});
      }
    }
    for (const auto& name : codes) r_.names.actors.push_back(sort_out(name));
  }

  void agents() {
    const Columns table(book_, "agents", {"agent", "plural", "code", "source"}, diagnostics_);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const std::string_view code = table.get(row, 2);
      if (code.size() < 2 || code.starts_with('~') == code.ends_with('~')) {
        fault(table.place(row), fmt::format("`{}` is no agent code", code));
        continue;
      }
      const auto value = static_cast<std::int32_t>(r_.names.agent_rows.size());
      r_.names.agent_rows.push_back({std::string(code), std::string(table.get(row, 3))});
      r_.names.agent_phrases.add(phrase(table.get(row, 0)), value);
      r_.names.agent_phrases.add(phrase(table.get(row, 1)), value);
    }
  }

  void synsets() {
    const Columns table(book_, "synsets", {"synset", "term", "plural", "source"}, diagnostics_);
    std::map<std::string, std::vector<std::string>, std::less<>> terms;
    std::map<std::string, Place, std::less<>> places;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      auto& list = terms[std::string(table.get(row, 0))];
      places.emplace(table.get(row, 0), table.place(row));
      list.emplace_back(table.get(row, 1));
      if (!table.get(row, 2).empty()) list.emplace_back(table.get(row, 2));
    }
    for (const auto& [name, list] : terms) {
      synset_of_.emplace(name, static_cast<std::int32_t>(r_.synsets.size()));
      SynsetTerms out;
      std::set<std::string, std::less<>> open{name};
      if (!expand(terms, name, open, out)) {
        fault(places[name],
              fmt::format("the synset {} holds itself, or stands for more than {} phrases", name, kMostTerms));
      }
      // Longer ones first: "economic sanctions" before "economic".
      std::stable_sort(out.begin(), out.end(),
                       [](const auto& a, const auto& b) { return a.size() > b.size(); });
      r_.synsets.push_back(std::move(out));
    }
  }

  template <class Terms>
  bool expand(const Terms& terms, const std::string& name, std::set<std::string, std::less<>>& open,
              SynsetTerms& out) {
    const auto found = terms.find(name);
    if (found == terms.end()) return true;
    for (const std::string& term : found->second) {
      if (out.size() > kMostTerms) return false;
      if (term.find('&') == std::string::npos) {
        auto words = phrase(term);
        if (!words.empty()) out.push_back(std::move(words));
        continue;
      }
      // One reference alone is taken in; several in one term are written out, from left to right.
      std::vector<SynsetTerms> parts;
      std::vector<bool> joined;
      for (std::size_t at = 0; at < term.size();) {
        const std::size_t end = std::min(term.find_first_of(" _", at), term.size());
        const std::string piece = term.substr(at, end - at);
        if (!piece.empty()) {
          SynsetTerms part;
          if (piece.starts_with('&')) {
            std::string to = piece.substr(1);
            for (char& c : to) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
            if (!open.insert(to).second) return false;
            const bool fits = expand(terms, to, open, part);
            open.erase(to);
            if (!fits) return false;
          } else if (auto words = phrase(piece); !words.empty()) {
            part.push_back(std::move(words));
          }
          parts.push_back(std::move(part));
          joined.push_back(at > 0 && term[at - 1] == '_');
        }
        at = end + 1;
      }
      SynsetTerms ways{{}};
      for (std::size_t p = 0; p < parts.size(); ++p) {
        SynsetTerms more;
        for (const auto& way : ways) {
          for (const auto& part : parts[p]) {
            more.push_back(way);
            for (std::size_t w = 0; w < part.size(); ++w) {
              more.back().push_back(part[w]);
              if (w == 0) more.back().back().joined = joined[p];
            }
            if (more.size() > kMostTerms) return false;
          }
        }
        ways = std::move(more);
      }
      for (auto& way : ways) {
        if (!way.empty()) out.push_back(std::move(way));
      }
    }
    return out.size() <= kMostTerms;
  }

  void patterns() {
    const Columns table(book_, "patterns", {"block", "pattern", "code", "notation", "source"}, diagnostics_);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const auto notation = notation_named(table.get(row, 3));
      if (!notation) {
        fault(table.place(row),
              fmt::format("`{}` is no notation: tabari, petrarch1 or petrarch2", table.get(row, 3)));
        continue;
      }
      auto code = parse_event_code(table.get(row, 2));
      auto parsed = parse_pattern(table.get(row, 1), *notation);
      if (!code || !parsed) {
        fault(table.place(row), !code ? std::move(code).error() : std::move(parsed).error());
        continue;
      }
      CompiledPattern pattern;
      pattern.verb_joined = parsed->verb_joined;
      pattern.weight = parsed->weight;
      pattern.code = std::move(*code);
      pattern.code_text = table.get(row, 2);
      pattern.source = table.get(row, 4);
      pattern.text = table.get(row, 1);
      if (!compile(parsed->before, pattern.before, table.place(row)) ||
          !compile(parsed->after, pattern.after, table.place(row)))
        continue;
      blocks_[std::string(table.get(row, 0))].push_back(static_cast<std::int32_t>(r_.patterns.size()));
      r_.patterns.push_back(std::move(pattern));
    }
    for (auto& [block, list] : blocks_) {
      const auto size = [&](std::int32_t p) {
        const CompiledPattern& pattern = r_.patterns[static_cast<std::size_t>(p)];
        return std::pair(pattern.weight, pattern.before.size() + pattern.after.size());
      };
      std::stable_sort(list.begin(), list.end(),
                       [&](std::int32_t a, std::int32_t b) { return size(a) > size(b); });
    }
  }

  bool compile(const std::vector<PatternElement>& from, std::vector<CompiledElement>& to, const Place& place) {
    for (const PatternElement& element : from) {
      CompiledElement out{element.kind, element.joined, element.head, element.word, -1};
      if (element.kind == ElementKind::kSynset) {
        std::string name = element.synset;
        for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        const auto synset = synset_of_.find(name);
        if (synset == synset_of_.end()) {
          fault(place, fmt::format("no synset `&{}`", name));
          return false;
        }
        out.synset = synset->second;
      }
      to.push_back(out);
    }
    return true;
  }

  void verbs() {
    const Columns table(book_, "verbs", {"verb", "forms", "code", "block", "source"}, diagnostics_);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      auto code = parse_event_code(table.get(row, 2));
      if (!code) {
        fault(table.place(row), std::move(code).error());
        continue;
      }
      VerbRow verb;
      verb.code = std::move(*code);
      verb.code_text = table.get(row, 2);
      verb.source = table.get(row, 4);
      verb.frame = "dictionary." + slug(table.get(row, 0));
      const auto block = blocks_.find(table.get(row, 3));
      if (block != blocks_.end()) verb.patterns = block->second;
      const auto index = static_cast<std::int32_t>(r_.verbs.size());
      r_.verbs.push_back(std::move(verb));
      for (std::string_view rest = table.get(row, 1); !rest.empty();) {
        const std::size_t blank = std::min(rest.find(' '), rest.size());
        form(rest.substr(0, blank), index);
        rest.remove_prefix(std::min(blank + 1, rest.size()));
      }
    }
  }

  void form(std::string_view text, std::int32_t verb) {
    const std::size_t plus = text.find('+');
    const std::size_t before = plus == text.npos ? 0 : phrase_words(text.substr(0, plus), false).size();
    const auto value = r_.form_phrases.add(phrase(text), static_cast<std::int32_t>(r_.forms.size()));
    if (value < 0) return;
    if (static_cast<std::size_t>(value) == r_.forms.size()) r_.forms.emplace_back();
    VerbForm& form = r_.forms[static_cast<std::size_t>(value)];
    if (form.verbs.empty()) form.trigger = static_cast<std::uint32_t>(before);
    if (std::find(form.verbs.begin(), form.verbs.end(), verb) == form.verbs.end()) form.verbs.push_back(verb);
  }

  void discards() {
    const Columns table(book_, "discards", {"phrase", "scope", "source"}, diagnostics_);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const std::string_view scope = table.get(row, 1);
      if (scope != "story" && scope != "sentence") {
        fault(table.place(row), fmt::format("`{}` is no scope: story or sentence", scope));
        continue;
      }
      if (r_.discard_phrases.add(phrase(table.get(row, 0)), static_cast<std::int32_t>(r_.discards.size())) >=
          0) {
        r_.discards.push_back({scope == "story", std::string(table.get(row, 2))});
      }
    }
  }

  void issues() {
    const Columns table(book_, "issues", {"phrase", "code", "scope", "category", "source"}, diagnostics_);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const std::string_view scope = table.get(row, 2);
      if (!one_of(scope, {"counts", "not in sentence", "not in story"})) {
        fault(table.place(row), fmt::format("`{}` is no scope: counts, not in sentence, not in story", scope));
        continue;
      }
      if (r_.issue_phrases.add(phrase(table.get(row, 0)), static_cast<std::int32_t>(r_.issues.size())) ==
          static_cast<std::int32_t>(r_.issues.size())) {
        r_.issues.push_back({std::string(table.get(row, 1)), std::string(table.get(row, 4)),
                             scope == "counts"            ? IssueScope::kCounts
                             : scope == "not in sentence" ? IssueScope::kNotInSentence
                                                          : IssueScope::kNotInStory});
      }
    }
  }

  const Rulebook& book_;
  Diagnostics& diagnostics_;
  R& r_;
  std::map<std::string, std::int32_t, std::less<>> synset_of_;
  std::map<std::string, std::vector<std::int32_t>, std::less<>> blocks_;
};

// ---- code ----

template <class R>
class Coding {
 public:
  Coding(const R& rules, const Document& document, const Analysis& analysis, const Published& published,
         const StatusReader& status)
      : r_(rules), document_(document), a_(analysis), status_(status) {
    if (published.date) day_ = day_of(*published.date);
  }

  std::vector<Statement> run() {
    bool hushed = false;  // `~~` takes the issues out of the whole story
    std::vector<std::map<std::string, int>> topics(a_.sentences.size());
    std::vector<std::vector<Evidence>> topic_reasons(a_.sentences.size());
    std::vector<bool> silent(a_.sentences.size());
    for (std::uint32_t s = 0; s < a_.sentences.size(); ++s) {
      const std::vector<TextWord> words = sentence_words(document_, a_, s, r_.names.stems);
      bool story = false;
      silent[s] = is_discarded(words, story);
      if (story) return {};
      count_issues(words, topics[s], topic_reasons[s], hushed);
    }
    if (hushed) topics.assign(a_.sentences.size(), {}), topic_reasons.assign(a_.sentences.size(), {});
    for (std::uint32_t s = 0; s < a_.sentences.size(); ++s) {
      if (silent[s] || !is_own_text(document_.blocks[a_.sentences[s].block].role)) continue;
      const std::size_t before = out_.size();
      sentence(s);
      for (std::size_t i = before; i < out_.size(); ++i) {
        for (const auto& [code, count] : topics[s]) out_[i].codes.dictionary->issues.emplace_back(code, count);
        out_[i].evidence.insert(out_[i].evidence.end(), topic_reasons[s].begin(), topic_reasons[s].end());
      }
    }
    return std::move(out_);
  }

 private:
  // ---- discards and topics ----

  bool is_discarded(const std::vector<TextWord>& words, bool& story) const {
    bool sentence = false;
    for (std::uint32_t w = 0; w < words.size(); ++w) {
      const auto found = r_.discard_phrases.longest(words, w, static_cast<std::uint32_t>(words.size()));
      if (found.value == PhraseSet::kNone) continue;
      sentence = true;
      story = story || r_.discards[static_cast<std::size_t>(found.value)].story;
    }
    return sentence;
  }

  void count_issues(const std::vector<TextWord>& words, std::map<std::string, int>& counts,
                    std::vector<Evidence>& reasons, bool& hushed) const {
    bool dropped = false;
    for (std::uint32_t w = 0; w < words.size();) {
      const auto found = r_.issue_phrases.longest(words, w, static_cast<std::uint32_t>(words.size()));
      if (found.value == PhraseSet::kNone) {
        ++w;
        continue;
      }
      const Issue& issue = r_.issues[static_cast<std::size_t>(found.value)];
      if (issue.scope == IssueScope::kCounts) {
        ++counts[issue.code];
        reasons.push_back({"codes.dictionary.issues",
                           rule(issue.source),
                           {words[w].begin, words[found.last - 1].end},
                           issue.code});
      }
      dropped = dropped || issue.scope == IssueScope::kNotInSentence;
      hushed = hushed || issue.scope == IssueScope::kNotInStory;
      w = found.last;
    }
    if (dropped) counts.clear(), reasons.clear();
  }

  static std::string rule(const std::string& source) { return "dictionary/" + source; }

  // ---- one sentence ----

  struct Event {
    std::uint32_t trigger = 0;  // token
    Span trigger_span;
    std::string frame;
    EventCode code;
    std::vector<CodedActor> source, target;
    bool mutual = false;
    std::vector<Evidence> evidence;
    std::vector<Rival> rivals;
  };

  void sentence(std::uint32_t index) {
    s_ = read_sentence(document_, a_, index, r_.names, r_.asides, day_);
    events_.clear();
    std::uint32_t skip = 0;  // words before it belong to a verb that gave an event
    bool discarded = false;
    for (std::uint32_t w = 0; w < s_.words.size() && !discarded;) {
      const auto found = r_.form_phrases.longest(s_.words, w, static_cast<std::uint32_t>(s_.words.size()));
      if (found.value == PhraseSet::kNone || w < skip || s_.aside[w]) {
        ++w;
        continue;
      }
      const VerbForm& form = r_.forms[static_cast<std::size_t>(found.value)];
      const VerbPlace place = reach(w, found.last, form);
      if (place.first == place.last) {
        ++w;
        continue;
      }
      if (verb(form, place, discarded)) skip = place.end;
      w = found.last;
    }
    if (discarded) return;
    const bool dominant =
        std::any_of(events_.begin(), events_.end(), [](const Event& e) { return e.code.dominant; });
    const bool main =
        std::any_of(events_.begin(), events_.end(), [](const Event& e) { return !e.code.subordinate; });
    for (Event& event : events_) {
      if ((dominant && !event.code.dominant) || (main && event.code.subordinate)) continue;
      emit(index, event);
    }
  }

  const Token& token_of(std::uint32_t word) const { return a_.tokens[s_.words[word].token]; }
  std::uint32_t words_before(std::uint32_t token) const {
    return s_.word_at[token - s_.first];
  }  // the first word at or behind the token

  // An empty place where the words are no verb here.
  VerbPlace reach(std::uint32_t first, std::uint32_t last, const VerbForm& form) {
    const std::uint32_t trigger_word = std::min(first + form.trigger, last - 1);
    bool is_verb = false;
    for (std::uint32_t w = first; w < last; ++w) {
      const Token& token = token_of(w);
      is_verb = is_verb || (token.tag.starts_with("VB") && !one_of(token.dep, {"amod", "compound", "nmod"}));
      is_verb =
          is_verb || (last - first == 1 && token.dep == "ROOT" && !one_of(token.pos, {"PROPN", "ADJ", "ADP"}));
    }
    if (!is_verb) return {};
    VerbPlace place{first, last, first, last};
    const std::uint32_t verb = s_.words[trigger_word].token;

    // To the left: as far as the clause goes without a comma that is no aside, or another clause that has
    // ended.
    std::vector<std::uint32_t> above;  // clause heads over the verb
    for (std::uint32_t at = verb;; at = a_.tokens[at].head) {
      above.push_back(at);
      if (a_.is_root(at)) break;
    }
    const auto over = [&](std::uint32_t clause) {
      return std::find(above.begin(), above.end(), clause) != above.end();
    };
    while (place.begin > 0 && first - place.begin < kReach) {
      const std::uint32_t w = place.begin - 1;
      if (!s_.aside[w]) {
        if (s_.words[place.begin].apart && !s_.aside[place.begin] && !listed(w, place.begin)) break;
        const std::uint32_t clause = s_.clause[s_.words[w].token - s_.first];
        if (!over(clause) && !is_fragment(clause)) break;
      }
      place.begin = w;
    }

    // To the right: to the end of the clause, or to a verb that "and" joins.
    std::uint32_t top = verb;
    while (!a_.is_root(top) &&
           one_of(a_.tokens[top].dep, {"xcomp", "pcomp", "acomp", "prep", "oprd", "aux", "auxpass", "dobj",
                                       "pobj", "attr", "amod"}) &&
           !a_.tokens[a_.tokens[top].head].tag.starts_with("NN")) {
      top = a_.tokens[top].head;
    }
    std::uint32_t end = std::max(a_.subtree(top).second, verb + 1);
    while (end < s_.last && is_fragment(s_.clause[end - s_.first])) {
      const std::uint32_t further = a_.subtree(s_.clause[end - s_.first]).second;
      if (further <= end) break;
      end = further;
    }
    for (std::uint32_t t = verb + 1; t < std::min(end, verb + 2 * kReach); ++t) {
      const Token& token = a_.tokens[t];
      if (token.dep == "conj" && one_of(token.pos, {"VERB", "AUX"}) && over(token.head)) end = t;
    }
    place.end = std::clamp(words_before(std::min(end, s_.last)), last,
                           std::min(last + kReach, static_cast<std::uint32_t>(s_.words.size())));
    return place;
  }

  // The parse left it hanging: a noun without a verb over it.
  bool is_fragment(std::uint32_t clause) const {
    return a_.is_root(clause) && !one_of(a_.tokens[clause].pos, {"VERB", "AUX"});
  }

  // The comma between the words is one of a list of actors.
  bool listed(std::uint32_t left, std::uint32_t right) const {
    const std::int32_t a = s_.phrase_at[left];
    std::int32_t b = s_.phrase_at[right];
    if (b < 0 && right + 1 < s_.words.size()) b = s_.phrase_at[right + 1];
    if (a < 0 || b < 0) return false;
    if (a == b) return true;
    const auto list = [&](std::int32_t p) {
      const NounPhrase& phrase = s_.phrases[static_cast<std::size_t>(p)];
      return phrase.lent && p > 0 ? s_.phrases[static_cast<std::size_t>(p) - 1].list : phrase.list;
    };
    return list(a) >= 0 && list(a) == list(b);
  }

  // True when the verb gave an event.
  bool verb(const VerbForm& form, const VerbPlace& place, bool& discarded) {
    int steps = kSteps;
    for (const std::int32_t row : form.verbs) {
      const VerbRow& verb = r_.verbs[static_cast<std::size_t>(row)];
      for (const std::int32_t p : verb.patterns) {
        const CompiledPattern& pattern = r_.patterns[static_cast<std::size_t>(p)];
        const PatternMatch match = match_pattern(pattern, r_.synsets, a_, s_, place, steps);
        if (!match.matched) continue;
        if (pattern.code.discard) {
          discarded = true;
          return false;
        }
        if (pattern.code.null) return false;
        return event(form, place, verb, &pattern, match);
      }
    }
    for (const std::int32_t row : form.verbs) {
      const VerbRow& verb = r_.verbs[static_cast<std::size_t>(row)];
      if (verb.code.discard) discarded = true;
      if (verb.code.null || verb.code.discard) continue;
      return event(form, place, verb, nullptr, {});
    }
    return false;
  }

  // All actors that the phrase stands for: its own, or those of its list.
  std::vector<CodedActor> actors_of(std::int32_t phrase) const {
    std::vector<CodedActor> out;
    if (phrase < 0) return out;
    const NounPhrase& noun = s_.phrases[static_cast<std::size_t>(phrase)];
    if (noun.list < 0) return noun.actors;
    for (const std::uint32_t member : s_.lists[static_cast<std::size_t>(noun.list)]) {
      for (const CodedActor& actor : s_.phrases[member].actors) {
        if (out.size() < kMostEnds) out.push_back(actor);
      }
    }
    return out;
  }

  bool coded(std::uint32_t p) const { return !s_.phrases[p].actors.empty() && !s_.phrases[p].lent; }

  // Phrases [first, last) that lie in the words [begin, end) and in no aside.
  template <class Visit>
  void phrases_in(std::uint32_t begin, std::uint32_t end, Visit visit) const {
    for (std::uint32_t p = 0; p < s_.phrases.size(); ++p) {
      const NounPhrase& phrase = s_.phrases[p];
      if (phrase.first >= end || phrase.last <= begin || s_.aside[std::max(phrase.first, begin)]) continue;
      if (visit(p)) return;
    }
  }

  std::int32_t find_source(const VerbPlace& place) const {
    std::int32_t found = -1;
    phrases_in(place.begin, place.first, [&](std::uint32_t p) {
      if (coded(p)) found = static_cast<std::int32_t>(p);
      return found >= 0;
    });
    if (found >= 0) return found;
    // The verb's own subject, where something stands between them.
    const std::uint32_t verb = s_.words[place.first].token;
    for (const std::uint32_t child : a_.children(verb)) {
      if (!one_of(a_.tokens[child].dep, {"nsubj", "nsubjpass"})) continue;
      const std::uint32_t w = words_before(child);
      if (w < s_.words.size() && s_.phrase_at[w] >= 0 && coded(static_cast<std::uint32_t>(s_.phrase_at[w])))
        return s_.phrase_at[w];
    }
    return -1;
  }

  bool same_code(std::uint32_t p, std::int32_t source) const {
    if (source < 0) return false;
    const NounPhrase &a = s_.phrases[p], &b = s_.phrases[static_cast<std::size_t>(source)];
    if (a.list >= 0 || b.list >= 0 || a.actors.size() > 1 || b.actors.size() > 1)
      return a.list >= 0 && a.list == b.list;
    return a.actors.front().code == b.actors.front().code;
  }

  // First actor behind the verb that is not the source; where no noun phrase stands there at all, before it.
  std::int32_t find_target(const VerbPlace& place, std::int32_t source) const {
    std::int32_t found = -1;
    bool any = false;
    phrases_in(place.last, place.end, [&](std::uint32_t p) {
      any = any || one_of(a_.tokens[s_.phrases[p].head].pos, {"NOUN", "PROPN", "PRON"});
      if (coded(p) && !same_code(p, source)) found = static_cast<std::int32_t>(p);
      return found >= 0;
    });
    if (found >= 0 || any) return found;
    phrases_in(place.begin, place.first, [&](std::uint32_t p) {
      if (coded(p) && static_cast<std::int32_t>(p) != source && !same_code(p, source))
        found = static_cast<std::int32_t>(p);
      return false;  // the nearest to the verb
    });
    return found;
  }

  // "was attacked by Mordor": the phrase behind `by`, -1 when the verb is no passive.
  std::int32_t agent_phrase(const VerbPlace& place) const {
    for (std::uint32_t w = place.first; w < place.last; ++w) {
      for (const std::uint32_t child : a_.children(s_.words[w].token)) {
        if (a_.tokens[child].dep != "agent") continue;
        const std::uint32_t at = words_before(child) + 1;
        if (at < s_.words.size() && s_.phrase_at[at] >= 0) return s_.phrase_at[at];
      }
    }
    return -1;
  }

  bool event(const VerbForm& form, const VerbPlace& place, const VerbRow& verb, const CompiledPattern* pattern,
             const PatternMatch& match) {
    Event event;
    event.code = pattern != nullptr ? pattern->code : verb.code;
    const std::uint32_t trigger = std::min(place.first + form.trigger, place.last - 1);
    event.trigger = s_.words[trigger].token;
    event.trigger_span = {s_.words[place.first].begin, s_.words[place.last - 1].end};
    event.frame = verb.frame;

    std::int32_t source = match.source, target = match.target;
    const std::int32_t agent = agent_phrase(place);
    if (match.compound >= 0) {
      if (source < 0 && match.compound_after) source = find_source(place);
      if (source < 0) {
        event.mutual = true;
        event.source = actors_of(match.compound);
      } else {
        event.source = actors_of(source);
        event.target = actors_of(match.compound);
      }
    } else {
      if (agent >= 0 && source < 0 && target < 0) {
        target = find_source(place);
        source = coded(static_cast<std::uint32_t>(agent)) ? agent : -1;
      } else {
        // A place that the pattern gives to the other side is taken.
        if (source < 0) source = find_source(place);
        if (source >= 0 && source == target) source = -1;
        if (target < 0) target = find_target(place, source);
      }
      event.source = actors_of(source);
      event.target = actors_of(target);
      if (source < 0 && event.target.empty()) return false;
      // "Norway and Sweden met": a verb with a code for either side and no one behind it is between them.
      event.mutual =
          target < 0 && event.source.size() > 1 && !event.code.forward.empty() && !event.code.reverse.empty();
    }
    if (!event.mutual && r_.require_dyad && (event.source.empty() || event.target.empty())) return false;
    if (!event.mutual && event.source.empty() && event.target.empty()) return false;
    if (event.mutual && event.source.size() < 2) return false;

    const Span words = pattern != nullptr ? Span{s_.words[match.first].begin, s_.words[match.last - 1].end}
                                          : event.trigger_span;
    event.evidence.push_back({"frame", rule(verb.source), event.trigger_span, {}});
    event.evidence.push_back({"codes.dictionary", rule(pattern != nullptr ? pattern->source : verb.source),
                              words,
                              pattern != nullptr ? fmt::format("{} [{}]", pattern->text, pattern->code_text)
                                                 : fmt::format("[{}]", verb.code_text)});
    if (pattern != nullptr && !verb.code.null) {
      event.rivals.push_back({"codes.dictionary", verb.code_text, rule(verb.source), event.trigger_span,
                              "a pattern goes before the verb alone"});
    }
    events_.push_back(std::move(event));
    return true;
  }

  // ---- statements ----

  ActorRef actor_ref(const CodedActor& coded) const {
    ActorRef ref;
    ref.span = coded.span;
    ref.text = document_.text(coded.span);
    ref.actor.name = coded.name;
    ref.actor.code = coded.code;
    ref.actor.kind = ActorKind::kUnknown;
    const std::string country = coded.code.substr(0, 3);
    const bool none =
        country == "---" || std::find(r_.names.not_countries.begin(), r_.names.not_countries.end(), country) !=
                                r_.names.not_countries.end();
    if (!none) ref.actor.country = country;
    for (const std::string& source : coded.sources)
      ref.actor.how += (ref.actor.how.empty() ? "" : "; ") + source;
    return ref;
  }

  void emit(std::uint32_t index, const Event& event) {
    const EventCode& code = event.code;
    if (event.mutual) {
      if (code.reverse.empty() || code.reverse == code.forward) {
        statement(index, event, code.forward, event.source, {}, true);
        return;
      }
      for (std::size_t i = 0; i + 1 < event.source.size(); ++i) {
        const std::vector<CodedActor> rest(event.source.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                           event.source.end());
        pairs(index, event, code.forward, {event.source[i]}, rest);
        pairs(index, event, code.reverse, rest, {event.source[i]});
      }
      return;
    }
    pairs(index, event, code.forward, event.source, event.target);
    pairs(index, event, code.reverse, event.target, event.source);
  }

  // One statement for all; where an actor stands on both sides, one for each source without itself.
  void pairs(std::uint32_t index, const Event& event, const std::string& code,
             const std::vector<CodedActor>& from, const std::vector<CodedActor>& to) {
    if (code.empty()) return;
    const auto same = [](const CodedActor& a, const CodedActor& b) { return a.code == b.code; };
    const bool overlap = std::any_of(from.begin(), from.end(), [&](const CodedActor& a) {
      return std::any_of(to.begin(), to.end(), [&](const CodedActor& b) { return same(a, b); });
    });
    if (!overlap) {
      statement(index, event, code, from, to, false);
      return;
    }
    for (const CodedActor& one : from) {
      std::vector<CodedActor> others;
      std::copy_if(to.begin(), to.end(), std::back_inserter(others),
                   [&](const CodedActor& b) { return !same(one, b); });
      if (!others.empty()) statement(index, event, code, {one}, others, false);
    }
  }

  void statement(std::uint32_t index, const Event& event, const std::string& code,
                 const std::vector<CodedActor>& from, const std::vector<CodedActor>& to, bool symmetric) {
    Statement out;
    out.id = content_id("st_",
                        {document_.key, fmt::format("{}-{}", event.trigger_span.begin, event.trigger_span.end),
                         fmt::format("{}", ordinals_[event.trigger_span]++)});
    out.sentence = index;
    out.in_title = document_.in_title(event.trigger_span);
    out.act.frame = event.frame;
    out.act.trigger_token = event.trigger;
    out.act.trigger = event.trigger_span;
    out.act.trigger_text = document_.text(event.trigger_span);
    for (const CodedActor& actor : from) out.act.actors.push_back(actor_ref(actor));
    for (const CodedActor& actor : to) out.act.recipients.push_back(actor_ref(actor));
    out.act.symmetric = symmetric;
    StatusReading reading = status_.read(document_, a_, event.trigger);
    out.act.status = reading.status;
    out.act.tense = reading.tense;
    out.act.factuality = reading.factuality;
    if (reading.condition) out.act.condition = Condition{*reading.condition, {}};
    out.evidence = event.evidence;
    out.evidence.insert(out.evidence.end(), reading.evidence.begin(), reading.evidence.end());
    const auto reasons = [&](std::string_view role, const std::vector<CodedActor>& actors) {
      for (std::size_t i = 0; i < actors.size(); ++i) {
        for (const std::string& source : actors[i].sources)
          out.evidence.push_back(
              {fmt::format("{}[{}]", role, i), rule(source), actors[i].span, actors[i].code});
      }
    };
    reasons("actors", from);
    reasons("recipients", to);
    out.rivals = event.rivals;
    out.codes.dictionary = DictionaryCode{code, {}};
    out_.push_back(std::move(out));
  }

  const R& r_;
  const Document& document_;
  const Analysis& a_;
  const StatusReader& status_;
  std::optional<Day> day_;
  CodedSentence s_;
  std::vector<Event> events_;
  std::map<Span, int> ordinals_;
  std::vector<Statement> out_;
};

}  // namespace

Dictionary Dictionary::compile(const Rulebook& rulebook, Diagnostics& diagnostics) {
  auto rules = std::make_unique<Rules>();
  Compiler<Rules>(rulebook, diagnostics, *rules).run();
  return Dictionary(std::move(rules));
}

std::vector<Statement> Dictionary::code(const Document& document, const Analysis& analysis,
                                        const Published& published, const StatusReader& status) const {
  return Coding<Rules>(*rules_, document, analysis, published, status).run();
}

Dictionary::Dictionary(std::unique_ptr<const Rules> rules) : rules_(std::move(rules)) {}
Dictionary::Dictionary(Dictionary&&) noexcept = default;
Dictionary& Dictionary::operator=(Dictionary&&) noexcept = default;
Dictionary::~Dictionary() = default;

}  // namespace chancery
