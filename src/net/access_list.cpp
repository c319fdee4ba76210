// SPDX-License-Identifier: MIT
#include "lanchat/net/access_list.hpp"

#include <algorithm>
#include <charconv>

namespace lanchat::net {
namespace {

using boost::asio::ip::address;
using boost::asio::ip::address_v6;

constexpr unsigned v4_offset = 96;  // bits of ::ffff:0:0/96 in front of an IPv4 address

address_v6 as_v6(const address& any) {
  return any.is_v6() ? any.to_v6() : make_address_v6(boost::asio::ip::v4_mapped, any.to_v4());
}

// Whether the first `bits` bits are the same.
bool same_prefix(const address_v6::bytes_type& a, const address_v6::bytes_type& b, unsigned bits) noexcept {
  const auto whole = static_cast<std::ptrdiff_t>(bits / 8);
  if (!std::equal(a.begin(), a.begin() + whole, b.begin())) return false;
  if (bits % 8 == 0) return true;
  const unsigned difference = static_cast<unsigned>(a[bits / 8] ^ b[bits / 8]);
  return difference >> (8U - bits % 8U) == 0;
}

}  // namespace

std::optional<Cidr> Cidr::parse(std::string_view text) {
  if (text.contains('%') || text.contains('\0')) return std::nullopt;  // a zone, which no range has
  const std::size_t slash = text.find('/');
  boost::system::error_code error;
  const auto network = boost::asio::ip::make_address(std::string(text.substr(0, slash)), error);
  if (error) return std::nullopt;
  const unsigned width = network.is_v6() ? 128 : 32;
  unsigned prefix = width;
  if (slash != std::string_view::npos) {
    const std::string_view digits = text.substr(slash + 1);
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    if (failure != std::errc{} || end != digits.data() + digits.size() || prefix > width) return std::nullopt;
  }
  Cidr range;
  range.network_ = as_v6(network).to_bytes();
  range.prefix_ = network.is_v6() ? prefix : prefix + v4_offset;
  for (unsigned bit = range.prefix_; bit < 128; ++bit)
    range.network_[bit / 8] &= static_cast<unsigned char>(~(0x80U >> bit % 8U));
  return range;
}

bool Cidr::contains(const address_v6& client) const noexcept {
  if (client.is_v4_mapped() && prefix_ < v4_offset)
    return false;  // ::/0 is every IPv6 address, and no IPv4 one
  return same_prefix(network_, client.to_bytes(), prefix_);
}

std::string Cidr::to_string() const {
  const address_v6 network(network_);
  if (network.is_v4_mapped() && prefix_ >= v4_offset)
    return make_address_v4(boost::asio::ip::v4_mapped, network).to_string() + "/" +
           std::to_string(prefix_ - v4_offset);
  return network.to_string() + "/" + std::to_string(prefix_);
}

bool AccessList::permits(const address& client) const noexcept {
  if (allow.empty() && deny.empty()) return true;
  const address_v6 v6 = as_v6(client);
  const auto holds = [&v6](const Cidr& range) { return range.contains(v6); };
  if (std::ranges::any_of(deny, holds)) return false;
  return allow.empty() || std::ranges::any_of(allow, holds);
}

}  // namespace lanchat::net
