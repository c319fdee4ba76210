// SPDX-License-Identifier: MIT
#pragma once

// How many new connections a second one address, and one network, may make at a listener's address: what it
// costs to take a client and see it off again is bounded for each of them. Pure.

#include "lanchat/net/listener_options.hpp"

#include "net/address_bytes.hpp"
#include "net/keyed_hash.hpp"
#include "net/token_table.hpp"

#include <optional>

namespace lanchat::net {

class ConnectionRates {
 public:
  ConnectionRates(const Limits& limits, KeyedHash hash) : hash_(hash) { set_limits(limits); }

  /// From now on. What stays as it was goes on counting.
  void set_limits(const Limits& limits) {
    ipv4_prefix_ = limits.ipv4_prefix;
    ipv6_prefix_ = limits.ipv6_prefix;
    set_limit(addresses_, limits.connection_rate, limits.max_sources);
    set_limit(prefixes_, limits.connection_rate_per_prefix, limits.max_sources);
  }

  /// Whether one more connection from `client` may be served now.
  [[nodiscard]] bool admit(const boost::asio::ip::address& client, TokenTable::Time now) {
    if (!addresses_ && !prefixes_) return true;
    const AddressBytes bytes(client);
    if (addresses_ && !addresses_->take(hash_(bytes.view()), now)) return false;
    return !prefixes_ || prefixes_->take(hash_(bytes.prefix(ipv4_prefix_, ipv6_prefix_).view()), now);
  }

 private:
  KeyedHash hash_;
  unsigned ipv4_prefix_ = 0, ipv6_prefix_ = 0;
  std::optional<TokenTable> addresses_;
  std::optional<TokenTable> prefixes_;
};

}  // namespace lanchat::net
