// SPDX-License-Identifier: MIT
#pragma once

// A control server on a thread of its own with a daemon that is made up, and a client that blocks.

#include "lanchat/control/control_server.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace lanchat::control {

class FakeSteering final : public Steering {
 public:
  async::Task<Status> status() override {
    Status status;
    status.version = "1.2";
    co_return status;
  }

  async::Task<std::vector<ClientRow>> clients() override { co_return rows; }

  async::Task<std::vector<Counter>> statistics() override {
    if (broken) throw std::runtime_error("the statistics are broken");
    co_return std::vector<Counter>{{"messages", 5}};
  }

  async::Task<ReloadResult> reload() override {
    if (on_reload) on_reload();
    co_return ReloadResult{false, {"f:1: k: wrong"}, {}};
  }

  void set_log_level(logging::Level wanted, std::optional<std::chrono::milliseconds> how_long) override {
    level = wanted;
    duration = how_long;
  }

  async::Task<std::vector<std::uint64_t>> disconnect(std::vector<std::uint64_t> sessions) override {
    co_return std::vector<std::uint64_t>{sessions.back()};
  }

  std::vector<ClientRow> rows;
  bool broken = false;
  std::function<void()> on_reload;
  logging::Level level = logging::Level::info;
  std::optional<std::chrono::milliseconds> duration;
};

class CollectingLog final : public logging::EventLog {
 public:
  [[nodiscard]] bool enabled(logging::Level) const noexcept override { return true; }

  void write(logging::Event event) override {
    const std::lock_guard lock(mutex_);
    events_.push_back(std::move(event));
  }

  [[nodiscard]] std::vector<logging::Event> events() const {
    const std::lock_guard lock(mutex_);
    return events_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<logging::Event> events_;
};

class Client {
 public:
  explicit Client(const std::string& path) : descriptor_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{60, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.size());
    connected = ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }

  Client(Client&& other) noexcept
      : connected(other.connected), descriptor_(std::exchange(other.descriptor_, -1)), input_(other.input_) {}

  Client& operator=(Client&&) = delete;

  ~Client() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  /// Whether all could be sent.
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t size = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (size <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
  }

  void finish_sending() const { ::shutdown(descriptor_, SHUT_WR); }

  /// The next line; "(end)" when the daemon has closed, "(silence)" when it says nothing for long.
  std::string line() {
    for (;;) {
      const std::size_t end = input_.find('\n');
      if (end != std::string::npos) {
        std::string found = input_.substr(0, end);
        input_.erase(0, end + 1);
        return found;
      }
      char bytes[65'536];
      const ssize_t size = ::recv(descriptor_, bytes, sizeof bytes, 0);
      if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return "(silence)";
      if (size <= 0) return "(end)";
      input_.append(bytes, static_cast<std::size_t>(size));
    }
  }

  std::string ask(std::string_view request) {
    send(std::string(request) + "\n");
    return line();
  }

  bool connected;

 private:
  int descriptor_;
  std::string input_;
};

class ControlTest : public testing::Test {
 protected:
  ControlTest() {
    std::string name = (std::filesystem::temp_directory_path() / "lanchat-control-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    path_ = (folder_ / "control.sock").string();
    thread_ = std::thread([this] { context_.run(); });
  }

  ~ControlTest() override {
    if (thread_.joinable()) {
      end_server();
      run_out();
    }
    std::filesystem::remove_all(folder_);
  }

  /// Runs `action` on the server's thread and waits for it.
  template <typename Action>
  auto on_server(Action action) {
    std::packaged_task<std::invoke_result_t<Action>()> task(std::move(action));
    auto done = task.get_future();
    boost::asio::post(context_, std::move(task));
    return done.get();
  }

  void open() {
    on_server([this] { server_->open(path_); });
  }

  void close() {
    on_server([this] { server_->close(); });
  }

  void end_server() {
    on_server([this] { server_.reset(); });
  }

  /// Returns when the server's thread has nothing left to do.
  void run_out() {
    work_.reset();
    thread_.join();
  }

  Client open_console() {
    Client console(path_);
    EXPECT_EQ(console.ask(R"({"command":"operator"})"), R"({"ok":true,"waiting":0})");
    return console;
  }

  std::filesystem::path folder_;
  std::string path_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<async::Executor> work_{context_.get_executor()};
  FakeSteering steering_;
  CollectingLog log_;
  OperatorDesk desk_{context_.get_executor(), {}};
  std::unique_ptr<ControlServer> server_ =
      std::make_unique<ControlServer>(context_.get_executor(), steering_, desk_, log_);
  std::thread thread_;
};

}  // namespace lanchat::control
