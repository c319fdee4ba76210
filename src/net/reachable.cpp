// SPDX-License-Identifier: MIT
// Not by getifaddrs(3): that asks by netlink, which a sandboxed service has no sockets for.
#include "lanchat/net/reachable.hpp"

#include "lanchat/net/open_socket.hpp"
#include "lanchat/net/peer.hpp"

#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fstream>

namespace lanchat::net {
namespace {

using boost::asio::ip::address;
using Addresses = std::vector<address>;

constexpr std::size_t most_interfaces = 256;

bool worth_telling(const address& address) {
  if (address.is_loopback() || address.is_unspecified()) return false;
  return address.is_v4() || !address.to_v6().is_link_local();
}

bool is_up(int fd, ifreq interface) {
  return ::ioctl(fd, SIOCGIFFLAGS, &interface) == 0 && (interface.ifr_flags & IFF_UP) != 0;
}

// netdevice(7)
void add_ipv4(Addresses& all) {
  const Descriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  std::vector<ifreq> interfaces(most_interfaces);
  ifconf list{};
  list.ifc_len = static_cast<int>(interfaces.size() * sizeof(ifreq));
  list.ifc_req = interfaces.data();
  if (::ioctl(socket.value(), SIOCGIFCONF, &list) != 0) return;
  interfaces.resize(static_cast<std::size_t>(list.ifc_len) / sizeof(ifreq));
  for (const ifreq& each : interfaces) {
    sockaddr_storage storage{};
    std::memcpy(&storage, &each.ifr_addr, sizeof each.ifr_addr);
    const auto found = peer_address(storage);
    if (found && is_up(socket.value(), each)) all.push_back(*found);
  }
}

// proc(5): a line an address, which stands in its first 32 hexadecimal digits.
void add_ipv6(Addresses& all) {
  std::ifstream file("/proc/self/net/if_inet6");
  for (std::string line; std::getline(file, line);) {
    boost::asio::ip::address_v6::bytes_type bytes{};
    if (line.size() < 2 * bytes.size()) continue;
    for (std::size_t i = 0; i < bytes.size(); ++i)
      std::from_chars(&line[2 * i], &line[2 * i] + 2, bytes[i], 16);
    all.emplace_back(boost::asio::ip::address_v6(bytes));
  }
}

}  // namespace

std::vector<std::string> reachable_addresses(const BindAddress& address) {
  if (address.transport == Transport::unix_stream || address.host != "*") return {};
  Addresses all;
  add_ipv4(all);
  add_ipv6(all);
  std::vector<std::string> uris;
  for (const auto& each : all) {
    if (worth_telling(each))
      uris.push_back(to_string(BindAddress{address.transport, each.to_string(), address.port, {}}));
  }
  std::ranges::sort(uris);
  const auto [end, last] = std::ranges::unique(uris);
  uris.erase(end, last);
  return uris;
}

}  // namespace lanchat::net
