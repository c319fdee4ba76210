// SPDX-License-Identifier: MIT
#include "control/control_socket.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>

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

// Takes away what a dead daemon left; a fault where something else is at `path`.
std::optional<SocketFault> clear_stale(const std::string& path) {
  switch (const int error = async::clear_stale_socket(path)) {
    case 0:
      return std::nullopt;
    case EEXIST:
      return SocketFault{"there is a file that is no socket",
                         "remove it, or set control-socket to another path"};
    case EADDRINUSE:
      return SocketFault{"another process listens there", "give this one a control-socket of its own"};
    default:
      return fault_of(error, path);
  }
}

// Silently keeps the daemon's own group where there is no group `lanchat` or it may not be given.
void give_to_group(const std::string& path) {
  const auto group = async::find_group("lanchat");
  if (!group) return;
  [[maybe_unused]] const int kept = ::chown(path.c_str(), static_cast<uid_t>(-1), *group);
}

}  // namespace

std::expected<ControlSocket, SocketFault> ControlSocket::open(const std::string& path) {
  if (path.size() >= sizeof sockaddr_un{}.sun_path) {
    return std::unexpected(
        SocketFault{"the path is longer than 107 bytes", "set control-socket to a shorter one"});
  }
  if (auto fault = clear_stale(path)) return std::unexpected(std::move(*fault));

  ControlSocket opened(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int fd = opened.descriptor_;
  if (fd < 0) return std::unexpected(fault_of(errno, path));
  // Linux makes the file with the mode of the socket, less the umask; chmod then undoes the umask.
  ::fchmod(fd, owner_and_group);
  const sockaddr_un address = address_of(path);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return std::unexpected(fault_of(errno, path));
  }
  opened.file_.emplace(path);
  give_to_group(path);
  if (::chmod(path.c_str(), owner_and_group) != 0 || ::listen(fd, backlog) != 0) {
    const int error = errno;
    opened.remove_file();
    return std::unexpected(fault_of(error, path));
  }
  return opened;
}

ControlSocket::ControlSocket(ControlSocket&& other) noexcept
    : descriptor_(other.release_descriptor()), file_(std::move(other.file_)) {}

ControlSocket::~ControlSocket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

int ControlSocket::release_descriptor() noexcept {
  return std::exchange(descriptor_, -1);
}

void ControlSocket::remove_file() const noexcept {
  if (file_) file_->remove();
}

}  // namespace lanchat::control
