// SPDX-License-Identifier: MIT
#include "net/repeat_table.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace lanchat::net {
namespace {

using namespace std::chrono_literals;
using Verdict = RepeatTable::Verdict;

constexpr RepeatTable::Time start = RepeatTable::Time{} + 1h;
constexpr std::uint64_t source = 1;
constexpr std::uint64_t payload = 2;

int fine_of(int times, RepeatTable& table, RepeatTable::Time now) {
  int fine = 0;
  for (int i = 0; i < times; ++i)
    fine += table.count(source, payload, now) == Verdict::fine ? 1 : 0;
  return fine;
}

TEST(RepeatTable, LetsTheLimitThroughInASecond) {
  RepeatTable table(100, 4096);
  EXPECT_EQ(fine_of(100, table, start), 100);
  EXPECT_EQ(fine_of(100, table, start + 999ms), 0);
  EXPECT_EQ(fine_of(200, table, start + 1s), 100);
}

TEST(RepeatTable, BeginsAnewWithAnotherPayload) {
  RepeatTable table(2, 4096);
  EXPECT_EQ(fine_of(5, table, start), 2);
  EXPECT_EQ(table.count(source, payload + 1, start), Verdict::fine);
  EXPECT_EQ(fine_of(5, table, start), 2);
}

TEST(RepeatTable, NeverStopsWhoAlternates) {
  RepeatTable table(1, 4096);
  for (std::uint64_t i = 0; i < 1000; ++i)
    ASSERT_EQ(table.count(source, i % 2, start), Verdict::fine);
}

TEST(RepeatTable, CountsEachSourceApart) {
  RepeatTable table(1, 4096);
  EXPECT_EQ(table.count(1, payload, start), Verdict::fine);
  EXPECT_EQ(table.count(2, payload, start), Verdict::fine);
  EXPECT_EQ(table.count(1, payload, start), Verdict::first_too_many);
}

TEST(RepeatTable, TellsOnceOfAnEpisode) {
  RepeatTable table(1, 4096);
  for (int second = 0; second < 5; ++second) {
    const auto now = start + std::chrono::seconds{second};
    EXPECT_EQ(table.count(source, payload, now), Verdict::fine);
    EXPECT_EQ(table.count(source, payload, now), second == 0 ? Verdict::first_too_many : Verdict::too_many);
  }
}

TEST(RepeatTable, BeginsAnotherEpisodeAfterAQuietSecond) {
  RepeatTable table(1, 4096);
  EXPECT_EQ(fine_of(2, table, start), 1);
  EXPECT_EQ(table.count(source, payload, start + 2s), Verdict::fine);
  EXPECT_EQ(table.count(source, payload, start + 2s), Verdict::first_too_many);
}

TEST(RepeatTable, BeginsAnotherEpisodeWithAnotherPayload) {
  RepeatTable table(1, 4096);
  EXPECT_EQ(fine_of(2, table, start), 1);
  EXPECT_EQ(table.count(source, payload + 1, start), Verdict::fine);
  EXPECT_EQ(table.count(source, payload + 1, start), Verdict::first_too_many);
}

// Says back what the table was told of, as long as that is fine; how often it was.
int returned(RepeatTable& table, int loops, std::chrono::seconds slow) {
  std::deque<std::uint64_t> under_way;
  std::uint64_t fresh = 1000;
  for (auto now = start; loops-- > 0; now += 1ms) {
    EXPECT_EQ(table.count(source, ++fresh, now), Verdict::fine);
    table.replied(source, under_way.emplace_back(++fresh), now);
  }
  int fine = 0;
  for (auto now = start + slow; !under_way.empty() && fine < 1'000'000; now += slow, under_way.pop_front()) {
    if (table.count(source, under_way.front(), now) != Verdict::fine) continue;
    table.replied(source, under_way.emplace_back(++fresh), now);
    ++fine;
  }
  return fine;
}

TEST(RepeatTable, EndsWhatSaysItsRepliesBackHoweverSlow) {
  for (const auto slow : {0s, 1s, 3600s}) {
    RepeatTable table(100, 4096);
    EXPECT_EQ(returned(table, 1, slow), RepeatTable::most_returns);
  }
}

TEST(RepeatTable, EndsManyLoopsOfOneSource) {
  RepeatTable table(100, 4096);
  EXPECT_LT(returned(table, 50, 0s), 10'000);
}

TEST(RepeatTable, TellsWhatCameBackFromARepetition) {
  RepeatTable table(100, 4096);
  for (std::uint64_t i = 0; i <= RepeatTable::most_returns; ++i) {
    EXPECT_EQ(table.count(source, i, start), Verdict::fine);
    table.replied(source, i + 1, start);
  }
  EXPECT_EQ(table.count(source, RepeatTable::most_returns + 1U, start), Verdict::own_reply);
}

TEST(RepeatTable, AnswersWhoSaysTheReplyBackNowAndThen) {
  constexpr std::uint64_t low = 3;
  constexpr std::uint64_t high = 4;
  RepeatTable table(100, 4096);
  for (int i = 0; i < 1000; ++i) {
    for (const std::uint64_t word : {low, high}) {
      ASSERT_EQ(table.count(source, word, start), Verdict::fine);
      table.replied(source, high, start);
    }
  }
}

TEST(RepeatTable, EndsALoopThatRepeatsItselfByChance) {
  RepeatTable table(100, 4096);
  for (std::uint64_t i = 0; i <= RepeatTable::most_returns; ++i) {
    for (int same = 0; same < 3; ++same) {
      EXPECT_EQ(table.count(source, i, start), Verdict::fine);
      table.replied(source, i, start);
    }
    EXPECT_EQ(table.count(source, i, start), Verdict::fine);
    table.replied(source, i + 1, start);
  }
  EXPECT_EQ(table.count(source, RepeatTable::most_returns + 1U, start), Verdict::own_reply);
}

TEST(RepeatTable, AnswersWhoGoesOnSayingTheReplyBack) {
  RepeatTable table(2, 4096);
  for (int second = 0; second < 1000; ++second) {
    const auto now = start + std::chrono::seconds{second};
    ASSERT_EQ(table.count(source, second == 0 ? payload : payload + 1, now), Verdict::fine);
    table.replied(source, payload + 1, now);
  }
}

TEST(RepeatTable, AnswersWhoSaysTheSameToAnEchoForEver) {
  RepeatTable table(2, 4096);
  for (int second = 0; second < 1000; ++second) {
    const auto now = start + std::chrono::seconds{second};
    ASSERT_EQ(table.count(source, payload, now), Verdict::fine);
    table.replied(source, payload, now);
  }
}

TEST(RepeatTable, FollowsAnotherReplyWhereOneDoesNotComeBack) {
  RepeatTable table(100, 4096);
  EXPECT_EQ(table.count(source, payload, start), Verdict::fine);
  table.replied(source, payload + 1, start);
  EXPECT_EQ(returned(table, 1, 2s), RepeatTable::most_returns + 1);
}

// A slot that was never used holds zeros, which a hash may be as well.
TEST(RepeatTable, CountsFromOneWhereTheHashesAreZero) {
  RepeatTable table(1, 4096);
  EXPECT_EQ(table.count(0, 0, RepeatTable::Time{}), Verdict::fine);
  EXPECT_EQ(table.count(0, 0, RepeatTable::Time{}), Verdict::first_too_many);
}

}  // namespace
}  // namespace lanchat::net
