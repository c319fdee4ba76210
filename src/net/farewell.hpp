// SPDX-License-Identifier: MIT
#pragma once

// A rejected client that is told why. It may have sent already, and closing with that unread would destroy
// the words on their way: so what it sends is read and thrown away until it closes too, or the time is up.

#include "lanchat/async/deadline.hpp"
#include "lanchat/net/worker.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>

#include <chrono>
#include <span>
#include <string>
#include <utility>

namespace lanchat::net {

class Farewell final : private async::Deadline {
 public:
  using Socket = boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol, async::Executor>;

  Farewell(Worker& worker, Descriptor client, const std::string& words)
      : Deadline(worker.deadlines()),
        socket_(worker.executor(), boost::asio::generic::stream_protocol(AF_UNSPEC, 0), client.release()) {
    boost::system::error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.write_some(boost::asio::buffer(words), ignored);
    socket_.shutdown(Socket::shutdown_send, ignored);
    expire_at(async::Clock::now() + linger);
  }

  [[nodiscard]] bool lasts() const noexcept { return socket_.is_open() && !ended_; }

  [[nodiscard]] Socket& socket() noexcept { return socket_; }

  void discard(std::span<char> room) {
    boost::system::error_code error;
    socket_.read_some(boost::asio::buffer(room.data(), room.size()), error);
    ended_ = error && error != boost::asio::error::would_block;
  }

 private:
  static constexpr std::chrono::seconds linger{1};

  void expired() override {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

  Socket socket_;
  bool ended_ = false;
};

}  // namespace lanchat::net
