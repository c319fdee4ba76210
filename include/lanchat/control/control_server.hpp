// SPDX-License-Identifier: MIT
#pragma once

// The control socket: a unix stream of JSON objects, one a line each way (docs/control-protocol.md). Turns
// requests into calls of Steering and gives operators their console. Knows no listener and no session.

#include "lanchat/async/executor.hpp"
#include "lanchat/control/operator_desk.hpp"
#include "lanchat/control/steering.hpp"
#include "lanchat/logging/event_log.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace lanchat::control {

class ControlServer {
 public:
  /// Beyond these a client is told so and closed.
  static constexpr std::size_t most_connections = 32;

  /// Runs on `executor`, which belongs to one thread; the references outlive the server.
  ControlServer(const async::Executor& executor, Steering& steering, OperatorDesk& desk,
                logging::EventLog& log);
  /// Cuts what is open. The context may go on running; no reference is used any more.
  ~ControlServer();

  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

  /// Opens the socket at `path` (mode 0660, group `lanchat` where there is one and it may be given). A folder
  /// that is missing or not writable, or a live daemon's socket there: a warning is logged and there is no
  /// control socket. A stale socket file is replaced. An empty path: no control socket. A socket
  /// that is open already is given up first; its connections stay.
  void open(const std::string& path);

  /// Stops accepting, ends the connections once their current answers are sent (a peer that does not take
  /// them is cut after two seconds), removes the socket's file. open() may follow at once. `on_closed` is
  /// called, on the executor or within the call, when no connection is left and so no call of Steering is
  /// under way; only the last one given counts.
  void close(std::function<void()> on_closed = {});

 private:
  class Listening;
  std::shared_ptr<Listening> listening_;
};

}  // namespace lanchat::control
