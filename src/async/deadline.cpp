// SPDX-License-Identifier: MIT
#include "lanchat/async/deadline.hpp"

#include <utility>

namespace lanchat::async {

Deadline::~Deadline() {
  if (entry_ != queue_.entries_.end()) queue_.entries_.erase(entry_);
}

void Deadline::expire_at(Clock::time_point when) {
  due_ = when;
  DeadlineQueue::Entries& entries = queue_.entries_;
  if (entry_ == entries.end()) {
    entry_ = entries.emplace(when, this);
  } else if (when < entry_->first) {
    auto node = entries.extract(entry_);
    node.key() = when;
    entry_ = entries.insert(std::move(node));
  } else {
    return;
  }
  if (entry_ == entries.begin()) queue_.on_earlier_(when);
}

void DeadlineQueue::expire(Clock::time_point now) {
  while (!entries_.empty() && entries_.begin()->first <= now) {
    Deadline& deadline = *entries_.begin()->second;
    if (deadline.due_ > now && deadline.due_ != Deadline::never) {  // it was moved later in the meantime
      auto node = entries_.extract(entries_.begin());
      node.key() = deadline.due_;
      deadline.entry_ = entries_.insert(std::move(node));
      continue;
    }
    const bool due = deadline.due_ <= now;
    entries_.erase(entries_.begin());
    deadline.entry_ = entries_.end();
    deadline.due_ = Deadline::never;
    if (due) deadline.expired();
  }
}

std::optional<Clock::time_point> DeadlineQueue::next() const noexcept {
  if (entries_.empty()) return std::nullopt;
  return entries_.begin()->first;
}

DeadlineTimer::DeadlineTimer(Executor executor)
    : timer_(executor), queue_([this](Clock::time_point when) { arm(when); }) {}

void DeadlineTimer::stop() {
  stopped_ = true;
  timer_.cancel();
}

void DeadlineTimer::arm(Clock::time_point when) {
  if (stopped_) return;
  timer_.expires_at(when);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;  // armed anew for an earlier time, or stopped
    queue_.expire(Clock::now());
    if (const auto next = queue_.next()) arm(*next);
  });
}

}  // namespace lanchat::async
