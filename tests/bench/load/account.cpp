// SPDX-License-Identifier: MIT
#include "account.hpp"

#include "processor_time.hpp"

#include <unistd.h>

#include <fstream>
#include <string>

namespace lanchat::bench {
namespace {

/// proc(5): the first line of /proc/stat, the sums over all processors.
void read_machine(Reading& reading) {
  std::ifstream stat("/proc/stat");
  std::string word;
  std::int64_t user = 0, nice = 0, system = 0, idle = 0, waiting = 0, interrupts = 0, soft = 0, stolen = 0;
  stat >> word >> user >> nice >> system >> idle >> waiting >> interrupts >> soft >> stolen;
  const std::int64_t tick = 1'000'000'000 / sysconf(_SC_CLK_TCK);
  reading.busy_ns = (user + nice + system + interrupts + soft) * tick;
  reading.stolen_ns = stolen * tick;
}

}  // namespace

Reading Reading::now() {
  Reading reading;
  reading.load_ns = process_time(getpid());
  reading.load_wait_ns = waiting_time(getpid());
  read_machine(reading);
  reading.time = Clock::now();
  return reading;
}

ServerReading ServerReading::now(const Plan& plan) {
  if (plan.server == 0) return {};
  if (plan.family) return {family_time(plan.server), 0};
  return {process_time(plan.server), waiting_time(plan.server)};
}

}  // namespace lanchat::bench
