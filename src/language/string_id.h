// spaCy's numbers for strings: what the hash embeddings, the tokeniser's tables and the lemma tables are keyed
// by.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace chancery {

// 0 for "", the reserved number (below 457) for spaCy's own symbols such as "X", "ORG", "det", "number"; for
// all other strings MurmurHash64A of the bytes with seed 1. The reserved ones matter: the shape of every
// one-letter capital is "X".
std::uint64_t string_id(std::string_view text);

// The hash alone, for tables of our own. "" gives a number too.
std::uint64_t murmur64(std::string_view bytes, std::uint64_t seed = 1);

}  // namespace chancery
