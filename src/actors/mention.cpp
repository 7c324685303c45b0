// SPDX-License-Identifier: Apache-2.0
#include "actors/mention.h"

namespace chancery {

std::string_view name_of(ActorKind kind) {
  constexpr std::string_view kNames[] = {"unknown", "person", "state", "organisation",
                                         "group",   "office", "people"};
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace chancery
