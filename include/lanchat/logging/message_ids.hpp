// SPDX-License-Identifier: MIT
#pragma once

// The journal's MESSAGE_IDs: one for each event, never changed and never used again for another, because
// scripts of administrators search by them and systemd/lanchat.catalog explains them.

#include <span>
#include <string_view>

namespace lanchat::logging {

struct MessageId {
  std::string_view event;
  std::string_view id;  ///< 128 bits as 32 digits, lower case
};

/// Every event that has one.
[[nodiscard]] std::span<const MessageId> message_ids() noexcept;

/// Empty where the event has none.
[[nodiscard]] std::string_view message_id(std::string_view event) noexcept;

}  // namespace lanchat::logging
