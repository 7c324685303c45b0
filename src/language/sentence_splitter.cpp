// SPDX-License-Identifier: Apache-2.0
#include "language/sentence_splitter.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/utf8.h"
#include "language/unicode.h"

namespace chancery {
namespace {

using namespace std::string_view_literals;

// What may follow the full stop of an abbreviation without a new sentence.
enum class Before : std::uint8_t { kName, kNumber, kAnything, kUnclear, kTime };
constexpr std::array<std::pair<std::string_view, Before>, 5> kBefore = {{{"name", Before::kName},
                                                                         {"number", Before::kNumber},
                                                                         {"anything", Before::kAnything},
                                                                         {"unclear", Before::kUnclear},
                                                                         {"time", Before::kTime}}};

template <std::size_t size>
bool is_one_of(std::string_view text, const std::array<std::string_view, size>& list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

constexpr std::array kOpeners = {"("sv, "["sv, "{"sv, "“"sv, "‘"sv, "«"sv, "„"sv, "``"sv, "`"sv, "¿"sv, "¡"sv};
constexpr std::array kClosers = {")"sv, "]"sv, "}"sv, "”"sv, "’"sv, "»"sv};
constexpr std::array kStraightQuotes = {"\""sv, "''"sv};  // of themselves they neither open nor close
constexpr std::array kCloseQuotes = {"”"sv, "’"sv, "»"sv, "''"sv, "\""sv, "'"sv};
constexpr std::array kDashes = {"-"sv, "--"sv, "—"sv, "–"sv, "---"sv, "―"sv, "_"sv};
constexpr std::array kBullets = {"•"sv, "·"sv, "▪"sv, "●"sv, "■"sv, "◦"sv, "►"sv, "*"sv};
constexpr std::array kWideStops = {"。"sv, "？"sv, "！"sv, "؟"sv, "۔"sv, "।"sv};

bool is_roman(std::string_view text) {
  return !text.empty() && text.size() <= 6 && text.find_first_not_of("IVXLCDM") == std::string_view::npos;
}

// How a token begins, as far as the start of a sentence is concerned.
enum class Lead : std::uint8_t { kNone, kUpper, kLower, kDigit, kOther, kMark };

Lead lead_of(std::string_view text) {
  if (text.empty()) return Lead::kNone;
  const auto c = decode(text, 0);
  if (is_digit(c.value)) return Lead::kDigit;
  if (is_upper(c.value)) return Lead::kUpper;
  if (is_alpha(c.value)) {
    if (to_lower(c.value) == c.value && c.value > 0x2FF && c.value != 0x3C2)
      return Lead::kOther;  // scripts without case
    // "iPhone", "eBay": names that begin in lower case.
    return text.size() > c.size && is_upper(decode(text, c.size).value) ? Lead::kUpper : Lead::kLower;
  }
  if (c.value == '@' || c.value == '#' || c.value == '$' || c.value == 0xA3 || c.value == 0x20AC)
    return Lead::kDigit;
  return Lead::kMark;
}

// A stop: only marks of its end (". ? ! …"), or a word whose last byte is a full stop.
bool is_stop_mark(std::string_view text) {
  if (is_one_of(text, kWideStops)) return true;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '.' || c == '?' || c == '!') {
      ++at;
    } else if (text.substr(at).starts_with("…")) {
      at += 3;
    } else {
      return false;
    }
  }
  return !text.empty();
}

bool may_be_stop(std::string_view text) {
  const char last = text.back();
  return last == '.' || last == '?' || last == '!' ||
         (static_cast<unsigned char>(last) >= 0x80 && is_stop_mark(text));
}

std::string upper_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
  return out;
}

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
using WordSet = std::unordered_set<std::string, StringHash, std::equal_to<>>;

struct Example {
  std::string text;
  Place place;
};

}  // namespace

struct SentenceSplitter::State {
  std::unordered_map<std::string, Before, StringHash, std::equal_to<>> abbreviations;
  WordSet starters, time_tails, particles, saying;
  std::vector<Example> examples;

  std::optional<Before> abbreviation(std::string_view word) const {
    const auto found = abbreviations.find(word);
    return found == abbreviations.end() ? std::nullopt : std::optional(found->second);
  }
};

namespace {

// One call of split().
template <class State>
class Splitting {
 public:
  Splitting(const State& words, std::span<const LexToken> tokens, std::span<std::uint8_t> starts)
      : words_(words), tokens_(tokens), starts_(starts), size_(tokens.size()) {}

  void run() {
    sentence_ = after_space(0);
    for (std::size_t i = 0; i < size_;) {
      const auto text = word(i);
      if (is_space(i)) {
        // An empty line, which no block should hold, ends a sentence.
        if (std::count(text.begin(), text.end(), '\n') > 1) begin(after_space(i));
        ++i;
      } else if (may_be_stop(text)) {
        i = stop(i);
      } else {
        if (is_one_of(text, kBullets) && spaced(i) && i > sentence_ && tokens_[i].space_after) begin(i);
        if (is_one_of(text, kStraightQuotes)) quote_open_ = opens(i);
        ++i;
      }
    }
  }

 private:
  std::string_view word(std::size_t i) const { return tokens_[i].lexeme->text; }
  std::string_view lower(std::size_t i) const { return tokens_[i].lexeme->lower; }
  bool is_space(std::size_t i) const { return tokens_[i].lexeme->is_space; }
  // Is there white space before token i?
  bool spaced(std::size_t i) const {
    return i == 0 || tokens_[i].begin != tokens_[i - 1].end || is_space(i - 1);
  }
  std::size_t after_space(std::size_t i) const {
    while (i < size_ && is_space(i)) ++i;
    return i;
  }

  void begin(std::size_t i) {
    if (i >= size_ || i <= sentence_) return;
    starts_[i] = 1;
    sentence_ = i;
  }

  // Does a straight quotation mark open? It hangs on what it encloses; when that does not tell, they alternate.
  bool opens(std::size_t i) const {
    const bool before = spaced(i), after = i + 1 == size_ || spaced(i + 1);
    return before != after ? before : !quote_open_;
  }

  bool closes(std::size_t i) const {
    const auto text = word(i);
    if (text == "'") return !spaced(i);
    if (text == "’") return !spaced(i);
    if (is_one_of(text, kStraightQuotes)) return !opens(i);
    return is_one_of(text, kClosers);
  }

  // Handles the stop at i and gives the token after its marks.
  std::size_t stop(const std::size_t i) {
    bool asks = false, quoted = false, bracketed = false;
    std::size_t dots = 0;
    std::size_t j = i;
    for (; j < size_; ++j) {
      const auto text = word(j);
      if (is_stop_mark(text) && (j == i || !spaced(j) || (text == "." && word(j - 1) == "."))) {
        asks |= text.find_first_of("?!") != text.npos || text == "？" || text == "！" || text == "؟";
        dots += static_cast<std::size_t>(std::count(text.begin(), text.end(), '.')) +
                (text.find("…") != text.npos ? 3 : 0);
      } else if (j > i && closes(j)) {
        quoted |= is_one_of(text, kCloseQuotes);
        bracketed |= text == ")" || text == "]";
        if (is_one_of(text, kStraightQuotes)) quote_open_ = false;
      } else if (j > i) {
        break;
      }
    }
    const auto next = after_space(j);
    if (next == size_) return size_;
    const Context at{i, j, next, quoted, bracketed, j < size_ && spaced(j)};
    const bool wide = is_one_of(word(i), kWideStops);
    if (wide || (asks                                ? after_question(at)
                 : dots > 1 && is_stop_mark(word(i)) ? after_ellipsis(at)
                                                     : after_full_stop(at))) {
      begin(next);
    }
    return j;
  }

  struct Context {
    std::size_t stop;  // the token with the stop
    std::size_t end;   // after the marks that close there
    std::size_t next;  // the token that may begin a sentence
    bool quoted;       // a quotation ends there
    bool bracketed;
    bool space;  // there is white space before `next`
  };

  bool is_opener(std::size_t i) const {
    return is_one_of(word(i), kOpeners) ||
           ((word(i) == "'" || is_one_of(word(i), kStraightQuotes)) && (i + 1 == size_ || !spaced(i + 1)));
  }

  // The first word from i on, behind quotation marks and brackets that open; size_ when the text ends.
  std::size_t first_word(std::size_t i) const {
    while (i < size_ && (is_space(i) || is_opener(i))) ++i;
    return i;
  }
  Lead lead(std::size_t i) const { return i < size_ ? lead_of(word(i)) : Lead::kNone; }

  // "al-Shabab", "bin Laden", "https://…" in the place of a capitalised word.
  bool begins_small(std::size_t i) const {
    if (const auto stop = word(i).find('.');
        stop != std::string_view::npos && word(i).find('/') != std::string_view::npos) {
      return true;
    }
    if (!words_.particles.contains(word(i))) return false;
    auto after = i + 1;
    if (after < size_ && (word(after) == "-" || word(after) == "’" || word(after) == "'")) ++after;
    return after < size_ && lead(after) == Lead::kUpper;
  }

  // Names of at most four words, then a verb of saying: "Khan asked", "the Russian leader asked".
  bool speaker_follows(std::size_t i) const {
    for (std::size_t k = i; k < size_ && k < i + 6; ++k) {
      if (k > i && words_.saying.contains(word(k))) return true;
      if (lead(k) != Lead::kUpper && word(k) != "." && !words_.particles.contains(word(k))) return false;
      if (k == i && words_.starters.contains(lower(k)) && lower(k) != "he" && lower(k) != "she") return false;
    }
    return false;
  }

  bool can_begin(std::size_t i) const {
    switch (lead(i)) {
      case Lead::kUpper:
      case Lead::kDigit:
      case Lead::kOther:
        return true;
      case Lead::kLower:
        return begins_small(i);
      default:
        return false;
    }
  }

  bool after_question(const Context& at) const {
    const auto first = first_word(at.next);
    if (is_one_of(word(at.next), kDashes)) return false;
    if (!can_begin(first)) return is_one_of(word(at.next), kBullets);
    if (at.stop > 0 && !spaced(at.stop)) {
      const auto name = std::string(word(at.stop - 1)) + std::string(word(at.stop));
      if (words_.abbreviation(name)) return words_.starters.contains(lower(first));
    }
    return !(at.quoted && lead(first) == Lead::kUpper && speaker_follows(first));
  }

  bool after_ellipsis(const Context& at) const {
    if (at.stop == sentence_) return false;
    const auto first = first_word(at.next);
    if (lead(first) != Lead::kUpper) {
      return (at.quoted || at.bracketed) && can_begin(first) && lead(first) != Lead::kLower;
    }
    return at.bracketed || !(word(first) == "I" && spaced(at.stop));
  }

  bool after_full_stop(const Context& at) const {
    const auto first = first_word(at.next);
    const bool inside = word(at.stop) != ".";  // "U.S.": the stop is part of the token
    const bool attached = inside || (at.stop > sentence_ && !spaced(at.stop));
    const auto last = inside ? at.stop : at.stop - 1;
    std::string text;
    if (attached) text = whole_word(last);
    if (inside) text.pop_back();

    // "1. The talks", "A. Introduction"
    if (attached && last == sentence_ && !at.quoted && is_marker(text)) return false;

    if (attached) {
      if (const auto decided = after_abbreviation(at, last, text, first)) return *decided;
    }
    if (is_one_of(word(at.next), kBullets)) return true;
    // "$2. 6 million": a number that some hand has torn apart. Years may end a sentence before a number.
    if (text.size() <= 2 && is_digits(text) && at.next == first && is_digits(word(first))) return false;
    if (!at.space && at.end == at.stop + 1) return missing_space(text, first);
    if (can_begin(first)) return true;
    if (lead(first) == Lead::kLower) return word(at.next) == "(" || word(at.next) == "[";
    // "… on Monday. - Reuters"
    const auto after = first + 1;
    return first < size_ && is_one_of(word(first), kDashes) && after < size_ &&
           (!spaced(after) || can_begin(after)) && upper_ascii(text) != text;  // "MADRID, Dec. 5. - The"
  }

  // The word that ends at token `last`: the tokeniser takes some apart ("Wed" is "We" "d" to it).
  std::string whole_word(std::size_t last) const {
    std::string out(word(last));
    for (auto i = last;
         i > sentence_ && !spaced(i) && is_alpha(decode(word(i), 0).value) && is_alpha(word(i - 1)); --i) {
      out.insert(0, word(i - 1));
    }
    return out;
  }

  static bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  }
  static bool is_marker(std::string_view text) {
    if (text.size() == 1 && is_alpha(static_cast<unsigned char>(text[0]))) return true;
    return is_roman(text) || (text.size() <= 3 && is_digits(text));
  }

  // "ended.The": no domain and no file name.
  bool missing_space(std::string_view before, std::size_t first) const {
    return before.size() > 1 && first < size_ && word(first).size() > 1 && can_begin(first);
  }

  // Nothing when `text`, which ends at token `last`, is no abbreviation.
  std::optional<bool> after_abbreviation(const Context& at, std::size_t last, std::string_view text,
                                         std::size_t first) const {
    const auto kind = lead(first);
    const bool begins =
        kind == Lead::kUpper || kind == Lead::kOther || (kind == Lead::kLower && begins_small(first));
    const bool starter = kind == Lead::kUpper && words_.starters.contains(lower(first));

    auto before = words_.abbreviation(std::string(text) + ".");
    if (!before) {
      const auto hyphen = text.rfind('-');
      if (hyphen != text.npos) before = words_.abbreviation(std::string(text.substr(hyphen + 1)) + ".");
    }
    if (!before && last > 0 && !spaced(last) && word(last - 1) == "-")
      before = words_.abbreviation(std::string(text) + ".");
    if (!before && is_initial(text)) {
      // "John F. Kennedy", "J. K. Rowling"; but "World War I. Khan", "of plan B. The".
      if (!begins) return kind == Lead::kDigit;
      return starter || at.quoted || (text == "I" && last > 0 && !spaced_name(last));
    }
    if (!before && (is_dotted(text) || is_contraction(text))) before = Before::kUnclear;
    if (!before) return std::nullopt;

    switch (*before) {
      case Before::kName:
        return at.quoted && begins;
      case Before::kNumber:
        return begins && !is_roman(word(first)) && !is_one_of(word(at.next), kDashes);
      case Before::kAnything:
        return at.quoted && begins;
      case Before::kUnclear:
        if (is_one_of(word(at.next), kDashes) || word(at.next) == "(") return false;
        return at.quoted ? begins : starter;
      case Before::kTime:
        if (kind == Lead::kDigit)
          return word(at.next) != "(" && !(first + 1 < size_ && words_.time_tails.contains(lower(first + 1)));
        return begins && !is_one_of(word(at.next), kDashes) && !time_goes_on(first);
    }
    return std::nullopt;
  }

  bool spaced_name(std::size_t i) const {
    return i > 0 && lead(i - 1) == Lead::kUpper && is_initial(word(i - 1));
  }

  // "Monday", "GMT", "Moscow time", "Eastern Daylight Time"
  bool time_goes_on(std::size_t first) const {
    if (words_.time_tails.contains(lower(first))) return true;
    for (std::size_t k = first + 1; k < size_ && k < first + 4; ++k) {
      if (lower(k) == "time") return true;
      if (lead(k) != Lead::kUpper) break;
    }
    return false;
  }

  static bool is_initial(std::string_view text) {
    if (text.ends_with('.')) text.remove_suffix(1);
    return !text.empty() && decode(text, 0).size == text.size() && is_upper(decode(text, 0).value);
  }

  // "U.N", "Ph.D", "a.k.a": groups of one or two letters.
  static bool is_dotted(std::string_view text) {
    bool stop = false;
    for (std::size_t run = 0; const char c : text) {
      if (c == '.') {
        if (run == 0) return false;
        stop = true;
        run = 0;
      } else if (!is_alpha(static_cast<unsigned char>(c)) || ++run > 2) {
        return false;
      }
    }
    return stop && text.back() != '.';
  }

  // "Sgt", "Mgr": a short word that begins with a capital and has no vowel.
  static bool is_contraction(std::string_view text) {
    if (text.size() < 2 || text.size() > 4 || !is_upper(static_cast<unsigned char>(text[0]))) return false;
    return std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= 'a' && c <= 'z'; }) &&
           upper_ascii(text).find_first_of("AEIOUY") == std::string::npos;
  }

  const State& words_;
  std::span<const LexToken> tokens_;
  std::span<std::uint8_t> starts_;
  std::size_t size_;
  std::size_t sentence_ = 0;  // first token of the sentence that runs
  bool quote_open_ = false;
};

}  // namespace

SentenceSplitter::SentenceSplitter() : state_(std::make_shared<State>()) {}

SentenceSplitter SentenceSplitter::compile(const Rulebook& rulebook, Diagnostics& diagnostics) {
  auto state = std::make_shared<State>();
  const auto take_examples = [&](RuleTable& rule) {
    auto examples = rule.examples();
    for (std::size_t i = 0; i < examples.matches.size(); ++i) {
      state->examples.push_back({examples.matches[i], examples.match_places[i]});
    }
    for (std::size_t i = 0; i < examples.rejects.size(); ++i) {
      state->examples.push_back({examples.rejects[i], examples.reject_places[i]});
    }
  };
  std::vector<std::pair<std::string, Before>> in_capitals;
  for (auto rule : rulebook.tables("language", "abbreviation", diagnostics)) {
    rule.id();
    const auto name = rule.string("before");
    const auto* const before =
        std::find_if(kBefore.begin(), kBefore.end(), [&](const auto& item) { return item.first == name; });
    if (before == kBefore.end()) {
      rule.fault(ErrorCode::kRulesBadValue, "unknown value `" + name + "`",
                 "one of name, number, anything, unclear, time", "before");
      rule.finish();
      continue;
    }
    const bool capitals = rule.boolean_or("capitals", true);
    for (const auto& word : rule.required_strings("words")) {
      if (capitals) in_capitals.emplace_back(upper_ascii(word), before->second);
      const char last = word.empty() ? ' ' : word.back();
      if (last != '.' && last != '!' && last != '?') {
        rule.fault(ErrorCode::kRulesBadValue, "`" + word + "` does not end in . ! or ?", {}, "words");
      } else if (!state->abbreviations.emplace(word, before->second).second) {
        rule.fault(ErrorCode::kRulesBadValue, "`" + word + "` stands in this table twice", "keep one of them",
                   "words");
      }
    }
    take_examples(rule);
    rule.finish();
  }
  for (const auto& [word, before] : in_capitals) state->abbreviations.emplace(word, before);

  const std::pair<std::string_view, WordSet State::*> lists[] = {{"starter", &State::starters},
                                                                 {"time-tail", &State::time_tails},
                                                                 {"particle", &State::particles},
                                                                 {"saying", &State::saying}};
  for (auto rule : rulebook.tables("language", "sentence_words", diagnostics)) {
    const auto id = rule.id();
    const auto* const list =
        std::find_if(std::begin(lists), std::end(lists), [&](const auto& item) { return item.first == id; });
    if (list == std::end(lists)) {
      rule.fault(ErrorCode::kRulesBadValue, "unknown list `" + id + "`",
                 "one of starter, time-tail, particle, saying", "id");
    }
    for (const auto& word : rule.required_strings("words")) {
      if (list != std::end(lists)) ((*state).*(list->second)).insert(word);
    }
    take_examples(rule);
    rule.finish();
  }
  SentenceSplitter out;
  out.state_ = std::move(state);
  return out;
}

void SentenceSplitter::split(std::span<const LexToken> tokens, std::span<std::uint8_t> starts) const {
  Splitting<State>(*state_, tokens, starts).run();
}

std::size_t SentenceSplitter::run_examples(
    const std::function<std::vector<LexToken>(std::string_view)>& tokenize, Diagnostics& diagnostics) const {
  constexpr std::string_view kBorder = " | ";
  for (const auto& example : state_->examples) {
    std::string text, found;
    std::vector<std::size_t> wanted;
    for (std::string_view left = example.text;;) {
      const auto border = left.find(kBorder);
      text += left.substr(0, border);
      if (border == left.npos) break;
      text += ' ';
      left.remove_prefix(border + kBorder.size());
    }
    const auto tokens = tokenize(text);
    std::vector<std::uint8_t> starts(tokens.size());
    split(tokens, starts);
    std::size_t from = 0;
    for (std::size_t i = 1; i < tokens.size(); ++i) {
      if (!starts[i]) continue;
      found += text.substr(from, tokens[i].begin - 1 - from) + std::string(kBorder);
      from = tokens[i].begin;
    }
    found += text.substr(from);
    if (found != example.text) {
      diagnostics.add({ErrorCode::kRulesExampleFailed, "cut as: " + found, example.place,
                       "change the words of the rule, or mark the borders as they should be"});
    }
  }
  return state_->examples.size();
}

}  // namespace chancery
