// SPDX-License-Identifier: MIT
#include "processor_time.hpp"

#include "plan.hpp"

#include <dirent.h>
#include <sys/types.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace lanchat::bench {
namespace {

/// Numbers of the entries of a folder of /proc.
std::vector<int> numbers_in(const std::string& folder) {
  DIR* const entries = opendir(folder.c_str());
  if (entries == nullptr) fail(folder.c_str());
  std::vector<int> numbers;
  while (const dirent* const entry = readdir(entries)) {
    const int number = std::atoi(entry->d_name);
    if (number > 0) numbers.push_back(number);
  }
  closedir(entries);
  return numbers;
}

/// 0: it has gone, or has no time to tell.
std::int64_t time_if_there(int process) {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

struct Kin {
  int parent = 0;
  std::int64_t ended_children = 0;  // nanoseconds
};

/// proc(5): the fields of /proc/PID/stat behind the name, which is in brackets and may hold blanks.
Kin kin_of(int process) {
  std::string line;
  std::getline(std::ifstream("/proc/" + std::to_string(process) + "/stat"), line);
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return {};
  int parent = 0;
  long long user = 0, system = 0;
  std::sscanf(line.c_str() + name_end + 1, " %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %lld %lld",
              &parent, &user, &system);
  return {parent, (user + system) * (1'000'000'000 / sysconf(_SC_CLK_TCK))};
}

}  // namespace

std::int64_t process_time(int process) {
  const std::int64_t time = time_if_there(process);
  if (time == 0) fail("the server's processor time");
  return time;
}

std::int64_t waiting_time(int process) {
  const std::string folder = "/proc/" + std::to_string(process) + "/task";
  std::int64_t sum = 0;
  for (const int task : numbers_in(folder)) {
    std::int64_t ran = 0;
    std::int64_t waited = 0;
    if (std::ifstream(folder + "/" + std::to_string(task) + "/schedstat") >> ran >> waited) sum += waited;
  }
  return sum;
}

std::int64_t family_time(int process) {
  std::map<int, Kin> processes;
  for (const int number : numbers_in("/proc"))
    processes[number] = kin_of(number);
  std::int64_t sum = 0;
  for (const auto& [number, kin] : processes) {
    int elder = number;
    while (elder > 1 && elder != process)
      elder = processes[elder].parent;
    if (elder == process) sum += time_if_there(number) + kin.ended_children;
  }
  return sum;
}

}  // namespace lanchat::bench
