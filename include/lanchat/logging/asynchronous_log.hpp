// SPDX-License-Identifier: MIT
#pragma once

// The daemon's log: spdlog with a bounded queue and a thread of its own. When the queue is full the oldest
// entry gives way and is counted; the count is logged as soon as there is room.

#include "lanchat/logging/event_log.hpp"
#include "lanchat/logging/log_options.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace lanchat::logging {

class AsynchronousLog final : public EventLog {
 public:
  /// Starts the thread. `descriptor` is where text and JSON go (2: standard error); it is not owned.
  /// `journal_socket` is where journald takes native entries; where it does not, an event says so and text
  /// goes to `descriptor`. Format::automatic asks the environment's JOURNAL_STREAM.
  AsynchronousLog(const LogOptions& options, int descriptor = 2,
                  const std::string& journal_socket = "/run/systemd/journal/socket");

  /// Writes what is queued, for at most two seconds when the reader has stalled.
  ~AsynchronousLog() override;

  AsynchronousLog(const AsynchronousLog&) = delete;
  AsynchronousLog& operator=(const AsynchronousLog&) = delete;

  [[nodiscard]] bool enabled(Level level) const noexcept override;
  void write(Event event) override;

  /// From any thread; takes effect with the next event.
  void set_level(Level level) noexcept;
  [[nodiscard]] Level level() const noexcept;

  /// Events that gave way since the start.
  [[nodiscard]] std::uint64_t dropped() const noexcept;

 private:
  class Backend;
  std::unique_ptr<Backend> backend_;
};

}  // namespace lanchat::logging
