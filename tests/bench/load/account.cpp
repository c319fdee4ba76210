// SPDX-License-Identifier: MIT
#include "account.hpp"

#include <dirent.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>

namespace lanchat::bench {
namespace {

/// The scheduler's own count, to the nanosecond: the ticks of /proc/PID/stat are too coarse, and schedstat
/// leaves out what a thread has run since the last tick.
std::int64_t processor_time(clockid_t clock) {
  timespec time{};
  if (clock_gettime(clock, &time) != 0) fail("the server's processor time");
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::int64_t waited(int process) {
  const std::string folder = "/proc/" + std::to_string(process) + "/task";
  DIR* const tasks = opendir(folder.c_str());
  if (tasks == nullptr) fail(folder.c_str());
  std::int64_t sum = 0;
  while (const dirent* const task = readdir(tasks)) {
    std::int64_t ran = 0;
    std::int64_t waiting = 0;
    if (std::ifstream(folder + "/" + task->d_name + "/schedstat") >> ran >> waiting) sum += waiting;
  }
  closedir(tasks);
  return sum;
}

void read_machine(Reading& reading) {
  std::ifstream stat("/proc/stat");
  std::string word;
  std::int64_t user = 0, nice = 0, system = 0, idle = 0, waiting = 0, interrupts = 0, soft = 0;
  stat >> word >> user >> nice >> system >> idle >> waiting >> interrupts >> soft >> reading.stolen_ticks;
  reading.busy_ticks = user + nice + system + interrupts + soft;
}

}  // namespace

Reading read_account(int server) {
  Reading reading;
  if (server != 0) {
    clockid_t clock{};
    if (clock_getcpuclockid(server, &clock) != 0) fail("the server's clock");
    reading.server_ns = processor_time(clock);
    reading.server_wait_ns = waited(server);
  }
  reading.load_ns = processor_time(CLOCK_PROCESS_CPUTIME_ID);
  read_machine(reading);
  reading.time = Clock::now();
  return reading;
}

void print_difference(const Reading& before, const Reading& after) {
  const auto nanoseconds = [](std::int64_t ticks) { return ticks * (1'000'000'000 / sysconf(_SC_CLK_TCK)); };
  std::printf(
      R"("seconds":%.6f,"server_ns":%ld,"server_wait_ns":%ld,"load_ns":%ld,"busy_ns":%ld,"stolen_ns":%ld)",
      std::chrono::duration<double>(after.time - before.time).count(), after.server_ns - before.server_ns,
      after.server_wait_ns - before.server_wait_ns, after.load_ns - before.load_ns,
      nanoseconds(after.busy_ticks - before.busy_ticks),
      nanoseconds(after.stolen_ticks - before.stolen_ticks));
}

}  // namespace lanchat::bench
