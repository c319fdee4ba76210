// SPDX-License-Identifier: MIT
#pragma once

// Where replies go: a terminal or standard output.

#include <cstdint>
#include <string_view>

namespace lanchat::client {

class ReplySink {
 public:
  virtual ~ReplySink() = default;

  virtual void reply(std::string_view text) = 0;

  /// What the server said last before it closed the connection; begins with `error: `.
  virtual void last_word(std::string_view text) = 0;

  /// So many replies are no longer waited for.
  virtual void lost(std::uint64_t replies) = 0;

  /// Hands on what was said since the last flush(). False: nobody takes it any more.
  [[nodiscard]] virtual bool flush() = 0;
};

}  // namespace lanchat::client
