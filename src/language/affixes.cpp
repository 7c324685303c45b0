// SPDX-License-Identifier: Apache-2.0
#include "language/affixes.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <utility>

#include "language/string_id.h"

namespace chancery {
namespace {

// --- the ASCII scanner ---

enum : std::uint8_t {
  kDigit = 1,
  kLower = 2,
  kUpper = 4,
  kSingle = 8,     // a prefix and a suffix wherever it stands
  kQuote = 16,     // ' " ` and the comma: may stand around a full stop between sentences without a blank
  kInside = 32,    // may be an infix
  kStopAfter = 64  // a final full stop after it is a suffix
};

constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> out{};
  const auto mark = [&](std::string_view chars, std::uint8_t bits) {
    for (const char c : chars) out[static_cast<unsigned char>(c)] |= bits;
  };
  for (int c = '0'; c <= '9'; ++c) out[c] |= kDigit | kStopAfter;
  for (int c = 'a'; c <= 'z'; ++c) out[c] |= kLower | kStopAfter;
  for (int c = 'A'; c <= 'Z'; ++c) out[c] |= kUpper;
  mark(",:;!?()[]{}<>_#*&'\"`", kSingle | kStopAfter);
  mark("%-+|", kStopAfter);
  mark("'\"`,", kQuote);
  mark(".+-*^,~:<>=/", kInside);
  return out;
}
constexpr auto kClasses = make_classes();

bool is(char c, std::uint8_t bits) { return (kClasses[static_cast<unsigned char>(c)] & bits) != 0; }
constexpr std::uint8_t kLetter = kLower | kUpper;
constexpr std::uint8_t kWord = kLetter | kDigit;

constexpr std::string_view kUnits[] = {"G",  "K",  "M",  "T",  "g",   "m",   "t",   "%",    "GB",
                                       "KB", "MB", "Pa", "TB", "cm",  "dm",  "ft",  "gb",   "ha",
                                       "in", "kb", "kg", "km", "lb",  "m/s", "mb",  "mg",   "mm",
                                       "nm", "oz", "tb", "yd", "hPa", "kmh", "mph", "km/h", "mbar"};
constexpr std::size_t kLongestUnit = 4;

// Length of the run of full stops that ends at `end`.
std::size_t stops_before(std::string_view x, std::size_t end) {
  std::size_t at = end;
  while (at > 0 && x[at - 1] == '.') --at;
  return end - at;
}

}  // namespace

std::size_t ascii_prefix(std::string_view x) {
  const char first = x[0];
  if (is(first, kSingle)) return 1;
  switch (first) {
    case '$':
    case '%':
    case '=':
      return 1;
    case '+':
      return x.size() > 1 && is(x[1], kDigit) ? 0 : 1;
    case 'U':
      return x.starts_with("US$") ? 3 : 0;
    case 'C':
    case 'A':
      return x.size() > 1 && x[1] == '$' ? 2 : 0;
    case '.': {
      const auto run = std::min(x.find_first_not_of('.'), x.size());
      return run > 1 ? run : 0;
    }
    default:
      return 0;
  }
}

std::size_t ascii_suffix(std::string_view x) {
  const auto n = x.size();
  const char last = x[n - 1];
  const auto digit_at = [&](std::size_t from_end) { return n >= from_end && is(x[n - from_end], kDigit); };
  if (is(last, kSingle)) return 1;
  switch (last) {
    case '.': {
      const auto run = stops_before(x, n);
      if (run > 1) return run;
      if (n > 1 && is(x[n - 2], kStopAfter)) return 1;
      return n > 2 && is(x[n - 2], kUpper) && is(x[n - 3], kUpper) ? 1 : 0;
    }
    case '+':
      return digit_at(2) ? 1 : 0;
    case '$':
      if (digit_at(2)) return 1;
      if (digit_at(3) && (x[n - 2] == 'C' || x[n - 2] == 'A')) return 2;
      return digit_at(4) && x.ends_with("US$") ? 3 : 0;
    case 's':
    case 'S':
      if (n > 1 && x[n - 2] == '\'') return 2;
      break;
    default:
      break;
  }
  // Units follow a digit and hold none, so only the text after the last digit can be one.
  std::size_t size = 0;
  while (size <= kLongestUnit && size < n && !is(x[n - 1 - size], kDigit)) ++size;
  if (size == 0 || size > kLongestUnit || size == n) return 0;
  const auto unit = x.substr(n - size);
  return std::find(std::begin(kUnits), std::end(kUnits), unit) != std::end(kUnits) ? size : 0;
}

void ascii_infixes(std::string_view x, std::vector<Span>& out) {
  const auto n = x.size();
  for (std::size_t i = 0; i < n;) {
    const char c = x[i];
    if (!is(c, kInside)) {
      ++i;
      continue;
    }
    const char before = i > 0 ? x[i - 1] : '\0', after = i + 1 < n ? x[i + 1] : '\0';
    std::size_t size = 0;
    switch (c) {
      case '.':
        if (after == '.') {
          size = std::min(x.find_first_not_of('.', i), n) - i;
        } else if (is(before, kLower | kQuote) && is(after, kUpper | kQuote)) {
          size = 1;
        }
        break;
      case '+':
      case '*':
      case '^':
        if (is(before, kDigit) && (is(after, kDigit) || after == '-')) size = 1;
        break;
      case ',':
        if (is(before, kLetter) && is(after, kLetter)) size = 1;
        break;
      case '-':
        if (is(before, kDigit) && (is(after, kDigit) || after == '-')) {
          size = 1;
        } else if (is(before, kWord)) {
          std::size_t run = 1;
          while (run < 4 && i + run < n && x[i + run] == '-') ++run;
          if (run < 4 && i + run < n && is(x[i + run], kLetter)) size = run;
        }
        break;
      default:  // ~ : < > = /
        if (is(before, kWord) && is(after, kLetter)) size = 1;
        break;
    }
    if (size > 0) out.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + size)});
    i += std::max<std::size_t>(size, 1);
  }
}

bool may_be_url(std::string_view x) {
  // A letter of a top-level domain: lower case, or (perhaps) not ASCII.
  const auto tld = [](char c) { return is(c, kLower) || static_cast<unsigned char>(c) >= 0x80; };
  int numbers = 0;
  for (auto stop = x.find('.'); stop != std::string_view::npos; stop = x.find('.', stop + 1)) {
    if (stop + 1 < x.size() && is(x[stop + 1], kDigit)) ++numbers;
    // Digits of other scripts count as letters here, which only lets more through.
    if (stop + 2 < x.size() && tld(x[stop + 1]) && tld(x[stop + 2])) return true;
  }
  return numbers >= 3;
}

// --- the patterns ---

namespace {

constexpr std::size_t kLongChunk = 64, kSuffixReach = 12;

// Hash of the four patterns of en_core_web_sm 3.7 and 3.8.
constexpr std::uint64_t kKnownPatterns = 0x95d6aa487e21f004;

constexpr std::uint32_t kMatchLimit = 1'000'000;
constexpr std::size_t kJitStack = 32 * 1024, kMostJitStack = 1024 * 1024;

struct FreeCode {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
using Code = std::unique_ptr<pcre2_code, FreeCode>;

// Python's way to write a code point becomes PCRE2's.
std::string rewrite(std::string_view python) {
  if (python.starts_with("(?u)")) python.remove_prefix(4);
  std::string out;
  for (std::size_t i = 0; i < python.size(); ++i) {
    const char next = python[i] == '\\' && i + 1 < python.size() ? python[i + 1] : '\0';
    const std::size_t digits = next == 'u' ? 4 : next == 'U' ? 8 : 0;
    if (digits > 0 && i + 1 + digits < python.size()) {
      out.append("\\x{").append(python.substr(i + 2, digits)).append("}");
      i += 1 + digits;
    } else {
      out.push_back(python[i]);
      if (next != '\0') out.push_back(python[++i]);
    }
  }
  return out;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

Result<Code> compile_one(const std::string& pattern, const std::string& path) {
  int error = 0;
  PCRE2_SIZE offset = 0;
  Code code(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), PCRE2_UTF | PCRE2_UCP,
                          &error, &offset, nullptr));
  if (!code) {
    return Error{ErrorCode::kModelUnsupported,
                 "a pattern of the tokeniser does not compile",
                 {path, 0, 0, offset},
                 "use en_core_web_sm 3.7 or 3.8"};
  }
  // Without JIT (a system that forbids it) the same matches come more slowly.
  pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);
  return code;
}

}  // namespace

struct AffixPatterns::State {
  Code prefix, suffix, infix, url;
  bool known = false;
};

struct AffixPatterns::Scratch::State {
  State()
      : data(pcre2_match_data_create(1, nullptr)),
        context(pcre2_match_context_create(nullptr)),
        stack(pcre2_jit_stack_create(kJitStack, kMostJitStack, nullptr)) {
    pcre2_set_match_limit(context, kMatchLimit);
    pcre2_jit_stack_assign(context, nullptr, stack);
  }
  ~State() {
    pcre2_jit_stack_free(stack);
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  // False for no match and for a search that hits a limit.
  bool match(const Code& code, std::string_view x, std::size_t from) {
    return pcre2_match(code.get(), reinterpret_cast<PCRE2_SPTR>(x.data()), x.size(), from, PCRE2_NO_UTF_CHECK,
                       data, context) >= 0;
  }
  std::size_t begin() const { return pcre2_get_ovector_pointer(data)[0]; }
  std::size_t end() const { return pcre2_get_ovector_pointer(data)[1]; }

  pcre2_match_data* data;
  pcre2_match_context* context;
  pcre2_jit_stack* stack;
};

AffixPatterns::Scratch::Scratch() : state_(std::make_unique<State>()) {}
AffixPatterns::Scratch::~Scratch() = default;
AffixPatterns::Scratch::Scratch(Scratch&&) noexcept = default;
AffixPatterns::Scratch& AffixPatterns::Scratch::operator=(Scratch&&) noexcept = default;

AffixPatterns::AffixPatterns(std::unique_ptr<State> state) : state_(std::move(state)) {}
AffixPatterns::AffixPatterns(AffixPatterns&&) noexcept = default;
AffixPatterns& AffixPatterns::operator=(AffixPatterns&&) noexcept = default;
AffixPatterns::~AffixPatterns() = default;

Result<AffixPatterns> AffixPatterns::compile(const AffixSources& sources, const std::string& model_path) {
  auto url = rewrite(sources.url);
  // The user part of an address: as a question of yes or no both say "anything, then an @", but the first takes
  // quadratic time to find that there is none.
  replace_all(url, R"(\S+(?::\S*)?@)", R"(\S+@)");
  auto state = std::make_unique<State>();
  const std::pair<Code State::*, std::string> all[] = {{&State::prefix, rewrite(sources.prefix)},
                                                       {&State::suffix, rewrite(sources.suffix)},
                                                       {&State::infix, rewrite(sources.infix)},
                                                       {&State::url, url}};
  for (const auto& [member, pattern] : all) {
    auto code = compile_one(pattern, model_path);
    if (!code) return std::move(code).error();
    *state.*member = *std::move(code);
  }
  std::uint64_t hash = 1;
  for (const auto source : {sources.prefix, sources.suffix, sources.infix, sources.url})
    hash = murmur64(source, hash);
  state->known = hash == kKnownPatterns;
  return AffixPatterns(std::move(state));
}

bool AffixPatterns::known() const { return state_->known; }

std::size_t AffixPatterns::prefix(std::string_view x, Scratch& scratch) const {
  auto& run = *scratch.state_;
  return !x.empty() && run.match(state_->prefix, x, 0) ? run.end() - run.begin() : 0;
}

std::size_t AffixPatterns::suffix(std::string_view x, Scratch& scratch) const {
  if (x.empty()) return 0;
  auto& run = *scratch.state_;
  std::size_t from = 0;
  if (x.size() > kLongChunk) {
    from = x.size() - stops_before(x, x.size());
    from -= std::min(from, kSuffixReach);
    while (from > 0 && (static_cast<unsigned char>(x[from]) & 0xC0) == 0x80) --from;
  }
  return run.match(state_->suffix, x, from) ? run.end() - run.begin() : 0;
}

void AffixPatterns::infixes(std::string_view x, Scratch& scratch, std::vector<Span>& out) const {
  auto& run = *scratch.state_;
  for (std::size_t at = 0; at < x.size() && run.match(state_->infix, x, at);) {
    out.push_back({static_cast<std::uint32_t>(run.begin()), static_cast<std::uint32_t>(run.end())});
    at = run.end();
    if (run.begin() == run.end()) {  // an empty match: on to the next code point
      do ++at;
      while (at < x.size() && (static_cast<unsigned char>(x[at]) & 0xC0) == 0x80);
    }
  }
}

bool AffixPatterns::is_url(std::string_view x, Scratch& scratch) const {
  if (x.empty() || x.size() > kLongestUrl || std::count(x.begin(), x.end(), '@') > kMostAtSigns) return false;
  return scratch.state_->match(state_->url, x, 0);
}

}  // namespace chancery
