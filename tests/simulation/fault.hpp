// SPDX-License-Identifier: MIT
#pragma once

// One system call that goes wrong: the n-th of its kind, once or from then on, with an error or with less
// done than was asked for. The kernel counts calls whether or not there is a fault.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lanchat::simulation {

enum class Call : std::uint8_t {
  receive,
  send,
  accept,
  shut_down,
  unread,     ///< ioctl(FIONREAD)
  unsent,     ///< ioctl(SIOCOUTQ)
  ask_error,  ///< getsockopt(SO_ERROR)
  poll,
  watch,  ///< epoll_ctl(EPOLL_CTL_ADD)
  wait,   ///< epoll_wait
  receive_batch,
  send_batch,
  send_one,    ///< sendmsg
  read_event,  ///< eventfd_read
};

inline constexpr std::size_t call_count = 14;

[[nodiscard]] constexpr std::string_view to_string(Call call) noexcept {
  constexpr std::array<std::string_view, call_count> names{
      "recv", "send",      "accept4",    "shutdown", "FIONREAD", "SIOCOUTQ", "SO_ERROR",
      "poll", "epoll_ctl", "epoll_wait", "recvmmsg", "sendmmsg", "sendmsg",  "eventfd_read"};
  return names[static_cast<std::size_t>(call)];
}

struct Fault {
  Call call = Call::receive;
  std::uint64_t nth = 0;  ///< from 1; 0: none
  int error = 0;          ///< an errno; 0: only one byte, or one datagram, is moved
  bool lasting = false;   ///< from the n-th on

  [[nodiscard]] bool hits(Call which, std::uint64_t count) const noexcept {
    return which == call && nth != 0 && (count == nth || (lasting && count > nth));
  }
};

}  // namespace lanchat::simulation
