// SPDX-License-Identifier: MIT
#include "lanchat/net/peer.hpp"

#include <netinet/in.h>

#include <algorithm>
#include <cstring>

namespace lanchat::net {
namespace {

using boost::asio::ip::address_v4;
using boost::asio::ip::address_v6;

// The bytes of a sockaddr_storage read as what its family says, without aliasing.
template <typename Address>
Address read_as(const sockaddr_storage& from) noexcept {
  Address address;
  std::memcpy(&address, &from, sizeof address);
  return address;
}

}  // namespace

Peer::Peer(const sockaddr_storage& from, int fd) noexcept {
  if (from.ss_family == AF_INET) {
    const auto v4 = read_as<sockaddr_in>(from);
    kind_ = Kind::ipv4;
    std::memcpy(host_.data(), &v4.sin_addr, sizeof v4.sin_addr);
    detail_ = ntohs(v4.sin_port);
  } else if (from.ss_family == AF_INET6) {
    const auto v6 = read_as<sockaddr_in6>(from);
    const bool mapped = IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr);
    kind_ = mapped ? Kind::ipv4 : Kind::ipv6;
    std::ranges::copy(v6.sin6_addr.s6_addr + (mapped ? 12 : 0), std::end(v6.sin6_addr.s6_addr),
                      host_.begin());
    number_ = v6.sin6_scope_id;
    detail_ = ntohs(v6.sin6_port);
  } else {
    ucred credentials{};
    socklen_t size = sizeof credentials;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return;
    kind_ = Kind::process;
    number_ = static_cast<std::uint32_t>(credentials.pid);
    detail_ = credentials.uid;
  }
}

std::optional<boost::asio::ip::address> Peer::address() const {
  if (kind_ == Kind::ipv4) return address_v4({host_[0], host_[1], host_[2], host_[3]});
  if (kind_ == Kind::ipv6) return address_v6(host_, number_);
  return std::nullopt;
}

std::string Peer::name() const {
  switch (kind_) {
    case Kind::ipv4:
      return address()->to_string() + ":" + std::to_string(detail_);
    case Kind::ipv6:
      return "[" + address()->to_string() + "]:" + std::to_string(detail_);
    case Kind::process:
      return "unix:pid=" + std::to_string(number_) + ",uid=" + std::to_string(detail_);
    case Kind::unknown:
      break;
  }
  return "unix";
}

std::optional<boost::asio::ip::address> peer_address(const sockaddr_storage& from) {
  if (from.ss_family != AF_INET && from.ss_family != AF_INET6) return std::nullopt;
  return Peer(from, -1).address();
}

}  // namespace lanchat::net
