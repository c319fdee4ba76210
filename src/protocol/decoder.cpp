// SPDX-License-Identifier: MIT
#include "lanchat/protocol/decoder.hpp"

#include <limits>

namespace lanchat::protocol {

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

}  // namespace lanchat::protocol
