// SPDX-License-Identifier: MIT
#include "control/socket_file.hpp"

#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

namespace lanchat::control {
namespace {

constexpr mode_t owner_and_group = 0660;
constexpr int backlog = 16;

std::string text_of(int error) {
  return std::generic_category().message(error);
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

SocketFault fault_of(int error, const std::string& path) {
  const std::string elsewhere =
      ", or set control-socket to another path, or to nothing for no control socket";
  switch (error) {
    case ENOENT:
      return {"the folder " + folder_of(path) + " does not exist",
              "create it, writable for the daemon's user" + elsewhere};
    case EACCES:
    case EPERM:
    case EROFS:
      return {text_of(error), "let the daemon's user write in " + folder_of(path) + elsewhere};
    default:
      return {text_of(error), "make " + path + " a path where a socket may be" + elsewhere};
  }
}

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size());
  return address;
}

int call_on(int (*call)(int, const sockaddr*, socklen_t), int descriptor, const sockaddr_un& address) {
  return call(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ? 0 : errno;
}

int new_socket() {
  return ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

// Takes away what a dead daemon left; a fault where something else is at `path`.
std::optional<SocketFault> clear_stale(const std::string& path) {
  struct stat found{};
  if (::lstat(path.c_str(), &found) != 0) {
    return errno == ENOENT ? std::nullopt : std::optional(fault_of(errno, path));
  }
  if (!S_ISSOCK(found.st_mode)) {
    return SocketFault{"there is a file that is no socket",
                       "remove it, or set control-socket to another path"};
  }
  const int probe = new_socket();
  if (probe < 0) return fault_of(errno, path);
  const int error = call_on(::connect, probe, address_of(path));
  ::close(probe);
  if (error == 0 || error == EAGAIN) {  // EAGAIN: it lives, and its backlog is full
    return SocketFault{"another daemon listens there", "give this one a control-socket of its own"};
  }
  if (error != ECONNREFUSED && error != ENOENT) return fault_of(error, path);
  if (error == ECONNREFUSED && ::unlink(path.c_str()) != 0 && errno != ENOENT) return fault_of(errno, path);
  return std::nullopt;
}

// Silently keeps the daemon's own group where there is no group `lanchat` or it may not be given.
void give_to_group(const std::string& path) {
  std::vector<char> names(16'384);
  group entry{};
  group* found = nullptr;
  if (::getgrnam_r("lanchat", &entry, names.data(), names.size(), &found) != 0 || found == nullptr) return;
  [[maybe_unused]] const int kept = ::chown(path.c_str(), static_cast<uid_t>(-1), found->gr_gid);
}

}  // namespace

std::expected<SocketFile, SocketFault> SocketFile::open(const std::string& path) {
  if (path.size() >= sizeof sockaddr_un{}.sun_path) {
    return std::unexpected(
        SocketFault{"the path is longer than 107 bytes", "set control-socket to a shorter one"});
  }
  if (auto fault = clear_stale(path)) return std::unexpected(std::move(*fault));

  SocketFile file(path, new_socket());
  if (file.descriptor_ < 0) return std::unexpected(fault_of(errno, path));
  // Linux makes the file with the mode of the socket, less the umask; chmod then undoes the umask.
  ::fchmod(file.descriptor_, owner_and_group);
  if (const int error = call_on(::bind, file.descriptor_, address_of(path))) {
    return std::unexpected(fault_of(error, path));
  }
  struct stat made{};
  if (::lstat(path.c_str(), &made) == 0) {
    file.device_ = made.st_dev;
    file.inode_ = made.st_ino;
  }
  give_to_group(path);
  if (::chmod(path.c_str(), owner_and_group) != 0 || ::listen(file.descriptor_, backlog) != 0) {
    const int error = errno;
    file.remove();
    return std::unexpected(fault_of(error, path));
  }
  return file;
}

SocketFile::SocketFile(std::string path, int descriptor) noexcept
    : path_(std::move(path)), descriptor_(descriptor) {}

SocketFile::SocketFile(SocketFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(other.release_descriptor()),
      device_(other.device_),
      inode_(other.inode_) {}

SocketFile::~SocketFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

int SocketFile::release_descriptor() noexcept {
  return std::exchange(descriptor_, -1);
}

void SocketFile::remove() const noexcept {
  struct stat found{};
  if (::lstat(path_.c_str(), &found) != 0 || found.st_dev != device_ || found.st_ino != inode_) return;
  ::unlink(path_.c_str());
}

}  // namespace lanchat::control
