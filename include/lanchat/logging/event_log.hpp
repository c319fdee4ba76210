// SPDX-License-Identifier: MIT
#pragma once

// Where events go. Passed to whoever has something to say; tests pass one that collects.

#include "lanchat/logging/event.hpp"

namespace lanchat::logging {

class EventLog {
 public:
  virtual ~EventLog() = default;

  /// Whether an event of this level would be written; ask before building a costly one. From any thread.
  [[nodiscard]] virtual bool enabled(Level level) const noexcept = 0;

  /// Queues the event and returns; never waits for a disk, a terminal or a journal. From any thread.
  virtual void write(Event event) = 0;
};

}  // namespace lanchat::logging
