// SPDX-License-Identifier: MIT
#include "lanchat/logging/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace lanchat::logging {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Characters beyond ASCII that steer a terminal or a reader's eye instead of being seen.
constexpr std::array<Range, 13> invisible{{
    {0x0080, 0x009F},    // C1 controls
    {0x00AD, 0x00AD},    // soft hyphen
    {0x061C, 0x061C},    // Arabic letter mark
    {0x180E, 0x180E},    // Mongolian vowel separator
    {0x200B, 0x200B},    // zero width space
    {0x200E, 0x200F},    // directional marks
    {0x2028, 0x202E},    // line and paragraph separators, bidirectional embeddings and overrides
    {0x2060, 0x206F},    // word joiner, invisible operators, isolates, deprecated controls
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFFF0, 0xFFFB},    // unassigned specials, interlinear annotation
    {0xFDD0, 0xFDEF},    // noncharacters
    {0x1D173, 0x1D17A},  // musical format controls
    {0xE0000, 0xE0FFF},  // tags and unassigned format characters
}};

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t length = 0;  ///< 0: the bytes are not UTF-8
};

// The code point at the front of `bytes`, which is not empty: RFC 3629, without overlong forms or surrogates.
CodePoint decode_front(std::string_view bytes) noexcept {
  const auto at = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i]));
  };
  const std::uint32_t lead = at(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (length == 0 || bytes.size() < length) return {};
  std::uint32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xC0U) != 0x80U) return {};
    value = value << 6 | (at(i) & 0x3FU);
  }
  const bool overlong = value < (length == 3 ? 0x800U : length == 4 ? 0x10000U : 0x80U);
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (overlong || surrogate || value > 0x10FFFF) return {};
  return {value, length};
}

bool is_invisible(std::uint32_t value) noexcept {
  if ((value & 0xFFFE) == 0xFFFE) return true;  // the two noncharacters at the end of each plane
  return std::any_of(invisible.begin(), invisible.end(),
                     [value](const Range& range) { return range.first <= value && value <= range.last; });
}

void append_byte(std::string& out, std::uint32_t byte) {
  out += fmt::format("\\x{:02x}", byte);
}

// What stays beside visible text, or is written differently, where text is put.
enum class Place { plain, quotes, terminal };

void append_ascii(std::string& out, char character, Place place) {
  const auto value = static_cast<unsigned char>(character);
  if (place == Place::terminal && (character == '\\' || character == '\t')) {
    out += character;
  } else if (character == '\\') {
    out += "\\\\";
  } else if (character == '"' && place == Place::quotes) {
    out += "\\\"";
  } else if (character == '\n') {
    out += "\\n";
  } else if (character == '\r') {
    out += "\\r";
  } else if (character == '\t') {
    out += "\\t";
  } else if (value < 0x20 || value == 0x7F) {
    append_byte(out, value);
  } else {
    out += character;
  }
}

void append_escaped(std::string& out, std::string_view bytes, Place place) {
  out.reserve(out.size() + bytes.size());
  while (!bytes.empty()) {
    const CodePoint point = decode_front(bytes);
    if (point.length == 0) {
      append_byte(out, static_cast<unsigned char>(bytes.front()));
    } else if (point.length == 1) {
      append_ascii(out, bytes.front(), place);
    } else if (is_invisible(point.value)) {
      out += fmt::format("\\u{{{:x}}}", point.value);
    } else {
      out += bytes.substr(0, point.length);
    }
    bytes.remove_prefix(std::max<std::size_t>(point.length, 1));
  }
}

}  // namespace

std::string escape(std::string_view bytes) {
  std::string out;
  append_escaped(out, bytes, Place::plain);
  return out;
}

std::string escape_for_terminal(std::string_view bytes) {
  std::string out;
  append_escaped(out, bytes, Place::terminal);
  return out;
}

void append_escaped_for_quotes(std::string& out, std::string_view bytes) {
  append_escaped(out, bytes, Place::quotes);
}

}  // namespace lanchat::logging
