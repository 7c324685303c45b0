// Where the tokeniser cuts a chunk of text: the model's four patterns, as regular expressions and as a scanner
// for ASCII.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/span.h"

namespace chancery {

// The patterns as the model file has them, in Python's syntax.
struct AffixSources {
  std::string_view prefix, suffix, infix, url;
};

// Longest chunk, in bytes, and most '@' in it that are tried as an address: the pattern's cost grows with their
// product. Longer chunks are none, by rule, where spaCy would search on.
constexpr std::size_t kLongestUrl = 2048;
constexpr int kMostAtSigns = 16;

// The patterns by PCRE2: right for every text, the reference. Const and shared by threads; a Scratch is for one
// thread. All texts are valid UTF-8 without white space; lengths and spans are in bytes.
class AffixPatterns {
 public:
  class Scratch {
   public:
    Scratch();
    ~Scratch();
    Scratch(Scratch&&) noexcept;
    Scratch& operator=(Scratch&&) noexcept;

   private:
    friend class AffixPatterns;
    struct State;
    std::unique_ptr<State> state_;
  };

  // Errors: model.unsupported when a pattern does not compile.
  static Result<AffixPatterns> compile(const AffixSources& sources, const std::string& model_path);
  AffixPatterns(AffixPatterns&&) noexcept;
  AffixPatterns& operator=(AffixPatterns&&) noexcept;
  ~AffixPatterns();

  // Length of the prefix or suffix of x, 0 when there is none. In chunks of more than 64 bytes the suffix is
  // sought in the last 12 bytes and the full stops that end there: with the known patterns that changes
  // nothing.
  std::size_t prefix(std::string_view x, Scratch& scratch) const;
  std::size_t suffix(std::string_view x, Scratch& scratch) const;
  // Appends all matches inside x, from left to right.
  void infixes(std::string_view x, Scratch& scratch, std::vector<Span>& out) const;
  bool is_url(std::string_view x, Scratch& scratch) const;

  // Are these the patterns that the ASCII scanner below was written for?
  bool known() const;

 private:
  struct State;
  explicit AffixPatterns(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// What the known patterns find, without regular expressions. ascii_infixes() needs text that is all ASCII;
// ascii_prefix() an ASCII first byte; ascii_suffix() ASCII in the last kAsciiReach bytes (or all of a shorter
// text): no pattern that touches an ASCII end looks further.
constexpr std::size_t kAsciiReach = 8;
std::size_t ascii_prefix(std::string_view x);
std::size_t ascii_suffix(std::string_view x);
void ascii_infixes(std::string_view x, std::vector<Span>& out);
// False when the known address pattern cannot match, for any text.
bool may_be_url(std::string_view x);

}  // namespace chancery
