// SPDX-License-Identifier: MIT
#pragma once

// What all clients together make the daemon keep, in bytes, and who has to go when that is too much: those
// who use most. Uses are counted in classes of powers of two, so that finding the largest needs no list of
// all. Thread-safe, without a lock.

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace lanchat::net {

class MemoryBudget {
 public:
  /// `limit` in bytes; 0: without limit.
  explicit MemoryBudget(std::uint64_t limit) noexcept : limit_(limit) {}

  MemoryBudget(const MemoryBudget&) = delete;
  MemoryBudget& operator=(const MemoryBudget&) = delete;

  void set_limit(std::uint64_t limit) noexcept { limit_ = limit; }

  [[nodiscard]] std::uint64_t limit() const noexcept { return limit_; }

  /// Bytes in use now.
  [[nodiscard]] std::uint64_t used() const noexcept;

  /// The most that was in use at one time.
  [[nodiscard]] std::uint64_t peak() const noexcept { return peak_; }

  /// One client's use changes.
  void change(std::size_t from, std::size_t to) noexcept;

  [[nodiscard]] bool exceeded() const noexcept {
    const std::uint64_t limit = limit_;
    return limit != 0 && used() > limit;
  }

  /// Whether clients are still to be let go in the course of a relief(): it goes on below the limit, to
  /// fifteen sixteenths of it, so that a crowd does not cause one with every byte.
  [[nodiscard]] bool too_full() const noexcept { return excess() != 0; }

  /// Who uses at least so many bytes is among those who have to go; nobody: the largest number.
  [[nodiscard]] std::size_t threshold() const noexcept;

  /// Several threads look for those who have to go among their own clients. False: they are at it already.
  [[nodiscard]] bool begin_relief(unsigned threads) noexcept;

  /// One of these threads has looked.
  void end_relief() noexcept { --relieving_; }

 private:
  static constexpr std::size_t classes = sizeof(std::size_t) * 8 + 1;

  [[nodiscard]] std::uint64_t excess() const noexcept;

  std::atomic<std::uint64_t> limit_;
  std::atomic<std::uint64_t> used_{0};
  std::atomic<std::uint64_t> peak_{0};
  std::array<std::atomic<std::uint64_t>, classes> used_by_class_{};  ///< [n]: of those who use n bits' worth
  std::atomic<unsigned> relieving_{0};
};

}  // namespace lanchat::net
