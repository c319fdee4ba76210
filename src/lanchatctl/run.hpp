// SPDX-License-Identifier: MIT
#pragma once

// lanchatctl from its arguments to its exit status, with the streams given.

#include <ostream>
#include <string>
#include <vector>

namespace lanchat::lanchatctl {

/// `arguments` without the program's name; `input` is where the operator's lines come from.
int run(const std::vector<std::string>& arguments, int input, std::ostream& out, std::ostream& err);

}  // namespace lanchat::lanchatctl
