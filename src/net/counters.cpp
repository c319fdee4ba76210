// SPDX-License-Identifier: MIT
#include "lanchat/net/counters.hpp"

#include <numeric>

namespace lanchat::net {

const std::array<std::string_view, protocol::close_reason_count> Counters::closed_names{
    "closed_client_closed",
    "closed_client_reset",
    "closed_message_too_long",
    "closed_malformed_message",
    "closed_message_timeout",
    "closed_idle_timeout",
    "closed_write_timeout",
    "closed_pending_output_full",
    "closed_too_many_clients",
    "closed_too_many_clients_from_address",
    "closed_too_many_clients_from_prefix",
    "closed_connection_rate",
    "closed_memory_limit",
    "closed_denied",
    "closed_server_stopping",
    "closed_disconnected_by_operator",
    "closed_internal_error",
};

const std::array<std::string_view, drop_reason_count> Counters::dropped_names{
    "datagrams_dropped_denied",
    "datagrams_dropped_message_too_long",
    "datagrams_dropped_empty",
    "datagrams_dropped_source_address",
    "datagrams_dropped_source_port",
    "datagrams_dropped_refused_port",
    "datagrams_dropped_own_port",
    "datagrams_dropped_broadcast",
    "datagrams_dropped_reply_mark",
    "datagrams_dropped_rate_limit",
    "datagrams_dropped_repeat",
    "datagrams_dropped_own_reply",
    "datagrams_dropped_pending_replies",
    "datagrams_dropped_reply_too_large",
    "datagrams_dropped_replies_per_address",
    "datagrams_dropped_replies_per_prefix",
    "datagrams_dropped_replies_in_all",
    "datagrams_dropped_not_sent",
    "datagrams_dropped_internal_error",
};

std::uint64_t Counters::datagrams_dropped() const noexcept {
  return std::accumulate(dropped.begin(), dropped.end(), std::uint64_t{0});
}

Counters& Counters::operator+=(const Counters& other) noexcept {
  clients += other.clients;
  accepted += other.accepted;
  rejected += other.rejected;
  messages += other.messages;
  replies += other.replies;
  bytes_in += other.bytes_in;
  bytes_out += other.bytes_out;
  for (std::size_t i = 0; i < closed.size(); ++i)
    closed[i] += other.closed[i];
  for (std::size_t i = 0; i < dropped.size(); ++i)
    dropped[i] += other.dropped[i];
  return *this;
}

}  // namespace lanchat::net
