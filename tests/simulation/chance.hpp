// SPDX-License-Identifier: MIT
#pragma once

// Where every choice of a simulation comes from: one seed gives one row of numbers, on every machine and with
// every library (splitmix64, Steele, Lea and Flood 2014), which the standard's distributions do not promise.

#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace lanchat::simulation {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) noexcept : state_(seed) {}

  std::uint64_t next() noexcept {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31U);
  }

  /// One of 0 … `count` - 1.
  std::size_t below(std::size_t count) noexcept { return static_cast<std::size_t>(next() % count); }

  /// One of `least` … `most`.
  std::size_t between(std::size_t least, std::size_t most) noexcept {
    return least + below(most - least + 1);
  }

  /// True once in so many times.
  bool one_in(std::size_t count) noexcept { return below(count) == 0; }

  template <typename T>
  T one_of(std::initializer_list<T> all) noexcept {
    return *(all.begin() + below(all.size()));
  }

 private:
  std::uint64_t state_;
};

}  // namespace lanchat::simulation
