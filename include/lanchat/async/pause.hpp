// SPDX-License-Identifier: MIT
#pragma once

// A coroutine's sleep, on its context's queue of deadlines.

#include "lanchat/async/deadline.hpp"

#include <coroutine>
#include <utility>

namespace lanchat::async {

/// One sleeper at a time; not to be destroyed while there is one.
class Pause final : private Deadline {
 public:
  explicit Pause(DeadlineQueue& queue) noexcept : Deadline(queue) {}

  class Sleep {
   public:
    [[nodiscard]] bool await_ready() const noexcept { return false; }

    void await_suspend(std::coroutine_handle<> sleeper) const {
      pause_.expire_at(until_);  // may throw: then nobody sleeps
      pause_.sleeper_ = sleeper;
    }

    void await_resume() const noexcept {}

   private:
    friend class Pause;

    Sleep(Pause& pause, Clock::time_point until) noexcept : pause_(pause), until_(until) {}

    Pause& pause_;
    Clock::time_point until_;
  };

  [[nodiscard]] Sleep until(Clock::time_point time) noexcept { return {*this, time}; }

  /// Ends the sleep early, not within this call.
  void end() {
    if (sleeper_) expire_at({});
  }

 private:
  void expired() override {
    if (sleeper_) std::exchange(sleeper_, nullptr).resume();
  }

  std::coroutine_handle<> sleeper_;
};

}  // namespace lanchat::async
