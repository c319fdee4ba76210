// SPDX-License-Identifier: MIT
#pragma once

// Two connected unix stream sockets that never block: `here` is what the test watches, `there` is the peer.

#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace lanchat::tests {

class SocketPair {
 public:
  SocketPair() { EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends_.data()), 0); }

  SocketPair(const SocketPair&) = delete;
  SocketPair& operator=(const SocketPair&) = delete;

  ~SocketPair() {
    close_here();
    close_there();
  }

  [[nodiscard]] int here() const noexcept { return ends_[0]; }

  [[nodiscard]] int there() const noexcept { return ends_[1]; }

  void write_there(std::string_view bytes) const {
    EXPECT_EQ(::send(there(), bytes.data(), bytes.size(), 0), static_cast<ssize_t>(bytes.size()));
  }

  void end_there() const { EXPECT_EQ(::shutdown(there(), SHUT_WR), 0); }

  void close_there() { close(ends_[1]); }

  void close_here() { close(ends_[0]); }

  /// As recv(2): so many bytes of those that are here, 0 at the end, -1 where there is nothing.
  [[nodiscard]] ssize_t read_here(std::size_t size) const { return read(here(), size); }

  /// Writes until the kernel takes no more.
  void fill_here() const {
    const std::array<char, 4096> bytes{};
    while (::send(here(), bytes.data(), bytes.size(), MSG_NOSIGNAL) > 0) {
    }
  }

  /// Reads until there is no more.
  void empty_there() const {
    while (read(there(), 4096) > 0) {
    }
  }

 private:
  static ssize_t read(int fd, std::size_t size) {
    std::array<char, 4096> bytes;
    return ::recv(fd, bytes.data(), std::min(size, bytes.size()), 0);
  }

  static void close(int& fd) {
    if (fd >= 0) ::close(std::exchange(fd, -1));
  }

  std::array<int, 2> ends_{-1, -1};
};

}  // namespace lanchat::tests
