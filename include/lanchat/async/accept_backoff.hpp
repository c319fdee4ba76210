// SPDX-License-Identifier: MIT
#pragma once

// How long to pause accepting when the system has no descriptor or memory left: doubling, so that exhaustion
// costs nothing, and short, so that recovery is quick. Pure.

#include <algorithm>
#include <chrono>

namespace lanchat::async {

class AcceptBackoff {
 public:
  static constexpr std::chrono::milliseconds shortest{10};
  static constexpr std::chrono::milliseconds longest{1000};

  /// An attempt failed: how long to wait before the next.
  [[nodiscard]] std::chrono::milliseconds failed() noexcept {
    pause_ = pause_.count() == 0 ? shortest : std::min(pause_ * 2, longest);
    return pause_;
  }

  void succeeded() noexcept { pause_ = std::chrono::milliseconds{0}; }

  /// Whether the last attempt failed: log the first failure of an episode only.
  [[nodiscard]] bool pausing() const noexcept { return pause_.count() != 0; }

 private:
  std::chrono::milliseconds pause_{0};
};

}  // namespace lanchat::async
