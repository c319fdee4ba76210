// SPDX-License-Identifier: MIT
#include "net/rejection_log.hpp"

#include <utility>

namespace lanchat::net {

void RejectionLog::write(const std::string& listener, const std::string& client,
                         protocol::CloseReason reason) {
  if (!log_.enabled(logging::Level::warning)) return;
  const std::string why(to_string(reason));
  write_throttled({logging::Level::warning,
                   "client_rejected",
                   "client " + client + " rejected: " + why,
                   {{"listener", listener}, {"client", client}, {"reason", why}}});
}

void RejectionLog::write_defect(const std::string& listener, const std::string& client,
                                const std::string& what) {
  write_throttled({logging::Level::error,
                   "internal_error",
                   "a message of client " + client + " met a defect",
                   {{"listener", listener}, {"client", client}, {"error", what}}});
}

void RejectionLog::write_paused(const std::string& listener, const std::string& why) {
  write_throttled({logging::Level::warning,
                   "accept_paused",
                   "no datagrams of listener " + listener + " for now: " + why +
                       "; raise fs.epoll.max_user_watches (epoll(7))",
                   {{"listener", listener}, {"reason", why}}});
}

void RejectionLog::write_throttled(logging::Event event) {
  const auto suppressed = throttle_.admit(std::chrono::steady_clock::now());
  if (!suppressed) return;
  if (*suppressed != 0) event.fields.push_back({"suppressed", *suppressed});
  log_.write(std::move(event));
}

}  // namespace lanchat::net
