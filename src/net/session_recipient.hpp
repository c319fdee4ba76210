// SPDX-License-Identifier: MIT
#pragma once

// A session's address for replies that come later: its number on its worker, so that it may outlive the
// session.

#include "lanchat/net/worker.hpp"
#include "lanchat/policy/policy.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace lanchat::net {

/// Held by shared_ptr: a settled reply is its own letter to the session's worker.
class SessionRecipient final : public policy::Recipient,
                               public async::Mailbox::Letter,
                               public std::enable_shared_from_this<SessionRecipient> {
 public:
  SessionRecipient(Worker& worker, std::uint64_t session) noexcept : worker_(worker), session_(session) {}

  void send(std::string text) override;
  void settle(Slot slot, std::optional<std::string> text, Done done) noexcept override;

 private:
  void deliver() override;

  Worker& worker_;
  std::uint64_t session_;

  // On its way:
  Slot slot_ = 0;
  std::optional<std::string> text_;
  Done done_;
};

}  // namespace lanchat::net
