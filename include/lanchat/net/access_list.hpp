// SPDX-License-Identifier: MIT
#pragma once

// Who may talk to a listener, by address range (CIDR, RFC 4632 and RFC 4291). Pure.

#include <boost/asio/ip/address.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::net {

/// A range of addresses. IPv4 ranges match IPv4 clients, also those that came over an IPv6 socket.
class Cidr {
 public:
  /// `192.168.0.0/16`, `fd00::/8`, or one address. Bits behind the prefix are ignored. nullopt: not a range.
  [[nodiscard]] static std::optional<Cidr> parse(std::string_view text);

  [[nodiscard]] bool contains(const boost::asio::ip::address_v6& address) const noexcept;
  [[nodiscard]] std::string to_string() const;

  bool operator==(const Cidr&) const = default;

 private:
  boost::asio::ip::address_v6::bytes_type network_{};  ///< IPv4 as ::ffff:a.b.c.d
  unsigned prefix_ = 0;                                ///< bits of network_, 0 to 128
};

/// `deny` wins; where `allow` is given, all else is denied. Unix clients have no address and always pass.
struct AccessList {
  std::vector<Cidr> allow;
  std::vector<Cidr> deny;

  [[nodiscard]] bool permits(const boost::asio::ip::address& client) const noexcept;

  bool operator==(const AccessList&) const = default;
};

}  // namespace lanchat::net
