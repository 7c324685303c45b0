// Unpacks gzip on the way, when the bytes are gzip.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/file_system.h"

namespace chancery {

// Decides by the first two bytes; other data passes through unchanged. Several gzip members count as one text,
// zero bytes after the last are padding. Where the data is cut off or damaged, all good bytes come first, then
// input.truncated (again at each further read). Uses constant memory; the reader of the bytes caps how much
// they may expand to.
std::unique_ptr<ByteStream> gunzip(std::unique_ptr<ByteStream> inner, std::string path);

}  // namespace chancery
