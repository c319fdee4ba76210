// SPDX-License-Identifier: MIT
#pragma once

// What the code knows, in the language of manual pages, mdoc(7). Every function gives whole lines without a
// line feed at the end, to stand in a template on a line of their own.

#include "lanchat/config/keys.hpp"
#include "lanchat/policy/policy_table.hpp"
#include "lanchat/usage/program.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace lanchat::manual {

/// Running text: a sentence a line, what stands in `backquotes` bold, nothing that mdoc would take for its
/// own.
[[nodiscard]] std::string mdoc_text(std::string_view text);

/// A phrase of a table, and the sentences behind it: a capital at the start, a full stop at the end.
[[nodiscard]] std::string mdoc_sentences(std::string_view phrase, std::string_view more);

/// Lines as they are, for a display in which nothing is filled.
[[nodiscard]] std::string mdoc_literal(std::string_view text);

[[nodiscard]] std::string mdoc_synopsis(const usage::Program& program);
[[nodiscard]] std::string mdoc_options(const usage::Program& program);
[[nodiscard]] std::string mdoc_commands(const usage::Program& program);
[[nodiscard]] std::string mdoc_exit_statuses(const usage::Program& program);

[[nodiscard]] std::string mdoc_keys(const std::vector<config::KeyDescription>& keys);

/// A row for each policy: its name and what the reply is.
[[nodiscard]] std::string mdoc_policies();

/// What one policy replies, and its keys.
[[nodiscard]] std::string mdoc_policy(const policy::PolicyEntry& policy);

}  // namespace lanchat::manual
