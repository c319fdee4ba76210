// SPDX-License-Identifier: MIT
#pragma once

// A prompt on a terminal: editing, history, and lines that others print above it while the user is typing.
// While it waits for a key it runs the program's io_context, so replies show as they come. Knows nothing of
// messages or sockets. Standard input and standard output must be terminals.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace boost::asio {
class io_context;
}

namespace lanchat::line_editor {

/// One at a time, on the thread that runs the context.
class LineEditor {
 public:
  /// `program_name` selects the user's settings in ~/.editrc. Sets LC_CTYPE from the environment, to UTF-8
  /// where that says plain ASCII. Throws std::system_error where standard input is not a terminal.
  LineEditor(boost::asio::io_context& context, const std::string& program_name, std::string prompt);
  ~LineEditor();

  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  /// Asks for a line and runs the context until it is there; the line comes without its ending and goes into
  /// the history unless it is empty. nullopt at the end of input or after end_input(). Not to be called from
  /// within a handler of the context. An exception that leaves a handler leaves read_line(), with the
  /// terminal in order. SIGINT, SIGTERM and SIGHUP end the program as they always do, with the terminal in
  /// order.
  [[nodiscard]] std::optional<std::string> read_line();

  /// Shows one line, above the prompt if read_line() waits. Whatever could steer the terminal is escaped.
  void print_above(std::string_view text);

  /// Ends the input: read_line() returns nullopt, now and from now on. For a handler that knows there is no
  /// use in typing on.
  void end_input() noexcept;

 private:
  class Terminal;
  std::unique_ptr<Terminal> terminal_;
};

}  // namespace lanchat::line_editor
