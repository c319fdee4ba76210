// SPDX-License-Identifier: MIT
#pragma once

// Lets the first few events of each second through and counts the rest, so that a crowd cannot flood the log.
// Pure.

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

namespace lanchat::net {

class EventThrottle {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::uint32_t events_a_second = 5;

  /// nullopt: not now. Else how many were held back since the last one that came through.
  [[nodiscard]] std::optional<std::uint64_t> admit(Time now) noexcept {
    if (now - window_ >= std::chrono::seconds{1}) {
      window_ = now;
      admitted_ = 0;
    }
    if (admitted_ >= events_a_second) {
      ++suppressed_;
      return std::nullopt;
    }
    ++admitted_;
    return std::exchange(suppressed_, 0);
  }

 private:
  Time window_{};
  std::uint32_t admitted_ = 0;
  std::uint64_t suppressed_ = 0;
};

}  // namespace lanchat::net
