// SPDX-License-Identifier: MIT
#pragma once

// A token bucket for each of many keys (an address, a prefix, a source), in memory that never grows. Where
// more keys come than there is room for, the fullest bucket is forgotten: it is the one with the least to
// lose. Pure.

#include "net/keyed_slots.hpp"
#include "net/token_bucket.hpp"

#include <cstddef>
#include <cstdint>

namespace lanchat::net {

class TokenTable {
 public:
  using Time = TokenBucket::Time;

  /// `rate` a second for each key, at least 1, in bursts of a second's worth; at most `most_keys`, at
  /// least 1.
  TokenTable(std::uint32_t rate, std::size_t most_keys) noexcept
      : interval_(TokenBucket::interval(rate)), slots_(most_keys) {}

  /// Takes a token of the bucket of `key`, a keyed hash of what it stands for; false: there is none yet.
  [[nodiscard]] bool take(std::uint64_t key, Time now) {
    return TokenBucket::take(slots_.find(key).until, interval_, now);
  }

  [[nodiscard]] bool has(std::uint32_t rate, std::size_t most_keys) const noexcept {
    return interval_ == TokenBucket::interval(rate) && slots_.is_for(most_keys);
  }

  /// Buckets in memory: none before the first key.
  [[nodiscard]] std::size_t capacity() const noexcept { return slots_.capacity(); }

 private:
  struct Slot {
    std::uint64_t key = 0;
    Time until{};  ///< when the bucket will be full
  };

  std::chrono::nanoseconds interval_;
  KeyedSlots<Slot> slots_;
};

}  // namespace lanchat::net
