// SPDX-License-Identifier: MIT
#include "client/typed_lines.hpp"

#include <utility>

namespace lanchat::client {

void TypedLines::push(std::string line) {
  lines_.push_back(std::move(line));
  typed_.notify();
}

std::optional<std::string_view> TypedLines::take() {
  if (lines_.empty()) return std::nullopt;
  taken_ = std::move(lines_.front());
  lines_.pop_front();
  return taken_;
}

async::Task<bool> TypedLines::wait() {
  while (lines_.empty() && !ended_)
    co_await typed_.wait();
  co_return !lines_.empty();
}

void TypedLines::end() {
  ended_ = true;
  typed_.notify();
}

}  // namespace lanchat::client
