// SPDX-License-Identifier: MIT
#pragma once

// `lanchat` in a pipe: messages from standard input, replies to standard output.

#include "client/options.hpp"

namespace lanchat::client {

/// The exit status.
[[nodiscard]] int run_batch(const Options& options);

}  // namespace lanchat::client
