// SPDX-License-Identifier: MIT
#pragma once

// Policies that do what a test needs to see: answer late, throw, speak unasked, reply at length. What they
// keep, they bring to a Stage, where the test takes it from.
//
//   echo, acknowledge   the real ones
//   counting   the number of messages this policy object has had, with this one
//   throwing   throws on `boom`, else echoes
//   deferring  messages that begin with `later` are brought to the stage, others are echoed at once
//   speaking   echoes, and brings the client to the stage
//   silent     asks for the session's number and says nothing
//   long       so many `x` as the message says

#include "lanchat/policy/operator_port.hpp"
#include "lanchat/policy/policy_table.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace lanchat::integration {

struct Deferred {
  std::string message;
  policy::PendingReply reply;
};

/// Stands in the environment where the operator's port would, which is how the policies come to it.
class Stage final : public policy::OperatorPort {
 public:
  void ask(policy::Question question, policy::PendingReply reply) override;
  void withdraw(std::uint64_t session) noexcept override;
  void bring(std::shared_ptr<policy::Recipient> recipient);

  /// The deferred message that came first and was not taken yet; waits for it.
  [[nodiscard]] Deferred take_deferred();
  /// All that were not taken yet; waits until there is one.
  [[nodiscard]] std::vector<Deferred> take_all_deferred();
  /// The client that spoke first and was not taken yet; waits for it.
  [[nodiscard]] std::shared_ptr<policy::Recipient> take_recipient();
  /// The session that left first and was not taken yet; waits for it.
  [[nodiscard]] std::uint64_t take_left();

 private:
  template <typename Thing>
  Thing take(std::deque<Thing>& from);

  std::mutex mutex_;  ///< guards what follows
  std::condition_variable changed_;
  std::deque<Deferred> deferred_;
  std::deque<std::shared_ptr<policy::Recipient>> recipients_;
  std::deque<std::uint64_t> left_;
};

/// For net::Environment::find_policy.
[[nodiscard]] const policy::PolicyEntry* find_staged_policy(std::string_view name);

}  // namespace lanchat::integration
