// SPDX-License-Identifier: MIT
#include "support/fake_conversation.hpp"
#include "unit/policy/make_policy.hpp"

#include <gtest/gtest.h>

#include <string>

namespace lanchat::policy {
namespace {

TEST(EchoPolicy, RepliesTheMessage) {
  PolicyEnvironment environment;
  const auto echo = make_policy("echo", environment);
  EXPECT_EQ(support::reply_to(*echo, "hello"), "hello");
  EXPECT_EQ(support::reply_to(*echo, ""), "");
}

TEST(EchoPolicy, RepliesEveryByteAsItIs) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte)
    bytes += static_cast<char>(byte);
  PolicyEnvironment environment;
  EXPECT_EQ(support::reply_to(*make_policy("echo", environment), bytes), bytes);
}

}  // namespace
}  // namespace lanchat::policy
