// SPDX-License-Identifier: MIT
#pragma once

// The command line of `lanchat` as a value.

#include "lanchat/protocol/framing.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace lanchat::client {

enum class Transport : std::uint8_t { tcp, udp, unix_stream };

struct Options {
  enum class Action : std::uint8_t { converse, help, version };

  Action action = Action::converse;
  Transport transport = Transport::tcp;
  std::string host;  ///< a name or an address, without brackets
  std::uint16_t port = 8888;
  std::string path;  ///< of the unix socket, absolute
  protocol::FramingOptions framing;
  std::uint64_t count = 1;
  bool reconnect = false;
  std::optional<std::chrono::milliseconds> timeout;  ///< as given, 0 for no limit
};

/// Reads the arguments behind the program's name. The error is a sentence for standard error.
[[nodiscard]] std::expected<Options, std::string> parse_options(const std::vector<std::string>& arguments);

/// Where the server is, for people: `localhost port 8888`, `/run/lanchat.sock`.
[[nodiscard]] std::string describe_server(const Options& options);

[[nodiscard]] std::string help_text();

}  // namespace lanchat::client
