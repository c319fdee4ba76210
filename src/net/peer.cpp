// SPDX-License-Identifier: MIT
#include "net/peer.hpp"

#include <netinet/in.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace lanchat::net {
namespace {

using boost::asio::ip::address;
using boost::asio::ip::address_v4;
using boost::asio::ip::address_v6;

struct Inet {
  address host;
  std::uint16_t port;
};

// The bytes of a sockaddr_storage read as what its family says, without aliasing.
template <typename Address>
Address read_as(const sockaddr_storage& from) noexcept {
  Address address;
  std::memcpy(&address, &from, sizeof address);
  return address;
}

std::optional<Inet> inet_peer(const sockaddr_storage& from) {
  if (from.ss_family == AF_INET) {
    const auto v4 = read_as<sockaddr_in>(from);
    return Inet{address_v4(ntohl(v4.sin_addr.s_addr)), ntohs(v4.sin_port)};
  }
  if (from.ss_family != AF_INET6) return std::nullopt;
  const auto v6 = read_as<sockaddr_in6>(from);
  address_v6::bytes_type bytes;
  std::ranges::copy(v6.sin6_addr.s6_addr, bytes.begin());
  const address_v6 host(bytes, v6.sin6_scope_id);
  const std::uint16_t port = ntohs(v6.sin6_port);
  if (host.is_v4_mapped()) return Inet{make_address_v4(boost::asio::ip::v4_mapped, host), port};
  return Inet{host, port};
}

}  // namespace

std::optional<address> peer_address(const sockaddr_storage& from) {
  const auto inet = inet_peer(from);
  return inet ? std::optional{inet->host} : std::nullopt;
}

Peer describe_peer(const sockaddr_storage& from, int fd) {
  if (const auto inet = inet_peer(from)) {
    const std::string host = inet->host.to_string();
    return {inet->host, (inet->host.is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(inet->port)};
  }
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return {std::nullopt, "unix"};
  return {std::nullopt,
          "unix:pid=" + std::to_string(credentials.pid) + ",uid=" + std::to_string(credentials.uid)};
}

}  // namespace lanchat::net
