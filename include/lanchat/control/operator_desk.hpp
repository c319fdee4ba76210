// SPDX-License-Identifier: MIT
#pragma once

// The questions that wait for a person, and the consoles that show them. Pure bookkeeping apart from the
// timers: consoles are reached through an interface.
//
// ask() and withdraw() come from any worker and are carried to the desk's executor; all else is called there.

#include "lanchat/async/executor.hpp"
#include "lanchat/policy/operator_port.hpp"

#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::control {

/// A console that is open. Its functions do not wait.
class Console {
 public:
  virtual ~Console() = default;

  /// A message waits for an answer.
  virtual void show(std::uint64_t number, const policy::Question& question) = 0;
  /// Question `number` needs no answer any more; `why` is one of `answered`, `timed_out`, `client_gone`.
  virtual void settled(std::uint64_t number, std::string_view why) = 0;
  /// The answer this console gave to `number` was handed to the client, or came after the client had gone.
  virtual void delivery(std::uint64_t number, bool delivered) = 0;
};

class OperatorDesk final : public policy::OperatorPort {
 public:
  explicit OperatorDesk(async::Executor executor);
  ~OperatorDesk() override;

  OperatorDesk(const OperatorDesk&) = delete;
  OperatorDesk& operator=(const OperatorDesk&) = delete;

  void ask(policy::Question question, policy::PendingReply reply) override;
  void withdraw(std::uint64_t session) override;

  /// Shows what waits to a console that has just opened, and what comes from now on.
  void open(std::shared_ptr<Console> console);
  void close(const Console& console);

  /// What became of a console's try to answer.
  enum class Answer : std::uint8_t { taken, unknown_number, nothing_waits };

  /// Answers question `number`, or the oldest when `number` is 0. `from` hears of the delivery later.
  Answer answer(std::uint64_t number, std::string text, const std::shared_ptr<Console>& from);

 private:
  // The implementer's: questions by number, consoles, timers.
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace lanchat::control
