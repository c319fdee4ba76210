// SPDX-License-Identifier: MIT
#pragma once

// Who is at the other end of a socket, for logs and access lists.

#include <sys/socket.h>

#include <boost/asio/ip/address.hpp>

#include <optional>
#include <string>

namespace lanchat::net {

struct Peer {
  std::optional<boost::asio::ip::address> address;  ///< IPv4 as IPv4, also over an IPv6 socket; none: unix
  std::string name;                                 ///< `ADDR:PORT`, or `unix:pid=PID,uid=UID`
};

/// `from` as accept(2) or recvmsg(2) gave it. `fd` is asked for the credentials of a unix peer (unix(7)).
[[nodiscard]] Peer describe_peer(const sockaddr_storage& from, int fd);

/// The address alone, without the cost of a name.
[[nodiscard]] std::optional<boost::asio::ip::address> peer_address(const sockaddr_storage& from);

}  // namespace lanchat::net
