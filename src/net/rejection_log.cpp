// SPDX-License-Identifier: MIT
#include "net/rejection_log.hpp"

#include <utility>

namespace lanchat::net {

void RejectionLog::write(const std::string& listener, const std::string& client,
                         protocol::CloseReason reason) {
  if (!log_.enabled(logging::Level::warning)) return;
  const auto suppressed = throttle_.admit(std::chrono::steady_clock::now());
  if (!suppressed) return;
  const std::string why(to_string(reason));
  logging::Event event{logging::Level::warning,
                       "client_rejected",
                       "client " + client + " rejected: " + why,
                       {{"listener", listener}, {"client", client}, {"reason", why}}};
  if (*suppressed != 0) event.fields.push_back({"suppressed", *suppressed});
  log_.write(std::move(event));
}

}  // namespace lanchat::net
