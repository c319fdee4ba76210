// SPDX-License-Identifier: MIT
#pragma once

// Policies as the program makes them: by name, from settings, with the defaults for the rest.

#include "lanchat/policy/policy_table.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace lanchat::policy {

/// The policy `name` with `changed` settings; `environment` outlives it.
inline std::unique_ptr<Policy> make_policy(std::string_view name, PolicyEnvironment& environment,
                                           const PolicySettings& changed = {}) {
  const PolicyEntry* const entry = find_policy(name);
  if (entry == nullptr) throw std::logic_error("no such policy: " + std::string(name));
  PolicySettings settings = default_policy_settings();
  for (const auto& [key, value] : changed)
    settings.insert_or_assign(key, value);
  return entry->make(settings, environment);
}

/// What the check of `name`'s `key` says to `value`.
inline std::optional<std::string> check_key(std::string_view name, std::string_view key,
                                            std::string_view value) {
  for (const PolicyKey& known : find_policy(name)->keys) {
    if (known.name == key) return known.check(value);
  }
  throw std::logic_error("no such key: " + std::string(key));
}

}  // namespace lanchat::policy
