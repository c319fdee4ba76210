// SPDX-License-Identifier: MIT
#include "daemon/watchdog.hpp"

#include <boost/asio/bind_allocator.hpp>

#include <utility>

namespace lanchat::daemon {

void Watchdog::start(std::vector<net::Worker*> workers) {
  const auto interval = manager_.watchdog();
  if (!interval) return;
  period_ = *interval / 4;
  workers_ = std::move(workers);
  wait();
  ask();
}

void Watchdog::stop() {
  workers_.clear();
  timer_.cancel();
}

void Watchdog::ask() {
  if (silent_ == 0) {
    manager_.alive();
    for (net::Worker* const worker : workers_) {
      worker->post([this] { --silent_; });
      ++silent_;
    }
  }
}

void Watchdog::wait() {
  timer_.expires_after(period_);
  timer_.async_wait(boost::asio::bind_allocator(async::Keep<std::byte>(memory_),
                                                [this](const boost::system::error_code& cancelled) {
                                                  if (cancelled || workers_.empty()) return;
                                                  wait();  // first: there may be no memory to ask
                                                  ask();
                                                }));
}

}  // namespace lanchat::daemon
