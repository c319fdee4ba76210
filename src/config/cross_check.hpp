// SPDX-License-Identifier: MIT
#pragma once

// The mistakes that only show when several settings are seen together. Each is told at the line to change.

#include "config/effective.hpp"
#include "config/mistake_list.hpp"

namespace lanchat::config {

/// A listener without address, one address twice, `length` on datagrams, and what a policy says of its keys.
/// Settings that are wrong already are left out.
void cross_check(const Effective& effective, const Config& config, MistakeList& mistakes);

}  // namespace lanchat::config
