// SPDX-License-Identifier: MIT
#pragma once

// `lanchat` on a terminal: a person types, replies appear with their number above the prompt.

#include "client/options.hpp"

namespace lanchat::client {

/// The exit status.
[[nodiscard]] int run_interactive(const Options& options);

}  // namespace lanchat::client
