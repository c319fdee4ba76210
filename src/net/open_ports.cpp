// SPDX-License-Identifier: MIT
#include "lanchat/net/open_ports.hpp"

namespace lanchat::net {

void OpenPorts::add(std::uint16_t port) {
  const std::lock_guard lock(mutex_);
  ++counts_[port];
  bits_[port / word_bits].fetch_or(bit(port), std::memory_order_relaxed);
}

void OpenPorts::remove(std::uint16_t port) noexcept {
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(port);
  if (found == counts_.end() || --found->second != 0) return;
  counts_.erase(found);
  bits_[port / word_bits].fetch_and(~bit(port), std::memory_order_relaxed);
}

}  // namespace lanchat::net
