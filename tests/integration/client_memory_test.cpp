// SPDX-License-Identifier: MIT
// What all clients together may make the daemon keep: who is let go when it is too much, and that nobody else
// notices.
#include "integration/live_memory.hpp"
#include "integration/served.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace lanchat::integration {
namespace {

using namespace std::chrono_literals;
using protocol::CloseReason;

constexpr std::uint64_t kib = 1024;

net::ListenerOptions roomy(std::string policy) {
  auto options = listener(std::move(policy));
  options.framing.max_message_size = 16 * kib * kib;
  options.limits.max_pending_output = 0;
  return options;
}

// Until the workers have taken in what was sent.
void wait_for_use(Served& served, std::uint64_t bytes) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (served.memory.used() < bytes) {
    ASSERT_LT(std::chrono::steady_clock::now(), end);
    static_cast<void>(served.ask(0, [](net::Worker& worker) { return worker.load(); }));
  }
}

std::uint64_t let_go(Served& served) {
  return served.counters().closed[static_cast<std::size_t>(CloseReason::memory_limit)];
}

TEST(ClientMemory, IsCountedAndGivenBack) {
  Served served;
  const Client client(served.open("tcp", roomy("echo")));
  client.write(std::string(100 * kib, 'x'));
  wait_for_use(served, 100 * kib);
  EXPECT_LE(served.memory.used(), 512 * kib);
  EXPECT_EQ(client.exchange("\n", 100 * kib + 1).size(), 100 * kib + 1);
  static_cast<void>(client.exchange("ok\n", 3));  // the step before has been counted
  EXPECT_EQ(served.memory.used(), 0U);
}

TEST(ClientMemory, LetsTheLargestUnfinishedMessageGo) {
  Served served;
  served.memory.set_limit(2 * kib * kib);
  const auto address = served.open("tcp", roomy("echo"));
  const Client small(address);
  const Client large(address);
  const Client other(address);
  small.write(std::string(20 * kib, 's'));
  other.write(std::string(200 * kib, 'o'));
  wait_for_use(served, 220 * kib);
  large.write_regardless(std::string(4 * kib * kib, 'l'));
  EXPECT_EQ(large.read_to_end(), "error: too much memory used for clients\n");
  EXPECT_EQ(served.log.disconnected(), "memory_limit");
  EXPECT_EQ(small.exchange("\n", 20 * kib + 1).size(), 20 * kib + 1);
  EXPECT_EQ(other.exchange("\n", 200 * kib + 1).size(), 200 * kib + 1);
  EXPECT_EQ(let_go(served), 1U);
}

TEST(ClientMemory, LetsGoWhoDoesNotReadItsReplies) {
  Served served;
  served.memory.set_limit(kib * kib);
  const auto address = served.open("tcp", roomy("long"));
  const Client healthy(address);
  const Client stalled(address, {.receive_buffer = 4096});
  stalled.write("64000000\n");  // more than any socket takes
  stalled.wait_for_end();
  const logging::Event told = served.log.take("client_disconnected");
  EXPECT_EQ(text_field(told, "reason"), "memory_limit");
  EXPECT_EQ(told.level, logging::Level::warning);
  EXPECT_EQ(healthy.exchange("3\n", 4), "xxx\n");
  EXPECT_EQ(let_go(served), 1U);
}

TEST(ClientMemory, LetsTheLargestGoOnWhicheverWorkerItIs) {
  Served served(2);
  const auto address = served.open("tcp", roomy("echo"));
  const Client large(address);  // on the listener's own worker
  static_cast<void>(large.exchange("ok\n", 3));
  const Client small(address);  // on the other one
  static_cast<void>(small.exchange("ok\n", 3));
  large.write(std::string(2500 * kib, 'l'));
  wait_for_use(served, 2500 * kib);
  served.memory.set_limit(served.memory.used() + 100 * kib);
  small.write(std::string(200 * kib, 's'));
  EXPECT_EQ(large.read_to_end(), "error: too much memory used for clients\n");
  EXPECT_EQ(served.log.disconnected(), "memory_limit");
  EXPECT_EQ(small.exchange("\n", 200 * kib + 1).size(), 200 * kib + 1);
  EXPECT_EQ(let_go(served), 1U);
}

TEST(ClientMemory, IsGivenBackAtOnceByWhoIsLetGo) {
  Served served;
  served.memory.set_limit(2 * kib * kib);
  Client large(served.open("tcp", roomy("echo")));
  const std::int64_t before = live_bytes();
  large.write_regardless(std::string(4 * kib * kib, 'l'));
  EXPECT_EQ(large.read_line(), "error: too much memory used for clients\n");
  // It does not close, so the session is still there.
  EXPECT_EQ(served.ask(0, [](net::Worker& worker) { return worker.load(); }), 1U);
  EXPECT_LT(live_bytes() - before, static_cast<std::int64_t>(500 * kib));
  EXPECT_EQ(served.memory.used(), 0U);
  large.close();
}

TEST(ClientMemory, CountsRepliesThatWaitForAnElder) {
  Served served;
  Client client(served.open("tcp", roomy("deferring")));
  client.write("later\n" + std::string(50 * kib, 'x') + "\n");
  const Deferred deferred = served.stage.take_deferred();
  wait_for_use(served, 50 * kib);
  client.close();
}

}  // namespace
}  // namespace lanchat::integration
