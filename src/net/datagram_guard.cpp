// SPDX-License-Identifier: MIT
#include "net/datagram_guard.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace lanchat::net {
namespace {

// The headers of IP and of UDP: they are traffic too, for small datagrams most of it.
constexpr std::size_t ipv4_headers = 20 + 8;
constexpr std::size_t ipv6_headers = 40 + 8;

std::uint64_t source_key(const KeyedHash& hash, const AddressBytes& address, std::uint16_t port) noexcept {
  std::array<char, sizeof(AddressBytes) + sizeof port> bytes{};
  address.view().copy(bytes.data(), sizeof(AddressBytes));
  std::memcpy(bytes.data() + sizeof(AddressBytes), &port, sizeof port);
  return hash({bytes.data(), bytes.size()});
}

}  // namespace

DatagramGuard::DatagramGuard(const UdpLimits& udp, const Limits& limits, const OpenPorts& own, KeyedHash hash)
    : own_(own), hash_(hash) {
  set_limits(udp, limits);
}

void DatagramGuard::set_limits(const UdpLimits& udp, const Limits& limits) {
  udp_ = udp;
  limits_ = limits;
  const std::size_t most = limits.max_sources;
  set_limit(messages_, limits.rate_limit, most);
  set_limit(repeats_, udp.repeat_limit, most);
  set_limit(replies_by_address_, udp.replies_per_address, most);
  set_limit(replies_by_prefix_, udp.replies_per_prefix, most);
  if (udp.replies == 0) {
    replies_.reset();
  } else if (!replies_ || !replies_->has(udp.replies)) {
    replies_.emplace(udp.replies, Time{});
  }
}

std::optional<DropReason> DatagramGuard::arrive(const Arrival& arrival, Time now) {
  if (arrival.payload.empty()) return DropReason::empty;
  const AddressBytes address(arrival.source.address());
  if (const auto reason = check_source(address, arrival.source.port())) return reason;
  if (udp_.reply_dscp != 0 && arrival.dscp == udp_.reply_dscp) return DropReason::reply_mark;
  if (arrival.to_many && !udp_.broadcast) return DropReason::broadcast;
  if (messages_ || repeats_) return check_history(address, arrival, now);
  return std::nullopt;
}

std::optional<DropReason> DatagramGuard::check_source(const AddressBytes& address, std::uint16_t port) const {
  if (!address.is_of_one_host()) return DropReason::source_address;
  if (port == 0 || port < udp_.source_port_min) return DropReason::source_port;
  if (own_.contains(port)) return DropReason::own_port;
  if (std::ranges::binary_search(udp_.refused_ports, port)) return DropReason::refused_port;
  return std::nullopt;
}

std::optional<DropReason> DatagramGuard::check_history(const AddressBytes& address, const Arrival& arrival,
                                                       Time now) {
  const std::uint64_t source = source_key(hash_, address, arrival.source.port());
  if (messages_ && !messages_->take(source, now)) return DropReason::rate_limit;
  if (!repeats_) return std::nullopt;
  const auto verdict = repeats_->count(source, hash_(arrival.payload), now);
  if (verdict == RepeatTable::Verdict::fine) return std::nullopt;
  if (verdict == RepeatTable::Verdict::own_reply) return DropReason::own_reply;
  began_repeating_ = verdict == RepeatTable::Verdict::first_too_many;
  return DropReason::repeat;
}

std::optional<DropReason> DatagramGuard::reply(const Source& source, std::size_t request, std::size_t reply,
                                               Time now) {
  const AddressBytes address(source.address());
  const std::size_t headers = address.ipv4() ? ipv4_headers : ipv6_headers;
  if (udp_.reply_ratio != 0 && reply + headers > udp_.reply_ratio * (request + headers))
    return DropReason::reply_too_large;
  if (replies_by_address_ && !replies_by_address_->take(hash_(address.view()), now))
    return DropReason::replies_per_address;
  if (replies_by_prefix_) {
    const AddressBytes prefix = address.prefix(limits_.ipv4_prefix, limits_.ipv6_prefix);
    if (!replies_by_prefix_->take(hash_(prefix.view()), now)) return DropReason::replies_per_prefix;
  }
  if (replies_ && !replies_->take(now)) return DropReason::replies_in_all;
  return std::nullopt;
}

void DatagramGuard::replied(const Source& source, std::string_view request, std::string_view reply,
                            Time now) {
  if (!repeats_ || (reply == request && !repeats_->came_back())) return;
  repeats_->replied(source_key(hash_, AddressBytes(source.address()), source.port()), hash_(reply), now);
}

}  // namespace lanchat::net
