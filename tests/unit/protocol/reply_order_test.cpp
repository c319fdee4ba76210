// SPDX-License-Identifier: MIT
#include "lanchat/protocol/reply_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace lanchat::protocol {
namespace {

// A ReplyOrder and what it released.
struct Replies {
  using Released = std::vector<std::pair<std::string, Ending>>;

  bool settle(ReplyOrder::Slot slot, std::optional<std::string> payload) {
    return order.settle(slot, std::move(payload), [this](std::string text, Ending ending) {
      released.emplace_back(std::move(text), ending);
    });
  }

  ReplyOrder order;
  Released released;
};

TEST(ReplyOrder, ReleasesTheOldestAtOnce) {
  Replies replies;
  EXPECT_TRUE(replies.order.empty());
  const auto slot = replies.order.reserve(Ending::crlf);
  EXPECT_FALSE(replies.order.empty());
  EXPECT_TRUE(replies.settle(slot, "a"));
  EXPECT_EQ(replies.released, (Replies::Released{{"a", Ending::crlf}}));
  EXPECT_TRUE(replies.order.empty());
}

TEST(ReplyOrder, HoldsReplyUntilItsEldersAreSettled) {
  Replies replies;
  const auto first = replies.order.reserve(Ending::lf);
  const auto second = replies.order.reserve(Ending::crlf);
  const auto third = replies.order.reserve(Ending::none);
  EXPECT_TRUE(replies.settle(third, "c"));
  EXPECT_TRUE(replies.settle(second, "b"));
  EXPECT_TRUE(replies.released.empty());
  EXPECT_TRUE(replies.settle(first, "a"));
  EXPECT_EQ(replies.released,
            (Replies::Released{{"a", Ending::lf}, {"b", Ending::crlf}, {"c", Ending::none}}));
}

TEST(ReplyOrder, ReleasesUpToTheNextThatWaits) {
  Replies replies;
  const auto first = replies.order.reserve(Ending::lf);
  const auto second = replies.order.reserve(Ending::lf);
  const auto third = replies.order.reserve(Ending::lf);
  replies.settle(third, "c");
  replies.settle(first, "a");
  EXPECT_EQ(replies.released, (Replies::Released{{"a", Ending::lf}}));
  EXPECT_EQ(replies.order.size(), 2U);
  replies.settle(second, "b");
  EXPECT_EQ(replies.released.size(), 3U);
}

TEST(ReplyOrder, HoldsPushedReplyBehindItsElders) {
  Replies replies;
  const auto first = replies.order.reserve(Ending::lf);
  replies.order.push("b", Ending::crlf);
  const auto third = replies.order.reserve(Ending::lf);
  replies.settle(third, "c");
  EXPECT_TRUE(replies.released.empty());
  replies.settle(first, "a");
  EXPECT_EQ(replies.released, (Replies::Released{{"a", Ending::lf}, {"b", Ending::crlf}, {"c", Ending::lf}}));
}

TEST(ReplyOrder, PassesOverMessageWithoutReply) {
  Replies replies;
  const auto first = replies.order.reserve(Ending::lf);
  const auto second = replies.order.reserve(Ending::lf);
  replies.settle(second, "b");
  EXPECT_TRUE(replies.settle(first, std::nullopt));
  EXPECT_EQ(replies.released, (Replies::Released{{"b", Ending::lf}}));
}

TEST(ReplyOrder, ReleasesTheEmptyReply) {
  Replies replies;
  const auto slot = replies.order.reserve(Ending::lf);
  replies.settle(slot, "");
  EXPECT_EQ(replies.released, (Replies::Released{{"", Ending::lf}}));
}

TEST(ReplyOrder, RefusesPlaceThatIsNotThere) {
  Replies replies;
  EXPECT_FALSE(replies.settle(0, "a"));
  const auto slot = replies.order.reserve(Ending::lf);
  EXPECT_FALSE(replies.settle(slot + 1, "a"));
  EXPECT_TRUE(replies.released.empty());
}

TEST(ReplyOrder, RefusesPlaceThatIsSettledAlready) {
  Replies replies;
  const auto first = replies.order.reserve(Ending::lf);
  const auto second = replies.order.reserve(Ending::lf);
  EXPECT_TRUE(replies.settle(second, "b"));
  EXPECT_FALSE(replies.settle(second, "again"));
  EXPECT_TRUE(replies.settle(first, "a"));
  EXPECT_FALSE(replies.settle(first, "again"));
  EXPECT_EQ(replies.released, (Replies::Released{{"a", Ending::lf}, {"b", Ending::lf}}));
}

TEST(ReplyOrder, NeverGivesOnePlaceTwice) {
  Replies replies;
  const auto first = replies.order.reserve(Ending::lf);
  replies.settle(first, "a");
  EXPECT_NE(replies.order.reserve(Ending::lf), first);
}

TEST(ReplyOrder, CountsBytesItHoldsBack) {
  Replies replies;
  const auto first = replies.order.reserve(Ending::lf);
  const auto second = replies.order.reserve(Ending::lf);
  EXPECT_EQ(replies.order.held_bytes(), 0U);
  replies.order.push("123", Ending::lf);
  replies.settle(second, "4567");
  EXPECT_EQ(replies.order.held_bytes(), 7U);
  replies.settle(first, "a released one counts no more");
  EXPECT_EQ(replies.order.held_bytes(), 0U);
}

TEST(ReplyOrder, MayBeAskedForPlaceWhileItReleases) {
  ReplyOrder order;
  const auto first = order.reserve(Ending::lf);
  std::optional<ReplyOrder::Slot> next;
  EXPECT_TRUE(order.settle(first, "a", [&](std::string, Ending) { next = order.reserve(Ending::lf); }));
  ASSERT_TRUE(next);
  EXPECT_EQ(order.size(), 1U);
  EXPECT_TRUE(order.settle(*next, std::nullopt, [](std::string, Ending) {}));
  EXPECT_TRUE(order.empty());
}

TEST(ReplyOrder, KeepsTheOrderHoweverRepliesCome) {
  std::mt19937 random(20260205);
  for (int round = 0; round < 50; ++round) {
    Replies replies;
    Replies::Released expected;
    std::vector<ReplyOrder::Slot> waiting;
    for (int i = 0; i < 30; ++i) {
      expected.emplace_back(std::to_string(i), Ending::lf);
      if (!replies.order.empty() && random() % 3 == 0) {
        replies.order.push(std::to_string(i), Ending::lf);
        waiting.push_back(0);
      } else {
        waiting.push_back(replies.order.reserve(Ending::lf));
        waiting.back() += 1;  // 0 is what was pushed
      }
    }
    std::vector<std::size_t> turns(waiting.size());
    std::iota(turns.begin(), turns.end(), std::size_t{0});
    std::ranges::shuffle(turns, random);
    for (const std::size_t turn : turns) {
      if (waiting[turn] == 0) continue;
      EXPECT_TRUE(replies.settle(waiting[turn] - 1, std::to_string(turn)));
    }
    EXPECT_EQ(replies.released, expected);
    EXPECT_TRUE(replies.order.empty());
    EXPECT_EQ(replies.order.held_bytes(), 0U);
  }
}

}  // namespace
}  // namespace lanchat::protocol
