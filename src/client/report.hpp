// SPDX-License-Identifier: MIT
#pragma once

// What `lanchat` says in the end, and the status it leaves with.

#include "client/exchange.hpp"

#include <string>

namespace lanchat::client {

/// `the server closed the connection; 3 of 10 replies are missing`; empty where all went well.
[[nodiscard]] std::string describe(const Outcome& outcome);

/// Says it on standard error; the exit status.
[[nodiscard]] int report(const Outcome& outcome);

}  // namespace lanchat::client
