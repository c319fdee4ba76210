// SPDX-License-Identifier: MIT
#include "lanchat/protocol/units.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>
#include <string_view>

namespace lanchat::protocol {
namespace {

using namespace std::chrono_literals;

constexpr auto smallest = std::numeric_limits<std::int64_t>::min();
constexpr auto largest = std::numeric_limits<std::int64_t>::max();
constexpr auto largest_size = std::numeric_limits<std::uint64_t>::max();

TEST(Integer, IsDecimal) {
  EXPECT_EQ(parse_integer("0"), 0);
  EXPECT_EQ(parse_integer("42"), 42);
  EXPECT_EQ(parse_integer("-42"), -42);
  EXPECT_EQ(parse_integer("007"), 7);
  EXPECT_EQ(parse_integer("9223372036854775807"), largest);
  EXPECT_EQ(parse_integer("-9223372036854775808"), smallest);
}

TEST(Integer, IsNothingElse) {
  for (const std::string_view text : {"", "-", "+1", "1.5", "1e3", "0x10", " 1", "1 ", "1K", "--1", "one",
                                      "9223372036854775808", "-9223372036854775809"})
    EXPECT_EQ(parse_integer(text), std::nullopt) << text;
  EXPECT_EQ(parse_integer(std::string_view("1\0", 2)), std::nullopt);
}

TEST(Size, IsDigitsAndOneSuffix) {
  EXPECT_EQ(parse_size("0"), 0U);
  EXPECT_EQ(parse_size("1000"), 1000U);
  EXPECT_EQ(parse_size("1K"), 1024U);
  EXPECT_EQ(parse_size("64K"), 65536U);
  EXPECT_EQ(parse_size("1M"), 1048576U);
  EXPECT_EQ(parse_size("2G"), 2147483648U);
  EXPECT_EQ(parse_size("0G"), 0U);
}

TEST(Size, TakesSuffixInEitherCase) {
  EXPECT_EQ(parse_size("1k"), 1024U);
  EXPECT_EQ(parse_size("1m"), 1048576U);
  EXPECT_EQ(parse_size("1g"), 1073741824U);
}

TEST(Size, IsNothingElse) {
  for (const std::string_view text :
       {"", "K", "-1", "+1", "1.5K", "1KB", "1KiB", "1 K", " 1", "1 ", "1T", "1B"})
    EXPECT_EQ(parse_size(text), std::nullopt) << text;
}

TEST(Size, FitsSixtyFourBits) {
  EXPECT_EQ(parse_size("18446744073709551615"), largest_size);
  EXPECT_EQ(parse_size("18446744073709551616"), std::nullopt);
  EXPECT_EQ(parse_size("17179869183G"), std::uint64_t{17179869183} << 30U);
  EXPECT_EQ(parse_size("17179869184G"), std::nullopt);
  EXPECT_EQ(parse_size("18014398509481984K"), std::nullopt);
}

TEST(Size, IsWrittenShort) {
  EXPECT_EQ(format_size(0), "0");
  EXPECT_EQ(format_size(1000), "1000");
  EXPECT_EQ(format_size(1024), "1K");
  EXPECT_EQ(format_size(1025), "1025");
  EXPECT_EQ(format_size(65536), "64K");
  EXPECT_EQ(format_size(1048576), "1M");
  EXPECT_EQ(format_size(std::uint64_t{10} << 30U), "10G");
  EXPECT_EQ(format_size(std::uint64_t{1} << 40U), "1024G");
}

TEST(Size, IsReadBackAsWritten) {
  std::mt19937_64 random(20260206);
  EXPECT_EQ(parse_size(format_size(largest_size)), largest_size);
  for (int round = 0; round < 2000; ++round) {
    const std::uint64_t bytes = random() >> random() % 64 << random() % 32;
    EXPECT_EQ(parse_size(format_size(bytes)), bytes);
  }
}

TEST(Duration, IsDigitsAndUnit) {
  EXPECT_EQ(parse_duration("500ms"), 500ms);
  EXPECT_EQ(parse_duration("30s"), 30s);
  EXPECT_EQ(parse_duration("5m"), 5min);
  EXPECT_EQ(parse_duration("1h"), 1h);
  EXPECT_EQ(parse_duration("0s"), 0s);
}

TEST(Duration, NeedsUnitUnlessItIsZero) {
  EXPECT_EQ(parse_duration("0"), 0s);
  EXPECT_EQ(parse_duration("1"), std::nullopt);
}

TEST(Duration, IsNothingElse) {
  for (const std::string_view text :
       {"", "s", "-1s", "+1s", "1.5s", "1 s", " 1s", "1s ", "1S", "1H", "1d", "1us", "1min", "1h30m", "ms"})
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
}

TEST(Duration, IsAtMostTenThousandHours) {
  EXPECT_EQ(parse_duration("10000h"), 10000h);
  EXPECT_EQ(parse_duration("10001h"), std::nullopt);
  EXPECT_EQ(parse_duration("600000m"), 10000h);
  EXPECT_EQ(parse_duration("600001m"), std::nullopt);
  EXPECT_EQ(parse_duration("36000000000ms"), 10000h);
  EXPECT_EQ(parse_duration("36000000001ms"), std::nullopt);
  EXPECT_EQ(parse_duration("18446744073709551615h"), std::nullopt);
  EXPECT_EQ(parse_duration("18446744073709551616h"), std::nullopt);
}

TEST(Duration, IsWrittenShort) {
  EXPECT_EQ(format_duration(0ms), "0");
  EXPECT_EQ(format_duration(500ms), "500ms");
  EXPECT_EQ(format_duration(1500ms), "1500ms");
  EXPECT_EQ(format_duration(30s), "30s");
  EXPECT_EQ(format_duration(60s), "1m");
  EXPECT_EQ(format_duration(90s), "90s");
  EXPECT_EQ(format_duration(2h), "2h");
}

TEST(Duration, IsReadBackAsWritten) {
  std::mt19937_64 random(20260207);
  for (int round = 0; round < 2000; ++round) {
    const std::chrono::milliseconds duration{static_cast<std::int64_t>(random() % 36'000'000'001U)};
    EXPECT_EQ(parse_duration(format_duration(duration)), duration);
  }
}

}  // namespace
}  // namespace lanchat::protocol
