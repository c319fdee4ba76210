// SPDX-License-Identifier: MIT
#pragma once

// What the scheduler has counted for processes, in nanoseconds: the ticks of /proc/PID/stat are too coarse,
// and schedstat leaves out what a thread has run since the last tick.

#include <cstdint>

namespace lanchat::bench {

/// On a processor, all threads there are and were. Ends the program where there is no such process.
std::int64_t process_time(int process);

/// Runnable and waiting for a processor, all threads there are.
std::int64_t waiting_time(int process);

/// On a processor, the process and all that descend from it; those that have ended and were waited for count
/// too.
std::int64_t family_time(int process);

}  // namespace lanchat::bench
