// SPDX-License-Identifier: MIT
#pragma once

// How `lanchat` ends, with the numbers of sysexits(3).

#include <string>

namespace lanchat::client {

enum class ExitStatus : int {
  all_replied = 0,
  wrong_command_line = 64,  ///< EX_USAGE
  wrong_input = 65,         ///< EX_DATAERR: a message that the framing or a datagram cannot carry
  unknown_host = 68,        ///< EX_NOHOST
  unavailable = 69,         ///< EX_UNAVAILABLE: nobody answers at that address
  defect = 70,              ///< EX_SOFTWARE
  input_output = 74,        ///< EX_IOERR: standard input or output
  replies_missing = 75,     ///< EX_TEMPFAIL
  malformed_reply = 76,     ///< EX_PROTOCOL
};

/// Why something could not be done: the status to leave with, and a sentence without a full stop.
struct Failure {
  ExitStatus status = ExitStatus::all_replied;
  std::string reason;
};

}  // namespace lanchat::client
