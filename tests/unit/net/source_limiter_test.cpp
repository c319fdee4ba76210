// SPDX-License-Identifier: MIT
#include "net/source_limiter.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace lanchat::net {
namespace {

using namespace std::chrono_literals;

constexpr TokenBucket::Time start = TokenBucket::Time{} + 1h;

SourceLimiter::Source source(std::uint32_t number) {
  return {boost::asio::ip::address_v4(0x0A000000U + number), 4711};
}

int admitted(SourceLimiter& limiter, const SourceLimiter::Source& from, TokenBucket::Time now) {
  int count = 0;
  while (count < 1000 && limiter.admit(from, now))
    ++count;
  return count;
}

TEST(SourceLimiter, LimitsEachSourceApart) {
  SourceLimiter limiter(5);
  EXPECT_EQ(admitted(limiter, source(1), start), 5);
  EXPECT_EQ(admitted(limiter, source(2), start), 5);
  EXPECT_FALSE(limiter.admit(source(1), start + 199ms));
  EXPECT_TRUE(limiter.admit(source(1), start + 200ms));
}

TEST(SourceLimiter, TellsPortsOfOneAddressApart) {
  SourceLimiter limiter(1);
  const auto address = boost::asio::ip::address_v4::loopback();
  EXPECT_TRUE(limiter.admit({address, 1}, start));
  EXPECT_TRUE(limiter.admit({address, 2}, start));
  EXPECT_FALSE(limiter.admit({address, 1}, start));
}

TEST(SourceLimiter, RemembersBoundedNumberOfSources) {
  SourceLimiter limiter(1);
  for (std::uint32_t number = 0; number < SourceLimiter::most_sources; ++number)
    ASSERT_TRUE(limiter.admit(source(number), start));
  EXPECT_FALSE(limiter.admit(source(SourceLimiter::most_sources), start));
  EXPECT_EQ(limiter.size(), SourceLimiter::most_sources);
}

TEST(SourceLimiter, ForgetsSourcesThatWereQuiet) {
  SourceLimiter limiter(1);
  for (std::uint32_t number = 0; number < SourceLimiter::most_sources; ++number)
    ASSERT_TRUE(limiter.admit(source(number), start));
  EXPECT_TRUE(limiter.admit(source(SourceLimiter::most_sources), start + 1s));
  EXPECT_EQ(limiter.size(), 1U);
}

TEST(SourceLimiter, ForgetsNoSourceThatIsStillLimited) {
  SourceLimiter limiter(1);
  for (std::uint32_t number = 0; number < SourceLimiter::most_sources; ++number)
    ASSERT_TRUE(limiter.admit(source(number), number == 0 ? start + 1500ms : start));
  EXPECT_TRUE(limiter.admit(source(SourceLimiter::most_sources), start + 2s));
  EXPECT_FALSE(limiter.admit(source(0), start + 2s));
  EXPECT_EQ(limiter.size(), 2U);
}

}  // namespace
}  // namespace lanchat::net
