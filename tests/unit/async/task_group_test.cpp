// SPDX-License-Identifier: MIT
#include "lanchat/async/task_group.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

// The suites bear the names of the types: a namespace of their own, where both can be said.
namespace lanchat::tests {
namespace {

using namespace async;

constexpr boost::asio::use_awaitable_t<Executor> awaitable;

// Gives the others their turn so many times.
Task<> yield(Executor executor, int times) {
  for (int turn = 0; turn < times; ++turn)
    co_await boost::asio::post(executor, awaitable);
}

Task<> count(int& ended) {
  ++ended;
  co_return;
}

Task<> count_after(Executor executor, int turns, int& ended) {
  co_await yield(executor, turns);
  ++ended;
}

Task<> fail(std::string what) {
  throw std::runtime_error(what);
  co_return;
}

Task<> fail_after(Executor executor, int turns, std::string what) {
  co_await yield(executor, turns);
  throw std::runtime_error(what);
}

Task<> spawn_another(async::TaskGroup& group, int& ended) {
  group.spawn(count(ended));
  co_return;
}

Task<> hold(Executor executor, std::shared_ptr<int> held) {
  co_await yield(executor, 1);
  ++*held;
}

struct TaskGroup : testing::Test {
  boost::asio::io_context context{1};
  std::vector<std::string> failures;
  async::TaskGroup group{context.get_executor(), [this](std::exception_ptr failure) {
                           try {
                             std::rethrow_exception(failure);
                           } catch (const std::exception& error) {
                             failures.emplace_back(error.what());
                           }
                         }};
};

TEST_F(TaskGroup, RunsItsTasks) {
  int ended = 0;
  group.spawn(count(ended));
  group.spawn(count_after(context.get_executor(), 3, ended));
  context.run();
  EXPECT_EQ(ended, 2);
  EXPECT_TRUE(failures.empty());
}

TEST_F(TaskGroup, CountsWhatRuns) {
  int ended = 0;
  EXPECT_EQ(group.size(), 0U);
  group.spawn(count(ended));
  group.spawn(count(ended));
  EXPECT_EQ(group.size(), 2U);
  context.run();
  EXPECT_EQ(group.size(), 0U);
}

TEST_F(TaskGroup, ReportsExceptions) {
  group.spawn(fail("at once"));
  group.spawn(fail_after(context.get_executor(), 2, "later"));
  context.run();
  EXPECT_EQ(failures, (std::vector<std::string>{"at once", "later"}));
  EXPECT_EQ(group.size(), 0U);
}

TEST_F(TaskGroup, LetsOthersRunWhenOneFails) {
  int ended = 0;
  group.spawn(count_after(context.get_executor(), 5, ended));
  group.spawn(fail("at once"));
  context.run();
  EXPECT_EQ(ended, 1);
}

TEST_F(TaskGroup, SaysAtOnceThatItIsEmpty) {
  bool empty = false;
  group.when_empty([&] { empty = true; });
  EXPECT_TRUE(empty);
}

TEST_F(TaskGroup, SaysWhenTheLastTaskHasEnded) {
  int ended = 0;
  std::vector<int> ended_when_empty;
  group.spawn(count_after(context.get_executor(), 4, ended));
  group.spawn(count_after(context.get_executor(), 2, ended));
  group.when_empty([&] { ended_when_empty.push_back(ended); });
  EXPECT_TRUE(ended_when_empty.empty());
  context.run();
  EXPECT_EQ(ended_when_empty, std::vector<int>{2});
}

TEST_F(TaskGroup, SaysThatItIsEmptyAfterFailure) {
  bool empty = false;
  group.spawn(fail_after(context.get_executor(), 1, "the last"));
  group.when_empty([&] { empty = failures.size() == 1; });
  context.run();
  EXPECT_TRUE(empty);
}

TEST_F(TaskGroup, SaysThatItIsEmptyOnce) {
  int ended = 0;
  int times = 0;
  group.spawn(count(ended));
  group.when_empty([&] { ++times; });
  context.run();
  context.restart();
  group.spawn(count(ended));
  context.run();
  EXPECT_EQ(times, 1);
}

TEST_F(TaskGroup, WaitsForTasksThatItsTasksSpawn) {
  int ended = 0;
  int ended_when_empty = 0;
  group.spawn(spawn_another(group, ended));
  group.when_empty([&] { ended_when_empty = ended; });
  context.run();
  EXPECT_EQ(ended_when_empty, 1);
}

TEST_F(TaskGroup, KeepsAliveWhatWasMovedIntoTask) {
  auto held = std::make_shared<int>(0);
  const std::weak_ptr<int> watched = held;
  group.spawn(hold(context.get_executor(), std::move(held)));
  EXPECT_FALSE(watched.expired());
  context.run();
  EXPECT_TRUE(watched.expired());
}

}  // namespace
}  // namespace lanchat::tests
