// SPDX-License-Identifier: MIT
// The line that the service manager shows of a running daemon (`systemctl status`).
#include "lanchat/async/as_result.hpp"
#include "lanchat/daemon/daemon.hpp"
#include "lanchat/logging/escape.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>

namespace lanchat::daemon {
namespace {

using async::as_result;

constexpr auto period = std::chrono::seconds{1};

std::string count(std::uint64_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

}  // namespace

std::string Daemon::status_line(double messages_a_second) const {
  const std::string clients = count(admission_.clients(), "client");
  if (stopping_) return "stopping: " + clients + " left";
  const auto messages = static_cast<std::uint64_t>(std::llround(messages_a_second));
  std::string line = clients + ", " + count(messages, "message") + " a second";
  if (reload_mistakes_.empty()) return line;
  line += "; configuration refused: " + logging::escape(reload_mistakes_.front());
  if (reload_mistakes_.size() > 1) line += fmt::format(" (and {} more)", reload_mistakes_.size() - 1);
  return line;
}

// Told only where it has changed: an idle daemon says nothing.
async::Task<> Daemon::keep_status_current() {
  std::string told;
  double rate = 0;
  net::Counters before;
  auto began = async::Clock::now();
  while (true) {
    try {
      const net::Counters now = co_await all_counters();
      const std::chrono::duration<double> passed = async::Clock::now() - began;
      if (passed >= period) {  // woken earlier by news, the rate of so short a time would be noise
        rate = static_cast<double>(now.messages - before.messages) / passed.count();
        before = now;
        began = async::Clock::now();
      }
      if (std::string line = status_line(rate); line != told) manager_.status(told = std::move(line));
    } catch (...) {  // no memory: the next one is told
      log_defect(std::current_exception());
    }
    if (!work_.owns_work()) co_return;  // the daemon has stopped
    status_turn_.expires_after(period);
    co_await status_turn_.async_wait(as_result);
  }
}

}  // namespace lanchat::daemon
