// SPDX-License-Identifier: MIT
#pragma once

// All deadlines of one context, behind one timer. Moving a deadline later, which is what a busy client does
// with every message, is one store: the queue looks again when the old time has come. DeadlineQueue is pure
// (the time is passed in); DeadlineTimer drives it with a clock.

#include "lanchat/async/executor.hpp"
#include "lanchat/async/kept_memory.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace lanchat::async {

using Clock = std::chrono::steady_clock;

class Deadline;

/// Not thread-safe. Outlives its deadlines.
class DeadlineQueue {
 public:
  /// `on_earlier` is called when the earliest entry has become earlier.
  explicit DeadlineQueue(std::function<void(Clock::time_point)> on_earlier)
      : on_earlier_(std::move(on_earlier)) {}

  DeadlineQueue(const DeadlineQueue&) = delete;
  DeadlineQueue& operator=(const DeadlineQueue&) = delete;

  /// Calls expired() of every deadline that is due; each may end itself or others in it.
  void expire(Clock::time_point now);

  /// When expire() should be called next.
  [[nodiscard]] std::optional<Clock::time_point> next() const noexcept;

 private:
  friend class Deadline;
  using Entries = std::multimap<Clock::time_point, Deadline*>;

  Entries entries_;  ///< at most one a deadline, never later than the deadline itself
  std::function<void(Clock::time_point)> on_earlier_;
};

/// One moment by which something must have happened. Derive, and act in expired().
class Deadline {
 public:
  explicit Deadline(DeadlineQueue& queue) noexcept : queue_(queue), entry_(queue.entries_.end()) {}

  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  void expire_at(Clock::time_point when);

  void clear_deadline() noexcept { due_ = never; }

 protected:
  ~Deadline();

 private:
  friend class DeadlineQueue;
  static constexpr Clock::time_point never = Clock::time_point::max();

  /// The time has come; the deadline is cleared already.
  virtual void expired() = 0;

  DeadlineQueue& queue_;
  DeadlineQueue::Entries::iterator entry_;
  Clock::time_point due_ = never;
};

/// A DeadlineQueue with a timer on `executor`. One wait at a time, whose memory is kept here: where there is
/// none left, deadlines go on expiring.
class DeadlineTimer {
 public:
  explicit DeadlineTimer(Executor executor);

  ~DeadlineTimer() { kept_->gone = true; }

  DeadlineTimer(const DeadlineTimer&) = delete;
  DeadlineTimer& operator=(const DeadlineTimer&) = delete;

  [[nodiscard]] DeadlineQueue& queue() noexcept { return queue_; }

  /// Lets the context run out of work; deadlines no longer expire.
  void stop();

 private:
  /// Of the one wait, which may outlive the timer by a step.
  struct Kept : KeptMemory {
    bool gone = false;
  };

  void arm(Clock::time_point when);
  void wait(Clock::time_point when);
  void woken(bool due);

  boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, Executor> timer_;
  DeadlineQueue queue_;
  std::shared_ptr<Kept> kept_ = std::make_shared<Kept>();
  bool waiting_ = false;
  bool stopped_ = false;
};

}  // namespace lanchat::async
