// SPDX-License-Identifier: MIT
#include "lanchat/protocol/close_reason.hpp"

namespace lanchat::protocol {

std::string explain(CloseReason reason, std::uint64_t max_message_size) {
  switch (reason) {
    case CloseReason::message_too_long:
      return "message longer than " + std::to_string(max_message_size) + " bytes";
    case CloseReason::malformed_message:
      return "the stream ended in the middle of a message";
    case CloseReason::message_timeout:
      return "message not completed in time";
    case CloseReason::idle_timeout:
      return "idle for too long";
    case CloseReason::too_many_clients:
      return "too many clients";
    case CloseReason::too_many_clients_from_address:
      return "too many clients from this address";
    case CloseReason::too_many_clients_from_prefix:
      return "too many clients from this network";
    case CloseReason::connection_rate:
      return "too many new connections";
    case CloseReason::memory_limit:
      return "too much memory used for clients";
    case CloseReason::denied:
      return "access denied";
    case CloseReason::disconnected_by_operator:
      return "disconnected by the operator";
    case CloseReason::internal_error:
      return "internal error";
    case CloseReason::client_closed:
    case CloseReason::client_reset:
    case CloseReason::write_timeout:
    case CloseReason::pending_output_full:
    case CloseReason::server_stopping:
      break;  // nobody listens, nothing can be sent, or the end of the stream says it all
  }
  return {};
}

}  // namespace lanchat::protocol
