// A document without the document stage, for tests, fuzzing and benchmarks of the stages after it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "document/document.h"

namespace chancery {

// One body block for each line of `text`, white space at its ends left out.
Document document_of_lines(std::string_view text);

}  // namespace chancery
