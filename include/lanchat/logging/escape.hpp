// SPDX-License-Identifier: MIT
#pragma once

// Makes bytes of a stranger safe to show: in a log, on a terminal. What comes out is valid UTF-8 on one line
// that moves no cursor, turns no text around and hides nothing, and says unambiguously which bytes went in.

#include <string>
#include <string_view>

namespace lanchat::logging {

/// `bytes` with everything else than visible text spelled out:
///   backslash                        `\\`
///   LF, CR, TAB                      `\n`, `\r`, `\t`
///   bytes that are not UTF-8         `\xNN`, as are C0 controls and DEL
///   C1 controls, line and paragraph separators, bidirectional controls and other invisible format
///   characters                       `\u{N}`, N in hexadecimal
/// Joiners (U+200C, U+200D), which scripts and emoji need, stay.
[[nodiscard]] std::string escape(std::string_view bytes);

/// The same for a person at a terminal: backslash and TAB stay as they are, for they do no harm there.
[[nodiscard]] std::string escape_for_terminal(std::string_view bytes);

/// Appends escape(bytes) to `out`, a double quote in it as `\"`: for text that stands between double quotes.
void append_escaped_for_quotes(std::string& out, std::string_view bytes);

}  // namespace lanchat::logging
