// SPDX-License-Identifier: MIT
#pragma once

// Every key of the configuration as data: the one list that reading, --print-config, the manual pages and the
// sample configuration are made from. Policies bring their own keys by policy::policy_table().

#include <cstdint>
#include <string>
#include <vector>

namespace lanchat::config {

enum class Scope : std::uint8_t {
  global,    ///< only before the first section
  listener,  ///< in a [listener.NAME] section; before the first one, the default of every listener
};

struct KeyDescription {
  std::string name;
  Scope scope = Scope::global;
  std::string
      default_value;        ///< as it would be written, without quotation marks; empty also for an empty list
  std::string help;         ///< one line
  bool repeatable = false;  ///< several lines add up to a list
  std::string policy;       ///< the policy that brought the key; empty for all others
};

/// All keys in the order of the documentation: the global ones, the listener's, those of the policies.
[[nodiscard]] std::vector<KeyDescription> keys();

}  // namespace lanchat::config
