// SPDX-License-Identifier: MIT
// How a daemon begins, and what is left of one that could not.
#include "integration/held_port.hpp"
#include "integration/live_memory.hpp"
#include "integration/running_daemon.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>

namespace lanchat::integration {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Daemon, SaysWhereItListensAndThenThatItIsReady) {
  RunningDaemon daemon(
      "[listener.main]\n"
      "bind = tcp://127.0.0.1:0\n"
      "bind = udp://127.0.0.1:0\n"
      "bind = unix://{folder}main.sock\n"
      "policy = uppercase\n");
  daemon.start();
  const auto listening = daemon.take("listening");
  EXPECT_EQ(text(listening, "listener"), "main");
  EXPECT_EQ(text(listening, "framing"), "line");
  EXPECT_EQ(text(listening, "policy"), "uppercase");
  EXPECT_FALSE(listening.contains("reachable"));
  const Client stream(net::parse_bind_address(text(listening, "address")).value());
  EXPECT_EQ(stream.exchange("one\n", 4), "ONE\n");
  const Client datagrams(daemon.take_listening());
  EXPECT_EQ(datagrams.exchange("two", 3), "TWO");
  const Client local(daemon.take_listening());
  EXPECT_EQ(local.exchange("three\n", 6), "THREE\n");
  const auto ready = daemon.take("ready");
  EXPECT_EQ(text(ready, "version"), LANCHAT_VERSION);
  EXPECT_EQ(ready.at("workers"), 2);
  EXPECT_EQ(daemon->addresses().size(), 3U);
}

TEST(Daemon, TellsEachEventInItsOrder) {
  RunningDaemon daemon("[listener.main]\nbind = tcp://127.0.0.1:0\n");
  daemon.start();
  {
    const Client client(daemon.take_listening());
    EXPECT_EQ(client.exchange("one\n", 4), "one\n");
  }
  const auto left = daemon.take("client_disconnected");
  EXPECT_EQ(text(left, "reason"), "client_closed");
  EXPECT_EQ(left.at("messages"), 1);
  daemon->request_statistics();
  EXPECT_EQ(daemon.take("statistics").at("messages"), 1);
  EXPECT_TRUE(daemon.stop());
  EXPECT_EQ(text(daemon.take("stopping"), "reason"), "the test says so");
  EXPECT_EQ(daemon.take("stopped").at("clients"), 0);
  EXPECT_THAT(daemon.order(), ElementsAre("listening", "ready", "statistics", "stopping", "stopped"));
}

TEST(Daemon, ThatCannotHaveAnAddressLeavesNothingOpen) {
  const HeldPort held;
  const std::string uri = to_string(held.address());
  RunningDaemon daemon("[listener.main]\nbind = unix://{folder}main.sock\nbind = " + uri + "\n");
  const auto started = daemon.try_start();
  ASSERT_FALSE(started);
  EXPECT_THAT(started.error(), ElementsAre(HasSubstr(uri + ": Address already in use")));
  EXPECT_FALSE(std::filesystem::exists(daemon.folder().path("main.sock")));
  EXPECT_TRUE(daemon->addresses().empty());
}

TEST(Daemon, SaysEveryAddressItCannotHave) {
  const HeldPort one;
  const HeldPort other;
  RunningDaemon daemon("[listener.a]\nbind = " + to_string(one.address()) +
                       "\n[listener.b]\nbind = " + to_string(other.address()) + "\n");
  const auto started = daemon.try_start();
  ASSERT_FALSE(started);
  EXPECT_THAT(started.error(), ElementsAre(HasSubstr("listener a: "), HasSubstr("listener b: ")));
}

std::size_t open_descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

void run_once_with_clients() {
  RunningDaemon daemon(
      "[listener.main]\nbind = tcp://127.0.0.1:0\nbind = udp://127.0.0.1:0\nbind = unix://{folder}s\n");
  daemon.start();
  const net::BindAddress address = daemon.take_listening();
  std::deque<Client> clients;
  for (int i = 0; i < 10; ++i) {
    clients.emplace_back(address);
    EXPECT_EQ(clients.back().exchange("one\n", 4), "one\n");
  }
  daemon->request_stop("done");
  for (const Client& client : clients)
    EXPECT_EQ(client.read_to_end(), "");
  EXPECT_TRUE(daemon.ended());
}

TEST(Daemon, LeavesNothingBehindWhenItStops) {
  run_once_with_clients();  // what is made once in a process is made here
  const std::size_t descriptors = open_descriptors();
  const std::int64_t memory = live_bytes();
  for (int i = 0; i < 20; ++i)
    run_once_with_clients();
  EXPECT_EQ(open_descriptors(), descriptors);
  EXPECT_LT(live_bytes() - memory, 20'000);
}

TEST(Daemon, EndsAlsoWhenItNeverRan) {
  RunningDaemon daemon("[listener.main]\nbind = tcp://127.0.0.1:0\n");
  ASSERT_TRUE(daemon.try_start());
  const Client client(daemon.take_listening());
  EXPECT_EQ(client.exchange("one\n", 4), "one\n");
}

}  // namespace
}  // namespace lanchat::integration
