// SPDX-License-Identifier: MIT
#pragma once

// Decides where the log goes: to the journal, where that is asked for or standard error is the journal
// anyway, else to a descriptor; and what to do where there is no journal.

#include "lanchat/logging/event.hpp"
#include "lanchat/logging/log_options.hpp"

#include "logging/entry_writer.hpp"

#include <memory>
#include <optional>
#include <string>

namespace lanchat::logging {

/// Whether `descriptor` is what systemd connected to the journal: `journal_stream` is the environment's
/// JOURNAL_STREAM (systemd.exec(5)), DEVICE:INODE, or null. A process whose standard error was redirected
/// later has the variable still, so the descriptor is asked too.
[[nodiscard]] bool is_journal_stream(const char* journal_stream, int descriptor);

struct LogOutput {
  Format format;  ///< what it turned out to be: never `automatic`
  std::unique_ptr<EntryWriter> writer;
  std::optional<Event> complaint;  ///< to be the log's first line: the journal was wanted and is not there
};

/// `descriptor` is not owned. Throws std::system_error where the system refuses even that.
[[nodiscard]] LogOutput open_log_output(Format wanted, int descriptor, const char* journal_stream,
                                        const std::string& journal_socket);

}  // namespace lanchat::logging
