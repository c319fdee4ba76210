// SPDX-License-Identifier: MIT
#include "lanchat/async/socket_file.hpp"

#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <system_error>
#include <utility>
#include <vector>

namespace lanchat::async {
namespace {

// Bytes that its entry may take.
constexpr std::size_t largest_group = std::size_t{16} << 20U;

// The errno of a connection to the socket at `path`; 0: somebody took it.
int knock(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return ENAMETOOLONG;
  std::memcpy(address.sun_path, path.c_str(), path.size());
  const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (probe < 0) return errno;
  const int connected = ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  const int error = connected == 0 ? 0 : errno;
  ::close(probe);
  return error;
}

}  // namespace

std::optional<gid_t> find_group(const std::string& name) {
  gid_t number = 0;
  const auto [end, wrong] = std::from_chars(name.data(), name.data() + name.size(), number);
  const bool none = number == static_cast<gid_t>(-1);  // for chown(2) it leaves the group as it is
  if (wrong == std::errc{} && end == name.data() + name.size() && !none) return number;
  for (std::size_t size = 4096; size <= largest_group; size *= 4) {  // a group may have any number of members
    std::vector<char> memory(size);
    group entry{};
    group* found = nullptr;
    const int error = ::getgrnam_r(name.c_str(), &entry, memory.data(), memory.size(), &found);
    if (error == ERANGE) continue;
    if (error != 0 || found == nullptr) return std::nullopt;
    return found->gr_gid;
  }
  return std::nullopt;
}

int clear_stale_socket(const std::string& path) {
  struct stat found{};
  if (::lstat(path.c_str(), &found) != 0) return errno == ENOENT ? 0 : errno;
  if (!S_ISSOCK(found.st_mode)) return EEXIST;
  switch (const int error = knock(path)) {
    case ENOENT:
      return 0;  // gone in the meantime
    case ECONNREFUSED:
      return ::unlink(path.c_str()) == 0 || errno == ENOENT ? 0 : errno;
    case 0:
    case EAGAIN:  // it lives, and its backlog is full
      return EADDRINUSE;
    default:
      return error;
  }
}

SocketFile::SocketFile(std::string path) : path_(std::move(path)) {
  struct stat made{};
  if (::lstat(path_.c_str(), &made) != 0) return;
  device_ = made.st_dev;
  inode_ = made.st_ino;
}

void SocketFile::remove() const noexcept {
  struct stat found{};
  if (::lstat(path_.c_str(), &found) != 0 || found.st_dev != device_ || found.st_ino != inode_) return;
  ::unlink(path_.c_str());
}

}  // namespace lanchat::async
