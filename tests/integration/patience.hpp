// SPDX-License-Identifier: MIT
#pragma once

// How long a test waits for something that should come at once, before it says that it did not come.

#include <chrono>

namespace lanchat::integration {

inline constexpr std::chrono::seconds patience{20};

}  // namespace lanchat::integration
