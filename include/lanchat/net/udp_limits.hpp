// SPDX-License-Identifier: MIT
#pragma once

// Which datagrams get no reply, so that nobody can make this daemon answer another server for ever, or send
// more to somebody than was sent to it in his name. Zero switches a limit off.

#include <cstdint>
#include <vector>

namespace lanchat::net {

struct UdpLimits {
  std::uint16_t source_port_min = 1024;  ///< ports below are those of servers
  /// Others where servers answer what they do not understand: SSDP, STUN, WS-Discovery, SIP, mDNS, another
  /// lanchat, memcached. In ascending order.
  std::vector<std::uint16_t> refused_ports{1900, 3478, 3702, 5060, 5353, 8888, 11211};
  bool broadcast = false;       ///< whether what was sent to many is answered
  std::uint8_t reply_dscp = 3;  ///< the mark of replies (RFC 2474), which are never answered
  std::uint32_t reply_ratio = 3;
  std::uint32_t replies_per_address = 1000;   ///< a second, as those that follow
  std::uint32_t replies_per_prefix = 10'000;  ///< of `ipv4_prefix` or `ipv6_prefix` bits
  std::uint32_t replies = 100'000;            ///< of one bind address
  std::uint32_t repeat_limit = 100;           ///< how often a source may repeat itself in a second

  bool operator==(const UdpLimits&) const = default;
};

}  // namespace lanchat::net
