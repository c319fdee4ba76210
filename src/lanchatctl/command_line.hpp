// SPDX-License-Identifier: MIT
#pragma once

// lanchatctl's command line as a value: what to ask, where, and how to show it. Pure.

#include <boost/json/object.hpp>

#include <expected>
#include <string>
#include <vector>

namespace lanchat::lanchatctl {

struct CommandLine {
  std::string socket = "/run/lanchat/control.sock";
  bool json = false;
  std::string command;
  boost::json::object request;  ///< what the daemon is asked
  std::string text;             ///< not empty: --help or --version; print it and leave
};

/// `arguments` without the program's name. The error is a sentence for the user.
[[nodiscard]] std::expected<CommandLine, std::string> parse_command_line(
    const std::vector<std::string>& arguments);

}  // namespace lanchat::lanchatctl
