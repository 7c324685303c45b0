// The compiled rules of data/document (and the names of data/imported/{cities,admin1,states}.tsv): which lines
// are not the article's own text, what a dateline looks like.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "document/document.h"
#include "rulebook/rulebook.h"

namespace chancery {

// [[block]] of data/document/blocks.toml. Phrases are folded (words.h).
struct BlockRule {
  std::string id;
  BlockRole role = BlockRole::kBody;
  std::vector<std::string> starts;  // first words of the line …
  std::vector<std::string> then;    // … followed by one of these marks, when there are any
  std::vector<std::string> is;      // the whole line, but for a mark at its end
  std::vector<std::string> has;     // words inside the line
  std::size_t max_words = 0;        // longer lines do not match; 0 = no limit
  bool brackets = false;            // `has` must stand in brackets at the end of the line
  bool opens = false;               // what follows, up to a full sentence, has the same role
  RuleTable::Examples examples;
};

// [[status_address]]: addresses whose number holds a moment.
struct StatusAddress {
  std::string id;
  std::vector<std::string> hosts;  // these and their sub-domains
  std::vector<std::string> after;  // path segments before the number
  unsigned shift = 0;
  std::int64_t epoch = 0;  // milliseconds since 1970
  std::uint64_t least = 0;
  RuleTable::Examples examples;
};

// Immutable; shared by threads.
struct DocumentRules {
  std::vector<BlockRule> blocks;
  std::vector<StatusAddress> statuses;
  std::set<std::string, std::less<>> agencies;   // as written
  std::set<std::string, std::less<>> no_places;  // in capitals
  std::vector<std::string>
      places;  // names of cities, regions and states, lower case, sorted: what may stand alone in a dateline
  std::set<std::string, std::less<>> finite_words;   // lower case
  std::vector<std::pair<std::string, bool>> labels;  // of date lines, folded, longest first; true: of an update

  static DocumentRules compile(const Rulebook& rulebook, Diagnostics& diagnostics);

  bool is_place(std::string_view name) const;  // in any letter case
  // The first rule that a line matches, with its index in `blocks`; nothing for the article's own text.
  std::optional<std::size_t> match(std::string_view line) const;
  // The moment a status address was made, to the second.
  std::optional<Instant> status_time(std::string_view address) const;

  // Runs `matches` and `rejects` of all rules; failures become rules.example-failed. Returns how many were run.
  std::size_t check_examples(Diagnostics& diagnostics) const;
};

}  // namespace chancery
