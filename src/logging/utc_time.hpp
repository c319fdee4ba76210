// SPDX-License-Identifier: MIT
#pragma once

// The one way times are written in logs.

#include <chrono>
#include <string>

namespace lanchat::logging {

/// ISO 8601 in UTC with microseconds: `2026-01-02T03:04:05.123456Z`.
[[nodiscard]] std::string format_utc(std::chrono::system_clock::time_point time);

}  // namespace lanchat::logging
