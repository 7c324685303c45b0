// Splitting and folding of words: one pass, no allocation beyond the output.
// SPDX-License-Identifier: Apache-2.0
#include "actors/words.h"

#include "base/utf8.h"

namespace chancery {
namespace {

#include "actors/fold_table.inc"

bool is_ascii_word(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Letters of every script count; signs, spaces and pictures do not.
bool is_word(char32_t c) {
  if (c < 0xC0) return c == 0xAA || c == 0xB5 || c == 0xBA;
  if (c == 0xD7 || c == 0xF7) return false;
  if (c >= 0x2000 && c <= 0x2BFF) return false;  // punctuation, currency, arrows, signs, shapes
  if (c >= 0x2E00 && c <= 0x2E7F) return false;
  if (c >= 0x3000 && c <= 0x303F) return false;
  if (c >= 0xFE10 && c <= 0xFE6F) return false;
  if (c >= 0xFF00 && c <= 0xFF0F) return false;
  if (c >= 0xFFF0 && c <= 0xFFFF) return false;
  return c < 0x1F000 || c > 0x1FAFF;
}

bool is_upper(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  if (c >= 0xC0 && c <= 0xDE) return c != 0xD7;
  if (c >= 0x100 && c <= 0x17F) {
    bool odd_is_upper = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    return odd_is_upper ? (c & 1) == 1 : (c & 1) == 0;
  }
  if (c >= 0x391 && c <= 0x3A9) return true;
  if (c >= 0x400 && c <= 0x42F) return true;
  if (c >= 0x1E00 && c <= 0x1EFF) return (c & 1) == 0;
  return false;
}

// Collects folded bytes of one word; enough is kept to see a plural ending.
struct Folder {
  static constexpr std::uint64_t kStart = 0xCBF29CE484222325ull;
  std::uint64_t hash = kStart;
  std::uint64_t back[4] = {kStart, kStart, kStart, kStart};  // hashes before the last 1..4 bytes
  char tail[4] = {0, 0, 0, 0};                               // the last 4 bytes, last one last
  std::uint32_t size = 0;

  // One spelling for what romanisation spells in several ways: Sergey and Sergei, Shoygu and Shoigu, Zelenskyy,
  // Zelenskiy and Zelensky. Names and texts are folded alike, so the spelling chosen does not matter.
  void add(char c) {
    if (c == 'y' && size > 0) {
      const char before = tail[3];
      if (before == 'y') return;
      if (before == 'i') {
        tail[3] = 'y';
        hash = step(back[0], 'y');
        return;
      }
      if (before == 'a' || before == 'e' || before == 'o' || before == 'u') c = 'i';
    }
    back[3] = back[2];
    back[2] = back[1];
    back[1] = back[0];
    back[0] = hash;
    tail[0] = tail[1];
    tail[1] = tail[2];
    tail[2] = tail[3];
    tail[3] = c;
    hash = step(hash, c);
    ++size;
  }
  static std::uint64_t step(std::uint64_t h, char c) {
    return (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
  }
  std::uint64_t singular() const {
    // "envoys" is folded to "envois" by add(); "Iraqis" and "basis" are no plurals of ours.
    const bool vowel = tail[1] == 'a' || tail[1] == 'e' || tail[1] == 'o' || tail[1] == 'u';
    if (size >= 4 && tail[3] == 's' && tail[2] != 's' && tail[2] != 'u' && (tail[2] != 'i' || vowel)) {
      if (tail[2] == 'e' && tail[1] == 'i' && size >= 5) return step(back[2], 'y');  // ministries
      bool hiss = tail[2] == 'e' && (tail[1] == 's' || tail[1] == 'x' || tail[1] == 'h') && size >= 5;
      if (hiss && !(tail[1] == 's' && tail[0] != 's') &&
          !(tail[1] == 'h' && tail[0] != 'c' && tail[0] != 's')) {
        return back[1];  // witnesses, branches
      }
      return back[0];
    }
    if (size >= 4 && tail[3] == 'n' && tail[2] == 'e' && tail[1] == 'm') {  // policemen
      return step(step(back[1], 'a'), 'n');
    }
    return hash;
  }
};

void fold_into(Folder& folder, std::string_view text, std::uint32_t begin, const CodePoint& point) {
  char32_t c = point.value;
  const char* pair = nullptr;
  if (c >= 0xC0 && c <= 0x24F)
    pair = kLatin + (c - 0xC0) * 2;
  else if (c >= 0x1E00 && c <= 0x1EFF)
    pair = kLatinAdditional + (c - 0x1E00) * 2;
  if (pair && pair[0] != '.') {
    folder.add(pair[0]);
    if (pair[1] != '.') folder.add(pair[1]);
    return;
  }
  if (c >= 0x300 && c <= 0x36F) return;  // a mark on its own
  if (c >= 0x2BB && c <= 0x2BF) return;  // transliterated hamza and ayn
  for (std::uint32_t i = 0; i < point.size; ++i) folder.add(text[begin + i]);
}

bool is_apostrophe(std::string_view text, std::uint32_t before) {
  if (before >= 1 && text[before - 1] == '\'') return true;
  return before >= 3 && text.substr(before - 3, 3) == "\u2019";
}

}  // namespace

void split_words(std::string_view text, std::uint32_t begin, std::uint32_t end, std::vector<Word>& out) {
  std::uint32_t at = begin;
  bool space = true;  // white space since the last word
  while (at < end) {
    auto first = static_cast<unsigned char>(text[at]);
    CodePoint point{first, 1};
    if (first >= 0x80) point = decode(text, at);
    bool word = first < 0x80 ? is_ascii_word(first) : is_word(point.value);
    if (!word) {
      if (first == ' ' || first == '\n' || first == '\t' || first == '\r' || point.value == 0xA0) space = true;
      at += point.size;
      continue;
    }
    Word w;
    w.begin = at;
    w.joined = !space;
    Folder folder;
    std::uint32_t letters = 0, capitals = 0;
    while (at < end) {
      auto c = static_cast<unsigned char>(text[at]);
      if (c < 0x80) {
        if (!is_ascii_word(c)) break;
        bool capital = c >= 'A' && c <= 'Z';
        if (c > '9') ++letters;
        if (capital) ++capitals;
        if (at == w.begin) w.upper = capital;
        folder.add(static_cast<char>(capital ? c + 32 : c));
        ++at;
        continue;
      }
      point = decode(text, at);
      if (!is_word(point.value)) break;
      bool capital = is_upper(point.value);
      ++letters;
      if (capital) ++capitals;
      if (at == w.begin) w.upper = capital;
      fold_into(folder, text, at, point);
      at += point.size;
    }
    w.end = at;
    w.all_upper = capitals >= 2 && capitals == letters;
    w.hash = folder.hash;
    w.singular = folder.singular();
    w.possessive = w.end - w.begin == 1 && (text[w.begin] == 's' || text[w.begin] == 'S') && w.begin > begin &&
                   is_apostrophe(text, w.begin);
    space = false;
    out.push_back(w);
  }
}

std::uint64_t hash_name(std::string_view name) {
  std::vector<Word> words;
  split_words(name, 0, static_cast<std::uint32_t>(name.size()), words);
  std::uint64_t h = 0;
  for (const Word& word : words) h = add_word(h, word.hash);
  return h;
}

std::string fold_name(std::string_view name, char joint) {
  std::vector<Word> words;
  split_words(name, 0, static_cast<std::uint32_t>(name.size()), words);
  std::string out;
  for (const Word& word : words) {
    if (!out.empty()) out += joint;
    for (std::uint32_t at = word.begin; at < word.end;) {
      CodePoint point = decode(name, at);
      char32_t c = point.value;
      at += point.size;
      if (c < 0x80) {
        out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        continue;
      }
      const char* pair = nullptr;
      if (c >= 0xC0 && c <= 0x24F)
        pair = kLatin + (c - 0xC0) * 2;
      else if (c >= 0x1E00 && c <= 0x1EFF)
        pair = kLatinAdditional + (c - 0x1E00) * 2;
      if (pair && pair[0] != '.') {
        out += pair[0];
        if (pair[1] != '.') out += pair[1];
      }
    }
  }
  return out;
}

}  // namespace chancery
