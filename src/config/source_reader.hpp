// SPDX-License-Identifier: MIT
#pragma once

// Finds the settings in the files, the drop-in folder and the command line. Knows sections, but no key.

#include "lanchat/config/config.hpp"

#include "config/finding.hpp"
#include "config/mistake_list.hpp"

namespace lanchat::config {

/// The file, then `FILE.d/*.conf` in name order, then the overrides. Names without a dot at their start
/// count; a missing folder is none. What cannot be read or is no setting goes to `mistakes`, and reading goes
/// on.
[[nodiscard]] Findings read_sources(const Sources& sources, MistakeList& mistakes);

}  // namespace lanchat::config
