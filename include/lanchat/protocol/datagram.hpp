// SPDX-License-Identifier: MIT
#pragma once

// One datagram is one message. With `line`, one line ending at its end is not part of the message and comes
// back on the reply; `raw` is the bytes as they are. `length` has no meaning here (the configuration
// refuses).

#include "lanchat/protocol/framing.hpp"
#include "lanchat/protocol/message.hpp"

#include <string>
#include <string_view>

namespace lanchat::protocol {

[[nodiscard]] Message decode_datagram(std::string_view datagram, Framing framing) noexcept;

/// The bytes that end the reply to a message that ended so; append them to the payload.
[[nodiscard]] std::string_view ending_bytes(Ending ending) noexcept;

}  // namespace lanchat::protocol
