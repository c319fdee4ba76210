// SPDX-License-Identifier: MIT
#pragma once

// What is remembered of many keys in memory that never grows: a table of sets of eight slots, as a
// processor's cache has them. A key has its place in one set; where that is full, the slot that may be
// forgotten first gives way, so nothing is ever searched or swept. Pure.

#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <type_traits>

namespace lanchat::net {

/// `Slot` has a `key`, and a time `until` when nothing would be lost if it were forgotten; `Slot{}` is one
/// that was never used, and all zeros. Keys are keyed hashes (KeyedHash): nobody can choose two for one set.
template <class Slot>
class KeyedSlots {
 public:
  static constexpr std::size_t ways = 8;

  /// `most` slots, rounded down to whole sets; address space is taken when the first key comes, and memory by
  /// every page that is used.
  explicit KeyedSlots(std::size_t most) noexcept
      : ways_(std::clamp<std::size_t>(most, 1, ways)), sets_(std::max<std::size_t>(most / ways_, 1)) {}

  /// The slot of `key`; a fresh one where it was not known.
  [[nodiscard]] Slot& find(std::uint64_t key) {
    if (!slots_) allocate();
    const std::size_t set = (key >> 32U) % sets_;
    const std::span<Slot> candidates(slots_.get() + set * ways_, ways_);
    Slot* first = candidates.data();
    for (Slot& slot : candidates) {
      if (slot.key == key) return slot;
      if (slot.until < first->until) first = &slot;
    }
    *first = Slot{};
    first->key = key;
    return *first;
  }

  /// Whether it was made for `most`, or so many more or less that it would be the same.
  [[nodiscard]] bool is_for(std::size_t most) const noexcept {
    const KeyedSlots other(most);
    return ways_ == other.ways_ && sets_ == other.sets_;
  }

  /// Slots in memory now.
  [[nodiscard]] std::size_t capacity() const noexcept { return slots_ ? ways_ * sets_ : 0; }

 private:
  // Not from the heap, which may fill it: with millions of slots that would keep the worker from all else.
  void allocate() {
    static_assert(std::is_trivially_copyable_v<Slot> && std::is_aggregate_v<Slot>);
    const std::size_t bytes = ways_ * sets_ * sizeof(Slot);
    void* const pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) throw std::bad_alloc();
    slots_ = {static_cast<Slot*>(pages), Unmap{bytes}};
  }

  struct Unmap {
    std::size_t bytes = 0;

    void operator()(Slot* slots) const noexcept { munmap(slots, bytes); }
  };

  std::size_t ways_, sets_;
  std::unique_ptr<Slot, Unmap> slots_;
};

/// Makes `table` one of this limit; 0: none. One that has the limit already goes on counting.
template <class Table>
void set_limit(std::optional<Table>& table, std::uint32_t limit, std::size_t most) {
  if (limit == 0) {
    table.reset();
  } else if (!table || !table->has(limit, most)) {
    table.emplace(limit, most);
  }
}

}  // namespace lanchat::net
