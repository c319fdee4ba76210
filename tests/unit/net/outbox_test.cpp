// SPDX-License-Identifier: MIT
#include "net/outbox.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace lanchat::net {
namespace {

TEST(Outbox, IsEmptyAtFirst) {
  const Outbox outbox;
  EXPECT_TRUE(outbox.empty());
  EXPECT_EQ(outbox.size(), 0U);
  EXPECT_EQ(outbox.view(), "");
}

TEST(Outbox, HoldsWhatHasNotGone) {
  Outbox outbox;
  outbox.append("hello ");
  outbox.append("world");
  EXPECT_EQ(outbox.view(), "hello world");
  outbox.sent(4);
  EXPECT_EQ(outbox.view(), "o world");
  EXPECT_EQ(outbox.size(), 7U);
  outbox.append("!");
  EXPECT_EQ(outbox.view(), "o world!");
}

TEST(Outbox, IsEmptyWhenAllHasGone) {
  Outbox outbox;
  outbox.append("hello");
  outbox.sent(2);
  EXPECT_FALSE(outbox.empty());
  outbox.sent(3);
  EXPECT_TRUE(outbox.empty());
  EXPECT_EQ(outbox.size(), 0U);
  outbox.append("again");
  EXPECT_EQ(outbox.view(), "again");
}

TEST(Outbox, StaysAsItIsWhenNothingHasGone) {
  Outbox outbox;
  outbox.sent(0);
  EXPECT_TRUE(outbox.empty());
  outbox.append("hello");
  outbox.sent(0);
  EXPECT_EQ(outbox.view(), "hello");
}

TEST(Outbox, KeepsTheOrderHoweverMuchGoesAtOnce) {
  std::mt19937 random(20260212);
  Outbox outbox;
  std::string waiting;
  for (int round = 0; round < 5000; ++round) {
    if (random() % 2 == 0) {
      const std::string bytes(random() % 40, static_cast<char>('a' + random() % 26));
      outbox.append(bytes);
      waiting += bytes;
    } else {
      const std::size_t size = random() % (waiting.size() + 1);
      outbox.sent(size);
      waiting.erase(0, size);
    }
    ASSERT_EQ(outbox.view(), waiting);
    ASSERT_EQ(outbox.size(), waiting.size());
    ASSERT_EQ(outbox.empty(), waiting.empty());
  }
}

}  // namespace
}  // namespace lanchat::net
