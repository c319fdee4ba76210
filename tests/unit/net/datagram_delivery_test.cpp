// SPDX-License-Identifier: MIT
#include "net/datagram_delivery.hpp"

#include <arpa/inet.h>

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <string>

namespace lanchat::net {
namespace {

// Control messages as recvmsg(2) leaves them.
class Control {
 public:
  Control() {
    header_.msg_control = bytes_.data();
    header_.msg_controllen = 0;
  }

  template <typename Value>
  Control& with(int level, int type, const Value& value) {
    cmsghdr control{};
    control.cmsg_level = level;
    control.cmsg_type = type;
    control.cmsg_len = CMSG_LEN(sizeof value);
    char* const place = bytes_.data() + header_.msg_controllen;
    std::memcpy(place, &control, sizeof control);
    std::memcpy(place + CMSG_LEN(0), &value, sizeof value);
    header_.msg_controllen += CMSG_SPACE(sizeof value);
    return *this;
  }

  Control& asked(const std::string& address, const std::string& answers_from) {
    in_pktinfo info{7, {inet_addr(answers_from.c_str())}, {inet_addr(address.c_str())}};
    return with(IPPROTO_IP, IP_PKTINFO, info);
  }

  Control& asked(const std::string& address) {
    in6_pktinfo info{{}, 7};
    inet_pton(AF_INET6, address.c_str(), &info.ipi6_addr);
    return with(IPPROTO_IPV6, IPV6_PKTINFO, info);
  }

  DatagramDelivery take() { return DatagramDelivery::take(header_); }

  // What is left for the reply: nullopt where the route decides.
  template <typename Info>
  std::optional<Info> left(int level, int type) {
    cmsghdr* const control = CMSG_FIRSTHDR(&header_);
    if (control == nullptr) return std::nullopt;
    EXPECT_EQ(control->cmsg_level, level);
    EXPECT_EQ(control->cmsg_type, type);
    EXPECT_EQ(control->cmsg_len, CMSG_LEN(sizeof(Info)));
    EXPECT_EQ(header_.msg_controllen, CMSG_SPACE(sizeof(Info)));
    Info info{};
    std::memcpy(&info, CMSG_DATA(control), sizeof info);
    return info;
  }

  std::optional<in_pktinfo> left_v4() { return left<in_pktinfo>(IPPROTO_IP, IP_PKTINFO); }

  std::optional<in6_pktinfo> left_v6() { return left<in6_pktinfo>(IPPROTO_IPV6, IPV6_PKTINFO); }

 private:
  alignas(cmsghdr) std::array<char, DatagramDelivery::control_bytes> bytes_{};
  msghdr header_{};
};

TEST(DatagramDelivery, LetsTheReplyLeaveFromTheAddressThatWasAsked) {
  Control control;
  EXPECT_FALSE(control.asked("192.0.2.1", "192.0.2.1").take().to_many);
  const auto left = control.left_v4();
  ASSERT_TRUE(left);
  EXPECT_EQ(left->ipi_spec_dst.s_addr, inet_addr("192.0.2.1"));
  EXPECT_EQ(left->ipi_ifindex, 0);
}

TEST(DatagramDelivery, KnowsABroadcastOfANetworkByTheAddressItIsAnsweredFrom) {
  EXPECT_TRUE(Control().asked("192.0.2.255", "192.0.2.1").take().to_many);
}

TEST(DatagramDelivery, KnowsABroadcastWhereTheKernelHasNoOtherAddress) {
  EXPECT_TRUE(Control().asked("255.255.255.255", "0.0.0.0").take().to_many);
  EXPECT_TRUE(Control().asked("224.0.0.251", "0.0.0.0").take().to_many);
  EXPECT_FALSE(Control().asked("192.0.2.1", "0.0.0.0").take().to_many);
}

TEST(DatagramDelivery, LeavesTheInterfaceOfALinkAlone) {
  Control link;
  EXPECT_FALSE(link.asked("fe80::1").take().to_many);
  EXPECT_EQ(link.left_v6()->ipi6_ifindex, 7U);
  Control global;
  EXPECT_FALSE(global.asked("2001:db8::1").take().to_many);
  EXPECT_EQ(global.left_v6()->ipi6_ifindex, 0U);
}

TEST(DatagramDelivery, LetsTheRouteDecideAboutMulticast) {
  Control control;
  EXPECT_TRUE(control.asked("ff02::1").take().to_many);
  EXPECT_FALSE(control.left_v6());
}

TEST(DatagramDelivery, ReadsTheMarkOfEitherFamily) {
  EXPECT_EQ(Control().take().dscp, 0);
  EXPECT_EQ(Control().with(IPPROTO_IP, IP_TOS, std::uint8_t{0x0c}).take().dscp, 3);
  EXPECT_EQ(Control().with(IPPROTO_IP, IP_TOS, std::uint8_t{0xff}).take().dscp, 63);
  EXPECT_EQ(Control().with(IPPROTO_IPV6, IPV6_TCLASS, 0x0c).take().dscp, 3);
}

TEST(DatagramDelivery, IgnoresTheBitsOfCongestion) {
  EXPECT_EQ(Control().with(IPPROTO_IP, IP_TOS, std::uint8_t{0x0f}).take().dscp, 3);
  EXPECT_EQ(Control().with(IPPROTO_IPV6, IPV6_TCLASS, 0x0d).take().dscp, 3);
}

// As a socket that takes both families tells of an IPv4 datagram.
TEST(DatagramDelivery, ReadsEverythingThatMayCome) {
  Control control;
  control.asked("::ffff:192.0.2.255").asked("192.0.2.255", "192.0.2.1");
  control.with(IPPROTO_IP, IP_TOS, std::uint8_t{0x0c});
  const DatagramDelivery delivery = control.take();
  EXPECT_TRUE(delivery.to_many);
  EXPECT_EQ(delivery.dscp, 3);
  EXPECT_EQ(control.left_v4()->ipi_spec_dst.s_addr, inet_addr("192.0.2.1"));
}

}  // namespace
}  // namespace lanchat::net
