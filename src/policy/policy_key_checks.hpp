// SPDX-License-Identifier: MIT
#pragma once

// Checks for PolicyKey::check that several policies share, and the values behind checked settings.

#include "lanchat/policy/policy_table.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lanchat::policy {

std::optional<std::string> any_text(std::string_view value);
std::optional<std::string> whole_number(std::string_view value);
std::optional<std::string> duration(std::string_view value);

/// The value of `key`, or its default in `keys` where `settings` has none.
std::string text_setting(const PolicySettings& settings, std::span<const PolicyKey> keys,
                         std::string_view key);

/// The same as a number or a duration; only for values that passed the key's check.
std::int64_t number_setting(const PolicySettings& settings, std::span<const PolicyKey> keys,
                            std::string_view key);
std::chrono::milliseconds duration_setting(const PolicySettings& settings, std::span<const PolicyKey> keys,
                                           std::string_view key);

}  // namespace lanchat::policy
