// SPDX-License-Identifier: MIT
#pragma once

// A clock that shows what the test says, and counts how often it was looked at.

#include <chrono>
#include <cstddef>

namespace lanchat::support {

class ManualClock {
 public:
  using Time = std::chrono::system_clock::time_point;

  explicit ManualClock(Time now) : now_(now) {}

  [[nodiscard]] Time now() {
    ++looks_;
    return now_;
  }

  void advance(std::chrono::system_clock::duration by) { now_ += by; }

  [[nodiscard]] std::size_t looks() const { return looks_; }

 private:
  Time now_;
  std::size_t looks_ = 0;
};

}  // namespace lanchat::support
