// SPDX-License-Identifier: Apache-2.0
#include "document/make_document.h"

#include <algorithm>

#include "base/hash.h"
#include "document/address.h"
#include "document/dateline.h"
#include "document/words.h"

namespace chancery {
namespace {

constexpr std::size_t kHeadlineWords = 25, kHeadlineBytes = 220;
constexpr std::size_t kHeadingWords = 12, kHeadingBytes = 110;
constexpr std::size_t kTeaserTitleWords = 25;
constexpr int kTrailingAddresses = 8;

using std::chrono::days;

// One line, or several that belong together.
struct Piece {
  Span span;
  BlockRole role = BlockRole::kBody;
  std::string rule;
  bool opens = false;         // the teaser label whose titles follow
  bool blank_before = false;  // an empty line (or the start of the text) comes before
  bool date_line = false;
};

std::vector<Piece> lines_of(std::string_view content, std::uint32_t begin) {
  std::vector<Piece> out;
  bool blank = true;
  const auto add = [&](std::uint32_t from, std::uint32_t to) {
    Piece piece;
    piece.span = trim(content, {from, to});
    if (piece.span.empty()) {
      blank = true;
      return;
    }
    piece.blank_before = blank;
    blank = false;
    out.push_back(std::move(piece));
  };
  const auto size = static_cast<std::uint32_t>(content.size());
  std::uint32_t from = begin;
  for (std::uint32_t at = begin; at < size;) {
    const char c = content[at];
    std::uint32_t width = 0;
    if (c == '\n' || c == '\f' || c == '\v') width = 1;
    if (c == '\r') width = at + 1 < size && content[at + 1] == '\n' ? 2 : 1;
    if (c == '\xE2' && at + 2 < size && content[at + 1] == '\x80' &&
        (content[at + 2] == '\xA8' || content[at + 2] == '\xA9'))
      width = 3;
    if (width == 0) {
      ++at;
      continue;
    }
    add(from, at);
    at += width;
    from = at;
  }
  add(from, size);
  return out;
}

// "• ", "* ", "- ", "1. ", "(a) " …
bool is_list_item(std::string_view line) {
  for (const std::string_view mark :
       {"\xE2\x80\xA2", "\xC2\xB7", "\xE2\x80\xA3", "\xE2\x96\xAA", "\xE2\x97\xA6", "\xE2\x96\xA0",
        "\xE2\x97\x8F", "*", "-", "\xE2\x80\x93"}) {
    if (line.starts_with(mark)) return line.size() > mark.size() && space_size(line, mark.size()) > 0;
  }
  const bool bracket = line.starts_with('(');
  std::size_t at = bracket ? 1 : 0;
  const std::size_t from = at;
  while (at < line.size() && at - from < 2 && is_ascii_digit(line[at])) ++at;
  if (at == from && at < line.size() && is_ascii_lower(line[at])) {
    ++at;
    if (at < line.size() && line[at] == '.') return false;  // "e.g."
  }
  if (at == from || at + 1 >= line.size()) return false;
  const bool close = bracket ? line[at] == ')' : line[at] == '.' || line[at] == ')';
  return close && space_size(line, at + 1) > 0;
}

// "By Jane Doe", "By JANE DOE and JOHN ROE, Example News": names and what links them, nothing else.
bool is_byline(std::string_view line) {
  if (!line.starts_with("By ") && !line.starts_with("BY ")) return false;
  if (line.size() > 160 || ends_a_sentence(line) || find_literal_dates(line).size() > 1) return false;
  std::size_t words = 0, names = 0;
  bool good = true;
  for_each_word(line, [&](Span span) {
    std::string_view word = span.of(line);
    if (++words == 1) return true;
    while (word.ends_with(',') || word.ends_with('|') || word.ends_with(';')) word.remove_suffix(1);
    if (words == 2 && (month_named(word) > 0 || weekday_named(word) > 0 || word == "The" || word == "A"))
      good = false;
    if (starts_upper(word)) {
      ++names;
    } else {
      const bool link = word.empty() || word == "and" || word == "in" || word == "for" || word == "of" ||
                        word == "at" || word == "the" || word == "&" || word == "de" || word == "von" ||
                        word == "van" || word == "al" || word == "bin" || word == "\xE2\x80\x93" ||
                        word == "\xE2\x80\x94" || word == "-" || is_ascii_digit(word.front());
      good = good && link;
    }
    return good && words <= 20;
  });
  return good && words <= 20 && names >= 1 && words >= 2;
}

// "— Jane Doe (@janedoe) February 6, 2022" below an embedded post.
bool is_post_signature(std::string_view line) {
  if (line.size() > 200 ||
      !(line.starts_with("\xE2\x80\x94") || line.starts_with("\xE2\x80\x93") || line.starts_with("--")))
    return false;
  return line.find("(@") != line.npos;
}

// Most words of more than three letters begin with a capital.
bool is_title_case(std::string_view line) {
  std::size_t words = 0, capitals = 0;
  for_each_word(line, [&](Span span) {
    const std::string_view word = span.of(line);
    if (word.size() > 3) {
      ++words;
      capitals += starts_upper(word) ? 1 : 0;
    }
    return true;
  });
  return words > 0 && capitals * 10 >= words * 6;
}

class Maker {
 public:
  Maker(Document& out, const DocumentRules& rules) : out_(out), rules_(rules), content_(out.content) {}

  void run() {
    if (out_.text_begin > 0) {
      const Span title = trim(content_, {0, out_.title_size});
      if (!title.empty()) out_.blocks.push_back({BlockRole::kHeadline, title, "document/title"});
    }
    pieces_ = lines_of(content_, out_.text_begin);
    for (Piece& piece : pieces_) classify(piece);
    join();
    follow_labels();
    find_headline();
    find_date_lines();
    find_headings();
    emit();
    find_dates();
  }

 private:
  std::string_view text(const Piece& piece) const { return piece.span.of(content_); }

  static void set(Piece& piece, BlockRole role, std::string rule) {
    piece.role = role;
    piece.rule = std::move(rule);
  }

  // By the line alone.
  void classify(Piece& piece) {
    const std::string_view line = text(piece);
    if (only_addresses(line)) return set(piece, BlockRole::kEmbed, "document/address");
    if (is_post_signature(line)) return set(piece, BlockRole::kEmbed, "document/post");
    if (line.starts_with("> ")) return set(piece, BlockRole::kQuote, "document/quoted-line");
    if (const auto rule = rules_.match(line)) {
      const BlockRule& found = rules_.blocks[*rule];
      piece.opens = found.opens;
      return set(piece, found.role, found.id);
    }
    if (is_byline(line)) return set(piece, BlockRole::kByline, "document/byline");
    if (is_list_item(line)) set(piece, BlockRole::kList, "document/list");
  }

  // Lines of one paragraph become one piece. A line break ends a block unless the next line starts in lower
  // case and this one is no full sentence; in hard-wrapped text it ends one only where the next word would have
  // fitted.
  void join() {
    const std::size_t width = wrap_width();
    std::vector<Piece> out;
    std::uint32_t last_line_size = 0;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      Piece& piece = pieces_[i];
      const std::uint32_t size = piece.span.size();
      const bool plain = piece.role == BlockRole::kBody || piece.role == BlockRole::kQuote;
      if (!out.empty() && !piece.blank_before && plain) {
        Piece& last = out.back();
        const bool takes = last.role == BlockRole::kBody || last.role == BlockRole::kList ||
                           last.role == BlockRole::kCaption || last.role == BlockRole::kTeaser ||
                           last.role == BlockRole::kQuote || last.role == BlockRole::kByline;
        const bool same = piece.role == BlockRole::kBody || piece.role == last.role;
        const bool goes_on = starts_lower(text(piece)) && !ends_a_sentence(text(last));
        const bool wrapped = width > 0 && last_line_size + 1 + first_word_size(text(piece)) > width;
        if (takes && same && !last.opens && (goes_on || wrapped)) {
          last.span.end = piece.span.end;
          last_line_size = size;
          continue;
        }
      }
      last_line_size = size;
      out.push_back(std::move(piece));
    }
    pieces_ = std::move(out);
  }

  static std::size_t first_word_size(std::string_view line) {
    std::size_t out = 0;
    for_each_word(line, [&](Span span) {
      out = span.size();
      return false;
    });
    return out;
  }

  // The width at which the text was broken into lines; 0 when it was not. In wrapped text nearly every line
  // that is not the last of its paragraph is so long that the next word would not have fitted, and most of them
  // stop in mid-sentence.
  std::size_t wrap_width() const {
    std::size_t width = 0;
    for (const Piece& piece : pieces_) {
      if (piece.role == BlockRole::kBody) width = std::max<std::size_t>(width, piece.span.size());
    }
    if (width < 40 || width > 120) return 0;
    std::size_t inner = 0, full = 0, open = 0;
    for (std::size_t i = 0; i + 1 < pieces_.size(); ++i) {
      if (pieces_[i + 1].blank_before || pieces_[i].role != BlockRole::kBody ||
          pieces_[i + 1].role != BlockRole::kBody)
        continue;
      ++inner;
      const std::size_t needed = pieces_[i].span.size() + 1 + first_word_size(text(pieces_[i + 1]));
      if (needed > width - width / 12) ++full;
      if (!ends_a_sentence(text(pieces_[i]))) ++open;
    }
    return inner >= 3 && full * 10 >= inner * 8 && open * 2 >= inner ? width - width / 12 : 0;
  }

  // The titles under "Related stories".
  void follow_labels() {
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      if (!pieces_[i].opens) continue;
      const std::string rule = pieces_[i].rule;
      const BlockRole role = pieces_[i].role;
      const bool one = text(pieces_[i]).ends_with(':');  // "Also read:" names the next title only
      for (std::size_t j = i + 1; j < pieces_.size(); ++j) {
        const std::string_view line = text(pieces_[j]);
        const bool plain = pieces_[j].role == BlockRole::kBody || pieces_[j].role == BlockRole::kList;
        if (!plain || count_words(line, kTeaserTitleWords + 1) > kTeaserTitleWords) break;
        if (ends_a_sentence(line) && !line.ends_with('?') && pieces_[j].role != BlockRole::kList) break;
        set(pieces_[j], role, rule);
        if (one) break;
      }
    }
  }

  std::size_t next_plain(std::size_t i) const {
    for (++i; i < pieces_.size(); ++i) {
      if (pieces_[i].role == BlockRole::kBody && !pieces_[i].date_line) return i;
    }
    return pieces_.size();
  }

  // The first line, when it is a title and a longer text that ends like a sentence comes after it. With a given
  // title only its repetition counts.
  void find_headline() {
    for (Piece& piece : pieces_) {
      if (piece.role == BlockRole::kByline || piece.role == BlockRole::kEmbed) continue;
      if (out_.text_begin > 0) {
        const std::string title = folded(std::string_view(content_).substr(0, out_.title_size), kHeadlineBytes);
        if (piece.role == BlockRole::kBody && !title.empty() && folded(text(piece), kHeadlineBytes) == title)
          set(piece, BlockRole::kHeadline, "document/title-again");
        return;
      }
      // What looks like a teaser in the first line can be the title: "Explainer: …".
      if (piece.role == BlockRole::kTeaser && !piece.opens) set(piece, BlockRole::kBody, {});
      if (piece.role != BlockRole::kBody) return;
      const std::string_view line = text(piece);
      if (read_date_line(line, rules_).dated || dateline_size(line, rules_, {true, true}) > 0) return;
      if (line.size() > kHeadlineBytes || count_words(line, kHeadlineWords + 1) > kHeadlineWords ||
          count_words(line, 3) < 2)
        return;
      if (ends_a_sentence(line) && !line.ends_with('?') && !line.ends_with('!') && !ends_in_bare_quote(line))
        return;
      const auto next = next_plain(static_cast<std::size_t>(&piece - pieces_.data()));
      std::size_t longer = next;
      // Below it may stand a date line, a second title or both; the report itself must begin soon.
      for (int steps = 0; longer < pieces_.size() && steps < 3 && !ends_a_sentence(text(pieces_[longer]));
           ++steps)
        longer = next_plain(longer);
      if (longer >= pieces_.size()) return;
      const std::string_view body = text(pieces_[longer]);
      if (ends_a_sentence(body) && body.size() > line.size())
        set(piece, BlockRole::kHeadline, "document/first-line");
      return;
    }
  }

  // '… that "we will not go"': ends in a quotation mark with no stop before it.
  static bool ends_in_bare_quote(std::string_view line) {
    std::size_t size = line.size();
    if (line.ends_with("\xE2\x80\x9D") || line.ends_with("\xE2\x80\x99")) {
      size -= 3;
    } else if (line.ends_with('"') || line.ends_with('\'')) {
      size -= 1;
    } else {
      return false;
    }
    return size > 0 && std::string_view(".!?,").find(line[size - 1]) == std::string_view::npos;
  }

  // Before the first paragraph they date the report; further down they are the headings of a chronology.
  void find_date_lines() {
    bool body_seen = false;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      Piece& piece = pieces_[i];
      if (piece.role != BlockRole::kBody) continue;
      if (piece.span.size() <= 200 && read_date_line(text(piece), rules_).dated) {
        piece.date_line = true;
        if (body_seen && i + 1 < pieces_.size()) {
          set(piece, BlockRole::kHeading, "document/date-heading");
        } else {
          set(piece, BlockRole::kDateline, "document/date-line");
        }
        continue;
      }
      body_seen = true;
    }
  }

  // A short line without a stop between paragraphs that are full sentences.
  void find_headings() {
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      Piece& piece = pieces_[i];
      if (piece.role != BlockRole::kBody) continue;
      const std::string_view line = text(piece);
      if (line.size() > kHeadingBytes) continue;
      const std::size_t words = count_words(line, kHeadingWords + 1);
      if (words > kHeadingWords || line.ends_with(',') || line.ends_with(';')) continue;
      if (ends_a_sentence(line) && !(line.ends_with('?') && words <= 10) && !ends_in_bare_quote(line)) continue;
      if (!starts_upper(line) && !is_ascii_digit(line.front())) continue;
      // Around it: a paragraph before (or the headline), and right after it a longer one.
      std::size_t before = i;
      while (before > 0 && pieces_[before - 1].role != BlockRole::kBody &&
             pieces_[before - 1].role != BlockRole::kHeadline && pieces_[before - 1].role != BlockRole::kList)
        --before;
      const bool headline_before = (before > 0 && pieces_[before - 1].role == BlockRole::kHeadline) ||
                                   (before == 0 && out_.text_begin > 0);
      if (before == 0 && !headline_before) continue;
      if (!headline_before && !ends_a_sentence(text(pieces_[before - 1]))) continue;
      if (i + 1 >= pieces_.size()) continue;
      const Piece& after = pieces_[i + 1];
      if (after.role == BlockRole::kList) {
        if (words <= 6) set(piece, BlockRole::kHeading, "document/heading");
        continue;
      }
      if (after.role != BlockRole::kBody || !ends_a_sentence(text(after))) continue;
      if (count_words(text(after), 40) * 2 < words * 3) continue;
      if (is_sentence(line, words)) continue;
      set(piece, BlockRole::kHeading, "document/heading");
    }
  }

  bool is_sentence(std::string_view line, std::size_t words) const {
    if (words < 4 || line.ends_with('?') || is_title_case(line)) return false;
    bool found = false;
    for_each_word(line, [&](Span span) {
      std::string word = folded(span.of(line), 40);
      while (!word.empty() && !is_ascii_alnum(word.back())) word.pop_back();
      found = rules_.finite_words.contains(word);
      return !found;
    });
    return found;
  }

  // Splits datelines and trailing addresses off, writes the blocks.
  void emit() {
    std::size_t openings = 0;  // body paragraphs so far
    std::size_t speakers = 0;
    for (const Piece& piece : pieces_) {
      if (piece.role == BlockRole::kBody &&
          dateline_size(text(piece), rules_, {true, true}) != dateline_size(text(piece), rules_, {true, false}))
        ++speakers;
    }
    for (const Piece& piece : pieces_) {
      if (piece.role != BlockRole::kBody) {
        out_.blocks.push_back({piece.role, piece.span, piece.rule});
        continue;
      }
      Span rest = piece.span;
      const DatelineOptions options{openings < 2, openings == 0 && speakers < 2};
      ++openings;
      if (const std::uint32_t size = dateline_size(text(piece), rules_, options)) {
        out_.blocks.push_back(
            {BlockRole::kDateline, trim(content_, {rest.begin, rest.begin + size}), "document/dateline"});
        rest = trim(content_, {rest.begin + size, rest.end});
      }
      const std::size_t at = out_.blocks.size();
      for (int taken = 0; !rest.empty() && taken < kTrailingAddresses;
           ++taken) {  // "… he wrote. https://… https://…"
        std::uint32_t begin = rest.end;
        while (begin > rest.begin && rest.end - begin < 2048 && space_size(content_, begin - 1) == 0) --begin;
        if (begin == rest.begin || rest.end - begin < 5) break;
        const Span word{begin, rest.end};
        const Span front = trim(content_, {rest.begin, begin});
        if (find_addresses(word.of(content_)).empty() || !ends_a_sentence(front.of(content_)) ||
            front.of(content_).ends_with(':')) {
          // Several addresses in a row: only the first stands behind the sentence.
          if (find_addresses(word.of(content_)).empty()) break;
          const std::size_t space = front.of(content_).rfind(' ');
          if (space == std::string_view::npos || find_addresses(front.of(content_).substr(space)).empty())
            break;
        }
        out_.blocks.insert(out_.blocks.begin() + static_cast<std::ptrdiff_t>(at),
                           {BlockRole::kEmbed, word, "document/address"});
        rest = front;
      }
      if (!rest.empty())
        out_.blocks.insert(out_.blocks.begin() + static_cast<std::ptrdiff_t>(at), {BlockRole::kBody, rest, {}});
    }
  }

  void add(DateCandidate candidate) { out_.date_candidates.push_back(std::move(candidate)); }

  void find_dates() {
    const Source& source = out_.source;
    const std::string_view given =
        trim(source.date, {0, static_cast<std::uint32_t>(source.date.size())}).of(source.date);
    if (const auto instant = parse_iso_instant(given)) {
      add({*instant, std::nullopt, std::nullopt, "given", {}});
    } else if (const auto interval = parse_reduced_date(given)) {
      add({std::nullopt, interval->start, interval->end, "given", {}});
    }
    address_date(source.url);
    if (const auto made = rules_.status_time(source.url))
      add({*made, std::nullopt, std::nullopt, "status id in the document's address", {}});

    std::vector<LiteralDate> without_year;
    std::vector<DateCandidate> updates, posts;
    for (const Block& block : out_.blocks) {
      const bool dated = block.role == BlockRole::kDateline || block.role == BlockRole::kByline;
      const bool post = block.rule == "document/post";
      const std::string_view words = block.span.of(content_).substr(0, 400);
      // "This article was originally published on 5 May 2019."
      const bool origin = block.rule == "boilerplate/views" && (words.find("published") != std::string_view::npos ||
                                                                words.find("appeared") != std::string_view::npos);
      if (!dated && !post && !origin) continue;
      std::vector<std::pair<LiteralDate, bool>> dates;
      if (block.rule == "document/date-line") dates = read_date_line(words, rules_).dates;
      if (block.rule != "document/date-line") {
        for (const LiteralDate& date : find_literal_dates(words)) dates.emplace_back(date, false);
      }
      for (auto& [date, updated] : dates) {
        date.span = {date.span.begin + block.span.begin, date.span.end + block.span.begin};
        const auto day = date.value();
        if (post) {
          // The reader's zone may differ from the writer's by a day.
          if (day)
            posts.push_back({std::nullopt, Instant{*day - days{1}}, std::nullopt, "embedded post", date.span});
        } else if (origin) {
          if (day) add({Instant{*day}, std::nullopt, std::nullopt, "first publication line", date.span});
        } else if (!day) {
          if (!updated) without_year.push_back(date);
        } else if (updated) {
          updates.push_back({Instant{*day}, std::nullopt, std::nullopt, "update line", date.span});
        } else {
          add({Instant{*day}, std::nullopt, std::nullopt, "dateline", date.span});
        }
      }
    }
    std::vector<DateCandidate> statuses;
    for (const Span& address : find_addresses(content_)) {
      if (const auto made = rules_.status_time(address.of(content_)))
        statuses.push_back({std::nullopt, *made, std::nullopt, "status id in an address", address});
    }
    for (auto* more : {&updates, &statuses, &posts}) {
      for (DateCandidate& candidate : *more) add(std::move(candidate));
    }
    add_years(without_year);
  }

  // "/2022/02/06/", "/2022/feb/06/", "2022-02-06", "20220206", "/2022/02/".
  void address_date(std::string_view url) {
    if (url.empty()) return;
    const AddressParts parts = split_address(url);
    const auto number = [](std::string_view s) {
      const bool digits = !s.empty() && s.size() <= 4 && std::all_of(s.begin(), s.end(), is_ascii_digit);
      return digits ? std::stoi(std::string(s)) : -1;
    };
    const auto found = [&](Day day) {
      add({Instant{day}, std::nullopt, std::nullopt, "date in the address", {}});
    };
    const auto possible = [](int year) { return year >= 1990 && year < 2100; };
    for (std::size_t i = 0; i + 1 < parts.path.size(); ++i) {
      const int year = parts.path[i].size() == 4 ? number(parts.path[i]) : -1;
      if (!possible(year)) continue;
      const std::string_view second = parts.path[i + 1];
      const int named = static_cast<int>(month_named(second));
      const int month = named > 0 ? named : second.size() <= 2 ? number(second) : -1;
      if (month < 1 || month > 12) continue;
      const int day =
          i + 2 < parts.path.size() && parts.path[i + 2].size() <= 2 ? number(parts.path[i + 2]) : -1;
      if (day > 0) {
        if (const auto value = make_day(year, static_cast<unsigned>(month), static_cast<unsigned>(day)))
          return found(*value);
      }
      const auto first = make_day(year, static_cast<unsigned>(month), 1);
      const std::chrono::year_month_day next{
          std::chrono::year_month{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)}} /
              1 +
          std::chrono::months{1}};
      return add({std::nullopt, Instant{*first}, Instant{Day{next}}, "date in the address", {}});
    }
    for (const std::string_view segment : parts.path) {
      for (std::size_t at = 0; at + 8 <= segment.size(); ++at) {
        if (!is_ascii_digit(segment[at]) || (at > 0 && is_ascii_digit(segment[at - 1]))) continue;
        std::optional<Day> day;
        std::size_t end = at + 10;
        if (segment.size() >= end) day = parse_day(segment.substr(at, 10));
        if (!day && std::all_of(segment.begin() + static_cast<std::ptrdiff_t>(at),
                                segment.begin() + static_cast<std::ptrdiff_t>(at + 8), is_ascii_digit)) {
          end = at + 8;
          day =
              make_day(number(segment.substr(at, 4)), static_cast<unsigned>(number(segment.substr(at + 4, 2))),
                       static_cast<unsigned>(number(segment.substr(at + 6, 2))));
        }
        if (!day || (end < segment.size() && is_ascii_digit(segment[end]))) continue;
        if (possible(static_cast<int>(YearMonthDay{*day}.year()))) return found(*day);
      }
    }
  }

  // "Feb 6" in a dateline: the year comes from a date known otherwise (the nearest such day), or from a lower
  // bound (the first such day not before it).
  void add_years(const std::vector<LiteralDate>& dates) {
    std::optional<Instant> near, from;
    for (const DateCandidate& candidate : out_.date_candidates) {
      if (!near && candidate.date) near = candidate.date;
      if (candidate.not_before && (!from || *from < *candidate.not_before)) from = candidate.not_before;
    }
    if (!near && !from) return;
    for (const LiteralDate& date : dates) {
      const Day base = day_of(near ? *near : *from);
      const int year = static_cast<int>(YearMonthDay{base}.year());
      std::optional<Day> best;
      for (int y = year - 1; y <= year + (date.month == 2 && date.day == 29 ? 4 : 1); ++y) {
        const auto day = make_day(y, date.month, date.day);
        if (!day) continue;
        if (!near && *day < base) continue;
        if (!best || std::chrono::abs(*day - base) < std::chrono::abs(*best - base)) best = day;
      }
      if (best) add({Instant{*best}, std::nullopt, std::nullopt, "dateline", date.span});
    }
  }

  Document& out_;
  const DocumentRules& rules_;
  const std::string& content_;
  std::vector<Piece> pieces_;
};

}  // namespace

Document make_document(Source source, const DocumentRules& rules) {
  Document out;
  out.title_size = static_cast<std::uint32_t>(source.title.size());
  if (!source.title.empty()) {
    out.content = source.title + "\n";
    out.text_begin = out.title_size + 1;
  }
  out.content += source.text;
  out.key = content_id("doc_", {source.title, source.text});
  out.source = std::move(source);
  Maker(out, rules).run();
  return out;
}

}  // namespace chancery
