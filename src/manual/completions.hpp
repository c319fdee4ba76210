// SPDX-License-Identifier: MIT
#pragma once

// What a shell offers for a program's command line, as the shell's own script.

#include "lanchat/usage/program.hpp"

#include <string>
#include <string_view>

namespace lanchat::manual {

/// Needs nothing but bash: the functions of the package bash-completion change from version to version.
[[nodiscard]] std::string bash_completion(const usage::Program& program);

/// To be found as `_NAME` in a folder of zsh's `fpath`.
[[nodiscard]] std::string zsh_completion(const usage::Program& program);

[[nodiscard]] std::string fish_completion(const usage::Program& program);

/// So much of a phrase as fits behind a word in a list: up to the first semicolon or colon and blank.
[[nodiscard]] std::string_view first_clause(std::string_view help);

}  // namespace lanchat::manual
