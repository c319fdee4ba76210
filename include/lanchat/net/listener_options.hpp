// SPDX-License-Identifier: MIT
#pragma once

// Everything one listener may be told. Filled by `config`, immutable once in use; a reload makes new ones,
// and a session keeps those it began with.

#include "lanchat/net/access_list.hpp"
#include "lanchat/net/bind_address.hpp"
#include "lanchat/net/udp_limits.hpp"
#include "lanchat/net/unix_file.hpp"
#include "lanchat/policy/policy_table.hpp"
#include "lanchat/protocol/framing.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace lanchat::net {

/// What one client may use up. Zero switches a limit off.
struct Limits {
  std::uint32_t max_clients_per_address = 0;
  std::uint32_t max_clients_per_prefix = 0;
  std::uint32_t connection_rate = 0;             ///< new connections a second from one address
  std::uint32_t connection_rate_per_prefix = 0;  ///< and from one network
  std::chrono::milliseconds message_timeout = std::chrono::seconds{30};
  std::chrono::milliseconds idle_timeout{0};
  std::chrono::milliseconds write_timeout = std::chrono::seconds{30};
  std::uint64_t max_pending_output = std::uint64_t{1024} * 1024;  ///< bytes
  std::uint32_t rate_limit = 0;                                   ///< messages a second
  std::uint8_t ipv4_prefix = 24;  ///< bits of a network that is counted as one
  std::uint8_t ipv6_prefix = 56;
  std::uint32_t max_sources = 4096;  ///< addresses, and prefixes, whose rates are remembered

  bool operator==(const Limits&) const = default;
};

struct ListenerOptions {
  std::string name;
  std::vector<BindAddress> binds;
  protocol::FramingOptions framing;
  std::string policy = "echo";
  policy::PolicySettings policy_settings = policy::default_policy_settings();
  int backlog = 4096;
  std::chrono::milliseconds keepalive = std::chrono::seconds{60};  ///< 0: none
  UnixFile unix_file;
  Limits limits;
  UdpLimits udp;
  AccessList access;

  bool operator==(const ListenerOptions&) const = default;
};

}  // namespace lanchat::net
