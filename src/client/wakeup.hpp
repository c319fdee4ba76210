// SPDX-License-Identifier: MIT
#pragma once

// Lets one coroutine wait until another says that something has changed. The condition itself is looked at
// before and after: a notification nobody waits for is forgotten.

#include "lanchat/async/executor.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lanchat::client {

class Wakeup {
 public:
  explicit Wakeup(async::Executor executor) : timer_(executor) {}

  [[nodiscard]] async::Task<> wait() {
    timer_.expires_at(Timer::time_point::max());
    co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable_t<async::Executor>{}));
  }

  void notify() { timer_.cancel(); }

 private:
  using Clock = std::chrono::steady_clock;
  using Timer = boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, async::Executor>;

  Timer timer_;
};

}  // namespace lanchat::client
