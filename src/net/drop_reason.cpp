// SPDX-License-Identifier: MIT
#include "lanchat/net/drop_reason.hpp"

#include <array>

namespace lanchat::net {
namespace {

struct Row {
  std::string_view name, key;
};

constexpr std::array<Row, drop_reason_count> table{{
    {"denied", "deny"},
    {"message_too_long", "max-message-size"},
    {"empty", {}},
    {"source_address", {}},
    {"source_port", "udp-source-port-min"},
    {"refused_port", "udp-refused-ports"},
    {"own_port", {}},
    {"broadcast", "udp-broadcast"},
    {"reply_mark", "udp-reply-dscp"},
    {"rate_limit", "rate-limit"},
    {"repeat", "udp-repeat-limit"},
    {"own_reply", "udp-repeat-limit"},
    {"pending_replies", {}},
    {"reply_too_large", "udp-reply-ratio"},
    {"replies_per_address", "udp-replies-per-address"},
    {"replies_per_prefix", "udp-replies-per-prefix"},
    {"replies_in_all", "udp-replies"},
    {"not_sent", {}},
    {"internal_error", {}},
}};

const Row& row(DropReason reason) noexcept {
  return table[static_cast<std::size_t>(reason)];
}

}  // namespace

std::string_view to_string(DropReason reason) noexcept {
  return row(reason).name;
}

std::string_view key_of(DropReason reason) noexcept {
  return row(reason).key;
}

}  // namespace lanchat::net
