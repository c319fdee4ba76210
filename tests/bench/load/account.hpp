// SPDX-License-Identifier: MIT
#pragma once

// What a stretch of time cost whom: processor time of the server and of the load, how long the server's
// threads waited for their processor, and what the machine did beside. Readings are taken at the two ends of
// what is measured, so that connecting, warming up and closing are not in it.

#include "plan.hpp"

#include <cstdint>

namespace lanchat::bench {

struct Reading {
  Clock::time_point time;
  std::int64_t load_ns = 0;
  std::int64_t load_wait_ns = 0;
  std::int64_t busy_ns = 0;    ///< of all processors, for anybody
  std::int64_t stolen_ns = 0;  ///< of all processors, by other machines on the same host

  /// As of now.
  static Reading now();
};

struct ServerReading {
  std::int64_t ran_ns = 0;     ///< processor time of all threads there are and were
  std::int64_t waited_ns = 0;  ///< runnable, and not running; not told of a family

  /// Of the plan's server, as of now; zero where it has none.
  static ServerReading now(const Plan& plan);
};

}  // namespace lanchat::bench
