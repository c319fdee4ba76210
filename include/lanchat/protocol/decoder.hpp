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
#include "lanchat/protocol/length_header.hpp"
#include "lanchat/protocol/message.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
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

// Here and not in a source file, for the compiler to merge with the loop over messages.

inline std::expected<Decoded, CloseReason> Decoder::next(std::string_view input) noexcept {
  switch (options_.framing) {
    case Framing::line:
      return next_line(input);
    case Framing::length:
      return next_length(input);
    case Framing::raw:
      break;
  }
  return next_raw(input);
}

inline std::expected<Decoded, CloseReason> Decoder::next_line(std::string_view input) noexcept {
  const std::size_t limit = options_.max_message_size;
  const char* const from = input.data() + searched_;
  const auto* const found = input.size() == searched_
                                ? nullptr
                                : static_cast<const char*>(std::memchr(from, '\n', input.size() - searched_));
  if (found == nullptr) {
    // A CR at the end may belong to the line's ending, so it does not count against the limit yet.
    const std::size_t payload = input.size() - (input.ends_with('\r') ? 1 : 0);
    if (limit != 0 && payload > limit) return std::unexpected(CloseReason::message_too_long);
    searched_ = input.size();
    return Decoded{};
  }
  searched_ = 0;
  const std::size_t consumed = static_cast<std::size_t>(found - input.data()) + 1;
  Message message{input.substr(0, consumed - 1), Ending::lf};
  if (message.payload.ends_with('\r')) {
    message.payload.remove_suffix(1);
    message.ending = Ending::crlf;
  }
  if (limit != 0 && message.payload.size() > limit) return std::unexpected(CloseReason::message_too_long);
  return Decoded{message, consumed};
}

inline std::expected<Decoded, CloseReason> Decoder::next_length(std::string_view input) const noexcept {
  const std::size_t header = options_.length_bytes;
  if (input.size() < header) return Decoded{};
  const std::uint64_t length = read_length(input.substr(0, header), options_.length_order);
  const std::uint64_t limit = options_.max_message_size;
  if (limit != 0 && length > limit) return std::unexpected(CloseReason::message_too_long);
  if (length > input.size() - header) return Decoded{};
  const auto size = static_cast<std::size_t>(length);
  return Decoded{{input.substr(header, size), Ending::none}, header + size};
}

inline Decoded Decoder::next_raw(std::string_view input) const noexcept {
  // No boundary is promised, so the limit is where a larger read is cut, never an error.
  const std::size_t limit = options_.max_message_size;
  const std::size_t size = limit != 0 && input.size() > limit ? limit : input.size();
  return Decoded{{input.substr(0, size), Ending::none}, size};
}

}  // namespace lanchat::protocol
