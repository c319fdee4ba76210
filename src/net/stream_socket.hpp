// SPDX-License-Identifier: MIT
#pragma once

// A connected stream socket, TCP or unix: the system calls a session makes, and the waits between them. Holds
// no rule and no byte.

#include "lanchat/async/readiness.hpp"
#include "lanchat/net/open_socket.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace lanchat::net {

class StreamSocket {
 public:
  /// Of one receive() or send().
  enum class Outcome : std::uint8_t {
    moved,    ///< so many bytes, at least one
    blocked,  ///< none now: wait
    starved,  ///< none now: the system lacks memory, of whose end no event tells
    ended,    ///< none any more: the other side has closed its half
    failed,   ///< the connection is gone
  };

  struct Transfer {
    std::size_t size = 0;
    Outcome outcome = Outcome::moved;
  };

  using Event = async::Readiness::Event;

  /// Of a connected, non-blocking socket. Throws boost::system::system_error where there is no room in the
  /// event queue.
  StreamSocket(async::Reactor& reactor, Descriptor descriptor);

  /// Reads what is there, at most as much as fits in `room`, which is not empty.
  [[nodiscard]] Transfer receive(std::span<char> room) noexcept;
  /// Writes as much of `bytes`, which are not empty, as the kernel takes.
  [[nodiscard]] Transfer send(std::string_view bytes) noexcept;

  /// As Readiness has it, and so wake() and rest().
  [[nodiscard]] async::Readiness::Wait wait(Event event) noexcept { return readiness_.wait(event); }

  void wake() { readiness_.wake(); }

  void rest() { readiness_.rest(); }

  /// Nothing more will be sent.
  void end_output() noexcept;
  /// Closing will throw away what the other side has not taken, and tell it so by a reset (socket(7),
  /// SO_LINGER); no orderly end precedes it. A unix socket knows no reset: there the stream just ends.
  void reset_when_closed() noexcept;
  /// Ends the connection, also where somebody else holds the socket too.
  void end() noexcept;

  /// Bytes that have arrived and were not read; 0 where the system cannot tell.
  [[nodiscard]] std::size_t unread() const noexcept;
  /// Whether the other side's system has acknowledged everything sent (tcp(7), SIOCOUTQ).
  [[nodiscard]] bool all_is_taken() const noexcept;
  /// Whether the connection has failed; tells it once.
  [[nodiscard]] bool failed() const noexcept;
  /// Whether both halves are closed, or the connection has failed. A byte of urgent data, which means nothing
  /// here, is thrown away first: it ends a wait for a hang-up too (tcp(7)).
  [[nodiscard]] bool hung_up() const noexcept;

 private:
  Descriptor descriptor_;
  bool resets_ = false;
  async::Readiness readiness_;  ///< after descriptor_, so that it goes first
};

}  // namespace lanchat::net
