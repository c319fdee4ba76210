// SPDX-License-Identifier: MIT
#pragma once

// Says who was turned away and why: a few times a second, with the number of those not told of.

#include "lanchat/logging/event_log.hpp"
#include "lanchat/protocol/close_reason.hpp"

#include "net/event_throttle.hpp"

#include <string>
#include <string_view>

namespace lanchat::net {

class RejectionLog {
 public:
  explicit RejectionLog(logging::EventLog& log) noexcept : log_(log) {}

  void write(const std::string& listener, const std::string& client, protocol::CloseReason reason);
  /// A message of `client` met a defect and gets no reply.
  void write_defect(const std::string& listener, const std::string& client, const std::string& what);
  /// Nobody is answered at this listener's address for now.
  void write_paused(const std::string& listener, const std::string& why);

 private:
  void write_throttled(logging::Event event);

  logging::EventLog& log_;
  EventThrottle throttle_;
};

}  // namespace lanchat::net
