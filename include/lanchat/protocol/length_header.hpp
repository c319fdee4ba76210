// SPDX-License-Identifier: MIT
#pragma once

// The size in front of a `length` message: 1, 2, 4 or 8 bytes in either order.

#include "lanchat/protocol/framing.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace lanchat::protocol {

/// memcpy(3) of 1, 2, 4 or 8 bytes, without the call that a size known only at run time would cost.
inline void copy_header(void* to, const void* from, std::size_t size) noexcept {
  switch (size) {
    case 1:
      std::memcpy(to, from, 1);
      break;
    case 2:
      std::memcpy(to, from, 2);
      break;
    case 4:
      std::memcpy(to, from, 4);
      break;
    default:
      std::memcpy(to, from, 8);
  }
}

/// Of `header`, which is the whole of it.
[[nodiscard]] inline std::uint64_t read_length(std::string_view header, ByteOrder order) noexcept {
  std::uint64_t wire = 0;
  copy_header(&wire, header.data(),
              header.size());  // the first bytes in memory: the low ones here, or the high ones
  const bool same = (order == ByteOrder::little) == (std::endian::native == std::endian::little);
  if (!same) wire = std::byteswap(wire);
  return order == ByteOrder::little ? wire : wire >> (64U - 8U * header.size());
}

/// Into the `size` bytes at `to`; `length` fits in so many.
inline void write_length(char* to, std::size_t size, ByteOrder order, std::uint64_t length) noexcept {
  std::uint64_t wire = order == ByteOrder::little ? length : length << (64U - 8U * size);
  const bool same = (order == ByteOrder::little) == (std::endian::native == std::endian::little);
  if (!same) wire = std::byteswap(wire);
  copy_header(to, &wire, size);
}

}  // namespace lanchat::protocol
