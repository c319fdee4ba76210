// SPDX-License-Identifier: MIT
#pragma once

// lanchatd's command line.

#include "lanchat/config/config.hpp"

#include <cstdint>
#include <expected>
#include <string>

namespace lanchat::config {

struct CommandLine {
  enum class Action : std::uint8_t { run, check_config, print_config, version, help };

  Action action = Action::run;
  Sources sources;  ///< with the default file already looked for
};

/// Reads the arguments as interface and manual describe them. `default_file` (/etc/lanchat.conf) is used
/// where no --config and no --bind is given and it exists. Error: one line for a person; the exit status is
/// 64 then.
[[nodiscard]] std::expected<CommandLine, std::string> parse_command_line(
    int argc, const char* const* argv, const std::filesystem::path& default_file = "/etc/lanchat.conf");

/// What --help prints.
[[nodiscard]] std::string help_text();

}  // namespace lanchat::config
