// SPDX-License-Identifier: MIT
#include "lanchat/net/memory_budget.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <limits>
#include <thread>
#include <vector>

namespace lanchat::net {
namespace {

constexpr std::size_t nobody = std::numeric_limits<std::size_t>::max();

TEST(MemoryBudget, AddsUpWhatClientsUse) {
  MemoryBudget budget(1000);
  budget.change(0, 300);
  budget.change(0, 500);
  budget.change(300, 100);
  EXPECT_EQ(budget.used(), 600U);
  EXPECT_EQ(budget.peak(), 800U);
  budget.change(100, 0);
  budget.change(500, 0);
  EXPECT_EQ(budget.used(), 0U);
  EXPECT_EQ(budget.peak(), 800U);
}

TEST(MemoryBudget, IsExceededBeyondItsLimitOnly) {
  MemoryBudget budget(1000);
  budget.change(0, 1000);
  EXPECT_FALSE(budget.exceeded());
  budget.change(1000, 1001);
  EXPECT_TRUE(budget.exceeded());
}

TEST(MemoryBudget, IsNeverExceededWithoutLimit) {
  MemoryBudget budget(0);
  budget.change(0, nobody / 2);
  EXPECT_FALSE(budget.exceeded());
  EXPECT_FALSE(budget.too_full());
  EXPECT_EQ(budget.threshold(), nobody);
}

TEST(MemoryBudget, MeansNobodyWhileThereIsRoom) {
  MemoryBudget budget(1600);
  budget.change(0, 1500);
  EXPECT_FALSE(budget.too_full());
  EXPECT_EQ(budget.threshold(), nobody);
}

TEST(MemoryBudget, MeansTheLargestFirst) {
  MemoryBudget budget(16000);
  for (int i = 0; i < 100; ++i)
    budget.change(0, 100);
  budget.change(0, 7000);
  ASSERT_TRUE(budget.exceeded());
  EXPECT_GT(budget.threshold(), 100U);
  EXPECT_LE(budget.threshold(), 7000U);
}

TEST(MemoryBudget, MeansSmallerOnesWhereTheLargestAreNotEnough) {
  MemoryBudget budget(16000);
  for (int i = 0; i < 200; ++i)
    budget.change(0, 100);
  budget.change(0, 1000);
  EXPECT_LE(budget.threshold(), 100U);
}

TEST(MemoryBudget, IsRelievedToFifteenSixteenths) {
  MemoryBudget budget(1600);
  budget.change(0, 1000);
  budget.change(0, 601);
  ASSERT_TRUE(budget.exceeded());
  budget.change(601, 501);
  EXPECT_FALSE(budget.exceeded());
  EXPECT_TRUE(budget.too_full());
  budget.change(501, 500);
  EXPECT_FALSE(budget.too_full());
}

TEST(MemoryBudget, HasOneReliefAtATime) {
  MemoryBudget budget(1);
  EXPECT_TRUE(budget.begin_relief(2));
  EXPECT_FALSE(budget.begin_relief(2));
  budget.end_relief();
  EXPECT_FALSE(budget.begin_relief(2));
  budget.end_relief();
  EXPECT_TRUE(budget.begin_relief(2));
}

TEST(MemoryBudget, CountsRightlyWhateverTheThreadsDo) {
  MemoryBudget budget(1);
  {
    std::vector<std::jthread> threads;
    for (std::size_t thread = 1; thread <= 4; ++thread) {
      threads.emplace_back([&budget, thread] {
        std::size_t used = 0;
        for (std::size_t i = 0; i < 5000; ++i) {
          const std::size_t next = i * thread % 777;
          budget.change(used, next);
          used = next;
        }
        budget.change(used, 0);
      });
    }
  }
  EXPECT_EQ(budget.used(), 0U);
  EXPECT_EQ(budget.threshold(), nobody);
  budget.change(0, 5);
  EXPECT_EQ(budget.threshold(), 4U);
}

}  // namespace
}  // namespace lanchat::net
