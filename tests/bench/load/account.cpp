// SPDX-License-Identifier: MIT
#include "account.hpp"

#include "processor_time.hpp"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

namespace lanchat::bench {
namespace {

void read_machine(Reading& reading) {
  std::ifstream stat("/proc/stat");
  std::string word;
  std::int64_t user = 0, nice = 0, system = 0, idle = 0, waiting = 0, interrupts = 0, soft = 0;
  stat >> word >> user >> nice >> system >> idle >> waiting >> interrupts >> soft >> reading.stolen_ticks;
  reading.busy_ticks = user + nice + system + interrupts + soft;
}

}  // namespace

Reading read_account(int server, bool family) {
  Reading reading;
  if (server != 0 && family) reading.server_ns = family_time(server);
  if (server != 0 && !family) {
    reading.server_ns = process_time(server);
    reading.server_wait_ns = waiting_time(server);
  }
  reading.load_ns = process_time(getpid());
  reading.load_wait_ns = waiting_time(getpid());
  read_machine(reading);
  reading.time = Clock::now();
  return reading;
}

void print_difference(const Reading& before, const Reading& after) {
  const auto nanoseconds = [](std::int64_t ticks) { return ticks * (1'000'000'000 / sysconf(_SC_CLK_TCK)); };
  std::printf(
      R"("seconds":%.6f,"server_ns":%ld,"server_wait_ns":%ld,"load_ns":%ld,"load_wait_ns":%ld,"busy_ns":%ld,"stolen_ns":%ld)",
      std::chrono::duration<double>(after.time - before.time).count(), after.server_ns - before.server_ns,
      after.server_wait_ns - before.server_wait_ns, after.load_ns - before.load_ns,
      after.load_wait_ns - before.load_wait_ns, nanoseconds(after.busy_ticks - before.busy_ticks),
      nanoseconds(after.stolen_ticks - before.stolen_ticks));
}

}  // namespace lanchat::bench
