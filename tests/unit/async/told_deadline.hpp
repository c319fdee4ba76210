// SPDX-License-Identifier: MIT
#pragma once

// A deadline that counts how often it expired, and then does what the test says.

#include "lanchat/async/deadline.hpp"

#include <functional>

namespace lanchat::async {

class ToldDeadline final : public Deadline {
 public:
  explicit ToldDeadline(DeadlineQueue& queue, std::function<void()> then = {})
      : Deadline(queue), then_(std::move(then)) {}

  int times = 0;

 private:
  void expired() override {
    ++times;
    if (!then_) return;
    const auto then = then_;  // it may destroy this deadline
    then();
  }

  std::function<void()> then_;
};

}  // namespace lanchat::async
