// SPDX-License-Identifier: MIT
#pragma once

// Listeners that show what lanchat is for: in the sample configuration and in lanchat.conf(5). Each works as
// it stands, and all of them together.

#include <string>
#include <vector>

namespace lanchat::manual {

struct Example {
  std::string what;  ///< a sentence
  std::string listener;
  std::vector<std::string> settings;  ///< `key = value`

  /// As it stands in a configuration file.
  [[nodiscard]] std::string section() const;
};

/// The first is the listener that is there without any section.
[[nodiscard]] std::vector<Example> examples();

}  // namespace lanchat::manual
