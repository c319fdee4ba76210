// SPDX-License-Identifier: MIT
#include "lanchat/async/deadline.hpp"

#include <boost/asio/bind_allocator.hpp>

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

// The first wait makes the context's queue of timers allocate; those that follow do not.
DeadlineTimer::DeadlineTimer(Executor executor)
    : timer_(executor), queue_([this](Clock::time_point when) { arm(when); }) {
  wait(Clock::time_point::max());
  timer_.cancel();
}

void DeadlineTimer::stop() {
  stopped_ = true;
  timer_.cancel();
}

// Where there is a wait already, its end arms anew.
void DeadlineTimer::arm(Clock::time_point when) {
  if (stopped_) return;
  if (waiting_) {
    timer_.cancel();
  } else {
    wait(when);
  }
}

void DeadlineTimer::wait(Clock::time_point when) {
  waiting_ = true;
  timer_.expires_at(when);
  timer_.async_wait(boost::asio::bind_allocator(Keep<std::byte>(kept_),
                                                [this, kept = kept_](const boost::system::error_code& error) {
                                                  if (!kept->gone) woken(!error);
                                                }));
}

void DeadlineTimer::woken(bool due) {
  waiting_ = false;

  const struct Again {  // also where a deadline has thrown
    DeadlineTimer& timer;

    ~Again() {
      const auto next = timer.queue_.next();
      if (next && !timer.waiting_) timer.arm(*next);
    }
  } again{*this};

  if (due) queue_.expire(Clock::now());
}

}  // namespace lanchat::async
