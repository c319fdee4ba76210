// SPDX-License-Identifier: MIT
#include "lanchat/protocol/reply_order.hpp"

#include <utility>

namespace lanchat::protocol {

ReplyOrder::Slot ReplyOrder::reserve(Ending ending) {
  places_.push_back({ending, false, std::nullopt});
  return first_ + places_.size() - 1;
}

void ReplyOrder::push(std::string payload, Ending ending) {
  held_bytes_ += payload.size();
  places_.push_back({ending, true, std::move(payload)});
}

void ReplyOrder::clear() noexcept {
  first_ += places_.size();
  places_.clear();
  held_bytes_ = 0;
}

bool ReplyOrder::settle(Slot slot, std::optional<std::string> payload, const Release& release) {
  if (slot < first_ || slot - first_ >= places_.size()) return false;
  Place& place = places_[static_cast<std::size_t>(slot - first_)];
  if (place.settled) return false;
  if (payload) held_bytes_ += payload->size();
  place.settled = true;
  place.payload = std::move(payload);
  while (!places_.empty() && places_.front().settled) {
    Place front = std::move(places_.front());
    places_.pop_front();
    ++first_;
    if (!front.payload) continue;
    held_bytes_ -= front.payload->size();
    release(std::move(*front.payload), front.ending);
  }
  return true;
}

}  // namespace lanchat::protocol
