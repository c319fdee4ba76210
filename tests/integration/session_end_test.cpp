// SPDX-License-Identifier: MIT
// How a session ends, and that its neighbours do not notice.
#include "integration/served.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace lanchat::integration {
namespace {

TEST(SessionEnd, ByAResetLeavesTheWorkerServing) {
  Served served;
  const net::BindAddress address = served.open("tcp", listener("echo"));
  const Client neighbour(address);
  Client client(address);
  EXPECT_EQ(neighbour.exchange("one\n", 4), "one\n");
  EXPECT_EQ(client.exchange("one\n", 4), "one\n");
  client.reset();
  EXPECT_EQ(served.log.disconnected(), "client_reset");
  EXPECT_EQ(neighbour.exchange("two\n", 4), "two\n");
  EXPECT_EQ(served.clients().size(), 1U);
}

TEST(SessionEnd, ByAResetAfterTheClientHadEndedItsHalf) {
  Served served;
  Client client(served.open("tcp", listener("deferring")));
  client.write("later\n");
  client.half_close();
  const Deferred deferred = served.stage.take_deferred();
  client.reset();
  EXPECT_EQ(served.log.disconnected(), "client_reset");
  EXPECT_EQ(served.stage.take_left(), 1U);
}

TEST(SessionEnd, ByADefectInThePolicyIsOfOneSessionOnly) {
  Served served;
  const net::BindAddress address = served.open("tcp", listener("throwing"));
  const Client neighbour(address);
  const Client client(address);
  EXPECT_EQ(neighbour.exchange("one\n", 4), "one\n");
  EXPECT_EQ(client.exchange("one\n", 4), "one\n");
  client.write("boom\nafter\n");
  EXPECT_EQ(client.read_to_end(), "error: internal error\n");
  const logging::Event end = served.log.take("client_disconnected");
  EXPECT_EQ(end.level, logging::Level::error);
  EXPECT_EQ(text_field(end, "reason"), "internal_error");
  EXPECT_EQ(text_field(end, "error"), "the policy has a defect");
  EXPECT_EQ(neighbour.exchange("two\n", 4), "two\n");
}

TEST(SessionEnd, SaysItsLastWordsToAClientThatGoesOnSending) {
  Served served;
  auto options = listener("echo");
  options.framing.max_message_size = 10;
  const net::BindAddress address = served.open("tcp", options);
  for (int i = 0; i < 10; ++i) {
    const Client client(address);
    client.write("one\n");
    client.write_regardless(std::string(1'000'000, 'x'));
    EXPECT_EQ(client.read_to_end(), "one\nerror: message longer than 10 bytes\n");
    EXPECT_EQ(served.log.disconnected(), "message_too_long");
  }
}

TEST(SessionEnd, ByAnOperatorIsToldToTheClient) {
  Served served;
  const Client client(served.open("tcp", listener("echo")));
  EXPECT_EQ(client.exchange("one\n", 4), "one\n");
  const std::uint64_t session = served.clients().at(0).session;
  EXPECT_TRUE(served.ask(0, [session](net::Worker& worker) {
    return worker.disconnect(session, protocol::CloseReason::disconnected_by_operator);
  }));
  EXPECT_EQ(client.read_to_end(), "error: disconnected by the operator\n");
  EXPECT_EQ(served.log.disconnected(), "disconnected_by_operator");
}

TEST(SessionEnd, OfAStoppingServerComesAfterEverythingThatHadArrived) {
  Served served;
  const Client client(served.open("tcp", listener("echo")));
  std::string lines;
  for (int i = 0; i < 1000; ++i)
    lines += "line " + std::to_string(i) + "\n";
  client.write(lines);
  std::thread stopping([&served] { served.finish(); });
  EXPECT_EQ(client.read_to_end(), lines);
  stopping.join();
  EXPECT_EQ(served.log.disconnected(), "server_stopping");
}

TEST(SessionEnd, OfARemovedListenerLetsTheOthersGoOn) {
  Served served;
  auto other = listener("echo");
  other.name = "other";
  const Client stays(served.open("tcp", listener("echo")));
  const Client leaves(served.open("tcp", other));
  EXPECT_EQ(stays.exchange("one\n", 4), "one\n");
  EXPECT_EQ(leaves.exchange("one\n", 4), "one\n");
  served.ask(0, [](net::Worker& worker) {
    worker.dismiss_listener("other");
    return true;
  });
  EXPECT_EQ(leaves.read_to_end(), "");
  EXPECT_EQ(served.log.disconnected(), "server_stopping");
  EXPECT_EQ(stays.exchange("two\n", 4), "two\n");
}

TEST(SessionEnd, IsCountedByItsReason) {
  Served served;
  const net::BindAddress address = served.open("unix", listener("throwing"));
  {
    const Client client(address);
    EXPECT_EQ(client.exchange("one\n", 4), "one\n");
  }
  EXPECT_EQ(served.log.disconnected(), "client_closed");
  const Client client(address);
  client.write("boom\n");
  EXPECT_EQ(client.read_to_end(), "error: internal error\n");
  EXPECT_EQ(served.log.disconnected(), "internal_error");
  const net::Counters counters = served.counters();
  EXPECT_EQ(counters.accepted, 2U);
  EXPECT_EQ(counters.clients, 0U);
  EXPECT_EQ(counters.messages, 2U);
  EXPECT_EQ(counters.replies, 1U);
  EXPECT_EQ(counters.closed[static_cast<std::size_t>(protocol::CloseReason::client_closed)], 1U);
  EXPECT_EQ(counters.closed[static_cast<std::size_t>(protocol::CloseReason::internal_error)], 1U);
}

}  // namespace
}  // namespace lanchat::integration
