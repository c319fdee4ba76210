// SPDX-License-Identifier: MIT
#pragma once

// Waiting for a slow reader, without an end until another thread says by when to be done.

#include <atomic>
#include <chrono>

namespace lanchat::logging {

/// for_room() and pause() belong to one thread; finish_within() may be called from any.
class BoundedWait {
 public:
  BoundedWait();
  ~BoundedWait();

  BoundedWait(const BoundedWait&) = delete;
  BoundedWait& operator=(const BoundedWait&) = delete;

  /// Until `descriptor` can be written to. False: time is up. An error counts as room, for the write that
  /// follows says which.
  [[nodiscard]] bool for_room(int descriptor) const noexcept;

  /// For `duration`, or less once an end was set. False: time is up.
  [[nodiscard]] bool pause(std::chrono::milliseconds duration) const noexcept;

  /// From now on nothing waits for longer than until `grace` has passed, all calls together.
  void finish_within(std::chrono::milliseconds grace) noexcept;

 private:
  using Clock = std::chrono::steady_clock;

  [[nodiscard]] std::chrono::milliseconds left() const noexcept;

  int finishing_;  ///< an eventfd, readable once finish_within() was called
  std::atomic<Clock::time_point> deadline_{Clock::time_point::max()};
};

}  // namespace lanchat::logging
