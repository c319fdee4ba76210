// SPDX-License-Identifier: MIT
#pragma once

// SipHash-1-3 (Aumasson and Bernstein, 2012): a hash whose collisions nobody can choose who does not know the
// key, for tables that are filled by what peers send. Pure.

#include <cstdint>
#include <string_view>

namespace lanchat::net {

class KeyedHash {
 public:
  constexpr KeyedHash(std::uint64_t key0, std::uint64_t key1) noexcept : key0_(key0), key1_(key1) {}

  /// With a key of the system's randomness.
  [[nodiscard]] static KeyedHash random();

  [[nodiscard]] std::uint64_t operator()(std::string_view bytes) const noexcept;

 private:
  std::uint64_t key0_, key1_;
};

}  // namespace lanchat::net
