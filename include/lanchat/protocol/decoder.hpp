// SPDX-License-Identifier: MIT
#pragma once

// Cuts a stream into messages without owning a byte of it: the caller keeps what is unfinished and shows it
// again, longer. No I/O, no allocation, no clock.
//
//   unconsumed bytes   |h e l l o \n w o r|l d \n ...
//   next(...)           `- message, consumed 6
//   next(rest)                       `- nothing yet; the decoder remembers that 3 bytes hold no LF
//   next(rest, longer)               `- message, consumed 6; only the new bytes were searched

#include "lanchat/protocol/close_reason.hpp"
#include "lanchat/protocol/framing.hpp"
#include "lanchat/protocol/message.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

namespace lanchat::protocol {

/// What the front of the unconsumed bytes holds.
struct Decoded {
  Message message;
  std::size_t consumed = 0;  ///< bytes of the input this message took; 0: no whole message yet

  [[nodiscard]] bool whole() const noexcept { return consumed != 0; }
};

class Decoder {
 public:
  explicit Decoder(const FramingOptions& options) noexcept : options_(options) {}

  /// The first message in `input`, which holds every byte not yet consumed. The message's payload is a view
  /// into `input`. Nothing whole yet: `consumed` is 0, call again with the same bytes and more behind them.
  /// Error: `message_too_long`, found before the message is complete; the stream is beyond use then.
  [[nodiscard]] std::expected<Decoded, CloseReason> next(std::string_view input) noexcept;

  /// What is left when the stream has ended: an unfinished line is a message (its ending is LF); a cut-off
  /// `length` message is `malformed_message`. Call after next() found nothing more.
  [[nodiscard]] std::expected<Decoded, CloseReason> finish(std::string_view input) noexcept;

  /// How many bytes, counted from the front of `input`, the message that begins there is known to need;
  /// 0 where that cannot be told yet. Lets the caller make room once, not by doubling.
  [[nodiscard]] std::size_t expected_size(std::string_view input) const noexcept;

 private:
  std::expected<Decoded, CloseReason> next_line(std::string_view input) noexcept;
  std::expected<Decoded, CloseReason> next_length(std::string_view input) const noexcept;
  Decoded next_raw(std::string_view input) const noexcept;

  FramingOptions options_;
  std::size_t searched_ = 0;  ///< bytes at the front of the unconsumed input known to hold no LF
};

}  // namespace lanchat::protocol
