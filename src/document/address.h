// Web addresses inside a text.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace chancery {

// "https://…", "www.…" and "host.tld/path", without the punctuation around them. Linear in the size of the
// text.
std::vector<Span> find_addresses(std::string_view text);

// Whether the words of a line are addresses and nothing else; then also a bare "host.tld" counts.
bool only_addresses(std::string_view line);

struct AddressParts {
  std::string host;                    // lower case, without "www." and port
  std::vector<std::string_view> path;  // non-empty segments, without query and fragment
};
AddressParts split_address(std::string_view address);

}  // namespace chancery
