// The one layout of rule files: what `chancery rules fmt` writes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace chancery {

// Rewrites a TOML rule file: `id` first; `why`, `matches`, `rejects`, `todo` last; other fields stay in their
// order. `key = value` with keys padded to seven; lists on one line where they fit into 112 columns, else
// filled under their first element (a list that begins with a line break keeps one element a line); one blank
// line between tables. Comments stay with the line below them (or
// on their line); strings keep their spelling. Lists with comments inside are left as they are. Formatting
// twice changes nothing, and the meaning never changes (checked by parsing). Errors: rules.syntax, at `path`.
Result<std::string> format_rules(std::string_view text, const std::string& path);

}  // namespace chancery
