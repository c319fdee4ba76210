// SPDX-License-Identifier: MIT
#pragma once

// One control client: reads a request, has Steering do it, answers, and so on; after `operator` a console
// until it leaves. The next request is read only when the last answer is written, so a client that does not
// read holds up itself alone.

#include "lanchat/async/task_group.hpp"
#include "lanchat/control/operator_desk.hpp"
#include "lanchat/control/steering.hpp"

#include "control/console_output.hpp"
#include "control/request.hpp"
#include "control/stream.hpp"

#include <boost/json/object.hpp>

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lanchat::control {

class ControlConnection : public std::enable_shared_from_this<ControlConnection> {
 public:
  /// The references outlive it, until cut() where that is called; `tasks` runs what a console reads.
  ControlConnection(Stream stream, Steering& steering, OperatorDesk& desk, async::TaskGroup& tasks);

  /// The whole life of the connection. The caller keeps the object alive meanwhile.
  async::Task<> serve();

  /// No further request is read, and a console leaves the desk at once; serve() ends when the answers under
  /// way are written.
  void finish();

  /// Ends serve() without waiting for the peer, and leaves the desk at once.
  void cut();

 private:
  using Line = std::expected<std::string, Refusal>;

  /// The next line without its LF; nullopt: the client has left, or finish() was called.
  async::Task<std::optional<Line>> next_line();
  async::Task<boost::json::object> perform(Request request);
  async::Task<bool> write(std::string line);

  async::Task<> serve_console();
  async::Task<> read_answers(std::shared_ptr<ControlConnection> self);
  async::Task<> take_answers();
  void take_answer(std::string_view line);
  void leave_desk();

  Stream stream_;
  Steering& steering_;
  OperatorDesk& desk_;
  async::TaskGroup& tasks_;
  std::string input_;                       ///< read and not yet taken, at most longest_request
  std::shared_ptr<ConsoleOutput> console_;  ///< while this is an open console
  bool at_end_ = false;                     ///< Asio's reactor says the end of a stream once only
  bool finishing_ = false;
  bool cut_ = false;  ///< the desk may be gone
};

}  // namespace lanchat::control
