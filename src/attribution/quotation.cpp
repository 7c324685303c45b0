// Quotation marks: which words stand between them. Marks are matched block by block.
// SPDX-License-Identifier: Apache-2.0
#include "attribution/quotation.h"

#include <string_view>

#include "base/utf8.h"

namespace chancery {
namespace {

enum class MarkKind : std::uint8_t { kDouble, kSingle };
enum class Side : std::uint8_t { kOpen, kClose, kEither };
struct Mark {
  std::uint32_t at = 0;
  std::uint32_t size = 0;
  MarkKind kind = MarkKind::kDouble;
  Side side = Side::kEither;
};

bool is_space(std::string_view text, std::size_t at) {
  return at >= text.size() || text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r' ||
         text.substr(at, 2) == "\xC2\xA0";
}
bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}

// By what stands around: an opening mark follows space or a bracket and precedes a word.
Side side_by_neighbours(std::string_view text, std::uint32_t at, std::uint32_t size, std::uint32_t begin) {
  const bool space_before =
      at == begin || is_space(text, at - 1) || text[at - 1] == '(' || text[at - 1] == '[' ||
      (at >= begin + 3 && (text.substr(at - 3, 3) == "—" || text.substr(at - 3, 3) == "–"));
  const bool space_after = is_space(text, at + size);
  if (space_before && !space_after) return Side::kOpen;
  if (space_after && !space_before) return Side::kClose;
  if (!space_before && !space_after) {
    const char next = text[at + size];
    if (next == ',' || next == '.' || next == ';' || next == ':' || next == '?' || next == '!' || next == ')' ||
        next == ']')
      return Side::kClose;
    if (text.substr(at + size, 3) == "—" || text.substr(at + size, 3) == "–" || next == '-')
      return Side::kClose;
    if (is_letter_or_digit(text[at - 1]) || text[at - 1] == '.' || text[at - 1] == ',') return Side::kClose;
  }
  return Side::kEither;
}

std::vector<Mark> marks_in(std::string_view text, Span block) {
  std::vector<Mark> marks;
  for (std::uint32_t at = block.begin; at < block.end;) {
    const char c = text[at];
    if (c == '"') {
      marks.push_back({at, 1, MarkKind::kDouble, side_by_neighbours(text, at, 1, block.begin)});
      ++at;
    } else if (c == '\'' && at + 1 < block.end && text[at + 1] == '\'') {
      marks.push_back({at, 2, MarkKind::kDouble, side_by_neighbours(text, at, 2, block.begin)});
      at += 2;
    } else if (c == '`' && at + 1 < block.end && text[at + 1] == '`') {
      marks.push_back({at, 2, MarkKind::kDouble, Side::kOpen});
      at += 2;
    } else if (c == '\'') {
      const bool word_before = at > block.begin && is_letter_or_digit(text[at - 1]);
      const bool word_after = at + 1 < block.end && is_letter_or_digit(text[at + 1]);
      if (!word_before && word_after && (at == block.begin || is_space(text, at - 1) || text[at - 1] == '(')) {
        // ’90s, 'em: a digit after it is no quotation
        if (!(text[at + 1] >= '0' && text[at + 1] <= '9'))
          marks.push_back({at, 1, MarkKind::kSingle, Side::kOpen});
      } else if (!word_after && at > block.begin && !is_space(text, at - 1)) {
        marks.push_back({at, 1, MarkKind::kSingle, Side::kClose});
      }
      ++at;
    } else if ((static_cast<unsigned char>(c) & 0x80) != 0) {
      const CodePoint point = decode(text, at);
      const auto size = point.size;
      if (point.value == 0x201C || point.value == 0x201E || point.value == 0xAB) {
        marks.push_back({at, size, MarkKind::kDouble, Side::kOpen});
      } else if (point.value == 0x201D || point.value == 0xBB) {
        marks.push_back({at, size, MarkKind::kDouble, Side::kClose});
      } else if (point.value == 0x2018) {
        marks.push_back({at, size, MarkKind::kSingle, Side::kOpen});
      } else if (point.value == 0x2019) {
        const bool word_after = at + size < block.end && is_letter_or_digit(text[at + size]);
        if (!word_after && at > block.begin && !is_space(text, at - 1))
          marks.push_back({at, size, MarkKind::kSingle, Side::kClose});
      }
      at += size;
    } else {
      ++at;
    }
  }
  return marks;
}

// The closing mark of every opening double mark when marks nest properly (“The “wall” is up.”), 0 where they do
// not.
std::vector<std::size_t> partners(const std::vector<Mark>& marks) {
  std::vector<std::size_t> out(marks.size(), 0), open;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i].kind != MarkKind::kDouble) continue;
    if (marks[i].side == Side::kOpen || (marks[i].side == Side::kEither && open.empty())) {
      open.push_back(i);
    } else if (!open.empty()) {
      out[open.back()] = i;
      open.pop_back();
    }
  }
  return out;
}

bool is_closing_punctuation(char c) {
  return c == '.' || c == ',' || c == '!' || c == '?' || c == ';' || c == ':';
}

// The last character inside, before the closing mark.
char last_inside(std::string_view text, const Quotation& quotation) {
  std::uint32_t end = quotation.span.end;
  while (end > quotation.span.begin && (text[end - 1] == '"' || text[end - 1] == '\'' ||
                                        (static_cast<unsigned char>(text[end - 1]) & 0x80) != 0)) {
    --end;
  }
  return end > quotation.span.begin ? text[end - 1] : '\0';
}

}  // namespace

std::vector<Quotation> find_quotations(const Document& document, const Analysis& analysis) {
  std::vector<Quotation> out;
  const std::string_view text = document.content;
  for (std::uint32_t b = 0; b < document.blocks.size(); ++b) {
    const Span block = document.blocks[b].span;
    const std::vector<Mark> marks = marks_in(text, block);
    std::uint32_t free_from = block.begin;  // end of the stretch before
    bool any_double = false;
    // A single mark opens only where a closing single mark follows before the next double one.
    std::vector<std::uint32_t> next_single_close(marks.size(), 0);
    std::uint32_t found = 0;
    for (std::size_t i = marks.size(); i-- > 0;) {
      if (marks[i].kind == MarkKind::kDouble) found = 0;
      next_single_close[i] = found;
      if (marks[i].kind == MarkKind::kSingle && marks[i].side == Side::kClose)
        found = static_cast<std::uint32_t>(i) + 1;
    }
    const std::vector<std::size_t> partner = partners(marks);
    for (std::size_t i = 0; i < marks.size(); ++i) {
      const Mark& mark = marks[i];
      if (mark.kind == MarkKind::kSingle) {
        if (mark.side != Side::kOpen || next_single_close[i] == 0) continue;
        // The last close before the next open one: apostrophes of plurals close too early else.
        const std::size_t close = next_single_close[i] - 1;
        out.push_back({{mark.at, marks[close].at + marks[close].size}, b, 0, 0, true, true, false});
        free_from = out.back().span.end;
        i = close;
        continue;
      }
      if (mark.side == Side::kClose) {
        // Its opening mark is not in this block. Only the first quotation of a block can be such.
        if (!any_double) {
          out.push_back({{free_from, mark.at + mark.size}, b, 0, 0, false, true, true});
          free_from = mark.at + mark.size;
          any_double = true;
        }
        continue;
      }
      any_double = true;
      std::size_t close = partner[i] != 0 ? partner[i] : i + 1;
      while (close < marks.size() &&
             (marks[close].kind != MarkKind::kDouble || marks[close].side == Side::kOpen))
        ++close;
      if (close < marks.size()) {
        out.push_back({{mark.at, marks[close].at + marks[close].size}, b, 0, 0, true, true, false});
        free_from = out.back().span.end;
        i = close;
      } else {
        out.push_back({{mark.at, block.end}, b, 0, 0, true, false, false});
        break;
      }
    }
  }
  std::uint32_t token = 0;
  const auto count = static_cast<std::uint32_t>(analysis.tokens.size());
  for (Quotation& quotation : out) {
    while (token < count && analysis.tokens[token].span.begin < quotation.span.begin) ++token;
    quotation.first = token;
    std::uint32_t words = 0;
    bool verb = false;
    while (token < count && analysis.tokens[token].span.begin < quotation.span.end) {
      const Token& t = analysis.tokens[token];
      if (t.pos != "PUNCT" && t.pos != "SPACE") ++words;
      if (t.pos == "VERB" || t.pos == "AUX") verb = true;
      ++token;
    }
    quotation.last = token;
    const char ending = last_inside(text, quotation);
    quotation.full = !quotation.closed || !quotation.opened || (is_closing_punctuation(ending) && words >= 1) ||
                     (verb && words >= 4);
  }
  return out;
}

}  // namespace chancery
