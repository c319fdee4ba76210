// SPDX-License-Identifier: MIT
#pragma once

// A daemon of one connection on a socket in a folder of its own: says what the test tells it to.

#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace lanchat::lanchatctl {

class FakeDaemon {
 public:
  /// The daemon's end of the connection.
  class Peer {
   public:
    explicit Peer(boost::asio::local::stream_protocol::socket socket) : socket_(std::move(socket)) {}

    /// The next request, or "(end)".
    std::string request() {
      boost::system::error_code error;
      const std::size_t size =
          boost::asio::read_until(socket_, boost::asio::dynamic_buffer(input_), '\n', error);
      if (error) return "(end)";
      std::string line = input_.substr(0, size - 1);
      input_.erase(0, size);
      return line;
    }

    void say(std::string_view bytes) {
      boost::system::error_code ignored;
      boost::asio::write(socket_, boost::asio::buffer(bytes), ignored);
    }

   private:
    boost::asio::local::stream_protocol::socket socket_;
    std::string input_;
  };

  /// `script` runs on a thread of its own; the connection closes when it returns.
  explicit FakeDaemon(std::function<void(Peer&)> script) : acceptor_(context_, path()) {
    thread_ = std::thread([this, script = std::move(script)] {
      boost::system::error_code error;
      Peer peer(acceptor_.accept(error));
      if (!error) script(peer);
    });
  }

  ~FakeDaemon() {
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);  // where nobody has come
    thread_.join();
    std::filesystem::remove_all(folder_);
  }

  FakeDaemon(const FakeDaemon&) = delete;
  FakeDaemon& operator=(const FakeDaemon&) = delete;

  [[nodiscard]] std::string path() const { return (folder_ / "control.sock").string(); }

 private:
  static std::filesystem::path new_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "lanchatctl-XXXXXX").string();
    return ::mkdtemp(name.data());
  }

  std::filesystem::path folder_ = new_folder();
  boost::asio::io_context context_;
  boost::asio::local::stream_protocol::acceptor acceptor_;
  std::thread thread_;
};

}  // namespace lanchat::lanchatctl
