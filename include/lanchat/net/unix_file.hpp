// SPDX-License-Identifier: MIT
#pragma once

// Who may use the file of a unix socket: connecting needs the right to write to it (unix(7)).

#include <cstdint>
#include <expected>
#include <string>

namespace lanchat::net {

struct UnixFile {
  std::uint32_t mode = 0666;  ///< see chmod(2)
  std::string group;          ///< a name or a number; empty: the daemon's own

  bool operator==(const UnixFile&) const = default;
};

/// Gives the file at `path`, which is not followed where it is a link, this group and this mode. Error: the
/// reason and, where there is one, the remedy.
[[nodiscard]] std::expected<void, std::string> set_permissions(const std::string& path,
                                                               const UnixFile& wanted);

}  // namespace lanchat::net
