// SPDX-License-Identifier: MIT
#include "lanchat/logging/message_ids.hpp"

#include <algorithm>
#include <array>

namespace lanchat::logging {
namespace {

// A new event gets a random one (`systemd-id128 new`), a row in docs/configuration.md, and an entry in
// systemd/lanchat.catalog.
constexpr std::array<MessageId, 24> table{{
    {"listening", "0354ed76327b4b0b92da6e7d1aae6631"},
    {"ready", "7bf1d5df24cc46c8aca1994a015bbcbb"},
    {"client_connected", "2730846922cd4c2496a5a316269a0303"},
    {"client_disconnected", "6df4d223040e47c2b9e39780b7fd54a7"},
    {"client_rejected", "6e17320430de4ff69d0699af612071e9"},
    {"datagram_dropped", "74c23dceed4ac316dfcb27afe76370cc"},
    {"accept_paused", "8ce87da7246b426289441b221e46c55e"},
    {"max_clients_lowered", "c5c36bb531a44a16a6508cbf62f82a8d"},
    {"control_unavailable", "e9e0210baabd45ff9ee45f2ec6a67941"},
    {"control_failed", "184bf5b5d23b476ea4e12987284d5190"},
    {"log_dropped", "b4550e38c3954c0eb8cd226983eadbc5"},
    {"journal_unavailable", "2195d1e5d8374a22b2cc2cfd16e39d04"},
    {"reloaded", "081dbcabbdc14b72a44b857d3e5f023e"},
    {"reload_failed", "9b7bcc37933a48b796ba12f1e8ed48e9"},
    {"configuration_fallback", "76e9b6bb74ba4b4483fc6d6ad9689dbd"},
    {"start_failed", "1b2ced7477964fbbac1390fd3d0b141f"},
    {"socket_adopted", "ed8375f6898b45caab6bf82b2d5805f7"},
    {"inherited_socket_unused", "00d88b2148084b8c948d55483718fd80"},
    {"inherited_descriptor_refused", "cb963126b9614b95b2b678e1e73101d6"},
    {"service_manager_unreachable", "3bd0e5657ea542608d35f9df028e10ce"},
    {"statistics", "8c6c59e8bc5c4c22aebffd0ae0e0bb5a"},
    {"stopping", "23e1ae990b6547209d5d5ec3d9687521"},
    {"stopped", "0ffa4801764f446a952c5bc7d99e295c"},
    {"internal_error", "d1110eb36e5e452daf6ee163d5c60645"},
}};

}  // namespace

std::span<const MessageId> message_ids() noexcept {
  return table;
}

std::string_view message_id(std::string_view event) noexcept {
  const auto* const found = std::ranges::find(table, event, &MessageId::event);
  return found == table.end() ? std::string_view() : found->id;
}

}  // namespace lanchat::logging
