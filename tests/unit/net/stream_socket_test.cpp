// SPDX-License-Identifier: MIT
#include "net/stream_socket.hpp"

#include "unit/async/routines.hpp"
#include "unit/net/stream_pair.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// The suite bears the name of the type: a namespace of its own, where both can be said.
namespace lanchat::tests {
namespace {

using Event = net::StreamSocket::Event;
using Outcome = net::StreamSocket::Outcome;

async::Routine hear(net::StreamSocket& socket, Event event, std::vector<bool>& told) {
  const bool ready = co_await socket.wait(event);
  told.push_back(ready);
}

// What a session does, without its rules: all that comes goes back, until the end.
async::Routine send_back(net::StreamSocket& socket, std::size_t& returned) {
  std::array<char, 5000> room;
  for (;;) {
    const bool readable = co_await socket.wait(Event::read);
    if (!readable) co_return;
    const auto [size, outcome] = socket.receive(room);
    if (outcome == Outcome::blocked) continue;
    if (outcome != Outcome::moved) break;
    std::string_view rest(room.data(), size);
    while (!rest.empty()) {
      const auto sent = socket.send(rest);
      rest.remove_prefix(sent.size);
      returned += sent.size;
      if (sent.outcome != Outcome::blocked) continue;
      const bool writable = co_await socket.wait(Event::write);
      if (!writable) co_return;
    }
  }
  socket.end_output();
}

struct StreamSocket : Routines, testing::WithParamInterface<Kind> {
  void wait(Event event) { group.spawn(hear(*socket, event, told)); }

  Outcome receive(std::size_t most = 100) {
    std::array<char, 100> room;
    const auto [size, outcome] = socket->receive(std::span(room).first(most));
    received.assign(room.data(), size);
    return outcome;
  }

  std::size_t fill() {
    const std::string bytes(4096, 'x');
    std::size_t size = 0;
    for (;;) {
      const auto sent = socket->send(bytes);
      size += sent.size;
      if (sent.outcome == Outcome::moved) continue;
      EXPECT_EQ(sent.outcome, Outcome::blocked);
      return size;
    }
  }

  // The peer goes without having read what was sent to it.
  void reset_by_peer() {
    EXPECT_EQ(socket->send("unread").outcome, Outcome::moved);
    StreamPair::await(pair.there.value(), POLLIN);
    pair.leave();
    StreamPair::await(fd, 0);
  }

  StreamPair pair{GetParam()};
  int fd = pair.here.value();
  std::optional<net::StreamSocket> socket{std::in_place, reactor, std::move(pair.here)};
  std::vector<bool> told;
  std::string received;
};

struct TcpStreamSocket : StreamSocket {};  // unix sockets know urgent data where the kernel is new

TEST_P(StreamSocket, ReceivesWhatIsThere) {
  pair.say("hello");
  StreamPair::await(fd, POLLIN);
  EXPECT_EQ(receive(), Outcome::moved);
  EXPECT_EQ(received, "hello");
  EXPECT_EQ(receive(), Outcome::blocked);
  EXPECT_EQ(received, "");
}

TEST_P(StreamSocket, ReceivesNoMoreThanThereIsRoomFor) {
  pair.say("hello");
  StreamPair::await(fd, POLLIN);
  EXPECT_EQ(receive(2), Outcome::moved);
  EXPECT_EQ(received, "he");
  EXPECT_EQ(socket->unread(), 3U);
  EXPECT_EQ(receive(), Outcome::moved);
  EXPECT_EQ(received, "llo");
  EXPECT_EQ(socket->unread(), 0U);
}

TEST_P(StreamSocket, ReceivesTheEndBehindTheLastBytes) {
  pair.say("last");
  ASSERT_EQ(shutdown(pair.there.value(), SHUT_WR), 0);
  wait(Event::read);
  run();
  EXPECT_EQ(receive(4), Outcome::moved);
  EXPECT_EQ(received, "last");
  wait(Event::read);
  run();
  EXPECT_EQ(receive(), Outcome::ended);
  EXPECT_EQ(receive(), Outcome::ended);
  EXPECT_EQ(socket->send("still").outcome, Outcome::moved);
  EXPECT_EQ(pair.heard(), "still");
}

TEST_P(StreamSocket, FailsToReceiveFromWhoHasReset) {
  reset_by_peer();
  EXPECT_EQ(receive(), Outcome::failed);
}

TEST_P(StreamSocket, FailsToSendToWhoHasGone) {
  reset_by_peer();
  static_cast<void>(receive());  // the reason; what follows would raise SIGPIPE
  EXPECT_EQ(socket->send("hello").outcome, Outcome::failed);
  EXPECT_EQ(socket->send("hello").size, 0U);
}

TEST_P(StreamSocket, SendsUntilTheKernelTakesNoMore) {
  const std::size_t size = fill();
  wait(Event::write);
  turn();
  EXPECT_TRUE(told.empty());
  std::size_t heard = 0;
  while (heard < size)
    heard += pair.heard().size();
  run();
  EXPECT_EQ(told, std::vector<bool>{true});
  EXPECT_EQ(heard, size);
  EXPECT_EQ(socket->send("more").outcome, Outcome::moved);
}

TEST_P(StreamSocket, EndsItsOutputAlone) {
  EXPECT_EQ(socket->send("last").outcome, Outcome::moved);
  socket->end_output();
  EXPECT_EQ(pair.heard(), "last");
  EXPECT_EQ(pair.heard(), "");
  pair.say("still");
  StreamPair::await(fd, POLLIN);
  EXPECT_EQ(receive(), Outcome::moved);
  EXPECT_EQ(received, "still");
}

TEST_P(StreamSocket, EndsAlsoWhereSomebodyElseHoldsIt) {
  const net::Descriptor elsewhere(dup(fd));
  socket->end();
  socket.reset();
  EXPECT_EQ(pair.heard(), "");
}

TEST_P(StreamSocket, IsClosedWithItsOwner) {
  socket.reset();
  EXPECT_EQ(pair.heard(), "");
  EXPECT_EQ(fcntl(fd, F_GETFD), -1);
}

TEST_P(StreamSocket, KnowsWhetherAllIsTaken) {
  EXPECT_TRUE(socket->all_is_taken());
  const std::size_t size = fill();
  EXPECT_FALSE(socket->all_is_taken());
  for (std::size_t heard = 0; heard < size;)
    heard += pair.heard().size();
  while (!socket->all_is_taken())  // no event tells of the acknowledgement
    std::this_thread::yield();
}

TEST_P(StreamSocket, TellsOnceThatItHasFailed) {
  EXPECT_FALSE(socket->failed());
  reset_by_peer();
  EXPECT_TRUE(socket->failed());
  EXPECT_FALSE(socket->failed());
}

TEST_P(StreamSocket, HasNotFailedWhereThePeerHasOnlyLeft) {
  pair.leave();
  StreamPair::await(fd, POLLIN);
  EXPECT_FALSE(socket->failed());
}

TEST_P(StreamSocket, HangsUpWhenBothHalvesAreClosed) {
  EXPECT_FALSE(socket->hung_up());
  pair.say("last");
  ASSERT_EQ(shutdown(pair.there.value(), SHUT_WR), 0);
  StreamPair::await(fd, POLLRDHUP);
  EXPECT_FALSE(socket->hung_up());
  socket->end_output();
  wait(Event::hang_up);
  run();
  EXPECT_TRUE(socket->hung_up());
  EXPECT_EQ(receive(), Outcome::moved);
  EXPECT_EQ(received, "last");
}

TEST_P(StreamSocket, HangsUpWhenItIsReset) {
  wait(Event::hang_up);
  turn();
  EXPECT_TRUE(told.empty());
  reset_by_peer();
  run();
  EXPECT_EQ(told, std::vector<bool>{true});
  EXPECT_TRUE(socket->hung_up());
  EXPECT_TRUE(socket->failed());
}

// Such a byte ends a wait for a hang-up; the next wait must not end by the same byte.
TEST_P(TcpStreamSocket, ThrowsUrgentDataAway) {
  wait(Event::hang_up);
  turn();
  ASSERT_EQ(::send(pair.there.value(), "!", 1, MSG_OOB), 1);
  run();
  EXPECT_EQ(told, std::vector<bool>{true});
  EXPECT_FALSE(socket->hung_up());
  wait(Event::hang_up);
  turn();
  EXPECT_EQ(told.size(), 1U);
  pair.say("hello");
  turn();
  EXPECT_EQ(told.size(), 1U);
  socket->wake();
  run();
  EXPECT_EQ(receive(), Outcome::moved);
  EXPECT_EQ(received, "hello");
}

TEST_P(StreamSocket, ReceivesAfterRest) {
  wait(Event::read);
  pair.say("a");
  run();
  socket->rest();
  EXPECT_EQ(receive(), Outcome::moved);
  pair.say("b");
  wait(Event::read);
  run();
  EXPECT_EQ(receive(), Outcome::moved);
  EXPECT_EQ(received, "b");
  wait(Event::read);
  socket->wake();
  run();
  EXPECT_EQ(told, (std::vector<bool>{true, true, false}));
}

TEST_P(StreamSocket, MovesAnyAmountBothWays) {
  std::string sent;
  for (int number = 0; sent.size() < 3'000'000; ++number)
    sent += std::to_string(number) + ',';
  std::size_t returned = 0;
  std::string heard;
  group.spawn(send_back(*socket, returned));
  ASSERT_EQ(fcntl(pair.there.value(), F_SETFL, 0), 0);
  std::thread speaker([&] {
    for (std::size_t at = 0; at < sent.size();) {
      const ssize_t size = ::send(pair.there.value(), sent.data() + at, sent.size() - at, MSG_NOSIGNAL);
      if (size <= 0) break;
      at += static_cast<std::size_t>(size);
    }
    shutdown(pair.there.value(), SHUT_WR);
  });
  std::thread listener([&] {
    for (std::string part = pair.heard(); !part.empty(); part = pair.heard())
      heard += part;
  });
  run();
  speaker.join();
  listener.join();
  EXPECT_EQ(returned, sent.size());
  EXPECT_TRUE(heard == sent) << heard.size() << " bytes of " << sent.size();
}

std::string name(const testing::TestParamInfo<Kind>& kind) {
  return kind.param == Kind::tcp ? "Tcp" : "Unix";
}

INSTANTIATE_TEST_SUITE_P(Kinds, StreamSocket, testing::Values(Kind::tcp, Kind::unix_domain), name);
INSTANTIATE_TEST_SUITE_P(Kinds, TcpStreamSocket, testing::Values(Kind::tcp), name);

}  // namespace
}  // namespace lanchat::tests
