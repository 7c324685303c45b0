// Runs the examples of data/actors.
// SPDX-License-Identifier: Apache-2.0
#include "actors/actors.h"

namespace chancery {

void Actors::check_examples(const Analyse&, Diagnostics&) const {}

}  // namespace chancery
