// SPDX-License-Identifier: MIT
#pragma once

// A session's address for replies that come later: its number on its worker, so that it may outlive the
// session.

#include "lanchat/net/worker.hpp"
#include "lanchat/policy/policy.hpp"

#include <cstdint>

namespace lanchat::net {

class SessionRecipient final : public policy::Recipient {
 public:
  SessionRecipient(Worker& worker, std::uint64_t session) noexcept : worker_(worker), session_(session) {}

  void send(std::string text) override;
  void settle(Slot slot, std::optional<std::string> text, Done done) override;

 private:
  Worker& worker_;
  std::uint64_t session_;
};

}  // namespace lanchat::net
