// SPDX-License-Identifier: MIT
#pragma once

// The visible table of policies: name → keys and maker. The configuration learns from it which keys a policy
// has; nothing else in the program names a policy.

#include "lanchat/policy/operator_port.hpp"
#include "lanchat/policy/policy.hpp"

#include <chrono>
#include <cstdint>
#include <ctime>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>

namespace lanchat::policy {

/// One configuration key of a policy.
struct PolicyKey {
  std::string_view name;
  std::string_view default_value;
  std::string_view help;  ///< one line, for --help and the sample configuration
  /// nullopt where `value` is right, else what is allowed ("a whole number").
  std::optional<std::string> (*check)(std::string_view value);
};

/// The values of a listener's policy keys, each already checked; a key that was not set has its default.
using PolicySettings = std::map<std::string, std::string, std::less<>>;

/// What a policy may use of the world. One for each worker; outlives the policies made from it.
struct PolicyEnvironment {
  /// To the second: time(2) costs a tenth of what a finer clock does.
  std::function<std::chrono::system_clock::time_point()> now = [] {
    return std::chrono::system_clock::from_time_t(std::time(nullptr));
  };
  std::mt19937_64 random{std::random_device{}()};
  OperatorPort* operator_port = nullptr;  ///< never null where the `operator` policy is made
};

/// A mistake that only shows when several keys are seen together.
struct PolicyMistake {
  std::string_view key;
  std::string what;
};

struct PolicyEntry {
  std::string_view name;
  std::string_view summary;  ///< one line: what the reply is
  std::span<const PolicyKey> keys;
  std::optional<PolicyMistake> (*check)(const PolicySettings& settings);  ///< may be null
  std::unique_ptr<Policy> (*make)(const PolicySettings& settings, PolicyEnvironment& environment);
};

/// Every policy, in the order of the documentation.
[[nodiscard]] std::span<const PolicyEntry> policy_table() noexcept;

/// The entry of that name, or null.
[[nodiscard]] const PolicyEntry* find_policy(std::string_view name) noexcept;

/// The defaults of every policy's keys.
[[nodiscard]] PolicySettings default_policy_settings();

}  // namespace lanchat::policy
