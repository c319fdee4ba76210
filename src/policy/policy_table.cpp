// SPDX-License-Identifier: MIT
#include "lanchat/policy/policy_table.hpp"

#include <algorithm>
#include <array>

// The table. A policy NAME is the entry NAME_policy of the file NAME_policy.cpp.
#define LANCHAT_POLICIES(POLICY) \
  POLICY(echo)                   \
  POLICY(timestamp)              \
  POLICY(uppercase)              \
  POLICY(random)                 \
  POLICY(acknowledge)            \
  POLICY(operator)

namespace lanchat::policy {

#define LANCHAT_DECLARE(name) extern const PolicyEntry name##_policy;
LANCHAT_POLICIES(LANCHAT_DECLARE)
#undef LANCHAT_DECLARE

std::span<const PolicyEntry> policy_table() noexcept {
#define LANCHAT_ROW(name) name##_policy,
  static const std::array table{LANCHAT_POLICIES(LANCHAT_ROW)};
#undef LANCHAT_ROW
  return table;
}

const PolicyEntry* find_policy(std::string_view name) noexcept {
  const auto table = policy_table();
  const auto found = std::ranges::find(table, name, &PolicyEntry::name);
  return found == table.end() ? nullptr : &*found;
}

PolicySettings default_policy_settings() {
  PolicySettings settings;
  for (const PolicyEntry& entry : policy_table()) {
    for (const PolicyKey& key : entry.keys)
      settings.emplace(key.name, key.default_value);
  }
  return settings;
}

}  // namespace lanchat::policy
