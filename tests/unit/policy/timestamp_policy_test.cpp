// SPDX-License-Identifier: MIT
#include "support/fake_conversation.hpp"
#include "support/manual_clock.hpp"
#include "unit/policy/make_policy.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>

namespace lanchat::policy {
namespace {

using namespace std::chrono_literals;

// The process's zone, for as long as it lives.
class Zone {
 public:
  explicit Zone(const char* zone) {
    if (const char* const before = std::getenv("TZ")) before_ = before;
    setenv("TZ", zone, 1);
  }

  ~Zone() {
    if (before_) {
      setenv("TZ", before_->c_str(), 1);
    } else {
      unsetenv("TZ");
    }
  }

  Zone(const Zone&) = delete;
  Zone& operator=(const Zone&) = delete;

 private:
  std::optional<std::string> before_;
};

constexpr auto saturday = std::chrono::sys_days{std::chrono::year{2024} / 2 / 3} + 4h + 5min + 6s;

struct TimestampPolicy : testing::Test {
  TimestampPolicy() {
    environment.now = [this] { return clock.now(); };
  }

  std::unique_ptr<Policy> utc(const std::string& format) {
    return make_policy("timestamp", environment, {{"timestamp-format", format}, {"timestamp-zone", "utc"}});
  }

  support::ManualClock clock{saturday};
  PolicyEnvironment environment;
};

TEST_F(TimestampPolicy, PutsTheTimeInFrontOfTheMessage) {
  const auto policy = make_policy("timestamp", environment, {{"timestamp-zone", "utc"}});
  EXPECT_EQ(support::reply_to(*policy, "hello"), "[Sat Feb  3 04:05:06 2024] hello");
  EXPECT_EQ(support::reply_to(*policy, ""), "[Sat Feb  3 04:05:06 2024] ");
}

TEST_F(TimestampPolicy, WritesTheFormatItIsTold) {
  EXPECT_EQ(support::reply_to(*utc("%Y-%m-%dT%H:%M:%SZ "), "hello"), "2024-02-03T04:05:06Z hello");
  EXPECT_EQ(support::reply_to(*utc("%H%%"), "hello"), "04%hello");
  EXPECT_EQ(support::reply_to(*utc("no time at all: "), "hello"), "no time at all: hello");
}

TEST_F(TimestampPolicy, WritesNothingWhereTheFormatIsEmpty) {
  EXPECT_EQ(support::reply_to(*utc(""), "hello"), "hello");
}

TEST_F(TimestampPolicy, LeavesPercentOfTheMessageAlone) {
  EXPECT_EQ(support::reply_to(*utc("%H "), "%Y %n %%"), "04 %Y %n %%");
}

TEST_F(TimestampPolicy, FollowsTheClock) {
  const auto policy = utc("%H:%M:%S ");
  EXPECT_EQ(support::reply_to(*policy, "a"), "04:05:06 a");
  clock.advance(999ms);
  EXPECT_EQ(support::reply_to(*policy, "b"), "04:05:06 b");
  clock.advance(1ms);
  EXPECT_EQ(support::reply_to(*policy, "c"), "04:05:07 c");
  clock.advance(-1h);
  EXPECT_EQ(support::reply_to(*policy, "d"), "03:05:07 d");
}

TEST_F(TimestampPolicy, LooksAtTheClockOnceForEachMessage) {
  const auto policy = utc("%H ");
  for (int message = 0; message < 3; ++message)
    static_cast<void>(support::reply_to(*policy, "hello"));
  EXPECT_EQ(clock.looks(), 3U);
}

TEST_F(TimestampPolicy, WritesLocalTime) {
  const Zone zone("TEST-05:30");
  const auto policy = make_policy("timestamp", environment);
  EXPECT_EQ(support::reply_to(*policy, "hello"), "[Sat Feb  3 09:35:06 2024] hello");
}

TEST_F(TimestampPolicy, WritesUtcInEveryZone) {
  const Zone zone("TEST-05:30");
  EXPECT_EQ(support::reply_to(*utc("%d %H:%M "), "hello"), "03 04:05 hello");
}

TEST_F(TimestampPolicy, WritesSummerTime) {
  const Zone zone("CET-1CEST,M3.5.0,M10.5.0/3");
  const auto policy = make_policy("timestamp", environment, {{"timestamp-format", "%H:%M %Z "}});
  EXPECT_EQ(support::reply_to(*policy, "winter"), "05:05 CET winter");
  clock.advance(24h * 180);
  EXPECT_EQ(support::reply_to(*policy, "summer"), "06:05 CEST summer");
}

// What shows that strftime(3) does not run for each message: a machine's new zone counts from the next
// second.
TEST_F(TimestampPolicy, MakesTheTextOnceEachSecond) {
  const auto policy = make_policy("timestamp", environment, {{"timestamp-format", "%H "}});
  const Zone west("WEST5");
  EXPECT_EQ(support::reply_to(*policy, "a"), "23 a");
  const Zone east("EAST-5");
  EXPECT_EQ(support::reply_to(*policy, "b"), "23 b");
  clock.advance(1s);
  EXPECT_EQ(support::reply_to(*policy, "c"), "09 c");
}

TEST_F(TimestampPolicy, WritesTimesBeforeTheEpoch) {
  clock.advance(std::chrono::sys_days{std::chrono::year{1969} / 12 / 31} - saturday);
  EXPECT_EQ(support::reply_to(*utc("%Y-%m-%d "), "hello"), "1969-12-31 hello");
}

TEST_F(TimestampPolicy, AcceptsFormatsThatFit) {
  for (const std::string& format : {std::string{}, std::string{"%c"}, std::string{"%A %B"}, std::string{"%"},
                                    std::string{"ü %H"}, std::string(1024, 'x')})
    EXPECT_EQ(check_key("timestamp", "timestamp-format", format), std::nullopt) << format;
}

TEST_F(TimestampPolicy, RefusesFormatsThatDoNot) {
  std::string many;
  for (int i = 0; i < 400; ++i)
    many += "%A";  // short to write, 2400 to 3600 bytes as text
  for (const std::string& format : {std::string(1025, 'x'), many, std::string("a\0b", 3)})
    EXPECT_NE(check_key("timestamp", "timestamp-format", format), std::nullopt);
}

TEST_F(TimestampPolicy, WritesTheLongestFormatItAccepts) {
  const std::string longest(1024, 'x');
  EXPECT_EQ(support::reply_to(*utc(longest), "hello"), longest + "hello");
}

TEST_F(TimestampPolicy, ChecksItsZone) {
  EXPECT_EQ(check_key("timestamp", "timestamp-zone", "local"), std::nullopt);
  EXPECT_EQ(check_key("timestamp", "timestamp-zone", "utc"), std::nullopt);
  for (const auto* const wrong : {"", "UTC", "Europe/Zurich", "gmt"})
    EXPECT_NE(check_key("timestamp", "timestamp-zone", wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace lanchat::policy
