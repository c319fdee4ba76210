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
  std::string name{};
  Scope scope = Scope::global;
  std::string default_value{};        ///< without quotation marks; empty also for an empty list
  std::string help{};                 ///< what it is: a phrase, without a full stop
  std::string why{};                  ///< why one would change it, or why it is so: sentences; may be empty
  std::vector<std::string> values{};  ///< all that is allowed, where that is a list of words
  bool repeatable = false;            ///< several lines add up to a list
  std::string policy{};               ///< the policy that brought the key; empty for all others
};

/// All keys in the order of the documentation: the global ones, the listener's, those of the policies.
[[nodiscard]] std::vector<KeyDescription> keys();

/// Lines of a configuration file that set the key to its default: `workers = auto`; of `bind` the addresses
/// that the listener `main` has where nobody names one.
[[nodiscard]] std::vector<std::string> default_lines(const KeyDescription& key);

}  // namespace lanchat::config
