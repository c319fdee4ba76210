// SPDX-License-Identifier: MIT
#pragma once

// The stretch of time that is measured: it opens after the warm-up, counts what is finished while it is open,
// and tells the result as one JSON object on standard output.

#include "account.hpp"
#include "latencies.hpp"
#include "plan.hpp"

#include <cstddef>

namespace lanchat::bench {

class Window {
 public:
  explicit Window(const Plan& plan);

  /// Opens and closes the window as time goes; call it often. False: it is over.
  bool open_at(Clock::time_point now);

  /// So many operations are finished, each after `latency`.
  void finished(std::size_t operations, Clock::duration latency) {
    done_ += operations;
    if (!opened_ || closed_) return;
    operations_ += operations;
    latencies_.add(latency);
  }

  void lost(std::size_t messages) {
    if (opened_ && !closed_) lost_ += messages;
  }

  void print() const;

 private:
  const Plan& plan_;
  Clock::time_point start_;
  bool opened_ = false;
  bool closed_ = false;
  std::size_t done_ = 0;  ///< outside of the window too
  std::size_t operations_ = 0;
  std::size_t lost_ = 0;
  Latencies latencies_;
  Reading before_;
  Reading after_;
};

}  // namespace lanchat::bench
