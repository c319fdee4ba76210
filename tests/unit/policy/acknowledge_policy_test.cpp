// SPDX-License-Identifier: MIT
#include "support/fake_conversation.hpp"
#include "unit/policy/make_policy.hpp"

#include <gtest/gtest.h>

namespace lanchat::policy {
namespace {

TEST(AcknowledgePolicy, RepliesReceived) {
  PolicyEnvironment environment;
  const auto acknowledge = make_policy("acknowledge", environment);
  EXPECT_EQ(support::reply_to(*acknowledge, "hello"), "received");
  EXPECT_EQ(support::reply_to(*acknowledge, ""), "received");
}

TEST(AcknowledgePolicy, RepliesTheTextItIsTold) {
  PolicyEnvironment environment;
  const auto acknowledge = make_policy("acknowledge", environment, {{"acknowledge-text", "thank you – ok"}});
  EXPECT_EQ(support::reply_to(*acknowledge, "hello"), "thank you – ok");
}

TEST(AcknowledgePolicy, MayReplyTheEmptyText) {
  PolicyEnvironment environment;
  EXPECT_EQ(check_key("acknowledge", "acknowledge-text", ""), std::nullopt);
  const auto acknowledge = make_policy("acknowledge", environment, {{"acknowledge-text", ""}});
  EXPECT_EQ(support::reply_to(*acknowledge, "hello"), "");
}

}  // namespace
}  // namespace lanchat::policy
