// SPDX-License-Identifier: MIT
#include "lanchat/protocol/encoder.hpp"

#include "lanchat/protocol/datagram.hpp"

#include <limits>

namespace lanchat::protocol {

std::size_t Encoder::begin(std::string& out) const {
  const std::size_t mark = out.size();
  if (options_.framing == Framing::length) out.append(options_.length_bytes, '\0');
  return mark;
}

bool Encoder::end(std::string& out, std::size_t mark, Ending ending) const {
  switch (options_.framing) {
    case Framing::line:
      out.append(ending_bytes(ending));
      return true;
    case Framing::raw:
      return true;
    case Framing::length:
      break;
  }
  const std::size_t header = options_.length_bytes;
  const std::size_t length = out.size() - mark - header;
  if (length > max_payload()) {
    out.resize(mark);
    return false;
  }
  std::uint64_t rest = length;
  for (std::size_t i = 0; i < header; ++i) {
    const std::size_t at = options_.length_order == ByteOrder::little ? i : header - 1 - i;
    out[mark + at] = static_cast<char>(static_cast<unsigned char>(rest & 0xFFU));
    rest >>= 8;
  }
  return true;
}

bool Encoder::append(std::string& out, std::string_view payload, Ending ending) const {
  const std::size_t mark = begin(out);
  out.append(payload);
  return end(out, mark, ending);
}

std::size_t Encoder::max_payload() const noexcept {
  if (options_.framing != Framing::length || options_.length_bytes >= sizeof(std::size_t))
    return std::numeric_limits<std::size_t>::max();
  return (std::size_t{1} << (8U * options_.length_bytes)) - 1;
}

}  // namespace lanchat::protocol
