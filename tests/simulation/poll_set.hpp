// SPDX-License-Identifier: MIT
#pragma once

// A simulated epoll instance, level- and edge-triggered as epoll(7) says: what is watched is looked at when
// something wakes it, when it is added or modified, and, level-triggered, as long as it is ready.

#include "simulation/chance.hpp"
#include "simulation/file.hpp"

#include <sys/epoll.h>

#include <cstddef>
#include <map>
#include <memory>
#include <vector>

namespace lanchat::simulation {

class PollSet final : public File {
 public:
  [[nodiscard]] std::uint32_t events() override { return 0; }

  void closed() override;

  /// epoll_ctl(2): 0 or an errno.
  int control(int operation, int fd, const std::shared_ptr<File>& file, const epoll_event* event);

  /// The file's last descriptor is closed.
  void forget(int fd);

  /// At most `most` of what is ready, in an order that `chance` chooses.
  [[nodiscard]] std::vector<epoll_event> collect(std::size_t most, Chance& chance);

 private:
  struct Watch {
    std::shared_ptr<File> file;
    epoll_event wanted{};
    bool queued = false;
  };

  void change(int fd, Watch& watch, const epoll_event& wanted);
  void queue(int fd, Watch& watch);

  std::map<int, Watch> watched_;
  std::vector<int> queue_;
};

}  // namespace lanchat::simulation
