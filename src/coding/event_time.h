// Times that are told from an event ("two days after the summit"), found when the document dates the event.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "coding/attach.h"
#include "coding/syntax.h"
#include "time/time_ref.h"

namespace chancery {

// Borrows what it is made from. Linear in the times of the document; each look-up is linear in its dated
// events.
class EventTimes {
 public:
  // `frame_of`: the frame that a word evokes, empty when none: "the invasion" is the one told as "invaded".
  EventTimes(const Syntax& grammar, const std::vector<TimeRef>& times,
             std::function<std::string_view(std::uint32_t)> frame_of);

  // Gives the interval to a time with `from_event` and no interval. Unchanged when the document does not date
  // the event or dates it in more ways than one. Evidence `time/event` names the words that date it.
  void resolve(TimeRef& time);

 private:
  struct Dated {
    std::uint32_t word;
    const TimeRef* time;
  };
  void find_dated();
  const TimeRef* time_of(std::uint32_t event) const;
  bool same_event(std::uint32_t asked, std::uint32_t dated) const;

  const Syntax& g_;
  const Analysis& a_;
  const std::vector<TimeRef>& times_;
  std::function<std::string_view(std::uint32_t)> frame_of_;
  std::vector<Dated> dated_;
  bool ready_ = false;
};

}  // namespace chancery
