// SPDX-License-Identifier: MIT
#include "logging/journal_writer.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <system_error>
#include <utility>

namespace lanchat::logging {
namespace {

constexpr std::chrono::milliseconds first_pause{1};
constexpr std::chrono::milliseconds longest_pause{250};

/// An entry as a file in memory that nobody can change any more: journald takes no other.
class SealedEntry {
 public:
  SealedEntry() = default;

  ~SealedEntry() { close(); }

  SealedEntry(const SealedEntry&) = delete;
  SealedEntry& operator=(const SealedEntry&) = delete;

  [[nodiscard]] bool made() const noexcept { return descriptor_ >= 0; }

  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

  bool make(std::string_view entry) noexcept {
    descriptor_ = ::memfd_create("lanchat-journal-entry", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (descriptor_ < 0) return false;
    if (fill(entry) && ::fcntl(descriptor_, F_ADD_SEALS, all_seals) == 0) return true;
    close();
    return false;
  }

 private:
  static constexpr int all_seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;

  bool fill(std::string_view entry) const noexcept {
    while (!entry.empty()) {
      const ssize_t written = ::write(descriptor_, entry.data(), entry.size());
      if (written < 0 && errno != EINTR) return false;
      if (written > 0) entry.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }

  void close() noexcept {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
  }

  int descriptor_ = -1;
};

// Both return 0 or what errno says.
int send_bytes(int socket, std::string_view entry) noexcept {
  const ssize_t sent = ::send(socket, entry.data(), entry.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  return sent < 0 ? errno : 0;
}

int send_descriptor(int socket, int descriptor) noexcept {
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof descriptor)] = {};
  msghdr message{};
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  cmsghdr* const header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof descriptor);
  std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  return ::sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 ? errno : 0;
}

bool is_too_large(int error) noexcept {
  return error == EMSGSIZE || error == ENOBUFS;
}

bool journald_has_gone(int error) noexcept {
  return error == ECONNREFUSED || error == ECONNRESET || error == ENOTCONN || error == EPIPE ||
         error == ENOENT;
}

// ETOOMANYREFS: journald has not yet taken as many descriptors as the system lets travel at one time.
bool passes_with_time(int error) noexcept {
  return error == EAGAIN || error == EINTR || error == ENOBUFS || error == ENOMEM || error == ETOOMANYREFS;
}

}  // namespace

JournalWriter::JournalWriter(std::string socket_path) : socket_path_(std::move(socket_path)) {
  const int error = connect();
  if (error != 0) throw std::system_error(error, std::generic_category(), socket_path_);
}

JournalWriter::~JournalWriter() {
  disconnect();
}

bool JournalWriter::write(std::string_view entry) {
  SealedEntry sealed;
  for (auto pause = first_pause;; pause = std::min(2 * pause, longest_pause)) {
    if (socket_ >= 0 || connect() == 0) {
      if (!wait_.for_room(socket_)) return false;
      const int error =
          sealed.made() ? send_descriptor(socket_, sealed.descriptor()) : send_bytes(socket_, entry);
      if (error == 0) return true;
      if (!sealed.made() && is_too_large(error)) {
        if (!sealed.make(entry)) return false;
        continue;
      }
      if (journald_has_gone(error)) {
        disconnect();
      } else if (!passes_with_time(error)) {
        return false;
      }
    }
    if (!wait_.pause(pause)) return false;
  }
}

void JournalWriter::finish_within(std::chrono::milliseconds grace) noexcept {
  wait_.finish_within(grace);
}

// 0, or why not. Connected, so that poll() waits for room in journald's queue and not only in ours.
int JournalWriter::connect() noexcept {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (socket_path_.size() >= sizeof address.sun_path) return ENAMETOOLONG;
  std::copy(socket_path_.begin(), socket_path_.end(), address.sun_path);
  socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket_ < 0) return errno;
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return 0;
  const int error = errno;
  disconnect();
  return error;
}

void JournalWriter::disconnect() noexcept {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

}  // namespace lanchat::logging
