// SPDX-License-Identifier: MIT
#pragma once

// A stream's unconsumed bytes. While a session works they lie in the worker's read buffer; between two steps
// only what is unfinished is kept, in the session's own memory, and a session with nothing unfinished owns
// none.
//
// clang-format off
//   prepare(shared)   shared: |kept bytes|  room to read into ...    (a long rest: own memory, grown in place)
//   commit(n)         view(): |kept bytes|n bytes|
//   consume(m)        view():       |rest|
//   settle()          own memory: |rest|, and `shared` is free for the next session
// clang-format on
//
// prepare(), commit() and settle() follow each other in this order; consume() comes between the last two, or
// between two settle() where nothing was read.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace lanchat::net {

class InputBuffer {
 public:
  /// Room to read into. `shared` stays in use until settle(). `expected` is how many bytes the unfinished
  /// message is known to need, or 0.
  [[nodiscard]] std::span<char> prepare(std::span<char> shared, std::size_t expected);

  /// `size` bytes of the room were filled. Once after each prepare().
  void commit(std::size_t size);

  /// Every unconsumed byte; valid until the next non-const call but consume().
  [[nodiscard]] std::string_view view() const noexcept { return window_; }

  void consume(std::size_t size) noexcept { window_.remove_prefix(size); }

  /// Takes what is left into own memory, or gives that memory back. The view stays usable.
  void settle();

  [[nodiscard]] bool empty() const noexcept { return window_.empty(); }

  /// Bytes it owns between two steps.
  [[nodiscard]] std::size_t memory() const noexcept {
    return kept_.capacity() > std::string().capacity() ? kept_.capacity() : 0;
  }

  /// Forgets everything and gives the memory back.
  void clear() noexcept;

 private:
  // Copied in front of what the next read brings. A longer rest would cost too much to copy each time.
  static constexpr std::size_t copied_at_most = 4096;

  std::string kept_;
  std::string_view window_;  ///< in kept_, or in the shared buffer between prepare() and settle()
  bool shared_ = false;
};

}  // namespace lanchat::net
