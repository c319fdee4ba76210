// SPDX-License-Identifier: MIT
#include "net/token_table.hpp"

#include <unistd.h>

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <fstream>

namespace lanchat::net {
namespace {

using namespace std::chrono_literals;

constexpr TokenTable::Time start = TokenTable::Time{} + 1h;

// The high half of a key chooses its set, so all of these meet in one.
std::uint64_t in_one_set(std::uint64_t number) {
  return number + 1;
}

int take_all(TokenTable& table, std::uint64_t key, TokenTable::Time now) {
  int taken = 0;
  while (taken < 1000 && table.take(key, now))
    ++taken;
  return taken;
}

TEST(TokenTable, LimitsEachKeyApart) {
  TokenTable table(5, 4096);
  EXPECT_EQ(take_all(table, 1, start), 5);
  EXPECT_EQ(take_all(table, 2, start), 5);
  EXPECT_FALSE(table.take(1, start + 199ms));
  EXPECT_TRUE(table.take(1, start + 200ms));
  EXPECT_FALSE(table.take(1, start + 200ms));
}

TEST(TokenTable, TellsKeysOfOneSetApart) {
  TokenTable table(1, 4096);
  for (std::uint64_t number = 0; number < 8; ++number)
    EXPECT_TRUE(table.take(in_one_set(number), start));
  for (std::uint64_t number = 0; number < 8; ++number)
    EXPECT_FALSE(table.take(in_one_set(number), start));
}

TEST(TokenTable, ForgetsTheFullestFirst) {
  TokenTable table(10, 8);
  for (std::uint64_t number = 0; number < 8; ++number)
    for (std::uint64_t taken = 0; taken <= number; ++taken)
      ASSERT_TRUE(table.take(in_one_set(number), start));
  EXPECT_EQ(take_all(table, in_one_set(8), start), 10);  // in the place of number 0
  for (std::uint64_t number = 1; number < 8; ++number)
    EXPECT_EQ(take_all(table, in_one_set(number), start), 9 - static_cast<int>(number));
}

TEST(TokenTable, KeepsOneWhoIsLimitedWhileACrowdPassesBy) {
  TokenTable table(2, 64);
  EXPECT_EQ(take_all(table, in_one_set(0), start), 2);
  for (std::uint64_t number = 1; number < 10'000; ++number)
    ASSERT_TRUE(table.take(in_one_set(number), start));
  EXPECT_FALSE(table.take(in_one_set(0), start));
}

TEST(TokenTable, GivesANewcomerAFullBucket) {
  TokenTable table(3, 1);
  EXPECT_EQ(take_all(table, 1, start), 3);
  EXPECT_EQ(take_all(table, 2, start), 3);
}

TEST(TokenTable, TakesMemoryWhenTheFirstKeyComes) {
  TokenTable table(1, 4096);
  EXPECT_EQ(table.capacity(), 0U);
  EXPECT_TRUE(table.take(1, start));
  EXPECT_EQ(table.capacity(), 4096U);
}

// Pages in memory now.
std::size_t resident_pages() {
  std::ifstream statm("/proc/self/statm");
  std::size_t all = 0;
  std::size_t resident = 0;
  statm >> all >> resident;
  return resident;
}

TEST(TokenTable, TakesNoMoreThanIsUsed) {
  constexpr std::size_t most = std::size_t{1} << 24U;  // 256 MiB
  TokenTable table(1, most);
  const std::size_t before = resident_pages();
  ASSERT_NE(before, 0U);
  EXPECT_TRUE(table.take(1, start));
  EXPECT_EQ(table.capacity(), most);
  const std::size_t allowed = (64U << 20U) / static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  EXPECT_LT(resident_pages(), before + allowed);
}

TEST(TokenTable, NeverRemembersMoreThanItMay) {
  for (const std::size_t most : {1U, 2U, 7U, 8U, 9U, 1000U, 4096U}) {
    TokenTable table(1, most);
    for (std::uint64_t number = 0; number < 2 * most; ++number)
      EXPECT_TRUE(table.take(number << 32U, start));
    EXPECT_LE(table.capacity(), most);
    EXPECT_GT(2 * table.capacity(), most);
  }
}

TEST(TokenTable, UsesAllOfItsSets) {
  TokenTable table(1, 80);
  for (std::uint64_t number = 0; number < 80; ++number)
    EXPECT_TRUE(table.take((number << 32U) + 1, start));
  for (std::uint64_t number = 0; number < 80; ++number)
    EXPECT_FALSE(table.take((number << 32U) + 1, start));
}

}  // namespace
}  // namespace lanchat::net
