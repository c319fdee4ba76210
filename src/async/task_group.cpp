// SPDX-License-Identifier: MIT
#include "lanchat/async/task_group.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace lanchat::async {

TaskGroup::TaskGroup(Executor executor, OnFailure on_failure)
    : executor_(std::move(executor)), on_failure_(std::move(on_failure)) {}

void TaskGroup::spawn(Task<> task) {
  ++running_;
  try {
    boost::asio::co_spawn(executor_, std::move(task),
                          [this](std::exception_ptr failure) { finished(std::move(failure)); });
  } catch (...) {  // no memory for the frame: the task has not begun
    --running_;
    throw;
  }
}

void TaskGroup::spawn(Routine routine) {
  ++running_;
  const Routine::Handle handle = std::exchange(routine.handle_, nullptr);
  handle.promise().group_ = this;
  handle.resume();
}

void TaskGroup::when_empty(std::function<void()> on_empty) {
  if (running_ == 0) return on_empty();
  on_empty_ = std::move(on_empty);
}

void TaskGroup::finished(std::exception_ptr failure) {
  const bool last = --running_ == 0;
  if (failure) on_failure_(failure);
  if (!last) return;
  if (const auto on_empty = std::exchange(on_empty_, nullptr)) on_empty();
}

}  // namespace lanchat::async
