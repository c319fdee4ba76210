// SPDX-License-Identifier: MIT
#include "lanchat/protocol/encoder.hpp"

#include "lanchat/protocol/length_header.hpp"

#include <limits>

namespace lanchat::protocol {

bool Encoder::put_length(std::string& out, std::size_t mark) const {
  const std::size_t header = options_.length_bytes;
  const std::size_t length = out.size() - mark - header;
  if (length > max_payload()) {
    out.resize(mark);
    return false;
  }
  write_length(out.data() + mark, header, options_.length_order, length);
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
