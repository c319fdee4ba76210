// SPDX-License-Identifier: MIT
#pragma once

// The coroutine of a worker: one heap block, resumed by what it waits for (a Readiness, a Pause, another
// Routine) and by nothing else. A boost::asio::awaitable costs three blocks and a handler for each wait,
// which ten thousand idle clients would pay for.

#include <coroutine>
#include <exception>
#include <utility>

namespace lanchat::async {

class TaskGroup;

/// Begins when it is awaited, which hands on its exception, or when a TaskGroup spawns it.
class [[nodiscard]] Routine {
 public:
  class promise_type;  // NOLINT(readability-identifier-naming): the language's name for it
  using Handle = std::coroutine_handle<promise_type>;

  Routine(Routine&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}

  Routine& operator=(Routine&&) = delete;

  ~Routine() {
    if (handle_) handle_.destroy();
  }

  [[nodiscard]] bool await_ready() const noexcept { return false; }

  [[nodiscard]] std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) const noexcept;
  void await_resume() const;

 private:
  friend class TaskGroup;

  explicit Routine(Handle handle) noexcept : handle_(handle) {}

  Handle handle_;
};

class Routine::promise_type {
 public:
  [[nodiscard]] Routine get_return_object() noexcept { return Routine(Handle::from_promise(*this)); }

  [[nodiscard]] std::suspend_always initial_suspend() const noexcept { return {}; }

  [[nodiscard]] auto final_suspend() const noexcept {
    struct Last {
      [[nodiscard]] bool await_ready() const noexcept { return false; }

      [[nodiscard]] std::coroutine_handle<> await_suspend(Handle ended) const noexcept {
        return ended.promise().go_on(ended);
      }

      void await_resume() const noexcept {}
    };

    return Last{};
  }

  void return_void() const noexcept {}

  void unhandled_exception() noexcept { failure_ = std::current_exception(); }

 private:
  friend class Routine;
  friend class TaskGroup;

  [[nodiscard]] std::coroutine_handle<> go_on(Handle ended) noexcept;

  std::coroutine_handle<> caller_;  ///< who awaits the end; null: the group does
  TaskGroup* group_ = nullptr;
  std::exception_ptr failure_;
};

inline std::coroutine_handle<> Routine::await_suspend(std::coroutine_handle<> caller) const noexcept {
  handle_.promise().caller_ = caller;
  return handle_;
}

inline void Routine::await_resume() const {
  if (const auto& failure = handle_.promise().failure_) std::rethrow_exception(failure);
}

}  // namespace lanchat::async
