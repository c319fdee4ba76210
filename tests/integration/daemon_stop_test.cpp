// SPDX-License-Identifier: MIT
// How a daemon ends: everybody is answered, and nobody can hold it up for longer than the grace.
#include "integration/running_daemon.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

namespace lanchat::integration {
namespace {

using namespace std::chrono_literals;

constexpr const char* stream = "[listener.main]\nbind = tcp://127.0.0.1:0\nwrite-timeout = 0\n";

TEST(DaemonStop, AnswersWhatHasArrived) {
  RunningDaemon daemon(stream);
  daemon.start();
  const net::BindAddress address = daemon.take_listening();
  const Client client(address);
  const Client silent(address);
  std::string lines;
  for (int i = 0; i < 1000; ++i)
    lines += "line " + std::to_string(i) + "\n";
  client.write(lines);
  daemon->request_stop("done");
  EXPECT_EQ(client.read_to_end(), lines);
  EXPECT_EQ(silent.read_to_end(), "");
  EXPECT_TRUE(daemon.ended());
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(text(daemon.take("client_disconnected"), "reason"), "server_stopping");
  EXPECT_FALSE(accepts(address));
}

// What was sent within the time that newcomers have is answered; a machine that was too slow to send it in
// that time proves nothing, and tries again.
TEST(DaemonStop, HearsAClientThatHasOnlyJustConnected) {
  for (int i = 0; i < 50; ++i) {
    RunningDaemon daemon(stream);
    daemon.start();
    const net::BindAddress address = daemon.take_listening();
    const auto began = std::chrono::steady_clock::now();
    const Client client(address);
    daemon->request_stop("done");
    daemon.take("stopping");
    client.write("one\n");
    if (std::chrono::steady_clock::now() - began >= 250ms) continue;
    EXPECT_EQ(client.read_to_end(), "one\n");
    return;
  }
  FAIL() << "never quick enough";
}

TEST(DaemonStop, RemovesTheFilesOfItsSockets) {
  RunningDaemon daemon(
      "control-socket = {folder}control.sock\n[listener.main]\nbind = unix://{folder}main.sock\n");
  daemon.start();
  EXPECT_TRUE(std::filesystem::exists(daemon.folder().path("main.sock")));
  EXPECT_TRUE(std::filesystem::exists(daemon.folder().path("control.sock")));
  EXPECT_TRUE(daemon.stop());
  EXPECT_FALSE(std::filesystem::exists(daemon.folder().path("main.sock")));
  EXPECT_FALSE(std::filesystem::exists(daemon.folder().path("control.sock")));
}

TEST(DaemonStop, CutsAClientThatNeverReadsWhenTheGraceIsOver) {
  RunningDaemon daemon(std::string("shutdown-grace = 200ms\n") + stream);
  daemon.start();
  const Client client(daemon.take_listening(), {.receive_buffer = 4096});
  static_cast<void>(client.write_until_stalled("again and again\n"));
  const auto began = std::chrono::steady_clock::now();
  EXPECT_TRUE(daemon.stop());
  EXPECT_GE(std::chrono::steady_clock::now() - began, 200ms);
  EXPECT_EQ(text(daemon.take("client_disconnected"), "reason"), "server_stopping");
  client.wait_for_end();
}

TEST(DaemonStop, DoesNotWaitWhenAskedASecondTime) {
  RunningDaemon daemon(std::string("shutdown-grace = 1h\n") + stream);
  daemon.start();
  const Client client(daemon.take_listening(), {.receive_buffer = 4096});
  static_cast<void>(client.write_until_stalled("again and again\n"));
  daemon->request_stop("first");
  daemon.take("stopping");
  daemon->request_stop("second");
  EXPECT_TRUE(daemon.ended());
}

TEST(DaemonStop, DoesNotWaitWhenAskedTwiceAtOnce) {
  RunningDaemon daemon(std::string("shutdown-grace = 1h\n") + stream);
  daemon.start();
  const Client client(daemon.take_listening(), {.receive_buffer = 4096});
  static_cast<void>(client.write_until_stalled("again and again\n"));
  daemon->request_stop("first");
  daemon->request_stop("second");
  EXPECT_TRUE(daemon.ended());
}

TEST(DaemonStop, ComesThroughInTheMiddleOfReloads) {
  for (int i = 0; i < 20; ++i) {
    RunningDaemon daemon(stream);
    daemon.start();
    const net::BindAddress address = daemon.take_listening();
    daemon.configure("[listener.other]\nbind = tcp://127.0.0.1:0\nbind = unix://{folder}other.sock\n");
    for (int j = 0; j < i % 4; ++j)
      daemon->request_reload();
    daemon->request_stop("done");
    daemon->request_reload();
    EXPECT_TRUE(daemon.ended());
    EXPECT_FALSE(accepts(address));
    EXPECT_FALSE(std::filesystem::exists(daemon.folder().path("other.sock")));
    EXPECT_TRUE(daemon->addresses().empty());
  }
}

TEST(DaemonStop, ComesThroughInTheMiddleOfQuestions) {
  for (int i = 0; i < 20; ++i) {
    RunningDaemon daemon(stream);
    daemon.start();
    std::atomic<bool> over = false;
    std::thread asking([&] {
      for (int j = 0; j < 2000 && !over; ++j) {
        daemon->request_statistics();
        std::this_thread::yield();
      }
    });
    daemon.take("statistics");
    EXPECT_TRUE(daemon.stop());
    over = true;
    asking.join();
  }
}

}  // namespace
}  // namespace lanchat::integration
