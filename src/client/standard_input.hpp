// SPDX-License-Identifier: MIT
#pragma once

// The lines of standard input, a pipe or a file, as messages.

#include "client/frame_buffer.hpp"
#include "client/message_source.hpp"

#include <boost/asio/posix/basic_stream_descriptor.hpp>

#include <optional>

namespace lanchat::client {

class StandardInput final : public MessageSource {
 public:
  /// Where `skip_empty`, empty lines are no messages: for a framing that cannot express them.
  StandardInput(async::Executor executor, bool skip_empty);

  std::optional<std::string_view> take() override;
  async::Task<bool> wait() override;

  [[nodiscard]] std::optional<Failure> failure() const override { return failure_; }

  void end() override;

 private:
  bool read_some();

  boost::asio::posix::basic_stream_descriptor<async::Executor> readiness_;
  FrameBuffer lines_;
  bool skip_empty_;
  bool exhausted_ = false;  ///< the end was read
  bool ended_ = false;
  std::optional<Failure> failure_;
};

}  // namespace lanchat::client
