// SPDX-License-Identifier: MIT
#pragma once

// A hostile crowd: a third never reads and sends as much as is taken, a third sends most of a message and
// stops, a third sends a byte a second. Who is let go comes again at once. It lives in the loop of the
// healthy clients and does one thing at a time there, so that it costs the server, and the load as little as
// can be.

#include "load.hpp"
#include "plan.hpp"

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace lanchat::bench {

class Crowd {
 public:
  /// `plan.crowd` of each kind.
  explicit Crowd(const Plan& plan);

  /// Its time goes on from here: while it is not its turn, nobody grows impatient.
  void begin(Clock::time_point now) noexcept { last_ = now; }

  /// The next thing that one of them has to do, if anybody has.
  void step(Clock::time_point now, Tally& tally);

 private:
  enum class Kind { never_reads, half_message, byte_a_second };

  struct Member {
    Kind kind;
    int socket = -1;
    std::size_t sent = 0;
  };

  void connect(Member& member);
  void serve(Member& member, std::uint32_t events, Tally& tally);
  void send(Member& member, std::size_t most, Tally& tally);
  void let_go(Member& member, Tally& tally);
  void watch(int operation, Member& member) const;
  static bool wants_to_send(const Member& member) noexcept;

  std::uint16_t port_;
  int poll_;
  unsigned address_ = 0;
  std::string message_;  ///< what they send, over and over
  std::vector<Member> members_;
  std::deque<Member*> gone_;  ///< to connect again
  Clock::time_point last_;
  Clock::duration active_{};   ///< how long it has been its turn, in all
  std::size_t bytes_due_ = 0;  ///< single bytes sent so far, by all who send a byte a second
};

}  // namespace lanchat::bench
