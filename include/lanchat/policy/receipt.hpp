// SPDX-License-Identifier: MIT
#pragma once

// Tells whoever gave a reply what has become of it: exactly once, also where the reply is lost on its way,
// by an exception or an end.

#include <functional>
#include <type_traits>
#include <utility>

namespace lanchat::policy {

/// Move-only. Empty: nobody asks.
class Receipt {
 public:
  Receipt() = default;

  /// `tell` is called from an unspecified thread, and does not throw: whether the text was handed to a client
  /// that is still there.
  template <typename Tell>
    requires(!std::is_same_v<Tell, Receipt> && std::is_invocable_v<Tell&, bool>)
  Receipt(Tell tell) : tell_(std::move(tell)) {}  // NOLINT(google-explicit-constructor): a function is one

  Receipt(Receipt&& other) noexcept { tell_.swap(other.tell_); }

  Receipt& operator=(Receipt&& other) noexcept {
    Receipt(std::move(other)).tell_.swap(tell_);
    return *this;
  }

  Receipt(const Receipt&) = delete;
  Receipt& operator=(const Receipt&) = delete;

  /// Where nobody has said so: the text is lost.
  ~Receipt() { (*this)(false); }

  void operator()(bool delivered) noexcept {
    if (auto tell = std::exchange(tell_, nullptr)) tell(delivered);
  }

 private:
  std::move_only_function<void(bool)> tell_;
};

}  // namespace lanchat::policy
