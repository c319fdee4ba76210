// SPDX-License-Identifier: MIT
#pragma once

// What the process before this one left with the service manager, sorted by what it is.

#include "lanchat/daemon/last_good.hpp"
#include "lanchat/daemon/socket_store.hpp"
#include "lanchat/logging/event.hpp"
#include "lanchat/service/systemd.hpp"

#include <vector>

namespace lanchat::daemon {

struct Inheritance {
  /// Takes `descriptors` over; `manager` outlives it.
  Inheritance(service::ServiceManager& manager, const std::vector<service::InheritedDescriptor>& descriptors);

  SocketStore sockets;
  LastGood last_good;
  std::vector<logging::Event> complaints;  ///< about what nobody can use, to be logged
};

}  // namespace lanchat::daemon
