// SPDX-License-Identifier: MIT
// What one client may use up: each limit with what the client is told.
#include "integration/served.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace lanchat::integration {
namespace {

using protocol::Framing;
using namespace std::chrono_literals;

TEST(SessionLimits, RefuseALongLineAfterAnsweringWhatCameBefore) {
  Served served;
  auto options = listener("echo");
  options.framing.max_message_size = 10;
  const Client client(served.open("tcp", options));
  client.write("one\n0123456789\r\n0123456789A\nnot answered\n");
  EXPECT_EQ(client.read_to_end(), "one\n0123456789\r\nerror: message longer than 10 bytes\n");
  EXPECT_EQ(served.log.disconnected(), "message_too_long");
}

TEST(SessionLimits, RefuseALineThatGrowsBeyondTheLimit) {
  Served served;
  auto options = listener("echo");
  options.framing.max_message_size = 10;
  const Client client(served.open("tcp", options));
  client.write_singly("0123456789A");
  EXPECT_EQ(client.read_to_end(), "error: message longer than 10 bytes\n");
}

TEST(SessionLimits, RefuseALongMessageByItsHeader) {
  Served served;
  auto options = listener("echo", Framing::length);
  options.framing.length_bytes = 1;
  options.framing.max_message_size = 10;
  const Client client(served.open("tcp", options));
  client.write("\x02ok\x0b");
  EXPECT_EQ(client.read_to_end(),
            "\x02ok\x23"
            "error: message longer than 10 bytes");
  EXPECT_EQ(served.log.disconnected(), "message_too_long");
}

TEST(SessionLimits, EndAMessageThatIsNotCompletedInTime) {
  Served served;
  auto options = listener("echo");
  options.limits.message_timeout = 50ms;
  const Client client(served.open("tcp", options));
  client.write("one\nhal");
  EXPECT_EQ(client.read_to_end(), "one\nerror: message not completed in time\n");
  EXPECT_EQ(served.log.disconnected(), "message_timeout");
}

TEST(SessionLimits, EndAMessageThatDribbles) {
  Served served;
  auto options = listener("echo");
  options.framing.max_message_size = 0;
  options.limits.message_timeout = 100ms;
  const Client client(served.open("tcp", options));
  const auto began = std::chrono::steady_clock::now();
  while (!client.readable() && std::chrono::steady_clock::now() < began + patience)
    client.write_regardless("x");
  EXPECT_GE(std::chrono::steady_clock::now() - began, 100ms);
  EXPECT_EQ(client.read_to_end(), "error: message not completed in time\n");
}

TEST(SessionLimits, EndASessionThatIsIdle) {
  Served served;
  auto options = listener("echo");
  options.limits.idle_timeout = 50ms;
  const auto began = std::chrono::steady_clock::now();
  const Client client(served.open("tcp", options));
  EXPECT_EQ(client.read_to_end(), "error: idle for too long\n");
  EXPECT_GE(std::chrono::steady_clock::now() - began, 50ms);
  EXPECT_EQ(served.log.disconnected(), "idle_timeout");
}

TEST(SessionLimits, DoNotCallAClientIdleThatIsOwedAReply) {
  Served served;
  auto options = listener("deferring");
  options.limits.idle_timeout = 50ms;
  const net::BindAddress address = served.open("tcp", options);
  const Client waits(address);
  waits.write("later\n");
  Deferred deferred = served.stage.take_deferred();
  const Client idle(address);  // began later and has nothing to wait for: it goes first
  EXPECT_EQ(idle.read_to_end(), "error: idle for too long\n");
  EXPECT_EQ(number_field(served.log.take("client_disconnected"), "session"), 2U);
  EXPECT_FALSE(waits.readable());
  deferred.reply.answer("at last", {});
  EXPECT_EQ(waits.read_to_end(), "at last\nerror: idle for too long\n");
}

TEST(SessionLimits, EndASessionWhoseClientTakesNothing) {
  Served served;
  auto options = listener("long");
  options.limits.write_timeout = 100ms;
  options.limits.max_pending_output = 0;
  const Client client(served.open("tcp", options), {.receive_buffer = 4096});
  client.write("20000000\n");
  EXPECT_EQ(served.log.disconnected(), "write_timeout");
  client.wait_for_end();
}

TEST(SessionLimits, LetAClientTakeALongReplySlowly) {
  Served served;
  auto options = listener("long");
  options.limits.write_timeout = 2s;
  options.limits.max_pending_output = 0;
  const Client client(served.open("unix", options));
  client.write("2000000\n1\n");
  std::size_t taken = 0;
  while (taken < 2'000'001)
    taken += client.read_some(std::min<std::size_t>(2'000'001 - taken, 4096)).size();
  EXPECT_EQ(client.read_line(), "x\n");
}

TEST(SessionLimits, SlowDownAClientAboveItsRate) {
  Served served;
  auto options = listener("echo");
  options.limits.rate_limit = 20;  // 20 at once, then one every 50 ms
  const auto began = std::chrono::steady_clock::now();
  const Client client(served.open("tcp", options));
  std::string lines;
  for (int i = 0; i < 26; ++i)
    lines += std::to_string(i) + "\n";
  client.write(lines);
  client.half_close();
  EXPECT_EQ(client.read_to_end(), lines);
  EXPECT_GE(std::chrono::steady_clock::now() - began, 300ms);
  EXPECT_EQ(served.log.disconnected(), "client_closed");
}

}  // namespace
}  // namespace lanchat::integration
