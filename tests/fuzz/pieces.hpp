// SPDX-License-Identifier: MIT
#pragma once

// A fuzzer's input cut into values: whatever the bytes are, there is a next number and a next text.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lanchat::fuzz {

class Pieces {
 public:
  explicit Pieces(std::string_view input) : rest_(input) {}

  [[nodiscard]] bool empty() const noexcept { return rest_.empty(); }

  /// 0 where nothing is left.
  std::uint8_t byte() {
    const auto front = take(1);
    return front.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(front.front());
  }

  /// Eight bytes, the least significant one first.
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 8)
      value |= std::uint64_t{byte()} << shift;
    return value;
  }

  /// As many bytes as the one in front of them says.
  std::string_view text() { return take(byte()); }

  std::string_view rest() { return take(rest_.size()); }

 private:
  std::string_view take(std::size_t size) {
    const auto front = rest_.substr(0, size);
    rest_.remove_prefix(front.size());
    return front;
  }

  std::string_view rest_;
};

}  // namespace lanchat::fuzz
