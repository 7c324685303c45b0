// Splits one TSV file into a header and rows.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "rulebook/rulebook.h"

namespace chancery {

// `path` is the name for messages. Rows with a wrong number of fields are reported and left out; so are doubled
// columns. Null (and a fault) when there is no header or the bytes are not UTF-8.
std::shared_ptr<const TsvTable> parse_tsv(std::string path, std::string bytes, Diagnostics& diagnostics);

}  // namespace chancery
