// SPDX-License-Identifier: MIT
// What a policy says without being asked, through a handle that may outlive its client.
#include "integration/served.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace lanchat::integration {
namespace {

TEST(UnaskedMessages, ReachAClientThatIsSilent) {
  Served served;
  const Client client(served.open("tcp", listener("speaking")));
  EXPECT_EQ(client.exchange("one\n", 4), "one\n");
  const auto recipient = served.stage.take_recipient();
  std::thread speaker([recipient] { recipient->send("by the way"); });
  EXPECT_EQ(client.read_line(), "by the way\n");
  speaker.join();
  EXPECT_EQ(client.exchange("two\n", 4), "two\n");
}

TEST(UnaskedMessages, FromManyThreadsAreNeverTornApart) {
  Served served(2);
  const Client client(served.open("tcp", listener("speaking")));
  EXPECT_EQ(client.exchange("one\n", 4), "one\n");
  const auto recipient = served.stage.take_recipient();
  std::vector<std::thread> speakers;
  for (char who = 'a'; who < 'd'; ++who)
    speakers.emplace_back([recipient, who] {
      for (int i = 0; i < 200; ++i)
        recipient->send(std::string(100, who));
    });
  for (int i = 0; i < 600; ++i) {
    const std::string line = client.read(101);
    EXPECT_EQ(line, std::string(100, line.at(0)) + "\n");
  }
  for (auto& speaker : speakers)
    speaker.join();
}

TEST(UnaskedMessages, ToAClientThatHasGoneAreLost) {
  Served served;
  Client client(served.open("tcp", listener("speaking")));
  EXPECT_EQ(client.exchange("one\n", 4), "one\n");
  const auto recipient = served.stage.take_recipient();
  client.close();
  EXPECT_EQ(served.log.disconnected(), "client_closed");
  EXPECT_EQ(served.stage.take_left(), 1U);
  recipient->send("nobody hears this");
  EXPECT_EQ(served.counters().replies, 1U);
}

TEST(UnaskedMessages, CloseAClientThatDoesNotReadThem) {
  Served served;
  auto options = listener("speaking");
  options.limits.max_pending_output = 65536;
  const Client client(served.open("tcp", options), {.receive_buffer = 4096});
  EXPECT_EQ(client.exchange("one\n", 4), "one\n");
  const auto recipient = served.stage.take_recipient();
  for (int i = 0; i < 200; ++i)
    recipient->send(std::string(65000, 'x'));
  EXPECT_EQ(served.log.disconnected(), "pending_output_full");
  client.wait_for_end();
}

TEST(UnaskedMessages, AreDatagramsBoundedByTheLastRequest) {
  Served served;
  const Client client(served.open("udp", listener("speaking")));
  EXPECT_EQ(client.exchange("one", 3), "one");
  const auto recipient = served.stage.take_recipient();
  recipient->send(std::string(65, 'x'));  // and its LF; 3 and 28 bytes of headers, three times, are 65 and 28
  recipient->send(std::string(64, 'y'));
  EXPECT_EQ(client.read_some(), std::string(64, 'y') + "\n");
  EXPECT_EQ(served.counters().of(net::DropReason::reply_too_large), 1U);
}

TEST(UnaskedMessages, AreDatagramsOfTheirOwn) {
  Served served;
  const Client client(served.open("udp", listener("speaking")));
  EXPECT_EQ(client.exchange("one", 3), "one");
  const auto recipient = served.stage.take_recipient();
  recipient->send("by the way");
  EXPECT_EQ(client.read_some(), "by the way\n");
  served.finish();
  recipient->send("nobody hears this");
}

}  // namespace
}  // namespace lanchat::integration
