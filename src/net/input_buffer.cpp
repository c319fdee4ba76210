// SPDX-License-Identifier: MIT
#include "net/input_buffer.hpp"

#include <algorithm>

namespace lanchat::net {

std::span<char> InputBuffer::prepare(std::span<char> shared, std::size_t expected) {
  shared_ = window_.size() <= copied_at_most && window_.size() < shared.size();
  if (shared_) {
    std::ranges::copy(window_, shared.begin());
    window_ = {shared.data(), window_.size()};
    return shared.subspan(window_.size());
  }
  const std::size_t used = kept_.size();
  const std::size_t missing = expected > used ? expected - used : 0;
  const std::size_t room = std::min(std::max(missing, std::size_t{16} * 1024), std::max(used, shared.size()));
  kept_.resize_and_overwrite(used + room, [](char*, std::size_t size) { return size; });
  window_ = {kept_.data(), used};
  return {kept_.data() + used, room};
}

void InputBuffer::commit(std::size_t size) {
  window_ = {window_.data(), window_.size() + size};
  if (!shared_) kept_.resize(window_.size());
}

void InputBuffer::clear() noexcept {
  std::string().swap(kept_);  // assigning an empty string would keep the memory
  window_ = {};
  shared_ = false;
}

void InputBuffer::settle() {
  if (window_.empty()) {
    std::string().swap(kept_);
  } else if (shared_) {
    kept_.assign(window_);
  } else {
    kept_.erase(0, kept_.size() - window_.size());
    if (kept_.capacity() / 4 > kept_.size()) kept_.shrink_to_fit();  // most of it was consumed
  }
  shared_ = false;
  window_ = kept_;
}

}  // namespace lanchat::net
