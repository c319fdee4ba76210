// SPDX-License-Identifier: MIT
#pragma once

// Bytes of a stream as they arrive, and the messages in them: a decoder with the storage it needs. Serves
// what the server sends and what standard input holds.

#include "lanchat/protocol/decoder.hpp"

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lanchat::client {

class FrameBuffer {
 public:
  using Next = std::expected<std::optional<std::string_view>, protocol::CloseReason>;

  explicit FrameBuffer(const protocol::FramingOptions& options) : decoder_(options) {}

  /// Room to read into; ends the life of every view that next() gave.
  [[nodiscard]] std::span<char> room();

  /// So many bytes of room() are filled.
  void filled(std::size_t size) noexcept { end_ += size; }

  /// No more bytes will come: next() gives what is left.
  void end_of_stream() noexcept { ended_ = true; }

  /// The next whole message's payload; nullopt: more bytes are needed, or there will be none.
  [[nodiscard]] Next next();

 private:
  protocol::Decoder decoder_;
  std::string bytes_;
  std::size_t begin_ = 0;  ///< bytes_[begin_, end_) is not consumed yet
  std::size_t end_ = 0;
  bool ended_ = false;
};

}  // namespace lanchat::client
