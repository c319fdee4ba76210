// SPDX-License-Identifier: MIT
#include "lanchat/async/routine.hpp"

#include "unit/async/routines.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// The suite bears the name of the type: a namespace of its own, where both can be said.
namespace lanchat::tests {
namespace {

using Steps = std::vector<std::string>;

// What a routine waits for; the test opens it.
class Gate {
 public:
  [[nodiscard]] bool await_ready() const noexcept { return false; }

  void await_suspend(std::coroutine_handle<> waiter) noexcept { waiter_ = waiter; }

  void await_resume() const noexcept {}

  void open() { std::exchange(waiter_, nullptr).resume(); }

 private:
  std::coroutine_handle<> waiter_;
};

async::Routine step(Steps& steps, std::string name) {
  steps.push_back(std::move(name));
  co_return;
}

async::Routine step_behind(Gate& gate, Steps& steps, std::string name) {
  co_await gate;
  steps.push_back(std::move(name));
}

async::Routine fail(std::string what) {
  throw std::runtime_error(what);
  co_return;
}

async::Routine fail_behind(Gate& gate, std::string what) {
  co_await gate;
  throw std::runtime_error(what);
}

async::Routine hold(std::shared_ptr<int> held, Gate& gate) {
  co_await gate;
  ++*held;
}

async::Routine await(async::Routine inner, Steps& steps, std::string then) {
  co_await std::move(inner);
  steps.push_back(std::move(then));
}

async::Routine catch_from(async::Routine inner, Steps& steps) {
  try {
    co_await std::move(inner);
  } catch (const std::runtime_error& error) {
    steps.push_back(error.what());
  }
  steps.push_back("goes on");
}

async::Routine fail_holding(std::shared_ptr<int> held, Gate& gate) {
  const std::shared_ptr<int> local = std::move(held);
  co_await fail_behind(gate, "while it holds " + std::to_string(*local));
}

async::Routine spawn_another(async::TaskGroup& group, Gate& gate, Steps& steps) {
  group.spawn(step_behind(gate, steps, "spawned"));
  steps.emplace_back("spawning");
  co_return;
}

async::Task<> take_turns(async::Executor executor, int turns) {
  for (int turn = 0; turn < turns; ++turn)
    co_await boost::asio::post(executor, boost::asio::use_awaitable_t<async::Executor>{});
}

struct Routine : Routines {
  Steps steps;
  Gate gate;
};

TEST_F(Routine, BeginsWhenItIsSpawned) {
  group.spawn(step(steps, "begun"));
  EXPECT_EQ(steps, Steps{"begun"});
}

TEST_F(Routine, RunsUntilItWaitsAndGoesOnFromThere) {
  group.spawn(step_behind(gate, steps, "through"));
  EXPECT_EQ(steps, Steps{});
  EXPECT_EQ(group.size(), 1U);
  gate.open();
  EXPECT_EQ(steps, Steps{"through"});
  EXPECT_EQ(group.size(), 0U);
}

TEST_F(Routine, NeverBeginsWhenNobodyAwaitsIt) {
  auto held = std::make_shared<int>(0);
  const std::weak_ptr<int> watched = held;
  {
    const async::Routine idle = hold(std::move(held), gate);
    EXPECT_FALSE(watched.expired());
  }
  EXPECT_TRUE(watched.expired());
}

TEST_F(Routine, BelongsToWhomItWasMovedTo) {
  auto held = std::make_shared<int>(0);
  const std::weak_ptr<int> watched = held;
  std::optional<async::Routine> first{hold(std::move(held), gate)};
  std::optional<async::Routine> second{std::move(*first)};
  first.reset();
  EXPECT_FALSE(watched.expired());
  second.reset();
  EXPECT_TRUE(watched.expired());
}

TEST_F(Routine, EndsBeforeWhoAwaitsItGoesOn) {
  group.spawn(await(await(step(steps, "innermost"), steps, "inner"), steps, "outer"));
  EXPECT_EQ(steps, (Steps{"innermost", "inner", "outer"}));
}

TEST_F(Routine, LetsWhoAwaitsItWaitForWhatItWaitsFor) {
  group.spawn(await(await(step_behind(gate, steps, "innermost"), steps, "inner"), steps, "outer"));
  EXPECT_EQ(steps, Steps{});
  EXPECT_EQ(group.size(), 1U);
  gate.open();
  EXPECT_EQ(steps, (Steps{"innermost", "inner", "outer"}));
}

TEST_F(Routine, HandsItsExceptionToWhoAwaitsIt) {
  group.spawn(catch_from(fail("at once"), steps));
  group.spawn(catch_from(fail_behind(gate, "later"), steps));
  gate.open();
  EXPECT_EQ(steps, (Steps{"at once", "goes on", "later", "goes on"}));
  EXPECT_EQ(failures, Steps{});
}

TEST_F(Routine, HandsItsExceptionThroughThoseWhoDoNotCatchIt) {
  group.spawn(catch_from(await(await(fail("deep"), steps, "inner"), steps, "outer"), steps));
  EXPECT_EQ(steps, (Steps{"deep", "goes on"}));
}

TEST_F(Routine, HandsItsExceptionToTheGroupThatSpawnedIt) {
  group.spawn(fail("at once"));
  group.spawn(await(fail_behind(gate, "later"), steps, "not reached"));
  EXPECT_EQ(failures, Steps{"at once"});
  gate.open();
  EXPECT_EQ(failures, (Steps{"at once", "later"}));
  EXPECT_EQ(steps, Steps{});
}

TEST_F(Routine, KeepsWhatWasMovedIntoItUntilItsEnd) {
  auto held = std::make_shared<int>(0);
  const std::weak_ptr<int> watched = held;
  group.spawn(hold(std::move(held), gate));
  EXPECT_FALSE(watched.expired());
  gate.open();
  EXPECT_TRUE(watched.expired());
}

TEST_F(Routine, LeavesNothingBehindWhenItEndsByException) {
  auto held = std::make_shared<int>(7);
  const std::weak_ptr<int> watched = held;
  group.spawn(fail_holding(std::move(held), gate));
  EXPECT_FALSE(watched.expired());
  gate.open();
  EXPECT_TRUE(watched.expired());
  EXPECT_EQ(failures, Steps{"while it holds 7"});
}

TEST_F(Routine, IsGoneWhenTheGroupHearsOfItsEnd) {
  auto held = std::make_shared<int>(0);
  const std::weak_ptr<int> watched = held;
  Steps heard;
  async::TaskGroup told(context.get_executor(), [&](const std::exception_ptr&) {
    heard.emplace_back(watched.expired() ? "failed, and gone" : "failed");
  });
  told.spawn(fail_holding(std::move(held), gate));
  told.when_empty([&] { heard.emplace_back("empty"); });
  gate.open();
  EXPECT_EQ(heard, (Steps{"failed, and gone", "empty"}));
}

TEST_F(Routine, MayBeSpawnedByAnother) {
  group.spawn(spawn_another(group, gate, steps));
  EXPECT_EQ(group.size(), 1U);
  gate.open();
  EXPECT_EQ(steps, (Steps{"spawning", "spawned"}));
}

TEST_F(Routine, CountsInItsGroupAsTasksDo) {
  bool empty = false;
  group.spawn(take_turns(context.get_executor(), 3));
  group.spawn(step_behind(gate, steps, "through"));
  group.when_empty([&] { empty = true; });
  EXPECT_EQ(group.size(), 2U);
  run();
  EXPECT_FALSE(empty);
  gate.open();
  EXPECT_TRUE(empty);
}

TEST_F(Routine, RunsBesideManyOthers) {
  std::vector<Gate> gates(1000);
  for (Gate& each : gates)
    group.spawn(await(step_behind(each, steps, "inner"), steps, "outer"));
  EXPECT_EQ(group.size(), gates.size());
  for (Gate& each : gates)
    each.open();
  EXPECT_EQ(steps.size(), 2 * gates.size());
}

}  // namespace
}  // namespace lanchat::tests
