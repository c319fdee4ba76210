// SPDX-License-Identifier: MIT
#include "lanchat/net/counters.hpp"

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

Counters& Counters::operator+=(const Counters& other) noexcept {
  clients += other.clients;
  accepted += other.accepted;
  rejected += other.rejected;
  messages += other.messages;
  replies += other.replies;
  bytes_in += other.bytes_in;
  bytes_out += other.bytes_out;
  datagrams_dropped += other.datagrams_dropped;
  for (std::size_t i = 0; i < closed.size(); ++i)
    closed[i] += other.closed[i];
  return *this;
}

}  // namespace lanchat::net
