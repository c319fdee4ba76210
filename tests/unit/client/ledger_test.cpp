// SPDX-License-Identifier: MIT
#include "client/ledger.hpp"

#include <gtest/gtest.h>

namespace lanchat::client {
namespace {

TEST(Ledger, CountsWhatIsUnderWay) {
  Ledger ledger;
  ledger.sent();
  ledger.sent();
  EXPECT_EQ(ledger.in_flight(), 2U);
  ledger.replied();
  EXPECT_EQ(ledger.in_flight(), 1U);
  EXPECT_EQ(ledger.missing(), 1U);
  EXPECT_EQ(ledger.answered(), 1U);
}

TEST(Ledger, IgnoresRepliesNobodyAskedFor) {
  Ledger ledger;
  ledger.replied();
  ledger.sent();
  EXPECT_EQ(ledger.missing(), 1U);
  ledger.replied();
  ledger.replied();
  EXPECT_EQ(ledger.missing(), 0U);
  EXPECT_EQ(ledger.answered(), 1U);
}

TEST(Ledger, KeepsWhatWasGivenUpMissing) {
  Ledger ledger;
  ledger.sent();
  ledger.sent();
  ledger.give_up();
  EXPECT_EQ(ledger.in_flight(), 0U);
  EXPECT_EQ(ledger.missing(), 2U);
}

TEST(Ledger, TakesLateRepliesAfterAll) {
  Ledger ledger;
  ledger.sent();
  ledger.give_up();
  ledger.sent();
  ledger.replied();
  EXPECT_EQ(ledger.in_flight(), 0U);
  EXPECT_EQ(ledger.missing(), 1U);
  ledger.replied();
  EXPECT_EQ(ledger.missing(), 0U);
}

}  // namespace
}  // namespace lanchat::client
