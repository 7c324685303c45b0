// SPDX-License-Identifier: Apache-2.0
#include "language/string_id.h"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <string>

#include "language/id_map.h"

namespace chancery {
namespace {

static_assert(std::endian::native == std::endian::little, "ids are defined on little-endian words");

struct Symbol {
  std::uint16_t number;
  std::string_view name;
};
constexpr Symbol kSymbols[] = {
    {1, "IS_ALPHA"},
    {2, "IS_ASCII"},
    {3, "IS_DIGIT"},
    {4, "IS_LOWER"},
    {5, "IS_PUNCT"},
    {6, "IS_SPACE"},
    {7, "IS_TITLE"},
    {8, "IS_UPPER"},
    {9, "LIKE_URL"},
    {10, "LIKE_NUM"},
    {11, "LIKE_EMAIL"},
    {12, "IS_STOP"},
    {13, "IS_OOV_DEPRECATED"},
    {14, "IS_BRACKET"},
    {15, "IS_QUOTE"},
    {16, "IS_LEFT_PUNCT"},
    {17, "IS_RIGHT_PUNCT"},
    {18, "IS_CURRENCY"},
    {64, "ID"},
    {65, "ORTH"},
    {66, "LOWER"},
    {67, "NORM"},
    {68, "SHAPE"},
    {69, "PREFIX"},
    {70, "SUFFIX"},
    {71, "LENGTH"},
    {72, "CLUSTER"},
    {73, "LEMMA"},
    {74, "POS"},
    {75, "TAG"},
    {76, "DEP"},
    {77, "ENT_IOB"},
    {78, "ENT_TYPE"},
    {79, "HEAD"},
    {80, "SENT_START"},
    {81, "SPACY"},
    {82, "PROB"},
    {83, "LANG"},
    {84, "ADJ"},
    {85, "ADP"},
    {86, "ADV"},
    {87, "AUX"},
    {88, "CONJ"},
    {89, "CCONJ"},
    {90, "DET"},
    {91, "INTJ"},
    {92, "NOUN"},
    {93, "NUM"},
    {94, "PART"},
    {95, "PRON"},
    {96, "PROPN"},
    {97, "PUNCT"},
    {98, "SCONJ"},
    {99, "SYM"},
    {100, "VERB"},
    {101, "X"},
    {102, "EOL"},
    {103, "SPACE"},
    {380, "PERSON"},
    {381, "NORP"},
    {382, "FACILITY"},
    {383, "ORG"},
    {384, "GPE"},
    {385, "LOC"},
    {386, "PRODUCT"},
    {387, "EVENT"},
    {388, "WORK_OF_ART"},
    {389, "LANGUAGE"},
    {390, "LAW"},
    {391, "DATE"},
    {392, "TIME"},
    {393, "PERCENT"},
    {394, "MONEY"},
    {395, "QUANTITY"},
    {396, "ORDINAL"},
    {397, "CARDINAL"},
    {398, "acomp"},
    {399, "advcl"},
    {400, "advmod"},
    {401, "agent"},
    {402, "amod"},
    {403, "appos"},
    {404, "attr"},
    {405, "aux"},
    {406, "auxpass"},
    {407, "cc"},
    {408, "ccomp"},
    {409, "complm"},
    {410, "conj"},
    {411, "cop"},
    {412, "csubj"},
    {413, "csubjpass"},
    {414, "dep"},
    {415, "det"},
    {416, "dobj"},
    {417, "expl"},
    {418, "hmod"},
    {419, "hyph"},
    {420, "infmod"},
    {421, "intj"},
    {422, "iobj"},
    {423, "mark"},
    {424, "meta"},
    {425, "neg"},
    {426, "nmod"},
    {427, "nn"},
    {428, "npadvmod"},
    {429, "nsubj"},
    {430, "nsubjpass"},
    {431, "num"},
    {432, "number"},
    {433, "oprd"},
    {434, "obj"},
    {435, "obl"},
    {436, "parataxis"},
    {437, "partmod"},
    {438, "pcomp"},
    {439, "pobj"},
    {440, "poss"},
    {441, "possessive"},
    {442, "preconj"},
    {443, "prep"},
    {444, "prt"},
    {445, "punct"},
    {446, "quantmod"},
    {447, "relcl"},
    {448, "rcmod"},
    {449, "root"},
    {450, "xcomp"},
    {451, "acl"},
    {452, "ENT_KB_ID"},
    {453, "MORPH"},
    {454, "ENT_ID"},
    {455, "IDX"},
    {456, "_"},
};

// Hash of every reserved name → its number.
IdMap<std::uint16_t> make_reserved() {
  IdMap<std::uint16_t> out(457);
  for (const auto& symbol : kSymbols) out.insert(murmur64(symbol.name), symbol.number);
  for (std::uint16_t i = 19; i <= 63; ++i) out.insert(murmur64(fmt::format("FLAG{}", i)), i);
  for (std::uint16_t i = 1; i <= 276; ++i) {
    out.insert(murmur64(fmt::format("DEPRECATED{:03}", i)), static_cast<std::uint16_t>(i + 103));
  }
  return out;
}

}  // namespace

std::uint64_t murmur64(std::string_view bytes, std::uint64_t seed) {
  constexpr std::uint64_t m = 0xc6a4a7935bd1e995;
  std::uint64_t h = seed ^ (bytes.size() * m);
  const char* p = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 8; left -= 8, p += 8) {
    std::uint64_t k;
    std::memcpy(&k, p, 8);
    k *= m;
    k ^= k >> 47;
    k *= m;
    h ^= k;
    h *= m;
  }
  if (left > 0) {
    std::uint64_t k = 0;
    for (std::size_t i = 0; i < left; ++i) k |= std::uint64_t{static_cast<unsigned char>(p[i])} << (8 * i);
    h ^= k;
    h *= m;
  }
  h ^= h >> 47;
  h *= m;
  h ^= h >> 47;
  return h;
}

std::uint64_t string_id(std::string_view text) {
  static const IdMap<std::uint16_t> reserved = make_reserved();
  if (text.empty()) return 0;
  const auto hash = murmur64(text);
  const auto* const number = reserved.find(hash);
  return number ? *number : hash;
}

}  // namespace chancery
