// SPDX-License-Identifier: MIT
#include "policy/policy_key_checks.hpp"

#include "lanchat/protocol/units.hpp"

#include <algorithm>
#include <stdexcept>

namespace lanchat::policy {

std::optional<std::string> any_text(std::string_view) {
  return std::nullopt;
}

std::optional<std::string> whole_number(std::string_view value) {
  if (protocol::parse_integer(value)) return std::nullopt;
  return "a whole number from -9223372036854775808 to 9223372036854775807";
}

std::optional<std::string> duration(std::string_view value) {
  if (protocol::parse_duration(value)) return std::nullopt;
  return "a duration such as 500ms, 30s, 5m or 1h, 0 for no limit";
}

std::string text_setting(const PolicySettings& settings, std::span<const PolicyKey> keys,
                         std::string_view key) {
  if (const auto found = settings.find(key); found != settings.end()) return found->second;
  const auto known = std::ranges::find(keys, key, &PolicyKey::name);
  if (known == keys.end()) throw std::logic_error("no such policy key: " + std::string(key));
  return std::string(known->default_value);
}

std::int64_t number_setting(const PolicySettings& settings, std::span<const PolicyKey> keys,
                            std::string_view key) {
  return protocol::parse_integer(text_setting(settings, keys, key)).value();
}

std::chrono::milliseconds duration_setting(const PolicySettings& settings, std::span<const PolicyKey> keys,
                                           std::string_view key) {
  return protocol::parse_duration(text_setting(settings, keys, key)).value();
}

}  // namespace lanchat::policy
