// SPDX-License-Identifier: MIT
#pragma once

// A simulated UDP socket: datagrams that have come, and a number of them that fit on their way out.

#include "simulation/file.hpp"

#include <netinet/in.h>
#include <sys/epoll.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>

namespace lanchat::simulation {

class DatagramSocket final : public File {
 public:
  struct Datagram {
    sockaddr_in peer{};
    std::string bytes;
  };

  explicit DatagramSocket(std::size_t room) noexcept : room_(room) {}

  [[nodiscard]] std::uint32_t events() override {
    if (outgoing_.size() >= room_) blocked_ = true;
    return (arrived_.empty() ? 0U : EPOLLIN) | (outgoing_.size() < room_ ? EPOLLOUT : 0U);
  }

  void closed() override { open_ = false; }

  /// False: nobody is there.
  bool arrive(Datagram datagram) {
    if (!open_) return false;
    arrived_.push_back(std::move(datagram));
    tell(EPOLLIN);
    return true;
  }

  [[nodiscard]] bool empty() const noexcept { return arrived_.empty(); }

  [[nodiscard]] Datagram take() {
    Datagram first = std::move(arrived_.front());
    arrived_.pop_front();
    return first;
  }

  /// False: no room, it would block.
  bool send(Datagram datagram) {
    if (outgoing_.size() >= room_) {
      blocked_ = true;
      return false;
    }
    outgoing_.push_back(std::move(datagram));
    return true;
  }

  /// The network takes what waits to go.
  [[nodiscard]] std::deque<Datagram> carry() {
    std::deque<Datagram> gone = std::exchange(outgoing_, {});
    if (std::exchange(blocked_, false)) tell(EPOLLOUT);
    return gone;
  }

  [[nodiscard]] bool has_output() const noexcept { return !outgoing_.empty(); }

 private:
  std::size_t room_;
  std::deque<Datagram> arrived_;
  std::deque<Datagram> outgoing_;
  bool blocked_ = false;
  bool open_ = true;
};

}  // namespace lanchat::simulation
