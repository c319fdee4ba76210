// SPDX-License-Identifier: MIT
#include "lanchat/net/counters.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

namespace lanchat::net {
namespace {

using protocol::CloseReason;

std::map<std::string, std::uint64_t> by_name(const Counters& counters) {
  std::map<std::string, std::uint64_t> values;
  counters.for_each([&](std::string_view name, std::uint64_t value) {
    EXPECT_TRUE(values.emplace(name, value).second) << name << " is there twice";
  });
  return values;
}

// Every counter another number, so that one that is mixed up with another shows.
Counters distinct() {
  Counters counters{1, 2, 3, 4, 5, 6, 7, {}, {}};
  for (std::size_t i = 0; i < counters.closed.size(); ++i)
    counters.closed[i] = 100 + i;
  for (std::size_t i = 0; i < counters.dropped.size(); ++i)
    counters.dropped[i] = 1000 + i;
  return counters;
}

TEST(Counters, BeginAtZero) {
  for (const auto& [name, value] : by_name(Counters{}))
    EXPECT_EQ(value, 0U) << name;
}

TEST(Counters, HaveStableNames) {
  EXPECT_THAT(by_name(distinct()),
              testing::IsSupersetOf(std::map<std::string, std::uint64_t>{{"clients", 1},
                                                                         {"accepted", 2},
                                                                         {"rejected", 3},
                                                                         {"messages", 4},
                                                                         {"replies", 5},
                                                                         {"bytes_in", 6},
                                                                         {"bytes_out", 7}}));
}

TEST(Counters, CountClosedClientsByReason) {
  const auto values = by_name(distinct());
  for (std::size_t i = 0; i < protocol::close_reason_count; ++i) {
    const std::string name = "closed_" + std::string(to_string(static_cast<CloseReason>(i)));
    ASSERT_TRUE(values.contains(name)) << name;
    EXPECT_EQ(values.at(name), 100 + i) << name;
  }
}

TEST(Counters, CountDroppedDatagramsByReasonAndInAll) {
  const auto values = by_name(distinct());
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < drop_reason_count; ++i) {
    const std::string name = "datagrams_dropped_" + std::string(to_string(static_cast<DropReason>(i)));
    ASSERT_TRUE(values.contains(name)) << name;
    EXPECT_EQ(values.at(name), 1000 + i) << name;
    sum += values.at(name);
  }
  EXPECT_EQ(values.at("datagrams_dropped"), sum);
}

TEST(Counters, AddUpOneByOne) {
  Counters sum = distinct();
  sum += distinct();
  sum += Counters{};
  const auto once = by_name(distinct());
  for (const auto& [name, value] : by_name(sum))
    EXPECT_EQ(value, 2 * once.at(name)) << name;
}

}  // namespace
}  // namespace lanchat::net
