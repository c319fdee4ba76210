// SPDX-License-Identifier: MIT
#pragma once

// One UDP socket with a number of slots, each a datagram on the way. A datagram says its slot and its turn in
// that slot, so that a reply that comes after all is told from the next one's.

#include "load.hpp"
#include "plan.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::bench {

class DatagramClient {
 public:
  static constexpr std::size_t most_depth = 64;
  static constexpr auto patience = std::chrono::milliseconds(200);

  DatagramClient(const Plan& plan, std::size_t number);

  [[nodiscard]] int socket() const noexcept { return socket_; }

  void send_all(Clock::time_point now);

  /// Takes what has come; where `more` is wanted, each slot that is answered sends again, all in one call.
  void receive(Tally& tally, Clock::time_point now, bool more);

  /// Gives up what is not answered for too long; where `more` is wanted, it is sent anew.
  void give_up(Tally& tally, Clock::time_point now, bool more);

  /// Datagrams that are on the way.
  [[nodiscard]] std::size_t waiting() const noexcept { return waiting_; }

 private:
  struct Slot {
    std::string bytes;
    unsigned turn = 0;
    bool waits = false;
    Clock::time_point sent;
  };

  void answered(std::string_view reply, Tally& tally, Clock::time_point now);
  void settle(std::size_t index);
  void send_due(Clock::time_point now);

  int socket_;
  std::vector<Slot> slots_;
  std::size_t waiting_ = 0;
  std::array<std::size_t, most_depth> due_{};  ///< slots to send
  std::size_t due_count_ = 0;
  std::array<std::array<char, 2048>, most_depth> buffers_;
};

}  // namespace lanchat::bench
