// SPDX-License-Identifier: MIT
#pragma once

// The daemon's answers as text for a person. Pure; a member that is missing, as an older daemon may leave it,
// is shown as empty or 0.

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace lanchat::lanchatctl {

/// What to print for the answer to `command`, where the daemon did it.
[[nodiscard]] std::string report(std::string_view command, const boost::json::object& answer);

/// What to say on standard error where it did not: the mistakes of a configuration one a line, else one
/// sentence.
[[nodiscard]] std::string complaint(const boost::json::object& answer);

/// The exit status an answer stands for.
[[nodiscard]] int exit_status(const boost::json::object& answer);

}  // namespace lanchat::lanchatctl
