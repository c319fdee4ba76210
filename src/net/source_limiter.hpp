// SPDX-License-Identifier: MIT
#pragma once

// How many datagrams a second each source may send: a token bucket for each that was seen lately, in bounded
// memory. Pure.

#include "net/token_bucket.hpp"

#include <boost/asio/ip/udp.hpp>

#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace lanchat::net {

class SourceLimiter {
 public:
  using Source = boost::asio::ip::udp::endpoint;
  static constexpr std::size_t most_sources = 16384;

  explicit SourceLimiter(std::uint32_t rate) noexcept : rate_(rate) {}

  /// Whether a datagram from `source` may be answered now. More sources than can be remembered: no.
  [[nodiscard]] bool admit(const Source& source, TokenBucket::Time now);

  [[nodiscard]] std::size_t size() const noexcept { return buckets_.size(); }

 private:
  std::uint32_t rate_;
  std::unordered_map<Source, TokenBucket> buckets_;
  TokenBucket::Time next_sweep_{};
};

}  // namespace lanchat::net
