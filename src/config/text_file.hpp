// SPDX-License-Identifier: MIT
#pragma once

// Files and folders as values. Knows nothing of what stands in them.

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace lanchat::config {

/// The whole file. The error says why not: the system's reason, or that it is larger than a configuration is.
[[nodiscard]] std::expected<std::string, std::string> read_text_file(const std::filesystem::path& file);

/// The entries of `folder` that `*.conf` matches, by name; none where there is no such folder.
[[nodiscard]] std::expected<std::vector<std::filesystem::path>, std::string> drop_ins(
    const std::filesystem::path& folder);

}  // namespace lanchat::config
