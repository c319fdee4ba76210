// SPDX-License-Identifier: MIT
#include "lanchat/net/open_socket.hpp"

#include "lanchat/async/socket_file.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace lanchat::net {
namespace {

struct Name {
  sockaddr_storage storage{};
  socklen_t size = 0;

  [[nodiscard]] const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
};

std::unexpected<std::string> failure(const BindAddress& address, int error, std::string_view remedy) {
  return std::unexpected(to_string(address) + ": " + std::generic_category().message(error) +
                         (remedy.empty() ? "" : ": ") + std::string(remedy));
}

std::string_view remedy(int error) {
  switch (error) {
    case EADDRINUSE:
      return "another program has this address, choose another port or stop it";
    case EACCES:
      return "no permission, choose a port from 1024 or give the daemon CAP_NET_BIND_SERVICE";
    case EADDRNOTAVAIL:
      return "this machine has no such address";
    default:
      return {};
  }
}

Name inet_name(const BindAddress& address, bool v6) {
  Name name;
  if (v6) {
    sockaddr_in6 in6{};
    in6.sin6_family = AF_INET6;
    in6.sin6_port = htons(address.port);
    if (address.host != "*") {
      const auto host = boost::asio::ip::make_address_v6(address.host);
      std::ranges::copy(host.to_bytes(), in6.sin6_addr.s6_addr);
      in6.sin6_scope_id = static_cast<std::uint32_t>(host.scope_id());
    }
    std::memcpy(&name.storage, &in6, sizeof in6);
    name.size = sizeof in6;
    return name;
  }
  sockaddr_in in4{};
  in4.sin_family = AF_INET;
  in4.sin_port = htons(address.port);
  if (address.host != "*")
    in4.sin_addr.s_addr = htonl(boost::asio::ip::make_address_v4(address.host).to_uint());
  std::memcpy(&name.storage, &in4, sizeof in4);
  name.size = sizeof in4;
  return name;
}

Name unix_name(const std::string& path) {
  Name name;
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  std::ranges::copy(path, local.sun_path);
  std::memcpy(&name.storage, &local, sizeof local);
  name.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + 1);
  return name;
}

void set_option(int fd, int level, int option, int value) {
  setsockopt(fd, level, option, &value, sizeof value);
}

std::uint16_t bound_port(int fd) {
  sockaddr_in6 name{};  // the port is at the same place in both families
  socklen_t size = sizeof name;
  getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size);
  return ntohs(name.sin6_port);
}

std::expected<OpenSocket, std::string> open_inet(const BindAddress& address, bool v6,
                                                 const ListenerOptions& options) {
  const bool tcp = address.transport == Transport::tcp;
  const int type = (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;
  OpenSocket socket{Descriptor(::socket(v6 ? AF_INET6 : AF_INET, type, 0)), address};
  const int fd = socket.descriptor.value();
  if (fd < 0) return failure(address, errno, {});
  if (v6) set_option(fd, IPPROTO_IPV6, IPV6_V6ONLY, address.host == "*" ? 0 : 1);
  if (tcp) set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
  if (!tcp) ask_for_delivery(fd, v6);
  const Name name = inet_name(address, v6);
  if (bind(fd, name.get(), name.size) != 0) return failure(address, errno, remedy(errno));
  if (tcp && listen(fd, options.backlog) != 0) return failure(address, errno, remedy(errno));
  apply_options(fd, address, options);
  socket.address.port = bound_port(fd);
  return socket;
}

std::expected<OpenSocket, std::string> open_unix(const BindAddress& address, const ListenerOptions& options) {
  OpenSocket opened{Descriptor(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)), address};
  const int fd = opened.descriptor.value();
  if (fd < 0) return failure(address, errno, {});
  const Name name = unix_name(address.path);
  if (bind(fd, name.get(), name.size) != 0) {
    if (errno != EADDRINUSE)
      return failure(
          address, errno,
          "is the folder there, and may the daemon write in it? A service sees few, see lanchatd(8)");
    const int error = async::clear_stale_socket(address.path);
    if (error == EEXIST) return failure(address, error, "the file is no socket and is left alone");
    if (error == EADDRINUSE) return failure(address, error, "another program answers there");
    if (error != 0 || bind(fd, name.get(), name.size) != 0)
      return failure(address, error != 0 ? error : errno, {});
  }
  if (auto set = set_permissions(address.path, options.unix_file); !set) {  // before anybody can connect
    ::unlink(address.path.c_str());
    return std::unexpected(to_string(address) + ": " + set.error());
  }
  if (listen(fd, options.backlog) != 0) {
    const int error = errno;
    ::unlink(address.path.c_str());
    return failure(address, error, {});
  }
  return opened;
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

std::expected<OpenSocket, std::string> open_socket(const BindAddress& address,
                                                   const ListenerOptions& options) {
  if (address.transport == Transport::unix_stream) return open_unix(address, options);
  if (address.host != "*") return open_inet(address, address.host.find(':') != std::string::npos, options);
  auto both = open_inet(address, true, options);
  if (both || (errno != EAFNOSUPPORT && errno != EADDRNOTAVAIL)) return both;
  return open_inet(address, false, options);
}

std::expected<void, std::string> check_host(const BindAddress& address) {
  if (address.transport == Transport::unix_stream || address.host == "*") return {};
  BindAddress anywhere = address;
  anywhere.port = 0;
  const bool v6 = address.host.find(':') != std::string::npos;
  const Descriptor probe(::socket(v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const Name name = inet_name(anywhere, v6);
  if (probe.value() < 0 || bind(probe.value(), name.get(), name.size) != 0)
    return failure(address, errno, remedy(errno));
  return {};
}

void ask_for_delivery(int fd, bool v6) {
  set_option(fd, IPPROTO_IP, IP_PKTINFO, 1);  // of an IPv6 socket too: it may take IPv4's datagrams
  set_option(fd, IPPROTO_IP, IP_RECVTOS, 1);
  if (!v6) return;
  set_option(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
  set_option(fd, IPPROTO_IPV6, IPV6_RECVTCLASS, 1);
}

void apply_options(int fd, const BindAddress& address, const ListenerOptions& options) {
  if (address.transport == Transport::udp) return;
  listen(fd, options.backlog);
  if (address.transport != Transport::tcp) return;
  // Accepted sockets inherit these from the listening one (Linux), which saves three calls a client.
  set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
  const auto idle = std::chrono::ceil<std::chrono::seconds>(options.keepalive).count();
  set_option(fd, SOL_SOCKET, SO_KEEPALIVE, idle != 0 ? 1 : 0);
  constexpr std::int64_t longest = 32767;  // tcp(7), TCP_KEEPIDLE
  if (idle != 0) set_option(fd, IPPROTO_TCP, TCP_KEEPIDLE, static_cast<int>(std::min(idle, longest)));
}

}  // namespace lanchat::net
