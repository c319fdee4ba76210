// SPDX-License-Identifier: MIT
#pragma once

// The connection to the daemon: lines out, lines in. Every failure is an exit status and a sentence that says
// what to do.

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/json/object.hpp>

#include <expected>
#include <string>
#include <vector>

namespace lanchat::lanchatctl {

struct LinkFault {
  int status = 0;  ///< an ExitStatus
  std::string message;
};

class DaemonLink {
 public:
  using Socket = boost::asio::local::stream_protocol::socket;

  [[nodiscard]] static std::expected<DaemonLink, LinkFault> connect(boost::asio::io_context& context,
                                                                    const std::string& path);

  /// Sends one object. Says nothing of a daemon that has gone: the next line that is waited for does.
  void send(const boost::json::object& request);

  /// Waits for the next line.
  [[nodiscard]] std::expected<std::string, LinkFault> receive_line();

  /// Reads once and returns the lines that are whole then. Does not wait where the socket is readable.
  [[nodiscard]] std::expected<std::vector<std::string>, LinkFault> receive_some();

  /// The whole lines that have been read already.
  [[nodiscard]] std::vector<std::string> take_lines();

  /// For waiting until it is readable.
  [[nodiscard]] Socket& socket() noexcept { return socket_; }

 private:
  DaemonLink(Socket socket, std::string path);

  [[nodiscard]] std::expected<void, LinkFault> read_once();

  Socket socket_;
  std::string path_;
  std::string input_;
};

/// A line of the daemon as an object; a fault where it is none.
[[nodiscard]] std::expected<boost::json::object, LinkFault> parse_line(const std::string& line);

}  // namespace lanchat::lanchatctl
