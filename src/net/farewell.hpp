// SPDX-License-Identifier: MIT
#pragma once

// A rejected client that is told why. It may have sent already, and closing with that unread would destroy
// the words on their way: so what it sends is read and thrown away until it closes too, or the time is up.

#include "lanchat/async/deadline.hpp"
#include "lanchat/net/worker.hpp"

#include "net/stream_socket.hpp"

#include <chrono>
#include <span>
#include <string>
#include <utility>

namespace lanchat::net {

class Farewell final : private async::Deadline {
 public:
  Farewell(Worker& worker, Descriptor client, const std::string& words)
      : Deadline(worker.deadlines()), socket_(worker.reactor(), std::move(client)) {
    static_cast<void>(socket_.send(words));  // the kernel takes them, or nobody will
    socket_.end_output();
    expire_at(async::Clock::now() + linger);
  }

  [[nodiscard]] bool lasts() const noexcept { return !ended_; }

  /// Waits for what the client sends.
  [[nodiscard]] async::Readiness::Wait more() noexcept { return socket_.wait(StreamSocket::Event::read); }

  void discard(std::span<char> room) {
    using enum StreamSocket::Outcome;
    const auto outcome = socket_.receive(room).outcome;
    ended_ = outcome != moved && outcome != blocked;
  }

 private:
  static constexpr std::chrono::seconds linger{1};

  void expired() override {
    ended_ = true;
    socket_.wake();
  }

  StreamSocket socket_;
  bool ended_ = false;
};

}  // namespace lanchat::net
