// SPDX-License-Identifier: MIT
#include "net/address_bytes.hpp"

#include <algorithm>
#include <cstddef>

namespace lanchat::net {
namespace {

constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

}  // namespace

AddressBytes::AddressBytes(const boost::asio::ip::address& address) noexcept : bytes_{} {
  if (address.is_v6()) {
    bytes_ = address.to_v6().to_bytes();
  } else {
    std::ranges::copy(mapped, bytes_.begin());
    std::ranges::copy(address.to_v4().to_bytes(), bytes_.begin() + mapped.size());
  }
}

AddressBytes AddressBytes::prefix(unsigned ipv4_bits, unsigned ipv6_bits) const noexcept {
  AddressBytes network = *this;
  const std::size_t bits = ipv4() ? 8 * mapped.size() + ipv4_bits : ipv6_bits;
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    const std::size_t kept = std::clamp<std::size_t>(bits, 8 * i, 8 * (i + 1)) - 8 * i;
    network.bytes_[i] &= static_cast<std::uint8_t>(0xff00U >> kept);
  }
  return network;
}

bool AddressBytes::ipv4() const noexcept {
  return std::equal(mapped.begin(), mapped.end(), bytes_.begin());
}

}  // namespace lanchat::net
