// SPDX-License-Identifier: MIT
#pragma once

// A client whose messages leave by the clock, so that several may be on the way; their replies come in order,
// and a latency counts from when the message ought to have left.

#include "batch.hpp"
#include "load.hpp"
#include "plan.hpp"

#include <array>
#include <cstddef>
#include <deque>
#include <utility>

namespace lanchat::bench {

class PacedClient {
 public:
  PacedClient(const Plan& plan, std::size_t number);

  [[nodiscard]] int socket() const noexcept { return socket_; }

  void send(Clock::time_point intended);

  /// Takes what has come and tells `tally` of every reply that is complete; returns how many.
  std::size_t receive(Tally& tally);

 private:
  int socket_;
  std::array<Batch, 2> batches_;
  std::size_t next_ = 0;
  std::size_t taken_ = 0;  // bytes of the reply in hand
  std::deque<std::pair<Clock::time_point, std::size_t>> waiting_;
};

}  // namespace lanchat::bench
