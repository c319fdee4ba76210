// SPDX-License-Identifier: MIT
#pragma once

// A listener's lane on one worker: its options, its policy object, its counters and its encoder. Sessions
// keep the lane they began on, so that a reload does not change the rules under them.

#include "lanchat/net/counters.hpp"
#include "lanchat/net/listener_options.hpp"
#include "lanchat/policy/policy.hpp"
#include "lanchat/protocol/encoder.hpp"

#include "net/event_throttle.hpp"

#include <memory>

namespace lanchat::net {

struct Lane {
  std::shared_ptr<const ListenerOptions> options;
  std::unique_ptr<policy::Policy> policy;
  Counters& counters;  ///< the worker's, shared by all lanes of the listener's name
  protocol::Encoder encoder;
  EventThrottle let_go{};  ///< of warnings that a client was let go for its memory
};

}  // namespace lanchat::net
