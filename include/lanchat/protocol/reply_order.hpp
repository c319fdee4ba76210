// SPDX-License-Identifier: MIT
#pragma once

// Keeps the replies to one client in the order of its messages when some are answered later than others: a
// reply whose elders still wait is held until they are settled. Pure; the bytes of what waits are bounded by
// the caller, who can ask for them.

#include "lanchat/protocol/message.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>

namespace lanchat::protocol {

class ReplyOrder {
 public:
  using Slot = std::uint64_t;
  using Release = std::function<void(std::string payload, Ending ending)>;

  /// Reserves the next place in the order for a reply that will come later.
  Slot reserve(Ending ending);

  /// Whether a reply given now would overtake one that is still waited for.
  [[nodiscard]] bool empty() const noexcept { return places_.empty(); }

  /// Takes the next place for a reply that is there already; use where !empty().
  void push(std::string payload, Ending ending);

  /// Settles `slot` with its reply (nullopt: there will be none), then hands on everything that no longer
  /// waits for an elder, in order. False: no such slot, or it is settled already.
  bool settle(Slot slot, std::optional<std::string> payload, const Release& release);

  /// Forgets every place: settling one does nothing then.
  void clear() noexcept;

  /// Replies still waited for or held.
  [[nodiscard]] std::size_t size() const noexcept { return places_.size(); }

  /// Bytes of replies held back.
  [[nodiscard]] std::size_t held_bytes() const noexcept { return held_bytes_; }

  /// Bytes that all this takes up, roughly: held replies and places.
  [[nodiscard]] std::size_t memory() const noexcept { return held_bytes_ + places_.size() * sizeof(Place); }

 private:
  struct Place {
    Ending ending = Ending::none;
    bool settled = false;
    std::optional<std::string> payload;
  };

  std::deque<Place> places_;  ///< places_[i] is slot first_ + i; the front is never settled between calls
  Slot first_ = 0;
  std::size_t held_bytes_ = 0;
};

}  // namespace lanchat::protocol
