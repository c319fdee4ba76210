// SPDX-License-Identifier: MIT
#pragma once

// How a stream of bytes is cut into messages: the closed set of framings and what each may be told.
// Knows nothing of sockets, configuration files or what a message means.

#include <cstddef>
#include <cstdint>

namespace lanchat::protocol {

enum class Framing : std::uint8_t {
  line,    ///< bytes up to LF; a CR before the LF is not part of the message
  length,  ///< a header with the size, then so many bytes
  raw,     ///< whatever one read returned
};

enum class ByteOrder : std::uint8_t {
  big,  ///< network order, RFC 1700
  little,
};

struct FramingOptions {
  Framing framing = Framing::line;
  std::uint8_t length_bytes = 4;  ///< size of the `length` header: 1, 2, 4 or 8
  ByteOrder length_order = ByteOrder::big;
  std::size_t max_message_size = std::size_t{64} * 1024;  ///< bytes of payload; 0 is without limit

  bool operator==(const FramingOptions&) const = default;
};

}  // namespace lanchat::protocol
