// SPDX-License-Identifier: MIT
#pragma once

// Two connected, non-blocking stream sockets of either kind: `here` is what is tested, `there` the peer.

#include "lanchat/net/open_socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace lanchat::tests {

enum class Kind : std::uint8_t { tcp, unix_domain };

struct StreamPair {
  explicit StreamPair(Kind kind) {
    if (kind == Kind::tcp) {
      connect_tcp();
    } else {
      pair_unix();
    }
  }

  void say(std::string_view bytes) const {
    EXPECT_EQ(::send(there.value(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }

  /// What has come to the peer, at least a byte of it; empty: the end.
  [[nodiscard]] std::string heard() const {
    await(there.value(), POLLIN);
    std::array<char, 4096> bytes;
    const ssize_t size = ::recv(there.value(), bytes.data(), bytes.size(), 0);
    EXPECT_GE(size, 0);
    return {bytes.data(), static_cast<std::size_t>(size < 0 ? 0 : size)};
  }

  void leave() { there = net::Descriptor(); }

  static void await(int fd, short events) {
    pollfd state{fd, events, 0};
    EXPECT_EQ(poll(&state, 1, 60'000), 1);
  }

  net::Descriptor here;
  net::Descriptor there;

 private:
  void pair_unix() {
    std::array<int, 2> ends{-1, -1};
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
    here = net::Descriptor(ends[0]);
    there = net::Descriptor(ends[1]);
  }

  void connect_tcp() {
    const net::Descriptor listening(socket(AF_INET, SOCK_STREAM, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(listening.value(), generic, size), 0);
    EXPECT_EQ(getsockname(listening.value(), generic, &size), 0);
    EXPECT_EQ(listen(listening.value(), 1), 0);
    there = net::Descriptor(socket(AF_INET, SOCK_STREAM, 0));
    EXPECT_EQ(connect(there.value(), generic, size), 0);
    here = net::Descriptor(accept4(listening.value(), nullptr, nullptr, SOCK_NONBLOCK));
  }
};

}  // namespace lanchat::tests
