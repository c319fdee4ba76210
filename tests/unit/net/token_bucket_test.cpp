// SPDX-License-Identifier: MIT
#include "net/token_bucket.hpp"

#include <gtest/gtest.h>

namespace lanchat::net {
namespace {

using namespace std::chrono_literals;

constexpr TokenBucket::Time start = TokenBucket::Time{} + 1h;

int take_all(TokenBucket& bucket, TokenBucket::Time now) {
  int taken = 0;
  while (taken < 100'000 && bucket.take(now))
    ++taken;
  return taken;
}

TEST(TokenBucket, HoldsOneSecondsMessages) {
  for (const std::uint32_t rate : {1U, 2U, 3U, 7U, 10U, 999U, 1000U, 10'000U}) {
    TokenBucket bucket(rate, start);
    EXPECT_EQ(take_all(bucket, start), static_cast<int>(rate));
  }
}

TEST(TokenBucket, FillsEvenly) {
  TokenBucket bucket(10, start);
  take_all(bucket, start);
  EXPECT_FALSE(bucket.take(start + 99ms));
  EXPECT_TRUE(bucket.take(start + 100ms));
  EXPECT_FALSE(bucket.take(start + 100ms));
  EXPECT_EQ(take_all(bucket, start + 400ms), 3);
}

TEST(TokenBucket, HoldsNoMoreHoweverLongItWaits) {
  TokenBucket bucket(10, start);
  EXPECT_EQ(take_all(bucket, start + 1h), 10);
  EXPECT_EQ(take_all(bucket, start + 2h), 10);
}

TEST(TokenBucket, SaysWhenTheNextOneIsThere) {
  TokenBucket bucket(4, start);
  EXPECT_LE(bucket.next(), start);
  take_all(bucket, start);
  EXPECT_EQ(bucket.next(), start + 250ms);
  EXPECT_FALSE(bucket.take(bucket.next() - 1ns));
  EXPECT_TRUE(bucket.take(bucket.next()));
  EXPECT_EQ(bucket.next(), start + 500ms);
}

TEST(TokenBucket, LetsTheRateThroughInTheLongRun) {
  TokenBucket bucket(7, start);
  take_all(bucket, start);
  int taken = 0;
  for (auto now = start; now <= start + 100s; now += 1ms)
    taken += bucket.take(now) ? 1 : 0;
  EXPECT_NEAR(taken, 700, 1);
}

}  // namespace
}  // namespace lanchat::net
