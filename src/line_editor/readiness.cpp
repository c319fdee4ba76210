// SPDX-License-Identifier: MIT
#include "lanchat/line_editor/readiness.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <cerrno>

namespace lanchat::line_editor {

int open_readiness(int descriptor) noexcept {
  const int readiness = ::epoll_create1(EPOLL_CLOEXEC);
  if (readiness < 0) return -1;
  epoll_event wanted{};
  wanted.events = EPOLLIN;
  if (::epoll_ctl(readiness, EPOLL_CTL_ADD, descriptor, &wanted) == 0) return readiness;
  const int error = errno;
  ::close(readiness);
  errno = error;
  return -1;
}

}  // namespace lanchat::line_editor
