// SPDX-License-Identifier: MIT
#pragma once

// A moment that calls back.

#include "lanchat/async/deadline.hpp"

#include <functional>
#include <utility>

namespace lanchat::client {

class Alarm final : public async::Deadline {
 public:
  Alarm(async::DeadlineQueue& queue, std::function<void()> ring)
      : async::Deadline(queue), ring_(std::move(ring)) {}

 private:
  void expired() override { ring_(); }

  std::function<void()> ring_;
};

}  // namespace lanchat::client
