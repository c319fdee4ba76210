// SPDX-License-Identifier: MIT
#pragma once

// Who says the same over and over: a client with a fault, or another server that answers our answers. Counts,
// for each of many sources in memory that never grows, how often the last payload came in a row within a
// second. Pure.

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
    too_many
  };

  /// `limit` times in a second are fine.
  RepeatTable(std::uint32_t limit, std::size_t most_sources) noexcept : limit_(limit), slots_(most_sources) {}

  /// `source` and `payload` are keyed hashes.
  [[nodiscard]] Verdict count(std::uint64_t source, std::uint64_t payload, Time now) {
    Slot& slot = slots_.find(source);
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

 private:
  static constexpr std::chrono::seconds window{1};

  struct Slot {
    std::uint64_t key = 0;
    Time until{};  ///< the end of the second that began with the first of these payloads
    std::uint64_t payload = 0;
    std::uint32_t times = 0;
    bool told = false;
  };

  std::uint32_t limit_;
  KeyedSlots<Slot> slots_;
};

}  // namespace lanchat::net
