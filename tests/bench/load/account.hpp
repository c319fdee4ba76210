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
  std::int64_t server_ns = 0;       ///< processor time of all threads there are and were
  std::int64_t server_wait_ns = 0;  ///< runnable, and not running
  std::int64_t load_ns = 0;
  std::int64_t load_wait_ns = 0;
  std::int64_t busy_ticks = 0;    ///< of all processors, for anybody
  std::int64_t stolen_ticks = 0;  ///< of all processors, by other machines on the same host
};

/// As of now. A `server` of 0: its figures stay zero. Of a family only the processor time is read.
Reading read_account(int server, bool family);

/// Writes the difference as members of a JSON object: seconds, server_ns, …
void print_difference(const Reading& before, const Reading& after);

}  // namespace lanchat::bench
