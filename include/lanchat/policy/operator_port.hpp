// SPDX-License-Identifier: MIT
#pragma once

// Where the `operator` policy brings its questions: implemented by `control` (the consoles), bound by
// `daemon`. One object for all workers; every function may be called from any thread.

#include "lanchat/policy/policy.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace lanchat::policy {

/// One message that waits for a person.
struct Question {
  std::string listener;
  std::string client;
  std::uint64_t session = 0;
  std::string message;
  std::chrono::milliseconds timeout{};  ///< 0: waits without end
  std::string absent_text;              ///< the reply when nobody answers in time
  bool datagram = false;                ///< asked by who may be anybody
};

class OperatorPort {
 public:
  virtual ~OperatorPort() = default;

  /// Shows the question on every console and answers `reply` with what a person types. No console open:
  /// answered with `absent_text` at once. No answer within `timeout`: answered with `absent_text` then.
  virtual void ask(Question question, PendingReply reply) = 0;

  /// The client of `session` has gone; its questions are taken off the consoles.
  virtual void withdraw(std::uint64_t session) noexcept = 0;
};

}  // namespace lanchat::policy
