// SPDX-License-Identifier: MIT
#pragma once

// An address a listener opens, as the configuration writes it: tcp://ADDR:PORT, udp://ADDR:PORT,
// unix:///PATH. A value with no socket behind it.

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace lanchat::net {

enum class Transport : std::uint8_t { tcp, udp, unix_stream };

struct BindAddress {
  Transport transport = Transport::tcp;
  std::string host;        ///< "*", or an IPv4 or IPv6 address in its canonical form, without brackets
  std::uint16_t port = 0;  ///< 0: the system chooses
  std::string path;        ///< absolute, of `unix`

  auto operator<=>(const BindAddress&) const = default;
};

/// Reads a bind URI (RFC 3986's authority form; IPv6 in brackets). The error says what is allowed.
[[nodiscard]] std::expected<BindAddress, std::string> parse_bind_address(std::string_view uri);

/// The URI that parse_bind_address() reads back as the same value.
[[nodiscard]] std::string to_string(const BindAddress& address);

}  // namespace lanchat::net
