// SPDX-License-Identifier: MIT
#pragma once

// The questions that wait for a person, and the consoles that show them. Pure bookkeeping apart from the
// timers: consoles are reached through an interface.
//
// ask() and withdraw() come from any worker and are carried to the desk's executor; all else is called there.
// A lack of memory costs one question its operator: it is answered as if none were there.

#include "lanchat/async/executor.hpp"
#include "lanchat/policy/operator_port.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace lanchat::control {

/// A console that is open. Its functions do not wait, and do not call the desk.
class Console {
 public:
  virtual ~Console() = default;

  /// A message waits for an answer. `question` is valid during the call.
  virtual void show(std::uint64_t number, const policy::Question& question) noexcept = 0;
  /// Question `number` needs no answer any more; `why` is one of `answered`, `timed_out`, `client_gone`.
  virtual void settled(std::uint64_t number, std::string_view why) noexcept = 0;
  /// The answer this console gave to `number` was handed to the client, or came after the client had gone.
  virtual void delivery(std::uint64_t number, bool delivered) noexcept = 0;
};

class OperatorDesk final : public policy::OperatorPort {
 public:
  /// What may wait at once, on the way to the desk too, so that a flood of messages costs bounded memory here
  /// and at each console; what is asked beyond it is answered as if no operator were there. Datagrams wait
  /// only within half of it: one forger could fill it all otherwise. 0: without limit.
  struct Limits {
    std::size_t questions = 10'000;
    std::size_t message_bytes = 4U << 20U;
  };

  /// How many settled numbers it remembers, to tell a console why an answer came too late.
  static constexpr std::size_t most_remembered = 4'096;

  /// `executor` belongs to one thread; its context outlives the desk and everybody who asks.
  OperatorDesk(const async::Executor& executor, Limits limits);
  /// What still waits gets no reply.
  ~OperatorDesk() override;

  OperatorDesk(const OperatorDesk&) = delete;
  OperatorDesk& operator=(const OperatorDesk&) = delete;

  void ask(policy::Question question, policy::PendingReply reply) override;
  void withdraw(std::uint64_t session) noexcept override;

  /// For what is asked from now on.
  void set_limits(Limits limits) noexcept;
  [[nodiscard]] Limits limits() const noexcept;

  /// Shows what waits to a console that has just opened, oldest first, and what comes from now on.
  void open(const std::shared_ptr<Console>& console);
  /// `console` hears nothing more but of its own deliveries. What waits goes on waiting for its timeout, also
  /// when this was the last console.
  void close(const Console& console);

  /// Where no console is open, answers every question as absent; the daemon stops, and nobody will.
  void give_up_unattended();
  /// Gives up every question without an answer.
  void clear();

  [[nodiscard]] std::size_t waiting() const noexcept;
  /// Number of the oldest question that waits; 0: none does.
  [[nodiscard]] std::uint64_t oldest() const noexcept;

  /// What became of a console's try to answer.
  enum class Answer : std::uint8_t {
    taken,
    unknown_number,    ///< never given, or settled too long ago to be remembered
    nothing_waits,     ///< the oldest was meant and there is none
    already_answered,  ///< by this console or another
    timed_out,
    client_gone,
  };

  /// Answers question `number`, or the oldest when `number` is 0. `from` hears of the delivery later. Throws
  /// std::bad_alloc before it has done anything.
  Answer answer(std::uint64_t number, std::string text, const std::shared_ptr<Console>& from);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace lanchat::control
