// SPDX-License-Identifier: MIT
#include "lanchat/async/turn_queue.hpp"

#include "lanchat/async/readiness.hpp"

#include "unit/async/routines.hpp"
#include "unit/async/socket_pair.hpp"

#include <string>

namespace lanchat::tests {
namespace {

struct TurnQueue : Routines {
  async::Routine take_turns(char name, int turns) {
    for (int i = 0; i < turns; ++i) {
      co_await queue.next();
      order += name;
    }
  }

  async::TurnQueue queue{reactor};
  std::string order;
};

TEST_F(TurnQueue, GivesNobodyItsTurnInTheStepInWhichItAsks) {
  group.spawn(take_turns('a', 1));
  EXPECT_EQ(order, "");
  run();
  EXPECT_EQ(order, "a");
}

TEST_F(TurnQueue, GivesTurnsInTheOrderOfAsking) {
  for (const char name : {'a', 'b', 'c'})
    group.spawn(take_turns(name, 1));
  run();
  EXPECT_EQ(order, "abc");
}

TEST_F(TurnQueue, PutsWhoComesBackBehindTheOthers) {
  group.spawn(take_turns('a', 3));
  group.spawn(take_turns('b', 1));
  group.spawn(take_turns('c', 2));
  run();
  EXPECT_EQ(order, "abcaca");
}

TEST_F(TurnQueue, IsUsedAgainAfterItWasEmpty) {
  for (int i = 0; i < 3; ++i) {
    group.spawn(take_turns('a', 1));
    run();
  }
  EXPECT_EQ(order, "aaa");
}

TEST_F(TurnQueue, LetsWhatIsReadyComeBetweenTwoRounds) {
  SocketPair pair;
  async::Readiness readiness(reactor, pair.here(), async::Readiness::Held::here_only);
  const auto hear = [](async::Readiness& event, std::string& told) -> async::Routine {
    co_await event.wait(async::Readiness::Event::read);
    told += 'r';
  };
  group.spawn(hear(readiness, order));
  turn();  // it waits in the kernel now
  group.spawn(take_turns('a', 5));
  group.spawn(take_turns('b', 5));
  pair.write_there("x");
  run();
  EXPECT_EQ(order.size(), 11U);
  EXPECT_LE(order.find('r'), 4U) << order;
}

}  // namespace
}  // namespace lanchat::tests
