// SPDX-License-Identifier: MIT
#include "net/datagram_delivery.hpp"

#include <cstring>
#include <optional>

namespace lanchat::net {
namespace {

// Below the code point are the two bits of ECN (RFC 3168).
constexpr unsigned ecn_bits = 2;

template <typename Value>
Value value_of(cmsghdr& control) noexcept {
  Value value{};
  std::memcpy(&value, CMSG_DATA(&control), sizeof value);
  return value;
}

bool is_of_many(in_addr_t address) noexcept {
  return address == htonl(INADDR_BROADCAST) || IN_MULTICAST(ntohl(address));
}

// The address the kernel would answer from is another than the one that was asked where that is a
// broadcast's.
bool is_of_many(const in_pktinfo& info) noexcept {
  const bool known = info.ipi_spec_dst.s_addr != INADDR_ANY;
  return is_of_many(info.ipi_addr.s_addr) || (known && info.ipi_addr.s_addr != info.ipi_spec_dst.s_addr);
}

template <typename Info>
void leave(msghdr& header, int level, int type, const Info& info) noexcept {
  cmsghdr control{};
  control.cmsg_level = level;
  control.cmsg_type = type;
  control.cmsg_len = CMSG_LEN(sizeof info);
  std::memcpy(header.msg_control, &control, sizeof control);
  std::memcpy(CMSG_DATA(static_cast<cmsghdr*>(header.msg_control)), &info, sizeof info);
  header.msg_controllen = CMSG_SPACE(sizeof info);
}

void leave_for_reply(msghdr& header, in_pktinfo info) noexcept {
  info.ipi_ifindex = 0;  // the route still chooses the way, only the address is ours to say
  leave(header, IPPROTO_IP, IP_PKTINFO, info);
}

void leave_for_reply(msghdr& header, in6_pktinfo info) noexcept {
  if (IN6_IS_ADDR_MULTICAST(&info.ipi6_addr)) return;
  if (!IN6_IS_ADDR_LINKLOCAL(&info.ipi6_addr)) info.ipi6_ifindex = 0;
  leave(header, IPPROTO_IPV6, IPV6_PKTINFO, info);
}

}  // namespace

DatagramDelivery DatagramDelivery::take(msghdr& header) noexcept {
  DatagramDelivery delivery;
  std::optional<in_pktinfo> v4;
  std::optional<in6_pktinfo> v6;
  const auto mark = [&delivery](unsigned traffic_class) {
    delivery.dscp = static_cast<std::uint8_t>((traffic_class & 0xffU) >> ecn_bits);
  };
  for (cmsghdr* each = CMSG_FIRSTHDR(&header); each != nullptr; each = CMSG_NXTHDR(&header, each)) {
    const bool ipv4 = each->cmsg_level == IPPROTO_IP;
    const bool ipv6 = each->cmsg_level == IPPROTO_IPV6;
    if (ipv4 && each->cmsg_type == IP_PKTINFO) v4 = value_of<in_pktinfo>(*each);
    if (ipv6 && each->cmsg_type == IPV6_PKTINFO) v6 = value_of<in6_pktinfo>(*each);
    if (ipv4 && each->cmsg_type == IP_TOS) mark(value_of<std::uint8_t>(*each));
    if (ipv6 && each->cmsg_type == IPV6_TCLASS) mark(static_cast<unsigned>(value_of<int>(*each)));
  }
  header.msg_controllen = 0;
  if (v4) {
    delivery.to_many = is_of_many(*v4);
    leave_for_reply(header, *v4);
  } else if (v6) {
    delivery.to_many = IN6_IS_ADDR_MULTICAST(&v6->ipi6_addr);
    leave_for_reply(header, *v6);
  }
  return delivery;
}

void set_reply_mark(int fd, std::uint8_t dscp) noexcept {
  const int traffic_class = dscp << ecn_bits;
  // The one of the other family fails, but for a dual socket, which needs both.
  setsockopt(fd, IPPROTO_IP, IP_TOS, &traffic_class, sizeof traffic_class);
  setsockopt(fd, IPPROTO_IPV6, IPV6_TCLASS, &traffic_class, sizeof traffic_class);
}

}  // namespace lanchat::net
