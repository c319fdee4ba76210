// SPDX-License-Identifier: MIT
// How a running daemon takes a new configuration: whole or not at all, and unnoticed by who is not concerned.
#include "integration/held_port.hpp"
#include "integration/patience.hpp"
#include "integration/running_daemon.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>

namespace lanchat::integration {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string acknowledging(const std::string& reply) {
  return "[listener.main]\nbind = tcp://127.0.0.1:0\npolicy = acknowledge\nacknowledge-text = " + reply +
         "\n";
}

std::string listener(const std::string& name, const std::string& uri) {
  return "[listener." + name + "]\nbind = " + uri + "\n";
}

TEST(DaemonReload, ChangesNothingForClientsThatAreThere) {
  RunningDaemon daemon(acknowledging("before"));
  daemon.start();
  const net::BindAddress address = daemon.take_listening();
  const Client old(address);
  EXPECT_EQ(old.exchange("one\n", 7), "before\n");
  EXPECT_THAT(text(daemon.reload(acknowledging("after")), "changes"), HasSubstr("new settings for"));
  EXPECT_EQ(Client(address).exchange("one\n", 6), "after\n");
  EXPECT_EQ(old.exchange("two\n", 7), "before\n");
}

// Until the clients are known to use so much.
void wait_for_use(RunningDaemon& daemon, std::int64_t bytes) {
  const auto end = std::chrono::steady_clock::now() + patience;
  for (std::int64_t used = 0; used < bytes;) {
    ASSERT_LT(std::chrono::steady_clock::now(), end);
    daemon->request_statistics();
    used = daemon.take("statistics").at("client_memory").to_number<std::int64_t>();
  }
}

TEST(DaemonReload, LetsGoWhoUsesMoreThanIsAllowedFromNowOn) {
  const std::string listening = listener("main", "tcp://127.0.0.1:0") + "max-message-size = 16M\n";
  RunningDaemon daemon("max-client-memory = 64M\n" + listening);
  daemon.start();
  const net::BindAddress address = daemon.take_listening();
  const Client large(address);
  const Client small(address);
  EXPECT_EQ(small.exchange("ok\n", 3), "ok\n");
  large.write(std::string(4U << 20U, 'l'));
  wait_for_use(daemon, std::int64_t{4} << 20U);
  EXPECT_THAT(text(daemon.reload("max-client-memory = 1M\n" + listening), "changes"),
              HasSubstr("max-client-memory"));
  EXPECT_EQ(large.read_to_end(), "error: too much memory used for clients\n");
  EXPECT_EQ(small.exchange("ok\n", 3), "ok\n");
}

TEST(DaemonReload, SaysThatNothingHasChanged) {
  RunningDaemon daemon(acknowledging("same"));
  daemon.start();
  EXPECT_EQ(text(daemon.reload(acknowledging("same")), "changes"), "nothing has changed");
}

TEST(DaemonReload, RefusesAWrongConfigurationWhole) {
  RunningDaemon daemon(acknowledging("before"));
  daemon.start();
  const net::BindAddress address = daemon.take_listening();
  const auto refused = daemon.reload(acknowledging("after") + "pollicy = echo\n");
  EXPECT_EQ(text(refused, "event"), "reload_failed");
  EXPECT_THAT(text(refused, "mistakes"), HasSubstr("pollicy"));
  EXPECT_EQ(Client(address).exchange("one\n", 7), "before\n");
}

TEST(DaemonReload, NeverRefusesAConnectionToAnAddressThatStays) {
  RunningDaemon daemon("log-level = info\n" + acknowledging("0"));
  daemon.start();
  const net::BindAddress address = daemon.take_listening();
  std::atomic<bool> over = false;
  int connected = 0;
  int refused = 0;
  std::thread visitor([&] {
    while (!over) {
      ++(accepts(address) ? connected : refused);
      const std::string reply = Client(address).exchange("one\n", 2);
      refused += reply.ends_with('\n') ? 0 : 1;
    }
  });
  for (int i = 1; i <= 50; ++i)
    EXPECT_EQ(text(daemon.reload("log-level = info\n" + acknowledging(std::to_string(i % 10))), "event"),
              "reloaded");
  over = true;
  visitor.join();
  EXPECT_EQ(refused, 0);
  EXPECT_GT(connected, 0);
}

TEST(DaemonReload, TakesManyAtOnceOneAfterTheOther) {
  RunningDaemon daemon(acknowledging("before"));
  daemon.start();
  const net::BindAddress address = daemon.take_listening();
  daemon.configure(acknowledging("after"));
  for (int i = 0; i < 50; ++i)
    daemon->request_reload();
  for (int i = 0; i < 50; ++i)
    EXPECT_THAT(text(daemon.take("reloaded"), "changes"),
                StartsWith(i == 0 ? "listener main: new settings" : "nothing has changed"));
  EXPECT_EQ(Client(address).exchange("one\n", 6), "after\n");
}

TEST(DaemonReload, ReplacesAWildcardByOneOfItsAddresses) {
  RunningDaemon daemon(listener("main", "tcp://*:0"));
  daemon.start();
  const net::BindAddress wildcard = daemon.take_listening();
  const Client client(wildcard);
  EXPECT_EQ(client.exchange("one\n", 4), "one\n");
  const std::string local = "tcp://127.0.0.1:" + std::to_string(wildcard.port);
  const auto reloaded = daemon.reload(listener("main", local));
  EXPECT_EQ(text(reloaded, "changes"),
            "listener main: closed " + to_string(wildcard) + "; listener main: opened " + local);
  EXPECT_EQ(to_string(daemon.take_listening()), local);
  EXPECT_EQ(Client(wildcard).exchange("two\n", 4), "two\n");
  EXPECT_FALSE(accepts(net::parse_bind_address("tcp://127.0.0.2:" + std::to_string(wildcard.port)).value()));
  EXPECT_EQ(client.exchange("three\n", 6), "three\n");
}

TEST(DaemonReload, OpensNothingWhereOneAddressIsTaken) {
  const HeldPort held;
  RunningDaemon daemon(acknowledging("before"));
  daemon.start();
  const net::BindAddress address = daemon.take_listening();
  const auto refused = daemon.reload(
      "[listener.new]\nbind = unix://{folder}new.sock\nbind = " + to_string(held.address()) + "\n");
  EXPECT_EQ(text(refused, "event"), "reload_failed");
  EXPECT_THAT(text(refused, "mistakes"), HasSubstr(to_string(held.address()) + ": Address already in use"));
  EXPECT_EQ(Client(address).exchange("one\n", 7), "before\n");
  EXPECT_FALSE(std::filesystem::exists(daemon.folder().path("new.sock")));
}

// What had to close first, because it was in the way of a new address that then could not be had, opens
// again.
TEST(DaemonReload, OpensAgainWhatItHadClosedInVain) {
  const std::string before = listener("one", "tcp://127.0.0.1:0") + listener("other", "tcp://127.0.0.1:0");
  RunningDaemon daemon(before);
  daemon.start();
  const net::BindAddress one = daemon.take_listening();
  const net::BindAddress other = daemon.take_listening();
  const Client client(one);
  EXPECT_EQ(client.exchange("one\n", 4), "one\n");
  const std::string other_port = std::to_string(other.port);
  const HeldPort held("tcp://127.0.0.2:" + other_port);
  const auto refused = daemon.reload(listener("one", "tcp://*:" + std::to_string(one.port)) +
                                     listener("other", "tcp://*:" + other_port));
  EXPECT_EQ(text(refused, "event"), "reload_failed");
  EXPECT_THAT(text(refused, "mistakes"), Not(HasSubstr("listener one")));
  EXPECT_EQ(Client(one).exchange("two\n", 4), "two\n");
  EXPECT_EQ(Client(other).exchange("two\n", 4), "two\n");
  EXPECT_EQ(client.exchange("three\n", 6), "three\n");
  EXPECT_EQ(text(daemon.reload(before), "changes"), "nothing has changed");
}

TEST(DaemonReload, LetsTheClientsOfARemovedListenerGoWhenTheyAreAnswered) {
  const std::string stays = listener("stays", "unix://{folder}stays.sock");
  RunningDaemon daemon(stays + listener("goes", "tcp://127.0.0.1:0"));
  daemon.start();
  const Client neighbour(daemon.take_listening());
  const net::BindAddress address = daemon.take_listening();
  const Client client(address);
  EXPECT_EQ(neighbour.exchange("one\n", 4), "one\n");
  std::string lines;
  for (int i = 0; i < 1000; ++i)
    lines += "line " + std::to_string(i) + "\n";
  client.write(lines);
  EXPECT_THAT(text(daemon.reload(stays), "changes"), StartsWith("listener goes: closed"));
  EXPECT_EQ(client.read_to_end(), lines);
  EXPECT_EQ(text(daemon.take("client_disconnected"), "reason"), "server_stopping");
  EXPECT_FALSE(accepts(address));
  EXPECT_EQ(neighbour.exchange("two\n", 4), "two\n");
}

TEST(DaemonReload, KeepsTheClientsOfAListenerThatIsRenamed) {
  RunningDaemon daemon(listener("before", "unix://{folder}same.sock"));
  daemon.start();
  const net::BindAddress address = daemon.take_listening();
  const Client client(address);
  EXPECT_EQ(client.exchange("one\n", 4), "one\n");
  EXPECT_EQ(text(daemon.reload(listener("after", "unix://{folder}same.sock")), "event"), "reloaded");
  EXPECT_EQ(client.exchange("two\n", 4), "two\n");
  daemon.take("client_connected");
  EXPECT_EQ(Client(address).exchange("three\n", 6), "three\n");
  EXPECT_EQ(text(daemon.take("client_connected"), "listener"), "after");
}

TEST(DaemonReload, GivesDatagramsTheNewSettings) {
  const std::string echo = listener("main", "udp://127.0.0.1:0");
  RunningDaemon daemon(echo);
  daemon.start();
  const Client client(daemon.take_listening());
  EXPECT_EQ(client.exchange("one", 3), "one");
  daemon.reload(echo + "policy = uppercase\n");
  EXPECT_EQ(client.exchange("two", 3), "TWO");
}

}  // namespace
}  // namespace lanchat::integration
