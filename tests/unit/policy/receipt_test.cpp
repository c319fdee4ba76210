// SPDX-License-Identifier: MIT
#include "lanchat/policy/receipt.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

// The suite bears the name of the type: a namespace of its own, where both can be said.
namespace lanchat::tests {
namespace {

struct Receipt : testing::Test {
  policy::Receipt ask() {
    return [this](bool delivered) { told.push_back(delivered); };
  }

  std::vector<bool> told;
};

TEST_F(Receipt, TellsOnceOnly) {
  {
    policy::Receipt receipt = ask();
    receipt(true);
    receipt(false);
  }
  EXPECT_EQ(told, std::vector{true});
}

TEST_F(Receipt, TellsOfALossWhereNobodySaysSo) {
  {
    const policy::Receipt dropped = ask();
  }
  EXPECT_EQ(told, std::vector{false});
}

TEST_F(Receipt, TellsOnceWhenMoved) {
  {
    policy::Receipt from = ask();
    policy::Receipt to(std::move(from));
    EXPECT_TRUE(told.empty());
    to(true);
  }
  EXPECT_EQ(told, std::vector{true});
}

TEST_F(Receipt, TellsOfTheOneThatAnotherTakesThePlaceOf) {
  policy::Receipt receipt = ask();
  receipt = ask();
  EXPECT_EQ(told, std::vector{false});
  receipt(true);
  EXPECT_EQ(told, (std::vector{false, true}));
}

TEST_F(Receipt, MayBeEmpty) {
  policy::Receipt nobody;
  nobody(true);
  EXPECT_TRUE(told.empty());
}

}  // namespace
}  // namespace lanchat::tests
