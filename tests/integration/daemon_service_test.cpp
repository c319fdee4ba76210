// SPDX-License-Identifier: MIT
// A daemon under a service manager: what it tells, and what outlives it.
#include "integration/fake_service_manager.hpp"
#include "integration/held_port.hpp"
#include "integration/patience.hpp"
#include "integration/running_daemon.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace lanchat::integration {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string listener(const std::string& uri, const std::string& more = {}) {
  return "[listener.main]\nbind = " + uri + "\n" + more;
}

std::string echo_at(const net::BindAddress& address) {
  return listener(to_string(address));
}

// Runs a daemon from its start to its stop.
bool run_once(const std::string& configuration, FakeServiceManager& manager,
              const std::shared_ptr<TemporaryFolder>& folder = std::make_shared<TemporaryFolder>()) {
  RunningDaemon daemon(configuration, manager, folder);
  daemon.start();
  return daemon.stop();
}

// The address that a daemon which has stopped since had open.
net::BindAddress open_once(FakeServiceManager& manager, const std::string& uri) {
  RunningDaemon daemon(listener(uri), manager);
  daemon.start();
  const net::BindAddress address = daemon.take_listening();
  EXPECT_TRUE(daemon.stop());
  return address;
}

bool comes_true(const auto& condition) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

std::vector<std::string> milestones(const FakeServiceManager& manager) {
  std::vector<std::string> all = manager.told();
  std::erase_if(all,
                [](const std::string& each) { return each.starts_with("STATUS=") || each == "WATCHDOG"; });
  return all;
}

TEST(DaemonService, TellsOfItsStartItsReloadsAndItsStop) {
  FakeServiceManager manager;
  RunningDaemon daemon(listener("tcp://127.0.0.1:0"), manager);
  daemon.start();
  daemon.reload(listener("tcp://127.0.0.1:0", "policy = uppercase\n"));
  daemon.reload("pollicy = echo\n");
  ASSERT_TRUE(daemon.stop());
  EXPECT_THAT(milestones(manager),
              ElementsAre("READY", "RELOADING", "READY", "RELOADING", "READY", "STOPPING"));
}

TEST(DaemonService, OutlivesALackOfMemory) {
  FakeServiceManager manager;
  manager.interval = std::chrono::milliseconds{20};
  RunningDaemon daemon(listener("tcp://127.0.0.1:0"), manager);
  daemon.start();
  for (int i = 0; i < 3; ++i) {
    manager.fail_once("");
    daemon.take("internal_error");
  }
  const auto before = manager.told().size();
  EXPECT_TRUE(comes_true([&] { return manager.told().size() > before; }));
  EXPECT_TRUE(daemon.stop());
}

TEST(DaemonService, TakesTheNextReloadWhereOneFoundNoMemory) {
  FakeServiceManager manager;
  RunningDaemon daemon(listener("tcp://127.0.0.1:0"), manager);
  daemon.start();
  const net::BindAddress address = daemon.take_listening();
  manager.fail_once("RELOADING");
  daemon->request_reload();
  daemon.take("internal_error");
  EXPECT_EQ(daemon.reload(listener("tcp://127.0.0.1:0", "policy = uppercase\n")).at("event"), "reloaded");
  EXPECT_EQ(Client(address).exchange("hello\n", 6), "HELLO\n");
  ASSERT_TRUE(daemon.stop());
  EXPECT_THAT(milestones(manager), ElementsAre("READY", "READY", "RELOADING", "READY", "STOPPING"));
}

TEST(DaemonService, IsNotReadyWhereAnAddressCannotBeOpened) {
  const HeldPort held;
  FakeServiceManager manager;
  RunningDaemon daemon(listener(to_string(held.address())), manager);
  const auto started = daemon.try_start();
  ASSERT_FALSE(started);
  EXPECT_THAT(started.error().front(), HasSubstr(to_string(held.address())));
  EXPECT_THAT(milestones(manager), testing::IsEmpty());
  EXPECT_EQ(manager.kept(), 0U);
}

TEST(DaemonService, SaysInOneLineHowItIs) {
  FakeServiceManager manager;
  RunningDaemon daemon(listener("tcp://127.0.0.1:0"), manager);
  daemon.start();
  const Client client(daemon.take_listening());
  EXPECT_EQ(client.exchange("one\n", 4), "one\n");
  EXPECT_TRUE(comes_true([&] { return manager.was_told("STATUS=1 client, "); }));
  daemon.reload("pollicy = echo\n");
  EXPECT_TRUE(comes_true([&] { return manager.was_told("configuration refused: "); }));
  EXPECT_TRUE(manager.was_told("pollicy"));
}

TEST(DaemonService, FeedsTheWatchdogWhileEveryWorkerAnswers) {
  FakeServiceManager manager;
  manager.interval = std::chrono::milliseconds{20};
  RunningDaemon daemon(listener("tcp://127.0.0.1:0"), manager);
  daemon.start();
  EXPECT_TRUE(comes_true([&] { return std::ranges::count(manager.told(), "WATCHDOG") > 3; }));
}

TEST(DaemonService, RefusesNobodyBetweenTwoProcesses) {
  FakeServiceManager manager;
  const net::BindAddress address = open_once(manager, "tcp://127.0.0.1:0");
  const Client between(address);
  RunningDaemon second(echo_at(address), manager);
  second.start();
  EXPECT_EQ(text(second.take("socket_adopted"), "address"), to_string(address));
  EXPECT_EQ(between.exchange("one\n", 4), "one\n");
}

TEST(DaemonService, KeepsDatagramsBetweenTwoProcesses) {
  FakeServiceManager manager;
  const net::BindAddress address = open_once(manager, "udp://127.0.0.1:0");
  const Client between(address);
  between.write("one");
  RunningDaemon second(echo_at(address), manager);
  second.start();
  EXPECT_EQ(between.read(3), "one");
}

TEST(DaemonService, KeepsTheFileOfAUnixSocketBetweenTwoProcesses) {
  FakeServiceManager manager;
  const auto folder = std::make_shared<TemporaryFolder>();
  const std::string configuration = listener("unix://{folder}socket");
  ASSERT_TRUE(run_once(configuration, manager, folder));
  const Client between(net::BindAddress{net::Transport::unix_stream, {}, 0, folder->path("socket")});
  RunningDaemon second(configuration, manager, folder);
  second.start();
  EXPECT_EQ(between.exchange("one\n", 4), "one\n");
}

TEST(DaemonService, OpensAUnixSocketAnewWhereItsFileHasGone) {
  FakeServiceManager manager;
  const auto folder = std::make_shared<TemporaryFolder>();
  const std::string configuration = listener("unix://{folder}socket");
  ASSERT_TRUE(run_once(configuration, manager, folder));
  std::filesystem::remove(folder->path("socket"));
  RunningDaemon second(configuration, manager, folder);
  second.start();
  EXPECT_THAT(text(second.take("inherited_descriptor_refused"), "reason"), HasSubstr("has gone"));
  const Client client(net::BindAddress{net::Transport::unix_stream, {}, 0, folder->path("socket")});
  EXPECT_EQ(client.exchange("one\n", 4), "one\n");
  EXPECT_EQ(manager.kept(), 2U);  // the socket, and the configuration
}

TEST(DaemonService, ClosesWhatTheConfigurationNoLongerNames) {
  FakeServiceManager manager;
  const net::BindAddress address = open_once(manager, "tcp://127.0.0.1:0");
  RunningDaemon second(listener("udp://127.0.0.1:0"), manager);
  second.start();
  EXPECT_FALSE(accepts(address));
}

TEST(DaemonService, RemovesTheFileOfAUnixSocketThatTheConfigurationNoLongerNames) {
  FakeServiceManager manager;
  const auto folder = std::make_shared<TemporaryFolder>();
  ASSERT_TRUE(run_once(listener("unix://{folder}socket"), manager, folder));
  EXPECT_TRUE(std::filesystem::exists(folder->path("socket")));
  RunningDaemon second(listener("udp://127.0.0.1:0"), manager, folder);
  second.start();
  EXPECT_FALSE(std::filesystem::exists(folder->path("socket")));
}

TEST(DaemonService, OpensAnAddressThatAnInheritedOneIsInTheWayOf) {
  FakeServiceManager manager;
  const net::BindAddress address = open_once(manager, "tcp://127.0.0.1:0");
  net::BindAddress wildcard = address;
  wildcard.host = "*";
  RunningDaemon second(echo_at(wildcard), manager);
  second.start();
  EXPECT_EQ(Client(address).exchange("one\n", 4), "one\n");
}

TEST(DaemonService, ClosesAnAddressThatAReloadRemoves) {
  FakeServiceManager manager;
  RunningDaemon daemon(listener("tcp://127.0.0.1:0"), manager);
  daemon.start();
  const net::BindAddress address = daemon.take_listening();
  daemon.reload(listener("udp://127.0.0.1:0"));
  EXPECT_FALSE(accepts(address));
  EXPECT_EQ(manager.kept(), 2U);  // the datagram socket, and the configuration
}

TEST(DaemonService, ServesTheLastGoodConfigurationWhereTheFilesAreWrong) {
  FakeServiceManager manager;
  const net::BindAddress address = open_once(manager, "tcp://127.0.0.1:0");
  ASSERT_TRUE(run_once(echo_at(address), manager));
  RunningDaemon second("pollicy = echo\n" + echo_at(address), manager);
  second.start();
  EXPECT_THAT(text(second.take("configuration_fallback"), "mistakes"), HasSubstr("pollicy"));
  EXPECT_EQ(Client(address).exchange("one\n", 4), "one\n");
  EXPECT_TRUE(comes_true([&] { return manager.was_told("configuration refused: "); }));
  EXPECT_EQ(text(second.reload(echo_at(address)), "event"), "reloaded");
}

TEST(DaemonService, ServesTheLastGoodConfigurationWhereAnAddressCannotBeOpened) {
  FakeServiceManager manager;
  const net::BindAddress address = open_once(manager, "tcp://127.0.0.1:0");
  ASSERT_TRUE(run_once(echo_at(address), manager));
  const HeldPort held;
  const std::string blocked = echo_at(address) + "bind = " + to_string(held.address()) + "\n";
  RunningDaemon second("max-clients = 1\n" + blocked, manager);
  second.start();
  EXPECT_THAT(text(second.take("configuration_fallback"), "mistakes"), HasSubstr(to_string(held.address())));
  const Client one(address);
  EXPECT_EQ(one.exchange("one\n", 4), "one\n");
  EXPECT_EQ(Client(address).exchange("two\n", 4), "two\n");  // max-clients is the last good one too
}

// The address is not this machine's, and would be opened on a port that is open already.
std::string elsewhere(const net::BindAddress& address) {
  return listener("tcp://192.0.2.1:" + std::to_string(address.port), "bind = udp://127.0.0.1:0\n");
}

TEST(DaemonService, ClosesNothingForAnAddressThatThisMachineHasNot) {
  FakeServiceManager manager;
  const net::BindAddress address = open_once(manager, "tcp://127.0.0.1:0");
  ASSERT_TRUE(run_once(echo_at(address), manager));
  const Client between(address);
  RunningDaemon second(elsewhere(address), manager);
  second.start();
  EXPECT_THAT(text(second.take("configuration_fallback"), "mistakes"), HasSubstr("192.0.2.1"));
  EXPECT_EQ(between.exchange("one\n", 4), "one\n");
  EXPECT_EQ(text(second.reload(elsewhere(address)), "event"), "reload_failed");
  EXPECT_EQ(second.order().back(), "reload_failed");  // nothing was opened again
  EXPECT_EQ(Client(address).exchange("two\n", 4), "two\n");
  EXPECT_EQ(manager.kept(), 2U);
}

TEST(DaemonService, UsesTheSocketOfASocketUnitAndLeavesItOpen) {
  HeldPort unit;
  FakeServiceManager manager;
  manager.lend("lanchat.socket", unit.descriptor());
  RunningDaemon daemon(echo_at(unit.address()), manager);
  daemon.start();
  EXPECT_EQ(text(daemon.take("socket_adopted"), "address"), to_string(unit.address()));
  EXPECT_EQ(Client(unit.address()).exchange("one\n", 4), "one\n");
  EXPECT_EQ(manager.kept(), 1U);  // the configuration
  daemon.reload(listener("udp://127.0.0.1:0"));
  EXPECT_EQ(text(daemon.take("inherited_socket_unused"), "name"), "lanchat.socket");
  EXPECT_EQ(text(daemon.reload(echo_at(unit.address())), "event"), "reloaded");
  EXPECT_EQ(Client(unit.address()).exchange("two\n", 4), "two\n");
}

TEST(DaemonService, UsesTheUnixSocketOfASocketUnitWhoseFileItCannotSee) {
  const TemporaryFolder folder;
  const HeldPort unit("unix://" + folder.path("socket").string());
  FakeServiceManager manager;
  manager.lend("lanchat.socket", unit.descriptor());
  const Client before(unit.address());
  std::filesystem::remove(folder.path("socket"));
  RunningDaemon daemon(echo_at(unit.address()), manager);
  daemon.start();
  EXPECT_EQ(before.exchange("one\n", 4), "one\n");
}

TEST(DaemonService, WarnsOfASocketUnitThatNoListenerNames) {
  HeldPort unit;
  FakeServiceManager manager;
  manager.lend("lanchat.socket", unit.descriptor());
  RunningDaemon daemon(listener("udp://127.0.0.1:0"), manager);
  daemon.start();
  const auto warning = daemon.take("inherited_socket_unused");
  EXPECT_EQ(text(warning, "address"), to_string(unit.address()));
  EXPECT_THAT(text(warning, "remedy"), HasSubstr("bind = " + to_string(unit.address())));
}

}  // namespace
}  // namespace lanchat::integration
