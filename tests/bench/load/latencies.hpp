// SPDX-License-Identifier: MIT
#pragma once

// Counts durations in buckets less than a hundredth wide, so that keeping millions of them costs the load
// next to nothing.

#include "plan.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace lanchat::bench {

class Latencies {
 public:
  void add(Clock::duration duration) noexcept {
    const auto count = std::chrono::duration_cast<std::chrono::nanoseconds>(duration).count();
    ++buckets_[bucket_of(count < 0 ? 0 : static_cast<std::uint64_t>(count))];
    ++total_;
  }

  [[nodiscard]] std::size_t total() const noexcept { return total_; }

  /// In microseconds: what this share of all is not above. 0 where there is none.
  [[nodiscard]] double quantile(double share) const noexcept {
    const auto wanted = static_cast<std::size_t>(static_cast<double>(total_) * share);
    std::size_t seen = 0;
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
      seen += buckets_[i];
      if (seen > wanted) return static_cast<double>(start_of(i)) / 1000;
    }
    return 0;
  }

 private:
  static constexpr int fine = 7;  ///< each doubling has 2^fine buckets

  static std::size_t bucket_of(std::uint64_t value) noexcept {
    const int shift = std::max(0, static_cast<int>(std::bit_width(value)) - fine - 1);
    return static_cast<std::size_t>((static_cast<std::uint64_t>(shift) << fine) + (value >> shift));
  }

  static std::uint64_t start_of(std::size_t bucket) noexcept {
    if (bucket < (std::size_t{2} << fine)) return bucket;
    const std::size_t shift = (bucket >> fine) - 1;
    return std::uint64_t{bucket - (shift << fine)} << shift;
  }

  std::array<std::uint32_t, std::size_t{64} << fine> buckets_{};
  std::size_t total_ = 0;
};

}  // namespace lanchat::bench
