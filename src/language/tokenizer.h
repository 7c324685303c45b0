// Text to tokens, exactly as spaCy's English tokeniser cuts it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "language/affixes.h"
#include "language/lexeme.h"
#include "language/wheel.h"

namespace chancery {

// Immutable, shared by threads. Time is linear in the text, whatever it holds.
class Tokenizer {
 public:
  // kFast scans ASCII without regular expressions and keeps what it has seen; kReference asks the model's
  // patterns each time. Both give the same tokens (affixes_test.cpp, tokenizer_test.cpp).
  enum class Path : std::uint8_t { kFast, kReference };

  // Memory of one thread: chunks and word types seen so far. Lexemes point into it.
  class Scratch {
   public:
    Scratch();
    ~Scratch();
    Scratch(Scratch&&) noexcept;
    Scratch& operator=(Scratch&&) noexcept;

    // Forgets everything once it has grown beyond `limit` bytes. All lexemes of this scratch die then: call it
    // between batches. Without it the scratch grows by some 300 bytes for each new word.
    void trim(std::size_t limit = std::size_t{24} << 20);
    std::size_t bytes() const;

   private:
    friend class Tokenizer;
    struct State;
    std::unique_ptr<State> state_;
  };

  // Reads `tokenizer` and `vocab/lookups.bin` of the model. Errors: model.damaged, model.unsupported.
  static Result<Tokenizer> compile(const ModelFiles& model);
  Tokenizer(Tokenizer&&) noexcept;
  Tokenizer& operator=(Tokenizer&&) noexcept;
  ~Tokenizer();

  // Appends the tokens of `text` (valid UTF-8, below 4 GB); offsets are bytes in `text`. All white space stands
  // in tokens of its own but for single blanks, which are the space_after of the token before.
  void tokenize(std::string_view text, Scratch& scratch, std::vector<LexToken>& out,
                Path path = Path::kFast) const;

  const AffixPatterns& patterns() const;

 private:
  struct State;
  explicit Tokenizer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace chancery
