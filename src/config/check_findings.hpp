// SPDX-License-Identifier: MIT
#pragma once

// Each setting for itself: is there such a key, may it stand there, is its value right? Also settings that a
// later one replaces are looked at, for they are mistakes as much.

#include "config/finding.hpp"
#include "config/mistake_list.hpp"

namespace lanchat::config {

/// Adds what is wrong to `mistakes` and marks those settings as not valid.
void check_findings(std::vector<Finding>& settings, MistakeList& mistakes);

}  // namespace lanchat::config
