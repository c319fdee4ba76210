// SPDX-License-Identifier: MIT
#pragma once

// Which setting wins: built-in default, default level, listener's section; file, drop-in, command line.

#include "lanchat/config/config.hpp"

#include "config/finding.hpp"
#include "config/mistake_list.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace lanchat::config {

/// For each key the settings that decide it: exactly one, or of a repeatable key any number. A repeatable key
/// that was cleared has one with an empty value.
using Settings = std::map<std::string, std::vector<Finding>, std::less<>>;

struct EffectiveListener {
  std::string name;
  Origin origin;  ///< where it is named first
  Settings settings;
};

struct Effective {
  Settings global;
  std::vector<EffectiveListener> listeners;
};

/// What the sources come to. A listener's section wins over the default level, whichever source each stands
/// in; in one section a later source wins. With no listener named there is one, `main`, and where it is the
/// only one and nothing was said of its addresses, it has the built-in ones.
[[nodiscard]] Effective make_effective(const Findings& findings);

/// Reads, checks and decides.
[[nodiscard]] Effective read_effective(const Sources& sources, MistakeList& mistakes);

/// Fills the option structs from the valid settings.
[[nodiscard]] Config make_config(const Effective& effective);

}  // namespace lanchat::config
