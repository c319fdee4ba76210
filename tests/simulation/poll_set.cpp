// SPDX-License-Identifier: MIT
#include "simulation/poll_set.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace lanchat::simulation {

int PollSet::control(int operation, int fd, const std::shared_ptr<File>& file, const epoll_event* event) {
  const auto found = watched_.find(fd);
  if (operation == EPOLL_CTL_ADD) {
    if (found != watched_.end()) return EEXIST;
    Watch& watch = watched_[fd];
    watch.file = file;
    file->watcher = [this, fd](std::uint32_t events) {
      Watch& woken = watched_.at(fd);
      if (events == 0 || (events & woken.wanted.events) != 0) queue(fd, woken);
    };
    change(fd, watch, *event);
    return 0;
  }
  if (found == watched_.end()) return ENOENT;
  if (operation == EPOLL_CTL_MOD) {
    change(fd, found->second, *event);
  } else {
    forget(fd);
  }
  return 0;
}

void PollSet::closed() {
  for (const auto& [fd, watch] : watched_)
    watch.file->watcher = nullptr;
  watched_.clear();
  queue_.clear();
}

// Linux adds these two itself, and looks at once.
void PollSet::change(int fd, Watch& watch, const epoll_event& wanted) {
  watch.wanted = wanted;
  watch.wanted.events |= EPOLLERR | EPOLLHUP;
  if ((watch.file->events() & watch.wanted.events) != 0) queue(fd, watch);
}

void PollSet::forget(int fd) {
  const auto found = watched_.find(fd);
  if (found == watched_.end()) return;
  found->second.file->watcher = nullptr;
  watched_.erase(found);
  std::erase(queue_, fd);
}

void PollSet::queue(int fd, Watch& watch) {
  if (!std::exchange(watch.queued, true)) queue_.push_back(fd);
}

std::vector<epoll_event> PollSet::collect(std::size_t most, Chance& chance) {
  std::vector<int> waiting = std::exchange(queue_, {});
  for (std::size_t i = waiting.size(); i > 1; --i)
    std::swap(waiting[i - 1], waiting[chance.below(i)]);
  std::vector<epoll_event> found;
  for (const int fd : waiting) {
    Watch& watch = watched_.at(fd);
    watch.queued = false;
    if (found.size() == most) {
      queue(fd, watch);
      continue;
    }
    const std::uint32_t ready = watch.file->events() & watch.wanted.events;
    if (ready == 0) continue;
    epoll_event event = watch.wanted;
    event.events = ready;
    found.push_back(event);
    if ((watch.wanted.events & EPOLLET) == 0) queue(fd, watch);
  }
  return found;
}

}  // namespace lanchat::simulation
