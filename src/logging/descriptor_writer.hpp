// SPDX-License-Identifier: MIT
#pragma once

// Whole lines to a descriptor that others may share and whose reader may stall or go: a pipe, a terminal, a
// file, a socket. Waits for the reader, but can be told from another thread to be done by a certain time.
// Knows nothing of events.

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace lanchat::logging {

/// write_line() belongs to one thread; finish_within() may be called from any.
class DescriptorWriter {
 public:
  /// `descriptor` is not owned and its flags, which other processes may share, are not touched.
  explicit DescriptorWriter(int descriptor);
  ~DescriptorWriter();

  DescriptorWriter(const DescriptorWriter&) = delete;
  DescriptorWriter& operator=(const DescriptorWriter&) = delete;

  /// Writes `line` and LF, waiting for a slow reader. False: the line, or a part of it, is lost, because of
  /// an error (the reader has gone, the disk is full) or because time was up.
  bool write_line(std::string_view line);

  /// From now on write_line() waits for no longer than until `grace` has passed, all calls together.
  void finish_within(std::chrono::milliseconds grace) noexcept;

 private:
  using Clock = std::chrono::steady_clock;

  bool wait_for_room() const noexcept;
  ssize_t write_some(std::string_view bytes) const noexcept;

  int descriptor_;
  int reopened_ = -1;  ///< the same pipe or terminal with O_NONBLOCK of its own, where that could be had
  int finishing_;      ///< an eventfd, readable once finish_within() was called
  bool is_socket_ = false;
  bool line_unfinished_ = false;  ///< the last line was lost half-way: the next one must not continue it
  std::atomic<Clock::time_point> deadline_{Clock::time_point::max()};
  std::string pending_;
};

}  // namespace lanchat::logging
