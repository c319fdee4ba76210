// SPDX-License-Identifier: MIT
#pragma once

// What a person has typed and what is not sent yet.

#include "client/message_source.hpp"
#include "client/wakeup.hpp"

#include <deque>
#include <string>

namespace lanchat::client {

class TypedLines final : public MessageSource {
 public:
  explicit TypedLines(async::Executor executor) : typed_(executor) {}

  void push(std::string line);

  std::optional<std::string_view> take() override;
  async::Task<bool> wait() override;

  [[nodiscard]] std::optional<Failure> failure() const override { return std::nullopt; }

  /// What was pushed before is still given.
  void end() override;

 private:
  std::deque<std::string> lines_;
  std::string taken_;
  bool ended_ = false;
  Wakeup typed_;
};

}  // namespace lanchat::client
