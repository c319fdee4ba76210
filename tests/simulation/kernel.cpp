// SPDX-License-Identifier: MIT
// Descriptors, the clock, waiting. The calls on sockets are in kernel_sockets.cpp.
#include "simulation/kernel.hpp"

#include "simulation/kernel_find.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace lanchat::simulation {
namespace {

// So often nothing at all moves on only where somebody runs in circles.
constexpr std::uint64_t most_waits_at_once = 100'000;

int failed(int error) {
  errno = error;
  return -1;
}

}  // namespace

Kernel* Kernel::current_ = nullptr;

Kernel::Kernel(Surroundings& surroundings, std::uint64_t seed) : surroundings_(surroundings), chance_(seed) {
  current_ = this;
}

Kernel::~Kernel() {
  current_ = nullptr;
}

int Kernel::open(std::shared_ptr<File> file) {
  files_.emplace(next_descriptor_, std::move(file));
  return next_descriptor_++;  // no number twice: what uses a closed one is found out
}

std::shared_ptr<File> Kernel::file(int fd) const {
  const auto found = files_.find(fd);
  if (found == files_.end()) surroundings_.stuck("a system call on a closed descriptor");
  return found->second;
}

int Kernel::count(Call call, bool* shortened) {
  const std::uint64_t now = ++calls_[static_cast<std::size_t>(call)];
  int error = faults ? faults(call) : 0;
  bool less = false;
  if (fault.hits(call, now)) {
    error = fault.error;
    less = fault.error == 0;
  }
  if (error < 0) {
    error = 0;
    less = true;
  }
  if (shortened != nullptr) *shortened = less;
  return error;
}

int Kernel::close(int fd) {
  const std::shared_ptr<File> closing = file(fd);
  for (const auto& [number, each] : files_) {
    if (auto* const set = dynamic_cast<PollSet*>(each.get())) set->forget(fd);
  }
  files_.erase(fd);
  closing->closed();
  return 0;
}

int Kernel::control(int epoll, int operation, int fd, const epoll_event* event) {
  auto* const set = find<PollSet>(epoll);
  const std::shared_ptr<File> watched = file(fd);
  const bool of_lanchat =
      dynamic_cast<Counter*>(watched.get()) == nullptr && dynamic_cast<Alarm*>(watched.get()) == nullptr;
  if (of_lanchat && operation == EPOLL_CTL_ADD) {
    if (const int error = count(Call::watch); error != 0) return failed(error);
  }
  const int error = set->control(operation, fd, watched, event);
  return error == 0 ? 0 : failed(error);
}

int Kernel::wait(int epoll, epoll_event* events, int most, int timeout) {
  auto* const set = find<PollSet>(epoll);
  if (const int error = count(Call::wait); error != 0) return failed(error);
  surroundings_.meanwhile();
  ring_alarms();
  if (++waits_at_once_ > most_waits_at_once) surroundings_.stuck("it runs in circles");
  for (;;) {
    const auto enough = chance_.between(1, static_cast<std::size_t>(most));
    const auto ready = set->collect(enough, chance_);
    std::ranges::copy(ready, events);
    if (!ready.empty() || timeout == 0) return static_cast<int>(ready.size());
    const Time alarm = next_alarm();
    const std::optional<Time> event = surroundings_.next();
    if (!event && alarm == Alarm::never) surroundings_.stuck("it waits for what will never come");
    const Time next = event ? std::min(*event, alarm) : alarm;
    if (next > now_) waits_at_once_ = 0;
    now_ = std::max(now_, next);
    if (event && *event <= now_) surroundings_.happen();
    ring_alarms();
  }
}

void Kernel::ring_alarms() {
  for (const auto& [fd, each] : files_) {
    if (auto* const alarm = dynamic_cast<Alarm*>(each.get()); alarm != nullptr && alarm->due() <= now_)
      alarm->ring();
  }
}

Time Kernel::next_alarm() const noexcept {
  Time next = Alarm::never;
  for (const auto& [fd, each] : files_) {
    if (const auto* const alarm = dynamic_cast<const Alarm*>(each.get())) next = std::min(next, alarm->due());
  }
  return next;
}

int Kernel::read_event(int fd, std::uint64_t* value) {
  auto* const counter = find<Counter>(fd);
  if (const int error = count(Call::read_event); error != 0) return failed(error);
  *value = counter->take();
  return *value != 0 ? 0 : failed(EAGAIN);
}

int Kernel::write_event(int fd, std::uint64_t value) {
  find<Counter>(fd)->add(value);
  return 0;
}

int Kernel::set_alarm(int fd, bool absolute, Time when) {
  auto* const alarm = find<Alarm>(fd);
  alarm->set(when.count() == 0 ? Alarm::never : absolute ? when : now_ + when);
  return 0;
}

}  // namespace lanchat::simulation
