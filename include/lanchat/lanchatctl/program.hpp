// SPDX-License-Identifier: MIT
#pragma once

// The commands, options and exit statuses of `lanchatctl` as data: what --help, the manual page and the
// completions say.

#include "lanchat/usage/program.hpp"

namespace lanchat::lanchatctl {

[[nodiscard]] usage::Program program();

}  // namespace lanchat::lanchatctl
