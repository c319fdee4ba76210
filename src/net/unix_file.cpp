// SPDX-License-Identifier: MIT
#include "lanchat/net/unix_file.hpp"

#include "lanchat/async/socket_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace lanchat::net {
namespace {

std::unexpected<std::string> failure(std::string_view what, int error) {
  return std::unexpected(std::string(what) + ": " + std::generic_category().message(error));
}

}  // namespace

std::expected<void, std::string> set_permissions(const std::string& path, const UnixFile& wanted) {
  if (!wanted.group.empty()) {
    const auto group = async::find_group(wanted.group);
    if (!group) return std::unexpected("unix-group: there is no group " + wanted.group);
    struct stat now{};
    if (lstat(path.c_str(), &now) != 0) return failure("the socket's file", errno);
    // Only where it differs: a service may not be allowed to call chown(2) at all.
    if (now.st_gid != *group && lchown(path.c_str(), static_cast<uid_t>(-1), *group) != 0)
      return failure("unix-group " + wanted.group +
                         ": the daemon may give its sockets to groups it is a member of; as a service use "
                         "SocketGroup= of a "
                         "socket unit, see lanchatd(8)",
                     errno);
  }
  struct stat now{};
  if (lstat(path.c_str(), &now) == 0 && (now.st_mode & 07777U) == wanted.mode) return {};
  if (fchmodat(AT_FDCWD, path.c_str(), wanted.mode, AT_SYMLINK_NOFOLLOW) != 0)
    return failure("unix-mode", errno);
  return {};
}

}  // namespace lanchat::net
