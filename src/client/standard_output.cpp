// SPDX-License-Identifier: MIT
#include "client/standard_output.hpp"

#include "lanchat/logging/escape.hpp"

#include <poll.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>

namespace lanchat::client {

void StandardOutput::reply(std::string_view text) {
  batch_.append(text).append("\n");
}

void StandardOutput::last_word(std::string_view text) {
  fmt::print(stderr, "lanchat: the server said: {}\n", logging::escape_for_terminal(text));
}

// Waits for the reader: as long as nobody takes the replies, no more are fetched from the server.
bool StandardOutput::flush() {
  std::string_view rest = batch_;
  while (!rest.empty() && error_ == 0) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      pollfd waited{descriptor_, POLLOUT, 0};
      ::poll(&waited, 1, -1);
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
  batch_.clear();
  return error_ == 0;
}

}  // namespace lanchat::client
