// SPDX-License-Identifier: MIT
// Replaces operator new ([new.delete.single]; the array forms call it), under the sanitizers too: malloc(3),
// which it calls, is theirs.
#include "simulation/memory.hpp"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <utility>

namespace lanchat::simulation {
namespace {

std::atomic<std::int64_t> held{0};
std::atomic<std::uint64_t> counted{0};
std::atomic<std::uint64_t> failing{0};
std::atomic<bool> failing_on{false};
thread_local int asides = 0;

bool refused() noexcept {
  if (asides != 0) return false;
  const std::uint64_t now = ++counted;
  const std::uint64_t from = failing;
  return from != 0 && (now == from || (failing_on && now > from));
}

void* taken(void* memory) {
  if (memory == nullptr) throw std::bad_alloc();
  held.fetch_add(static_cast<std::int64_t>(malloc_usable_size(memory)), std::memory_order_relaxed);
  return memory;
}

void give_back(void* memory) noexcept {
  held.fetch_sub(static_cast<std::int64_t>(malloc_usable_size(memory)), std::memory_order_relaxed);
  std::free(memory);
}

}  // namespace

std::int64_t held_memory() noexcept {
  return held;
}

void fail_allocation(std::uint64_t nth, bool lasting) noexcept {
  counted = 0;
  failing_on = lasting;
  failing = nth;
}

std::uint64_t counted_allocations() noexcept {
  return counted;
}

Aside::Aside() noexcept {
  ++asides;
}

Aside::~Aside() {
  --asides;
}

Inside::Inside() noexcept : depth_(std::exchange(asides, 0)) {}

Inside::~Inside() {
  asides = depth_;
}

}  // namespace lanchat::simulation

void* operator new(std::size_t size) {
  if (lanchat::simulation::refused()) throw std::bad_alloc();
  return lanchat::simulation::taken(std::malloc(size));
}

void* operator new(std::size_t size, std::align_val_t alignment) {
  if (lanchat::simulation::refused()) throw std::bad_alloc();
  const auto align = static_cast<std::size_t>(alignment);
  return lanchat::simulation::taken(std::aligned_alloc(align, (size + align - 1) / align * align));
}

void operator delete(void* memory) noexcept {
  lanchat::simulation::give_back(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  lanchat::simulation::give_back(memory);
}

void operator delete(void* memory, std::align_val_t) noexcept {
  lanchat::simulation::give_back(memory);
}

void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  lanchat::simulation::give_back(memory);
}
