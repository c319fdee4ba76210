// SPDX-License-Identifier: MIT
#pragma once

// lanchatd's options, notes and exit statuses as data: what --help, the manual page and the completions say.

#include "lanchat/usage/program.hpp"

namespace lanchat::config {

[[nodiscard]] usage::Program program();

}  // namespace lanchat::config
