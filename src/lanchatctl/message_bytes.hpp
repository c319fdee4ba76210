// SPDX-License-Identifier: MIT
#pragma once

// The bytes of a client's message out of the event that carries them (docs/control-protocol.md). Pure.

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace lanchat::lanchatctl {

/// RFC 4648 section 4; nullopt where `text` is not that.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

/// The message exactly as the client sent it.
[[nodiscard]] std::string message_bytes(const boost::json::object& event);

}  // namespace lanchat::lanchatctl
