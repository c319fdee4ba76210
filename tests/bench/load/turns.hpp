// SPDX-License-Identifier: MIT
#pragma once

// Lets the clients of several servers work in turn, a slice each, so that whatever the machine does befalls
// all of them; a server whose turn it is not has nothing to do.

#include "load.hpp"
#include "plan.hpp"

#include <memory>
#include <span>

namespace lanchat::bench {

/// Warms up, measures and prints what it came to as one JSON object. `make` makes the clients of one server.
void take_turns(std::span<const Plan> plans, std::unique_ptr<Load> (*make)(const Plan&));

}  // namespace lanchat::bench
