// SPDX-License-Identifier: MIT
#pragma once

// One message as a decoder found it, and what its reply needs to know of how it ended.

#include <cstdint>
#include <string_view>

namespace lanchat::protocol {

/// How a message ended, so that its reply can end alike.
enum class Ending : std::uint8_t {
  none,  ///< nothing: `raw`, `length`, a datagram without a line ending
  lf,
  crlf,
};

/// A view of a message's payload, without header or line ending. It is valid as long as the bytes that were
/// given to the decoder are.
struct Message {
  std::string_view payload;
  Ending ending = Ending::none;

  bool operator==(const Message&) const = default;
};

}  // namespace lanchat::protocol
