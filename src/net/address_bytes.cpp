// SPDX-License-Identifier: MIT
#include "net/address_bytes.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

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

bool AddressBytes::is_of_one_host() const noexcept {
  const auto all = [](std::span<const std::uint8_t> bytes, std::uint8_t value) {
    return std::ranges::all_of(bytes, [value](std::uint8_t each) { return each == value; });
  };
  if (!ipv4()) return !all(bytes_, 0) && bytes_.front() != 0xff;
  const auto host = std::span(bytes_).last<4>();
  const bool multicast = host[0] >= 224 && host[0] <= 239;
  return !multicast && !all(host, 0) && !all(host, 0xff);
}

}  // namespace lanchat::net
