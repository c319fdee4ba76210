// SPDX-License-Identifier: MIT
#pragma once

// Memory for one operation of Asio's, made beforehand, and its allocator: what is started with it does not
// fail for want of memory.

#include <array>
#include <cstddef>
#include <memory>
#include <utility>

namespace lanchat::async {

struct KeptMemory {
  alignas(std::max_align_t) std::array<std::byte, 160> bytes;
};

/// For boost::asio::bind_allocator. One operation at a time.
template <typename T>
struct Keep {
  using value_type = T;

  explicit Keep(std::shared_ptr<KeptMemory> memory) noexcept : kept(std::move(memory)) {}

  template <typename Other>
  Keep(const Keep<Other>& other) noexcept : kept(other.kept) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] T* allocate(std::size_t) const noexcept {
    static_assert(sizeof(T) <= sizeof(KeptMemory) && alignof(T) <= alignof(std::max_align_t));
    return reinterpret_cast<T*>(kept->bytes.data());
  }

  void deallocate(T*, std::size_t) const noexcept {}

  bool operator==(const Keep&) const noexcept = default;

  std::shared_ptr<KeptMemory> kept;
};

}  // namespace lanchat::async
