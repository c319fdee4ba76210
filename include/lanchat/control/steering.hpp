// SPDX-License-Identifier: MIT
#pragma once

// What the control socket may ask of a running daemon, as an interface: implemented by `daemon`, so that
// `control` knows neither listeners nor workers. Everything here runs on the daemon's main context.

#include "lanchat/async/executor.hpp"
#include "lanchat/logging/event.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lanchat::control {

/// One counter under its stable name, such as "bytes_in".
struct Counter {
  std::string name;
  std::uint64_t value = 0;
};

struct ListenerStatus {
  std::string name;
  std::vector<std::string> addresses;  ///< bind URIs with the real ports
  std::string framing;
  std::string policy;
  std::vector<Counter> counters;
};

struct Status {
  std::string version;
  std::int64_t pid = 0;
  std::chrono::milliseconds uptime{};
  std::string configuration_file;  ///< empty: the built-in defaults
  bool reload_refused = false;
  std::vector<std::string> reload_mistakes;  ///< of the last reload, when it was refused
  std::uint64_t workers = 0;
  std::uint64_t clients = 0;
  std::uint64_t max_clients = 0;
  std::string log_level;
  std::vector<ListenerStatus> listeners;
};

struct ClientRow {
  std::uint64_t session = 0;
  std::string listener;
  std::string address;
  std::chrono::system_clock::time_point since;
  std::uint64_t messages = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t waiting_output = 0;  ///< bytes
};

struct ReloadResult {
  bool accepted = false;
  std::vector<std::string> mistakes;  ///< `FILE:LINE: key: …`, where refused
  std::vector<std::string> changes;   ///< one sentence each, where accepted
};

class Steering {
 public:
  virtual ~Steering() = default;

  virtual async::Task<Status> status() = 0;
  virtual async::Task<std::vector<ClientRow>> clients() = 0;
  virtual async::Task<std::vector<Counter>> statistics() = 0;
  /// Returns when the new configuration is in force, or refused.
  virtual async::Task<ReloadResult> reload() = 0;
  /// `duration`: back to the configured level after so long; none: until the next change.
  virtual void set_log_level(logging::Level level, std::optional<std::chrono::milliseconds> duration) = 0;
  /// Closes those sessions; returns the numbers that no session has.
  virtual async::Task<std::vector<std::uint64_t>> disconnect(std::vector<std::uint64_t> sessions) = 0;
};

}  // namespace lanchat::control
