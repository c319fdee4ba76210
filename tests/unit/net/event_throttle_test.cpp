// SPDX-License-Identifier: MIT
#include "net/event_throttle.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace lanchat::net {
namespace {

using namespace std::chrono_literals;

constexpr EventThrottle::Time start = EventThrottle::Time{} + 1h;

int admitted(EventThrottle& throttle, EventThrottle::Time now, int events) {
  int count = 0;
  for (int event = 0; event < events; ++event)
    count += throttle.admit(now) ? 1 : 0;
  return count;
}

TEST(EventThrottle, LetsTheFirstOfEachSecondThrough) {
  EventThrottle throttle;
  EXPECT_EQ(admitted(throttle, start, 1000), 5);
  EXPECT_EQ(admitted(throttle, start + 999ms, 1000), 0);
  EXPECT_EQ(admitted(throttle, start + 1s, 1000), 5);
}

TEST(EventThrottle, LetsQuietTimesThrough) {
  EventThrottle throttle;
  for (int second = 0; second < 100; ++second)
    EXPECT_EQ(throttle.admit(start + second * 1s), std::uint64_t{0});
}

TEST(EventThrottle, TellsHowManyItHeldBack) {
  EventThrottle throttle;
  admitted(throttle, start, 5 + 37);
  EXPECT_EQ(throttle.admit(start + 2s), std::uint64_t{37});
  EXPECT_EQ(throttle.admit(start + 2s), std::uint64_t{0});
}

TEST(EventThrottle, CountsOverSecondsInWhichItLetsNothingThrough) {
  EventThrottle throttle;
  admitted(throttle, start, 15);
  EXPECT_EQ(throttle.admit(start + 500ms), std::nullopt);
  EXPECT_EQ(throttle.admit(start + 1h), std::uint64_t{11});
}

}  // namespace
}  // namespace lanchat::net
