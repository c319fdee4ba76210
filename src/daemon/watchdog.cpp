// SPDX-License-Identifier: MIT
#include "daemon/watchdog.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace lanchat::daemon {

void Watchdog::start(std::vector<net::Worker*> workers) {
  const auto interval = manager_.watchdog();
  if (!interval) return;
  period_ = *interval / 4;
  workers_ = std::move(workers);
  ask();
}

void Watchdog::stop() {
  workers_.clear();
  timer_.cancel();
}

void Watchdog::ask() {
  if (silent_ == 0) {
    manager_.alive();
    silent_ = workers_.size();
    for (net::Worker* const worker : workers_) {
      worker->post([this] { boost::asio::post(executor_, [this] { --silent_; }); });
    }
  }
  timer_.expires_after(period_);
  timer_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled && !workers_.empty()) ask();
  });
}

}  // namespace lanchat::daemon
