// SPDX-License-Identifier: MIT
#pragma once

// What a simulated descriptor stands for: it is ready for something or not, and tells the poll set that
// watches it when that may have changed.

#include <cstdint>
#include <functional>

namespace lanchat::simulation {

class File {
 public:
  File() = default;
  virtual ~File() = default;

  File(const File&) = delete;
  File& operator=(const File&) = delete;

  /// EPOLLIN and the others that hold now, as epoll_ctl(2) has them.
  [[nodiscard]] virtual std::uint32_t events() = 0;

  /// The program has closed its last descriptor.
  virtual void closed() {}

  /// Called by tell(); set while a poll set watches. `events` is 0 where the kernel does not say what it was.
  std::function<void(std::uint32_t events)> watcher;

 protected:
  void tell(std::uint32_t events) {
    if (watcher) watcher(events);
  }
};

}  // namespace lanchat::simulation
