// SPDX-License-Identifier: MIT
#include "lanchat/net/peer.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <string>

namespace lanchat::net {
namespace {

using boost::asio::ip::make_address;

template <typename Address>
sockaddr_storage stored(const Address& address) {
  sockaddr_storage storage{};
  std::memcpy(&storage, &address, sizeof address);
  return storage;
}

sockaddr_storage ipv4(const char* host, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  EXPECT_EQ(inet_pton(AF_INET, host, &address.sin_addr), 1);
  return stored(address);
}

sockaddr_storage ipv6(const char* host, std::uint16_t port) {
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(port);
  EXPECT_EQ(inet_pton(AF_INET6, host, &address.sin6_addr), 1);
  return stored(address);
}

TEST(Peer, IsNamedByAddressAndPort) {
  const Peer peer(ipv4("192.0.2.7", 4711), -1);
  EXPECT_EQ(peer.name(), "192.0.2.7:4711");
  EXPECT_EQ(peer.address(), make_address("192.0.2.7"));
}

TEST(Peer, IsNamedWithBracketsWhereItIsIpv6) {
  const Peer peer(ipv6("2001:db8::7", 65535), -1);
  EXPECT_EQ(peer.name(), "[2001:db8::7]:65535");
  EXPECT_EQ(peer.address(), make_address("2001:db8::7"));
}

TEST(Peer, IsIpv4AlsoOverAnIpv6Socket) {
  const Peer peer(ipv6("::ffff:192.0.2.7", 4711), -1);
  EXPECT_EQ(peer.name(), "192.0.2.7:4711");
  EXPECT_EQ(peer.address(), make_address("192.0.2.7"));
  EXPECT_EQ(peer_address(ipv6("::ffff:192.0.2.7", 4711)), make_address("192.0.2.7"));
}

TEST(Peer, IsTheProcessOfUnixClient) {
  std::array<int, 2> ends{};
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
  sockaddr_storage from{};
  from.ss_family = AF_UNIX;
  const Peer peer(from, ends[0]);
  EXPECT_EQ(peer.name(), "unix:pid=" + std::to_string(getpid()) + ",uid=" + std::to_string(getuid()));
  EXPECT_EQ(peer.address(), std::nullopt);
  EXPECT_EQ(peer_address(from), std::nullopt);
  close(ends[0]);
  close(ends[1]);
}

TEST(Peer, IsNamedAlsoWhereTheSystemSaysNothing) {
  sockaddr_storage from{};
  from.ss_family = AF_UNIX;
  EXPECT_EQ(Peer(from, -1).name(), "unix");
}

}  // namespace
}  // namespace lanchat::net
