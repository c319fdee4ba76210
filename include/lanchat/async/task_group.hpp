// SPDX-License-Identifier: MIT
#pragma once

// Everything that runs on an io_context runs under a group that knows how many tasks there are and hears when
// one ends by an exception. The replacement for asio::detached, which swallows both.

#include "lanchat/async/executor.hpp"
#include "lanchat/async/routine.hpp"

#include <cstddef>
#include <exception>
#include <functional>

namespace lanchat::async {

/// Not thread-safe: one group belongs to one single-threaded context, and outlives its tasks.
class TaskGroup {
 public:
  using OnFailure = std::function<void(std::exception_ptr)>;

  /// `on_failure` hears of every exception that leaves a task.
  TaskGroup(Executor executor, OnFailure on_failure);

  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  /// Starts `task` on the group's executor; its frame keeps alive what was moved into it.
  void spawn(Task<> task);
  /// Runs `routine` at once, until it waits for something; call on the context's thread. In a group that has
  /// routines neither `on_failure` nor `on_empty` throws.
  void spawn(Routine routine);

  [[nodiscard]] std::size_t size() const noexcept { return running_; }

  /// Calls `on_empty` (once) when no task runs any more; at once when none does.
  void when_empty(std::function<void()> on_empty);

 private:
  friend class Routine::promise_type;

  void finished(std::exception_ptr failure);

  Executor executor_;
  OnFailure on_failure_;
  std::function<void()> on_empty_;
  std::size_t running_ = 0;
};

}  // namespace lanchat::async
