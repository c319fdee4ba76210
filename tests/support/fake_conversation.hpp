// SPDX-License-Identifier: MIT
#pragma once

// One client as a policy sees it, without a session behind it. Counts the places it reserves from 1.

#include "lanchat/policy/policy.hpp"

#include "support/recording_recipient.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace lanchat::support {

class FakeConversation final : public policy::Conversation {
 public:
  [[nodiscard]] std::string_view listener() const override { return "main"; }

  [[nodiscard]] std::string client() const override { return "192.0.2.7:4711"; }

  [[nodiscard]] std::uint64_t session() const override { return 42; }

  [[nodiscard]] policy::PendingReply defer() override;
  [[nodiscard]] std::shared_ptr<policy::Recipient> recipient() override;

  std::shared_ptr<RecordingRecipient> peer = std::make_shared<RecordingRecipient>();
  policy::Recipient::Slot deferred = 0;  ///< how many places were reserved
};

/// What `policy` replies to `message`, which it must do at once.
[[nodiscard]] std::string reply_to(policy::Policy& policy, std::string_view message);

}  // namespace lanchat::support
