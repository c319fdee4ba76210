// SPDX-License-Identifier: MIT
#pragma once

// Waits until a descriptor is ready, and does nothing with it: whoever waited reads or writes in the same
// step. Waiting to read again and again costs no system call but epoll_wait(2) itself, where Asio's own
// async_wait() costs an epoll_ctl(2) each time; nothing is allocated.

#include "lanchat/async/reactor.hpp"

#include <boost/asio/detail/reactor_op.hpp>

#include <coroutine>
#include <cstdint>

namespace lanchat::async {

/// One wait at a time, by a coroutine of the reactor's context. While nobody waits, readiness is not lost:
/// the next wait ends at once. Destroy it before the descriptor is closed (or say forget()), and never while
/// somebody waits.
class Readiness {
 public:
  enum class Event : std::uint8_t {
    read,     ///< there is something to read, or the stream has ended or failed
    write,    ///< the kernel takes more, or the stream has failed
    hang_up,  ///< the stream has failed, or both its halves are closed, or a byte of urgent data has come
  };

  /// Whether another process, or another descriptor of this one, may hold the same open file: closing the
  /// descriptor does not end its registration then.
  enum class Held : std::uint8_t { here_only, elsewhere_too };

  /// Throws boost::system::system_error where epoll_ctl(2) finds no room.
  Readiness(Reactor& reactor, int fd, Held held);
  ~Readiness();

  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;

  class Wait {
   public:
    [[nodiscard]] bool await_ready() const noexcept { return false; }

    void await_suspend(std::coroutine_handle<> waiter) const { readiness_.start(event_, waiter); }

    bool await_resume() const noexcept { return !readiness_.operation_.ec_; }

   private:
    friend class Readiness;

    Wait(Readiness& readiness, Event event) noexcept : readiness_(readiness), event_(event) {}

    Readiness& readiness_;
    Event event_;
  };

  /// `co_await` gives true when the event has come, false when wake() was called. Rarely true without an
  /// event, so look without blocking.
  [[nodiscard]] Wait wait(Event event) noexcept { return {*this, event}; }

  /// Ends the wait, if there is one. The coroutine goes on in a later step of the context.
  void wake();

  /// The descriptor is about to be closed: whoever waits is told false, and nobody waits any more.
  void forget();

  /// Before a pause without a wait: what happens to the descriptor meanwhile is noticed by the next wait, and
  /// costs nothing until then.
  void rest();

 private:
  struct Operation final : boost::asio::detail::reactor_op {
    Operation() noexcept : reactor_op({}, &perform, &complete) {}

    static status perform(reactor_op* base);
    static void complete(void* context, boost::asio::detail::operation* base,
                         const boost::system::error_code& error, std::size_t size);

    std::coroutine_handle<> waiter;
    bool starting = false;
  };

  void start(Event event, std::coroutine_handle<> waiter);
  void watch(std::uint32_t events);

  Reactor& reactor_;
  Reactor::Asio::per_descriptor_data state_ = nullptr;
  Operation operation_;
  int fd_;
  Held held_;
  bool level_ = false;  ///< registered level-triggered and for reading; else as Asio does, edge-triggered
};

}  // namespace lanchat::async
