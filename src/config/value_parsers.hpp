// SPDX-License-Identifier: MIT
#pragma once

// From the text of a value to its type, with the range that is allowed. Knows values, not the keys they
// belong to.

#include "lanchat/net/access_list.hpp"
#include "lanchat/net/bind_address.hpp"
#include "lanchat/net/unix_file.hpp"
#include "lanchat/protocol/units.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <expected>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lanchat::config {

/// The error says what is wrong and what is allowed.
template <class T>
using ValueParser = std::function<std::expected<T, std::string>(std::string_view text)>;

/// The usual error: `allowed` is a noun, "a whole number from 1 to 65535".
[[nodiscard]] std::unexpected<std::string> wrong(std::string_view text, std::string_view allowed);

template <std::integral T>
ValueParser<T> whole_number(T least, T most, std::string_view zero_means = {}) {
  return [=, zero = std::string(zero_means)](std::string_view text) -> std::expected<T, std::string> {
    const auto number = protocol::parse_integer(text);
    if (number && std::cmp_less_equal(least, *number) && std::cmp_less_equal(*number, most)) {
      return static_cast<T>(*number);
    }
    return wrong(text, fmt::format("a whole number from {} to {}{}", least, most,
                                   zero.empty() ? zero : ", 0 " + zero));
  };
}

/// One of a closed set of two words or more.
template <class T>
ValueParser<T> one_of(std::vector<std::pair<std::string, T>> choices) {
  return [choices = std::move(choices)](std::string_view text) -> std::expected<T, std::string> {
    std::vector<std::string_view> names;
    for (const auto& [name, value] : choices) {
      if (name == text) return value;
      names.push_back(name);
    }
    return wrong(text, fmt::format("{} or {}", fmt::join(std::span(names).first(names.size() - 1), ", "),
                                   names.back()));
  };
}

/// Bytes, 0 for no limit, at most 1024G: what is added to a limit must not overflow.
template <std::unsigned_integral T>
std::expected<T, std::string> parse_limit_in_bytes(std::string_view text) {
  constexpr std::uint64_t largest =
      std::min<std::uint64_t>(std::uint64_t{1} << 40U, std::numeric_limits<T>::max());
  const auto bytes = protocol::parse_size(text);
  if (bytes && *bytes <= largest) return static_cast<T>(*bytes);
  return wrong(text, fmt::format("a size such as 4096, 64K or 1M, at most {}, 0 for no limit",
                                 protocol::format_size(largest)));
}

/// A duration; what zero means is the key's business and told where it is wrong.
[[nodiscard]] ValueParser<std::chrono::milliseconds> duration(std::string_view zero_means);

/// TCP's keep-alive knows whole seconds, in Linux up to 32767 (tcp(7), MAX_TCP_KEEPIDLE).
[[nodiscard]] std::expected<std::chrono::milliseconds, std::string> parse_keepalive(std::string_view text);

/// `auto`, which is 0, or a number of threads.
[[nodiscard]] std::expected<unsigned, std::string> parse_workers(std::string_view text);

[[nodiscard]] std::expected<std::uint8_t, std::string> parse_length_bytes(std::string_view text);

/// Empty, or an absolute path that fits into a socket's address (unix(7)).
[[nodiscard]] std::expected<std::string, std::string> parse_control_socket(std::string_view text);

/// A file's mode in octal, see chmod(1).
[[nodiscard]] std::expected<std::uint32_t, std::string> parse_mode(std::string_view text);

/// Empty, or the name or number of a group of this machine.
[[nodiscard]] std::expected<std::string, std::string> parse_group(std::string_view text);

[[nodiscard]] std::expected<net::BindAddress, std::string> parse_address(std::string_view text);

/// Ports with commas between them, or none; in ascending order.
[[nodiscard]] std::expected<std::vector<std::uint16_t>, std::string> parse_ports(std::string_view text);

[[nodiscard]] std::expected<net::Cidr, std::string> parse_range(std::string_view text);

}  // namespace lanchat::config
