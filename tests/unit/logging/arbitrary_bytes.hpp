// SPDX-License-Identifier: MIT
#pragma once

// Bytes as a hostile client would send them, the same in every run, and what every log line must be.

#include <functional>
#include <random>
#include <string>
#include <string_view>

namespace lanchat::logging {

/// Calls `check` with each byte alone, each pair of bytes, and seeded random strings that mix random bytes
/// with pieces that mean something to a terminal, a reader or a parser.
inline void for_arbitrary_bytes(const std::function<void(const std::string&)>& check) {
  for (int first = 0; first < 256; ++first) {
    check(std::string(1, static_cast<char>(first)));
    for (int second = 0; second < 256; ++second) {
      check(std::string{static_cast<char>(first), static_cast<char>(second)});
    }
  }
  constexpr std::string_view pieces[] = {
      "\x1b[2J", "\xe2\x80\xa8", "\xe2\x80\xae",     "\xc2\x9b", "\n<0>", "\"",
      "\\x41",   "\xed\xa0\x80", "\xf0\x9f\x98\x80", "\xc0\x80", "=",     " "};
  std::mt19937 random(20260102);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes;
    for (auto left = random() % 12; left > 0; --left) {
      if (random() % 2 == 0) {
        bytes += static_cast<char>(random() % 256);
      } else {
        bytes += pieces[random() % std::size(pieces)];
      }
    }
    check(bytes);
  }
}

/// Whether `text` is UTF-8 (RFC 3629) without controls, line separators or bidirectional controls. Written
/// apart from the escaper, as a list of the byte sequences that are allowed.
inline bool is_plain_line(std::string_view text) {
  const auto in = [&](std::size_t at, int low, int high) {
    return at < text.size() && static_cast<unsigned char>(text[at]) >= low &&
           static_cast<unsigned char>(text[at]) <= high;
  };
  const auto starts = [&](std::size_t at, std::string_view bytes) {
    return text.substr(at).starts_with(bytes);
  };
  for (std::size_t at = 0; at < text.size();) {
    if (starts(at, "\xe2\x80\xa8") || starts(at, "\xe2\x80\xa9")) return false;                // separators
    if (in(at, 0xE2, 0xE2) && in(at + 1, 0x80, 0x80) && in(at + 2, 0xAA, 0xAE)) return false;  // overrides
    if (in(at, 0xE2, 0xE2) && in(at + 1, 0x81, 0x81) && in(at + 2, 0xA6, 0xA9)) return false;  // isolates
    if (starts(at, "\xe2\x80\x8e") || starts(at, "\xe2\x80\x8f") || starts(at, "\xd8\x9c")) return false;
    const auto tail = [&](std::size_t i) { return in(at + i, 0x80, 0xBF); };
    if (in(at, 0x20, 0x7E)) {
      at += 1;
    } else if ((in(at, 0xC2, 0xC2) && in(at + 1, 0xA0, 0xBF)) || (in(at, 0xC3, 0xDF) && tail(1))) {
      at += 2;
    } else if ((in(at, 0xE0, 0xE0) && in(at + 1, 0xA0, 0xBF) && tail(2)) ||
               (in(at, 0xED, 0xED) && in(at + 1, 0x80, 0x9F) && tail(2)) ||
               ((in(at, 0xE1, 0xEC) || in(at, 0xEE, 0xEF)) && tail(1) && tail(2))) {
      at += 3;
    } else if (((in(at, 0xF0, 0xF0) && in(at + 1, 0x90, 0xBF)) || (in(at, 0xF1, 0xF3) && tail(1)) ||
                (in(at, 0xF4, 0xF4) && in(at + 1, 0x80, 0x8F))) &&
               tail(2) && tail(3)) {
      at += 4;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace lanchat::logging
