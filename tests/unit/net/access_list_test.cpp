// SPDX-License-Identifier: MIT
#include "lanchat/net/access_list.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::net {
namespace {

using boost::asio::ip::address;
using boost::asio::ip::address_v4;
using boost::asio::ip::make_address;

Cidr range(std::string_view text) {
  const auto parsed = Cidr::parse(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(Cidr{});
}

std::vector<Cidr> ranges(const std::vector<std::string_view>& texts) {
  std::vector<Cidr> result;
  for (const std::string_view text : texts)
    result.push_back(range(text));
  return result;
}

// Whether the range holds the client, which came over an IPv6 socket where it is an IPv4 one.
bool holds(std::string_view text, const char* client) {
  const address any = make_address(client);
  return range(text).contains(any.is_v6() ? any.to_v6()
                                          : make_address_v6(boost::asio::ip::v4_mapped, any.to_v4()));
}

TEST(Cidr, MatchesItsRange) {
  EXPECT_TRUE(holds("192.168.0.0/16", "192.168.0.0"));
  EXPECT_TRUE(holds("192.168.0.0/16", "192.168.255.255"));
  EXPECT_FALSE(holds("192.168.0.0/16", "192.169.0.0"));
  EXPECT_FALSE(holds("192.168.0.0/16", "192.167.255.255"));
  EXPECT_TRUE(holds("fd00::/8", "fdff:ffff::1"));
  EXPECT_FALSE(holds("fd00::/8", "fe00::1"));
}

TEST(Cidr, MatchesPrefixThatEndsWithinByte) {
  EXPECT_TRUE(holds("10.0.0.128/25", "10.0.0.255"));
  EXPECT_FALSE(holds("10.0.0.128/25", "10.0.0.127"));
  EXPECT_TRUE(holds("2001:db8::/33", "2001:db8:7fff::"));
  EXPECT_FALSE(holds("2001:db8::/33", "2001:db8:8000::"));
}

TEST(Cidr, MatchesOneAddress) {
  for (const auto* const text : {"10.1.2.3", "10.1.2.3/32"}) {
    EXPECT_TRUE(holds(text, "10.1.2.3"));
    EXPECT_FALSE(holds(text, "10.1.2.2"));
  }
  for (const auto* const text : {"::1", "::1/128"}) {
    EXPECT_TRUE(holds(text, "::1"));
    EXPECT_FALSE(holds(text, "::"));
  }
}

TEST(Cidr, MatchesMappedIpv4) {
  EXPECT_TRUE(holds("10.0.0.0/8", "::ffff:10.1.2.3"));
  EXPECT_TRUE(holds("::ffff:10.0.0.0/104", "10.1.2.3"));
}

TEST(Cidr, MatchesEverything) {
  EXPECT_TRUE(holds("0.0.0.0/0", "255.255.255.255"));
  EXPECT_TRUE(holds("::/0", "ffff::ffff"));
}

TEST(Cidr, KeepsIpv4OutOfIpv6Ranges) {
  EXPECT_FALSE(holds("::/0", "10.1.2.3"));
  EXPECT_FALSE(holds("::/0", "::ffff:10.1.2.3"));
}

TEST(Cidr, KeepsIpv6OutOfIpv4Ranges) {
  EXPECT_FALSE(holds("0.0.0.0/0", "::1"));
  EXPECT_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
}

TEST(Cidr, IgnoresBitsBehindThePrefix) {
  EXPECT_EQ(range("192.168.7.9/16"), range("192.168.0.0/16"));
  EXPECT_EQ(range("fd12:3456::1/8"), range("fd00::/8"));
  EXPECT_EQ(range("10.0.0.255/25"), range("10.0.0.128/25"));
}

TEST(Cidr, IsReadBackAsWritten) {
  for (const std::string text :
       {"192.168.0.0/16", "0.0.0.0/0", "10.1.2.3/32", "fd00::/8", "::/0", "::1/128"}) {
    EXPECT_EQ(range(text).to_string(), text);
    EXPECT_EQ(range(range(text).to_string()), range(text));
  }
  EXPECT_EQ(range("10.9.9.9/8").to_string(), "10.0.0.0/8");
  EXPECT_EQ(range("10.1.2.3").to_string(), "10.1.2.3/32");
}

TEST(Cidr, RefusesWhatIsNoRange) {
  for (const std::string_view text :
       {"", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8 ",
        " 10.0.0.0/8", "10.0.0/8", "10.0.0.0/8/8", "10.0.0.0/255.0.0.0", "[::1]/128", "localhost", "*",
        "::g/8", "10.0.0.0/4294967304"})
    EXPECT_FALSE(Cidr::parse(text)) << text;
}

TEST(Cidr, RefusesNul) {
  EXPECT_FALSE(Cidr::parse(std::string_view("10.0.0.1\0", 9)));
  EXPECT_FALSE(Cidr::parse(std::string_view("10.0.0.1\0junk/8", 15)));
}

TEST(Cidr, RefusesZones) {
  EXPECT_FALSE(Cidr::parse("fe80::1%1"));
  EXPECT_FALSE(Cidr::parse("fe80::1%no-such-interface"));
}

// Against the textbook's mask and compare.
TEST(Cidr, MatchesAsTheMaskDoes) {
  std::mt19937 random(20260211);
  for (int round = 0; round < 5000; ++round) {
    const auto network = static_cast<std::uint32_t>(random());
    const auto prefix = static_cast<unsigned>(random() % 33);
    const auto client = network ^ (std::uint32_t{1} << random() % 32);
    const std::uint32_t mask = prefix == 0 ? 0 : ~std::uint32_t{0} << (32 - prefix);
    const std::string text = address_v4(network).to_string() + "/" + std::to_string(prefix);
    EXPECT_EQ(holds(text, address_v4(client).to_string().c_str()), (network & mask) == (client & mask))
        << text << ", " << address_v4(client).to_string();
  }
}

TEST(AccessList, PermitsEverybodyWhereNothingIsSaid) {
  EXPECT_TRUE(AccessList{}.permits(make_address("192.0.2.1")));
  EXPECT_TRUE(AccessList{}.permits(make_address("2001:db8::1")));
}

TEST(AccessList, DeniesWhatIsDenied) {
  const AccessList access{{}, ranges({"192.0.2.0/24", "2001:db8::/32"})};
  EXPECT_FALSE(access.permits(make_address("192.0.2.1")));
  EXPECT_FALSE(access.permits(make_address("::ffff:192.0.2.1")));
  EXPECT_FALSE(access.permits(make_address("2001:db8::1")));
  EXPECT_TRUE(access.permits(make_address("192.0.3.1")));
}

TEST(AccessList, DeniesWhatIsNotAllowedWhereSomethingIs) {
  const AccessList access{ranges({"192.0.2.0/24", "::1"}), {}};
  EXPECT_TRUE(access.permits(make_address("192.0.2.1")));
  EXPECT_TRUE(access.permits(make_address("::1")));
  EXPECT_FALSE(access.permits(make_address("192.0.3.1")));
  EXPECT_FALSE(access.permits(make_address("::2")));
}

TEST(AccessList, LetsDenyWin) {
  const AccessList access{ranges({"10.0.0.0/8", "10.6.6.6"}), ranges({"10.6.0.0/16"})};
  EXPECT_TRUE(access.permits(make_address("10.1.2.3")));
  EXPECT_FALSE(access.permits(make_address("10.6.6.6")));
}

TEST(AccessList, PermitsLinkLocalClientWhateverItsInterface) {
  const AccessList access{ranges({"fe80::/10"}), {}};
  EXPECT_TRUE(access.permits(make_address("fe80::1%1")));
}

}  // namespace
}  // namespace lanchat::net
