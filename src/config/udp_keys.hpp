// SPDX-License-Identifier: MIT
#pragma once

// The listener's keys about which datagrams are answered.

#include "lanchat/net/udp_limits.hpp"

#include "config/key_set.hpp"

namespace lanchat::config {

void add_udp_keys(KeySet& keys, net::UdpLimits& udp);

}  // namespace lanchat::config
