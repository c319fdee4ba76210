// SPDX-License-Identifier: MIT
#pragma once

// A simulated listening socket: a queue of connections with the addresses they come from.

#include "simulation/connection.hpp"

#include <netinet/in.h>
#include <sys/epoll.h>

#include <deque>
#include <memory>
#include <utility>

namespace lanchat::simulation {

class Acceptor final : public File {
 public:
  struct Arrival {
    sockaddr_in from{};
    std::shared_ptr<Connection> connection;
  };

  [[nodiscard]] std::uint32_t events() override { return queue_.empty() ? 0U : EPOLLIN; }

  /// What nobody has accepted is reset.
  void closed() override {
    open_ = false;
    for (const Arrival& each : queue_) {
      each.connection->reset_when_closed();
      each.connection->closed();
    }
    queue_.clear();
  }

  /// False: refused.
  bool arrive(Arrival arrival) {
    if (!open_) return false;
    queue_.push_back(std::move(arrival));
    tell(EPOLLIN);
    return true;
  }

  [[nodiscard]] bool empty() const noexcept { return queue_.empty(); }

  [[nodiscard]] Arrival take() {
    Arrival first = std::move(queue_.front());
    queue_.pop_front();
    return first;
  }

 private:
  std::deque<Arrival> queue_;
  bool open_ = true;
};

}  // namespace lanchat::simulation
