// SPDX-License-Identifier: MIT
#include "logging/bounded_wait.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace lanchat::logging {
namespace {

constexpr std::chrono::milliseconds no_end{-1};

}  // namespace

BoundedWait::BoundedWait() : finishing_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (finishing_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

BoundedWait::~BoundedWait() {
  ::close(finishing_);
}

bool BoundedWait::for_room(int descriptor) const noexcept {
  while (true) {
    const std::chrono::milliseconds time = left();
    if (time == std::chrono::milliseconds::zero()) return false;
    std::array<pollfd, 2> waited{{{descriptor, POLLOUT, 0}, {finishing_, POLLIN, 0}}};
    const int ready = ::poll(waited.data(), time == no_end ? 2 : 1, static_cast<int>(time.count()));
    if (ready < 0 && errno != EINTR) return true;
    if (ready > 0 && waited[0].revents != 0) return true;
  }
}

// Ends early when an end is set meanwhile: whoever pauses then tries once more, which does no harm.
bool BoundedWait::pause(std::chrono::milliseconds duration) const noexcept {
  const std::chrono::milliseconds time = left();
  if (time == std::chrono::milliseconds::zero()) return false;
  pollfd waited{finishing_, POLLIN, 0};
  const auto length = static_cast<int>((time == no_end ? duration : std::min(time, duration)).count());
  ::poll(&waited, time == no_end ? 1 : 0, length);
  return left() != std::chrono::milliseconds::zero();
}

void BoundedWait::finish_within(std::chrono::milliseconds grace) noexcept {
  deadline_ = Clock::now() + grace;
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(finishing_, &one, sizeof one);
}

// Zero: time is up. no_end, which poll() reads alike: as long as it takes.
std::chrono::milliseconds BoundedWait::left() const noexcept {
  const Clock::time_point deadline = deadline_;
  if (deadline == Clock::time_point::max()) return no_end;
  const auto time = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
  return std::max(time, std::chrono::milliseconds::zero());
}

}  // namespace lanchat::logging
