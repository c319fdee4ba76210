// SPDX-License-Identifier: MIT
#pragma once

// The daemon as a process: its log, its service manager, its exit status.

#include "lanchat/config/config.hpp"

namespace lanchat::daemon {

/// Serves what `sources` say until a signal ends it. Returns the exit status (sysexits(3)); why it is not 0
/// has been logged, or said on standard error where there is no service manager.
[[nodiscard]] int run(const config::Sources& sources);

/// Says each mistake on standard error. Returns the exit status for them.
[[nodiscard]] int report(const std::vector<config::Mistake>& mistakes);

}  // namespace lanchat::daemon
