// SPDX-License-Identifier: MIT
#pragma once

// A client as a policy's replies reach it, without a session behind it: remembers what it was sent.

#include "lanchat/policy/policy.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lanchat::support {

class RecordingRecipient final : public policy::Recipient {
 public:
  struct Settled {
    Slot slot = 0;
    std::optional<std::string> text;

    bool operator==(const Settled&) const = default;
  };

  void send(std::string text) override { sent.push_back(std::move(text)); }

  void settle(Slot slot, std::optional<std::string> text, Done done) noexcept override {
    settled.push_back({slot, std::move(text)});
    done(present);
  }

  std::vector<std::string> sent;
  std::vector<Settled> settled;
  bool present = true;  ///< what a settled reply's sender is told
};

}  // namespace lanchat::support
