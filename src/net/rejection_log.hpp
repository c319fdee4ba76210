// SPDX-License-Identifier: MIT
#pragma once

// Says who was turned away, or got no reply, and why: of each reason a few times a second, with the number of
// those not told of.

#include "lanchat/logging/event_log.hpp"
#include "lanchat/net/drop_reason.hpp"
#include "lanchat/net/peer.hpp"
#include "lanchat/protocol/close_reason.hpp"

#include "net/event_throttle.hpp"

#include <array>
#include <string>

namespace lanchat::net {

class RejectionLog {
 public:
  explicit RejectionLog(logging::EventLog& log) noexcept : log_(log) {}

  void write(const std::string& listener, const Peer& client, protocol::CloseReason reason);
  /// A datagram of `client` gets no reply.
  void write_dropped(const std::string& listener, const Peer& client, DropReason reason);
  /// A message of `client` met a defect and gets no reply.
  void write_defect(const std::string& listener, const Peer& client, const std::string& what);
  /// Nobody is answered at this listener's address for now.
  void write_paused(const std::string& listener, const std::string& why);

 private:
  template <typename Make>
  void write_throttled(EventThrottle& throttle, Make make);

  logging::EventLog& log_;
  // One for each reason: a crowd that is turned away for one silences no other.
  std::array<EventThrottle, protocol::close_reason_count> rejections_;
  std::array<EventThrottle, drop_reason_count> drops_;
  EventThrottle defects_, pauses_;
};

}  // namespace lanchat::net
