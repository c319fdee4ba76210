// SPDX-License-Identifier: MIT
#pragma once

// operator new of the test program: what is held, and the n-th time it is asked for memory, it has none. What
// the simulated machine needs for itself is never refused.

#include <cstdint>

namespace lanchat::simulation {

/// Bytes that the program holds through operator new.
[[nodiscard]] std::int64_t held_memory() noexcept;

/// From now on the `nth` allocation outside of every Aside throws std::bad_alloc, and, `lasting`, all after
/// it; 0: none. Starts to count anew.
void fail_allocation(std::uint64_t nth, bool lasting) noexcept;

/// Allocations since the last fail_allocation().
[[nodiscard]] std::uint64_t counted_allocations() noexcept;

/// While there is one, allocations are the simulation's own.
class Aside {
 public:
  Aside() noexcept;
  ~Aside();

  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;
};

/// Within an Aside: lanchat's own code again.
class Inside {
 public:
  Inside() noexcept;
  ~Inside();

  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  int depth_;
};

}  // namespace lanchat::simulation
