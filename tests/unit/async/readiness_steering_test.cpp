// SPDX-License-Identifier: MIT
// What others do to a wait: waking, resting, forgetting.
#include "unit/async/readiness_fixture.hpp"

#include <optional>
#include <utility>

namespace lanchat::tests {
namespace {

async::Routine hear_and_wake(async::Readiness& readiness, async::Readiness& other, Told& told) {
  const bool ready = co_await readiness.wait(Event::read);
  told.push_back(ready);
  other.wake();
}

TEST_F(Readiness, EndsWaitWhenWoken) {
  pair.fill_here();
  for (const Event event : {Event::read, Event::write, Event::hang_up}) {
    told.clear();
    wait(event);
    turn();
    readiness->wake();
    EXPECT_EQ(told, Told{}) << "not in the step of whoever wakes";
    run();
    EXPECT_EQ(told, Told{false});
  }
}

TEST_F(Readiness, WaitsAsBeforeAfterItWasWoken) {
  for (const Event event : {Event::read, Event::write, Event::hang_up}) {
    wait(event);
    readiness->wake();
    run();
  }
  EXPECT_EQ(told, (Told{false, false, false}));
  wait(Event::read);
  turn();
  EXPECT_EQ(told.size(), 3U);
  pair.write_there("hello");
  run();
  wait(Event::write);
  run();
  wait(Event::hang_up);
  pair.close_there();
  run();
  EXPECT_EQ(told, (Told{false, false, false, true, true, true}));
}

TEST_F(Readiness, IsWokenOnce) {
  wait(Event::read);
  readiness->wake();
  readiness->wake();
  run();
  wait(Event::read);
  turn();
  EXPECT_EQ(told, Told{false});
  pair.write_there("hello");
  run();
  EXPECT_EQ(told, (Told{false, true}));
}

TEST_F(Readiness, IgnoresWakingWhileNobodyWaits) {
  readiness->wake();
  wait(Event::read);
  turn();
  EXPECT_EQ(told, Told{});
  pair.write_there("hello");
  run();
  readiness->wake();
  wait(Event::read);
  run();
  EXPECT_EQ(told, (Told{true, true}));
}

// Both are ready in one round of the context; whoever is told first wakes the other.
TEST_F(Readiness, LosesNoEventToWakingInTheSameRound) {
  SocketPair second_pair;
  async::Readiness second(reactor, second_pair.here(), Held::here_only);
  Told told_second;
  group.spawn(hear_and_wake(*readiness, second, told));
  group.spawn(hear_and_wake(second, *readiness, told_second));
  pair.write_there("one");
  second_pair.write_there("two");
  run();
  EXPECT_EQ(told.size() + told_second.size(), 2U);
  EXPECT_NE(told, told_second) << "one was woken before it was told";
  wait(Event::read);
  group.spawn(hear(second, Event::read, told_second));
  run();
  EXPECT_TRUE(told.back());
  EXPECT_TRUE(told_second.back());
}

TEST_F(Readiness, TellsOfWhatCameDuringRest) {
  wait(Event::read);
  pair.write_there("a");
  run();
  EXPECT_EQ(pair.read_here(1), 1);
  readiness->rest();
  pair.write_there("b");
  let_another_be_served();
  wait(Event::read);
  run();
  EXPECT_EQ(pair.read_here(1), 1);
  wait(Event::read);
  turn();
  EXPECT_EQ(told, (Told{true, true}));
  pair.write_there("c");
  run();
  EXPECT_EQ(told, (Told{true, true, true}));
}

TEST_F(Readiness, TellsAfterRestOfWhatWasLeftUnread) {
  wait(Event::read);
  pair.write_there("a");
  run();
  readiness->rest();
  let_another_be_served();
  wait(Event::read);
  run();
  EXPECT_EQ(told, (Told{true, true}));
}

TEST_F(Readiness, CostsNothingDuringRest) {
  wait(Event::read);
  pair.write_there("unread");
  run();
  readiness->rest();
  pair.end_there();
  SocketPair second_pair;
  async::Readiness second(reactor, second_pair.here(), Held::here_only);
  group.spawn(hear(second, Event::read, told));
  turn();
  EXPECT_LT(turn(), 10) << "the context does not come to rest";
  second.wake();
  run();
}

TEST_F(Readiness, NeedsNoRestBeforeItsFirstWait) {
  readiness->rest();
  pair.write_there("hello");
  wait(Event::read);
  run();
  EXPECT_EQ(told, Told{true});
}

TEST_F(Readiness, TellsWhoeverWaitsThatTheDescriptorIsForgotten) {
  for (const Event event : {Event::read, Event::write, Event::hang_up}) {
    SocketPair sockets;
    sockets.fill_here();
    async::Readiness forgotten(reactor, sockets.here(), Held::here_only);
    told.clear();
    group.spawn(hear(forgotten, event, told));
    forgotten.forget();
    sockets.close_here();
    EXPECT_EQ(told, Told{});
    run();
    EXPECT_EQ(told, Told{false});
  }
}

TEST_F(Readiness, HearsNothingOfForgottenDescriptorThatIsHeldElsewhere) {
  for (const bool by_destruction : {false, true}) {
    SocketPair sockets;
    const int elsewhere = dup(sockets.here());
    std::optional<async::Readiness> forgotten{std::in_place, reactor, sockets.here(), Held::elsewhere_too};
    Told told_before;
    group.spawn(hear(*forgotten, Event::read, told_before));
    sockets.write_there("unread");
    run();
    if (by_destruction) {
      forgotten.reset();
    } else {
      forgotten->forget();
    }
    sockets.close_here();
    wait(Event::read);
    turn();
    EXPECT_LT(turn(), 10) << "the context does not come to rest";
    EXPECT_EQ(told, Told{});
    readiness->wake();
    run();
    told.clear();
    close(elsewhere);
  }
}

TEST_F(Readiness, ForgetsWithoutWait) {
  readiness->forget();
  pair.close_here();
  readiness->wake();
  readiness->forget();
  let_another_be_served();
}

TEST_F(Readiness, MayBeMadeAnewForTheSameDescriptor) {
  readiness.reset();
  pair.close_here();
  SocketPair fresh;  // with the number that has just become free
  readiness.emplace(reactor, fresh.here(), Held::here_only);
  wait(Event::read);
  fresh.write_there("hello");
  run();
  EXPECT_EQ(told, Told{true});
}

}  // namespace
}  // namespace lanchat::tests
