// SPDX-License-Identifier: MIT
#pragma once

// Who says the same over and over, or what we said: a client with a fault, or another server that answers our
// answers. For each of many sources, in memory that never grows, it counts how often the last payload came in
// a row within a second, and follows one reply: whether it comes back, whether the reply to that comes back,
// and so on, however slowly. Pure.

#include "net/keyed_slots.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace lanchat::net {

class RepeatTable {
 public:
  using Time = std::chrono::steady_clock::time_point;

  enum class Verdict : std::uint8_t {
    fine,
    first_too_many,  ///< the first of an episode: those of the seconds that follow are part of it
    too_many,
    own_reply  ///< our reply, come back as the answer to which came back, more often than `most_returns`
  };

  /// So often may a reply come back: somebody may say what was said to him.
  static constexpr std::uint8_t most_returns = 3;

  /// `limit` times in a second are fine.
  RepeatTable(std::uint32_t limit, std::size_t most_sources) noexcept : limit_(limit), slots_(most_sources) {}

  [[nodiscard]] bool has(std::uint32_t limit, std::size_t most_sources) const noexcept {
    return limit_ == limit && slots_.is_for(most_sources);
  }

  /// `source` and `payload` are keyed hashes.
  [[nodiscard]] Verdict count(std::uint64_t source, std::uint64_t payload, Time now) {
    Slot& slot = slots_.find(source);
    slot.returns = payload == slot.reply ? std::exchange(slot.reply_returns, no_reply) : no_reply;
    came_back_ = slot.returns != no_reply;
    if (slot.returns > most_returns) return Verdict::own_reply;
    const bool same = slot.payload == payload && slot.times != 0;
    if (!same || now >= slot.until) {
      slot.told = slot.told && same && now < slot.until + window;
      slot.until = now + window;
      slot.payload = payload;
      slot.times = 1;
      return Verdict::fine;
    }
    if (slot.times < limit_) {
      ++slot.times;
      return Verdict::fine;
    }
    return std::exchange(slot.told, true) ? Verdict::too_many : Verdict::first_too_many;
  }

  /// Whether what was counted last was a reply come back. Where it was not, a reply that is the same again
  /// need not be told of.
  [[nodiscard]] bool came_back() const noexcept { return came_back_; }

  /// `reply`, a keyed hash too, goes to `source`. One that says what it was told, as an echo's, counts for
  /// nothing: who sends it again is counted above, and may be a client. One that is followed gives way to
  /// another after a second, or when it has come back too often: so each of many loops has its turn.
  void replied(std::uint64_t source, std::uint64_t reply, Time now) {
    Slot& slot = slots_.find(source);
    if (slot.reply_returns != no_reply && now < slot.followed_until) return;
    slot.reply = reply;
    slot.reply_returns = static_cast<std::uint8_t>(slot.returns + (reply == slot.payload ? 0 : 1));
    slot.followed_until = now + window;
  }

 private:
  static constexpr std::chrono::seconds window{1};
  static constexpr std::uint8_t no_reply = 0;

  struct Slot {
    std::uint64_t key = 0;
    Time until{};  ///< the end of the second that began with the first of these payloads
    std::uint64_t payload = 0;
    std::uint64_t reply = 0;  ///< the one that is followed
    Time followed_until{};
    std::uint32_t times = 0;
    std::uint8_t reply_returns = no_reply;  ///< how often replies will have come back when this one does
    std::uint8_t returns = 0;               ///< and had with the last payload
    bool told = false;
  };

  std::uint32_t limit_;
  KeyedSlots<Slot> slots_;
  bool came_back_ = false;
};

}  // namespace lanchat::net
