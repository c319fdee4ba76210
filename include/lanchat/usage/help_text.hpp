// SPDX-License-Identifier: MIT
#pragma once

// How the table of a program looks as what --help prints: 80 columns, the same order for every program.

#include "lanchat/usage/program.hpp"

#include <string>

namespace lanchat::usage {

[[nodiscard]] std::string help_text(const Program& program);

}  // namespace lanchat::usage
