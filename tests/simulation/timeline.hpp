// SPDX-License-Identifier: MIT
#pragma once

// What is going to happen, and when. Things of one moment happen in the order they were planned in.

#include "simulation/signals.hpp"

#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace lanchat::simulation {

class Timeline {
 public:
  using Happening = std::function<void()>;

  void at(Time when, Happening happening) { planned_.emplace(when, std::move(happening)); }

  [[nodiscard]] std::optional<Time> next() const {
    if (planned_.empty()) return std::nullopt;
    return planned_.begin()->first;
  }

  /// The first thing planned for `now` or earlier; empty: there is none.
  [[nodiscard]] Happening take(Time now) {
    if (planned_.empty() || planned_.begin()->first > now) return nullptr;
    Happening first = std::move(planned_.begin()->second);
    planned_.erase(planned_.begin());
    return first;
  }

 private:
  std::multimap<Time, Happening> planned_;
};

}  // namespace lanchat::simulation
