// SPDX-License-Identifier: MIT
#pragma once

// The one enumeration of why a client was let go or turned away: for logs, counters, `lanchatctl` and tests.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lanchat::protocol {

enum class CloseReason : std::uint8_t {
  client_closed,
  client_reset,
  message_too_long,
  malformed_message,
  message_timeout,
  idle_timeout,
  write_timeout,
  pending_output_full,
  too_many_clients,
  too_many_clients_from_address,
  too_many_clients_from_prefix,
  connection_rate,
  memory_limit,
  denied,
  server_stopping,
  disconnected_by_operator,
  internal_error,
};

inline constexpr std::size_t close_reason_count = 17;

/// The reason's name in logs and JSON, such as "client_closed".
[[nodiscard]] constexpr std::string_view to_string(CloseReason reason) noexcept {
  constexpr std::array<std::string_view, close_reason_count> names{"client_closed",
                                                                   "client_reset",
                                                                   "message_too_long",
                                                                   "malformed_message",
                                                                   "message_timeout",
                                                                   "idle_timeout",
                                                                   "write_timeout",
                                                                   "pending_output_full",
                                                                   "too_many_clients",
                                                                   "too_many_clients_from_address",
                                                                   "too_many_clients_from_prefix",
                                                                   "connection_rate",
                                                                   "memory_limit",
                                                                   "denied",
                                                                   "server_stopping",
                                                                   "disconnected_by_operator",
                                                                   "internal_error"};
  return names[static_cast<std::size_t>(reason)];
}

/// What a client that is let go for `reason` is told behind "error: "; empty where nothing is said.
/// `max_message_size` is the limit that `message_too_long` names.
[[nodiscard]] std::string explain(CloseReason reason, std::uint64_t max_message_size);

}  // namespace lanchat::protocol
