// SPDX-License-Identifier: MIT
#pragma once

// An IP address as the sixteen bytes that tables of addresses and of prefixes are keyed with: IPv4 as IPv6
// maps it, so that a client is the same one over either kind of socket. Pure.

#include <boost/asio/ip/address.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace lanchat::net {

class AddressBytes {
 public:
  explicit AddressBytes(const boost::asio::ip::address& address) noexcept;

  /// The network of so many bits (0 to 32, 0 to 128) that this address is in; it is never that of an address
  /// of the other family.
  [[nodiscard]] AddressBytes prefix(unsigned ipv4_bits, unsigned ipv6_bits) const noexcept;

  [[nodiscard]] bool ipv4() const noexcept;

  /// No host has the unspecified address, IPv4's broadcast address or one of multicast.
  [[nodiscard]] bool is_of_one_host() const noexcept;

  /// For KeyedHash; valid as long as this is.
  [[nodiscard]] std::string_view view() const noexcept {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }

  [[nodiscard]] const std::array<std::uint8_t, 16>& array() const noexcept { return bytes_; }

  bool operator==(const AddressBytes&) const = default;

 private:
  std::array<std::uint8_t, 16> bytes_;
};

}  // namespace lanchat::net
