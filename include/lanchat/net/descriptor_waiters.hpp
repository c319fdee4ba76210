// SPDX-License-Identifier: MIT
#pragma once

// Listeners that pause because the process had no descriptor left, and are woken when one comes free.
// Thread-safe; costs who gives one back a single load while nobody waits.

#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace lanchat::net {

class DescriptorWaiters {
 public:
  using Wake = std::function<void()>;

  /// `wake` is called once, on any thread, when a descriptor has come free: perhaps long after the pause.
  void add(Wake wake) {
    const std::scoped_lock lock(mutex_);
    waiting_.push_back(std::move(wake));
    some_ = true;
  }

  void one_came_free() noexcept {
    if (!some_) return;
    std::vector<Wake> waiting;
    {
      const std::scoped_lock lock(mutex_);
      waiting.swap(waiting_);
      some_ = false;
    }
    for (const Wake& wake : waiting) {
      try {
        wake();
      } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): no memory; its pause ends by itself
      }
    }
  }

 private:
  std::atomic<bool> some_{false};
  std::mutex mutex_;  ///< guards waiting_
  std::vector<Wake> waiting_;
};

}  // namespace lanchat::net
