// SPDX-License-Identifier: MIT
#pragma once

// The two small files of an event loop: a counter, eventfd(2), and an alarm, timerfd_create(2).

#include "simulation/file.hpp"

#include <sys/epoll.h>

#include <chrono>
#include <cstdint>
#include <utility>

namespace lanchat::simulation {

using Time = std::chrono::nanoseconds;  ///< since the machine started

class Counter final : public File {
 public:
  [[nodiscard]] std::uint32_t events() override { return EPOLLOUT | (count_ != 0 ? EPOLLIN : 0U); }

  void add(std::uint64_t more) {
    count_ += more;
    tell(EPOLLIN);
  }

  /// What was added since the last call; 0: a read would block.
  [[nodiscard]] std::uint64_t take() noexcept { return std::exchange(count_, 0); }

 private:
  std::uint64_t count_ = 0;
};

class Alarm final : public File {
 public:
  static constexpr Time never = Time::max();

  [[nodiscard]] std::uint32_t events() override { return rings_ ? EPOLLIN : 0U; }

  void set(Time when) noexcept {
    due_ = when;
    rings_ = false;
  }

  [[nodiscard]] Time due() const noexcept { return due_; }

  void ring() {
    due_ = never;
    rings_ = true;
    tell(EPOLLIN);
  }

 private:
  Time due_ = never;
  bool rings_ = false;
};

}  // namespace lanchat::simulation
