// SPDX-License-Identifier: MIT
#pragma once

// One server's clients. They work in slices of time, so that several servers can take turns with nothing on
// the way to any but the one whose turn it is.

#include "latencies.hpp"
#include "plan.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace lanchat::bench {

/// What the clients of one server have come to.
struct Tally {
  std::size_t operations = 0;
  std::size_t lost = 0;
  std::size_t crowd_gone = 0;   ///< hostile clients that were let go, and came again
  std::size_t crowd_bytes = 0;  ///< what hostile clients sent
  Clock::duration active{};
  Latencies latencies;

  /// So many operations are finished, each after `latency`.
  void finished(std::size_t count, Clock::duration latency) {
    operations += count;
    latencies.add(latency);
  }
};

class Load {
 public:
  virtual ~Load() = default;

  /// Works until `end`, and then until everything that is on the way is answered.
  virtual void work_until(Clock::time_point end, Tally& tally) = 0;
};

/// Each client sends its next messages as soon as the ones before are answered.
std::unique_ptr<Load> closed_loop(const Plan& plan);

/// Messages leave at a fixed rate, whatever the server does; a latency counts from when a message ought to
/// have left.
std::unique_ptr<Load> open_loop(const Plan& plan);

/// Connects, sends one message, takes its reply, closes; `clients` of them at one time.
std::unique_ptr<Load> connect_loop(const Plan& plan);

/// `clients` UDP sockets with `depth` datagrams on the way each; one that is not answered in time is lost.
std::unique_ptr<Load> datagram_loop(const Plan& plan);

/// All plans' clients at once, one message on the way each, `rate` messages a second in all; prints a line of
/// JSON with the latencies of every `slice` until standard input ends. Sleeps in between: for hours, not for
/// the last microsecond.
void watch(const std::vector<Plan>& plans);

/// Connects, one message each, then says so and does nothing until standard input ends.
void idle(const Plan& plan);

}  // namespace lanchat::bench
