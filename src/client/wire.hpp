// SPDX-License-Identifier: MIT
#pragma once

// What carries messages to a server and replies back: a stream or datagrams. One sender and one receiver may
// wait on it at the same time.

#include "lanchat/async/executor.hpp"
#include "lanchat/protocol/close_reason.hpp"

#include <boost/system/error_code.hpp>

#include <expected>
#include <optional>
#include <string_view>

namespace lanchat::client {

class Wire {
 public:
  using Next = std::expected<std::optional<std::string_view>, protocol::CloseReason>;

  virtual ~Wire() = default;

  /// Puts a message into the batch that flush() sends. False: the framing cannot express it.
  [[nodiscard]] virtual bool add(std::string_view message) = 0;

  /// Whether the batch should be flushed before more is added.
  [[nodiscard]] virtual bool full() const noexcept = 0;

  /// Sends the batch; the sender alone calls it.
  [[nodiscard]] virtual async::Task<boost::system::error_code> flush() = 0;

  /// Waits for bytes, which next() then cuts into replies. boost::asio::error::eof: the server has closed.
  [[nodiscard]] virtual async::Task<boost::system::error_code> receive() = 0;

  /// The next reply of what was received; a view until the next receive(). The error: it is none.
  [[nodiscard]] virtual Next next() = 0;

  /// Ends flush() and receive() where they wait.
  virtual void close() noexcept = 0;
};

}  // namespace lanchat::client
