// SPDX-License-Identifier: MIT
#pragma once

// Replies as lines on standard output, their bytes as they are; a batch at a time.

#include "client/reply_sink.hpp"

#include <string>

namespace lanchat::client {

class StandardOutput final : public ReplySink {
 public:
  explicit StandardOutput(int descriptor = 1) noexcept : descriptor_(descriptor) {}

  void reply(std::string_view text) override;

  /// Goes to standard error, escaped.
  void last_word(std::string_view text) override;

  /// Nothing to say yet: what is missing is counted in the end.
  void lost(std::uint64_t) override {}

  bool flush() override;

  /// Of the write that failed; EPIPE: the reader has gone.
  [[nodiscard]] int error() const noexcept { return error_; }

 private:
  int descriptor_;
  int error_ = 0;
  std::string batch_;
};

}  // namespace lanchat::client
