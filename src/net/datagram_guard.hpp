// SPDX-License-Identifier: MIT
#pragma once

// Which datagrams are answered, by rules of which any one ends a loop between two servers, and how large and
// how frequent replies may be, so that nobody gains by writing another's address on what he sends
// (docs/decisions/0014-datagrams.md). Pure.

#include "lanchat/net/drop_reason.hpp"
#include "lanchat/net/listener_options.hpp"
#include "lanchat/net/open_ports.hpp"

#include "net/address_bytes.hpp"
#include "net/keyed_hash.hpp"
#include "net/repeat_table.hpp"
#include "net/token_table.hpp"

#include <boost/asio/ip/udp.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lanchat::net {

class DatagramGuard {
 public:
  using Time = TokenBucket::Time;
  using Source = boost::asio::ip::udp::endpoint;

  struct Arrival {
    const Source& source;
    std::string_view payload;
    bool to_many = false;   ///< sent to a broadcast or multicast address
    std::uint8_t dscp = 0;  ///< the mark it came with
  };

  /// `own` must outlive the guard.
  DatagramGuard(const UdpLimits& udp, const Limits& limits, const OpenPorts& own, KeyedHash hash);

  /// From now on. What stays as it was goes on counting.
  void set_limits(const UdpLimits& udp, const Limits& limits);

  /// Why this datagram is not to be answered; nullopt: it may be.
  [[nodiscard]] std::optional<DropReason> arrive(const Arrival& arrival, Time now);

  /// Why `source` gets no reply of `reply` bytes now to its datagram of `request` bytes; nullopt: it is to be
  /// sent.
  [[nodiscard]] std::optional<DropReason> reply(const Source& source, std::size_t request, std::size_t reply,
                                                Time now);

  /// `reply` goes to `source`. `request` is what it answers, where that has only just come; else empty.
  void replied(const Source& source, std::string_view request, std::string_view reply, Time now);

  /// Whether what was dropped last as a repeat is the first of its episode.
  [[nodiscard]] bool began_repeating() const noexcept { return began_repeating_; }

 private:
  [[nodiscard]] std::optional<DropReason> check_source(const AddressBytes& address, std::uint16_t port) const;
  [[nodiscard]] std::optional<DropReason> check_history(const AddressBytes& address, const Arrival& arrival,
                                                        Time now);

  UdpLimits udp_;
  Limits limits_;
  const OpenPorts& own_;
  KeyedHash hash_;
  std::optional<TokenTable> messages_;  ///< by source: address and port
  std::optional<RepeatTable> repeats_;  ///< by source
  std::optional<TokenTable> replies_by_address_;
  std::optional<TokenTable> replies_by_prefix_;
  std::optional<TokenBucket> replies_;
  bool began_repeating_ = false;
};

}  // namespace lanchat::net
