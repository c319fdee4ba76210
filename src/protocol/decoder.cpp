// SPDX-License-Identifier: MIT
#include "lanchat/protocol/decoder.hpp"

#include <cstring>
#include <limits>

namespace lanchat::protocol {
namespace {

std::uint64_t read_length(std::string_view header, ByteOrder order) noexcept {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const std::size_t at = order == ByteOrder::big ? i : header.size() - 1 - i;
    value = value << 8 | static_cast<unsigned char>(header[at]);
  }
  return value;
}

}  // namespace

std::expected<Decoded, CloseReason> Decoder::next(std::string_view input) noexcept {
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

std::expected<Decoded, CloseReason> Decoder::finish(std::string_view input) noexcept {
  if (input.empty()) return Decoded{};
  if (options_.framing == Framing::length) return std::unexpected(CloseReason::malformed_message);
  searched_ = 0;
  const std::size_t limit = options_.max_message_size;
  if (limit != 0 && input.size() > limit) return std::unexpected(CloseReason::message_too_long);
  const Ending ending = options_.framing == Framing::line ? Ending::lf : Ending::none;
  return Decoded{{input, ending}, input.size()};
}

std::size_t Decoder::expected_size(std::string_view input) const noexcept {
  const std::size_t header = options_.length_bytes;
  if (options_.framing != Framing::length || input.size() < header) return 0;
  const std::uint64_t length = read_length(input.substr(0, header), options_.length_order);
  if (length > std::numeric_limits<std::size_t>::max() - header) return 0;
  return header + static_cast<std::size_t>(length);
}

std::expected<Decoded, CloseReason> Decoder::next_line(std::string_view input) noexcept {
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

std::expected<Decoded, CloseReason> Decoder::next_length(std::string_view input) const noexcept {
  const std::size_t header = options_.length_bytes;
  if (input.size() < header) return Decoded{};
  const std::uint64_t length = read_length(input.substr(0, header), options_.length_order);
  const std::uint64_t limit = options_.max_message_size;
  if (limit != 0 && length > limit) return std::unexpected(CloseReason::message_too_long);
  if (length > input.size() - header) return Decoded{};
  const auto size = static_cast<std::size_t>(length);
  return Decoded{{input.substr(header, size), Ending::none}, header + size};
}

Decoded Decoder::next_raw(std::string_view input) const noexcept {
  // No boundary is promised, so the limit is where a larger read is cut, never an error.
  const std::size_t limit = options_.max_message_size;
  const std::size_t size = limit != 0 && input.size() > limit ? limit : input.size();
  return Decoded{{input.substr(0, size), Ending::none}, size};
}

}  // namespace lanchat::protocol
