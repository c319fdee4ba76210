// SPDX-License-Identifier: MIT
#pragma once

// Why a datagram gets no reply: one reason for each rule, each with a counter of its own.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lanchat::net {

enum class DropReason : std::uint8_t {
  denied,               ///< not in `allow`, or in `deny`
  message_too_long,     ///< more than `max-message-size`
  empty,                ///< no payload
  source_address,       ///< from an address no host has: unspecified, broadcast or multicast
  source_port,          ///< from port 0, or one below `udp-source-port-min`
  refused_port,         ///< from one of `udp-refused-ports`
  own_port,             ///< from a UDP port this daemon listens at itself
  broadcast,            ///< to a broadcast or multicast address, without `udp-broadcast`
  reply_mark,           ///< bears `udp-reply-dscp`, so it is itself a reply
  rate_limit,           ///< above the `rate-limit` of its source
  repeat,               ///< the same again, more than `udp-repeat-limit` times in a second
  own_reply,            ///< the daemon's own reply, come back several times in a row
  pending_replies,      ///< its source, or all sources, are owed as many replies as may be
  reply_too_large,      ///< the reply is more than `udp-reply-ratio` times as large
  replies_per_address,  ///< above the rate of that name, as the two that follow
  replies_per_prefix,
  replies_in_all,
  not_sent,        ///< the system would not send the reply
  internal_error,  ///< no memory
};

inline constexpr std::size_t drop_reason_count = static_cast<std::size_t>(DropReason::internal_error) + 1;

/// The name in logs and counters, such as `own_port`. Stable.
[[nodiscard]] std::string_view to_string(DropReason reason) noexcept;

/// The key that decides about it; empty where none does.
[[nodiscard]] std::string_view key_of(DropReason reason) noexcept;

}  // namespace lanchat::net
