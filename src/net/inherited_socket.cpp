// SPDX-License-Identifier: MIT
#include "lanchat/net/inherited_socket.hpp"

#include "lanchat/net/peer.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>

namespace lanchat::net {
namespace {

int option_of(int fd, int level, int option) {
  int value = 0;
  socklen_t size = sizeof value;
  return getsockopt(fd, level, option, &value, &size) == 0 ? value : 0;
}

std::unexpected<std::string> not_for_us(std::string what) {
  return std::unexpected(std::move(what));
}

std::expected<BindAddress, std::string> unix_address(const sockaddr_storage& name, socklen_t size) {
  sockaddr_un local{};
  std::memcpy(&local, &name, sizeof local);
  constexpr socklen_t before_path = offsetof(sockaddr_un, sun_path);
  if (size <= before_path || local.sun_path[0] != '/')
    return not_for_us("a unix socket without an absolute path");
  const std::string path(local.sun_path, ::strnlen(local.sun_path, size - before_path));
  return BindAddress{Transport::unix_stream, {}, 0, path};
}

std::expected<BindAddress, std::string> inet_address(int fd, const sockaddr_storage& name,
                                                     Transport transport) {
  const auto host = peer_address(name);
  if (!host) return not_for_us("a socket of an unknown family");
  sockaddr_in6 port_of{};  // the port is at the same place in both families
  std::memcpy(&port_of, &name, sizeof port_of);
  const bool both =
      name.ss_family == AF_INET6 && host->is_unspecified() && option_of(fd, IPPROTO_IPV6, IPV6_V6ONLY) == 0;
  return BindAddress{transport, both ? "*" : host->to_string(), ntohs(port_of.sin6_port), {}};
}

std::expected<BindAddress, std::string> address_of(int fd) {
  sockaddr_storage name{};
  socklen_t size = sizeof name;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size) != 0)
    return not_for_us(errno == ENOTSOCK ? "no socket" : std::generic_category().message(errno));
  const int type = option_of(fd, SOL_SOCKET, SO_TYPE);
  const bool stream = type == SOCK_STREAM;
  if (stream && option_of(fd, SOL_SOCKET, SO_ACCEPTCONN) == 0)
    return not_for_us("a stream socket that does not listen");
  if (stream && name.ss_family == AF_UNIX) return unix_address(name, size);
  if (name.ss_family == AF_UNIX || (!stream && type != SOCK_DGRAM))
    return not_for_us("neither a TCP, a UDP nor a unix stream socket");
  return inet_address(fd, name, stream ? Transport::tcp : Transport::udp);
}

bool has_ipv6() {
  const Descriptor probe(::socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  sockaddr_in6 any{};
  any.sin6_family = AF_INET6;
  return probe.value() >= 0 && bind(probe.value(), reinterpret_cast<const sockaddr*>(&any), sizeof any) == 0;
}

}  // namespace

std::expected<OpenSocket, std::string> inherit_socket(Descriptor descriptor) {
  const int fd = descriptor.value();
  auto address = address_of(fd);
  if (!address) return std::unexpected(std::move(address.error()));
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  fcntl(fd, F_SETFD, FD_CLOEXEC);
  if (address->transport == Transport::udp)
    ask_for_delivery(fd, option_of(fd, SOL_SOCKET, SO_DOMAIN) == AF_INET6);
  return OpenSocket{std::move(descriptor), std::move(*address)};
}

bool stands_for(const BindAddress& bound, const BindAddress& wanted) {
  if (bound == wanted) return true;
  if (wanted.host != "*" || bound.host != "0.0.0.0") return false;
  BindAddress v4 = wanted;
  v4.host = "0.0.0.0";
  return bound == v4 && !has_ipv6();
}

}  // namespace lanchat::net
