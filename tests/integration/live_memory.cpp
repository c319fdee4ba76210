// SPDX-License-Identifier: MIT
// The replaced operator new of [new.delete.single]; the array forms and the sized deletes call these.
#include "integration/live_memory.hpp"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace lanchat::integration {
namespace {

std::atomic<std::int64_t> live{0};
std::atomic<std::int64_t> peak{0};

void count(void* memory) noexcept {
  const auto size = static_cast<std::int64_t>(malloc_usable_size(memory));
  const std::int64_t now = live.fetch_add(size, std::memory_order_relaxed) + size;
  std::int64_t before = peak.load(std::memory_order_relaxed);
  while (now > before && !peak.compare_exchange_weak(before, now, std::memory_order_relaxed)) {
  }
}

void* take(void* memory) {
  if (memory == nullptr) throw std::bad_alloc();
  count(memory);
  return memory;
}

void give_back(void* memory) noexcept {
  live.fetch_sub(static_cast<std::int64_t>(malloc_usable_size(memory)), std::memory_order_relaxed);
  std::free(memory);
}

}  // namespace

std::int64_t live_bytes() noexcept {
  return live;
}

std::int64_t peak_bytes() noexcept {
  return peak;
}

void forget_peak() noexcept {
  peak = live.load();
}

}  // namespace lanchat::integration

void* operator new(std::size_t size) {
  return lanchat::integration::take(std::malloc(size));
}

void* operator new(std::size_t size, std::align_val_t alignment) {
  const auto align = static_cast<std::size_t>(alignment);
  return lanchat::integration::take(std::aligned_alloc(align, (size + align - 1) / align * align));
}

void operator delete(void* memory) noexcept {
  lanchat::integration::give_back(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  lanchat::integration::give_back(memory);
}

void operator delete(void* memory, std::align_val_t) noexcept {
  lanchat::integration::give_back(memory);
}

void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  lanchat::integration::give_back(memory);
}
