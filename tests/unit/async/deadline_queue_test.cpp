// SPDX-License-Identifier: MIT
#include "lanchat/async/deadline.hpp"

#include "unit/async/told_deadline.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <vector>

// The suites bear the names of the types: a namespace of their own, where both can be said.
namespace lanchat::tests {
namespace {

using namespace async;

using Time = Clock::time_point;

Time at(int second) {
  return Time{} + std::chrono::hours{1} + std::chrono::seconds{second};
}

struct DeadlineQueue : testing::Test {
  std::vector<Time> earlier;  ///< what on_earlier was told
  async::DeadlineQueue queue{[this](Time when) { earlier.push_back(when); }};
};

TEST_F(DeadlineQueue, ExpiresWhatIsDue) {
  ToldDeadline first(queue), second(queue), third(queue);
  first.expire_at(at(1));
  second.expire_at(at(2));
  third.expire_at(at(3));
  queue.expire(at(2));
  EXPECT_EQ(first.times, 1);
  EXPECT_EQ(second.times, 1);
  EXPECT_EQ(third.times, 0);
  EXPECT_EQ(queue.next(), at(3));
}

TEST_F(DeadlineQueue, ExpiresNothingEarly) {
  ToldDeadline deadline(queue);
  deadline.expire_at(at(2));
  queue.expire(at(2) - Clock::duration{1});
  EXPECT_EQ(deadline.times, 0);
}

TEST_F(DeadlineQueue, ExpiresEachOnce) {
  ToldDeadline deadline(queue);
  deadline.expire_at(at(1));
  queue.expire(at(1));
  queue.expire(at(5));
  EXPECT_EQ(deadline.times, 1);
  EXPECT_EQ(queue.next(), std::nullopt);
}

TEST_F(DeadlineQueue, ExpiresAllOfOneMoment) {
  ToldDeadline first(queue), second(queue);
  first.expire_at(at(1));
  second.expire_at(at(1));
  queue.expire(at(1));
  EXPECT_EQ(first.times, 1);
  EXPECT_EQ(second.times, 1);
}

TEST_F(DeadlineQueue, IsEmptyWithoutDeadline) {
  EXPECT_EQ(queue.next(), std::nullopt);
  const ToldDeadline idle(queue);
  EXPECT_EQ(queue.next(), std::nullopt);
  queue.expire(at(1));
}

TEST_F(DeadlineQueue, FollowsDeadlineThatMovesLater) {
  ToldDeadline deadline(queue);
  deadline.expire_at(at(1));
  deadline.expire_at(at(5));
  queue.expire(at(1));
  EXPECT_EQ(deadline.times, 0);
  EXPECT_EQ(queue.next(), at(5));
  queue.expire(at(5));
  EXPECT_EQ(deadline.times, 1);
}

TEST_F(DeadlineQueue, FollowsDeadlineThatMovesEarlier) {
  ToldDeadline deadline(queue);
  deadline.expire_at(at(5));
  deadline.expire_at(at(1));
  EXPECT_EQ(queue.next(), at(1));
  queue.expire(at(1));
  EXPECT_EQ(deadline.times, 1);
  queue.expire(at(9));
  EXPECT_EQ(deadline.times, 1);
}

TEST_F(DeadlineQueue, MovesLaterWithoutTouchingTheQueue) {
  ToldDeadline deadline(queue);
  deadline.expire_at(at(1));
  for (int second = 2; second < 100; ++second)
    deadline.expire_at(at(second));
  EXPECT_EQ(queue.next(), at(1));
  EXPECT_EQ(earlier, std::vector<Time>{at(1)});
}

TEST_F(DeadlineQueue, MovesBackAndForth) {
  ToldDeadline deadline(queue);
  deadline.expire_at(at(3));
  deadline.expire_at(at(9));
  deadline.expire_at(at(6));
  queue.expire(at(3));
  queue.expire(at(5));
  EXPECT_EQ(deadline.times, 0);
  queue.expire(at(6));
  EXPECT_EQ(deadline.times, 1);
}

TEST_F(DeadlineQueue, ForgetsClearedDeadline) {
  ToldDeadline deadline(queue);
  deadline.expire_at(at(1));
  deadline.clear_deadline();
  queue.expire(at(2));
  EXPECT_EQ(deadline.times, 0);
  EXPECT_EQ(queue.next(), std::nullopt);
}

TEST_F(DeadlineQueue, TakesClearedDeadlineBack) {
  ToldDeadline deadline(queue);
  deadline.expire_at(at(1));
  deadline.clear_deadline();
  deadline.expire_at(at(2));
  queue.expire(at(1));
  EXPECT_EQ(deadline.times, 0);
  queue.expire(at(2));
  EXPECT_EQ(deadline.times, 1);
}

TEST_F(DeadlineQueue, ForgetsDestroyedDeadline) {
  auto deadline = std::make_unique<ToldDeadline>(queue);
  deadline->expire_at(at(1));
  deadline.reset();
  EXPECT_EQ(queue.next(), std::nullopt);
  queue.expire(at(2));
}

TEST_F(DeadlineQueue, SaysWhenTheEarliestBecomesEarlier) {
  ToldDeadline first(queue), second(queue);
  first.expire_at(at(5));
  second.expire_at(at(7));
  EXPECT_EQ(earlier, std::vector<Time>{at(5)});
  second.expire_at(at(3));
  EXPECT_EQ(earlier, (std::vector<Time>{at(5), at(3)}));
}

TEST_F(DeadlineQueue, MayBeSetAgainWhileItExpires) {
  ToldDeadline* self = nullptr;
  ToldDeadline deadline(queue, [&] {
    if (self->times == 1) self->expire_at(at(4));
  });
  self = &deadline;
  deadline.expire_at(at(1));
  queue.expire(at(3));
  EXPECT_EQ(deadline.times, 1);
  EXPECT_EQ(queue.next(), at(4));
  queue.expire(at(4));
  EXPECT_EQ(deadline.times, 2);
}

TEST_F(DeadlineQueue, MayDestroyItselfWhileItExpires) {
  std::unique_ptr<ToldDeadline> deadline;
  bool expired = false;
  deadline = std::make_unique<ToldDeadline>(queue, [&] {
    expired = true;
    deadline.reset();
  });
  deadline->expire_at(at(1));
  queue.expire(at(1));
  EXPECT_TRUE(expired);
  EXPECT_EQ(queue.next(), std::nullopt);
}

TEST_F(DeadlineQueue, MayDestroyOthersThatAreDueToo) {
  std::unique_ptr<ToldDeadline> second;
  std::unique_ptr<ToldDeadline> third;
  ToldDeadline first(queue, [&] {
    second.reset();
    third.reset();
  });
  first.expire_at(at(1));
  second = std::make_unique<ToldDeadline>(queue);
  second->expire_at(at(1));
  third = std::make_unique<ToldDeadline>(queue);
  third->expire_at(at(2));
  queue.expire(at(2));
  EXPECT_EQ(first.times, 1);
  EXPECT_EQ(queue.next(), std::nullopt);
}

TEST_F(DeadlineQueue, MayClearOthersThatAreDueToo) {
  ToldDeadline second(queue);
  ToldDeadline first(queue, [&] { second.clear_deadline(); });
  first.expire_at(at(1));
  second.expire_at(at(2));
  queue.expire(at(2));
  EXPECT_EQ(second.times, 0);
}

// Against a model that keeps every deadline's time in a table and looks through all of it.
TEST_F(DeadlineQueue, ExpiresTheSameAsPlainTable) {
  constexpr std::size_t count = 12;
  std::mt19937 random(20260210);
  std::vector<std::unique_ptr<ToldDeadline>> deadlines(count);
  std::map<std::size_t, int> due;  // by index
  std::vector<int> expected(count);
  for (auto& deadline : deadlines)
    deadline = std::make_unique<ToldDeadline>(queue);
  for (int now = 0; now < 3000; ++now) {
    for (int step = 0; step < 3; ++step) {
      const std::size_t index = random() % count;
      if (const auto choice = random() % 8; choice == 0) {
        deadlines[index]->clear_deadline();
        due.erase(index);
      } else if (choice == 1) {
        const int times = deadlines[index]->times;
        deadlines[index] = std::make_unique<ToldDeadline>(queue);
        deadlines[index]->times = times;
        due.erase(index);
      } else {
        due[index] = now + static_cast<int>(random() % 20);
        deadlines[index]->expire_at(at(due[index]));
      }
    }
    queue.expire(at(now));
    std::erase_if(due, [&](const auto& entry) {
      if (entry.second <= now) ++expected[entry.first];
      return entry.second <= now;
    });
    for (std::size_t index = 0; index < count; ++index)
      ASSERT_EQ(deadlines[index]->times, expected[index]) << "deadline " << index << " at " << now;
  }
}

}  // namespace
}  // namespace lanchat::tests
