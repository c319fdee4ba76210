// SPDX-License-Identifier: MIT
#pragma once

// Everything lanchat-manual can write, by name: manual pages, completions, the sample configuration.

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::manual {

[[nodiscard]] std::vector<std::string> page_names();

/// The page of that name; manual pages are made from `templates`/NAME.in. The error is a sentence.
[[nodiscard]] std::expected<std::string, std::string> page(std::string_view name,
                                                           const std::filesystem::path& templates);

}  // namespace lanchat::manual
