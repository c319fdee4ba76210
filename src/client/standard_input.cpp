// SPDX-License-Identifier: MIT
#include "client/standard_input.hpp"

#include "lanchat/async/as_result.hpp"
#include "lanchat/line_editor/readiness.hpp"

#include <unistd.h>

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

namespace lanchat::client {
namespace {

using async::as_result;

// No server takes longer lines than it would let us keep replies for.
constexpr std::size_t longest_line = 256U << 20;

protocol::FramingOptions lines() {
  protocol::FramingOptions options;
  options.max_message_size = longest_line;
  return options;
}

}  // namespace

StandardInput::StandardInput(async::Executor executor, bool skip_empty)
    : readiness_(executor), lines_(lines()), skip_empty_(skip_empty) {
  // A file, which is always ready, has no readiness to wait for.
  if (const int readiness = line_editor::open_readiness(STDIN_FILENO); readiness >= 0)
    readiness_.assign(readiness);
}

std::optional<std::string_view> StandardInput::take() {
  while (!ended_) {
    const auto line = lines_.next();
    if (!line) {
      failure_ = {ExitStatus::wrong_input, fmt::format("a line is longer than {} bytes", longest_line)};
      ended_ = true;
    } else if (!*line) {
      break;
    } else if (!skip_empty_ || !(*line)->empty()) {
      return *line;
    }
  }
  return std::nullopt;
}

async::Task<bool> StandardInput::wait() {
  if (ended_ || exhausted_) co_return false;
  if (readiness_.is_open()) {
    const auto [error] =
        co_await readiness_.async_wait(boost::asio::posix::descriptor_base::wait_read, as_result);
    if (error || ended_) co_return false;
  }
  co_return read_some();
}

// True: take() may have something, if only an unfinished last line.
bool StandardInput::read_some() {
  const std::span<char> room = lines_.room();
  const ssize_t size = ::read(STDIN_FILENO, room.data(), room.size());
  if (size > 0) {
    lines_.filled(static_cast<std::size_t>(size));
  } else if (size == 0) {
    exhausted_ = true;
    lines_.end_of_stream();
  } else if (errno != EINTR && errno != EAGAIN) {
    failure_ = {ExitStatus::input_output, fmt::format("standard input: {}", std::strerror(errno))};
    ended_ = true;
  }
  return !ended_;
}

void StandardInput::end() {
  ended_ = true;
  if (readiness_.is_open()) readiness_.cancel();
}

}  // namespace lanchat::client
