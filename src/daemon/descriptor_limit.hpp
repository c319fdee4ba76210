// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace lanchat::daemon {

/// Raises the soft limit of open files to the hard one and returns how many clients it leaves room for beside
/// the daemon's own descriptors (getrlimit(2), RLIMIT_NOFILE).
[[nodiscard]] std::uint32_t clients_within_descriptor_limit();

}  // namespace lanchat::daemon
