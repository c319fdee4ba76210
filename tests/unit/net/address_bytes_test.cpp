// SPDX-License-Identifier: MIT
#include "net/address_bytes.hpp"

#include <gtest/gtest.h>

namespace lanchat::net {
namespace {

using boost::asio::ip::make_address;

AddressBytes bytes(const char* address) {
  return AddressBytes(make_address(address));
}

TEST(AddressBytes, AreTheSameForIpv4OverEitherKindOfSocket) {
  EXPECT_EQ(bytes("192.0.2.1"), bytes("::ffff:192.0.2.1"));
  EXPECT_TRUE(bytes("192.0.2.1").ipv4());
  EXPECT_FALSE(bytes("2001:db8::1").ipv4());
  EXPECT_FALSE(bytes("::").ipv4());
}

TEST(AddressBytes, HaveTheirFamilysPrefix) {
  EXPECT_EQ(bytes("192.0.2.77").prefix(24, 0), bytes("192.0.2.0"));
  EXPECT_EQ(bytes("192.0.2.77").prefix(26, 0), bytes("192.0.2.64"));
  EXPECT_EQ(bytes("192.0.2.77").prefix(32, 0), bytes("192.0.2.77"));
  EXPECT_EQ(bytes("192.0.2.77").prefix(0, 128), bytes("0.0.0.0"));
  EXPECT_EQ(bytes("2001:db8:1:2ff::9").prefix(0, 56), bytes("2001:db8:1:200::"));
  EXPECT_EQ(bytes("2001:db8:1:2ff::9").prefix(0, 63), bytes("2001:db8:1:2fe::"));
  EXPECT_EQ(bytes("2001:db8:1:2ff::9").prefix(0, 128), bytes("2001:db8:1:2ff::9"));
  EXPECT_EQ(bytes("2001:db8:1:2ff::9").prefix(32, 0), bytes("::"));
}

TEST(AddressBytes, TellWhatNoHostHas) {
  for (const char* address : {"0.0.0.0", "255.255.255.255", "224.0.0.1", "239.1.2.3", "::", "ff02::1"})
    EXPECT_FALSE(bytes(address).is_of_one_host()) << address;
  for (const char* address : {"0.0.0.1", "223.0.0.1", "240.0.0.1", "255.255.255.254", "::1", "fe80::1"})
    EXPECT_TRUE(bytes(address).is_of_one_host()) << address;
}

TEST(AddressBytes, OfAnIpv4NetworkAreNeverThoseOfAnIpv6One) {
  EXPECT_NE(bytes("0.0.0.0").prefix(0, 0), bytes("2001:db8::1").prefix(0, 0));
}

}  // namespace
}  // namespace lanchat::net
