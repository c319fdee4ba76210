// SPDX-License-Identifier: MIT
#include "lanchatctl/message_bytes.hpp"

#include "lanchatctl/members.hpp"

#include <cstddef>
#include <cstdint>

namespace lanchat::lanchatctl {

std::optional<std::string> decode_base64(std::string_view text) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0) return std::nullopt;
  if (text.ends_with('=')) text.remove_suffix(text.ends_with("==") ? 2 : 1);
  std::string bytes;
  std::uint32_t group = 0;
  unsigned bits = 0;
  for (const char character : text) {
    const std::size_t digit = digits.find(character);
    if (digit == std::string_view::npos) return std::nullopt;
    group = group << 6U | static_cast<std::uint32_t>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(group >> bits & 0xFFU);
  }
  return bytes;
}

std::string message_bytes(const boost::json::object& event) {
  const std::string encoded = text_member(event, "message_base64");
  if (!encoded.empty()) {
    if (auto bytes = decode_base64(encoded)) return std::move(*bytes);
  }
  return text_member(event, "message");
}

}  // namespace lanchat::lanchatctl
