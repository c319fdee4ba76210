// SPDX-License-Identifier: MIT
#pragma once

// Entries to systemd's journal, each a datagram to journald's socket as the journal's native protocol wants
// it. Waits while journald stalls or is being replaced, but never in a send, and can be told from
// another thread to be done by a certain time. Knows nothing of fields.

#include "logging/bounded_wait.hpp"
#include "logging/entry_writer.hpp"

#include <string>
#include <string_view>

namespace lanchat::logging {

class JournalWriter final : public EntryWriter {
 public:
  /// Connects to `socket_path`. Throws std::system_error where nobody listens there.
  explicit JournalWriter(std::string socket_path);
  ~JournalWriter() override;

  JournalWriter(const JournalWriter&) = delete;
  JournalWriter& operator=(const JournalWriter&) = delete;

  /// `entry` is what format_journal() gives. One that no datagram can hold goes as a sealed memfd.
  bool write(std::string_view entry) override;

  void finish_within(std::chrono::milliseconds grace) noexcept override;

 private:
  int connect() noexcept;
  void disconnect() noexcept;

  std::string socket_path_;
  int socket_ = -1;  ///< -1 until a journald that went is back
  BoundedWait wait_;
};

}  // namespace lanchat::logging
