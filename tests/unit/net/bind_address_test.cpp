// SPDX-License-Identifier: MIT
#include "lanchat/net/bind_address.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace lanchat::net {
namespace {

// The address `uri` is read as, or one that is no address, and a failure.
BindAddress parsed(std::string_view uri) {
  const auto address = parse_bind_address(uri);
  EXPECT_TRUE(address) << uri << ": " << address.error();
  return address.value_or(BindAddress{});
}

void expect_mistake(std::string_view uri, const std::string& what) {
  const auto address = parse_bind_address(uri);
  ASSERT_FALSE(address) << uri;
  EXPECT_THAT(address.error(), testing::HasSubstr(what)) << uri;
  EXPECT_THAT(address.error(), testing::HasSubstr("tcp://ADDR:PORT, udp://ADDR:PORT or unix:///PATH")) << uri;
}

TEST(BindAddress, ReadsIpv4) {
  EXPECT_EQ(parsed("tcp://127.0.0.1:8888"), (BindAddress{Transport::tcp, "127.0.0.1", 8888, {}}));
  EXPECT_EQ(parsed("udp://192.0.2.1:53"), (BindAddress{Transport::udp, "192.0.2.1", 53, {}}));
}

TEST(BindAddress, ReadsBracketedIpv6) {
  EXPECT_EQ(parsed("tcp://[::1]:8888"), (BindAddress{Transport::tcp, "::1", 8888, {}}));
  EXPECT_EQ(parsed("udp://[::]:8888"), (BindAddress{Transport::udp, "::", 8888, {}}));
}

TEST(BindAddress, ReadsTheWildcard) {
  EXPECT_EQ(parsed("tcp://*:8888"), (BindAddress{Transport::tcp, "*", 8888, {}}));
}

TEST(BindAddress, ReadsUnixPaths) {
  EXPECT_EQ(parsed("unix:///run/lanchat.sock"),
            (BindAddress{Transport::unix_stream, {}, 0, "/run/lanchat.sock"}));
  EXPECT_EQ(parsed("unix:///a b:c[d]").path, "/a b:c[d]");
}

TEST(BindAddress, ReadsEveryPort) {
  EXPECT_EQ(parsed("tcp://*:0").port, 0);
  EXPECT_EQ(parsed("tcp://*:65535").port, 65535);
}

TEST(BindAddress, TakesIpv6InItsCanonicalForm) {
  EXPECT_EQ(parsed("tcp://[2001:DB8:0:0:0:0:0:1]:80").host, "2001:db8::1");
  EXPECT_EQ(parsed("tcp://[2001:db8::1]:80"), parsed("tcp://[2001:0db8::0001]:80"));
}

TEST(BindAddress, RefusesIpv6WithoutBrackets) {
  expect_mistake("tcp://::1:8888", "bracketed IPv6");
  expect_mistake("tcp://2001:db8::1:8888", "bracketed IPv6");
}

TEST(BindAddress, RefusesWhatIsNoAddress) {
  for (const std::string_view uri :
       {"tcp://localhost:80", "tcp://:80", "tcp://256.0.0.1:80", "tcp://127.1:80", "tcp://[127.0.0.1]:80",
        "tcp://[]:80", "tcp://[::1:80", "tcp://::1]:80", "tcp://[*]:80", "tcp://[::g]:80",
        "tcp:// 127.0.0.1:80", "tcp://user@127.0.0.1:80", "udp://**:80"})
    expect_mistake(uri, "is no IPv4 address, bracketed IPv6 address or *");
}

TEST(BindAddress, RefusesZoneThatNamesNoInterface) {
  expect_mistake("tcp://[fe80::1%no-such-interface]:80", "is no IPv4 address");
}

TEST(BindAddress, RefusesMissingPort) {
  expect_mistake("tcp://127.0.0.1", "no port");
  expect_mistake("tcp://[::1]", "no port");
  expect_mistake("tcp://*", "no port");
  expect_mistake("tcp://", "no port");
}

TEST(BindAddress, RefusesWhatIsNoPort) {
  for (const std::string_view uri : {"tcp://*:", "tcp://*:65536", "tcp://*:-1", "tcp://*:+80", "tcp://*:http",
                                     "tcp://*:80 ", "tcp://*: 80", "tcp://*:80/", "tcp://*:0x50"})
    expect_mistake(uri, "is no port from 0 to 65535");
}

TEST(BindAddress, RefusesOtherSchemes) {
  for (const std::string_view uri : {"http://127.0.0.1:80", "://127.0.0.1:80", "sctp://*:80", " tcp://*:80"})
    expect_mistake(uri, "no known kind of address");
  for (const std::string_view uri : {"", "127.0.0.1:80", "8888", "tcp:127.0.0.1:80", "/run/lanchat.sock"})
    expect_mistake(uri, "not an address");
}

TEST(BindAddress, RefusesUnixPathsThatCannotBe) {
  expect_mistake("unix://relative/path", "absolute");
  expect_mistake("unix://", "absolute");
  expect_mistake("unix:///run/", "folder");
}

TEST(BindAddress, LimitsUnixPathsAsTheSystemDoes) {
  const std::string longest = "/" + std::string(106, 'x');
  EXPECT_EQ(parsed("unix://" + longest).path, longest);
  expect_mistake("unix://" + longest + "x", "longer than the 107 bytes");
}

TEST(BindAddress, RefusesNul) {
  expect_mistake(std::string_view("tcp://127.0.0.1\0:80", 19), "NUL");
  expect_mistake(std::string_view("unix:///run/a\0b", 15), "NUL");
}

TEST(BindAddress, IsReadBackAsWritten) {
  for (const std::string uri : {"tcp://127.0.0.1:8888", "udp://0.0.0.0:0", "tcp://[::1]:65535",
                                "udp://[::]:1", "tcp://*:8888", "unix:///run/lanchat.sock"}) {
    EXPECT_EQ(to_string(parsed(uri)), uri);
    EXPECT_EQ(parsed(to_string(parsed(uri))), parsed(uri));
  }
  EXPECT_EQ(to_string(parsed("tcp://[0:0::1]:80")), "tcp://[::1]:80");
}

}  // namespace
}  // namespace lanchat::net
