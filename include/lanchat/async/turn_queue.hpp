// SPDX-License-Identifier: MIT
#pragma once

// Where those wait who have much to do, so that those who have little are not kept waiting by them. Between
// two looks at what has become ready (epoll_wait(2)), the coroutines in the queue go on one after the other
// for a tenth of a millisecond; all that is ready comes in between.

#include "lanchat/async/reactor.hpp"

#include <boost/asio/detail/scheduler_operation.hpp>

#include <coroutine>
#include <cstddef>

namespace lanchat::async {

/// For the coroutines of the reactor's context. Nothing is allocated. Not to be destroyed while somebody
/// waits here.
class TurnQueue {
 public:
  explicit TurnQueue(Reactor& reactor) noexcept : reactor_(reactor) {}

  TurnQueue(const TurnQueue&) = delete;
  TurnQueue& operator=(const TurnQueue&) = delete;

  class Turn {
   public:
    [[nodiscard]] bool await_ready() const noexcept { return false; }

    void await_suspend(std::coroutine_handle<> waiter) noexcept {
      waiter_ = waiter;
      queue_.add(*this);
    }

    void await_resume() const noexcept {}

   private:
    friend class TurnQueue;

    explicit Turn(TurnQueue& queue) noexcept : queue_(queue) {}

    TurnQueue& queue_;
    std::coroutine_handle<> waiter_;
    Turn* next_ = nullptr;
  };

  /// `co_await` returns when it is the caller's turn: behind everybody who waits already, and in a later step
  /// of the context.
  [[nodiscard]] Turn next() noexcept { return Turn(*this); }

  /// How many wait.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  using Operation = boost::asio::detail::scheduler_operation;

  struct Round final : Operation {
    explicit Round(TurnQueue& all) noexcept : Operation(&complete), queue(all) {}

    static void complete(void* context, Operation* base, const boost::system::error_code& error,
                         std::size_t size);

    TurnQueue& queue;
  };

  void add(Turn& turn) noexcept;
  void go_round();

  Reactor& reactor_;
  Round round_{*this};
  Turn* first_ = nullptr;
  Turn* last_ = nullptr;
  std::size_t size_ = 0;
  bool due_ = false;  ///< a round is queued in the context, or going on
};

}  // namespace lanchat::async
