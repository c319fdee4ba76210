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
  TokenBucket(std::uint32_t rate, Time now) noexcept
      : interval_(std::chrono::nanoseconds{std::chrono::seconds{1}} / rate), full_at_(now) {}

  /// Takes one message's worth; false: there is none yet.
  [[nodiscard]] bool take(Time now) noexcept {
    if (now < next()) return false;
    full_at_ = std::max(full_at_, now) + interval_;
    return true;
  }

  /// When take() will succeed.
  [[nodiscard]] Time next() const noexcept { return full_at_ + interval_ - std::chrono::seconds{1}; }

  /// Whether nothing would be lost if this bucket were forgotten.
  [[nodiscard]] bool full(Time now) const noexcept { return full_at_ <= now; }

 private:
  std::chrono::nanoseconds interval_;
  Time full_at_;  ///< when the bucket will be full again if nothing is taken
};

}  // namespace lanchat::net
