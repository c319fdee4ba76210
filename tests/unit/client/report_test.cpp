// SPDX-License-Identifier: MIT
#include "client/report.hpp"

#include <gtest/gtest.h>

namespace lanchat::client {
namespace {

const Failure closed{ExitStatus::replies_missing, "the server closed the connection"};

TEST(Report, SaysNothingWhereAllWentWell) {
  EXPECT_EQ(describe({{}, 3, 0}), "");
  EXPECT_EQ(report({{}, 3, 0}), 0);
}

TEST(Report, SaysHowManyRepliesAreMissing) {
  EXPECT_EQ(describe({closed, 10, 3}), "the server closed the connection; 3 of 10 replies are missing");
  EXPECT_EQ(describe({closed, 1, 1}), "the server closed the connection; 1 of 1 reply is missing");
  EXPECT_EQ(describe({closed, 2, 0}), "the server closed the connection");
}

TEST(Report, LeavesWithTheStatusOfTheFailure) {
  EXPECT_EQ(report({closed, 10, 3}), 75);
}

TEST(Outcome, AddsUpOverConnections) {
  Outcome all{{}, 1, 0};
  all.add({closed, 2, 1});
  all.add({{}, 1, 0});
  EXPECT_EQ(all.sent, 4U);
  EXPECT_EQ(all.missing, 1U);
  ASSERT_TRUE(all.failure);
  EXPECT_EQ(all.failure->status, ExitStatus::replies_missing);
}

}  // namespace
}  // namespace lanchat::client
