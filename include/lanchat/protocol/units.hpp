// SPDX-License-Identifier: MIT
#pragma once

// Sizes, durations and whole numbers as users write them, in configuration files and on command lines.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lanchat::protocol {

/// A whole number in decimal with an optional minus sign and nothing around it; nullopt otherwise or where it
/// does not fit.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text) noexcept;

/// A size in bytes: digits, then optionally K, M or G (1024 to the first, second, third power; either case).
[[nodiscard]] std::optional<std::uint64_t> parse_size(std::string_view text) noexcept;

/// A duration: digits and `ms`, `s`, `m` or `h`; a bare `0` is zero. At most 10,000 hours.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) noexcept;

/// The shortest text that parse_size() reads back as `bytes`.
[[nodiscard]] std::string format_size(std::uint64_t bytes);

/// The shortest text that parse_duration() reads back as `duration`.
[[nodiscard]] std::string format_duration(std::chrono::milliseconds duration);

}  // namespace lanchat::protocol
