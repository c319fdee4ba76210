// SPDX-License-Identifier: MIT
#include "lanchat/policy/policy.hpp"

#include "support/recording_recipient.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace lanchat::policy {
namespace {

using support::RecordingRecipient;
using Settled = std::vector<RecordingRecipient::Settled>;

TEST(PendingReply, SettlesItsPlace) {
  const auto peer = std::make_shared<RecordingRecipient>();
  PendingReply(peer, 7).answer("text", {});
  EXPECT_EQ(peer->settled, (Settled{{7, "text"}}));
}

TEST(PendingReply, SaysWhetherTheClientWasThere) {
  const auto peer = std::make_shared<RecordingRecipient>();
  for (const bool present : {true, false}) {
    peer->present = present;
    std::optional<bool> delivered;
    PendingReply(peer, 1).answer("text", [&](bool there) { delivered = there; });
    EXPECT_EQ(delivered, present);
  }
}

TEST(PendingReply, LeavesTheMessageWithoutReplyWhenDropped) {
  const auto peer = std::make_shared<RecordingRecipient>();
  {
    const PendingReply dropped(peer, 3);
  }
  EXPECT_EQ(peer->settled, (Settled{{3, std::nullopt}}));
}

TEST(PendingReply, MayAnswerWithNothing) {
  const auto peer = std::make_shared<RecordingRecipient>();
  PendingReply(peer, 3).answer("", {});
  EXPECT_EQ(peer->settled, (Settled{{3, ""}}));
}

TEST(PendingReply, SettlesOnceOnly) {
  const auto peer = std::make_shared<RecordingRecipient>();
  {
    PendingReply reply(peer, 3);
    reply.answer("first", {});
    reply.answer("second", {});
  }
  EXPECT_EQ(peer->settled, (Settled{{3, "first"}}));
}

TEST(PendingReply, SettlesOnceWhenMoved) {
  const auto peer = std::make_shared<RecordingRecipient>();
  {
    PendingReply from(peer, 3);
    PendingReply to(std::move(from));
    EXPECT_TRUE(peer->settled.empty());
    to.answer("text", {});
  }
  EXPECT_EQ(peer->settled, (Settled{{3, "text"}}));
}

TEST(PendingReply, CannotBeCopied) {
  EXPECT_FALSE(std::is_copy_constructible_v<PendingReply>);
  EXPECT_FALSE(std::is_copy_assignable_v<PendingReply>);
  EXPECT_TRUE(std::is_nothrow_move_constructible_v<PendingReply>);
}

TEST(PendingReply, LetsTheRecipientGoOnceItHasAnswered) {
  auto peer = std::make_shared<RecordingRecipient>();
  const std::weak_ptr<RecordingRecipient> watched = peer;
  PendingReply reply(std::move(peer), 1);
  EXPECT_FALSE(watched.expired());
  reply.answer("text", {});
  EXPECT_TRUE(watched.expired());
}

}  // namespace
}  // namespace lanchat::policy
