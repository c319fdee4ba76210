// SPDX-License-Identifier: MIT
#pragma once

// Who may use the file of a unix socket: connecting needs the right to write to it (unix(7)).

#include <sys/types.h>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

namespace lanchat::net {

struct UnixFile {
  std::uint32_t mode = 0666;  ///< see chmod(2)
  std::string group;          ///< a name or a number; empty: the daemon's own

  bool operator==(const UnixFile&) const = default;
};

/// The group of this machine that `name`, or a number, stands for.
[[nodiscard]] std::optional<gid_t> find_group(const std::string& name);

/// Gives the file at `path`, which is not followed where it is a link, this group and this mode. Error: the
/// reason and, where there is one, the remedy.
[[nodiscard]] std::expected<void, std::string> set_permissions(const std::string& path,
                                                               const UnixFile& wanted);

}  // namespace lanchat::net
