// SPDX-License-Identifier: MIT
#pragma once

// Characters from the terminal, with the io_context running while there are none.

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

namespace lanchat::line_editor {

class KeyReader {
 public:
  /// Throws std::system_error where `descriptor` cannot be waited for.
  KeyReader(boost::asio::io_context& context, int descriptor);
  ~KeyReader();

  KeyReader(const KeyReader&) = delete;
  KeyReader& operator=(const KeyReader&) = delete;

  /// As libedit's EL_GETCFN: 1 and a character; 0 at the end of input; -1 on an error.
  int read(wchar_t& character);

  /// The read() under way, and every later one, finds the end of input.
  void end() noexcept { ended_ = true; }

  [[nodiscard]] bool ended() const noexcept { return ended_; }

 private:
  bool wait_for_key();
  void start_waiting();

  boost::asio::io_context& context_;
  int descriptor_;
  boost::asio::posix::stream_descriptor readiness_;
  bool waiting_ = false;
  bool readable_ = false;
  bool ended_ = false;
};

}  // namespace lanchat::line_editor
