// SPDX-License-Identifier: MIT
#pragma once

// The options, notes and exit statuses of `lanchat` as data: what --help, the manual page and the completions
// say.

#include "lanchat/usage/program.hpp"

namespace lanchat::client {

[[nodiscard]] usage::Program program();

}  // namespace lanchat::client
