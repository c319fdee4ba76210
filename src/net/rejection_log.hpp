// SPDX-License-Identifier: MIT
#pragma once

// Says who was turned away, or got no reply, and why: a few times a second, with the number of those not told
// of.

#include "lanchat/logging/event_log.hpp"
#include "lanchat/net/drop_reason.hpp"
#include "lanchat/protocol/close_reason.hpp"

#include "net/event_throttle.hpp"

#include <string>
#include <string_view>

namespace lanchat::net {

class RejectionLog {
 public:
  explicit RejectionLog(logging::EventLog& log) noexcept : log_(log) {}

  void write(const std::string& listener, const std::string& client, protocol::CloseReason reason);
  /// Whether write_dropped() would say anything, so that the client need not be named otherwise.
  [[nodiscard]] bool tells(DropReason reason) const noexcept;
  /// A datagram of `client` gets no reply.
  void write_dropped(const std::string& listener, const std::string& client, DropReason reason);
  /// A message of `client` met a defect and gets no reply.
  void write_defect(const std::string& listener, const std::string& client, const std::string& what);
  /// Nobody is answered at this listener's address for now.
  void write_paused(const std::string& listener, const std::string& why);

 private:
  void write_throttled(EventThrottle& throttle, logging::Event event);

  logging::EventLog& log_;
  EventThrottle throttle_;
  EventThrottle debug_throttle_;  ///< of its own, so that nothing above debug is held back by it
};

}  // namespace lanchat::net
