// SPDX-License-Identifier: MIT
#pragma once

#include "lanchat/net/bind_address.hpp"

#include <string>
#include <vector>

namespace lanchat::net {

/// Under which URIs others on the network can reach a wildcard `address`: one for each of the machine's own
/// addresses, without loopback and link-local ones. Empty where `address` is no wildcard.
[[nodiscard]] std::vector<std::string> reachable_addresses(const BindAddress& address);

}  // namespace lanchat::net
