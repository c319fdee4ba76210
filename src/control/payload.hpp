// SPDX-License-Identifier: MIT
#pragma once

// Bytes as JSON members. A message may be any bytes, a JSON string only Unicode: what is not UTF-8 goes
// beside its readable form as base64, so that nothing is lost and every line stays valid JSON.

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace lanchat::control {

/// Whether `bytes` are UTF-8 as RFC 3629 has it: no overlong forms, no surrogates.
[[nodiscard]] bool is_utf8(std::string_view bytes) noexcept;

/// `bytes` with U+FFFD for every byte that is not part of UTF-8.
[[nodiscard]] std::string readable(std::string_view bytes);

/// RFC 4648 section 4, with padding.
[[nodiscard]] std::string base64(std::string_view bytes);

/// Adds "message", and where `bytes` are not UTF-8 "message_base64" too.
void add_message(boost::json::object& object, std::string_view bytes);

}  // namespace lanchat::control
