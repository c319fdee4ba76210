// SPDX-License-Identifier: MIT
#include "integration/client.hpp"

#include "integration/patience.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>
#include <vector>

namespace lanchat::integration {
namespace {

using net::BindAddress;
using net::Transport;

// After so long without progress a writer counts as stalled.
constexpr int stall_milliseconds = 300;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

struct Name {
  sockaddr_storage storage{};
  socklen_t size = 0;

  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

template <typename Address>
Name name_of(const Address& address) {
  Name name;
  std::memcpy(&name.storage, &address, sizeof address);
  name.size = sizeof address;
  return name;
}

Name name_of(const std::string& host, std::uint16_t port) {
  if (host.find(':') != std::string::npos) {
    sockaddr_in6 in6{};
    in6.sin6_family = AF_INET6;
    in6.sin6_port = htons(port);
    inet_pton(AF_INET6, host.c_str(), &in6.sin6_addr);
    return name_of(in6);
  }
  sockaddr_in in{};
  in.sin_family = AF_INET;
  in.sin_port = htons(port);
  inet_pton(AF_INET, host == "*" ? "127.0.0.1" : host.c_str(), &in.sin_addr);
  return name_of(in);
}

Name name_of(const BindAddress& address) {
  if (address.transport != Transport::unix_stream) return name_of(address.host, address.port);
  sockaddr_un un{};
  un.sun_family = AF_UNIX;
  std::ranges::copy(address.path.substr(0, sizeof un.sun_path - 1), un.sun_path);
  return name_of(un);
}

net::Descriptor make_socket(const BindAddress& address, const ClientOptions& options) {
  const bool datagrams = address.transport == Transport::udp;
  const Name name = name_of(address);
  net::Descriptor made(
      socket(name.get()->sa_family, (datagrams ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0));
  const int fd = made.value();
  if (fd < 0) fail("socket");
  const timeval limit{patience.count(), 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  if (options.receive_buffer != 0)
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &options.receive_buffer, sizeof options.receive_buffer);
  const int yes = 1;
  if (address.transport == Transport::tcp) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (!options.from.empty()) {
    const Name from = name_of(options.from, 0);
    if (bind(fd, from.get(), from.size) != 0) fail("bind");
  }
  return made;
}

}  // namespace

Client::Client(const BindAddress& address, const ClientOptions& options)
    : Client(make_socket(address, options), address) {}

Client::Client(net::Descriptor socket, const BindAddress& address) : socket_(std::move(socket)) {
  const Name name = name_of(address);
  if (connect(socket_.value(), name.get(), name.size) != 0) fail("connect");
}

void Client::write(std::string_view bytes) const {
  do {  // once for an empty datagram too
    const auto size = send(socket_.value(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size < 0) fail("send");
    bytes.remove_prefix(static_cast<std::size_t>(size));
  } while (!bytes.empty());
}

void Client::write_singly(std::string_view bytes) const {
  for (std::size_t i = 0; i < bytes.size(); ++i)
    write(bytes.substr(i, 1));
}

std::size_t Client::write_until_stalled(std::string_view pattern) const {
  std::size_t written = 0;
  while (true) {
    pollfd one{socket_.value(), POLLOUT, 0};
    if (poll(&one, 1, stall_milliseconds) == 0) return written;
    const std::string_view rest = pattern.substr(written % pattern.size());
    const auto size = send(socket_.value(), rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size < 0 && errno != EAGAIN) fail("send");
    if (size > 0) written += static_cast<std::size_t>(size);
  }
}

void Client::write_regardless(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto size = send(socket_.value(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size < 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
}

std::string Client::read_some(std::size_t most) const {
  std::string bytes(most, '\0');
  const auto size = recv(socket_.value(), bytes.data(), bytes.size(), 0);
  if (size < 0) fail("recv");
  bytes.resize(static_cast<std::size_t>(size));
  return bytes;
}

std::string Client::read(std::size_t size) const {
  std::string bytes;
  while (bytes.size() < size) {
    const std::string more = read_some(size - bytes.size());
    if (more.empty()) return bytes;
    bytes += more;
  }
  return bytes;
}

std::string Client::read_line() const {
  std::string line;
  while (!line.ends_with('\n')) {
    const std::string more = read_some(1);
    if (more.empty()) break;
    line += more;
  }
  return line;
}

std::string Client::read_to_end() const {
  std::string bytes;
  while (true) {
    const std::string more = read_some();
    bytes += more;
    if (!more.empty()) continue;
    shutdown(socket_.value(), SHUT_WR);
    return bytes;
  }
}

std::string Client::exchange(std::string_view bytes, std::size_t reply_size) const {
  write(bytes);
  return read(reply_size);
}

void Client::wait_for_end() const {
  std::vector<char> room(65536);
  while (true) {
    const auto size = recv(socket_.value(), room.data(), room.size(), 0);
    if (size < 0 && errno == EAGAIN) fail("the connection lives on");
    if (size <= 0) return;
  }
}

bool Client::readable() const {
  pollfd one{socket_.value(), POLLIN, 0};
  return poll(&one, 1, 0) == 1;
}

void Client::half_close() const {
  if (shutdown(socket_.value(), SHUT_WR) != 0) fail("shutdown");
}

void Client::reset() {
  const linger at_once{1, 0};
  setsockopt(socket_.value(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

std::string Client::port() const {
  sockaddr_in6 name{};  // the port is at the same place in both families
  socklen_t size = sizeof name;
  getsockname(socket_.value(), reinterpret_cast<sockaddr*>(&name), &size);
  return std::to_string(ntohs(name.sin6_port));
}

UnconnectedClient::UnconnectedClient(BindAddress address)
    : address_(std::move(address)), socket_(make_socket(address_, {})) {}

Client UnconnectedClient::connect() {
  return {std::move(socket_), address_};
}

bool accepts(const BindAddress& address) {
  const Name name = name_of(address);
  const net::Descriptor probe = make_socket(address, {});
  return connect(probe.value(), name.get(), name.size) == 0;
}

}  // namespace lanchat::integration
