// SPDX-License-Identifier: Apache-2.0
#include "document/address.h"

#include <algorithm>
#include <optional>

#include "document/words.h"

namespace chancery {
namespace {

constexpr std::size_t kLongestAddress = 4096;

// Length of "host.tld" at the start: labels of letters, digits and hyphens, the last one of lower-case letters;
// 0 otherwise.
std::size_t host_length(std::string_view word) {
  std::size_t labels = 0, label = 0;
  for (std::size_t at = 0;; ++at) {
    const char c = at < word.size() ? word[at] : '/';
    if (is_ascii_alnum(c) || c == '-') continue;
    if (at == label) return 0;
    ++labels;
    if (c == '.') {
      label = at + 1;
      continue;
    }
    const std::string_view last = word.substr(label, at - label);
    const bool lower = std::all_of(last.begin(), last.end(), [](char d) { return d >= 'a' && d <= 'z'; });
    return labels >= 2 && last.size() >= 2 && lower && (c == '/' || c == ':') ? at : 0;
  }
}

// The address in one word between white space, without brackets and marks around it.
std::optional<Span> address_in(std::string_view text, Span word, bool bare_host) {
  std::string_view s = word.of(text).substr(0, kLongestAddress);
  std::uint32_t begin = word.begin;
  while (!s.empty() &&
         (s.front() == '(' || s.front() == '<' || s.front() == '[' || s.front() == '"' || s.front() == '\'')) {
    s.remove_prefix(1);
    ++begin;
  }
  const std::size_t scheme = s.find("://");
  const bool has_scheme =
      scheme != s.npos && scheme >= 2 && scheme <= 10 && s.size() > scheme + 3 &&
      std::all_of(s.begin(), s.begin() + static_cast<std::ptrdiff_t>(scheme), is_ascii_alnum);
  if (!has_scheme && !s.starts_with("www.") && !s.starts_with("WWW.")) {
    const std::size_t host = host_length(s);
    if (host == 0 || (host == s.size() && !bare_host)) return std::nullopt;
    if (host < s.size() && host + 1 == s.size() && !bare_host) return std::nullopt;
  }
  std::size_t size = s.size();
  // An address may hold bytes of other scripts, but not our typographic quotes and dashes.
  if (const std::size_t mark = s.find("\xE2\x80"); mark != s.npos) size = mark;
  if (const std::size_t mark = s.find_first_of("<>\""); mark != s.npos) size = std::min(size, mark);
  while (size > 0 && std::string_view(".,;:!?)]>\"'").find(s[size - 1]) != std::string_view::npos) {
    // "…/Treaty_(1999)" keeps its bracket.
    if (s[size - 1] == ')' && std::count(s.begin(), s.begin() + static_cast<std::ptrdiff_t>(size), '(') >=
                                  std::count(s.begin(), s.begin() + static_cast<std::ptrdiff_t>(size), ')')) {
      break;
    }
    --size;
  }
  if (size < 4) return std::nullopt;
  return Span{begin, begin + static_cast<std::uint32_t>(size)};
}

}  // namespace

std::vector<Span> find_addresses(std::string_view text) {
  std::vector<Span> out;
  for_each_word(text, [&](Span word) {
    if (word.size() < 5 || word.of(text).find_first_of("/w") == std::string_view::npos) return true;
    if (const auto address = address_in(text, word, false)) out.push_back(*address);
    return true;
  });
  return out;
}

bool only_addresses(std::string_view line) {
  bool any = false, other = false;
  for_each_word(line, [&](Span word) {
    if (address_in(line, word, true)) {
      any = true;
    } else {
      const std::string_view s = word.of(line);
      other = std::any_of(s.begin(), s.end(), [](char c) { return is_ascii_alnum(c); });
    }
    return !other;
  });
  return any && !other;
}

AddressParts split_address(std::string_view address) {
  AddressParts out;
  if (const std::size_t scheme = address.find("://"); scheme != address.npos && scheme <= 10)
    address.remove_prefix(scheme + 3);
  const std::string_view front = address.substr(0, address.find_first_of("?#"));
  const std::size_t slash = front.find('/');
  out.host = lower_ascii(front.substr(0, std::min(slash, front.find(':'))));
  if (out.host.starts_with("www.")) out.host.erase(0, 4);
  std::size_t at = slash;
  while (at < front.size()) {
    const std::size_t next = std::min(front.find('/', at + 1), front.size());
    if (next > at + 1) out.path.push_back(front.substr(at + 1, next - at - 1));
    at = next;
  }
  return out;
}

}  // namespace chancery
