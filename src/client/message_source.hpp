// SPDX-License-Identifier: MIT
#pragma once

// Where messages come from: a person or standard input.

#include "lanchat/async/executor.hpp"

#include "client/exit_status.hpp"

#include <optional>
#include <string_view>

namespace lanchat::client {

class MessageSource {
 public:
  virtual ~MessageSource() = default;

  /// The next message that is there already; a view until the next take() or wait().
  [[nodiscard]] virtual std::optional<std::string_view> take() = 0;

  /// Waits until take() may have more. False: there will be none.
  [[nodiscard]] virtual async::Task<bool> wait() = 0;

  /// Why there will be none, where that is not simply the end.
  [[nodiscard]] virtual std::optional<Failure> failure() const = 0;

  /// There will be none from now on: wait() returns.
  virtual void end() = 0;
};

}  // namespace lanchat::client
