// SPDX-License-Identifier: MIT
#pragma once

// One TCP client of the server that is measured: sends a batch, takes its replies, sends the next. Never
// blocks, so that one client's long message does not hold up the others.

#include "batch.hpp"
#include "plan.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lanchat::bench {

/// A connection to the server; `address`: the last byte of our own, to have more ports than one address has;
/// `receive_buffer`: bytes, 0 for the usual.
int connect_to(std::uint16_t port, unsigned address = 1, int receive_buffer = 0);

class StreamClient {
 public:
  StreamClient(const Plan& plan, std::size_t number);

  [[nodiscard]] int socket() const noexcept { return socket_; }

  /// Sends the next batch, or as much of it as the system takes now.
  void send_batch();

  /// Sends more of it once the socket is writable.
  void send_more();

  [[nodiscard]] bool sending() const noexcept { return sent_ < batches_[turn_].bytes().size(); }

  /// Takes what has come. True: the batch is answered.
  bool receive(std::span<char> buffer);

  Clock::time_point began;  ///< when the batch was, or ought to have been, sent

 private:
  int socket_;
  std::array<Batch, 2> batches_;  // two in turn, so that an old reply is a wrong one
  std::size_t turn_ = 1;
  std::size_t sent_;
};

/// Connects all of the plan's clients.
std::vector<StreamClient> connect_all(const Plan& plan);

/// An epoll that waits for what the clients receive; the data of its events points to the client.
int poll_all(std::span<StreamClient> clients);

/// Waits for room to send too, as long as the client has something to send.
void watch_again(int poll, StreamClient& client);

}  // namespace lanchat::bench
