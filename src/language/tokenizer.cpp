// SPDX-License-Identifier: Apache-2.0
#include "language/tokenizer.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

#include "base/utf8.h"
#include "language/id_map.h"
#include "language/msgpack.h"
#include "language/string_id.h"
#include "language/unicode.h"

namespace chancery {
namespace {

// One token of a chunk; it begins where the one before ends.
struct Piece {
  std::uint32_t end = 0;  // in the chunk
  const Lexeme* lexeme = nullptr;
};

// A chunk with its tokens, in the arena.
struct Chunk {
  std::string_view text;
  const Piece* pieces = nullptr;
  std::uint32_t size = 0;
};

// Bytes that live until all die together.
class Arena {
 public:
  template <class T>
  T* make(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    return static_cast<T*>(take(count * sizeof(T), alignof(T)));
  }
  std::string_view keep(std::string_view text) {
    auto* const out = make<char>(text.size());
    std::memcpy(out, text.data(), text.size());
    return {out, text.size()};
  }
  std::size_t bytes() const { return bytes_; }
  void clear() {
    blocks_.clear();
    left_ = bytes_ = 0;
  }

 private:
  void* take(std::size_t size, std::size_t alignment) {
    const std::size_t skip = (alignment - reinterpret_cast<std::uintptr_t>(at_) % alignment) % alignment;
    if (left_ < size + skip) {
      const std::size_t block = std::max(size, kBlock);
      blocks_.push_back(std::make_unique_for_overwrite<char[]>(block));  // aligned for everything
      bytes_ += block;
      at_ = blocks_.back().get();
      left_ = block;
      return advance(size);
    }
    advance(skip);
    return advance(size);
  }
  void* advance(std::size_t size) {
    auto* const out = at_;
    at_ += size;
    left_ -= size;
    return out;
  }

  static constexpr std::size_t kBlock = std::size_t{64} << 10;
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* at_ = nullptr;
  std::size_t left_ = 0, bytes_ = 0;
};

// What was seen lately, by hash. Sets of four, the oldest of a set gives way: no text can make it slow or
// large.
template <class Item, std::size_t sets>
class Recent {
 public:
  template <class Same>
  const Item* find(std::uint64_t hash, const Same& same) const {
    if (slots_.empty()) return nullptr;
    const auto* const set = &slots_[hash % sets * kWays];
    for (std::size_t i = 0; i < kWays; ++i) {
      if (set[i].hash == hash && set[i].item && same(*set[i].item)) return set[i].item;
    }
    return nullptr;
  }
  void add(std::uint64_t hash, const Item* item) {
    if (slots_.empty()) slots_.resize(sets * kWays);
    auto* const set = &slots_[hash % sets * kWays];
    std::move_backward(set, set + kWays - 1, set + kWays);
    set[0] = {hash, item};
  }
  void clear() { slots_.clear(); }

 private:
  static constexpr std::size_t kWays = 4;
  struct Slot {
    std::uint64_t hash = 0;
    const Item* item = nullptr;
  };
  std::vector<Slot> slots_;
};

constexpr std::size_t kLongestCached = 128;  // bytes of a chunk

// Bytes by what they mean for cutting text into chunks.
enum class Byte : std::uint8_t { kText, kSpace, kOther };
constexpr std::array<Byte, 256> make_bytes() {
  std::array<Byte, 256> out{};
  for (int c = 0x80; c < 0x100; ++c) out[c] = Byte::kOther;
  for (const int c : {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x1F, 0x20}) out[c] = Byte::kSpace;
  return out;
}
constexpr auto kBytes = make_bytes();

bool all_ascii(std::string_view text) {
  std::uint64_t high = 0;
  while (text.size() >= 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data(), 8);
    high |= word;
    text.remove_prefix(8);
  }
  for (const char c : text)
    high |= static_cast<std::uint64_t>(static_cast<unsigned char>(c)) << 56 | (c & 0x80);
  return (high & 0x8080808080808080u) == 0;
}

bool all_letters(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; });
}

}  // namespace

struct Tokenizer::Scratch::State {
  Arena arena;
  Recent<Chunk, 1 << 14> chunks;
  Recent<Lexeme, 1 << 14> lexemes;
  AffixPatterns::Scratch patterns;

  // Of the call that runs.
  std::string lower;
  std::vector<Piece> pieces;
  std::vector<Span> suffixes, infixes;
  std::vector<std::uint32_t> starts;  // tokens that may start a special sequence
  std::vector<LexToken> rewritten;
};

Tokenizer::Scratch::Scratch() : state_(std::make_unique<State>()) {}
Tokenizer::Scratch::~Scratch() = default;
Tokenizer::Scratch::Scratch(Scratch&&) noexcept = default;
Tokenizer::Scratch& Tokenizer::Scratch::operator=(Scratch&&) noexcept = default;
std::size_t Tokenizer::Scratch::bytes() const { return state_->arena.bytes(); }
void Tokenizer::Scratch::trim(std::size_t limit) {
  if (state_->arena.bytes() <= limit) return;
  state_->chunks.clear();
  state_->lexemes.clear();
  state_->arena.clear();
}

struct Tokenizer::State {
  struct ExceptionPiece {
    std::string text;
    std::uint64_t norm = 0;  // id; 0 when the exception gives none
  };
  struct Exception {
    std::string text;
    std::vector<ExceptionPiece> pieces;
  };

  explicit State(AffixPatterns compiled) : patterns(std::move(compiled)) {}

  AffixPatterns patterns;
  Norms norms;
  std::vector<Exception> exceptions;
  IdMap<std::uint32_t> exception_by_id;
  std::size_t longest_exception = 0;

  // Trie of special sequences: (node, id of the next token) → node. Node 0 is the root.
  IdMap<std::uint32_t> trie;
  std::vector<char> ends;  // of each node: is it the end of a sequence?
  IdMap<char> starts;      // ids of first tokens

  static std::uint64_t edge(std::uint32_t node, std::uint64_t id) {
    return id ^ (node + std::uint64_t{1}) * 0x9E3779B97F4A7C15u;
  }

  const Exception* exception(std::string_view text) const {
    if (text.size() > longest_exception || text.empty()) return nullptr;
    const auto* const at = exception_by_id.find(murmur64(text));
    return at && exceptions[*at].text == text ? &exceptions[*at] : nullptr;
  }

  // One cutting of one chunk.
  struct Cutter;
  const Lexeme* lexeme(std::string_view text, std::uint64_t norm, Scratch::State& scratch) const;
  void add_special_sequence(const std::vector<std::uint64_t>& ids);
  void second_pass(std::string_view text, std::size_t first, Scratch::State& scratch,
                   std::vector<LexToken>& out) const;
};

const Lexeme* Tokenizer::State::lexeme(std::string_view text, std::uint64_t norm,
                                       Scratch::State& scratch) const {
  const auto hash = murmur64(text, norm + 1);
  const auto* const known = scratch.lexemes.find(
      hash, [&](const Lexeme& lexeme) { return lexeme.text == text && (norm == 0 || lexeme.norm == norm); });
  if (known) return known;
  scratch.lower.clear();
  append_lower(scratch.lower, text);
  const auto kept = scratch.arena.keep(text);
  const auto lower = scratch.lower == text ? kept : scratch.arena.keep(scratch.lower);
  auto* const out = new (scratch.arena.make<Lexeme>(1)) Lexeme(make_lexeme(kept, lower, norm, norms));
  out->starts_special = starts.contains(out->orth);
  scratch.lexemes.add(hash, out);
  return out;
}

struct Tokenizer::State::Cutter {
  const State& state;
  Scratch::State& scratch;
  bool fast;
  bool with_exceptions;
  std::string_view chunk;

  std::size_t prefix(std::string_view x) const {
    if (x.empty()) return 0;
    if (fast && static_cast<unsigned char>(x[0]) < 0x80) return ascii_prefix(x);
    return state.patterns.prefix(x, scratch.patterns);
  }
  std::size_t suffix(std::string_view x) const {
    if (x.empty()) return 0;
    if (fast && all_ascii(x.substr(x.size() - std::min(x.size(), kAsciiReach)))) return ascii_suffix(x);
    return state.patterns.suffix(x, scratch.patterns);
  }
  const Exception* exception(std::string_view x) const {
    return with_exceptions ? state.exception(x) : nullptr;
  }

  void emit(std::string_view text, std::uint64_t norm = 0) const {
    scratch.pieces.push_back({static_cast<std::uint32_t>(text.data() + text.size() - chunk.data()),
                              state.lexeme(text, norm, scratch)});
  }
  void emit(std::string_view text, const Exception& rule) const {
    std::size_t at = 0;
    for (const auto& piece : rule.pieces) {
      emit(text.substr(at, piece.text.size()), piece.norm);
      at += piece.text.size();
    }
  }

  // Appends the pieces of the chunk to scratch.pieces.
  void cut() const {
    if (const auto* const rule = exception(chunk)) return emit(chunk, *rule);
    if (fast && all_letters(chunk)) return emit(chunk);

    auto x = chunk;
    scratch.suffixes.clear();
    const auto take_prefix = [&](std::size_t size) {
      emit(x.substr(0, size));  // prefixes come first in the text and are final: no list needed
      x.remove_prefix(size);
    };
    const auto take_suffix = [&](std::size_t size) {
      x.remove_suffix(size);
      const auto begin = static_cast<std::uint32_t>(x.data() + x.size() - chunk.data());
      scratch.suffixes.push_back({begin, static_cast<std::uint32_t>(begin + size)});
    };
    const Exception* rule = nullptr;
    while (!x.empty()) {
      rule = exception(x);
      if (rule) break;
      const auto p = prefix(x);
      if (p > 0) {
        rule = exception(x.substr(p));
        if (rule) {
          take_prefix(p);
          break;
        }
      }
      const auto s = suffix(x.substr(p));
      if (s > 0) {
        rule = exception(x.substr(0, x.size() - s));
        if (rule) {
          take_suffix(s);
          break;
        }
      }
      if (p == 0 && s == 0) break;
      if (s > 0 && (p == 0 || p + s <= x.size())) take_suffix(s);
      if (p > 0) take_prefix(p);
    }
    if (rule) {
      emit(x, *rule);
    } else if (!x.empty()) {
      cut_core(x);
    }
    for (auto i = scratch.suffixes.size(); i-- > 0;) emit(scratch.suffixes[i].of(chunk));
  }

  void cut_core(std::string_view x) const {
    const bool plain = fast && all_ascii(x);
    if ((!fast || may_be_url(x)) && state.patterns.is_url(x, scratch.patterns)) return emit(x);
    scratch.infixes.clear();
    if (plain) {
      ascii_infixes(x, scratch.infixes);
    } else {
      state.patterns.infixes(x, scratch.patterns, scratch.infixes);
    }
    std::size_t start = 0;
    for (const auto infix : scratch.infixes) {
      if (infix.begin == 0) continue;
      if (infix.begin != start) emit(x.substr(start, infix.begin - start));
      if (!infix.empty()) emit(x.substr(infix.begin, infix.size()));
      start = infix.end;
    }
    if (start < x.size()) emit(x.substr(start));
  }
};

void Tokenizer::State::add_special_sequence(const std::vector<std::uint64_t>& ids) {
  starts.insert(ids.front(), 1);
  std::uint32_t node = 0;
  for (const auto id : ids) {
    const auto key = edge(node, id);
    if (const auto* const next = trie.find(key)) {
      node = *next;
    } else {
      const auto made = static_cast<std::uint32_t>(ends.size());
      trie.insert(key, made);
      ends.push_back(0);
      node = made;
    }
  }
  ends[node] = 1;
}

// Special cases whose text the affix rules cut up are found again as sequences of tokens: ":" ")" becomes ":)".
void Tokenizer::State::second_pass(std::string_view text, std::size_t first, Scratch::State& scratch,
                                   std::vector<LexToken>& out) const {
  struct Match {
    std::uint32_t begin, end;  // tokens
  };
  std::vector<Match> matches;
  for (const auto start : scratch.starts) {
    std::uint32_t node = 0;
    for (std::size_t i = start; i < out.size(); ++i) {
      const auto* const next = trie.find(edge(node, out[i].lexeme->orth));
      if (!next) break;
      node = *next;
      if (ends[node]) matches.push_back({start, static_cast<std::uint32_t>(i + 1)});
    }
  }
  if (matches.empty()) return;
  std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
    const auto x = a.end - a.begin, y = b.end - b.begin;
    return x != y ? x > y : a.begin < b.begin;
  });
  std::vector<char> covered(out.size() - first, 0);
  std::vector<Match> accepted;
  for (const auto& match : matches) {
    if (!covered[match.begin - first] && !covered[match.end - 1 - first]) accepted.push_back(match);
    std::fill(covered.begin() + (match.begin - first), covered.begin() + (match.end - first), 1);
  }
  std::sort(accepted.begin(), accepted.end(), [](const Match& a, const Match& b) { return a.begin < b.begin; });

  auto& rewritten = scratch.rewritten;
  rewritten.clear();
  std::size_t at = first;
  for (const auto& match : accepted) {
    const auto begin = out[match.begin].begin, end = out[match.end - 1].end;
    const auto* const rule = exception(text.substr(begin, end - begin));
    if (!rule) continue;
    rewritten.insert(rewritten.end(), out.begin() + at, out.begin() + match.begin);
    auto offset = begin;
    for (const auto& piece : rule->pieces) {
      const auto size = static_cast<std::uint32_t>(piece.text.size());
      rewritten.push_back({offset, offset + size, lexeme(piece.text, piece.norm, scratch), false});
      offset += size;
    }
    rewritten.back().space_after = out[match.end - 1].space_after;
    at = match.end;
  }
  if (at == first) return;
  rewritten.insert(rewritten.end(), out.begin() + at, out.end());
  out.resize(first);
  out.insert(out.end(), rewritten.begin(), rewritten.end());
}

Tokenizer::Tokenizer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;
Tokenizer::~Tokenizer() = default;
const AffixPatterns& Tokenizer::patterns() const { return state_->patterns; }

void Tokenizer::tokenize(std::string_view text, Scratch& scratch, std::vector<LexToken>& out, Path path) const {
  auto& memory = *scratch.state_;
  const bool caching = path == Path::kFast;
  State::Cutter cutter{*state_, memory, caching && state_->patterns.known(), true, {}};
  const std::size_t first = out.size();
  memory.starts.clear();

  const auto put = [&](std::uint32_t begin, const Piece* pieces, std::size_t count) {
    auto from = begin;
    for (std::size_t i = 0; i < count; ++i) {
      if (pieces[i].lexeme->starts_special) memory.starts.push_back(static_cast<std::uint32_t>(out.size()));
      out.push_back({from, begin + pieces[i].end, pieces[i].lexeme, false});
      from = begin + pieces[i].end;
    }
  };
  const auto chunk = [&](std::size_t begin, std::size_t end) {
    const auto from = static_cast<std::uint32_t>(begin);
    cutter.chunk = text.substr(begin, end - begin);
    const bool cached = caching && cutter.chunk.size() <= kLongestCached;
    const auto hash = cached ? murmur64(cutter.chunk) : 0;
    if (cached) {
      if (const auto* const known =
              memory.chunks.find(hash, [&](const Chunk& seen) { return seen.text == cutter.chunk; })) {
        return put(from, known->pieces, known->size);
      }
    }
    memory.pieces.clear();
    cutter.cut();
    put(from, memory.pieces.data(), memory.pieces.size());
    if (cached) {
      auto* const pieces = memory.arena.make<Piece>(memory.pieces.size());
      std::uninitialized_copy(memory.pieces.begin(), memory.pieces.end(), pieces);
      const bool single = memory.pieces.size() == 1;
      memory.chunks.add(hash, new (memory.arena.make<Chunk>(1))
                                  Chunk{single ? pieces[0].lexeme->text : memory.arena.keep(cutter.chunk),
                                        pieces, static_cast<std::uint32_t>(memory.pieces.size())});
    }
  };

  // Runs of white space and of other characters take turns; a run of white space that follows text and starts
  // with ' ' gives that blank to the token before.
  bool in_space = false;
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    std::uint32_t size = 1;
    bool space = kBytes[byte] == Byte::kSpace;
    if (kBytes[byte] == Byte::kOther) {
      const auto c = decode(text, at);
      size = c.size;
      space = is_space(c.value);
    }
    if (at == 0) in_space = space;
    if (space != in_space) {
      if (start < at) chunk(start, at);
      in_space = space;
      start = at;
      if (byte == ' ') {
        out.back().space_after = true;
        ++start;
      }
    }
    at += size;
  }
  if (start < text.size()) chunk(start, text.size());

  if (!memory.starts.empty()) state_->second_pass(text, first, memory, out);
}

Result<Tokenizer> Tokenizer::compile(const ModelFiles& model) {
  constexpr std::uint64_t kOrth = 65, kNorm = 67;
  AffixSources sources;
  std::vector<State::Exception> exceptions;
  bool has_token_match = false;

  Msgpack in(model.file("tokenizer"));
  for (auto fields = in.map(); fields > 0; --fields) {
    const auto name = in.string();
    if (name == "prefix_search") {
      sources.prefix = in.string();
    } else if (name == "suffix_search") {
      sources.suffix = in.string();
    } else if (name == "infix_finditer") {
      sources.infix = in.string();
    } else if (name == "url_match") {
      sources.url = in.string();
    } else if (name == "token_match") {
      has_token_match = in.kind() != Msgpack::Kind::kNil;
      in.skip();
    } else if (name == "exceptions") {
      for (auto left = in.map(); left > 0; --left) {
        State::Exception exception;
        exception.text = in.string();
        std::string joined;
        for (auto pieces = in.array(); pieces > 0; --pieces) {
          State::ExceptionPiece piece;
          for (auto keys = in.map(); keys > 0; --keys) {
            const auto key = in.integer();
            const auto value = in.string();
            if (key == kOrth) {
              piece.text = value;
            } else if (key == kNorm) {
              piece.norm = string_id(value);
            } else if (in.ok()) {
              return model_unsupported(model.path(),
                                       "an exception of the tokeniser sets more than text and norm");
            }
          }
          joined += piece.text;
          exception.pieces.push_back(std::move(piece));
        }
        if (joined != exception.text || joined.empty()) {
          return model_damaged(model.path(), "the pieces of a tokeniser exception are not its text");
        }
        exceptions.push_back(std::move(exception));
      }
    } else {
      in.skip();
    }
  }
  if (!in.ok() || sources.prefix.empty() || sources.suffix.empty() || sources.infix.empty() ||
      sources.url.empty()) {
    return model_damaged(model.path(), "the tokeniser's file is damaged");
  }
  if (has_token_match) return model_unsupported(model.path(), "the tokeniser has a token_match pattern");

  auto patterns = AffixPatterns::compile(sources, model.path());
  if (!patterns) return std::move(patterns).error();
  auto state = std::make_unique<State>(*std::move(patterns));

  Msgpack tables(model.file("vocab/lookups.bin"));
  for (auto left = tables.map(); left > 0; --left) {
    if (tables.string() != "lexeme_norm") {
      tables.skip();
      continue;
    }
    for (auto rows = tables.map(); rows > 0; --rows) {
      const auto id = tables.integer();
      state->norms.set(id, tables.string());
    }
  }
  if (!tables.ok()) return model_damaged(model.path(), "the table of norms is damaged");

  for (const auto& exception : exceptions) {
    state->longest_exception = std::max(state->longest_exception, exception.text.size());
    state->exception_by_id.insert(murmur64(exception.text),
                                  static_cast<std::uint32_t>(&exception - exceptions.data()));
  }
  state->exceptions = std::move(exceptions);
  state->ends.push_back(0);

  // Special sequences: what the special cases that the affix rules can touch become without special cases.
  Scratch scratch;
  std::vector<std::uint64_t> ids;
  std::vector<Span> infixes;
  for (const auto& exception : state->exceptions) {
    const std::string_view key = exception.text;
    infixes.clear();
    state->patterns.infixes(key, scratch.state_->patterns, infixes);
    if (key.find(' ') == std::string_view::npos && infixes.empty() &&
        state->patterns.prefix(key, scratch.state_->patterns) == 0 &&
        state->patterns.suffix(key, scratch.state_->patterns) == 0) {
      continue;
    }
    ids.clear();
    // As a text of its own, white space included.
    for (std::size_t start = 0, at = 0; at <= key.size();) {
      const auto space_at = [&](std::size_t i) { return is_space(decode(key, i).value); };
      const bool border = at == key.size() || (at > start && space_at(at) != space_at(start));
      if (border) {
        scratch.state_->pieces.clear();
        State::Cutter{*state, *scratch.state_, false, false, key.substr(start, at - start)}.cut();
        for (const auto& piece : scratch.state_->pieces) ids.push_back(piece.lexeme->orth);
        start = at;
        if (at < key.size() && key[at] == ' ') ++start;
      }
      if (at == key.size()) break;
      at += decode(key, at).size;
    }
    if (!ids.empty()) state->add_special_sequence(ids);
  }
  return Tokenizer(std::move(state));
}

}  // namespace chancery
