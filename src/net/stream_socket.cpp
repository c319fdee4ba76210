// SPDX-License-Identifier: MIT
#include "net/stream_socket.hpp"

#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace lanchat::net {
namespace {

// `call` again where a signal came in between: whoever waits would wait for what is there already.
template <typename Call>
StreamSocket::Transfer transfer(Call call) noexcept {
  using enum StreamSocket::Outcome;
  ssize_t result = 0;
  do {
    result = call();
  } while (result < 0 && errno == EINTR);
  if (result > 0) return {static_cast<std::size_t>(result), moved};
  if (result == 0) return {0, ended};
  if (errno == ENOBUFS || errno == ENOMEM) return {0, starved};
  return {0, errno == EAGAIN ? blocked : failed};
}

}  // namespace

StreamSocket::StreamSocket(async::Reactor& reactor, Descriptor descriptor)
    : descriptor_(std::move(descriptor)),
      readiness_(reactor, descriptor_.value(), async::Readiness::Held::here_only) {}

StreamSocket::Transfer StreamSocket::receive(std::span<char> room) noexcept {
  return transfer([&] { return ::recv(descriptor_.value(), room.data(), room.size(), MSG_DONTWAIT); });
}

StreamSocket::Transfer StreamSocket::send(std::string_view bytes) noexcept {
  return transfer(
      [&] { return ::send(descriptor_.value(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL); });
}

void StreamSocket::end_output() noexcept {
  if (!resets_) ::shutdown(descriptor_.value(), SHUT_WR);
}

void StreamSocket::reset_when_closed() noexcept {
  constexpr linger at_once{1, 0};
  setsockopt(descriptor_.value(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  resets_ = true;
}

void StreamSocket::end() noexcept {
  if (!resets_) ::shutdown(descriptor_.value(), SHUT_RDWR);
}

std::size_t StreamSocket::unread() const noexcept {
  int unread = 0;
  return ioctl(descriptor_.value(), FIONREAD, &unread) == 0 ? static_cast<std::size_t>(unread) : 0;
}

bool StreamSocket::all_is_taken() const noexcept {
  int unsent = 0;
  return ioctl(descriptor_.value(), SIOCOUTQ, &unsent) == 0 && unsent == 0;
}

bool StreamSocket::failed() const noexcept {
  int error = 0;
  socklen_t size = sizeof error;
  return getsockopt(descriptor_.value(), SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0;
}

bool StreamSocket::hung_up() const noexcept {
  char urgent = 0;
  ::recv(descriptor_.value(), &urgent, 1, MSG_OOB | MSG_DONTWAIT);
  pollfd state{descriptor_.value(), 0, 0};
  return poll(&state, 1, 0) > 0;
}

}  // namespace lanchat::net
