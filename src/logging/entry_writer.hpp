// SPDX-License-Identifier: MIT
#pragma once

// Where finished log entries go, seen from the log thread: a descriptor that takes lines, or the journal.
// Knows nothing of events.

#include <chrono>
#include <string_view>

namespace lanchat::logging {

/// write() belongs to one thread; finish_within() may be called from any.
class EntryWriter {
 public:
  virtual ~EntryWriter() = default;

  /// Writes one entry, waiting for a slow reader. False: the entry, or a part of it, is lost, because of an
  /// error (the reader has gone, the disk is full) or because time was up.
  virtual bool write(std::string_view entry) = 0;

  /// From now on write() waits for no longer than until `grace` has passed, all calls together.
  virtual void finish_within(std::chrono::milliseconds grace) noexcept = 0;
};

}  // namespace lanchat::logging
