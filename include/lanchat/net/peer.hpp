// SPDX-License-Identifier: MIT
#pragma once

// Who is at the other end of a socket, for logs and access lists. Small, and named only when somebody asks.

#include <sys/socket.h>

#include <boost/asio/ip/address.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace lanchat::net {

class Peer {
 public:
  /// `from` as accept(2) or recvmsg(2) gave it. `fd` is asked for the credentials of a unix peer (unix(7)).
  Peer(const sockaddr_storage& from, int fd) noexcept;

  /// IPv4 as IPv4, also over an IPv6 socket; none: unix.
  [[nodiscard]] std::optional<boost::asio::ip::address> address() const;

  /// `ADDR:PORT`, or `unix:pid=PID,uid=UID`.
  [[nodiscard]] std::string name() const;

 private:
  enum class Kind : std::uint8_t { ipv4, ipv6, process, unknown };

  std::array<unsigned char, 16> host_{};  ///< in network order; the first four where it is IPv4
  std::uint32_t number_ = 0;              ///< the scope of an IPv6 host, or the process
  std::uint32_t detail_ = 0;              ///< the port, or the user
  Kind kind_ = Kind::unknown;
};

/// The address of `from` alone.
[[nodiscard]] std::optional<boost::asio::ip::address> peer_address(const sockaddr_storage& from);

}  // namespace lanchat::net
