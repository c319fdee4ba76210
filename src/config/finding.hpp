// SPDX-License-Identifier: MIT
#pragma once

// What the sources say, setting by setting, before anybody asks whether it is right.

#include "config/origin.hpp"

#include <string>
#include <vector>

namespace lanchat::config {

struct Finding {
  Origin origin;
  std::string listener;  ///< empty: before the first section
  std::string key;
  std::string value;
  std::string written_key;  ///< the key as its source has it, for messages
  bool valid = true;        ///< set by check_findings()
};

/// A listener and where it is named first.
struct NamedListener {
  std::string name;
  Origin origin;
};

struct Findings {
  std::vector<Finding> settings;         ///< in the order of the sources; a later one wins
  std::vector<NamedListener> listeners;  ///< those whose names are right, each once
};

}  // namespace lanchat::config
