// SPDX-License-Identifier: MIT
#pragma once

// Takes a socket that was opened before this process (by an earlier one, or by a socket unit of the service
// manager): which bind address it stands for, from what the kernel says of it.

#include "lanchat/net/open_socket.hpp"

#include <expected>
#include <string>

namespace lanchat::net {

/// A listening TCP or unix socket, or a bound UDP one, made fit for use as open_socket() would make it. The
/// address is `*` where the socket takes IPv6 and IPv4 both. The error says why this descriptor is none of
/// these.
[[nodiscard]] std::expected<OpenSocket, std::string> inherit_socket(Descriptor descriptor);

/// Whether a listener for `wanted` may use a socket bound to `bound`: the same address, or IPv4's wildcard
/// for `*` where this machine has no IPv6.
[[nodiscard]] bool stands_for(const BindAddress& bound, const BindAddress& wanted);

}  // namespace lanchat::net
