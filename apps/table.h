// Statements as a table for a terminal: when, who → whom, what, how sure, who says so.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "chancery/engine.h"

namespace chancery {

struct TableStyle {
  int width = 120;     // columns of the terminal
  bool color = false;  // ANSI colours
};

// One line a statement, repeats folded into the first ("×3"), a line feed after each line. A deed has a filled mark (●), a
// plan an open one (○), what did not happen a cross (✗): also readable without colour.
std::string table(const Coded& coded, const TableStyle& style);

// "7–28 Feb 2022", "by 15 Feb 2022", "Apr 1999", "2011"; the words where there is no interval.
std::string show_time(const TimeRef& ref, std::string_view content);
// "invite > meet.visit".
std::string show_path(const Act& act);
// "Imran Khan (PAKGOV)", "Pakistan", "diplomatic sources".
std::string show_actor(const ActorRef& ref);

}  // namespace chancery
