// SPDX-License-Identifier: MIT
#pragma once

// The effective configuration as option structs of the modules it configures, and how it is read.

#include "lanchat/logging/log_options.hpp"
#include "lanchat/net/listener_options.hpp"

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace lanchat::config {

struct Config {
  unsigned workers = 0;  ///< 0: `auto`
  logging::LogOptions log;
  std::uint32_t max_clients = 10000;
  std::uint64_t max_client_memory = std::uint64_t{256} << 20U;  ///< bytes; 0: without limit
  std::size_t max_operator_questions = 10000;                   ///< 0: without limit
  std::uint64_t max_operator_memory = std::uint64_t{4} << 20U;  ///< bytes; 0: without limit
  std::chrono::milliseconds shutdown_grace = std::chrono::seconds{5};
  std::string control_socket = "/run/lanchat/control.sock";  ///< empty: none
  std::vector<net::ListenerOptions> listeners;               ///< in the order they were first named

  bool operator==(const Config&) const = default;
};

/// Where settings come from. `overrides` are the command line's, as full keys in order
/// ("workers", "listener.main.bind"); they win over the files.
struct Sources {
  std::filesystem::path file;  ///< empty: no file, the built-in defaults
  std::vector<std::pair<std::string, std::string>> overrides;
  /// Where `file` is empty: read if it is there at the time of the load().
  std::filesystem::path default_file{};

  /// The file that load() reads now; empty: none.
  [[nodiscard]] std::filesystem::path present_file() const;
};

/// One mistake: `FILE:LINE: key: what is wrong, what is allowed`; from the command line, `command line: key:
/// …`.
struct Mistake {
  std::string where;
  std::string key;  ///< may be empty, for a line that is no setting at all
  std::string what;

  [[nodiscard]] std::string to_string() const;

  bool operator==(const Mistake&) const = default;
};

/// Reads the file, then `FILE.d/*.conf` in name order, then the overrides. Every mistake is found at once.
[[nodiscard]] std::expected<Config, std::vector<Mistake>> load(const Sources& sources);

/// The effective configuration in its own grammar, each value's origin as a comment behind or above it.
/// load() reads it back as the same Config. Call with sources that load() accepts.
[[nodiscard]] std::string print(const Sources& sources);

}  // namespace lanchat::config
