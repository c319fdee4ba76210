// SPDX-License-Identifier: MIT
#pragma once

// What lanchatctl's exit status says; scripts depend on the numbers.

namespace lanchat::lanchatctl {

enum ExitStatus : int {
  done = 0,
  refused = 1,                ///< the daemon did not do all that was asked
  wrong_command_line = 64,    // EX_USAGE
  no_daemon = 69,             // EX_UNAVAILABLE
  defect = 70,                // EX_SOFTWARE
  no_permission = 77,         // EX_NOPERM
  configuration_refused = 78  // EX_CONFIG
};

}  // namespace lanchat::lanchatctl
