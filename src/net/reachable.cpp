// SPDX-License-Identifier: MIT
#include "lanchat/net/reachable.hpp"

#include "net/peer.hpp"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace lanchat::net {
namespace {

bool worth_telling(const boost::asio::ip::address& address) {
  if (address.is_loopback() || address.is_unspecified()) return false;
  return address.is_v4() || !address.to_v6().is_link_local();
}

}  // namespace

std::vector<std::string> reachable_addresses(const BindAddress& address) {
  if (address.transport == Transport::unix_stream || address.host != "*") return {};
  ifaddrs* first = nullptr;
  if (getifaddrs(&first) != 0) return {};
  const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owner(first, freeifaddrs);
  std::vector<std::string> uris;
  for (const ifaddrs* each = first; each != nullptr; each = each->ifa_next) {
    if (each->ifa_addr == nullptr || (each->ifa_flags & IFF_UP) == 0) continue;
    const auto family = each->ifa_addr->sa_family;
    if (family != AF_INET && family != AF_INET6) continue;
    sockaddr_storage storage{};
    std::memcpy(&storage, each->ifa_addr, family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6));
    const auto host = peer_address(storage);
    if (host && worth_telling(*host))
      uris.push_back(to_string(BindAddress{address.transport, host->to_string(), address.port, {}}));
  }
  std::ranges::sort(uris);
  const auto [end, last] = std::ranges::unique(uris);
  uris.erase(end, last);
  return uris;
}

}  // namespace lanchat::net
