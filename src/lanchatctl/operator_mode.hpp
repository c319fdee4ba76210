// SPDX-License-Identifier: MIT
#pragma once

// `lanchatctl operator`: lines from a terminal, or from a pipe or file, to the daemon; what it says to where
// the operator sees it.

#include "lanchatctl/command_line.hpp"
#include "lanchatctl/daemon_link.hpp"

#include <ostream>

namespace lanchat::lanchatctl {

/// Returns the exit status. On a terminal the line editor takes over; otherwise lines come from `input`, and
/// it ends when the input has ended and the fate of every answer is known; the status then says whether all
/// answers were delivered.
int run_operator(boost::asio::io_context& context, DaemonLink& link, const CommandLine& line, int input,
                 std::ostream& out, std::ostream& err);

}  // namespace lanchat::lanchatctl
