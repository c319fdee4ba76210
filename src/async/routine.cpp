// SPDX-License-Identifier: MIT
#include "lanchat/async/routine.hpp"

#include "lanchat/async/task_group.hpp"

namespace lanchat::async {

std::coroutine_handle<> Routine::promise_type::go_on(Handle ended) noexcept {
  if (caller_) return caller_;
  TaskGroup& group = *group_;
  const std::exception_ptr failure = std::move(failure_);
  ended.destroy();  // *this goes too; the group hears of it when nothing of the routine is left
  group.finished(failure);
  return std::noop_coroutine();
}

}  // namespace lanchat::async
