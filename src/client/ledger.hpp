// SPDX-License-Identifier: MIT
#pragma once

// Which messages have their reply. Replies carry no number, so they are counted, not matched.

#include <cstdint>

namespace lanchat::client {

class Ledger {
 public:
  void sent() noexcept { ++sent_; }

  /// A reply beyond what was sent is one that nobody asked for, and answers nothing later.
  void replied() noexcept {
    if (in_flight() == 0 && given_up_ == 0) return;
    if (in_flight() == 0) --given_up_;
    ++answered_;
  }

  /// The replies that are out are no longer waited for; one that comes after all still counts.
  void give_up() noexcept { given_up_ += in_flight(); }

  /// Messages whose reply is waited for.
  [[nodiscard]] std::uint64_t in_flight() const noexcept { return sent_ - answered_ - given_up_; }

  [[nodiscard]] std::uint64_t missing() const noexcept { return sent_ - answered_; }

  [[nodiscard]] std::uint64_t count_sent() const noexcept { return sent_; }

  [[nodiscard]] std::uint64_t answered() const noexcept { return answered_; }

 private:
  std::uint64_t sent_ = 0;
  std::uint64_t answered_ = 0;
  std::uint64_t given_up_ = 0;
};

}  // namespace lanchat::client
