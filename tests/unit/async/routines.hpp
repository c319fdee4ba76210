// SPDX-License-Identifier: MIT
#pragma once

// What routines need to run in a test: a context with a reactor, and a group that collects what they throw.
// A test that leaves a routine behind has failed.

#include "lanchat/async/reactor.hpp"
#include "lanchat/async/task_group.hpp"

#include <gtest/gtest.h>

#include <exception>
#include <string>
#include <vector>

namespace lanchat::tests {

struct Routines : testing::Test {
  /// Until nobody waits for anything any more.
  void run() {
    context.restart();
    context.run();
  }

  /// Does what can be done without waiting, and says how many steps it took; a context that never comes to
  /// rest is left after `most`.
  int turn(int most = 1000) {
    context.restart();
    int steps = 0;
    while (steps < most && context.poll_one() != 0)
      ++steps;
    return steps;
  }

  void TearDown() override { EXPECT_EQ(group.size(), 0U) << "a routine was left behind"; }

  boost::asio::io_context context{1};
  async::Reactor reactor{context};
  std::vector<std::string> failures;
  async::TaskGroup group{context.get_executor(), [this](const std::exception_ptr& failure) {
                           try {
                             std::rethrow_exception(failure);
                           } catch (const std::exception& error) {
                             failures.emplace_back(error.what());
                           }
                         }};
};

}  // namespace lanchat::tests
