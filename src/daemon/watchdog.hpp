// SPDX-License-Identifier: MIT
#pragma once

// Feeds the service manager's watchdog only while the main context and every worker answer: one that hangs
// gets the daemon killed and started again (sd_watchdog_enabled(3)).

#include "lanchat/async/deadline.hpp"
#include "lanchat/async/executor.hpp"
#include "lanchat/async/kept_memory.hpp"
#include "lanchat/net/worker.hpp"
#include "lanchat/service/service_manager.hpp"

#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <memory>
#include <vector>

namespace lanchat::daemon {

/// Lives on the main context.
class Watchdog {
 public:
  Watchdog(const async::Executor& executor, service::ServiceManager& manager)
      : manager_(manager), timer_(executor) {}

  /// Asks `workers`, whose threads end before the watchdog goes, four times in the interval that the service
  /// manager set. Without one: nothing.
  void start(std::vector<net::Worker*> workers);
  void stop();

 private:
  using Timer = boost::asio::basic_waitable_timer<async::Clock, boost::asio::wait_traits<async::Clock>,
                                                  async::Executor>;

  void wait();
  void ask();

  service::ServiceManager& manager_;
  Timer timer_;
  async::Clock::duration period_{};
  std::vector<net::Worker*> workers_;
  std::shared_ptr<async::KeptMemory> memory_ = std::make_shared<async::KeptMemory>();  ///< of the wait
  std::atomic<int> silent_ =
      0;  ///< workers that have not answered the last question; below 0 while one is asked
};

}  // namespace lanchat::daemon
