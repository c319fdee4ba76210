// SPDX-License-Identifier: MIT
#pragma once

// Takes back what logging::escape() does. Written from the table in its header, apart from its code.

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lanchat::fuzz {

inline void append_utf8(std::string& out, std::uint32_t point) {
  const auto tail = [point](unsigned shift) { return static_cast<char>(0x80U | (point >> shift & 0x3FU)); };
  if (point < 0x800) {
    out += static_cast<char>(0xC0U | point >> 6U);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0U | point >> 12U);
    out += tail(6);
  } else {
    out += static_cast<char>(0xF0U | point >> 18U);
    out += tail(12);
    out += tail(6);
  }
  out += tail(0);
}

/// The bytes that were escaped; none where `text` is not what escaping gives.
inline std::optional<std::string> unescaped(std::string_view text) {
  std::string bytes;
  const auto number = [&text](std::size_t from, std::size_t end) -> std::optional<std::uint32_t> {
    std::uint32_t value = 0;
    if (end > text.size()) return std::nullopt;
    const auto [stop, error] = std::from_chars(text.data() + from, text.data() + end, value, 16);
    return error == std::errc{} && stop == text.data() + end ? std::optional(value) : std::nullopt;
  };
  while (!text.empty()) {
    std::size_t length = 1;
    if (text.front() != '\\') {
      bytes += text.front();
    } else if (text.starts_with("\\\\") || text.starts_with("\\\"")) {
      bytes += text[1];
      length = 2;
    } else if (text.starts_with("\\n") || text.starts_with("\\r") || text.starts_with("\\t")) {
      bytes += text[1] == 'n' ? '\n' : text[1] == 'r' ? '\r' : '\t';
      length = 2;
    } else if (text.starts_with("\\x")) {
      length = 4;
      const auto byte = number(2, length);
      if (!byte) return std::nullopt;
      bytes += static_cast<char>(*byte);
    } else if (text.starts_with("\\u{")) {
      const std::size_t end = text.find('}');
      const auto point = number(3, end);
      if (!point || *point < 0x80) return std::nullopt;
      append_utf8(bytes, *point);
      length = end + 1;
    } else {
      return std::nullopt;
    }
    text.remove_prefix(length);
  }
  return bytes;
}

}  // namespace lanchat::fuzz
