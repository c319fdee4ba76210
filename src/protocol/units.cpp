// SPDX-License-Identifier: MIT
#include "lanchat/protocol/units.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace lanchat::protocol {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds longest_duration = std::chrono::hours{10'000};

constexpr std::array<std::pair<std::string_view, milliseconds>, 4> duration_units{{
    {"h", std::chrono::hours{1}},
    {"m", std::chrono::minutes{1}},
    {"s", std::chrono::seconds{1}},
    {"ms", milliseconds{1}},
}};

// The digits at the front of `text`, which loses them.
std::optional<std::uint64_t> take_digits(std::string_view& text) noexcept {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) noexcept {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> parse_size(std::string_view text) noexcept {
  const auto digits = take_digits(text);
  if (!digits || text.size() > 1) return std::nullopt;
  unsigned shift = 0;
  if (!text.empty()) {
    constexpr std::string_view suffixes = "KMGkmg";
    const std::size_t at = suffixes.find(text.front());
    if (at == std::string_view::npos) return std::nullopt;
    shift = 10U * (static_cast<unsigned>(at % 3) + 1U);
  }
  if (*digits > std::numeric_limits<std::uint64_t>::max() >> shift) return std::nullopt;
  return *digits << shift;
}

std::optional<milliseconds> parse_duration(std::string_view text) noexcept {
  const auto digits = take_digits(text);
  if (!digits) return std::nullopt;
  if (text.empty()) return *digits == 0 ? std::optional{milliseconds{0}} : std::nullopt;
  for (const auto& [suffix, unit] : duration_units) {
    if (text != suffix) continue;
    if (*digits > static_cast<std::uint64_t>(longest_duration / unit)) return std::nullopt;
    return unit * static_cast<std::int64_t>(*digits);
  }
  return std::nullopt;
}

std::string format_size(std::uint64_t bytes) {
  if (bytes == 0) return "0";
  constexpr std::string_view suffixes = "KMG";
  std::string suffix;
  for (const char next : suffixes) {
    if (bytes % 1024 != 0) break;
    bytes /= 1024;
    suffix = next;
  }
  return std::to_string(bytes) + suffix;
}

std::string format_duration(milliseconds duration) {
  if (duration.count() == 0) return "0";
  for (const auto& [suffix, unit] : duration_units) {
    if (duration % unit == milliseconds{0}) return std::to_string(duration / unit) + std::string(suffix);
  }
  return std::to_string(duration.count()) + "ms";
}

}  // namespace lanchat::protocol
