// SPDX-License-Identifier: MIT
#include "lanchat/net/memory_budget.hpp"

#include <limits>

namespace lanchat::net {
namespace {

// Sums that nobody decides by more than roughly: no other memory is published with them.
constexpr auto relaxed = std::memory_order_relaxed;

std::size_t class_of(std::size_t bytes) noexcept {
  return static_cast<std::size_t>(std::bit_width(bytes));
}

}  // namespace

std::uint64_t MemoryBudget::used() const noexcept {
  return used_.load(relaxed);
}

void MemoryBudget::change(std::size_t from, std::size_t to) noexcept {
  used_by_class_[class_of(to)].fetch_add(to, relaxed);
  used_by_class_[class_of(from)].fetch_sub(from, relaxed);
  if (to <= from) {
    used_.fetch_sub(from - to, relaxed);
    return;
  }
  const std::uint64_t now = used_.fetch_add(to - from, relaxed) + (to - from);
  std::uint64_t peak = peak_.load(relaxed);
  while (now > peak && !peak_.compare_exchange_weak(peak, now, relaxed)) {
  }
}

std::uint64_t MemoryBudget::excess() const noexcept {
  const std::uint64_t limit = limit_;
  const std::uint64_t low = limit - limit / 16;
  const std::uint64_t now = used();
  return limit != 0 && now > low ? now - low : 0;
}

std::size_t MemoryBudget::threshold() const noexcept {
  const std::uint64_t excess = this->excess();
  if (excess == 0) return std::numeric_limits<std::size_t>::max();
  std::uint64_t freed = 0;
  for (std::size_t n = classes - 1; n > 0; --n) {
    freed += used_by_class_[n].load(relaxed);
    if (freed >= excess) return std::size_t{1} << (n - 1);
  }
  return 1;
}

bool MemoryBudget::begin_relief(unsigned threads) noexcept {
  unsigned nobody = 0;
  return relieving_.compare_exchange_strong(nobody, threads);
}

}  // namespace lanchat::net
