// SPDX-License-Identifier: MIT
#include "control/payload.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace lanchat::control {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// Length of the character at the front of `bytes`, which is not empty; 0 where that is not UTF-8. The second
// byte's range excludes overlong forms, surrogates and what lies beyond U+10FFFF (Unicode, table 3-7).
std::size_t front_length(std::string_view bytes) noexcept {
  const auto in = [&](std::size_t at, unsigned lowest, unsigned highest) {
    const unsigned byte = at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
    return lowest <= byte && byte <= highest;
  };
  const unsigned lead = static_cast<unsigned char>(bytes.front());
  if (lead < 0x80) return 1;
  if (in(0, 0xC2, 0xDF)) return in(1, 0x80, 0xBF) ? 2 : 0;
  if (in(0, 0xE0, 0xEF)) {
    const bool second = in(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
    return second && in(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (in(0, 0xF0, 0xF4)) {
    const bool second = in(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
    return second && in(2, 0x80, 0xBF) && in(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

}  // namespace

bool is_utf8(std::string_view bytes) noexcept {
  while (!bytes.empty()) {
    const std::size_t length = front_length(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

std::string readable(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  while (!bytes.empty()) {
    const std::size_t length = front_length(bytes);
    text += length == 0 ? replacement : bytes.substr(0, length);
    bytes.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return text;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(3, bytes.size()))) {
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = group << 8U | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += i <= bytes.size() ? digits[group >> (18U - 6U * i) & 0x3FU] : '=';
    }
  }
  return text;
}

void add_message(boost::json::object& object, std::string_view bytes) {
  if (is_utf8(bytes)) {
    object["message"] = bytes;
  } else {
    object["message"] = readable(bytes);
    object["message_base64"] = base64(bytes);
  }
}

}  // namespace lanchat::control
