// SPDX-License-Identifier: MIT
#pragma once

// What the kernel tells of a datagram beside its payload and its source: the address it was sent to, and its
// mark (ip(7), ipv6(7)). The options that make it tell, and that mark what is sent.

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstddef>
#include <cstdint>

namespace lanchat::net {

struct DatagramDelivery {
  /// What take() may find: a dual socket tells of an IPv4 datagram in both families' manner.
  static constexpr std::size_t control_bytes = CMSG_SPACE(sizeof(in_pktinfo)) +
                                               CMSG_SPACE(sizeof(in6_pktinfo)) + CMSG_SPACE(sizeof(int)) +
                                               CMSG_SPACE(sizeof(int));

  bool to_many = false;   ///< sent to a broadcast or multicast address
  std::uint8_t dscp = 0;  ///< its differentiated services code point (RFC 2474)

  /// Reads the control messages a datagram came with, and leaves in their place the one that makes its reply
  /// leave from the address that was asked; none where the route is to decide.
  [[nodiscard]] static DatagramDelivery take(msghdr& header) noexcept;
};

/// Replies sent by this socket bear `dscp`, 0 to 63, from now on.
void set_reply_mark(int fd, std::uint8_t dscp) noexcept;

}  // namespace lanchat::net
