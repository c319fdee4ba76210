// SPDX-License-Identifier: MIT
#pragma once

// What somebody probably meant to write. Knows words, no keys.

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lanchat::config {

/// How many letters must be put in, left out, exchanged, or swapped with their neighbour to get from one word
/// to the other (optimal string alignment).
[[nodiscard]] std::size_t edit_distance(std::string_view left, std::string_view right);

/// The known word nearest to `word`, the first of several; none where even that one is a different word.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word, std::span<const std::string> known);

}  // namespace lanchat::config
