// SPDX-License-Identifier: MIT
#include "lanchat/async/turn_queue.hpp"

#include "lanchat/async/deadline.hpp"

#include <chrono>

namespace lanchat::async {
namespace {

// Of each round: several turns, so that many with much to do do not each pay for a look at all the others,
// and little beside what a message's way through the network takes.
constexpr auto slice = std::chrono::microseconds{100};

}  // namespace

void TurnQueue::add(Turn& turn) noexcept {
  (last_ != nullptr ? last_->next_ : first_) = &turn;
  last_ = &turn;
  ++size_;
  if (due_) return;
  due_ = true;
  reactor_.asio().post_immediate_completion(&round_, false);
}

// Each at most once: who comes back waits for the next round.
void TurnQueue::go_round() {
  const auto until = Clock::now() + slice;
  const Turn* const last = last_;
  for (bool more = true; more;) {
    Turn* const turn = first_;
    first_ = turn->next_;
    --size_;
    if (first_ == nullptr) last_ = nullptr;
    more = turn != last;
    turn->waiter_.resume();  // its turn is gone with this
    more = more && Clock::now() < until;
  }
  due_ = first_ != nullptr;
  if (due_) reactor_.asio().post_immediate_completion(&round_, false);
}

void TurnQueue::Round::complete(void* context, Operation* base, const boost::system::error_code&,
                                std::size_t) {
  if (context != nullptr) static_cast<Round*>(base)->queue.go_round();  // null: the context is destroyed
}

}  // namespace lanchat::async
