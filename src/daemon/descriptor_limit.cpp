// SPDX-License-Identifier: MIT
#include "daemon/descriptor_limit.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <limits>

namespace lanchat::daemon {
namespace {

// Listeners, event queues, the log, control connections, a configuration file being read.
constexpr rlim_t own_descriptors = 128;

}  // namespace

std::uint32_t clients_within_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return std::numeric_limits<std::uint32_t>::max();
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  // A tiny limit still lets some clients in: half of it, whatever that is worth.
  const rlim_t room =
      std::max(limit.rlim_cur - std::min(limit.rlim_cur, own_descriptors), limit.rlim_cur / 2);
  return static_cast<std::uint32_t>(std::min<rlim_t>(room, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace lanchat::daemon
