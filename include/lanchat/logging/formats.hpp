// SPDX-License-Identifier: MIT
#pragma once

// An event as one line, or as one entry of the journal. Pure: the time comes from the caller. Strings go
// through escape(), so what comes out is valid UTF-8 whatever a client sent, and a line never begins with
// anything but what is written here.

#include "lanchat/logging/event.hpp"

#include <chrono>
#include <string>

namespace lanchat::logging {

using Time = std::chrono::system_clock::time_point;

/// `2026-01-02T03:04:05.123456Z info event=ready workers=4 message="Ready for clients"`, without a line
/// ending. The time is UTC. A value stands in double quotes where it is empty or holds a space, `"`, `=` or a
/// backslash.
[[nodiscard]] std::string format_text(const Event& event, Time time);

/// One JSON object (RFC 8259), without a line ending: `time`, `level`, `event`, the fields, `message`.
/// Numbers and truth values are JSON's own. Strings hold what escape() gives, so whoever decodes them is safe
/// as well.
[[nodiscard]] std::string format_json(const Event& event, Time time);

/// One entry as systemd's "Native Journal Protocol" has it: MESSAGE, PRIORITY, SYSLOG_IDENTIFIER, MESSAGE_ID
/// where message_id() knows the event, LANCHAT_TIME (the journal's own time is later where journald stalled),
/// LANCHAT_EVENT, and LANCHAT_NAME for each field. No value can end its field.
[[nodiscard]] std::string format_journal(const Event& event, Time time);

}  // namespace lanchat::logging
