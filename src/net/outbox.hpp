// SPDX-License-Identifier: MIT
#pragma once

// What the kernel would not take yet of one client's replies. Owns no memory while there is nothing.

#include <cstddef>
#include <string>
#include <string_view>

namespace lanchat::net {

class Outbox {
 public:
  [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }

  [[nodiscard]] std::string_view view() const noexcept { return std::string_view(bytes_).substr(sent_); }

  [[nodiscard]] std::size_t size() const noexcept { return bytes_.size() - sent_; }

  /// Bytes it owns.
  [[nodiscard]] std::size_t memory() const noexcept {
    return bytes_.capacity() > std::string().capacity() ? bytes_.capacity() : 0;
  }

  /// Gives all of it back.
  void clear() noexcept {
    std::string().swap(bytes_);  // assigning an empty string would keep the memory
    sent_ = 0;
  }

  void append(std::string_view bytes) {
    if (sent_ > bytes_.size() / 2) {
      bytes_.erase(0, sent_);
      sent_ = 0;
    }
    bytes_.append(bytes);
  }

  /// The first `size` bytes of the view have gone.
  void sent(std::size_t size) {
    sent_ += size;
    if (sent_ == bytes_.size()) clear();
  }

 private:
  std::string bytes_;
  std::size_t sent_ = 0;
};

}  // namespace lanchat::net
