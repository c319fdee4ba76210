// SPDX-License-Identifier: MIT
#pragma once

// Text with placeholders: `@NAME@`, of capital letters and underscores. Prose is in the text, what the code
// knows is put in.

#include <expected>
#include <map>
#include <string>
#include <string_view>

namespace lanchat::manual {

using Values = std::map<std::string, std::string, std::less<>>;

/// The text with every placeholder replaced. A placeholder without a value is a mistake, and so is a value
/// that no placeholder asks for: something the code has would be missing on the page.
[[nodiscard]] std::expected<std::string, std::string> filled(std::string_view text, const Values& values);

}  // namespace lanchat::manual
