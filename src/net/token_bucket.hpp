// SPDX-License-Identifier: MIT
#pragma once

// How many messages a second one client may send: a bucket of one second's messages that fills evenly. Pure.

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace lanchat::net {

class TokenBucket {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// `rate` messages a second, at least 1; full at `now`.
  TokenBucket(std::uint32_t rate, Time now) noexcept : interval_(interval(rate)), full_at_(now) {}

  /// Takes one message's worth; false: there is none yet.
  [[nodiscard]] bool take(Time now) noexcept { return take(full_at_, interval_, now); }

  /// When take() will succeed.
  [[nodiscard]] Time next() const noexcept { return next(full_at_, interval_); }

  [[nodiscard]] bool has(std::uint32_t rate) const noexcept { return interval_ == interval(rate); }

  /// The time in which one token comes.
  [[nodiscard]] static constexpr std::chrono::nanoseconds interval(std::uint32_t rate) noexcept {
    return std::chrono::nanoseconds{std::chrono::seconds{1}} / rate;
  }

  /// The same for who keeps no more than the time when the bucket will be full, see TokenTable.
  [[nodiscard]] static bool take(Time& full_at, std::chrono::nanoseconds interval, Time now) noexcept {
    if (now < next(full_at, interval)) return false;
    full_at = std::max(full_at, now) + interval;
    return true;
  }

 private:
  [[nodiscard]] static Time next(Time full_at, std::chrono::nanoseconds interval) noexcept {
    return full_at + interval - std::chrono::seconds{1};
  }

  std::chrono::nanoseconds interval_;
  Time full_at_;  ///< when the bucket will be full again if nothing is taken
};

}  // namespace lanchat::net
