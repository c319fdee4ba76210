// SPDX-License-Identifier: MIT
// A plain build replaces operator new ([new.delete.single]; the array forms call it). A sanitizer has
// replaced it already and tells of what it does.
#include "integration/live_memory.hpp"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LANCHAT_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define LANCHAT_SANITIZED
#endif
#endif

namespace lanchat::integration {
namespace {

std::atomic<std::int64_t> live{0};
std::atomic<std::int64_t> peak{0};
std::atomic<std::int64_t> times{0};

void taken(std::size_t bytes) noexcept {
  times.fetch_add(1, std::memory_order_relaxed);
  const auto size = static_cast<std::int64_t>(bytes);
  const std::int64_t now = live.fetch_add(size, std::memory_order_relaxed) + size;
  std::int64_t before = peak.load(std::memory_order_relaxed);
  while (now > before && !peak.compare_exchange_weak(before, now, std::memory_order_relaxed)) {
  }
}

void given_back(std::size_t bytes) noexcept {
  live.fetch_sub(static_cast<std::int64_t>(bytes), std::memory_order_relaxed);
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

std::int64_t allocations() noexcept {
  return times;
}

#ifdef LANCHAT_SANITIZED

extern "C" {  // sanitizer/allocator_interface.h, which not every compiler brings along
int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void*, std::size_t),
                                              void (*on_free)(const volatile void*));
std::size_t __sanitizer_get_allocated_size(const volatile void* memory);
}

namespace {

const int hooks =
    __sanitizer_install_malloc_and_free_hooks([](const volatile void*, std::size_t size) { taken(size); },
                                              [](const volatile void* memory) {
                                                if (memory != nullptr)
                                                  given_back(__sanitizer_get_allocated_size(memory));
                                              });

}  // namespace
}  // namespace lanchat::integration

#else

namespace {

void* counted(void* memory) {
  if (memory == nullptr) throw std::bad_alloc();
  taken(malloc_usable_size(memory));
  return memory;
}

void give_back(void* memory) noexcept {
  given_back(malloc_usable_size(memory));
  std::free(memory);
}

}  // namespace
}  // namespace lanchat::integration

void* operator new(std::size_t size) {
  return lanchat::integration::counted(std::malloc(size));
}

void* operator new(std::size_t size, std::align_val_t alignment) {
  const auto align = static_cast<std::size_t>(alignment);
  return lanchat::integration::counted(std::aligned_alloc(align, (size + align - 1) / align * align));
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

#endif
