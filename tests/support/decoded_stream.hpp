// SPDX-License-Identifier: MIT
#pragma once

// What a decoder finds in a whole stream that comes in fragments. It feeds the decoder as a session does:
// what is not consumed is kept and shown again with more behind it, each time at another place in memory that
// ends where the bytes end, so that a sanitizer sees a read beyond them.

#include "lanchat/protocol/close_reason.hpp"
#include "lanchat/protocol/framing.hpp"
#include "lanchat/protocol/message.hpp"

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::support {

/// A protocol::Message that owns its payload.
struct OwnedMessage {
  std::string payload;
  protocol::Ending ending = protocol::Ending::none;

  bool operator==(const OwnedMessage&) const = default;
};

struct DecodedStream {
  std::vector<OwnedMessage> messages;
  std::optional<protocol::CloseReason> failure;  ///< what ended the stream before its end

  bool operator==(const DecodedStream&) const = default;
};

/// The messages of `stream`, in fragments of `size` bytes, its end included.
[[nodiscard]] DecodedStream decode_stream(const protocol::FramingOptions& options, std::string_view stream,
                                          std::size_t size);

std::ostream& operator<<(std::ostream& out, const OwnedMessage& message);
std::ostream& operator<<(std::ostream& out, const DecodedStream& decoded);

}  // namespace lanchat::support
