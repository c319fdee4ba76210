// SPDX-License-Identifier: MIT
#include "lanchat/async/deadline.hpp"

#include "unit/async/told_deadline.hpp"

#include <gtest/gtest.h>

#include <chrono>

// The suites bear the names of the types: a namespace of their own, where both can be said.
namespace lanchat::tests {
namespace {

using namespace async;

using namespace std::chrono_literals;

struct DeadlineTimer : testing::Test {
  boost::asio::io_context context{1};
  async::DeadlineTimer timer{context.get_executor()};
};

TEST_F(DeadlineTimer, ExpiresWhatIsDueAndThenHasNoWork) {
  ToldDeadline deadline(timer.queue());
  deadline.expire_at(Clock::now());
  context.run();
  EXPECT_EQ(deadline.times, 1);
}

TEST_F(DeadlineTimer, ExpiresWhatIsLongPast) {
  ToldDeadline deadline(timer.queue());
  deadline.expire_at(Clock::now() - 1h);
  context.run();
  EXPECT_EQ(deadline.times, 1);
}

TEST_F(DeadlineTimer, ExpiresNoEarlierThanItsTime) {
  const auto when = Clock::now() + 5ms;
  Clock::time_point expired;
  ToldDeadline deadline(timer.queue(), [&] { expired = Clock::now(); });
  deadline.expire_at(when);
  context.run();
  EXPECT_GE(expired, when);
}

TEST_F(DeadlineTimer, WakesForDeadlineThatBecomesTheEarliest) {
  ToldDeadline late(timer.queue());
  late.expire_at(Clock::now() + 1h);
  ToldDeadline soon(timer.queue(), [&] { timer.stop(); });
  soon.expire_at(Clock::now());
  context.run();
  EXPECT_EQ(soon.times, 1);
  EXPECT_EQ(late.times, 0);
}

TEST_F(DeadlineTimer, GoesOnToTheNextDeadline) {
  ToldDeadline first(timer.queue());
  ToldDeadline second(timer.queue());
  first.expire_at(Clock::now());
  second.expire_at(Clock::now() + 2ms);
  context.run();
  EXPECT_EQ(first.times, 1);
  EXPECT_EQ(second.times, 1);
}

TEST_F(DeadlineTimer, FollowsDeadlineThatWasMovedLater) {
  const auto when = Clock::now() + 5ms;
  Clock::time_point expired;
  ToldDeadline moved(timer.queue(), [&] { expired = Clock::now(); });
  moved.expire_at(Clock::now());
  moved.expire_at(when);
  context.run();
  EXPECT_EQ(moved.times, 1);
  EXPECT_GE(expired, when);
}

TEST_F(DeadlineTimer, ServesDeadlineSetWhileAnotherExpires) {
  ToldDeadline second(timer.queue());
  ToldDeadline first(timer.queue(), [&] { second.expire_at(Clock::now()); });
  first.expire_at(Clock::now());
  context.run();
  EXPECT_EQ(second.times, 1);
}

TEST_F(DeadlineTimer, LetsTheContextEndWhenStopped) {
  ToldDeadline deadline(timer.queue());
  deadline.expire_at(Clock::now() + 1h);
  timer.stop();
  context.run();
  EXPECT_EQ(deadline.times, 0);
}

TEST_F(DeadlineTimer, ArmsNothingOnceStopped) {
  ToldDeadline deadline(timer.queue());
  timer.stop();
  deadline.expire_at(Clock::now());
  context.run();
  EXPECT_EQ(deadline.times, 0);
}

TEST_F(DeadlineTimer, ExpiresNothingThatIsDestroyedBefore) {
  {
    ToldDeadline gone(timer.queue());
    gone.expire_at(Clock::now());
  }
  ToldDeadline there(timer.queue());
  there.expire_at(Clock::now());
  context.run();
  EXPECT_EQ(there.times, 1);
}

}  // namespace
}  // namespace lanchat::tests
