// SPDX-License-Identifier: MIT
#include "support/fake_conversation.hpp"

#include <gtest/gtest.h>

namespace lanchat::support {

policy::PendingReply FakeConversation::defer() {
  return {peer, ++deferred};
}

std::shared_ptr<policy::Recipient> FakeConversation::recipient() {
  return peer;
}

std::string reply_to(policy::Policy& policy, std::string_view message) {
  FakeConversation conversation;
  std::string reply;
  EXPECT_EQ(policy.on_message(message, conversation, reply), policy::Outcome::reply);
  EXPECT_EQ(conversation.deferred, 0U);
  return reply;
}

}  // namespace lanchat::support
