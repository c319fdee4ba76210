// SPDX-License-Identifier: MIT
// The calls on simulated sockets.
#include "simulation/kernel.hpp"
#include "simulation/kernel_find.hpp"

#include <linux/sockios.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>

namespace lanchat::simulation {
namespace {

int failed(int error) {
  errno = error;
  return -1;
}

std::string gathered(const msghdr& header) {
  std::string bytes;
  for (std::size_t i = 0; i < header.msg_iovlen; ++i)
    bytes.append(static_cast<const char*>(header.msg_iov[i].iov_base), header.msg_iov[i].iov_len);
  return bytes;
}

sockaddr_in peer_of(const msghdr& header) {
  sockaddr_in peer{};
  std::memcpy(&peer, header.msg_name, std::min<std::size_t>(sizeof peer, header.msg_namelen));
  return peer;
}

void put(const DatagramSocket::Datagram& datagram, mmsghdr& into) {
  const std::size_t size = std::min(datagram.bytes.size(), into.msg_hdr.msg_iov->iov_len);
  std::memcpy(into.msg_hdr.msg_iov->iov_base, datagram.bytes.data(), size);
  std::memcpy(into.msg_hdr.msg_name, &datagram.peer, sizeof datagram.peer);
  into.msg_hdr.msg_namelen = sizeof datagram.peer;
  into.msg_hdr.msg_controllen = 0;
  into.msg_hdr.msg_flags = 0;
  into.msg_len = static_cast<unsigned>(size);
}

}  // namespace

ssize_t Kernel::receive(int fd, void* to, std::size_t size, int flags) {
  auto* const connection = find<Connection>(fd);
  if ((flags & MSG_OOB) != 0) return connection->take_urgent() ? 1 : failed(EINVAL);
  if (connection->on_attempt) connection->on_attempt();
  bool shortened = false;
  const int error = count(Call::receive, &shortened);
  if (error != 0 && (error != EAGAIN || !connection->promises())) return failed(error);
  const Transferred moved =
      connection->receive(static_cast<char*>(to), shortened ? std::min<std::size_t>(size, 1) : size);
  return moved.size >= 0 ? moved.size : failed(moved.error);
}

ssize_t Kernel::send(int fd, const void* from, std::size_t size) {
  auto* const connection = find<Connection>(fd);
  if (connection->on_attempt) connection->on_attempt();
  bool shortened = false;
  if (const int error = count(Call::send, &shortened); error != 0) return failed(error);
  const std::string_view bytes(static_cast<const char*>(from), size);
  const Transferred moved = connection->send(shortened ? bytes.substr(0, 1) : bytes);
  return moved.size >= 0 ? moved.size : failed(moved.error);
}

int Kernel::accept(int fd, sockaddr* from, socklen_t* size) {
  auto* const acceptor = find<Acceptor>(fd);
  if (const int error = count(Call::accept); error != 0) {
    if (error == ECONNABORTED && !acceptor->empty()) static_cast<void>(acceptor->take());
    return failed(error);
  }
  if (acceptor->empty()) return failed(EAGAIN);
  const Acceptor::Arrival arrival = acceptor->take();
  std::memcpy(from, &arrival.from, std::min<std::size_t>(*size, sizeof arrival.from));
  *size = sizeof arrival.from;
  const int accepted = open(arrival.connection);
  if (on_accept) on_accept(arrival.connection);
  return accepted;
}

int Kernel::shut_down(int fd, int how) {
  auto* const connection = find<Connection>(fd);
  if (const int error = count(Call::shut_down); error != 0) return failed(error);
  const int error = connection->shut_down(how);
  return error == 0 ? 0 : failed(error);
}

int Kernel::ask(int fd, unsigned long request, int* answer) {
  auto* const connection = find<Connection>(fd);
  if (const int error = count(request == FIONREAD ? Call::unread : Call::unsent); error != 0)
    return failed(error);
  if (request != FIONREAD && request != SIOCOUTQ) return failed(ENOTTY);
  *answer = static_cast<int>(request == FIONREAD ? connection->unread() : connection->unsent());
  return 0;
}

int Kernel::ask_option(int fd, int level, int option, void* value, socklen_t* size) {
  auto* const connection = find<Connection>(fd);
  if (level != SOL_SOCKET || option != SO_ERROR || *size < sizeof(int)) return failed(ENOPROTOOPT);
  if (const int error = count(Call::ask_error); error != 0) return failed(error);
  const int error = connection->take_error();
  std::memcpy(value, &error, sizeof error);
  return 0;
}

int Kernel::set_option(int fd, int level, int option) {
  const auto connection = std::dynamic_pointer_cast<Connection>(file(fd));
  if (connection && level == SOL_SOCKET && option == SO_LINGER) connection->reset_when_closed();
  return 0;
}

int Kernel::poll(int fd, short wanted, short* found) {
  if (const int error = count(Call::poll); error != 0) return failed(error);
  const auto asked = static_cast<std::uint32_t>(wanted) | EPOLLERR | EPOLLHUP;
  *found = static_cast<short>(file(fd)->events() & asked);
  return *found != 0 ? 1 : 0;
}

int Kernel::receive_batch(int fd, mmsghdr* headers, unsigned count_asked) {
  auto* const socket = find<DatagramSocket>(fd);
  bool shortened = false;
  if (const int error = count(Call::receive_batch, &shortened); error != 0) return failed(error);
  const unsigned most = shortened ? 1 : count_asked;
  unsigned done = 0;
  while (done < most && !socket->empty())
    put(socket->take(), headers[done++]);
  return done != 0 ? static_cast<int>(done) : failed(EAGAIN);
}

int Kernel::send_batch(int fd, const mmsghdr* headers, unsigned count_asked) {
  auto* const socket = find<DatagramSocket>(fd);
  bool shortened = false;
  if (const int error = count(Call::send_batch, &shortened); error != 0) return failed(error);
  const unsigned most = shortened ? 1 : count_asked;
  unsigned done = 0;
  while (done < most && socket->send({peer_of(headers[done].msg_hdr), gathered(headers[done].msg_hdr)}))
    ++done;
  if (done != 0 && on_datagram) on_datagram();
  return done != 0 ? static_cast<int>(done) : failed(EAGAIN);
}

ssize_t Kernel::send_one(int fd, const msghdr& header) {
  auto* const socket = find<DatagramSocket>(fd);
  if (const int error = count(Call::send_one); error > 0) return failed(error);
  const std::string bytes = gathered(header);
  if (!socket->send({peer_of(header), bytes})) return failed(EAGAIN);
  if (on_datagram) on_datagram();
  return static_cast<ssize_t>(bytes.size());
}

}  // namespace lanchat::simulation
