// SPDX-License-Identifier: MIT
#include "lanchat/async/pause.hpp"

#include "unit/async/routines.hpp"

#include <chrono>
#include <optional>
#include <vector>

// The suite bears the name of the type: a namespace of its own, where both can be said.
namespace lanchat::tests {
namespace {

using namespace std::chrono_literals;
using async::Clock;
using Time = Clock::time_point;

Time at(int second) {
  return Time{} + 1h + std::chrono::seconds{second};
}

async::Routine sleep(async::Pause& pause, std::vector<Time> times, int& woken) {
  for (const Time time : times) {
    co_await pause.until(time);
    ++woken;
  }
}

async::Routine sleep_on_its_own(async::DeadlineQueue& queue, Time time, int& woken) {
  async::Pause pause(queue);
  co_await pause.until(time);
  ++woken;
}

struct Pause : Routines {
  std::vector<Time> earlier;  ///< what the queue said it must be asked at
  async::DeadlineQueue queue{[this](Time when) { earlier.push_back(when); }};
  async::Pause pause{queue};
  int woken = 0;
};

TEST_F(Pause, LastsUntilItsTime) {
  group.spawn(sleep(pause, {at(5)}, woken));
  EXPECT_EQ(queue.next(), at(5));
  queue.expire(at(5) - Clock::duration{1});
  EXPECT_EQ(woken, 0);
  queue.expire(at(5));
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(queue.next(), std::nullopt);
}

TEST_F(Pause, EndsInLaterStepAlsoWhereItsTimeIsPast) {
  queue.expire(at(9));
  group.spawn(sleep(pause, {at(5)}, woken));
  EXPECT_EQ(woken, 0);
  queue.expire(at(9));
  EXPECT_EQ(woken, 1);
}

TEST_F(Pause, MayFollowAnother) {
  group.spawn(sleep(pause, {at(1), at(2), at(4)}, woken));
  queue.expire(at(1));
  EXPECT_EQ(woken, 1);
  queue.expire(at(2));
  EXPECT_EQ(woken, 2);
  queue.expire(at(3));
  EXPECT_EQ(woken, 2);
  queue.expire(at(4));
  EXPECT_EQ(woken, 3);
}

TEST_F(Pause, EndsEarlyInLaterStep) {
  group.spawn(sleep(pause, {at(100)}, woken));
  pause.end();
  EXPECT_EQ(woken, 0);
  ASSERT_EQ(earlier.size(), 2U) << "the queue asks to be looked at";
  EXPECT_LT(earlier.back(), at(0));
  queue.expire(at(0));
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(queue.next(), std::nullopt);
}

TEST_F(Pause, EndsEarlyOnce) {
  group.spawn(sleep(pause, {at(100), at(200)}, woken));
  pause.end();
  pause.end();
  queue.expire(at(0));
  EXPECT_EQ(woken, 1);
  queue.expire(at(199));  // the time of the first means nothing to the second
  EXPECT_EQ(woken, 1);
  queue.expire(at(200));
  EXPECT_EQ(woken, 2);
}

TEST_F(Pause, IgnoresAnEndWhileNobodySleeps) {
  pause.end();
  EXPECT_EQ(queue.next(), std::nullopt);
  group.spawn(sleep(pause, {at(5)}, woken));
  queue.expire(at(4));
  EXPECT_EQ(woken, 0);
  queue.expire(at(5));
  pause.end();
  EXPECT_EQ(queue.next(), std::nullopt);
  EXPECT_EQ(woken, 1);
}

TEST_F(Pause, DisturbsNoOther) {
  async::Pause second(queue);
  int second_woken = 0;
  group.spawn(sleep(pause, {at(3)}, woken));
  group.spawn(sleep(second, {at(2)}, second_woken));
  pause.end();
  queue.expire(at(1));
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(second_woken, 0);
  queue.expire(at(2));
  EXPECT_EQ(second_woken, 1);
}

TEST_F(Pause, MayBeDestroyedByItsSleeper) {
  for (const int second : {2, 1, 2})
    group.spawn(sleep_on_its_own(queue, at(second), woken));
  queue.expire(at(1));
  EXPECT_EQ(woken, 1);
  queue.expire(at(2));
  EXPECT_EQ(woken, 3);
}

TEST_F(Pause, SleepsOnTheTimerOfContext) {
  async::DeadlineTimer timer(context.get_executor());
  const Time until = Clock::now() + 2ms;
  group.spawn(sleep_on_its_own(timer.queue(), until, woken));
  run();
  EXPECT_EQ(woken, 1);
  EXPECT_GE(Clock::now(), until);
}

TEST_F(Pause, EndsEarlyOnTheTimerOfContext) {
  async::DeadlineTimer timer(context.get_executor());
  async::Pause long_one(timer.queue());
  group.spawn(sleep(long_one, {Clock::now() + 24h}, woken));
  turn();
  long_one.end();
  EXPECT_EQ(woken, 0);
  run();
  EXPECT_EQ(woken, 1);
}

}  // namespace
}  // namespace lanchat::tests
