// SPDX-License-Identifier: MIT
#pragma once

// The UDP ports this process listens at. Endpoints on all workers tell when they open and close; each looks
// here, for every datagram, whether it comes from one of them.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>

namespace lanchat::net {

/// Thread-safe; contains() takes no lock.
class OpenPorts {
 public:
  /// A port is open until it has been removed as often as it was added.
  void add(std::uint16_t port);
  void remove(std::uint16_t port) noexcept;

  [[nodiscard]] bool contains(std::uint16_t port) const noexcept {
    return (bits_[port / word_bits].load(std::memory_order_relaxed) & bit(port)) != 0;
  }

 private:
  static constexpr std::size_t word_bits = 64;

  static constexpr std::uint64_t bit(std::uint16_t port) noexcept {
    return std::uint64_t{1} << (port % word_bits);
  }

  std::array<std::atomic<std::uint64_t>, 65536 / word_bits> bits_{};
  std::mutex mutex_;
  std::map<std::uint16_t, std::size_t> counts_;
};

}  // namespace lanchat::net
