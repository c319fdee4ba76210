// SPDX-License-Identifier: MIT
#pragma once

// Whole lines to a descriptor that others may share and whose reader may stall or go: a pipe, a terminal, a
// file, a socket. Waits for the reader, but can be told from another thread to be done by a certain time.
// Knows nothing of events.

#include "logging/bounded_wait.hpp"
#include "logging/entry_writer.hpp"

#include <sys/types.h>

#include <string>
#include <string_view>

namespace lanchat::logging {

class DescriptorWriter final : public EntryWriter {
 public:
  /// `descriptor` is not owned and its flags, which other processes may share, are not touched.
  explicit DescriptorWriter(int descriptor);
  ~DescriptorWriter() override;

  DescriptorWriter(const DescriptorWriter&) = delete;
  DescriptorWriter& operator=(const DescriptorWriter&) = delete;

  /// `entry` is a line without its ending.
  bool write(std::string_view entry) override;

  void finish_within(std::chrono::milliseconds grace) noexcept override;

 private:
  ssize_t write_some(std::string_view bytes) const noexcept;

  int descriptor_;
  int reopened_ = -1;  ///< the same pipe or terminal with O_NONBLOCK of its own, where that could be had
  bool is_socket_ = false;
  bool line_unfinished_ = false;  ///< the last line was lost half-way: the next one must not continue it
  BoundedWait wait_;
  std::string pending_;
};

}  // namespace lanchat::logging
