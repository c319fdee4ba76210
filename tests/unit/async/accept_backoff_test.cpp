// SPDX-License-Identifier: MIT
#include "lanchat/async/accept_backoff.hpp"

#include <gtest/gtest.h>

namespace lanchat::async {
namespace {

using namespace std::chrono_literals;

TEST(AcceptBackoff, DoublesUpToTheLongestPause) {
  AcceptBackoff backoff;
  for (const auto pause : {10ms, 20ms, 40ms, 80ms, 160ms, 320ms, 640ms, 1000ms, 1000ms, 1000ms})
    EXPECT_EQ(backoff.failed(), pause);
}

TEST(AcceptBackoff, BeginsAnewAfterSuccess) {
  AcceptBackoff backoff;
  static_cast<void>(backoff.failed());
  static_cast<void>(backoff.failed());
  backoff.succeeded();
  EXPECT_EQ(backoff.failed(), AcceptBackoff::shortest);
}

TEST(AcceptBackoff, PausesFromTheFirstFailureToTheNextSuccess) {
  AcceptBackoff backoff;
  EXPECT_FALSE(backoff.pausing());
  static_cast<void>(backoff.failed());
  EXPECT_TRUE(backoff.pausing());
  static_cast<void>(backoff.failed());
  EXPECT_TRUE(backoff.pausing());
  backoff.succeeded();
  EXPECT_FALSE(backoff.pausing());
}

}  // namespace
}  // namespace lanchat::async
