// SPDX-License-Identifier: MIT
#include "logging/descriptor_writer.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cerrno>
#include <climits>
#include <cstddef>

namespace lanchat::logging {
namespace {

// A descriptor whose writes fail instead of waiting, without setting O_NONBLOCK on a description that the
// shell and other processes share. -1 where the system refuses; then poll() before each small write must do.
int reopen_without_waiting(int descriptor) {
  const std::string path = fmt::format("/proc/self/fd/{}", descriptor);
  return ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

}  // namespace

DescriptorWriter::DescriptorWriter(int descriptor) : descriptor_(descriptor) {
  struct stat status{};
  if (::fstat(descriptor_, &status) != 0) return;
  is_socket_ = S_ISSOCK(status.st_mode);
  // Not a regular file: it would lose the position it shares with others.
  if (S_ISFIFO(status.st_mode) || ::isatty(descriptor_) != 0) reopened_ = reopen_without_waiting(descriptor_);
  if (reopened_ >= 0) descriptor_ = reopened_;
}

DescriptorWriter::~DescriptorWriter() {
  if (reopened_ >= 0) ::close(reopened_);
}

bool DescriptorWriter::write(std::string_view entry) {
  pending_.assign(line_unfinished_ ? "\n" : "").append(entry).append("\n");
  std::string_view rest = pending_;
  while (!rest.empty()) {
    if (!wait_.for_room(descriptor_)) break;
    // What poll() promises room for is this much: more could wait in write() for as long as the reader likes.
    const ssize_t written = write_some(rest.substr(0, PIPE_BUF));
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR && errno != EAGAIN) {
      break;
    }
  }
  const std::size_t written = pending_.size() - rest.size();
  if (written != 0) line_unfinished_ = !rest.empty() && pending_[written - 1] != '\n';
  return rest.empty();
}

void DescriptorWriter::finish_within(std::chrono::milliseconds grace) noexcept {
  wait_.finish_within(grace);
}

ssize_t DescriptorWriter::write_some(std::string_view bytes) const noexcept {
  if (is_socket_) return ::send(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  return ::write(descriptor_, bytes.data(), bytes.size());
}

}  // namespace lanchat::logging
