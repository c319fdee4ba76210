// SPDX-License-Identifier: MIT
#include "lanchat/async/readiness.hpp"

#include "unit/async/readiness_fixture.hpp"

#include <boost/system/system_error.hpp>

namespace lanchat::tests {
namespace {

TEST_F(Readiness, WaitsUntilThereIsSomethingToRead) {
  wait(Event::read);
  turn();
  EXPECT_EQ(told, Told{});
  pair.write_there("hello");
  run();
  EXPECT_EQ(told, Told{true});
}

TEST_F(Readiness, TellsInLaterStep) {
  pair.write_there("hello");
  wait(Event::read);
  EXPECT_EQ(told, Told{});
  run();
  EXPECT_EQ(told, Told{true});
}

TEST_F(Readiness, TellsAgainWhileBytesAreUnread) {
  pair.write_there("ab");
  for (int unread = 2; unread > 0; --unread) {
    wait(Event::read);
    run();
    EXPECT_EQ(pair.read_here(1), 1);
  }
  wait(Event::read);
  turn();
  EXPECT_EQ(told, (Told{true, true}));
  pair.write_there("c");
  run();
  EXPECT_EQ(told, (Told{true, true, true}));
}

// Who reads no more than there was said to be must hear of the end too. An edge-triggered registration has
// told of both at once, and is silent from then on.
TEST_F(Readiness, TellsOfTheEndThatCameWithTheLastBytes) {
  pair.write_there("last");
  pair.end_there();
  wait(Event::read);
  run();
  EXPECT_EQ(pair.read_here(4), 4);
  wait(Event::read);
  run();
  EXPECT_EQ(pair.read_here(4), 0);
  EXPECT_EQ(told, (Told{true, true}));
}

TEST_F(Readiness, TellsOfTheEndThatCameWithTheLastBytesDuringWait) {
  wait(Event::read);
  turn();
  pair.write_there("last");
  pair.end_there();
  run();
  EXPECT_EQ(pair.read_here(4), 4);
  wait(Event::read);
  run();
  EXPECT_EQ(pair.read_here(4), 0);
  EXPECT_EQ(told, (Told{true, true}));
}

TEST_F(Readiness, TellsWhoeverReadsThatTheStreamHasFailed) {
  ASSERT_EQ(::send(pair.here(), "x", 1, 0), 1);
  wait(Event::read);
  pair.close_there();  // with a byte unread, which makes it a reset
  run();
  EXPECT_EQ(told, Told{true});
  EXPECT_EQ(pair.read_here(1), -1);
}

TEST_F(Readiness, LosesNothingWhileNobodyWaits) {
  pair.write_there("hello");
  let_another_be_served();
  wait(Event::read);
  run();
  EXPECT_EQ(told, Told{true});
  EXPECT_EQ(pair.read_here(5), 5);
  pair.write_there("again");  // now that it is level-triggered
  let_another_be_served();
  wait(Event::read);
  run();
  EXPECT_EQ(told, (Told{true, true}));
}

TEST_F(Readiness, LosesNothingWhileOnlyWritingIsWaitedFor) {
  pair.fill_here();
  wait(Event::write);
  pair.write_there("hello");
  turn();
  EXPECT_EQ(told, Told{});
  pair.empty_there();
  run();
  wait(Event::read);
  run();
  EXPECT_EQ(told, (Told{true, true}));
}

TEST_F(Readiness, TellsOfUnreadBytesAlsoAfterOtherWaits) {
  pair.write_there("unread");
  for (const Event event : {Event::write, Event::hang_up}) {
    wait(Event::read);
    run();
    wait(event);
    turn();
    readiness->wake();  // nobody hangs up
    run();
    wait(Event::read);
    run();
  }
  EXPECT_EQ(told, (Told{true, true, true, true, false, true}));
}

TEST_F(Readiness, TellsThatTheKernelTakesMore) {
  wait(Event::write);
  run();
  EXPECT_EQ(told, Told{true});
  pair.fill_here();
  wait(Event::write);
  turn();
  EXPECT_EQ(told, Told{true});
  pair.empty_there();
  run();
  EXPECT_EQ(told, (Told{true, true}));
}

TEST_F(Readiness, TellsWhoeverWritesThatTheStreamHasFailed) {
  pair.fill_here();
  wait(Event::write);
  turn();
  EXPECT_EQ(told, Told{});
  pair.close_there();
  run();
  EXPECT_EQ(told, Told{true});
}

TEST_F(Readiness, TellsOfHangUpOnlyWhenBothHalvesAreClosed) {
  ASSERT_EQ(::shutdown(pair.here(), SHUT_WR), 0);
  wait(Event::hang_up);
  turn();
  pair.write_there("last");
  turn();
  EXPECT_EQ(told, Told{});
  pair.end_there();
  run();
  EXPECT_EQ(told, Told{true});
}

TEST_F(Readiness, TellsOfHangUpThatCameBefore) {
  pair.close_there();
  let_another_be_served();
  wait(Event::hang_up);
  run();
  EXPECT_EQ(told, Told{true});
}

TEST_F(Readiness, TellsOfWhatCameWhileHangUpWasWaitedFor) {
  wait(Event::hang_up);
  pair.write_there("hello");
  turn();
  EXPECT_EQ(told, Told{});
  readiness->wake();
  run();
  wait(Event::read);
  run();
  EXPECT_EQ(told, (Told{false, true}));
}

TEST_F(Readiness, TellsOfAllThatAreReadyTogether) {
  SocketPair second_pair;
  async::Readiness second(reactor, second_pair.here(), Held::here_only);
  wait(Event::read);
  group.spawn(hear(second, Event::read, told));
  pair.write_there("one");
  second_pair.write_there("two");
  run();
  EXPECT_EQ(told, (Told{true, true}));
}

TEST_F(Readiness, RefusesWhatIsNoDescriptor) {
  EXPECT_THROW(async::Readiness(reactor, -1, Held::here_only), boost::system::system_error);
  let_another_be_served();
}

}  // namespace
}  // namespace lanchat::tests
